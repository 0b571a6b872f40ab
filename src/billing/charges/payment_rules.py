"""What can be done with a payment or prepayment now, and by whom.

The use cases and the field `actions` decide by these functions.
"""

import enum
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select

import gateway
import models
from billing.access.policy import CANCEL_PAYMENTS, MANAGE_PAYMENTS, has_permission, is_initiator
from billing.access.principals import Viewer
from billing.charges.lifecycle import RELEASABLE_STATUSES
from models import PaymentStatus
from money import Money


class PaymentAction(enum.Enum):
    """An action on a payment or prepayment that a viewer can take now."""

    OPEN_CHECKOUT = "OPEN_CHECKOUT"
    CANCEL = "CANCEL"
    RELEASE = "RELEASE"
    REFUND = "REFUND"


def can_be_canceled(payment: models.Payment | models.Prepayment) -> bool:
    """Whether its payer can still complete it, so that it can be canceled (D23).

    The two payments of a split tender have the same status, so this holds for both or for neither; as does
    `can_be_released`.
    """
    return payment.status is PaymentStatus.REQUIRES_ACTION


def can_be_released(payment: models.Payment | models.Prepayment) -> bool:
    """Whether it reserves an amount of an invoice, and nobody but the provider or a bank can end it (D24)."""
    return isinstance(payment, models.Payment) and payment.status in RELEASABLE_STATUSES


def refundable_amount(payment: models.Payment | models.Prepayment, unspent: int) -> int:
    """What can be refunded, in minor units: what is applied to its invoice, and what is `unspent` of its lot (D26)."""
    return unspent + (payment.applied if isinstance(payment, models.Payment) else 0)


def is_checkout_open(viewer: Viewer, row: Any) -> ColumnElement[bool]:
    """SQL: whether the viewer can open the payment window of the payment or prepayment: who started it, and only
    while it requires action.
    """
    event = models.Event
    started = select(event.seq).where(
        event.firm_id == row.firm_id, event.seq == row.event_seq, is_initiator(viewer, event)
    )
    requires_action = row.status == PaymentStatus.REQUIRES_ACTION
    return and_(requires_action, row.client_secret.is_not(None), started.exists())


def allowed_actions(
    viewer: Viewer, payment: models.Payment | models.Prepayment, currency: str, *, unspent: int, is_checkout_open: bool
) -> Sequence[PaymentAction]:
    """The actions that the viewer can take now on a payment or prepayment that they can see.

    `unspent` is what is left of its lot, in minor units of `currency`; `is_checkout_open` is the result of the SQL
    condition of that name.
    """
    can_manage = has_permission(viewer, MANAGE_PAYMENTS)
    allowed = {
        PaymentAction.OPEN_CHECKOUT: is_checkout_open,
        PaymentAction.CANCEL: has_permission(viewer, CANCEL_PAYMENTS) and can_be_canceled(payment),
        PaymentAction.RELEASE: can_manage and can_be_released(payment),
        PaymentAction.REFUND: can_manage and _is_refundable(payment, refundable_amount(payment, unspent), currency),
    }
    return [action for action, is_allowed in allowed.items() if is_allowed]


def _is_refundable(payment: models.Payment | models.Prepayment, refundable: int, currency: str) -> bool:
    """Whether any amount up to `refundable` can be refunded: providers cannot process every amount (D10)."""
    if payment.connection_id is None:
        return refundable > 0
    return refundable >= gateway.round_up_to_chargeable(Money(1, currency)).minor
