"""Ariadne as its documentation suggests: schema first, a resolver for each field, DataLoaders, SQLAlchemy's ORM."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ariadne import MutationType, ObjectType, QueryType, ScalarType, UnionType, load_schema_from_path
from ariadne import make_executable_schema as executable
from ariadne.asgi import GraphQL
from graphql import GraphQLResolveInfo
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

import models
from bench.contenders import orm
from bench.contenders.common import PayInvoiceCommand, global_id, money_json, serve, token_digest
from bench.contenders.orm import Loaders

Info = GraphQLResolveInfo[dict[str, Any]]
_SCHEMA = Path(__file__).parents[2] / "schema.graphql"

query, mutation = QueryType(), MutationType()
user, client, account, entry = (ObjectType(name) for name in ("ClientUser", "Client", "CreditAccount", "CreditEntry"))
invoice, line, payment = ObjectType("Invoice"), ObjectType("InvoiceLine"), ObjectType("Payment")
viewer = UnionType("Viewer", lambda *_: "ClientUser")
result = UnionType("PayInvoiceResult", lambda *_: "PayInvoicePayload")
datetime_scalar, date_scalar = ScalarType("DateTime"), ScalarType("Date")


def _loaders(info: Info) -> Loaders:
    loaders: Loaders = info.context["loaders"]
    return loaders


def _euros(minor: int) -> dict[str, str]:
    return {**money_json(minor), "currencyCode": "EUR"}


def _page(rows: Sequence[Any], first: int) -> dict[str, Any]:
    return {"edges": [{"node": row} for row in rows[:first]], "pageInfo": {"hasNextPage": len(rows) > first}}


@datetime_scalar.serializer
def _serialize_datetime(value: dt.datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


@date_scalar.serializer
def _serialize_date(value: dt.date) -> str:
    return value.isoformat()


@query.field("viewer")
def _viewer(_: Any, info: Info) -> models.ClientUser:
    return _loaders(info).user


for _type in (user, client, entry, invoice, payment):
    _type.set_field("id", lambda row, info: global_id(info.parent_type.name, row.id))


@user.field("name")
async def _name(row: models.ClientUser, info: Info) -> str:
    return (await _loaders(info).people.load(row.person_id)).name


@user.field("email")
async def _email(row: models.ClientUser, info: Info) -> str:
    return (await _loaders(info).people.load(row.person_id)).email


@user.field("client")
async def _client(row: models.ClientUser, info: Info) -> models.Client:
    return await _loaders(info).clients.load(row.client_id)


client.set_field("amountDue", lambda row, _: _euros(row.due))
client.set_field("creditAccount", lambda row, _: row)


@client.field("invoices")
async def _invoices(row: models.Client, info: Info, first: int = 20) -> dict[str, Any] | None:
    rows = await _loaders(info).invoices(row.id, first)
    return None if rows is None else _page(rows, first)


account.set_field("id", lambda row, _: global_id("CreditAccount", row.id))
account.set_field("balance", lambda row, _: _euros(row.available + row.held))
account.set_field("available", lambda row, _: _euros(row.available))


@account.field("entries")
async def _entries(row: models.Client, info: Info, first: int = 20) -> dict[str, Any]:
    return _page(await _loaders(info).entries(row.id, first), first)


entry.set_field("kind", lambda row, _: row.kind.name)
entry.set_field("amount", lambda row, _: _signed(row.amount))
entry.set_field("balanceAfter", lambda row, _: _euros(row.balance_after))
entry.set_field("createdAt", lambda row, _: row.created_at)


def _signed(minor: int) -> dict[str, str]:
    money = _euros(abs(minor))
    return money if minor >= 0 else {**money, "amount": f"-{money['amount']}"}


invoice.set_field("status", lambda row, _: row.status.name)
invoice.set_field("issuedOn", lambda row, _: row.issued_on)
invoice.set_field("dueOn", lambda row, _: row.due_on)
invoice.set_field("total", lambda row, _: _euros(row.total))
invoice.set_field("amountPaid", lambda row, _: _euros(row.paid))
invoice.set_field("amountDue", lambda row, _: _euros(row.amount_due))
invoice.set_field("amountPayable", lambda row, _: _euros(row.payable))
line.set_field("amount", lambda row, _: _euros(row.amount))
payment.set_field("status", lambda row, _: row.status.name)
payment.set_field("paidBy", lambda row, _: row.paid_by.name)
payment.set_field("amount", lambda row, _: _euros(row.amount))
payment.set_field("createdAt", lambda row, _: row.created_at)


@invoice.field("lines")
async def _lines(row: models.Invoice, info: Info) -> list[models.InvoiceLine]:
    return await _loaders(info).lines.load(row.id)


@invoice.field("payments")
async def _payments(row: models.Invoice, info: Info) -> list[models.Payment]:
    return await _loaders(info).payments.load(row.id)


@mutation.field("payInvoice")
async def _pay_invoice(_: Any, info: Info, **arguments: Any) -> dict[str, Any]:
    invoice_row, payment_row, client_row = await orm.pay(
        _loaders(info).user, PayInvoiceCommand.from_input(arguments["input"])
    )
    return {"invoice": invoice_row, "payments": [payment_row], "creditAccount": client_row, "replayed": False}


async def _context(request: Request, _data: Any) -> dict[str, Any]:
    user = await orm.load_viewer(token_digest(request))
    if user is None:
        raise PermissionError
    return {"request": request, "loaders": Loaders(user)}


if __name__ == "__main__":
    bound = (
        query,
        mutation,
        user,
        client,
        account,
        entry,
        invoice,
        line,
        payment,
        viewer,
        result,
        datetime_scalar,
        date_scalar,
    )
    schema = executable(load_schema_from_path(str(_SCHEMA)), *bound)
    serve(Starlette(routes=[Route("/graphql", GraphQL(schema, context_value=_context))]))
