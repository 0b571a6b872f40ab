"""The API's own enums. Those of lower layers are in `domain_enums`."""

import enum
from typing import Any

from sqlalchemy import String, case, cast

import models
from graph import described


@described.enum_type
class ActorKind(enum.Enum):
    """The kind of an actor."""

    FIRM_MEMBER = "A member of the firm."
    CLIENT_USER = "A user of the client."
    SYSTEM = (
        "No person: an event at the payment provider, credits applied when an invoice is issued, or a payment window"
        " that expired."
    )


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
    CANCELED = "Canceled before it was completed, or expired after 60 minutes. Nothing was charged."
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


def to_public_payment_status(status: models.PaymentStatus) -> PaymentStatus:
    """The status that the API shows for a stored one."""
    return PaymentStatus.REQUIRES_ACTION if status is models.PaymentStatus.CREATING else PaymentStatus[status.name]


def to_public_refund_status(status: models.RefundStatus) -> RefundStatus:
    """The status that the API shows for a stored one."""
    return RefundStatus.PROCESSING if status is models.RefundStatus.CREATING else RefundStatus[status.name]


def public_status(row: Any, _: object) -> Any:
    """The status that the API shows for a payment, prepayment or refund; of rows in SQL, its name."""
    if isinstance(row.status, models.PaymentStatus):
        return to_public_payment_status(row.status)
    statuses = row.status.type.enum_class
    shown = "REQUIRES_ACTION" if statuses is models.PaymentStatus else "PROCESSING"
    return case((row.status == statuses.CREATING, shown), else_=cast(row.status, String))
