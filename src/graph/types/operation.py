"""What an idempotency key did."""

import datetime as dt
from typing import Self

import strawberry

import models
from graph import enums
from graph.context import Info
from graph.types import client as client_type
from graph.types import credits as credit_types
from graph.types import invoice as invoice_type
from graph.types import links
from graph.types import payment as payment_type
from graph.types import prepayment as prepayment_type
from graph.types import refund as refund_type


async def _status(root: "Operation", info: Info) -> enums.OperationStatus:
    in_progress = await info.context.loaders.is_in_progress.load(root.row.id)
    return enums.OperationStatus.IN_PROGRESS if in_progress else enums.OperationStatus.DONE


async def _client(root: "Operation", info: Info) -> "client_type.Client | None":
    return await client_type.by_id(root.row.client_id, info)


async def _invoice(root: "Operation", info: Info) -> "invoice_type.Invoice | None":
    return None if root.row.invoice_id is None else await invoice_type.by_id(root.row.invoice_id, info)


async def _payments(root: "Operation", info: Info) -> "list[payment_type.Payment]":
    currency = await info.context.currency()
    rows = await info.context.loaders.payments_of_operation.load(root.row.id)
    return [payment_type.Payment.of(row, currency) for row in rows]


async def _prepayment(root: "Operation", info: Info) -> "prepayment_type.Prepayment | None":
    row = await info.context.loaders.prepayment_of_operation.load(root.row.id)
    return None if row is None else prepayment_type.Prepayment.of(row, await info.context.currency())


async def _refund(root: "Operation", info: Info) -> "refund_type.Refund | None":
    row = await info.context.loaders.returns.refund_of_operation.load(root.row.id)
    return None if row is None else refund_type.Refund.of(row, await info.context.currency())


async def _entry(root: "Operation", info: Info) -> "credit_types.CreditEntry | None":
    row = await info.context.loaders.entry_of_operation.load(root.row.id)
    return None if row is None else credit_types.CreditEntry.of(row, await info.context.currency())


@strawberry.type(description="What an idempotency key did, for whoever sent it. Nobody else can know of it.")
class Operation:
    """What an idempotency key did."""

    row: strawberry.Private[models.Operation]
    idempotency_key: str = strawberry.field(description="The key, as it was sent.")
    mutation: str = strawberry.field(description='The mutation that it was sent to: "payInvoice".')
    status: enums.OperationStatus = strawberry.field(
        resolver=_status, description="Whether the payment provider has answered."
    )
    created_at: dt.datetime = strawberry.field(description="When it was sent first.")
    client: links.Client | None = strawberry.field(
        resolver=_client, description="For which client. Null when the viewer does not see it any more."
    )
    invoice: links.Invoice | None = strawberry.field(
        resolver=_invoice,
        description="The invoice that it paid or created. Null for none, and when the viewer does not see it any more.",
    )
    payments: list[links.Payment] = strawberry.field(resolver=_payments, description="The payments that it started.")
    prepayment: links.Prepayment | None = strawberry.field(
        resolver=_prepayment, description="The prepayment that it started. Null for none."
    )
    refund: links.Refund | None = strawberry.field(
        resolver=_refund, description="The refund that it made. Null for none."
    )
    entry: links.CreditEntry | None = strawberry.field(
        resolver=_entry, description="The credit entry that it made, where that is all it did. Null for none."
    )

    @classmethod
    def of(cls, row: models.Operation) -> Self:
        """The operation, told."""
        return cls(row=row, idempotency_key=row.key, mutation=row.mutation, created_at=row.created_at)
