"""Pages of lists: newest first, by key and never by offset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from graphql import GraphQLField, GraphQLObjectType, get_named_type
from sqlalchemy import ColumnElement, Integer, Select, Uuid, func, select

from graph.sqlquery import sql_json_objects, sql_json_scalars
from graph.sqlquery.arguments import Wish
from graph.sqlquery.field_specs import Page
from graph.sqlquery.selections import MARK, Details, Parts, only

if TYPE_CHECKING:
    from graph.sqlquery.compiler import Maker

LIST = 3
"""How much deeper a list makes a statement; an object of its own, `statements.OBJECT`."""


def page(
    maker: Maker, definition: GraphQLField, declaration: Page, row: Any, details: Details
) -> tuple[ColumnElement[Any], bool]:
    """A page of a list, as the field of its parent `row`: an expression, and whether it is whole."""
    connection = get_named_type(definition.type)
    assert isinstance(connection, GraphQLObjectType)  # noqa: S101  (every list has the same shape)
    wish = maker.wish(details)
    listing = Listing(maker, connection, declaration, row, wish)
    told = Parts()
    for name, inner in maker.selected.below(connection, details).items():
        maker.path.append(name)
        value, whole = _part(maker, connection, listing, inner)
        maker.path.pop()
        told.add(name, value, whole=whole)
    if not told.whole:
        told.fields.append((MARK, sql_json_scalars.Constant("")))
    when = None if declaration.when is None else declaration.when(row, maker)
    return only(when, sql_json_objects.Object(told.fields)), told.whole


def _part(
    maker: Maker, connection: GraphQLObjectType, listing: Listing, details: Details
) -> tuple[ColumnElement[Any], bool]:
    match details[0].node.name.value:
        case "edges":
            return _edges(maker, listing, details)
        case "pageInfo":
            type_ = maker.type_named("PageInfo")
            fields = [
                (name, listing.info(inner[0].node.name.value, type_.name))
                for name, inner in maker.selected.below(type_, details).items()
            ]
            return sql_json_objects.Object(fields), True
        case "totalCount":
            return listing.count(), True
        case _:
            return sql_json_scalars.Constant(connection.name), True


def _edges(maker: Maker, listing: Listing, details: Details) -> tuple[ColumnElement[Any], bool]:
    row, edge = listing.alias(), maker.type_named(listing.edge_name)
    told = Parts()
    for name, inner in maker.selected.below(edge, details).items():
        match inner[0].node.name.value:
            case "cursor":
                told.add(name, sql_json_scalars.Cursor(row.id))
            case "node":
                maker.path.append(name)
                node = maker.below(LIST, maker.type_named(listing.type_name), row, inner)
                maker.path.pop()
                told.add(name, sql_json_objects.Object(node.fields), whole=node.whole)
            case _:
                told.add(name, sql_json_scalars.Constant(edge.name))
    if not told.whole:
        told.fields.append((MARK, sql_json_scalars.Constant("")))
    return sql_json_objects.Array(sql_json_objects.Object(told.fields), listing.rows(row)), told.whole


class Listing:
    """A list, and the page of it that is wanted."""

    def __init__(self, maker: Maker, connection: GraphQLObjectType, page: Page, parent: Any, wish: Wish) -> None:
        self._maker, self._page, self._parent, self._wish = maker, page, parent, wish
        edge = get_named_type(connection.fields["edges"].type)
        assert isinstance(edge, GraphQLObjectType)  # noqa: S101  (every list has the same shape)
        self.edge_name = edge.name
        self.type_name = get_named_type(edge.fields["node"].type).name

    def alias(self) -> Any:
        """A row of the list."""
        return self._maker.alias(self.type_name)

    def _all(self, row: Any) -> Select[Any]:
        maker = self._maker
        wanted = self._wish.value.filter.conditions(row, self._wish.of_filter)
        on = self._page.on(self._parent, row, maker)
        rows = select().select_from(row).where(on, *maker.visible(self.type_name, row), *wanted)
        return rows.correlate(self._parent)

    def _ordered(self, row: Any) -> Select[Any]:
        """The rows from the beginning of the page on, in an order that an index has: not all have to be read."""
        rows = self._all(row)
        if self._wish.value.page.after is not None:
            rows = rows.where(self._after(row))
        return rows.order_by(*(column.desc() for column in self._page.order(row)))

    def rows(self, row: Any) -> Select[Any]:
        """The rows of the page. How many is written into the statement: planned for that few, it is planned once."""
        return self._ordered(row).limit(self._wish.value.page.first)

    def _after(self, row: Any) -> ColumnElement[bool]:
        """Rows that come after the one with that id."""
        after = self._wish.given("page.after", Uuid())
        order = self._page.order(row)
        if len(order) == 1:
            return order[0] < after
        here = self.alias()
        place = select(*self._page.order(here)).where(here.firm_id == self._maker.viewer.firm_id, here.id == after)
        return sa.tuple_(*order) < place.scalar_subquery()

    def info(self, name: str, type_name: str) -> ColumnElement[Any]:
        """Whether it goes on after the page, and where the page ends."""
        row = self.alias()
        match name:
            case "hasNextPage":
                beyond = self._ordered(row).add_columns(row.id).offset(self._wish.value.page.first)
                return beyond.limit(1).exists()
            case "endCursor":
                order = self._page.order(row)
                page = self.rows(row).add_columns(row.id.label("own"), *(c.label(f"o{i}") for i, c in enumerate(order)))
                some = page.subquery()
                backwards = [some.c[f"o{position}"] for position in range(len(order))]
                last = (
                    select(sql_json_scalars.Cursor(some.c.own))
                    .select_from(some)
                    .order_by(*backwards)
                    .limit(1)
                    .scalar_subquery()
                )
                last.type = sql_json_scalars.Safe()
                return last
            case _:
                return sql_json_scalars.Constant(type_name)

    def count(self) -> ColumnElement[Any]:
        """How many rows the whole list has."""
        row = self.alias()
        counted = self._all(row).add_columns(func.count()).scalar_subquery()
        counted.type = Integer()
        return counted
