"""Disputes, and debits that bounce after they settled: booked when the provider takes the funds, or gives them back."""

from __future__ import annotations

from sqlalchemy import select

import gateway
import ledger
import models
from billing.access.principals import System
from billing.charges import lifecycle, loss_recovery
from billing.charges.clawback import claw_back
from billing.charges.lifecycle import ChargeContext, ProviderPayment
from billing.jobs import alerts
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction


async def apply_provider_dispute(services: Services, context: ChargeContext, provider_dispute: gateway.Dispute) -> None:
    """Book what the truth adds to our row: each taking and each giving back of the funds, once (D27).

    An inquiry moves nothing. What is disputed is never more than the charge; a dispute in another currency is for a
    person to look at.
    """
    if provider_dispute.amount.currency != context.firm.currency or provider_dispute.amount.minor <= 0:
        message = (
            f"A dispute of {provider_dispute.amount.format()} was not booked: the firm's books are in another currency."
        )
        await alerts.raise_alert(services, context.firm.id, "dispute.mismatch", context.charge.id, message)
        return
    async with begin_transaction(
        services, System(context.firm.id), "dispute.changed", client_id=context.client.id
    ) as transaction:
        charge = await lifecycle.load(transaction.session, context.kind, context.firm.id, context.charge.id)
        lot = await ledger.unapply.find_lot(transaction, charge)
        if lot is None:
            raise Unchanged  # its money was never booked: that is held and raised already
        dispute = await _find(transaction, charge, provider_dispute)
        if dispute is None:
            dispute = await _create(transaction, charge, provider_dispute)
        elif not _has_news(dispute, provider_dispute):
            raise Unchanged
        dispute.status = models.DisputeStatus(provider_dispute.status.value)
        charge.changed_seq = transaction.seq
        while (
            dispute.withdrawals < provider_dispute.withdrawals
            or dispute.reinstatements < provider_dispute.reinstatements
        ):
            if dispute.withdrawals == dispute.reinstatements:
                await _withdraw(transaction, dispute, lot)
            else:
                await _reinstate(transaction, dispute, charge, lot)


def _has_news(dispute: models.Dispute, provider_dispute: gateway.Dispute) -> bool:
    moved = (
        provider_dispute.withdrawals > dispute.withdrawals or provider_dispute.reinstatements > dispute.reinstatements
    )
    return moved or provider_dispute.status.value != dispute.status.value


async def _find(
    transaction: ledger.LedgerTransaction, charge: ProviderPayment, provider_dispute: gateway.Dispute
) -> models.Dispute | None:
    return await transaction.session.scalar(
        select(models.Dispute).where(
            models.Dispute.firm_id == charge.firm_id,
            models.Dispute.connection_id == charge.connection_id,
            models.Dispute.provider_dispute_id == provider_dispute.id,
        )
    )


async def _create(
    transaction: ledger.LedgerTransaction, charge: ProviderPayment, provider_dispute: gateway.Dispute
) -> models.Dispute:
    dispute = models.Dispute(
        firm_id=charge.firm_id,
        id=models.new_id(),
        client_id=charge.client_id,
        payment_id=charge.id if isinstance(charge, models.Payment) else None,
        prepayment_id=charge.id if isinstance(charge, models.Prepayment) else None,
        connection_id=charge.connection_id,
        provider_dispute_id=provider_dispute.id,
        event_seq=transaction.seq,
        amount=provider_dispute.amount.minor,
        status=models.DisputeStatus(provider_dispute.status.value),
        withdrawals=0,
        reinstatements=0,
        created_at=transaction.now,
    )
    await transaction.add(dispute)
    return dispute


async def _withdraw(transaction: ledger.LedgerTransaction, dispute: models.Dispute, lot: models.Account) -> None:
    dispute.withdrawals += 1
    cause = ledger.disputes.withdrawal_reference(dispute)
    await claw_back(transaction, lot, dispute.amount, cause)
    await ledger.disputes.withdraw(transaction, dispute, lot)


async def _reinstate(
    transaction: ledger.LedgerTransaction, dispute: models.Dispute, charge: ProviderPayment, lot: models.Account
) -> None:
    dispute.reinstatements += 1
    withdrawn = ledger.disputes.withdrawal_reference(dispute)
    cause = f"dispute:{dispute.id}:reinstated:{dispute.reinstatements}"
    await ledger.disputes.reinstate(transaction, dispute, lot, cause)
    await loss_recovery.recover_losses(transaction, charge, lot, cause)
    await ledger.unapply.reapply(transaction, lot, withdrawn, cause)
