"""Release a stuck payment from its invoice. If it still settles, its money becomes credits (D24)."""

import uuid

import models
from billing.access.policy import MANAGE_PAYMENTS, require_permission
from billing.access.principals import Viewer
from billing.charges import lifecycle, payment_rules
from billing.errors import PaymentNotChangeable
from billing.payments.cancel_payment import ClosePaymentResult, close_result, get_provider_part
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from models import PaymentStatus
from translation import gettext as _


async def release_payment(services: Services, viewer: Viewer, payment_id: uuid.UUID) -> ClosePaymentResult:
    """Release a payment that is processing, or that the provider has not answered for: its invoice is payable, and the
    credits of a split tender are available again.

    The firm decides when. Does nothing if the payment is already released (D30). Raises NotFound, PaymentNotChangeable.
    """
    require_permission(viewer, MANAGE_PAYMENTS)
    async with services.reads() as session:
        payment = await get_provider_part(session, viewer, payment_id)
    result = close_result(payment)
    async with begin_transaction(services, viewer, "payment.released", client_id=payment.client_id) as transaction:
        payment = await transaction.session.get_one(models.Payment, (payment.firm_id, payment.id))
        if payment.status is PaymentStatus.RELEASED:
            raise Unchanged
        if not payment_rules.can_be_released(payment):
            raise PaymentNotChangeable(payment.status, _("This payment cannot be released."))
        transaction.set_subject(payment)
        await lifecycle.close(transaction, payment, PaymentStatus.RELEASED)
    return result
