"""An invoice is paid: partly, by what remains, or in full; from credits, by card, by debit, or by both (D13 to D17)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

import ledger
import models
from billing import idempotency
from billing.access import visibility
from billing.access.policy import PAYS_INVOICES, require
from billing.access.principals import Viewer
from billing.charges import lifecycle
from billing.errors import ProviderUnavailable
from billing.payments import prefetch, quote
from billing.payments.allocation import Intention, PaymentSource
from billing.payments.quote import Decision, Means, QuoteStale
from billing.services import Services
from billing.transaction import client_of, draft, settings_of, transaction, visible_invoice
from db.guarded_write import Collided
from models import JobKind, PaidBy, PaymentMethod, PaymentStatus

_MUTATION = "payInvoice"


@dataclass(frozen=True, slots=True)
class PayInvoice:
    """The wish. With source CREDITS, `rest` says how to raise what the credits do not cover."""

    invoice_id: uuid.UUID
    amount: Intention
    source: PaymentSource
    rest: PaymentMethod | None
    idempotency_key: str

    @property
    def means(self) -> Means:
        """How it is to be paid: the part of the wish that a quote is asked for."""
        return Means(self.amount, self.source, self.rest)


@dataclass(frozen=True, slots=True)
class Paid:
    """What came of it: one payment for each source. `replayed`: the key had been used for the same wish before."""

    invoice_id: uuid.UUID
    client_id: uuid.UUID
    payment_ids: tuple[uuid.UUID, ...]
    replayed: bool


async def pay_invoice(services: Services, viewer: Viewer, wish: PayInvoice, *, quote_token: str | None = None) -> Paid:
    """Pay the invoice as wished: from credits at once, by card or debit once the provider says that the money came.

    With `quote_token`, only if that does what the quote showed. The token is no part of the wish that the key is
    claimed for: a page that asks for a fresh quote and sends the same wish with the same key means the same payment,
    and must not be told of a conflict, nor pay twice. So a key that was claimed answers whatever token comes with it.

    Raise NotFound, InvalidInput, InvalidAmount, InvoiceNotPayable, NothingPayable, FullAmountNotPossible, NoDepositDue,
    AmountExceedsPayable, InsufficientCredits, MethodUnavailable, AmountOutOfRange, QuoteStale, IdempotencyConflict,
    ProviderUnavailable, ProviderRefused.
    """
    require(viewer, PAYS_INVOICES)
    idempotency.check(wish.idempotency_key)
    if wish.source is PaymentSource.CREDITS and wish.rest is None:
        with suppress(ledger.Unforeseen, Collided):
            return await _at_once(services, viewer, wish, quote_token)
    operation = await idempotency.claimed(services, viewer, _MUTATION, wish.idempotency_key, wish)
    replayed = operation is not None
    if operation is None:
        try:
            operation = await _write_down(services, viewer, wish, quote_token)
        except idempotency.Claimed as twin:
            operation, replayed = twin.operation, True
    payments = await _payments_of(services, operation)
    for payment in payments:
        if payment.paid_by is not PaidBy.CREDITS:
            await lifecycle.ask(services, JobKind.SYNC_PAYMENT, viewer.firm_id, payment.id)
    return Paid(wish.invoice_id, operation.client_id, tuple(payment.id for payment in payments), replayed)


async def _at_once(services: Services, viewer: Viewer, wish: PayInvoice, quote_token: str | None) -> Paid:
    """From credits alone, on what is read in one go and written in another: nobody else is asked for anything.

    Raise ledger.Unforeseen or Collided where it needs the firm's lock.
    """
    async with services.direct.turn(viewer.firm_id):
        seen = await prefetch.see(services, viewer, wish.invoice_id, wish.idempotency_key)
        read = (seen.client, seen.invoice, *seen.accounts)
        async with draft(services, viewer, "invoice.paid", seen.firm, read) as book:
            # Nothing is charged: no account at a provider is needed.
            done = await _done(book, viewer, wish, quote_token, seen.invoice, seen.client, seen.settings, ())
    return Paid(wish.invoice_id, seen.client.id, tuple(payment.id for payment in done.payments), replayed=False)


async def _write_down(
    services: Services, viewer: Viewer, wish: PayInvoice, quote_token: str | None
) -> models.Operation:
    async with transaction(services, viewer, "invoice.paid") as book:
        await idempotency.refuse_twin(book, viewer, _MUTATION, wish.idempotency_key, wish)
        invoice = await visible_invoice(book.session, visibility.invoices(viewer), wish.invoice_id)
        client = await client_of(book.session, book.firm.id, invoice.client_id)
        settings, connections = await settings_of(book.session, book.firm.id)
        return (await _done(book, viewer, wish, quote_token, invoice, client, settings, connections)).operation


@dataclass(frozen=True, slots=True)
class _Done:
    operation: models.Operation
    payments: list[models.Payment]


async def _done(
    book: ledger.Book,
    viewer: Viewer,
    wish: PayInvoice,
    quote_token: str | None,
    invoice: models.Invoice,
    client: models.Client,
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
) -> _Done:
    """Decided, and written in the books; the key is known to be free."""
    book.concerns(client.id)
    decision = quote.decide(viewer, wish.means, invoice, client, settings, connections, book.currency)
    if quote_token is not None and quote_token != decision.quote.token:
        raise QuoteStale(decision.quote)
    operation = await idempotency.claim(
        book, viewer, _MUTATION, wish.idempotency_key, wish, client_id=client.id, invoice_id=invoice.id
    )
    charge = await _charge(book, invoice, operation, decision)
    payments = [] if charge is None else [charge]
    if decision.parts.from_credits:
        amount = decision.parts.from_credits
        payments.append(await pay_from_credits(book, invoice, amount, operation, together_with=charge))
    return _Done(operation, payments)


async def _charge(
    book: ledger.Book, invoice: models.Invoice, operation: models.Operation, decision: Decision
) -> models.Payment | None:
    """The payment of the charged part, written down; None where nothing is charged."""
    method, connection = decision.method, decision.connection
    if method is None or connection is None:
        return None
    payment = _payment(
        book,
        invoice,
        operation,
        amount=decision.parts.charged,
        paid_by=PaidBy(method.value),
        method=method,
        connection_id=connection.id,
        status=PaymentStatus.CREATING,
    )
    await lifecycle.write_down(book, payment)
    await ledger.payments.begin(book, payment)
    return payment


async def pay_from_credits(
    book: ledger.Book,
    invoice: models.Invoice,
    amount: int,
    operation: models.Operation | None,
    *,
    together_with: models.Payment | None = None,
) -> models.Payment:
    """Pay `amount` minor units of the invoice from the client's oldest credits, which must reach (D14).

    At once; or, together with a charge, held until that one settles or ends: both settle or neither does (D16).
    """
    if together_with is None:
        payment = _payment(
            book, invoice, operation, amount=amount, paid_by=PaidBy.CREDITS,
            status=PaymentStatus.SUCCEEDED, settled_at=book.now,
        )  # fmt: skip
        await book.add(payment)
        held = await ledger.payments.hold(book, payment)
        await ledger.payments.settle(book, payment, begun=False, held=held)
        return payment
    payment = _payment(
        book, invoice, operation, amount=amount, paid_by=PaidBy.CREDITS,
        status=together_with.status, partner_id=together_with.id,
    )  # fmt: skip
    await book.add(payment)
    together_with.partner_id = payment.id
    await ledger.payments.begin(book, payment)
    await ledger.payments.hold(book, payment)
    return payment


def _payment(
    book: ledger.Book, invoice: models.Invoice, operation: models.Operation | None, **columns: Any
) -> models.Payment:
    return models.Payment(
        firm_id=book.firm.id,
        id=models.new_id(),
        client_id=invoice.client_id,
        invoice_id=invoice.id,
        operation_id=None if operation is None else operation.id,
        event_seq=book.seq,
        refunded=0,
        created_at=book.now,
        **columns,
    )


async def _payments_of(services: Services, operation: models.Operation) -> list[models.Payment]:
    async with services.reads() as session:
        found = await session.scalars(
            select(models.Payment)
            .where(models.Payment.firm_id == operation.firm_id, models.Payment.operation_id == operation.id)
            .order_by(models.Payment.id)
        )
        payments = list(found.all())
    if not payments:
        raise ProviderUnavailable  # refused to a twin at this moment, and the key given back: asking again is safe
    return payments
