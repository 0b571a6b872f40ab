"""A charge that the provider has and the books do not, or gave up: made after the backup that they were restored from.

What was written on it when it was made says whose it is, and for what. Its money is the client's, so it is taken up
again; what it was to pay is paid if that still asks for it, else it is credits (D25).
"""

from __future__ import annotations

import gateway
import models
from billing.access.principals import System
from billing.charges import lifecycle
from billing.charges.lifecycle import ProviderPayment
from billing.jobs import alerts, queue
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from gateway import IntentStatus
from ledger import LedgerTransaction
from ledger.payments import reserve_on_invoice
from models import PaidBy, PaymentStatus


async def import_unknown_charge(
    services: Services, connection: models.ProviderConnection, listed: gateway.IntentWithMetadata
) -> bool:
    """Write the charge down again, and ask for the job that books what became of it. Whether that was so.

    One that cannot be taken up, because its client or its method is not known, is for a person to look at.
    """
    firm_id, intent = connection.firm_id, listed.intent
    if listed.internal_id is None or listed.firm_id != firm_id or intent.status is IntentStatus.CANCELED:
        return False
    try:
        async with begin_transaction(services, System(firm_id), "charge.recovered") as transaction:
            known: ProviderPayment | None = await transaction.session.get(models.Payment, (firm_id, listed.internal_id))
            known = known or await transaction.session.get(models.Prepayment, (firm_id, listed.internal_id))
            if known is not None:
                await _attach_known_intent(transaction, connection, known, intent)
                return True
            await _check_importable(transaction, listed)
            await _create(transaction, connection, listed)
            return True
    except _NotImportable as problem:
        await alerts.raise_alert(services, firm_id, "charge.unknown", listed.internal_id, str(problem))
    return False


async def _attach_known_intent(
    transaction: LedgerTransaction,
    connection: models.ProviderConnection,
    charge: ProviderPayment,
    intent: gateway.Intent,
) -> None:
    """The books have the charge, from before they knew its intent, and may have given it up: it is asked after again.

    While its window lasts it is asked after already, with its key; raise NothingToDo.
    """
    ours = charge.connection_id == connection.id and charge.intent_id is None
    if not ours or lifecycle.is_window_open(charge, transaction.now):
        raise Unchanged
    charge.intent_id = intent.id
    transaction.set_client(charge.client_id)
    await queue.enqueue(
        transaction.session, charge.firm_id, lifecycle.sync_job_kind(charge), charge.id, transaction.now
    )


class _NotImportable(Exception):
    """The charge cannot be taken up; why, for people."""


async def _check_importable(transaction: LedgerTransaction, listed: gateway.IntentWithMetadata) -> None:
    intent = listed.intent
    client = None
    if listed.client_id is not None:
        client = await transaction.session.get(models.Client, (transaction.firm.id, listed.client_id))
    if client is None:
        raise _NotImportable(
            f"The provider has {intent.amount.format()} ({intent.id}) of a client that is not in the books."
        )
    if intent.amount.currency != transaction.currency or intent.amount.minor <= 0 or listed.method is None:
        raise _NotImportable(f"The provider has {intent.amount.format()} ({intent.id}), which cannot be booked here.")


async def _create(
    transaction: LedgerTransaction, connection: models.ProviderConnection, listed: gateway.IntentWithMetadata
) -> None:
    invoice = None
    if listed.invoice_id is not None:
        invoice = await transaction.session.get(models.Invoice, (transaction.firm.id, listed.invoice_id))
    amount = listed.intent.amount.minor
    wanted = invoice is not None and invoice.client_id == listed.client_id and invoice.payable >= amount
    columns = {
        "firm_id": transaction.firm.id,
        "id": listed.internal_id,
        "client_id": listed.client_id,
        "event_seq": transaction.seq,
        "amount": amount,
        "refunded": 0,
        "method": listed.method,
        "connection_id": connection.id,
        "intent_id": listed.intent.id,
        "status": PaymentStatus.REQUIRES_ACTION,
        "created_at": transaction.now,
    }
    charge: ProviderPayment
    if wanted and invoice is not None and listed.method is not None:
        charge = models.Payment(**columns, invoice_id=invoice.id, applied=0, paid_by=PaidBy(listed.method.value))
    else:
        charge = models.Prepayment(**columns)
    transaction.set_client(charge.client_id)
    await lifecycle.create(transaction, charge)
    charge.expires_at = listed.created_at + lifecycle.PAYMENT_WINDOW
    await queue.enqueue(
        transaction.session, charge.firm_id, lifecycle.sync_job_kind(charge), charge.id, transaction.now
    )
    if isinstance(charge, models.Payment):
        await reserve_on_invoice(transaction, charge)
