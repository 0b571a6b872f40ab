"""Money that the provider takes back, whether or not it was spent: where it is taken from, and in which order (D27)."""

from __future__ import annotations

import ledger
import models
from billing.charges import lifecycle
from billing.charges.lifecycle import OPEN_STATUSES
from models import PaymentStatus


async def claw_back(transaction: ledger.LedgerTransaction, lot: models.Account, amount: int, reference: str) -> None:
    """Make up to `amount` minor units of the lot's money unspent again, for the cause `by` (D27).

    What is unspent needs nothing. What is reserved comes next: that payment is released, its other credits go back.
    Then the invoices that the money paid, the latest first, which are due again by that part. Other money of the
    client is untouched. What cannot be had back is the firm's loss.
    """
    spent = await ledger.unapply.applications_of(transaction, lot)
    for payment, _ in spent:
        if payment.status in OPEN_STATUSES and ledger.unapply.unspent_amount(lot) < amount:
            charge = await lifecycle.find_split_tender(transaction, payment)
            if charge is None:
                message = "credits are reserved only together with a charge"
                raise AssertionError(message)
            await lifecycle.close(transaction, charge, PaymentStatus.RELEASED)
    for payment, part in spent:
        missing = amount - ledger.unapply.unspent_amount(lot)
        if payment.status is PaymentStatus.SUCCEEDED and missing > 0:
            await ledger.unapply.unapply(transaction, payment, min(part, missing), reference, lot=lot)
