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
from billing.access.policy import PAY_INVOICES, require_permission
from billing.access.principals import Viewer
from billing.charges import lifecycle
from billing.errors import ProviderUnavailable
from billing.payments import prefetch, quote
from billing.payments.allocation import AmountRequest, PaymentSource
from billing.payments.quote import PaymentDecision, PaymentInstruction, QuoteStale
from billing.services import Services
from billing.transaction import (
    begin_optimistic_transaction,
    begin_transaction,
    get_client,
    get_visible_invoice,
    load_payment_settings,
)
from db.guarded_write import ConcurrentWrite
from models import JobKind, PaidBy, PaymentMethod, PaymentStatus

_MUTATION = "payInvoice"


@dataclass(frozen=True, slots=True)
class PayInvoiceCommand:
    """The wish. With source CREDITS, `rest` says how to raise what the credits do not cover."""

    invoice_id: uuid.UUID
    amount: AmountRequest
    source: PaymentSource
    remainder_method: PaymentMethod | None
    idempotency_key: str

    @property
    def instruction(self) -> PaymentInstruction:
        """How it is to be paid: the part of the wish that a quote is asked for."""
        return PaymentInstruction(self.amount, self.source, self.remainder_method)


@dataclass(frozen=True, slots=True)
class PayInvoiceResult:
    """What came of it: one payment for each source. `replayed`: the key had been used for the same wish before."""

    invoice_id: uuid.UUID
    client_id: uuid.UUID
    payment_ids: tuple[uuid.UUID, ...]
    replayed: bool


async def pay_invoice(
    services: Services, viewer: Viewer, command: PayInvoiceCommand, *, quote_token: str | None = None
) -> PayInvoiceResult:
    """Pay the invoice as wished: from credits at once, by card or debit once the provider says that the money came.

    With `quote_token`, only if that does what the quote showed. The token is no part of the wish that the key is
    claimed for: a page that asks for a fresh quote and sends the same wish with the same key means the same payment,
    and must not be told of a conflict, nor pay twice. So a key that was claimed answers whatever token comes with it.

    Raise NotFound, InvalidInput, InvalidAmount, InvoiceNotPayable, NothingPayable, FullAmountNotPossible, NoDepositDue,
    AmountExceedsPayable, InsufficientCredits, MethodUnavailable, AmountOutOfRange, QuoteStale, IdempotencyConflict,
    ProviderUnavailable, ProviderRefused.
    """
    require_permission(viewer, PAY_INVOICES)
    idempotency.validate_key(command.idempotency_key)
    if command.source is PaymentSource.CREDITS and command.remainder_method is None:
        with suppress(ledger.NotPrefetched, ConcurrentWrite):
            return await _pay_on_fast_path(services, viewer, command, quote_token)
    operation = await idempotency.find_claim(services, viewer, _MUTATION, command.idempotency_key, command)
    replayed = operation is not None
    if operation is None:
        try:
            operation = await _pay_on_locked_path(services, viewer, command, quote_token)
        except idempotency.AlreadyClaimed as twin:
            operation, replayed = twin.operation, True
    payments = await _load_payments(services, operation)
    for payment in payments:
        if payment.paid_by is not PaidBy.CREDITS:
            await lifecycle.request_intent(services, JobKind.SYNC_PAYMENT, viewer.firm_id, payment.id)
    return PayInvoiceResult(
        command.invoice_id, operation.client_id, tuple(payment.id for payment in payments), replayed
    )


async def _pay_on_fast_path(
    services: Services, viewer: Viewer, command: PayInvoiceCommand, quote_token: str | None
) -> PayInvoiceResult:
    """From credits alone, on what is read in one go and written in another: nobody else is asked for anything.

    Raise ledger.Unforeseen or Collided where it needs the firm's lock.
    """
    async with services.driver.firm_lock(viewer.firm_id):
        seen = await prefetch.load_payment_snapshot(services, viewer, command.invoice_id, command.idempotency_key)
        read = (seen.client, seen.invoice, *seen.accounts)
        async with begin_optimistic_transaction(services, viewer, "invoice.paid", seen.firm, read) as transaction:
            # Nothing is charged: no account at a provider is needed.
            done = await _decide_and_record(
                transaction, viewer, command, quote_token, seen.invoice, seen.client, seen.settings, ()
            )
    return PayInvoiceResult(
        command.invoice_id, seen.client.id, tuple(payment.id for payment in done.payments), replayed=False
    )


