"""Disputes, and debits that bounce after they settled: booked when the provider takes the funds, or gives them back."""

from __future__ import annotations

from sqlalchemy import select

import gateway
import ledger
import models
from billing.access.principals import System
from billing.charges import lifecycle, loss_recovery
from billing.charges.clawback import reclaim
from billing.charges.lifecycle import Asked, Charge
from billing.jobs import alerts
from billing.services import Services
from billing.transaction import NothingToDo, transaction


async def record(services: Services, asked: Asked, truth: gateway.Dispute) -> None:
    """Book what the truth adds to our row: each taking and each giving back of the funds, once (D27).

    An inquiry moves nothing. What is disputed is never more than the charge; a dispute in another currency is for a
    person to look at.
    """
    if truth.amount.currency != asked.firm.currency or truth.amount.minor <= 0:
        message = f"A dispute of {truth.amount.written()} was not booked: the firm's books are in another currency."
        await alerts.raise_alert(services, asked.firm.id, "dispute.mismatch", asked.charge.id, message)
        return
    async with transaction(services, System(asked.firm.id), "dispute.changed", client_id=asked.client.id) as book:
        charge = await lifecycle.load(book.session, asked.kind, asked.firm.id, asked.charge.id)
        lot = await ledger.unapply.lot_of(book, charge)
        if lot is None:
            raise NothingToDo  # its money was never booked: that is held and raised already
        dispute = await _find(book, charge, truth)
        if dispute is None:
            dispute = await _write_down(book, charge, truth)
        elif not _adds(dispute, truth):
            raise NothingToDo
        dispute.status = models.DisputeStatus(truth.status.value)
        charge.changed_seq = book.seq
        while dispute.withdrawals < truth.withdrawals or dispute.reinstatements < truth.reinstatements:
            if dispute.withdrawals == dispute.reinstatements:
                await _withdraw(book, dispute, lot)
            else:
                await _reinstate(book, dispute, charge, lot)


def _adds(dispute: models.Dispute, truth: gateway.Dispute) -> bool:
    moved = truth.withdrawals > dispute.withdrawals or truth.reinstatements > dispute.reinstatements
    return moved or truth.status.value != dispute.status.value


async def _find(book: ledger.Book, charge: Charge, truth: gateway.Dispute) -> models.Dispute | None:
    return await book.session.scalar(
        select(models.Dispute).where(
            models.Dispute.firm_id == charge.firm_id,
            models.Dispute.connection_id == charge.connection_id,
            models.Dispute.provider_dispute_id == truth.id,
        )
    )


async def _write_down(book: ledger.Book, charge: Charge, truth: gateway.Dispute) -> models.Dispute:
    dispute = models.Dispute(
        firm_id=charge.firm_id,
        id=models.new_id(),
        client_id=charge.client_id,
        payment_id=charge.id if isinstance(charge, models.Payment) else None,
        prepayment_id=charge.id if isinstance(charge, models.Prepayment) else None,
        connection_id=charge.connection_id,
        provider_dispute_id=truth.id,
        event_seq=book.seq,
        amount=truth.amount.minor,
        status=models.DisputeStatus(truth.status.value),
        withdrawals=0,
        reinstatements=0,
        created_at=book.now,
    )
    await book.add(dispute)
    return dispute


async def _withdraw(book: ledger.Book, dispute: models.Dispute, lot: models.Account) -> None:
    dispute.withdrawals += 1
    cause = ledger.disputes.withdrawal(dispute)
    await reclaim(book, lot, dispute.amount, cause)
    await ledger.disputes.withdraw(book, dispute, lot)


async def _reinstate(book: ledger.Book, dispute: models.Dispute, charge: Charge, lot: models.Account) -> None:
    dispute.reinstatements += 1
    withdrawn = ledger.disputes.withdrawal(dispute)
    cause = f"dispute:{dispute.id}:reinstated:{dispute.reinstatements}"
    await ledger.disputes.reinstate(book, dispute, lot, cause)
    await loss_recovery.cover(book, charge, lot, cause)
    await ledger.unapply.put_back(book, lot, withdrawn, cause)
