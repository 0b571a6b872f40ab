"""Strawberry as its documentation suggests: query, mutation and endpoint."""

from __future__ import annotations

from typing import Any

import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL

from bench.contenders import orm
from bench.contenders.common import PayInvoiceCommand, serve, token_digest
from bench.contenders.orm import Loaders
from bench.contenders.strawberry_types import ClientUser, CreditAccount, Info, Invoice, Payment, loaders_of


@strawberry.type
class PayInvoicePayload:
    """The result of a payment."""

    invoice: Invoice
    payments: list[Payment]
    credit_account: CreditAccount
    replayed: bool


@strawberry.input
class AmountToPay:
    """The amount."""

    partial: str


@strawberry.input
class PayInvoiceInput:
    """The payment."""

    invoice_id: strawberry.ID
    amount: AmountToPay
    from_: str = strawberry.field(name="from")
    idempotency_key: str


@strawberry.type
class Query:
    """The query root."""

    @strawberry.field
    def viewer(self, info: Info) -> ClientUser:
        """The authenticated client user."""
        return ClientUser(row=loaders_of(info).user)


@strawberry.type
class Mutation:
    """The mutation root."""

    @strawberry.mutation
    async def pay_invoice(self, info: Info, input: PayInvoiceInput) -> PayInvoicePayload:  # noqa: A002
        """Pay from credits."""
        input_fields = {
            "invoiceId": input.invoice_id,
            "amount": {"partial": input.amount.partial},
            "from": input.from_,
            "idempotencyKey": input.idempotency_key,
        }
        invoice, payment, client = await orm.pay(loaders_of(info).user, PayInvoiceCommand.from_input(input_fields))
        return PayInvoicePayload(
            invoice=Invoice.of(invoice),
            payments=[Payment.of(payment)],
            credit_account=CreditAccount(row=client),
            replayed=False,
        )


class _Endpoint(GraphQL[dict[str, Any], None]):
    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> dict[str, Any]:  # noqa: ARG002
        user = await orm.load_viewer(token_digest(request))
        if user is None:
            raise PermissionError
        return {"loaders": Loaders(user)}


if __name__ == "__main__":
    serve(Starlette(routes=[Route("/graphql", _Endpoint(strawberry.Schema(Query, Mutation)))]))
