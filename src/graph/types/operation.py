"""What an idempotency key did."""

import datetime as dt
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, case, or_, select

import models
from billing import idempotency
from graph import enums, sqlquery
from graph.types import joins, lazy


def _status(operation: Any, _: sqlquery.CompileContext) -> ColumnElement[str]:
    # Whether the provider has yet to answer: also for whoever sees no more what they started.
    creating = [
        select(each.id)
        .where(each.firm_id == operation.firm_id, each.operation_id == operation.id, each.status == status.CREATING)
        .exists()
        for each, status in (
            (models.Payment, models.PaymentStatus),
            (models.Prepayment, models.PaymentStatus),
            (models.Refund, models.RefundStatus),
        )
    ]
    status = enums.OperationStatus
    return case((or_(*creating), status.IN_PROGRESS.name), else_=status.DONE.name)


@sqlquery.source(models.Operation, idempotency.own_operations)
@strawberry.type(description="What an idempotency key did, for whoever sent it. Nobody else can know of it.")
class Operation:
    """What an idempotency key did."""

    idempotency_key: str = sqlquery.column(lambda operation, _: operation.key, description="The key, as it was sent.")
    mutation: str = sqlquery.column(description='The mutation that it was sent to: "payInvoice".')
    status: enums.OperationStatus = sqlquery.column(_status, description="Whether the payment provider has answered.")
    created_at: dt.datetime = sqlquery.column(description="When it was sent first.")
    client: lazy.Client | None = sqlquery.to_one(
        joins.on_client, description="For which client. Null when the viewer does not see it any more."
    )
    invoice: lazy.Invoice | None = sqlquery.to_one(
        joins.on_foreign_key("invoice_id"),
        description="The invoice that it paid or created. Null for none, and when the viewer does not see it any more.",
    )
    payments: list[lazy.Payment] = sqlquery.to_many(
        joins.on_reverse_foreign_key("operation_id"), description="The payments that it started."
    )
    prepayment: lazy.Prepayment | None = sqlquery.to_one(
        joins.on_reverse_foreign_key("operation_id"), description="The prepayment that it started. Null for none."
    )
    refund: lazy.Refund | None = sqlquery.to_one(
        joins.on_reverse_foreign_key("operation_id"), description="The refund that it made. Null for none."
    )
    entry: lazy.CreditEntry | None = sqlquery.to_one(
        joins.on_reverse_foreign_key("operation_id"),
        description="The credit entry that it made, where that is all it did. Null for none.",
    )
