"""A firm's account at a provider, brought up to what the provider says of it (D4, D5)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

import gateway
import ledger
import models
from billing.access.principals import Actor, System
from billing.jobs import alerts
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction, load_payment_settings
from models import PaymentMethod, ProviderStatus

_POLL_INTERVAL = dt.timedelta(minutes=10)
_CONNECTED_POLL_INTERVAL = dt.timedelta(hours=12)


def derive_status(state: gateway.AccountState) -> ProviderStatus:
    """ONBOARDING: details not submitted. CONNECTED: charges enabled and a capability active. RESTRICTED: otherwise."""
    if not state.details_submitted:
        return ProviderStatus.ONBOARDING
    if state.charges_enabled and state.methods:
        return ProviderStatus.CONNECTED
    return ProviderStatus.RESTRICTED


async def sync_connection(services: Services, firm_id: uuid.UUID, connection_id: uuid.UUID) -> dt.datetime | None:
    """Fetch the account and keep its status and methods. When to ask again; None once it is disconnected.

    An account that the provider does not show takes no new payments until it does: with a wrong key none is shown,
    and that must not disconnect anybody. Raise payments.ProviderUnavailable where the provider does not answer:
    nothing has changed.
    """
    truth = await _fetch_state(services, firm_id, connection_id)
    if truth is None:
        return None
    async with begin_transaction(services, System(firm_id), "provider.synced") as transaction:
        await _apply_state(transaction, connection_id, truth)
    if isinstance(truth, _MissingAccount):
        message = "The provider does not show this account any more: no new payments go through it."
        await alerts.raise_alert(services, firm_id, "provider.unreachable", connection_id, message)
    return services.clock() + (
        _CONNECTED_POLL_INTERVAL if derive_status(truth) is ProviderStatus.CONNECTED else _POLL_INTERVAL
    )


async def close_connection(services: Services, firm_id: uuid.UUID, connection_id: uuid.UUID) -> None:
    """The provider told that the firm disconnected its account there. Where it shows it no more, it is so.

    Raise payments.ProviderUnavailable where the provider does not answer: nothing has changed.
    """
    if isinstance(await _fetch_state(services, firm_id, connection_id), _MissingAccount):
        await disconnect(services, System(firm_id), connection_id)


class _MissingAccount(gateway.AccountState):
    """An account that the provider does not show: it can take nothing."""


async def _fetch_state(services: Services, firm_id: uuid.UUID, connection_id: uuid.UUID) -> gateway.AccountState | None:
    """What the provider says; None where there is nothing to be asked."""
    async with services.reads() as session:
        connection = await session.get_one(models.ProviderConnection, (firm_id, connection_id))
        firm = await session.get_one(models.Firm, firm_id)
    if connection.status is ProviderStatus.DISCONNECTED or connection.account_id is None:
        return None
    try:
        return await services.provider.fetch_account(connection.account_id, firm.currency)
    except (gateway.ProviderDisconnected, gateway.ProviderObjectNotFound):
        return _MissingAccount(
            connection.account_id, details_submitted=True, charges_enabled=False, methods=frozenset()
        )


async def _apply_state(
    transaction: ledger.LedgerTransaction, connection_id: uuid.UUID, state: gateway.AccountState
) -> None:
    connection = await transaction.session.get_one(models.ProviderConnection, (transaction.firm.id, connection_id))
    status = derive_status(state)
    card, debit = PaymentMethod.CARD in state.methods, PaymentMethod.BANK_DEBIT in state.methods
    known = (connection.status, connection.card_active, connection.bank_debit_active)
    if connection.status is ProviderStatus.DISCONNECTED or known == (status, card, debit):
        raise Unchanged
    connection.status, connection.card_active, connection.bank_debit_active = status, card, debit
    if status is ProviderStatus.CONNECTED:
        connection.connected_at = connection.connected_at or transaction.now
        settings = await transaction.session.get_one(models.PaymentSettings, transaction.firm.id)
        if settings.default_connection_id is None:
            settings.default_connection_id = connection.id


async def disconnect(services: Services, actor: Actor, connection_id: uuid.UUID) -> None:
    """No new payments through it; messages, refunds and disputes of old ones stay. Another one follows it (D5)."""
    async with begin_transaction(services, actor, "provider.disconnected") as transaction:
        await disconnect_in_transaction(transaction, connection_id)


async def disconnect_in_transaction(transaction: ledger.LedgerTransaction, connection_id: uuid.UUID) -> None:
    """The same, inside a transaction that is under way. Disconnected already: nothing to do."""
    connection = await transaction.session.get_one(models.ProviderConnection, (transaction.firm.id, connection_id))
    if connection.status is ProviderStatus.DISCONNECTED:
        raise Unchanged
    settings, others = await load_payment_settings(transaction.session, transaction.firm.id)
    mark_disconnected(settings, others, connection)
    connection.disconnected_at = transaction.now


def mark_disconnected(
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
    connection: models.ProviderConnection,
) -> None:
    """The rule alone, for these rows or copies of them: of those still connected, the first to be so follows (D5)."""
    connection.status = ProviderStatus.DISCONNECTED
    if settings.default_connection_id == connection.id:
        connected = [each for each in connections if each.status is ProviderStatus.CONNECTED]
        connected.sort(key=lambda each: (each.connected_at or each.created_at, each.id))
        settings.default_connection_id = connected[0].id if connected else None
