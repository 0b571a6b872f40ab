"""What the firm bore itself is made good first, when money of the same charge comes back (D27)."""

from __future__ import annotations

from sqlalchemy import select

import ledger
import models
from billing.charges.lifecycle import ProviderPayment
from models import RefundStatus


async def recover_losses(
    transaction: ledger.LedgerTransaction, charge: ProviderPayment, lot: models.Account, reference: str
) -> None:
    """What came back to the charge's lot, for the cause `by`, makes good what disputes and refunds had lost (D27).

    Only what is left of it after that is the client's. So it does not matter in which order the refunds and disputes
    of a charge happened, or were heard of: the loss is what went out beyond what had come.
    """
    of_prepayment = isinstance(charge, models.Prepayment)
    disputed = models.Dispute.prepayment_id if of_prepayment else models.Dispute.payment_id
    disputes = await transaction.session.scalars(
        select(models.Dispute)
        .where(
            models.Dispute.firm_id == charge.firm_id,
            disputed == charge.id,
            models.Dispute.withdrawals > models.Dispute.reinstatements,
        )
        .order_by(models.Dispute.id)
    )
    for dispute in disputes.all():
        await ledger.disputes.recover_dispute_loss(transaction, dispute, lot, reference)
    refunded = models.Refund.prepayment_id if of_prepayment else models.Refund.payment_id
    refunds = await transaction.session.scalars(
        select(models.Refund)
        .where(
            models.Refund.firm_id == charge.firm_id,
            refunded == charge.id,
            models.Refund.lost > 0,
            models.Refund.status != RefundStatus.FAILED,
        )
        .order_by(models.Refund.id)
    )
    for refund in refunds.all():
        await ledger.refunds.recover_refund_loss(transaction, refund, lot, reference)
