"""Drawn arguments: ids of every kind, cursors, filters, days, sums; mostly good ones, some that nobody can take."""

from __future__ import annotations

import base64
import json
import random
import uuid
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)

import models
from tests.oracle.fields import MODELS
from tests.oracle.resolver_context import ResolverContext
from tests.oracle.rows import AllRows
from tests.oracle.values import cursor, global_id

LISTED_TYPES = ("Client", "Invoice", "Payment", "Prepayment", "CreditEntry")
_DAYS = ("2026-03-02", "2026-03-01", "2026-02-27", "2026-03-08", "2025-12-31", "2026-03-31", "1900-01-01", "2999-12-31")
_SEARCHES = (
    "e",
    "É",
    "émile",
    "%",
    "_",
    "100% p",
    "\\",
    '"',
    "o'h",
    "1",
    "a_%",
    "client",
    "ŒU",
    'co"',
    "zz",
    "",
    "général",
)
_SUMS = ("1", "5.00", "0.5", "1000", "0.001", "0", "-3", "99999999999999", "12.000", 7, 300)
_KEYS = ("key-1", "key-2", "", "unknown")
INVALID_VALUES: dict[str, tuple[Any, ...]] = {
    "first": (-1, 101, 2_147_483_647),
    "after": ("", "nonsense", "AAAA", "é", "AZyrAAAAcACAAAAAAAAAA==", cursor(uuid.UUID(int=5)) + "A"),
    "search": ("x" * 101, "a\0b"),
    "idempotencyKey": ("k" * 256, "\0"),
    "Int": ("ten", 2**31, 1.5, True),
    "Date": ("2026-02-30", "1899-12-31", "today", 20260301, "2026-3-1"),
    "DateTime": ("2026-03-02T09:00:00", "2026-03-02", 5, "2026-13-02T09:00:00Z"),
    "Decimal": (1.5, "1e3", "", "1,5", "9" * 41, True),
    "Boolean": ("true", 1),
    "enum": ("NOPE", 5, "paid"),
    "ID": (1.5, True),
    "String": (5, False),
}
"""What is refused, by the argument's name or its type."""


