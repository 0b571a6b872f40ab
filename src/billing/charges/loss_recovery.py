"""Loss recovery: money returned for a charge first reverses the write-offs of that charge (D27)."""

from sqlalchemy import select

import ledger
import models
from models import ProviderPayment, RefundStatus


async def recover_losses(
    transaction: ledger.LedgerTransaction, charge: ProviderPayment, lot: models.Account, reference: str
) -> None:
    """Use the money just returned to the charge's lot to recover the losses of its disputes and refunds (D27).

    The client gets the rest. So the loss of a charge is the amount by which its outflows exceed its inflow, whatever
    the order in which its refunds and disputes happen or are booked.
    """
    is_prepayment = isinstance(charge, models.Prepayment)
    dispute_owner = models.Dispute.prepayment_id if is_prepayment else models.Dispute.payment_id
    disputes = await transaction.session.scalars(
        select(models.Dispute)
        .where(
            models.Dispute.firm_id == charge.firm_id,
            dispute_owner == charge.id,
            models.Dispute.withdrawals > models.Dispute.reinstatements,
        )
        .order_by(models.Dispute.id)
    )
    for dispute in disputes.all():
        await ledger.disputes.recover_dispute_loss(transaction, dispute, lot, reference)
    refund_owner = models.Refund.prepayment_id if is_prepayment else models.Refund.payment_id
    refunds = await transaction.session.scalars(
        select(models.Refund)
        .where(
            models.Refund.firm_id == charge.firm_id,
            refund_owner == charge.id,
            models.Refund.lost > 0,
            models.Refund.status != RefundStatus.FAILED,
        )
        .order_by(models.Refund.id)
    )
    for refund in refunds.all():
        await ledger.refunds.recover_refund_loss(transaction, refund, lot, reference)
