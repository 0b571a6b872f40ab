"""A charge that the provider has and the books do not, or gave up: made after the backup that they were restored from.

What was written on it when it was made says whose it is, and for what. Its money is the client's, so it is taken up
again; what it was to pay is paid if that still asks for it, else it is credits (D25).
"""

from __future__ import annotations

import gateway
import models
from billing.access.principals import System
from billing.charges import lifecycle
from billing.charges.lifecycle import Charge
from billing.jobs import alerts, queue
from billing.services import Services
from billing.transaction import NothingToDo, transaction
from gateway import IntentStatus
from ledger import Book
from ledger.payments import begin
from models import PaidBy, PaymentStatus


async def recover(services: Services, connection: models.ProviderConnection, listed: gateway.ListedIntent) -> bool:
    """Write the charge down again, and ask for the job that books what became of it. Whether that was so.

    One that cannot be taken up, because its client or its method is not known, is for a person to look at.
    """
    firm_id, intent = connection.firm_id, listed.intent
    if listed.our_id is None or listed.firm_id != firm_id or intent.status is IntentStatus.CANCELED:
        return False
    try:
        async with transaction(services, System(firm_id), "charge.recovered") as book:
            known: Charge | None = await book.session.get(models.Payment, (firm_id, listed.our_id))
            known = known or await book.session.get(models.Prepayment, (firm_id, listed.our_id))
            if known is not None:
                await _recognise(book, connection, known, intent)
                return True
            await _check(book, listed)
            await _write_down(book, connection, listed)
            return True
    except _Unbookable as problem:
        await alerts.raise_alert(services, firm_id, "charge.unknown", listed.our_id, str(problem))
    return False


async def _recognise(book: Book, connection: models.ProviderConnection, charge: Charge, intent: gateway.Intent) -> None:
    """The books have the charge, from before they knew its intent, and may have given it up: it is asked after again.

    While its window lasts it is asked after already, with its key; raise NothingToDo.
    """
    ours = charge.connection_id == connection.id and charge.intent_id is None
    if not ours or lifecycle.may_ask(charge, book.now):
        raise NothingToDo
    charge.intent_id = intent.id
    book.concerns(charge.client_id)
    await queue.enqueue(book.session, charge.firm_id, lifecycle.kind_of(charge), charge.id, book.now)


class _Unbookable(Exception):
    """The charge cannot be taken up; why, for people."""


async def _check(book: Book, listed: gateway.ListedIntent) -> None:
    intent = listed.intent
    client = None
    if listed.client_id is not None:
        client = await book.session.get(models.Client, (book.firm.id, listed.client_id))
    if client is None:
        raise _Unbookable(
            f"The provider has {intent.amount.written()} ({intent.id}) of a client that is not in the books."
        )
    if intent.amount.currency != book.currency or intent.amount.minor <= 0 or listed.method is None:
        raise _Unbookable(f"The provider has {intent.amount.written()} ({intent.id}), which cannot be booked here.")


async def _write_down(book: Book, connection: models.ProviderConnection, listed: gateway.ListedIntent) -> None:
    invoice = None
    if listed.invoice_id is not None:
        invoice = await book.session.get(models.Invoice, (book.firm.id, listed.invoice_id))
    amount = listed.intent.amount.minor
    wanted = invoice is not None and invoice.client_id == listed.client_id and invoice.payable >= amount
    columns = {
        "firm_id": book.firm.id,
        "id": listed.our_id,
        "client_id": listed.client_id,
        "event_seq": book.seq,
        "amount": amount,
        "refunded": 0,
        "method": listed.method,
        "connection_id": connection.id,
        "intent_id": listed.intent.id,
        "status": PaymentStatus.REQUIRES_ACTION,
        "created_at": book.now,
    }
    charge: Charge
    if wanted and invoice is not None and listed.method is not None:
        charge = models.Payment(**columns, invoice_id=invoice.id, applied=0, paid_by=PaidBy(listed.method.value))
    else:
        charge = models.Prepayment(**columns)
    book.concerns(charge.client_id)
    await lifecycle.write_down(book, charge)
    charge.expires_at = listed.created_at + lifecycle.WINDOW
    await queue.enqueue(book.session, charge.firm_id, lifecycle.kind_of(charge), charge.id, book.now)
    if isinstance(charge, models.Payment):
        await begin(book, charge)
