"""Ids that a request brings in a list, as rows that a statement can be joined with."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Subquery, Uuid, cast, func, select


def id_rows(ids: ColumnElement[Any], dialect: str) -> Subquery:
    """The ids of a JSON list, in its order: as columns `id` and `place`."""
    if dialect == "postgresql":
        each = func.json_array_elements_text(ids).table_valued("value", with_ordinality="place").render_derived()
        return select(cast(each.c.value, Uuid()).label("id"), each.c.place).subquery()
    each = func.json_each(ids).table_valued("key", "value")
    return select(each.c.value.label("id"), each.c.key.label("place")).subquery()


def node_id_rows(pairs: ColumnElement[Any], dialect: str) -> Subquery:
    """The pairs of type and id of a JSON list, in its order: as columns `kind`, `id` and `place`."""
    if dialect == "postgresql":
        each = func.json_array_elements(pairs).table_valued("value", with_ordinality="place").render_derived()
        kind, own_id = each.c.value.op("->>")(0), cast(each.c.value.op("->>")(1), Uuid())
        return select(kind.label("kind"), own_id.label("id"), each.c.place).subquery()
    each = func.json_each(pairs).table_valued("key", "value")
    part = func.json_extract
    return select(
        part(each.c.value, "$[0]").label("kind"), part(each.c.value, "$[1]").label("id"), each.c.key.label("place")
    ).subquery()
