"""Connections: pages of a list, newest first, selected by key and never by OFFSET."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import sqlalchemy as sa
from graphql import GraphQLNamedType, GraphQLObjectType, get_named_type
from sqlalchemy import ColumnElement, Integer, Select, Uuid, func, select

from graph.sqlquery.compile_scope import CompileScope
from graph.sqlquery.field_specs import ConnectionSpec, JoinCondition
from graph.sqlquery.selections import CompiledValue, FieldDetailsList, ObjectBuilder, null_unless
from graph.sqlquery.sql_json_objects import JsonArray, JsonObject
from graph.sqlquery.sql_json_scalars import Constant, Cursor, JsonSafeText

LIST_DEPTH_COST = 3
"""How many levels a list adds to the nesting of a statement."""

NestedCompiler: TypeAlias = Callable[[int, str, Any, FieldDetailsList], ObjectBuilder]
"""`QueryCompiler.compile_nested`"""


class ConnectionCompiler:
    """Compiles one connection: the rows of its page that belong to `parent`, what follows it, and the count of all."""

    def __init__(
        self,
        scope: CompileScope,
        compile_nested: NestedCompiler,
        connection: GraphQLNamedType,
        spec: ConnectionSpec,
        parent: Any,
        on: JoinCondition,
    ) -> None:
        assert isinstance(connection, GraphQLObjectType)  # noqa: S101  (every connection has the same shape)
        self._scope, self._compile_nested, self._connection = scope, compile_nested, connection
        self._spec, self._parent, self._on = spec, parent, on
        self._edge = scope.object_type(get_named_type(connection.fields["edges"].type).name)
        self._type_name = get_named_type(self._edge.fields["node"].type).name

    def compile(self, field_details: FieldDetailsList) -> CompiledValue:
        """Compile the selected fields of the connection."""
        self._arguments = self._scope.arguments_of(field_details)
        builder = ObjectBuilder()
        for key, details in self._scope.selection.subfields(self._connection, field_details).items():
            with self._scope.at(key):
                value, is_complete = self._compile_field(details)
            builder.add(key, value, is_complete=is_complete)
        when = None if self._spec.when is None else self._spec.when(self._parent, self._scope)
        return null_unless(when, JsonObject(builder.json_fields)), builder.is_complete

    def _compile_field(self, field_details: FieldDetailsList) -> CompiledValue:
        match field_details[0].node.name.value:
            case "edges":
                return self._compile_edges(field_details)
            case "pageInfo":
                page_info = self._scope.selection.subfields(self._scope.object_type("PageInfo"), field_details)
                return JsonObject([(key, self._page_info(d[0].node.name.value)) for key, d in page_info.items()]), True
            case "totalCount":
                count = self._select_all(self._alias()).add_columns(func.count()).scalar_subquery()
                count.type = Integer()
                return count, True
            case _:
                return Constant(self._connection.name), True

    def _compile_edges(self, field_details: FieldDetailsList) -> CompiledValue:
        row, builder = self._alias(), ObjectBuilder()
        for key, details in self._scope.selection.subfields(self._edge, field_details).items():
            match details[0].node.name.value:
                case "cursor":
                    builder.add(key, Cursor(row.id))
                case "node":
                    with self._scope.at(key):
                        node = self._compile_nested(LIST_DEPTH_COST, self._type_name, row, details)
                    builder.add(key, JsonObject(node.json_fields), is_complete=node.is_complete)
                case _:
                    builder.add(key, Constant(self._edge.name))
        return JsonArray(JsonObject(builder.json_fields), self._page_rows(row)), builder.is_complete

    def _alias(self) -> Any:
        return self._scope.alias(self._type_name)

    def _select_all(self, row: Any) -> Select[Any]:
        conditions = self._arguments.value.filter.conditions(row, self._arguments.bind_filter)
        on = self._on(self._parent, row, self._scope)
        return self._scope.visible_rows(self._type_name, row, on, *conditions).correlate(self._parent)

    def _select_from_cursor(self, row: Any) -> Select[Any]:
        """Select the rows after the cursor, in an order that an index has, so that a LIMIT stops the scan early."""
        rows = self._select_all(row)
        if self._arguments.value.page.after is not None:
            rows = rows.where(self._after_cursor(row))
        return rows.order_by(*(column.desc() for column in self._spec.order_by(row)))

    def _page_rows(self, row: Any) -> Select[Any]:
        """Select the rows of the page. LIMIT is a literal: the planner has to know it when it plans once for all."""
        return self._select_from_cursor(row).limit(self._arguments.value.page.first)

    def _after_cursor(self, row: Any) -> ColumnElement[bool]:
        after = self._arguments.bind("page.after", Uuid())
        order = self._spec.order_by(row)
        if len(order) == 1:
            return order[0] < after
        cursor_row = self._alias()
        key = select(*self._spec.order_by(cursor_row)).where(
            cursor_row.firm_id == self._scope.viewer.firm_id, cursor_row.id == after
        )
        return sa.tuple_(*order) < key.scalar_subquery()

    def _page_info(self, name: str) -> ColumnElement[Any]:
        """Return the value of a field of PageInfo."""
        row, first = self._alias(), self._arguments.value.page.first
        match name:
            case "hasNextPage":
                return self._select_from_cursor(row).add_columns(row.id).offset(first).limit(1).exists()
            case "endCursor":
                keys = [column.label(f"key_{index}") for index, column in enumerate(self._spec.order_by(row))]
                page = self._page_rows(row).add_columns(row.id.label("row_id"), *keys).subquery()
                last = select(Cursor(page.c.row_id)).select_from(page)
                cursor = last.order_by(*(page.c[key.name] for key in keys)).limit(1).scalar_subquery()
                cursor.type = JsonSafeText()
                return cursor
            case _:
                return Constant("PageInfo")
