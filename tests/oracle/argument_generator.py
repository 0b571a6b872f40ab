"""Random argument values: ids, cursors, filters, dates, amounts; mostly valid ones."""

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
    is_required_input_field,
)

import models
from tests.oracle import pagination
from tests.oracle.fields import MODELS
from tests.oracle.resolver_context import ResolverContext
from tests.oracle.rows import AllRows
from tests.oracle.values import cursor, global_id

LISTED_TYPES = (
    "Client", "Invitation", "Invoice", "Payment", "Prepayment", "CreditEntry", "Notice", "Activity", "Refund",
    "Dispute", "WebhookDelivery",
)  # fmt: skip
_ORDERS = {"Client": pagination.client_order, "Invoice": pagination.invoice_order}
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
    "p-0000",
    "pi_",
)
_AMOUNTS = ("1", "5.00", "0.5", "1000", "0.001", "0", "-3", "99999999999999", "12.000", 7, 300)
_KEYS = ("key-1", "key-2", "", "unknown")
INVALID_VALUES: dict[str, tuple[Any, ...]] = {
    "first": (-1, 101, 2_147_483_647),
    "after": (
        "",
        "nonsense",
        "AAAA",
        "é",
        "AZyrAAAAcACAAAAAAAAAA==",
        cursor("Client", uuid.UUID(int=5)) + "A",
        cursor("Event", uuid.UUID(int=5)),
    ),
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
"""Invalid values, by the argument's name or its type."""


class ArgumentGenerator:
    """Generates values for one viewer; ids and keys are mostly of the viewer's own firm."""

    def __init__(self, rows: AllRows, context: ResolverContext) -> None:
        self._rng = random.Random()
        self.last_type_name = "Client"
        """The type of the id that was generated last."""
        self.order: Any = None
        """The argument `orderBy` of the field whose arguments are being generated."""
        self._ordered = {name: {row.id: row for row in rows.tables[MODELS[name]]} for name in _ORDERS}
        viewer = context.viewer
        self._visible: dict[str, list[uuid.UUID]] = {}
        self._own: dict[str, list[uuid.UUID]] = {}
        self._others: dict[str, list[uuid.UUID]] = {}
        for name, model in MODELS.items():
            for row in rows.tables[model]:
                firm_id = row.id if name == "Firm" else row.firm_id
                targets = [self._others]
                if viewer is not None and firm_id == viewer.firm_id:
                    targets = [self._own, self._visible] if context.is_visible(row) else [self._own]
                for ids in targets:
                    ids.setdefault(name, []).append(getattr(row, "id", None) or row.firm_id)
        operations = rows.tables[models.Operation]
        own_keys = [row.key for row in operations if viewer is not None and row.membership_id == viewer.id]
        self._keys = own_keys * 4 + [row.key for row in operations] + list(_KEYS)
        self._timestamps = [entry.created_at for entry in rows.tables[models.CreditEntry]]

    def use_rng(self, rng: random.Random) -> None:
        """Use this source of randomness from now on."""
        self._rng = rng

    def _database_id(self, type_name: str) -> uuid.UUID:
        chance = self._rng.random()
        if chance > 0.97:
            return uuid.UUID(int=self._rng.getrandbits(128))
        ids = (self._visible if chance < 0.8 else self._own if chance < 0.9 else self._others).get(type_name)
        return self._rng.choice(ids or self._others.get(type_name) or [uuid.UUID(int=7)])

    def global_id(self, *type_names: str) -> str:
        """Return a global id, mostly of one of these types, sometimes malformed."""
        type_name = self.last_type_name = self._rng.choice(type_names or tuple(MODELS))
        chance = self._rng.random()
        if chance > 0.97:
            valid = global_id(type_name, self._database_id(type_name))
            unknown_type = base64.b64encode(b"Nothing:" + str(uuid.UUID(int=1)).encode()).decode()
            without_id = base64.b64encode(type_name.encode()).decode()
            upper = base64.b64encode(f"{type_name}:{self._database_id(type_name)}".upper().encode()).decode()
            return self._rng.choice(("", "x", valid[:-1], valid + "=", unknown_type, without_id, upper, "é", type_name))
        if chance > 0.94:
            type_name = self._rng.choice(tuple(MODELS))
        return global_id(type_name, self._database_id(type_name))

    def value(self, type_: GraphQLInputType, name: str, owner: str, *, invalid: bool) -> Any:
        """Return a value for the argument or input field `name` of the field `owner`; mostly a bad one if `invalid`."""
        rng = self._rng
        if not is_non_null_type(type_) and rng.random() < 0.08:
            return None
        named = get_nullable_type(type_)
        if is_list_type(named):
            if name == "ids":
                return self._ids(101 if invalid else rng.choice((0, 1, 3, 8, 25)))
            return [self.value(named.of_type, name, owner, invalid=invalid) for _ in range(rng.randint(0, 3))]
        if isinstance(named, GraphQLInputObjectType):
            return self._object(named, owner, invalid=invalid)
        if invalid:
            kind = "enum" if isinstance(named, GraphQLEnumType) else str(named)
            return rng.choice(INVALID_VALUES[name if name in INVALID_VALUES and rng.random() < 0.8 else kind])
        if isinstance(named, GraphQLEnumType):
            return rng.choice(list(named.values))
        return self._scalar(str(named), name, owner)

    def several_ids(self, type_name: str, count: int) -> list[str]:
        """Return global ids of one type, most of them visible to the viewer."""
        return [self.global_id(type_name) for _ in range(count)]

    def _ids(self, count: int) -> list[str]:
        if self._rng.random() < 0.3:
            return [self.global_id() for _ in range(count)]
        type_name = self._rng.choice(tuple(MODELS))
        return self.several_ids(type_name, count)

    def _object(self, named: GraphQLInputObjectType, owner: str, *, invalid: bool) -> dict[str, Any]:
        names = list(named.fields)
        if named.is_one_of:
            chosen = [self._rng.choice(names)] if not invalid else self._rng.choice(([], names))
        else:
            required = [] if invalid else [name for name in names if is_required_input_field(named.fields[name])]
            chosen = [name for name in names if name in required or self._rng.random() < 0.45]
        self._rng.shuffle(chosen)
        fields = {}
        for name in chosen:
            value = self.value(named.fields[name].type, name, owner, invalid=invalid and self._rng.random() < 0.5)
            if named.is_one_of and value is None and name == "partial":
                value = self._scalar("Decimal", name, owner)
            fields[name] = value
        return fields

    def _scalar(self, type_name: str, name: str, owner: str) -> Any:
        rng = self._rng
        if type_name == "ID":
            if name == "actorId":
                return self.global_id("FirmMember", "ClientUser")
            if name == "clientIds":
                return self.global_id("Client")
            types = {
                "client": ("Client",),
                "activity": ("Client",),
                "invoice": ("Invoice",),
                "preview": ("PaymentProvider",),
            }
            return self.global_id(*types.get(owner, ()))
        if type_name == "Int":
            return rng.choice((0, 1, 2, 3, 3, 5, 7, 10, 20, 50, 100))
        if type_name == "Boolean":
            return rng.random() < 0.5
        if type_name == "Date":
            return rng.choice(_DAYS)
        if type_name == "DateTime":
            return self._datetime()
        if type_name == "Decimal":
            return rng.choice(_AMOUNTS)
        if name in ("after", "before"):
            listed_types = {
                "assignedClients": "Client",
                "invitations": "Invitation",
                "clients": "Client",
                "invoices": "Invoice",
                "payments": "Payment",
                "prepayments": "Prepayment",
                "notices": "Notice",
                "activity": "Activity",
                "refunds": "Refund",
                "disputes": "Dispute",
                "deliveries": "WebhookDelivery",
            }
            type_name = listed_types.get(owner, "CreditEntry") if rng.random() < 0.95 else rng.choice(LISTED_TYPES)
            if type_name in _ORDERS and self.order is not None and rng.random() < 0.9:
                return self._ordered_cursor(type_name)
            return cursor(type_name, self._database_id(type_name))
        return rng.choice(self._keys if name == "idempotencyKey" else _SEARCHES)

    def _ordered_cursor(self, type_name: str) -> str:
        """Return a cursor in the order of the list; its key is sometimes that of another row."""
        order, rows = _ORDERS[type_name](self.order), self._ordered[type_name]
        row_id = self._database_id(type_name)
        moved = self._rng.random() < 0.2 or row_id not in rows
        key = order.key(self._rng.choice(list(rows.values())) if moved else rows[row_id])
        return cursor(order.list_name, row_id, "" if key is None else key)

    def _datetime(self) -> str:
        timestamp = self._rng.choice(self._timestamps).isoformat()
        return str(
            self._rng.choice(
                (
                    timestamp,
                    timestamp.replace("+00:00", "Z"),
                    "2026-03-02T11:00:00+02:00",
                    "1900-01-01T00:00Z",
                    "2999-12-31T23:59:59.999999-23:59",
                )
            )
        )


def literal(value: Any, type_: GraphQLInputType) -> str:
    """Return the value as a GraphQL literal."""
    named = get_nullable_type(type_)
    if isinstance(value, list):
        item_type = named.of_type if is_list_type(named) else type_
        return "[" + " ".join(literal(item, item_type) for item in value) + "]"
    if isinstance(value, dict) and isinstance(named, GraphQLInputObjectType):
        fields = (f"{name}: {literal(item, named.fields[name].type)}" for name, item in value.items())
        return "{" + ", ".join(fields) + "}"
    if isinstance(named, GraphQLEnumType) and isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
