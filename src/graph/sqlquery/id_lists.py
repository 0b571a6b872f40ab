"""JSON lists of ids, as rows to join with."""

from typing import Any

from sqlalchemy import ColumnElement, Subquery, Uuid, cast, func, select


def id_rows(ids: ColumnElement[Any], dialect: str) -> Subquery:
    """Turn a JSON list of ids into rows with the columns `id` and `ordinal`."""
    if dialect == "postgresql":
        item = func.json_array_elements_text(ids).table_valued("value", with_ordinality="ordinal").render_derived()
        return select(cast(item.c.value, Uuid()).label("id"), item.c.ordinal).subquery()
    item = func.json_each(ids).table_valued("key", "value")
    return select(item.c.value.label("id"), item.c.key.label("ordinal")).subquery()


def node_id_rows(pairs: ColumnElement[Any], dialect: str) -> Subquery:
    """Turn a JSON list of pairs of type name and id into rows with the columns `type_name`, `id` and `ordinal`."""
    if dialect == "postgresql":
        item = func.json_array_elements(pairs).table_valued("value", with_ordinality="ordinal").render_derived()
        type_name, id_ = item.c.value.op("->>")(0), item.c.value.op("->>")(1)
        return select(type_name.label("type_name"), cast(id_, Uuid()).label("id"), item.c.ordinal).subquery()
    item = func.json_each(pairs).table_valued("key", "value")
    return select(
        func.json_extract(item.c.value, "$[0]").label("type_name"),
        func.json_extract(item.c.value, "$[1]").label("id"),
        item.c.key.label("ordinal"),
    ).subquery()
