"""The use case of paying an invoice, in part or in full, from credits, by card or by bank debit (D13 to D17)."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

import ledger
import models
from billing.access.policy import PAY_INVOICES, require_permission
from billing.access.principals import Viewer
from billing.charges import intents, lifecycle
from billing.errors import NotFound, ProviderUnavailable
from billing.idempotency import KeyedCommand, claimed_client_id, run_once
from billing.payments import quote
from billing.payments.allocation import AmountRequest, PaymentSource
from billing.payments.payment_query import LoadedInvoice, payment_query
from billing.payments.quote import PaymentDecision, PaymentInstruction, QuoteStale
from billing.services import Services
from models import JobKind, PaidBy, PaymentMethod, PaymentStatus


@dataclass(frozen=True, slots=True)
class PayInvoiceCommand:
    """Input of `payInvoice`. With source CREDITS, `remainder_method` charges what the credits do not cover."""

    invoice_id: uuid.UUID
    amount: AmountRequest
    source: PaymentSource
    remainder_method: PaymentMethod | None
    idempotency_key: str

    @property
    def can_charge(self) -> bool:
        """Whether a part may be charged by card or bank debit."""
        return self.source is not PaymentSource.CREDITS or self.remainder_method is not None

    @property
    def instruction(self) -> PaymentInstruction:
        """The part of the command that a quote depends on."""
        return PaymentInstruction(self.amount, self.source, self.remainder_method)


@dataclass(frozen=True, slots=True)
class CommittedRows:
    """The rows of a payment that was settled when it was committed. They need not be read again."""

    invoice: models.Invoice
    client: models.Client
    payments: tuple[models.Payment, ...]


@dataclass(frozen=True, slots=True)
class PayInvoiceResult:
    """One payment for each source. `replayed`: the key was used before, with the same input."""

    invoice_id: uuid.UUID
    client_id: uuid.UUID
    payment_ids: tuple[uuid.UUID, ...]
    replayed: bool
    committed: CommittedRows | None = None


async def pay_invoice(
    services: Services, viewer: Viewer, command: PayInvoiceCommand, *, quote_token: str | None = None
) -> PayInvoiceResult:
    """Pay an invoice. Credits pay at once; a card or bank debit pays when the provider reports that it succeeded.

    With `quote_token`, pay only if the payment is still what the quote showed. The token does not belong to the key's
    input: a page that gets a fresh quote and repeats the command with the same key means the same payment. So a
    claimed key is replayed whatever token comes with it.

    Raises NotFound, InvalidInput, InvalidAmount, InvoiceNotPayable, NothingPayable, FullAmountNotPossible,
    NoDepositDue, AmountExceedsPayable, InsufficientCredits, MethodUnavailable, AmountOutOfRange, QuoteStale,
    IdempotencyConflict, ProviderUnavailable, ProviderRefused.
    """
    require_permission(viewer, PAY_INVOICES)
    keyed = KeyedCommand(viewer, "payInvoice", command.idempotency_key, command)
    query = payment_query(
        viewer, command.invoice_id, command.idempotency_key, services.clock(), services.driver.dialect,
        can_charge=command.can_charge,
    )  # fmt: skip

    async def pay(transaction: ledger.LedgerTransaction) -> _Outcome:
        return await _pay(transaction, keyed, command, quote_token)

    async def replay(operation: models.Operation) -> _Outcome:
        return await _replay(services, operation)

    outcome = await run_once(services, keyed, "invoice.paid", pay, replay, query=query)
    if outcome.context is not None:
        await intents.request_intent(services, outcome.context)
    return outcome.result


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The result, and the provider payment to request, if there is one."""

    result: PayInvoiceResult
    context: lifecycle.ChargeContext | None


async def _pay(
    transaction: ledger.LedgerTransaction, keyed: KeyedCommand, command: PayInvoiceCommand, quote_token: str | None
) -> _Outcome:
    loaded = LoadedInvoice.of(transaction, can_charge=command.can_charge)
    invoice, client = loaded.invoice, loaded.client
    if invoice is None or client is None:
        raise NotFound
    transaction.set_client(client.id)
    decision = quote.decide_payment(
        keyed.viewer, command.instruction, invoice, client, loaded.settings, loaded.connections, transaction.currency
    )
    if quote_token is not None and quote_token != decision.quote.token:
        raise QuoteStale(decision.quote)
    operation = await keyed.claim(transaction, client_id=client.id, invoice_id=invoice.id)
    provider_payment = await _create_provider_payment(transaction, invoice, operation, decision, loaded.customer)
    payments = [] if provider_payment is None else [provider_payment]
    if decision.split.from_credits:
        amount = decision.split.from_credits
        payments.append(await pay_from_credits(transaction, invoice, amount, operation, split_tender=provider_payment))
    context, committed = None, CommittedRows(invoice, client, tuple(payments)) if provider_payment is None else None
    if provider_payment is not None and decision.connection is not None:
        firm = transaction.firm
        context = lifecycle.charge_context(provider_payment, firm, client, decision.connection, invoice.number)
    payment_ids = tuple(payment.id for payment in payments)
    return _Outcome(PayInvoiceResult(invoice.id, client.id, payment_ids, replayed=False, committed=committed), context)


async def _replay(services: Services, operation: models.Operation) -> _Outcome:
    async with services.reads() as session:
        found = await session.scalars(
            select(models.Payment)
            .where(models.Payment.firm_id == operation.firm_id, models.Payment.operation_id == operation.id)
            .order_by(models.Payment.id)
        )
        payments = list(found.all())
    if not payments or operation.invoice_id is None:
        # The provider has just refused a concurrent request with this key, and the key is released: a retry is safe.
        raise ProviderUnavailable
    context = None
    for payment in payments:
        if payment.connection_id is not None:
            context = await lifecycle.load_context(services, JobKind.SYNC_PAYMENT, payment.firm_id, payment.id)
    payment_ids = tuple(payment.id for payment in payments)
    result = PayInvoiceResult(operation.invoice_id, claimed_client_id(operation), payment_ids, replayed=True)
    return _Outcome(result, context)


async def _create_provider_payment(
    transaction: ledger.LedgerTransaction,
    invoice: models.Invoice,
    operation: models.Operation,
    decision: PaymentDecision,
    customer: models.ProviderCustomer | None,
) -> models.Payment | None:
    """Add the payment of the charged part. Return None if nothing is charged."""
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
        customer_id=None if customer is None else customer.customer_id,
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
    """Pay `amount` minor units of the invoice from the client's oldest credits, which must suffice (D14).

    With `split_tender`, a provider payment, the credits are held until it ends: both settle, or neither pays. If the
    provider payment succeeds after it was closed, its money becomes credits (D16, D25).
    """
    if split_tender is None:
        payment = _build_payment(
            transaction, invoice, operation, amount=amount, paid_by=PaidBy.CREDITS, status=PaymentStatus.SUCCEEDED
        )
        ledger.payments.mark_settled(transaction, payment, received_on=None)
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
