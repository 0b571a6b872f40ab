"""Clawback: what a chargeback or a refund in the provider's dashboard takes from the client, in which order (D27).

The money of a provider payment is one lot of the client's credits. What cannot be taken back from it is the firm's
loss, which money returned for the same provider payment recovers.
"""

from sqlalchemy import select

import ledger
import models
from billing.charges import lifecycle
from billing.charges.lifecycle import OPEN_STATUSES
from models import PaymentStatus, ProviderPayment, RefundStatus


async def claw_back(transaction: ledger.LedgerTransaction, lot: models.Account, amount: int, reference: str) -> None:
    """Make up to `amount` minor units of the lot unspent, so that the caller can withdraw them (D27).

    Takes the unspent part of the lot first. Then releases the split tenders that reserve some of it; their credits from
    other lots become available again. Then unapplies it from the invoices it paid, the latest first; that part is due
    again. Other money of the client is untouched. What is still missing is the firm's loss: the caller writes it off.
    """
    applications = await ledger.unapply.applications_of(transaction, lot)
    for payment, _ in applications:
        if payment.status in OPEN_STATUSES and ledger.lots.unspent_amount(lot) < amount:
            # Other payments from credits settle at once, so an open one is the credits part of a split tender.
            charge = await lifecycle.find_split_tender(transaction, payment)
            if charge is None:
                raise AssertionError("reserved credits without the provider payment of their split tender")
            await lifecycle.close(transaction, charge, PaymentStatus.RELEASED)
    for payment, applied in applications:
        missing = amount - ledger.lots.unspent_amount(lot)
        if payment.status is PaymentStatus.SUCCEEDED and missing > 0:
            await ledger.unapply.unapply(transaction, payment, min(applied, missing), reference, lot=lot)


async def recover_losses(
    transaction: ledger.LedgerTransaction, charge: ProviderPayment, lot: models.Account, reference: str
) -> None:
    """Use the money just returned to the payment's lot to recover the losses of its disputes and refunds (D27).

    The client gets the rest. So the loss of a provider payment is the amount by which its outflows exceed its inflow,
    whatever the order in which its refunds and disputes happen or are booked.
    """
    is_withdrawn = models.Dispute.withdrawals > models.Dispute.reinstatements
    disputes = select(models.Dispute).where(lifecycle.is_of(charge, models.Dispute), is_withdrawn)
    for dispute in (await transaction.session.scalars(disputes.order_by(models.Dispute.id))).all():
        await ledger.disputes.recover_dispute_loss(transaction, dispute, lot, reference)
    has_loss = (models.Refund.lost > 0) & (models.Refund.status != RefundStatus.FAILED)
    refunds = select(models.Refund).where(lifecycle.is_of(charge, models.Refund), has_loss)
    for refund in (await transaction.session.scalars(refunds.order_by(models.Refund.id))).all():
        await ledger.refunds.recover_refund_loss(transaction, refund, lot, reference)
