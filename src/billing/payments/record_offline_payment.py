"""Record an offline payment (cash, a cheque, a wire): it pays an invoice or becomes credits (D22)."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

import ledger
import models
from billing import amount_input, calendar
from billing.access import visibility
from billing.access.policy import MANAGE_PAYMENTS, require_permission
from billing.access.principals import Viewer
from billing.active_clients import get_active_client, require_active
from billing.errors import InvalidInput
from billing.idempotency import KeyedCommand, claimed_client_id, run_once
from billing.notices.add_notice import add_notice
from billing.payments import allocation
from billing.payments.allocation import AmountExceedsPayable, AmountRequest
from billing.rows import find_claimed, get_visible
from billing.services import Services
from models import NoticeKind, OfflineMethod, PaidBy, PaymentStatus
from translation import format_date
from translation import gettext as _

_EARLIEST = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class ToInvoice:
    """Pay an invoice. With `excess_to_credits`, an exact amount may exceed payable; the excess becomes credits."""

    invoice_id: uuid.UUID
    amount: AmountRequest
    excess_to_credits: bool


@dataclass(frozen=True, slots=True)
class ToCredits:
    """Add the whole amount to the client's credits."""

    client_id: uuid.UUID
    amount: Decimal


@dataclass(frozen=True, slots=True)
class RecordOfflinePaymentCommand:
    """Input of `recordOfflinePayment`. `received_on` is a day in the firm's time zone; None means today."""

    to: ToInvoice | ToCredits
    method: OfflineMethod
    received_on: dt.date | None
    reason: str | None
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class RecordOfflinePaymentResult:
    """Result of `recordOfflinePayment`. `payment_id` and `invoice_id` are None if the amount became credits only.

    `replayed` tells whether the idempotency key was used before with the same input.
    """

    client_id: uuid.UUID
    invoice_id: uuid.UUID | None
    payment_id: uuid.UUID | None
    replayed: bool


async def record_offline_payment(
    services: Services, viewer: Viewer, command: RecordOfflinePaymentCommand
) -> RecordOfflinePaymentResult:
    """Record the payment as settled. Its credits are as old as the day of receipt (D14); its transfers are dated now.

    Raises NotFound, InvalidAmount, InvalidInput, AmountExceedsPayable, NothingPayable, FullAmountNotPossible,
    NoDepositDue, InvoiceNotPayable, IdempotencyConflict.
    """
    require_permission(viewer, MANAGE_PAYMENTS)
    keyed = KeyedCommand(viewer, "recordOfflinePayment", command.idempotency_key, command)

    async def record(transaction: ledger.LedgerTransaction) -> RecordOfflinePaymentResult:
        if isinstance(command.to, ToInvoice):
            return await _pay_invoice(transaction, keyed, command, command.to)
        return await _add_credits(transaction, keyed, command, command.to)

    async def replay(operation: models.Operation) -> RecordOfflinePaymentResult:
        payment = await find_claimed(services, models.Payment, operation)
        payment_id = None if payment is None else payment.id
        return RecordOfflinePaymentResult(claimed_client_id(operation), operation.invoice_id, payment_id, replayed=True)

    return await run_once(services, keyed, "offline_payment.recorded", record, replay, reason=command.reason)


async def _add_credits(
    transaction: ledger.LedgerTransaction, keyed: KeyedCommand, command: RecordOfflinePaymentCommand, to: ToCredits
) -> RecordOfflinePaymentResult:
    client = await get_active_client(transaction.session, keyed.viewer, to.client_id, "to.credits.clientId")
    transaction.set_client(client.id)
    amount = amount_input.parse_amount(to.amount, transaction.currency, "to.credits.amount")
    received_on, received_at = _received_at(transaction, command.received_on)
    operation = await keyed.claim(transaction, client_id=client.id)
    entry = await ledger.credit_notes.record_offline_credit(
        transaction, client.id, amount, command.method, received_on, received_at, operation
    )
    await add_notice(transaction, NoticeKind.CREDIT_ADDED, entry, amount=amount)
    return RecordOfflinePaymentResult(client.id, None, None, replayed=False)


async def _pay_invoice(
    transaction: ledger.LedgerTransaction, keyed: KeyedCommand, command: RecordOfflinePaymentCommand, to: ToInvoice
) -> RecordOfflinePaymentResult:
    invoice = await get_visible(transaction.session, models.Invoice, to.invoice_id, visibility.invoices(keyed.viewer))
    transaction.set_client(invoice.client_id)
    require_active(await transaction.get(models.Client, invoice.client_id), "to.invoice.invoiceId")
    excess = 0
    try:
        amount = allocation.resolve_amount(to.amount, invoice, transaction.currency)
    except AmountExceedsPayable as error:
        if not to.excess_to_credits:
            raise
        amount, excess = error.payable.minor, error.excess.minor
    received_on, received_at = _received_at(transaction, command.received_on)
    operation = await keyed.claim(transaction, client_id=invoice.client_id, invoice_id=invoice.id)
    payment = models.Payment(
        firm_id=transaction.firm.id,
        id=models.new_id(),
        client_id=invoice.client_id,
        invoice_id=invoice.id,
        operation_id=operation.id,
        event_seq=transaction.seq,
        amount=amount,
        paid_by=PaidBy.OFFLINE,
        offline_method=command.method,
        reason=command.reason,
        status=PaymentStatus.SUCCEEDED,
        created_at=transaction.now,
    )
    ledger.payments.mark_settled(transaction, payment, received_on)
    await transaction.add(payment)
    await ledger.payments.receive_offline(transaction, payment, received_on, received_at)
    await ledger.payments.settle(transaction, payment, is_reserved=False)
    await add_notice(transaction, NoticeKind.PAYMENT_RECEIVED, payment, amount=amount, number=invoice.number)
    if excess:
        entry = await ledger.credit_notes.record_offline_credit(
            transaction, invoice.client_id, excess, command.method, received_on, received_at, operation
        )
        await add_notice(transaction, NoticeKind.CREDIT_ADDED, entry, amount=excess)
    return RecordOfflinePaymentResult(invoice.client_id, invoice.id, payment.id, replayed=False)


def _received_at(transaction: ledger.LedgerTransaction, received_on: dt.date | None) -> tuple[dt.date, dt.datetime]:
    """Return the day of receipt and the time by which the credits are ordered: now, or the start of an earlier day.

    Raises InvalidInput if the day is in the future or before 1970.
    """
    today = calendar.today(transaction.firm.time_zone, transaction.now)
    if received_on is None or received_on == today:
        return today, transaction.now
    if not _EARLIEST <= received_on < today:
        text = _("Enter a date between {earliest} and today.")
        raise InvalidInput("receivedOn", text.format(earliest=format_date(_EARLIEST)))
    return received_on, calendar.start_of_day(received_on, transaction.firm.time_zone)