async def _pay_on_locked_path(
    services: Services, viewer: Viewer, command: PayInvoiceCommand, quote_token: str | None
) -> models.Operation:
    async with begin_transaction(services, viewer, "invoice.paid") as transaction:
        await idempotency.check_unclaimed(transaction, viewer, _MUTATION, command.idempotency_key, command)
        invoice = await get_visible_invoice(transaction.session, visibility.invoices(viewer), command.invoice_id)
        client = await get_client(transaction.session, transaction.firm.id, invoice.client_id)
        settings, connections = await load_payment_settings(transaction.session, transaction.firm.id)
        return (
            await _decide_and_record(transaction, viewer, command, quote_token, invoice, client, settings, connections)
        ).operation


@dataclass(frozen=True, slots=True)
class _RecordedPayments:
    operation: models.Operation
    payments: list[models.Payment]


async def _decide_and_record(
    transaction: ledger.LedgerTransaction,
    viewer: Viewer,
    command: PayInvoiceCommand,
    quote_token: str | None,
    invoice: models.Invoice,
    client: models.Client,
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
) -> _RecordedPayments:
    """Decided, and written in the books; the key is known to be free."""
    transaction.set_client(client.id)
    decision = quote.decide_payment(
        viewer, command.instruction, invoice, client, settings, connections, transaction.currency
    )
    if quote_token is not None and quote_token != decision.quote.token:
        raise QuoteStale(decision.quote)
    operation = await idempotency.claim(
        transaction, viewer, _MUTATION, command.idempotency_key, command, client_id=client.id, invoice_id=invoice.id
    )
    charge = await _create_provider_payment(transaction, invoice, operation, decision)
    payments = [] if charge is None else [charge]
    if decision.split.from_credits:
        amount = decision.split.from_credits
        payments.append(await pay_from_credits(transaction, invoice, amount, operation, split_tender=charge))
    return _RecordedPayments(operation, payments)


async def _create_provider_payment(
    transaction: ledger.LedgerTransaction,
    invoice: models.Invoice,
    operation: models.Operation,
    decision: PaymentDecision,
) -> models.Payment | None:
    """The payment of the charged part, written down; None where nothing is charged."""
    method, connection = decision.method, decision.connection
    if method is None or connection is None:
        return None
    payment = _build_payment(
        transaction,
        invoice,
        operation,
        amount=decision.split.charged,
        paid_by=PaidBy(method.value),
        method=method,
        connection_id=connection.id,
        status=PaymentStatus.CREATING,
    )
    await lifecycle.create(transaction, payment)
    await ledger.payments.reserve_on_invoice(transaction, payment)
    return payment


async def pay_from_credits(
    transaction: ledger.LedgerTransaction,
    invoice: models.Invoice,
    amount: int,
    operation: models.Operation | None,
    *,
    split_tender: models.Payment | None = None,
) -> models.Payment:
    """Pay `amount` minor units of the invoice from the client's oldest credits, which must reach (D14).

    At once; or, together with a charge, held until that one settles or ends: both settle or neither does (D16).
    """
    if split_tender is None:
        payment = _build_payment(
            transaction, invoice, operation, amount=amount, paid_by=PaidBy.CREDITS,
            status=PaymentStatus.SUCCEEDED, settled_at=transaction.now,
        )  # fmt: skip
        await transaction.add(payment)
        held = await ledger.payments.hold_credits(transaction, payment)
        await ledger.payments.settle(transaction, payment, is_reserved=False, allocations=held)
        return payment
    payment = _build_payment(
        transaction, invoice, operation, amount=amount, paid_by=PaidBy.CREDITS,
        status=split_tender.status, split_tender_id=split_tender.id,
    )  # fmt: skip
    await transaction.add(payment)
    split_tender.split_tender_id = payment.id
    await ledger.payments.reserve_on_invoice(transaction, payment)
    await ledger.payments.hold_credits(transaction, payment)
    return payment


def _build_payment(
    transaction: ledger.LedgerTransaction, invoice: models.Invoice, operation: models.Operation | None, **columns: Any
) -> models.Payment:
    return models.Payment(
        firm_id=transaction.firm.id,
        id=models.new_id(),
        client_id=invoice.client_id,
        invoice_id=invoice.id,
        operation_id=None if operation is None else operation.id,
        event_seq=transaction.seq,
        refunded=0,
        created_at=transaction.now,
        **columns,
    )


async def _load_payments(services: Services, operation: models.Operation) -> list[models.Payment]:
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
