"""What the mutation with an idempotency key did."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select

import models
from billing import idempotency
from graph import described, enums, sqlquery
from graph.types import joins, lazy


def _status(operation: Any, _: sqlquery.CompileContext) -> ColumnElement[str]:
    # Not limited to visible rows: the viewer may no longer see what their mutation started.
    creating = [
        select(model.id)
        .where(model.firm_id == operation.firm_id, model.operation_id == operation.id, model.status == "CREATING")
        .exists()
        for model in (models.Payment, models.Prepayment, models.Refund)
    ]
    return case((or_(*creating), enums.OperationStatus.IN_PROGRESS.name), else_=enums.OperationStatus.DONE.name)


@sqlquery.source(models.Operation, idempotency.own_operations)
@described.object_type
class Operation:
    """What the mutation with an idempotency key did. Visible only to the viewer who sent it."""

    idempotency_key: str = sqlquery.column(lambda operation, _: operation.key, description="The key, as it was sent.")
    mutation: str = sqlquery.column(description='The name of the mutation: "payInvoice".')
    status: enums.OperationStatus = sqlquery.column(_status, description="Whether the payment provider has responded.")
    created_at: dt.datetime = sqlquery.column(description="When the key was first sent.")
    client: lazy.Client | None = sqlquery.to_one(
        joins.on_client, description="The client. Null if the viewer can no longer see it."
    )
    invoice: lazy.Invoice | None = sqlquery.to_one(
        joins.on_foreign_key("invoice_id"),
        description="The invoice that was paid or created. Null if there is none, or the viewer can no longer see it.",
    )
    payments: list[lazy.Payment] = sqlquery.to_many(
        joins.on_reverse_foreign_key("operation_id"), description="The payments that were started."
    )
    prepayment: lazy.Prepayment | None = sqlquery.to_one(
        joins.on_reverse_foreign_key("operation_id"),
        description="The prepayment that was started. Null if there is none.",
    )
    refund: lazy.Refund | None = sqlquery.to_one(
        joins.on_reverse_foreign_key("operation_id"), description="The refund that was made. Null if there is none."
    )
    entry: lazy.CreditEntry | None = sqlquery.to_one(
        joins.on_reverse_foreign_key("operation_id"),
        description="The credit entry that was created, if the mutation only did that. Null otherwise.",
    )
