"""Import payments that the provider has and the database, restored from an older backup, lacks (D25).

The metadata of the intent identifies the client and the invoice. The money pays the invoice if all of it is still
payable; otherwise it becomes credits.
"""

import gateway
import models
from billing.access.principals import System
from billing.charges import lifecycle
from billing.jobs import alerts
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from gateway import IntentStatus
from ledger import LedgerTransaction
from ledger.payments import reserve_on_invoice
from models import PaidBy, PaymentStatus, ProviderPayment


async def import_unknown_charge(
    services: Services, connection: models.ProviderConnection, listed: gateway.IntentWithMetadata
) -> None:
    """Create the payment, or attach the intent to a payment that lost it, and enqueue its sync.

    Raises an alert for a payment that cannot be imported: its client is unknown, or its currency, amount or method is
    not supported. Does nothing for intents that are canceled or were not created by this application.
    """
    firm_id, intent = connection.firm_id, listed.intent
    if listed.internal_id is None or listed.firm_id != firm_id or intent.status is IntentStatus.CANCELED:
        return
    try:
        async with begin_transaction(services, System(firm_id), "charge.recovered") as transaction:
            key = (firm_id, listed.internal_id)
            charge: ProviderPayment | None = await transaction.session.get(models.Payment, key)
            charge = charge or await transaction.session.get(models.Prepayment, key)
            if charge is not None:
                await _attach_to_existing_payment(transaction, connection, charge, intent)
                return
            await _check_importable(transaction, listed)
            await _create(transaction, connection, listed)
    except _NotImportable as error:
        await alerts.raise_alert(services, firm_id, "charge.unknown", listed.internal_id, str(error))


async def _attach_to_existing_payment(
    transaction: LedgerTransaction,
    connection: models.ProviderConnection,
    charge: ProviderPayment,
    intent: gateway.Intent,
) -> None:
    """Attach the intent to a payment of ours without one, which may be canceled by now, and enqueue its sync.

    Raises Unchanged while its payment window is open: its own job still requests the intent with its idempotency key.
    """
    lacks_intent = charge.connection_id == connection.id and charge.intent_id is None
    if not lacks_intent or lifecycle.is_window_open(charge, transaction.now):
        raise Unchanged
    transaction.set_subject(charge)
    charge.intent_id = intent.id
    await lifecycle.set_refused_at(transaction, charge, None)
    transaction.set_client(charge.client_id)
    await lifecycle.enqueue_sync(transaction.session, charge, transaction.now)


class _NotImportable(Exception):
    """The payment cannot be imported. `str()` is the message of the alert."""


async def _check_importable(transaction: LedgerTransaction, listed: gateway.IntentWithMetadata) -> None:
    intent = listed.intent
    client = None
    if listed.client_id is not None:
        client = await transaction.session.get(models.Client, (transaction.firm.id, listed.client_id))
    description = f"The provider has a payment of {intent.amount} ({intent.id})"
    if client is None:
        raise _NotImportable(f"{description} for an unknown client.")
    if intent.amount.currency != transaction.currency or intent.amount.minor <= 0 or listed.method is None:
        raise _NotImportable(f"{description} with an unsupported currency, amount or payment method.")


async def _create(
    transaction: LedgerTransaction, connection: models.ProviderConnection, listed: gateway.IntentWithMetadata
) -> None:
    invoice = None
    if listed.invoice_id is not None:
        invoice = await transaction.session.get(models.Invoice, (transaction.firm.id, listed.invoice_id))
    amount = listed.intent.amount.minor
    is_payable = invoice is not None and invoice.client_id == listed.client_id and invoice.payable >= amount
    columns = {
        "firm_id": transaction.firm.id,
        "id": listed.internal_id,
        "client_id": listed.client_id,
        "event_seq": transaction.seq,
        "amount": amount,
        "method": listed.method,
        "connection_id": connection.id,
        "intent_id": listed.intent.id,
        "status": PaymentStatus.REQUIRES_ACTION,
        "created_at": transaction.now,
    }
    charge: ProviderPayment
    if is_payable and invoice is not None and listed.method is not None:
        charge = models.Payment(**columns, invoice_id=invoice.id, paid_by=PaidBy(listed.method.value))
    else:
        charge = models.Prepayment(**columns)
    transaction.set_client(charge.client_id)
    await lifecycle.create(transaction, charge)
    charge.expires_at = listed.created_at + lifecycle.PAYMENT_WINDOW
    await lifecycle.enqueue_sync(transaction.session, charge, transaction.now)
    if isinstance(charge, models.Payment):
        await reserve_on_invoice(transaction, charge)