class ArgumentGenerator:
    """Draws them for one viewer, who is given what there is mostly of their own firm."""

    def __init__(self, rows: AllRows, context: ResolverContext) -> None:
        self._draw = random.Random()
        self.last_type_name = "Client"
        """Of which type the last id was."""
        viewer = context.viewer
        self._seen: dict[str, list[uuid.UUID]] = {}
        self._own: dict[str, list[uuid.UUID]] = {}
        self._others: dict[str, list[uuid.UUID]] = {}
        for name, model in MODELS.items():
            for row in rows.tables[model]:
                firm_id = row.id if name == "Firm" else row.firm_id
                where = [self._others]
                if viewer is not None and firm_id == viewer.firm_id:
                    where = [self._own, self._seen] if context.is_visible(row) else [self._own]
                for found in where:
                    found.setdefault(name, []).append(getattr(row, "id", None) or row.firm_id)
        operations = rows.tables[models.Operation]
        mine = [each.key for each in operations if viewer is not None and each.membership_id == viewer.id]
        self._keys = mine * 4 + [each.key for each in operations] + list(_KEYS)
        self._moments = [entry.created_at for entry in rows.tables[models.CreditEntry]]

    def use_rng(self, draw: random.Random) -> None:
        """From here on, draw from this."""
        self._draw = draw

    def _own_id(self, type_name: str) -> uuid.UUID:
        chance = self._draw.random()
        if chance > 0.97:
            return uuid.UUID(int=self._draw.getrandbits(128))
        found = (self._seen if chance < 0.8 else self._own if chance < 0.9 else self._others).get(type_name)
        return self._draw.choice(found or self._others.get(type_name) or [uuid.UUID(int=7)])

    def global_id(self, *type_names: str) -> str:
        """A global id: mostly of one of these types, sometimes of none at all."""
        type_name = self.last_type_name = self._draw.choice(type_names or tuple(MODELS))
        chance = self._draw.random()
        if chance > 0.97:
            known = global_id(type_name, self._own_id(type_name))
            none = base64.b64encode(b"Nothing:" + str(uuid.UUID(int=1)).encode()).decode()
            bare = base64.b64encode(type_name.encode()).decode()
            upper = base64.b64encode(f"{type_name}:{self._own_id(type_name)}".upper().encode()).decode()
            return self._draw.choice(("", "x", known[:-1], known + "=", none, bare, upper, "é", type_name))
        if chance > 0.94:
            type_name = self._draw.choice(tuple(MODELS))
        return global_id(type_name, self._own_id(type_name))

    def value(self, type_: GraphQLInputType, name: str, owner: str, *, bad: bool) -> Any:
        """A value of the type for what is called so, of that field; with `bad`, most likely one that is refused."""
        draw = self._draw
        if not is_non_null_type(type_) and draw.random() < 0.08:
            return None
        named = get_nullable_type(type_)
        if is_list_type(named):
            if name == "ids":
                return self._ids(101 if bad else draw.choice((0, 1, 3, 8, 25)))
            return [self.value(named.of_type, name, owner, bad=bad) for _ in range(draw.randint(0, 3))]
        if isinstance(named, GraphQLInputObjectType):
            return self._object(named, owner, bad=bad)
        if bad:
            kind = "enum" if isinstance(named, GraphQLEnumType) else str(named)
            return draw.choice(INVALID_VALUES[name if name in INVALID_VALUES and draw.random() < 0.8 else kind])
        if isinstance(named, GraphQLEnumType):
            return draw.choice(list(named.values))
        return self._scalar(str(named), name, owner)

    def several_ids(self, type_name: str, number: int) -> list[str]:
        """So many of one type, most of them for the viewer to know of."""
        return [self.global_id(type_name) for _ in range(number)]

    def _ids(self, number: int) -> list[str]:
        """So many, mostly of one type."""
        if self._draw.random() < 0.3:
            return [self.global_id() for _ in range(number)]
        type_name = self._draw.choice(tuple(MODELS))
        return self.several_ids(type_name, number)

    def _object(self, named: GraphQLInputObjectType, owner: str, *, bad: bool) -> dict[str, Any]:
        names = list(named.fields)
        if named.is_one_of:
            chosen = [self._draw.choice(names)] if not bad else self._draw.choice(([], names))
        else:
            chosen = [each for each in names if self._draw.random() < 0.45]
        self._draw.shuffle(chosen)
        found = {}
        for each in chosen:
            value = self.value(named.fields[each].type, each, owner, bad=bad and self._draw.random() < 0.5)
            found[each] = (
                self._scalar("Decimal", each, owner)
                if named.is_one_of and value is None and each == "partial"
                else value
            )
        return found

    def _scalar(self, type_name: str, name: str, owner: str) -> Any:
        draw = self._draw
        if type_name == "ID":
            wanted = {"client": ("Client",), "invoice": ("Invoice",), "preview": ("PaymentProvider",)}
            return self.global_id(*wanted.get(owner, ()))
        if type_name == "Int":
            return draw.choice((0, 1, 2, 3, 3, 5, 7, 10, 20, 50, 100))
        if type_name == "Boolean":
            return draw.random() < 0.5
        if type_name == "Date":
            return draw.choice(_DAYS)
        if type_name == "DateTime":
            return self._datetime()
        if type_name == "Decimal":
            return draw.choice(_SUMS)
        if name == "after":
            listed = {"clients": "Client", "invoices": "Invoice", "payments": "Payment", "prepayments": "Prepayment"}
            return cursor(
                self._own_id(listed.get(owner, "CreditEntry") if draw.random() < 0.95 else draw.choice(LISTED_TYPES))
            )
        return draw.choice(self._keys if name == "idempotencyKey" else _SEARCHES)

    def _datetime(self) -> str:
        chosen = self._draw.choice(self._moments).isoformat()
        return str(
            self._draw.choice(
                (
                    chosen,
                    chosen.replace("+00:00", "Z"),
                    "2026-03-02T11:00:00+02:00",
                    "1900-01-01T00:00Z",
                    "2999-12-31T23:59:59.999999-23:59",
                )
            )
        )


def literal(value: Any, type_: GraphQLInputType) -> str:
    """The value as a document writes it."""
    named = get_nullable_type(type_)
    if isinstance(value, list):
        inner = named.of_type if is_list_type(named) else type_
        return "[" + " ".join(literal(each, inner) for each in value) + "]"
    if isinstance(value, dict) and isinstance(named, GraphQLInputObjectType):
        inside = (f"{name}: {literal(each, named.fields[name].type)}" for name, each in value.items())
        return "{" + ", ".join(inside) + "}"
    if isinstance(named, GraphQLEnumType) and isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
