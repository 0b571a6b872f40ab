"""What the mutation with an idempotency key did."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select

import models
from billing import idempotency
from graph import described, enums, sqlquery
from graph.types import lazy


def _status(operation: Any, _: sqlquery.CompileContext) -> ColumnElement[str]:
    # Not limited to visible rows: the viewer may no longer see what their mutation started.
    creating = [
        select(model.id)
        .where(model.firm_id == operation.firm_id, model.operation_id == operation.id, model.status == "CREATING")
        .exists()
        for model in (models.Payment, models.Prepayment, models.Refund)
    ]
    return case((or_(*creating), enums.OperationStatus.IN_PROGRESS.name), else_=enums.OperationStatus.DONE.name)


_of_operation = sqlquery.on_reverse_foreign_key("operation_id")


@sqlquery.source(models.Operation, idempotency.own_operations)
@described.object_type
class Operation:
    """What the mutation with an idempotency key did. Visible only to the viewer who sent it."""

    idempotency_key: str = sqlquery.column("The key, as it was sent.", lambda operation, _: operation.key)
    mutation: str = sqlquery.column('The name of the mutation: "payInvoice".')
    status: enums.OperationStatus = sqlquery.column("Whether it is done, or waits for the payment provider.", _status)
    created_at: dt.datetime = sqlquery.column("When the key was first sent.")
    client: lazy.Client | None = sqlquery.to_one(
        "The client that it concerns. Null if it concerns none, or the viewer can no longer see it."
    )
    invoice: lazy.Invoice | None = sqlquery.to_one(
        "The invoice that was created or paid, or whose payment was refunded. Null if there is none, or the viewer can"
        " no longer see it."
    )
    invitation: lazy.Invitation | None = sqlquery.to_one(
        "The invitation that was sent. Null if there is none, or the viewer can no longer see it.", _of_operation
    )
    payments: list[lazy.Payment] = sqlquery.to_many("The payments that were made or started.")
    prepayment: lazy.Prepayment | None = sqlquery.to_one(
        "The prepayment that was started. Null if there is none.", _of_operation
    )
    refund: lazy.Refund | None = sqlquery.to_one("The refund that was made. Null if there is none.", _of_operation)
    entry: lazy.CreditEntry | None = sqlquery.to_one(
        "The credit entry of a credit note, a reversal, or an offline payment recorded as credits. Null otherwise.",
        _of_operation,
    )
