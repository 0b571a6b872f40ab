"""Where a statement begins: at the fields of Query, and at what deeds refer to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from graphql import GraphQLField
from sqlalchemy import ColumnElement, Uuid, case, select

from graph import permissions
from graph.sqlquery import id_lists, sql_json_objects, sql_json_scalars
from graph.sqlquery.arguments import Sought
from graph.sqlquery.field_specs import Reference, Root, Roots, declared, key_of
from graph.sqlquery.pagination import LIST
from graph.sqlquery.selections import ALL, Details, Parts, Position, Statement

if TYPE_CHECKING:
    from graph.sqlquery.compiler import Maker


def make(maker: Maker, positions: Sequence[Position]) -> Statement:
    """One statement that tells all of them, under their names."""
    answer = Parts()
    for position in positions:
        maker.path = [position.name]
        _position(maker, answer, position)
    return Statement(sql_json_objects.Object(answer.fields), maker.values, answer.whole, maker.places)


def _position(maker: Maker, answer: Parts, position: Position) -> None:
    if position.reference is not None and position.definition is not None:
        value, whole = _rest(maker, position, position.reference, position.definition)
    elif position.reference is not None:
        value, whole = _referred(maker, position.reference, position.number, position.details)
    elif position.definition is not None and isinstance(declared(position.definition.extensions), Roots):
        value, whole = _listed(maker, position)
    elif position.definition is not None:
        value, whole = _root(maker, position.definition, position.details)
    else:
        raise TypeError(position)
    answer.add(position.name, value, whole=whole)


def _root(maker: Maker, definition: GraphQLField, details: Details) -> tuple[ColumnElement[Any], bool]:
    declaration = declared(definition.extensions)
    assert isinstance(declaration, Root)  # noqa: S101  (the executor hands over nothing else)
    wish = maker.wish(details)
    found = declaration.find(maker.who, wish.value)
    if found is None:
        return sql_json_scalars.Constant(None), True
    type_name, on = found
    if not maker.may(permissions.access_to_named(maker.type_named(type_name))):
        return sql_json_scalars.Constant(None), False
    return maker.one_of(type_name, details, lambda row: on(row, maker, wish))


def _referred(maker: Maker, reference: Reference, number: int, details: Details) -> tuple[ColumnElement[Any], bool]:
    type_name = reference.type_name
    if not reference.listed:
        own_id = maker.bound(Uuid(), lambda request, _: request.ids(number)[0])
        return maker.one_of(type_name, details, lambda row: key_of(type_name, row) == own_id)
    ids = maker.bound(sa.JSON(), lambda request, _: [each.hex for each in request.ids(number)])
    row = maker.alias(type_name)
    inner = maker.below(LIST, maker.type_named(type_name), row, details)
    each = id_lists.each_id(ids, maker.dialect)
    rows = select().select_from(row).join(each, each.c.id == row.id).where(*maker.visible(type_name, row))
    rows = rows.order_by(each.c.place).limit(ALL)
    return sql_json_objects.Array(sql_json_objects.Object(inner.fields), rows), inner.whole


def _rest(
    maker: Maker, position: Position, parents: Reference, definition: GraphQLField
) -> tuple[ColumnElement[Any], bool]:
    """A field of objects that were told before, without what lay too deep."""
    number, name = position.number, position.details[0].node.name.value
    ids = maker.bound(sa.JSON(), lambda request, _: [each.hex for each in request.ids(number)])
    row, each = maker.alias(parents.type_name), id_lists.each_id(ids, maker.dialect)
    rows = select().select_from(row).join(each, each.c.id == key_of(parents.type_name, row))
    maker.path.append(name)
    value, whole = maker.field(
        maker.type_named(parents.type_name), definition, declared(definition.extensions), row, position.details
    )
    return sql_json_objects.Array(
        sql_json_objects.Object([(name, value)]), rows.order_by(each.c.place).limit(ALL)
    ), whole


def _listed(maker: Maker, position: Position) -> tuple[ColumnElement[Any], bool]:
    """Objects of whatever types, by their ids: for each of the wanted types its own way to tell it."""
    wish = maker.wish(position.details)
    kinds = sorted({each.type_name for each in wish.value if each is not None})
    ids = wish.made(sa.JSON(), _kinds_and_ids)
    each = id_lists.each_sought(ids, maker.dialect)
    told, whole = [], True
    for kind in kinds:
        if not maker.may(permissions.access_to_named(maker.type_named(kind))):
            whole = False
            continue

        def is_it(row: Any, kind: str = kind) -> ColumnElement[bool]:
            return key_of(kind, row) == each.c.id

        value, is_whole = maker.one_of(kind, position.details, is_it)
        told.append((each.c.kind == kind, value))
        whole = whole and is_whole
    rows = select().select_from(each).order_by(each.c.place).limit(ALL)
    item = case(*told, else_=sa.null()) if told else sql_json_scalars.Constant(None)
    item.type = sa.JSON()
    return sql_json_objects.Array(item, rows), whole


def _kinds_and_ids(wanted: Sequence[Sought | None]) -> list[list[str | None]]:
    return [[None, None] if each is None else [each.type_name, each.own_id.hex] for each in wanted]
