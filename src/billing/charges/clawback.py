"""Money that the provider takes back, whether or not it was spent: where it is taken from, and in which order (D27)."""

from __future__ import annotations

import ledger
import models
from billing.charges import lifecycle
from billing.charges.lifecycle import UNDER_WAY
from models import PaymentStatus


async def reclaim(book: ledger.Book, lot: models.Account, amount: int, by: str) -> None:
    """Make up to `amount` minor units of the lot's money unspent again, for the cause `by` (D27).

    What is unspent needs nothing. What is reserved comes next: that payment is released, its other credits go back.
    Then the invoices that the money paid, the latest first, which are due again by that part. Other money of the
    client is untouched. What cannot be had back is the firm's loss.
    """
    spent = await ledger.unapply.spenders(book, lot)
    for payment, _ in spent:
        if payment.status in UNDER_WAY and ledger.unapply.unspent(lot) < amount:
            charge = await lifecycle.partner_of(book, payment)
            if charge is None:
                message = "credits are reserved only together with a charge"
                raise AssertionError(message)
            await lifecycle.end(book, charge, PaymentStatus.RELEASED)
    for payment, part in spent:
        missing = amount - ledger.unapply.unspent(lot)
        if payment.status is PaymentStatus.SUCCEEDED and missing > 0:
            await ledger.unapply.take_off(book, payment, min(part, missing), by, of=lot)
