"""The lifecycle of a provider payment (D23): its row, committed before any request to the provider, and its end."""

import datetime as dt
import uuid
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

import ledger
import models
from billing.access.principals import System
from billing.charges.description import describe_charge
from billing.jobs import alerts, queue
from billing.services import Services
from billing.transaction import begin_transaction
from models import JobKind, PaymentStatus, ProviderPayment
from money import Money

PAYMENT_WINDOW = dt.timedelta(minutes=60)
"""How long a payment window stays open (D35)."""

OPEN_STATUSES = frozenset({PaymentStatus.CREATING, PaymentStatus.REQUIRES_ACTION, PaymentStatus.PROCESSING})

# CREATING waits for the provider, PROCESSING for the bank; the payer can do nothing.
RELEASABLE_STATUSES = frozenset({PaymentStatus.CREATING, PaymentStatus.PROCESSING})

FIRST_SYNC_DELAY = dt.timedelta(seconds=30)
"""When the job first looks for an answer that was not recorded."""


@dataclass(frozen=True, slots=True)
class ChargeContext:
    """A provider payment with everything that a request to the provider needs."""

    charge: ProviderPayment
    kind: JobKind
    firm: models.Firm
    client: models.Client
    account_id: str
    livemode: bool
    description: str


def sync_job_kind(charge: ProviderPayment) -> JobKind:
    """Return the kind of the job that syncs the provider payment."""
    return JobKind.SYNC_PREPAYMENT if isinstance(charge, models.Prepayment) else JobKind.SYNC_PAYMENT


def is_of(charge: ProviderPayment, row: type[models.Refund] | type[models.Dispute]) -> ColumnElement[bool]:
    """SQL: whether the refund or dispute is one of the provider payment."""
    owner_id = row.prepayment_id if isinstance(charge, models.Prepayment) else row.payment_id
    return (row.firm_id == charge.firm_id) & (owner_id == charge.id)


async def create(transaction: ledger.LedgerTransaction, charge: ProviderPayment) -> None:
    """Add the provider payment and its sync job, and open its payment window."""
    charge.expires_at = transaction.now + PAYMENT_WINDOW
    await transaction.add(charge)
    run_at = transaction.now + FIRST_SYNC_DELAY
    await transaction.add(queue.new_job(charge.firm_id, sync_job_kind(charge), charge.id, run_at))


async def enqueue_sync(session: AsyncSession, charge: ProviderPayment, run_at: dt.datetime) -> None:
    """Enqueue the job that syncs the provider payment."""
    await queue.enqueue(session, charge.firm_id, sync_job_kind(charge), charge.id, run_at)


async def find_by_intent(
    session: AsyncSession, connection_id: uuid.UUID, intent_id: str
) -> models.Payment | models.Prepayment | None:
    """Return the provider payment with this intent, or None if we have none."""
    intent = {"connection_id": connection_id, "intent_id": intent_id}
    payment = await session.scalar(select(models.Payment).filter_by(**intent))
    return payment or await session.scalar(select(models.Prepayment).filter_by(**intent))


async def alert_if_mismatched(services: Services, context: ChargeContext, noun: str, amount: Money) -> bool:
    """Raise an alert if a refund or dispute is in another currency or its amount not positive: it cannot be booked.

    Returns whether it raised one.
    """
    if amount.currency == context.firm.currency and amount.minor > 0:
        return False
    message = f"A {noun} of {amount} was not booked: expected a positive amount in {context.firm.currency}."
    await alerts.raise_alert(services, context.firm.id, f"{noun}.mismatch", context.charge.id, message)
    return True


def begin(
    services: Services, context: ChargeContext, event_kind: str
) -> AbstractAsyncContextManager[ledger.LedgerTransaction]:
    """Begin a transaction of the system for the provider payment's client."""
    return begin_transaction(services, System(context.firm.id), event_kind, client_id=context.client.id)


async def load(session: AsyncSession, kind: JobKind, firm_id: uuid.UUID, charge_id: uuid.UUID) -> ProviderPayment:
    """Load the current row of a provider payment. Raises NoResultFound if there is none."""
    if kind is JobKind.SYNC_PREPAYMENT:
        return await session.get_one(models.Prepayment, (firm_id, charge_id))
    return await session.get_one(models.Payment, (firm_id, charge_id))


