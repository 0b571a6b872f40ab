"""The intent of a provider payment: request it from the provider, and record the answer (D23).

The provider is never called inside a transaction. If the answer was not recorded, the request is repeated with the same
idempotency key at the provider: by a retry of the caller, or by the sync job that was committed with the row.
"""

import functools
from typing import Any

from sqlalchemy import Dialect, Uuid, null
from sqlalchemy.orm import aliased

import gateway
import ledger
import models
from billing import amount_input, idempotency
from billing.access.principals import System
from billing.charges import customers
from billing.charges.lifecycle import ChargeContext, begin, close, is_window_open, load, reload, set_refused_at
from billing.errors import ProviderRefused, ProviderUnavailable
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from db.row_loader import LoadQuery, RowLoader
from models import JobKind, PaymentStatus
from models.base import NamedBind
from money import Money

_ANSWER_SECONDS = 10
"""How long a request waits for the answer to a concurrent one of the same provider payment."""


async def request_intent(services: Services, context: ChargeContext) -> None:
    """Request the intent of a provider payment in status CREATING, and record the answer.

    Does nothing after the payment window has closed: the provider may have forgotten the idempotency key by then, and
    would create a second intent (D30). Raises ProviderUnavailable if the outcome is unknown: a retry is safe. Raises
    ProviderRefused, or AmountOutOfRange, if the provider refuses: the provider payment never came about, nobody sees
    it, and its reservations and its key are released.
    """
    if context.charge.refused_at is not None:
        raise ProviderUnavailable  # a concurrent request was refused, and released the key
    if context.charge.status is not PaymentStatus.CREATING or not is_window_open(context.charge, services.clock()):
        return
    try:
        intent = await _create_intent(services, context)
    except gateway.ProviderBusy:
        await _wait_for_answer(services, context)
        return
    except gateway.ProviderUnavailable as error:
        raise ProviderUnavailable from error
    except gateway.ProviderRefused as error:
        if isinstance(error, gateway.ProviderObjectNotFound):
            await customers.forget_customer(services, context.charge)
        await _record_refusal(services, context, error)
        if isinstance(error, gateway.AmountNotChargeable):
            raise amount_input.build_amount_error(_amount(context), error) from error
        raise ProviderRefused(error.code.value) from error
    await attach_intent(services, context, intent)


async def _wait_for_answer(services: Services, context: ChargeContext) -> None:
    """Wait until a concurrent request of the same provider payment has recorded the provider's answer.

    Raises ProviderUnavailable if that takes more than `_ANSWER_SECONDS`, or if the provider refused: nobody can see the
    refused payment, so it cannot be a result, and a retry with the same key gets the reason.
    """
    with services.notifications.subscribe(context.firm.id, context.client.id) as changed:
        for _ in range(_ANSWER_SECONDS):
            async with services.reads() as session:
                charge = await load(session, context.kind, context.firm.id, context.charge.id)
            if charge.refused_at is not None:
                break
            if charge.status is not PaymentStatus.CREATING:
                return
            await changed.wait(1)
    raise ProviderUnavailable


def _amount(context: ChargeContext) -> Money:
    return Money(context.charge.amount, context.firm.currency)


async def _create_intent(services: Services, context: ChargeContext) -> gateway.Intent:
    charge = context.charge
    if charge.connection_id is None or charge.method is None:
        raise AssertionError("not a provider payment")
    customer_id = charge.customer_id
    if customer_id is None:
        client = context.client
        customer_id = await services.provider.create_customer(context.account_id, charge.id, client.id, client.name)
        customer_id = await customers.save_customer(services, charge, customer_id)
    return await services.provider.create_intent(
        gateway.IntentRequest(
            id=charge.id,
            firm_id=charge.firm_id,
            account_id=context.account_id,
            customer_id=customer_id,
            amount=_amount(context),
            method=charge.method,
            description=context.description,
            client_id=charge.client_id,
            invoice_id=charge.invoice_id if isinstance(charge, models.Payment) else None,
        )
    )


async def attach_intent(services: Services, context: ChargeContext, intent: gateway.Intent) -> None:
    """Record the intent of a provider payment. From then on the payer can complete it.

    If it was released meanwhile, only the id of the intent is recorded, so that the intent can be synced and canceled.
    """
    firm_id, dialect = context.firm.id, services.driver.dialect
    query = LoadQuery(_charge_loader(context.kind, dialect), {"firm": firm_id, "charge": context.charge.id})
    async with begin_transaction(
        services, System(firm_id), "charge.opened", client_id=context.client.id, query=query
    ) as transaction:
        _, charge, split_tender = transaction.loaded[0]
        if charge.intent_id is not None or charge.ended_at is not None:
            raise Unchanged
        transaction.set_subject(charge)
        charge.intent_id = intent.id
        if charge.status is PaymentStatus.RELEASED:
            return
        charge.client_secret = intent.client_secret
        charge.status = PaymentStatus.REQUIRES_ACTION
        if split_tender is not None:
            split_tender.status = charge.status


@functools.cache
def _charge_loader(kind: JobKind, dialect: Dialect) -> RowLoader:
    """Compile the query that loads a firm, one of its provider payments and its split tender, if any (D16)."""
    charge: Any = models.Prepayment if kind is JobKind.SYNC_PREPAYMENT else models.Payment
    split_tender = aliased(models.Payment)
    split_tender_id = null() if kind is JobKind.SYNC_PREPAYMENT else charge.split_tender_id
    statement = (
        ledger.select_firm(charge, split_tender)
        .join(charge, (charge.firm_id == models.Firm.id) & (charge.id == NamedBind("charge", Uuid())))
        .outerjoin(split_tender, (split_tender.firm_id == models.Firm.id) & (split_tender.id == split_tender_id))
        .where(models.Firm.id == NamedBind("firm", Uuid()))
    )
    return RowLoader(statement, dialect)


async def _record_refusal(services: Services, context: ChargeContext, error: gateway.ProviderRefused) -> None:
    async with begin(services, context, "charge.refused") as transaction:
        charge = await reload(transaction, context)
        if charge.status is not PaymentStatus.CREATING:
            raise Unchanged
        charge.failure_code, charge.provider_code = error.code.value, error.provider_code
        await close(transaction, charge, PaymentStatus.FAILED)
        await set_refused_at(transaction, charge, transaction.now)
        await idempotency.release(transaction, charge)
