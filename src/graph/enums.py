"""The API's own enums. Those of lower layers are in `domain_enums`."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import String, case, cast

import models
from billing.charges.lifecycle import PAYMENT_WINDOW
from graph import described


@described.enum_type
class ActorKind(enum.Enum):
    """The kind of an actor."""

    FIRM_MEMBER = "A member of the firm."
    CLIENT_USER = "A user of the client."
    SYSTEM = "The application, the payment provider, or the operator of the server."


# `models.PaymentStatus` as the API shows it: CREATING is REQUIRES_ACTION, which is what it becomes (D23).
@described.enum_type
class PaymentStatus(enum.Enum):
    """The status of a payment or prepayment."""

    REQUIRES_ACTION = (
        "The person who started it has to complete it in the payment window. Until the payment provider has prepared"
        " the window, `checkout` is null. It stays in this status, with `failure`, if a card is declined; they can try"
        " again."
    )
    PROCESSING = "In progress at the provider or the bank. Bank debits take several days."
    SUCCEEDED = "The money was received."
    FAILED = "It failed. Nothing was charged, and nothing will be."
    CANCELED = (
        f"Canceled before it was completed, or expired after {PAYMENT_WINDOW // dt.timedelta(minutes=1)} minutes."
        " Nothing was charged."
    )
    RELEASED = "Released from its invoice while in progress. If the money is still received, it becomes credits."


@described.enum_type
class OperationStatus(enum.Enum):
    """The status of an operation."""

    IN_PROGRESS = "The payment provider has not responded yet. Sending the same mutation again resumes it."
    DONE = "It is done. Its payments may still be in progress."


# `models.RefundStatus` as the API shows it: CREATING is PROCESSING.
@described.enum_type
class RefundStatus(enum.Enum):
    """The status of a refund."""

    PROCESSING = "Its amount is reserved, and the refund is in progress. Refunds of bank debits take several days."
    SUCCEEDED = "The money was refunded."
    FAILED = "It failed. The money is where it was before the refund."


def to_public_status(status: models.PaymentStatus | models.RefundStatus) -> PaymentStatus | RefundStatus:
    """The status that the API shows for a stored one."""
    match status:
        case models.PaymentStatus.CREATING:
            return PaymentStatus.REQUIRES_ACTION
        case models.RefundStatus.CREATING:
            return RefundStatus.PROCESSING
        case models.PaymentStatus():
            return PaymentStatus[status.name]
    return RefundStatus[status.name]


def public_status(row: Any, _: object) -> Any:
    """The status that the API shows for a payment, prepayment or refund; of rows in SQL, its name."""
    if isinstance(row.status, models.PaymentStatus | models.RefundStatus):
        return to_public_status(row.status)
    creating = row.status.type.enum_class.CREATING
    return case((row.status == creating, to_public_status(creating).name), else_=cast(row.status, String))