async def reload(transaction: ledger.LedgerTransaction, context: ChargeContext) -> ProviderPayment:
    """Load the current row of the provider payment in the transaction, as the subject of its event."""
    charge = await load(transaction.session, context.kind, context.firm.id, context.charge.id)
    transaction.set_subject(charge)
    return charge


async def load_context(services: Services, kind: JobKind, firm_id: uuid.UUID, charge_id: uuid.UUID) -> ChargeContext:
    """Load a provider payment, its firm, its client and its provider account, without taking the firm's lock."""
    async with services.reads() as session:
        charge = await load(session, kind, firm_id, charge_id)
        rows = await session.execute(
            select(models.Firm, models.Client, models.ProviderConnection)
            .join(models.Client, models.Client.firm_id == models.Firm.id)
            .join(models.ProviderConnection, models.ProviderConnection.firm_id == models.Firm.id)
            .where(models.Firm.id == firm_id, models.Client.id == charge.client_id)
            .where(models.ProviderConnection.id == charge.connection_id)
        )
        firm, client, connection = rows.one()
        number = None
        if isinstance(charge, models.Payment):
            number = (await session.get_one(models.Invoice, (firm_id, charge.invoice_id))).number
        return charge_context(charge, firm, client, connection, number)


def charge_context(
    charge: ProviderPayment,
    firm: models.Firm,
    client: models.Client,
    connection: models.ProviderConnection,
    invoice_number: str | None = None,
) -> ChargeContext:
    """Return the context of a provider payment from loaded rows. The provider account must exist at the provider."""
    if connection.account_id is None:
        raise AssertionError("the provider account has no account at the provider yet")
    description = describe_charge(firm, invoice_number)
    kind, account_id, livemode = sync_job_kind(charge), connection.account_id, connection.livemode
    return ChargeContext(charge, kind, firm, client, account_id, livemode, description)


def is_window_open(charge: ProviderPayment, now: dt.datetime) -> bool:
    """Whether the payment window is open, so that its intent can be requested with the same key at the provider."""
    return charge.expires_at is not None and now < charge.expires_at


async def set_refused_at(
    transaction: ledger.LedgerTransaction, charge: ProviderPayment, refused_at: dt.datetime | None
) -> None:
    """Hide a provider payment that never came about, and its split tender, from everybody; None shows them."""
    charge.refused_at = refused_at
    split_tender = await find_split_tender(transaction, charge)
    if split_tender is not None:
        split_tender.refused_at = refused_at


async def close(transaction: ledger.LedgerTransaction, charge: ProviderPayment, status: PaymentStatus) -> None:
    """Set FAILED, CANCELED or RELEASED, and release what the payment and its split tender reserve (D15, D16).

    A released provider payment is synced until it has ended at the provider, too (D24).
    """
    charge.status = status
    charge.ended_at = None if status is PaymentStatus.RELEASED else transaction.now
    charge.client_secret = None
    if isinstance(charge, models.Prepayment):
        return
    await ledger.payments.release_from_invoice(transaction, charge)
    split_tender = await find_split_tender(transaction, charge)
    if split_tender is not None:
        split_tender.status = status
        await ledger.payments.release_from_invoice(transaction, split_tender)
        await ledger.payments.release_hold(transaction, split_tender)


async def sync_split_tender(transaction: ledger.LedgerTransaction, charge: ProviderPayment) -> None:
    """Copy the status of a provider payment to its split tender, the credits part (D16)."""
    split_tender = await find_split_tender(transaction, charge)
    if split_tender is not None:
        split_tender.status = charge.status


async def find_split_tender(transaction: ledger.LedgerTransaction, charge: ProviderPayment) -> models.Payment | None:
    """Return the other part of a split tender, or None if the payment is not part of one (D16)."""
    if isinstance(charge, models.Prepayment) or charge.split_tender_id is None:
        return None
    return await transaction.session.get_one(models.Payment, (charge.firm_id, charge.split_tender_id))
