"""Sums asked for at the provider: written down and committed first, then asked for, then recorded (D23).

The network is never called inside a transaction. A charge that was written down and not recorded goes on with the
same key at the provider, whoever comes first: the same caller again, or the job that was written down with it.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, Uuid, delete, null, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

import gateway
import ledger
import models
from billing import idempotency
from billing.access.principals import System
from billing.errors import ProviderRefused, ProviderUnavailable
from billing.jobs import queue
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from db.row_loader import LoadQuery, RowLoader
from db.upsert import insert
from models import JobKind, PaymentStatus
from models.base import NamedBind
from money import Money

ProviderPayment = models.Payment | models.Prepayment

PAYMENT_WINDOW = dt.timedelta(minutes=60)
"""How long a payment window stays open (D35)."""

OPEN_STATUSES = frozenset({PaymentStatus.CREATING, PaymentStatus.REQUIRES_ACTION, PaymentStatus.PROCESSING})

_FIRST_SYNC_DELAY = dt.timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class ChargeContext:
    """A charge with all that the provider needs to know of it, read in one go."""

    charge: ProviderPayment
    kind: JobKind
    firm: models.Firm
    client: models.Client
    account_id: str
    livemode: bool
    customer_id: str | None
    description: str


def sync_job_kind(charge: ProviderPayment) -> JobKind:
    """The kind of the job that asks after the charge."""
    return JobKind.SYNC_PREPAYMENT if isinstance(charge, models.Prepayment) else JobKind.SYNC_PAYMENT


async def create(transaction: ledger.LedgerTransaction, charge: ProviderPayment) -> None:
    """Note the intent to ask for this sum, and the job that sees it through."""
    charge.expires_at = transaction.now + PAYMENT_WINDOW
    await transaction.add(charge)
    run_at = transaction.now + _FIRST_SYNC_DELAY
    await transaction.add(queue.new_job(charge.firm_id, sync_job_kind(charge), charge.id, run_at))


async def load(session: AsyncSession, kind: JobKind, firm_id: uuid.UUID, charge_id: uuid.UUID) -> ProviderPayment:
    """The charge as it is now."""
    if kind is JobKind.SYNC_PREPAYMENT:
        return await session.get_one(models.Prepayment, (firm_id, charge_id))
    return await session.get_one(models.Payment, (firm_id, charge_id))


async def load_context(services: Services, kind: JobKind, firm_id: uuid.UUID, charge_id: uuid.UUID) -> ChargeContext:
    """The charge, its client and its account, without any lock."""
    async with services.reads() as session:
        charge = await load(session, kind, firm_id, charge_id)
        row = (
            await session.execute(
                select(models.Firm, models.Client, models.ProviderConnection, models.ProviderCustomer.customer_id)
                .select_from(models.Client)
                .join(models.Firm, models.Firm.id == models.Client.firm_id)
                .join(
                    models.ProviderConnection,
                    (models.ProviderConnection.firm_id == models.Firm.id)
                    & (models.ProviderConnection.id == charge.connection_id),
                )
                .outerjoin(
                    models.ProviderCustomer,
                    (models.ProviderCustomer.firm_id == models.Firm.id)
                    & (models.ProviderCustomer.connection_id == models.ProviderConnection.id)
                    & (models.ProviderCustomer.client_id == models.Client.id),
                )
                .where(models.Client.firm_id == firm_id, models.Client.id == charge.client_id)
            )
        ).one()
        firm, client, connection, customer_id = row
        number = None
        if isinstance(charge, models.Payment):
            number = await session.scalar(
                select(models.Invoice.number).where(
                    models.Invoice.firm_id == firm_id, models.Invoice.id == charge.invoice_id
                )
            )
        return charge_context(charge, firm, client, connection, customer_id, number)


def charge_context(
    charge: ProviderPayment,
    firm: models.Firm,
    client: models.Client,
    connection: models.ProviderConnection,
    customer_id: str | None,
    invoice_number: str | None = None,
) -> ChargeContext:
    """The context of a charge on this provider account, from rows that were loaded already."""
    if connection.account_id is None:
        message = "a charge on a provider account that does not exist yet"
        raise AssertionError(message)
    description = f"Invoice {invoice_number}, {firm.name}" if invoice_number else f"Prepayment, {firm.name}"
    return ChargeContext(
        charge,
        sync_job_kind(charge),
        firm,
        client,
        connection.account_id,
        connection.livemode,
        customer_id,
        description,
    )


async def request_intent(services: Services, context: ChargeContext) -> None:
    """Request the charge's intent from the provider unless that was done, and record the answer.

    Not after the payment window has closed: the provider may have forgotten the key by then, and would create a second
    intent (D30). Raises ProviderUnavailable if the outcome is unknown: trying again is safe. Raises ProviderRefused if
    nothing can be charged: the charge has failed, what it had reserved is released, and so is the key.
    """
    if context.charge.status is not PaymentStatus.CREATING or not is_window_open(context.charge, services.clock()):
        return
    try:
        intent = await _create_intent(services, context)
    except gateway.ProviderBusy:
        return  # a concurrent request is in progress, and will record the answer
    except gateway.ProviderUnavailable as error:
        raise ProviderUnavailable from error
    except (gateway.ProviderRefused, gateway.ProviderObjectNotFound) as error:
        code = error.code if isinstance(error, gateway.ProviderRefused) else gateway.FailureCode.OTHER
        provider_code = error.provider_code if isinstance(error, gateway.ProviderRefused) else "missing"
        if isinstance(error, gateway.ProviderObjectNotFound):
            await _forget_customer(services, context.charge)
        await _record_refusal(services, context, code, provider_code)
        raise ProviderRefused(code.value) from error
    await attach_intent(services, context, intent)


def is_window_open(charge: ProviderPayment, now: dt.datetime) -> bool:
    """Whether the charge may still be asked for at the provider, with its key: while its window lasts."""
    return charge.expires_at is not None and now < charge.expires_at


async def _create_intent(services: Services, context: ChargeContext) -> gateway.Intent:
    charge = context.charge
    if charge.connection_id is None or charge.method is None:
        message = "not a charge"
        raise AssertionError(message)
    customer_id = context.customer_id
    if customer_id is None:
        customer_id = await services.provider.create_customer(
            context.account_id, charge.id, context.client.id, context.client.name
        )
        customer_id = await _save_customer(services, charge, customer_id)
    return await services.provider.create_intent(
        gateway.IntentRequest(
            id=charge.id,
            firm_id=charge.firm_id,
            account_id=context.account_id,
            customer_id=customer_id,
            amount=Money(charge.amount, context.firm.currency),
            method=charge.method,
            description=context.description,
            client_id=charge.client_id,
            invoice_id=charge.invoice_id if isinstance(charge, models.Payment) else None,
        )
    )


async def _save_customer(services: Services, charge: ProviderPayment, customer_id: str) -> str:
    """Keep the customer; where another charge was first, its customer: whoever asks again has to ask for the same."""
    async with services.writes.begin() as session:
        await session.execute(
            insert(session, models.ProviderCustomer)
            .values(
                firm_id=charge.firm_id,
                connection_id=charge.connection_id,
                client_id=charge.client_id,
                customer_id=customer_id,
            )
            .on_conflict_do_nothing()
        )
        kept = await session.scalars(
            select(models.ProviderCustomer.customer_id).where(
                models.ProviderCustomer.firm_id == charge.firm_id,
                models.ProviderCustomer.connection_id == charge.connection_id,
                models.ProviderCustomer.client_id == charge.client_id,
            )
        )
        return kept.one()


async def _forget_customer(services: Services, charge: ProviderPayment) -> None:
    """The firm deleted the customer in the provider's own dashboard: the next charge makes another."""
    async with services.writes.begin() as session:
        await session.execute(
            delete(models.ProviderCustomer).where(
                models.ProviderCustomer.firm_id == charge.firm_id,
                models.ProviderCustomer.connection_id == charge.connection_id,
                models.ProviderCustomer.client_id == charge.client_id,
            )
        )


