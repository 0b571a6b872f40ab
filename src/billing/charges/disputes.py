"""Disputes: what happens when a client disputes a payment, and when the firm loses or wins the dispute (D27).

The status moves no money. Money moves when the provider reports another withdrawal or reinstatement of the funds; if a
dispute is lost whose funds were withdrawn before, it only gets its status and a notice.

The provider withdraws the funds (a chargeback) when the dispute is opened or when it is lost. `clawback` then takes the
amount from the client's credits and invoices, and what it cannot take is written off. Reinstated funds first recover
the firm's losses, then are reapplied to invoices as far as payable; payments that the clawback released stay released.
A bank debit that is returned after settlement is handled as a dispute.
"""

import datetime as dt

from sqlalchemy import select

import gateway
import ledger
import models
from billing.charges import lifecycle
from billing.charges.clawback import claw_back, recover_losses
from billing.charges.lifecycle import ChargeContext
from billing.notices.add_notice import add_notice
from billing.services import Services
from billing.transaction import Unchanged
from models import DisputeStatus, NoticeKind, PaymentMethod, ProviderPayment


async def apply_provider_dispute(services: Services, context: ChargeContext, provider_dispute: gateway.Dispute) -> None:
    """Book each withdrawal and each reinstatement of the disputed funds once (D27).

    An inquiry moves no money. A dispute that cannot be booked raises an alert (`lifecycle.alert_if_mismatched`).
    """
    if await lifecycle.alert_if_mismatched(services, context, "dispute", provider_dispute.amount):
        return
    async with lifecycle.begin(services, context, "dispute.changed") as transaction:
        charge = await lifecycle.reload(transaction, context)
        lot = await ledger.payments.find_lot(transaction, charge)
        if lot is None:
            raise Unchanged  # the payment itself was never booked, and has its own alert
        key = {"connection_id": charge.connection_id, "provider_dispute_id": provider_dispute.id}
        known = select(models.Dispute).filter_by(firm_id=charge.firm_id, **key)
        dispute = await transaction.session.scalar(known)
        previous = None if dispute is None else dispute.status
        if dispute is None:
            dispute = await _create(transaction, charge, provider_dispute)
        elif not _has_news(dispute, provider_dispute):
            raise Unchanged
        transaction.set_subject(dispute)
        _set_state(dispute, provider_dispute, transaction.now)
        charge.changed_seq = transaction.seq
        await _add_notice(transaction, dispute, charge, provider_dispute, previous)
        # They alternate: by the CHECK `funds` of `models.Dispute`, at most one withdrawal is without its reinstatement.
        while (
            dispute.withdrawals < provider_dispute.withdrawals
            or dispute.reinstatements < provider_dispute.reinstatements
        ):
            if dispute.withdrawals == dispute.reinstatements:
                await _withdraw(transaction, dispute, lot)
            else:
                await _reinstate(transaction, dispute, charge, lot)


async def _add_notice(
    transaction: ledger.LedgerTransaction,
    dispute: models.Dispute,
    charge: ProviderPayment,
    provider_dispute: gateway.Dispute,
    previous: DisputeStatus | None,
) -> None:
    """Add the notice of a dispute that was opened or closed.

    A new dispute that withdraws the funds of a bank debit is a returned debit, which has its own notice (D27).
    """
    amount, status = dispute.amount, dispute.status
    is_withdrawn = provider_dispute.withdrawals > provider_dispute.reinstatements
    if previous is None and charge.method is PaymentMethod.BANK_DEBIT and is_withdrawn:
        await add_notice(transaction, NoticeKind.DEBIT_RETURNED, charge, amount=amount)
    elif previous is None and status is DisputeStatus.OPEN:
        await add_notice(transaction, NoticeKind.DISPUTE_OPENED, dispute, amount=amount)
    elif previous is not status and status is not DisputeStatus.OPEN:
        await add_notice(transaction, NoticeKind.DISPUTE_CLOSED, dispute, amount=amount, status=status.value)


def _has_news(dispute: models.Dispute, provider_dispute: gateway.Dispute) -> bool:
    has_moved_funds = (
        provider_dispute.withdrawals > dispute.withdrawals or provider_dispute.reinstatements > dispute.reinstatements
    )
    state = provider_dispute.status.value, provider_dispute.reason, provider_dispute.evidence_due_at
    return has_moved_funds or state != (dispute.status.value, dispute.reason, dispute.evidence_due_at)


def _set_state(dispute: models.Dispute, provider_dispute: gateway.Dispute, now: dt.datetime) -> None:
    status = DisputeStatus(provider_dispute.status.value)
    dispute.reason, dispute.evidence_due_at = provider_dispute.reason, provider_dispute.evidence_due_at
    if status is not dispute.status:
        dispute.closed_at = None if status is DisputeStatus.OPEN else now
    dispute.status = status


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
        created_at=transaction.now,
    )
    _set_state(dispute, provider_dispute, transaction.now)
    await transaction.add(dispute)
    return dispute


async def _withdraw(transaction: ledger.LedgerTransaction, dispute: models.Dispute, lot: models.Account) -> None:
    """Book a chargeback: claw the money back, and write off what cannot be clawed back."""
    dispute.withdrawals += 1
    await claw_back(transaction, lot, dispute.amount, ledger.disputes.withdrawal_reference(dispute))
    await ledger.disputes.withdraw(transaction, dispute, lot)


async def _reinstate(
    transaction: ledger.LedgerTransaction, dispute: models.Dispute, charge: ProviderPayment, lot: models.Account
) -> None:
    """Undo a chargeback: recover the firm's losses first, then reapply the rest to the invoices."""
    dispute.reinstatements += 1
    withdrawal_reference = ledger.disputes.withdrawal_reference(dispute)
    reference = f"dispute:{dispute.id}:reinstated:{dispute.reinstatements}"
    await ledger.disputes.reinstate(transaction, dispute, reference)
    await recover_losses(transaction, charge, lot, reference)
    await ledger.unapply.reapply(transaction, lot, withdrawal_reference, reference)
