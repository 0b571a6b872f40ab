"""Pages of lists: newest first, by key and never by offset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from graphql import GraphQLField, GraphQLObjectType, get_named_type
from sqlalchemy import ColumnElement, Integer, Select, Uuid, func, select

from graph.sqlquery import sql_json_objects, sql_json_scalars
from graph.sqlquery.arguments import Arguments
from graph.sqlquery.field_specs import ConnectionSpec
from graph.sqlquery.selections import INCOMPLETE_KEY, FieldDetailsList, ObjectBuilder, null_unless

if TYPE_CHECKING:
    from graph.sqlquery.compiler import QueryCompiler

LIST_DEPTH_COST = 3
"""How much deeper a list makes a statement; an object of its own, `statements.OBJECT`."""


def compile_connection(
    compiler: QueryCompiler, definition: GraphQLField, spec: ConnectionSpec, row: Any, field_details: FieldDetailsList
) -> tuple[ColumnElement[Any], bool]:
    """A page of a list, as the field of its parent `row`: an expression, and whether it is whole."""
    connection = get_named_type(definition.type)
    assert isinstance(connection, GraphQLObjectType)  # noqa: S101  (every list has the same shape)
    wish = compiler.arguments_of(field_details)
    listing = ConnectionQuery(compiler, connection, spec, row, wish)
    told = ObjectBuilder()
    for name, inner in compiler.selection.subfields(connection, field_details).items():
        compiler.path.append(name)
        value, whole = _compile_connection_field(compiler, connection, listing, inner)
        compiler.path.pop()
        told.add(name, value, is_complete=whole)
    if not told.is_complete:
        told.fields.append((INCOMPLETE_KEY, sql_json_scalars.Constant("")))
    when = None if spec.when is None else spec.when(row, compiler)
    return null_unless(when, sql_json_objects.JsonObject(told.fields)), told.is_complete


def _compile_connection_field(
    compiler: QueryCompiler, connection: GraphQLObjectType, query: ConnectionQuery, field_details: FieldDetailsList
) -> tuple[ColumnElement[Any], bool]:
    match field_details[0].node.name.value:
        case "edges":
            return _compile_edges(compiler, query, field_details)
        case "pageInfo":
            type_ = compiler.object_type("PageInfo")
            fields = [
                (name, query.page_info(inner[0].node.name.value, type_.name))
                for name, inner in compiler.selection.subfields(type_, field_details).items()
            ]
            return sql_json_objects.JsonObject(fields), True
        case "totalCount":
            return query.total_count(), True
        case _:
            return sql_json_scalars.Constant(connection.name), True


def _compile_edges(
    compiler: QueryCompiler, query: ConnectionQuery, field_details: FieldDetailsList
) -> tuple[ColumnElement[Any], bool]:
    row, edge = query.alias(), compiler.object_type(query.edge_name)
    told = ObjectBuilder()
    for name, inner in compiler.selection.subfields(edge, field_details).items():
        match inner[0].node.name.value:
            case "cursor":
                told.add(name, sql_json_scalars.Cursor(row.id))
            case "node":
                compiler.path.append(name)
                node = compiler.compile_nested(LIST_DEPTH_COST, compiler.object_type(query.type_name), row, inner)
                compiler.path.pop()
                told.add(name, sql_json_objects.JsonObject(node.fields), is_complete=node.is_complete)
            case _:
                told.add(name, sql_json_scalars.Constant(edge.name))
    if not told.is_complete:
        told.fields.append((INCOMPLETE_KEY, sql_json_scalars.Constant("")))
    return sql_json_objects.JsonArray(sql_json_objects.JsonObject(told.fields), query.page_rows(row)), told.is_complete


class ConnectionQuery:
    """A list, and the page of it that is wanted."""

    def __init__(
        self,
        compiler: QueryCompiler,
        connection: GraphQLObjectType,
        spec: ConnectionSpec,
        parent: Any,
        arguments: Arguments,
    ) -> None:
        self._compiler, self._spec, self._parent, self._arguments = compiler, spec, parent, arguments
        edge = get_named_type(connection.fields["edges"].type)
        assert isinstance(edge, GraphQLObjectType)  # noqa: S101  (every list has the same shape)
        self.edge_name = edge.name
        self.type_name = get_named_type(edge.fields["node"].type).name

    def alias(self) -> Any:
        """A row of the list."""
        return self._compiler.alias(self.type_name)

    def _select_all(self, row: Any) -> Select[Any]:
        maker = self._compiler
        wanted = self._arguments.value.filter.conditions(row, self._arguments.bind_filter)
        on = self._spec.on(self._parent, row, maker)
        rows = select().select_from(row).where(on, *maker.visibility_clauses(self.type_name, row), *wanted)
        return rows.correlate(self._parent)

    def _select_from_cursor(self, row: Any) -> Select[Any]:
        """The rows from the beginning of the page on, in an order that an index has: not all have to be read."""
        rows = self._select_all(row)
        if self._arguments.value.page.after is not None:
            rows = rows.where(self._after_cursor(row))
        return rows.order_by(*(column.desc() for column in self._spec.order_by(row)))

    def page_rows(self, row: Any) -> Select[Any]:
        """The rows of the page. How many is written into the statement: planned for that few, it is planned once."""
        return self._select_from_cursor(row).limit(self._arguments.value.page.first)

    def _after_cursor(self, row: Any) -> ColumnElement[bool]:
        """Rows that come after the one with that id."""
        after = self._arguments.bind("page.after", Uuid())
        order = self._spec.order_by(row)
        if len(order) == 1:
            return order[0] < after
        here = self.alias()
        place = select(*self._spec.order_by(here)).where(
            here.firm_id == self._compiler.viewer.firm_id, here.id == after
        )
        return sa.tuple_(*order) < place.scalar_subquery()

    def page_info(self, name: str, type_name: str) -> ColumnElement[Any]:
        """Whether it goes on after the page, and where the page ends."""
        row = self.alias()
        match name:
            case "hasNextPage":
                beyond = self._select_from_cursor(row).add_columns(row.id).offset(self._arguments.value.page.first)
                return beyond.limit(1).exists()
            case "endCursor":
                order = self._spec.order_by(row)
                page = self.page_rows(row).add_columns(
                    row.id.label("own"), *(c.label(f"o{i}") for i, c in enumerate(order))
                )
                some = page.subquery()
                backwards = [some.c[f"o{position}"] for position in range(len(order))]
                last = (
                    select(sql_json_scalars.Cursor(some.c.own))
                    .select_from(some)
                    .order_by(*backwards)
                    .limit(1)
                    .scalar_subquery()
                )
                last.type = sql_json_scalars.JsonSafeText()
                return last
            case _:
                return sql_json_scalars.Constant(type_name)

    def total_count(self) -> ColumnElement[Any]:
        """How many rows the whole list has."""
        row = self.alias()
        counted = self._select_all(row).add_columns(func.count()).scalar_subquery()
        counted.type = Integer()
        return counted