async def attach_intent(services: Services, context: ChargeContext, intent: gateway.Intent) -> None:
    """Record which intent at the provider stands for the charge: from now on the payer can act.

    Of a charge that was released meanwhile only the intent is recorded, so that it can be canceled and followed.
    """
    firm_id, dialect = context.firm.id, services.driver.dialect
    query = LoadQuery(_charge_loader(context.kind, dialect), {"firm": firm_id, "charge": context.charge.id})
    async with begin_transaction(
        services, System(firm_id), "charge.opened", client_id=context.client.id, query=query
    ) as transaction:
        _, charge, split_tender = transaction.loaded[0]
        if charge.intent_id is not None or charge.ended_at is not None:
            raise Unchanged
        charge.intent_id = intent.id
        if charge.status is PaymentStatus.RELEASED:
            return
        charge.client_secret = intent.client_secret
        charge.status = PaymentStatus.REQUIRES_ACTION
        if split_tender is not None:
            split_tender.status = charge.status


@functools.cache
def _charge_loader(kind: JobKind, dialect: Dialect) -> RowLoader:
    """The firm, one of its charges, and the payment from credits that settles with it (D16), if there is one."""
    charge: Any = models.Prepayment if kind is JobKind.SYNC_PREPAYMENT else models.Payment
    split_tender = aliased(models.Payment)
    split_tender_id = null() if kind is JobKind.SYNC_PREPAYMENT else charge.split_tender_id
    statement = (
        select(models.Firm, charge, split_tender)
        .join(charge, (charge.firm_id == models.Firm.id) & (charge.id == NamedBind("charge", Uuid())))
        .outerjoin(split_tender, (split_tender.firm_id == models.Firm.id) & (split_tender.id == split_tender_id))
        .where(models.Firm.id == NamedBind("firm", Uuid()))
    )
    return RowLoader(statement, dialect)


