"""Connections: pages of a list in one of its orders, selected by key and never by OFFSET."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from graphql import GraphQLNamedType, GraphQLObjectType, get_named_type
from sqlalchemy import ColumnElement, Integer, Select, Uuid, func, select

from graph.pagination import without_index
from graph.sqlquery.compile_scope import CompileScope
from graph.sqlquery.field_specs import ColumnSpec, ConnectionSpec, JoinCondition, field_spec_of
from graph.sqlquery.selections import CompiledValue, FieldDetailsList, ObjectBuilder, null_unless
from graph.sqlquery.sql_json_objects import JsonArray, JsonObject
from graph.sqlquery.sql_json_scalars import Constant, CursorText, JsonSafeText

LIST_DEPTH_COST = 3
"""How many levels a list adds to the nesting of a statement."""

NestedCompiler: TypeAlias = Callable[..., ObjectBuilder]
"""`QueryCompiler.compile_nested`"""

Comparison: TypeAlias = Callable[[Any, Any], ColumnElement[bool]]

_COMPARISONS: dict[tuple[bool, bool], Comparison] = {
    (True, False): operator.lt,
    (True, True): operator.le,
    (False, False): operator.gt,
    (False, True): operator.ge,
}
"""By whether the row is smaller, and whether it may be equal."""


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
            case "__typename":
                return Constant(self._connection.name), True
            case name:
                spec = field_spec_of(self._connection.fields[name])
                assert isinstance(spec, ColumnSpec)  # noqa: S101  (a connection's own fields are expressions)
                assert spec.expression is not None  # noqa: S101
                return spec.expression(self._parent, self._scope), True

    def _compile_edges(self, field_details: FieldDetailsList) -> CompiledValue:
        row, builder = self._alias(), ObjectBuilder()
        for key, details in self._scope.selection.subfields(self._edge, field_details).items():
            match details[0].node.name.value:
                case "cursor":
                    builder.add(key, self._cursor(row.id, self._sort_key(row)))
                case "node":
                    with self._scope.at(key):
                        node = self._compile_nested(self._type_name, row, details, is_list=True)
                    builder.add(key, JsonObject(node.json_fields), is_complete=node.is_complete)
                case _:
                    builder.add(key, Constant(self._edge.name))
        return JsonArray(JsonObject(builder.json_fields), self._page_rows(row)), builder.is_complete

    def _alias(self) -> Any:
        return self._scope.alias(self._type_name)

    @property
    def _is_descending(self) -> bool:
        order = self._arguments.value.order
        return order is None or order.is_descending

    def _sort_key(self, row: Any) -> Any:
        """Return the expression that the requested order has before the id; None if it has none."""
        order = self._arguments.value.order
        return None if order is None or order.key is None else order.key.expression(row)

    def _order_by(self, row: Any) -> Sequence[Any]:
        """Return what the list is ordered by, all of it in one direction."""
        if self._arguments.value.order is None:
            return self._spec.order_by(row)
        key = self._sort_key(row)
        return (row.id,) if key is None else (key, row.id)

    def _cursor(self, row_id: Any, key: Any) -> CursorText:
        order = self._arguments.value.order
        return CursorText(self._type_name if order is None else order.list_name(self._type_name), row_id, key)

    def _select_all(self, row: Any) -> Select[Any]:
        conditions = self._arguments.value.criteria.conditions(row, self._arguments.bind_criteria, self._scope.viewer)
        on = self._on(self._parent, row, self._scope)
        return self._scope.visible_rows(self._type_name, row, on, *conditions).correlate(self._parent)

    def _select_in_range(self, row: Any, *, backwards: bool = False) -> Select[Any]:
        """Select the rows between the cursors, in an order that an index has, so that a LIMIT stops the scan early."""
        rows, page = self._select_all(row), self._arguments.value.page
        if page.after is not None:
            rows = rows.where(self._compare_to_cursor(row, "after", follows=True))
        if page.before is not None:
            rows = rows.where(self._compare_to_cursor(row, "before", follows=False))
        is_descending = self._is_descending is not backwards
        return rows.order_by(*_in_direction(self._order_by(row), is_descending=is_descending))

    def _page_rows(self, row: Any) -> Select[Any]:
        """Select the rows of the page. LIMIT is a literal: the planner has to know it when it plans once for all."""
        page = self._arguments.value.page
        if page.last is None:
            return self._select_in_range(row).limit(page.first)
        # An index finds the last rows backwards, but the page lists them forwards.
        last_row = self._alias()
        last_rows = self._select_in_range(last_row, backwards=True).limit(page.last)
        if self._scope.dialect == "sqlite":
            # Two conditions would let SQLite look for the firm in an index, and then at all of its rows.
            keys = last_rows.add_columns(last_row.firm_id, last_row.id)
            is_on_page = sa.tuple_(row.firm_id, row.id).in_(keys)
        else:
            is_on_page = (row.firm_id == self._scope.viewer.firm_id) & row.id.in_(last_rows.add_columns(last_row.id))
        rows = select().select_from(row).where(is_on_page)
        columns = self._order_by(row)
        if len(columns) > 1:
            columns = [without_index(column, row) for column in columns]
        return rows.order_by(*_in_direction(columns, is_descending=self._is_descending)).limit(page.last)

    def _compare_to_cursor(self, row: Any, name: str, *, follows: bool, or_equals: bool = False) -> ColumnElement[bool]:
        """Return whether the row follows, or precedes, the position of the cursor `after` or `before` in the list."""
        compare = _COMPARISONS[follows is self._is_descending, or_equals]
        row_id, columns = self._arguments.bind(f"page.{name}.row_id", Uuid()), self._order_by(row)
        if len(columns) == 1:
            return compare(columns[0], row_id)
        order = self._arguments.value.order
        if order is not None and order.key is not None:
            key = self._arguments.bind(f"page.{name}.key.value", order.key.bind_type)
            beyond = compare(sa.tuple_(*columns), sa.tuple_(key, row_id))
            # SQLite seeks a row of values in an index of columns only, and a single value also in one of expressions.
            if self._scope.dialect == "sqlite" and not hasattr(columns[0], "property"):
                return _COMPARISONS[follows is self._is_descending, True](columns[0], key) & beyond
            return beyond
        # The field's own order depends on what never changes, so its cursors need only the id.
        cursor_row = self._alias()
        position = select(*self._order_by(cursor_row)).where(
            cursor_row.firm_id == self._scope.viewer.firm_id, cursor_row.id == row_id
        )
        return compare(sa.tuple_(*columns), position.scalar_subquery())

    def _page_info(self, name: str) -> ColumnElement[Any]:
        """Return the value of a field of PageInfo."""
        page = self._arguments.value.page
        match name:
            case "hasNextPage" if page.last is None:
                return self._exceeds(page.first)
            case "hasNextPage":
                return self._exists_beyond("before", follows=True)
            case "hasPreviousPage" if page.last is None:
                return self._exists_beyond("after", follows=False)
            case "hasPreviousPage":
                return self._exceeds(page.last, backwards=True)
            case "startCursor":
                return self._cursor_of_page(is_last=False)
            case "endCursor":
                return self._cursor_of_page(is_last=True)
            case _:
                return Constant("PageInfo")

    def _exceeds(self, size: int, *, backwards: bool = False) -> ColumnElement[Any]:
        """Whether there are more rows between the cursors than fit on the page, which is not empty by request."""
        if not size:
            return Constant(value=False)
        row = self._alias()
        rows = self._select_in_range(row, backwards=backwards).add_columns(row.id)
        return rows.offset(size).limit(1).exists()

    def _exists_beyond(self, name: str, *, follows: bool) -> ColumnElement[Any]:
        """Whether there are rows on the other side of the cursor, its own row included; without the cursor, none."""
        if getattr(self._arguments.value.page, name) is None:
            return Constant(value=False)
        row = self._alias()
        rows = self._select_all(row).where(self._compare_to_cursor(row, name, follows=follows, or_equals=True))
        return rows.add_columns(row.id).limit(1).exists()

    def _cursor_of_page(self, *, is_last: bool) -> ColumnElement[Any]:
        """The cursor of the page's first row, or of its last; null if it is empty."""
        row = self._alias()
        columns = [column.label(f"key_{index}") for index, column in enumerate(self._order_by(row))]
        page = self._page_rows(row).add_columns(row.id.label("row_id"), *columns).subquery()
        keys = [page.c[column.name] for column in columns]
        cursor = self._cursor(page.c.row_id, None if self._sort_key(row) is None else keys[0])
        order = _in_direction(keys, is_descending=self._is_descending is not is_last)
        answer = select(cursor).select_from(page).order_by(*order).limit(1).scalar_subquery()
        answer.type = JsonSafeText()
        return answer


def _in_direction(columns: Sequence[Any], *, is_descending: bool) -> list[Any]:
    return [column.desc() if is_descending else column.asc() for column in columns]
