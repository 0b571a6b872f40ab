"""Connections: pages of a list, newest first, selected by key and never by OFFSET."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import sqlalchemy as sa
from graphql import GraphQLNamedType, GraphQLObjectType, get_named_type
from sqlalchemy import ColumnElement, Integer, Select, Uuid, func, select

from graph.sqlquery.compile_scope import CompileScope
from graph.sqlquery.field_specs import ConnectionSpec
from graph.sqlquery.selections import CompiledValue, FieldDetailsList, ObjectBuilder, null_unless
from graph.sqlquery.sql_json_objects import JsonArray, JsonObject
from graph.sqlquery.sql_json_scalars import Constant, Cursor, JsonSafeText

LIST_DEPTH_COST = 3
"""How many levels a list adds to the nesting of a statement."""

NestedCompiler: TypeAlias = Callable[[int, str, Any, FieldDetailsList], ObjectBuilder]
"""`QueryCompiler.compile_nested`"""


def compile_connection(
    scope: CompileScope,
    compile_nested: NestedCompiler,
    connection: GraphQLNamedType,
    spec: ConnectionSpec,
    row: Any,
    field_details: FieldDetailsList,
) -> CompiledValue:
    """Compile the page of a list that belongs to the parent `row`."""
    assert isinstance(connection, GraphQLObjectType)  # noqa: S101  (every connection has the same shape)
    query = ConnectionQuery(scope, connection, spec, row, field_details)
    builder = ObjectBuilder()
    for key, details in scope.selection.subfields(connection, field_details).items():
        with scope.at(key):
            value, is_complete = _compile_connection_field(scope, compile_nested, query, details)
        builder.add(key, value, is_complete=is_complete)
    when = None if spec.when is None else spec.when(row, scope)
    return null_unless(when, JsonObject(builder.json_fields)), builder.is_complete


def _compile_connection_field(
    scope: CompileScope, compile_nested: NestedCompiler, query: ConnectionQuery, field_details: FieldDetailsList
) -> CompiledValue:
    match field_details[0].node.name.value:
        case "edges":
            return _compile_edges(scope, compile_nested, query, field_details)
        case "pageInfo":
            page_info = scope.selection.subfields(scope.object_type("PageInfo"), field_details)
            return JsonObject([(key, query.page_info(d[0].node.name.value)) for key, d in page_info.items()]), True
        case "totalCount":
            return query.total_count(), True
        case _:
            return Constant(query.connection_name), True


def _compile_edges(
    scope: CompileScope, compile_nested: NestedCompiler, query: ConnectionQuery, field_details: FieldDetailsList
) -> CompiledValue:
    row, builder = query.alias(), ObjectBuilder()
    for key, details in scope.selection.subfields(query.edge, field_details).items():
        match details[0].node.name.value:
            case "cursor":
                builder.add(key, Cursor(row.id))
            case "node":
                with scope.at(key):
                    node = compile_nested(LIST_DEPTH_COST, query.type_name, row, details)
                builder.add(key, JsonObject(node.json_fields), is_complete=node.is_complete)
            case _:
                builder.add(key, Constant(query.edge.name))
    return JsonArray(JsonObject(builder.json_fields), query.page_rows(row)), builder.is_complete


class ConnectionQuery:
    """The selects of one connection: the rows of its page, what follows the page, and the count of all."""

    def __init__(
        self,
        scope: CompileScope,
        connection: GraphQLObjectType,
        spec: ConnectionSpec,
        parent: Any,
        field_details: FieldDetailsList,
    ) -> None:
        self._scope, self._spec, self._parent = scope, spec, parent
        self._arguments = scope.arguments_of(field_details)
        self.connection_name = connection.name
        self.edge = scope.object_type(get_named_type(connection.fields["edges"].type).name)
        self.type_name = get_named_type(self.edge.fields["node"].type).name

    def alias(self) -> Any:
        """Return an alias of the listed type's table that the statement does not use yet."""
        return self._scope.alias(self.type_name)

    def _select_all(self, row: Any) -> Select[Any]:
        conditions = self._arguments.value.filter.conditions(row, self._arguments.bind_filter)
        on = self._spec.on(self._parent, row, self._scope)
        return self._scope.visible_rows(self.type_name, row, on, *conditions).correlate(self._parent)

    def _select_from_cursor(self, row: Any) -> Select[Any]:
        """Select the rows after the cursor, in an order that an index has, so that a LIMIT stops the scan early."""
        rows = self._select_all(row)
        if self._arguments.value.page.after is not None:
            rows = rows.where(self._after_cursor(row))
        return rows.order_by(*(column.desc() for column in self._spec.order_by(row)))

    def page_rows(self, row: Any) -> Select[Any]:
        """Select the rows of the page. LIMIT is a literal: the planner has to know it when it plans once for all."""
        return self._select_from_cursor(row).limit(self._arguments.value.page.first)

    def _after_cursor(self, row: Any) -> ColumnElement[bool]:
        after = self._arguments.bind("page.after", Uuid())
        order = self._spec.order_by(row)
        if len(order) == 1:
            return order[0] < after
        cursor_row = self.alias()
        key = select(*self._spec.order_by(cursor_row)).where(
            cursor_row.firm_id == self._scope.viewer.firm_id, cursor_row.id == after
        )
        return sa.tuple_(*order) < key.scalar_subquery()

    def page_info(self, name: str) -> ColumnElement[Any]:
        """Return the value of a field of PageInfo."""
        row, first = self.alias(), self._arguments.value.page.first
        match name:
            case "hasNextPage":
                return self._select_from_cursor(row).add_columns(row.id).offset(first).limit(1).exists()
            case "endCursor":
                keys = [column.label(f"key_{index}") for index, column in enumerate(self._spec.order_by(row))]
                page = self.page_rows(row).add_columns(row.id.label("row_id"), *keys).subquery()
                last = select(Cursor(page.c.row_id)).select_from(page)
                cursor = last.order_by(*(page.c[key.name] for key in keys)).limit(1).scalar_subquery()
                cursor.type = JsonSafeText()
                return cursor
            case _:
                return Constant("PageInfo")

    def total_count(self) -> ColumnElement[Any]:
        """Return the number of rows of the whole list."""
        count = self._select_all(self.alias()).add_columns(func.count()).scalar_subquery()
        count.type = Integer()
        return count