async def _record_refusal(
    services: Services, context: ChargeContext, code: gateway.FailureCode, provider_code: str | None
) -> None:
    firm_id = context.firm.id
    async with begin_transaction(
        services, System(firm_id), "charge.refused", client_id=context.client.id
    ) as transaction:
        charge = await load(transaction.session, context.kind, firm_id, context.charge.id)
        if charge.status is not PaymentStatus.CREATING:
            raise Unchanged
        charge.failure_code = code.value
        charge.provider_code = provider_code
        await close(transaction, charge, PaymentStatus.FAILED)
        await idempotency.release(transaction, charge)


async def close(transaction: ledger.LedgerTransaction, charge: ProviderPayment, status: PaymentStatus) -> None:
    """FAILED, CANCELED or RELEASED: what the charge had set aside is free again, its own and its partner's (D15, D16).

    One that is released is asked after until the provider has an end for it, too (D24).
    """
    charge.status = status
    charge.ended_at = None if status is PaymentStatus.RELEASED else transaction.now
    charge.client_secret = None
    if isinstance(charge, models.Prepayment):
        return
    await ledger.payments.release_from_invoice(transaction, charge)
    partner = await find_split_tender(transaction, charge)
    if partner is not None:
        partner.status = status
        await ledger.payments.release_from_invoice(transaction, partner)
        await ledger.payments.release_hold(transaction, partner)


async def sync_split_tender(transaction: ledger.LedgerTransaction, charge: ProviderPayment) -> None:
    """Credits that pay together with a charge stand where it stands (D16)."""
    partner = await find_split_tender(transaction, charge)
    if partner is not None:
        partner.status = charge.status


async def find_split_tender(transaction: ledger.LedgerTransaction, charge: ProviderPayment) -> models.Payment | None:
    """The credits' part, where credits and a charge pay together."""
    if isinstance(charge, models.Prepayment) or charge.split_tender_id is None:
        return None
    found = await transaction.session.scalars(
        select(models.Payment).where(
            models.Payment.firm_id == charge.firm_id, models.Payment.id == charge.split_tender_id
        )
    )
    return found.one()
