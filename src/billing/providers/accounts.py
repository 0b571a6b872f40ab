"""Provider accounts: sync the status and the active methods of a firm's account, and disconnect it (D4, D5)."""

import datetime as dt
import uuid
from collections.abc import Sequence

import gateway
import ledger
import models
from billing import event_changes
from billing.access.principals import Actor, System
from billing.jobs import alerts
from billing.notices.add_notice import add_notice
from billing.prepayments.availability import is_prepayment_available
from billing.prepayments.availability_notice import add_notice_if_unavailable
from billing.rows import load_payment_settings
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from models import NoticeKind, PaymentMethod, ProviderStatus

_POLL_INTERVAL = dt.timedelta(minutes=10)
_CONNECTED_POLL_INTERVAL = dt.timedelta(hours=12)


def derive_status(state: gateway.AccountState) -> ProviderStatus:
    """ONBOARDING until the details are submitted; then CONNECTED if it can charge by a method, else RESTRICTED."""
    if not state.details_submitted:
        return ProviderStatus.ONBOARDING
    if state.charges_enabled and state.methods:
        return ProviderStatus.CONNECTED
    return ProviderStatus.RESTRICTED


async def sync_connection(services: Services, firm_id: uuid.UUID, connection_id: uuid.UUID) -> dt.datetime | None:
    """Fetch the account and store its status and methods. Returns when to sync again; None once it is disconnected.

    An account that the provider no longer shows becomes RESTRICTED and raises an alert. It is not disconnected, because
    a wrong API key hides all accounts. Raises gateway.ProviderUnavailable; nothing has changed then.
    """
    state = await _fetch_state(services, firm_id, connection_id)
    if state is None:
        return None
    async with begin_transaction(services, System(firm_id), "provider.synced") as transaction:
        await _apply_state(transaction, connection_id, state)
    if isinstance(state, _MissingAccount):
        message = "The provider no longer shows this account, so it takes no new payments."
        await alerts.raise_alert(services, firm_id, "provider.unreachable", connection_id, message)
    is_connected = derive_status(state) is ProviderStatus.CONNECTED
    return services.clock() + (_CONNECTED_POLL_INTERVAL if is_connected else _POLL_INTERVAL)


async def close_connection(services: Services, firm_id: uuid.UUID, connection_id: uuid.UUID) -> None:
    """Disconnect an account after a webhook said that the firm did so at the provider, if the provider confirms it.

    Raises gateway.ProviderUnavailable; nothing has changed then.
    """
    if isinstance(await _fetch_state(services, firm_id, connection_id), _MissingAccount):
        await disconnect(services, System(firm_id), connection_id)


class _MissingAccount(gateway.AccountState):
    """The state of an account that the provider no longer shows: no charges, no methods."""


async def _fetch_state(services: Services, firm_id: uuid.UUID, connection_id: uuid.UUID) -> gateway.AccountState | None:
    """The state at the provider; None if the provider account is disconnected, or was not created there yet."""
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
    current = (connection.status, connection.card_active, connection.bank_debit_active)
    if connection.status is ProviderStatus.DISCONNECTED or current == (status, card, debit):
        raise Unchanged
    settings, connections = await load_payment_settings(transaction.session, transaction.firm.id)
    was_available = is_prepayment_available(settings, connections)
    async with event_changes.record_provider(transaction, connection):
        connection.status, connection.card_active, connection.bank_debit_active = status, card, debit
        if status is ProviderStatus.CONNECTED:
            connection.connected_at = connection.connected_at or transaction.now
            if settings.default_connection_id is None:
                settings.default_connection_id = connection.id
    if status is ProviderStatus.RESTRICTED and current[0] is not status:
        await add_notice(transaction, NoticeKind.PROVIDER_RESTRICTED, connection, provider=connection.name)
    await add_notice_if_unavailable(transaction, settings, connections, was_available=was_available, cause=connection)


async def disconnect(services: Services, actor: Actor, connection_id: uuid.UUID) -> None:
    """Stop new payments through the account. Another connected account becomes the default (D5).

    Webhooks, refunds and disputes of earlier payments are still processed.
    """
    async with begin_transaction(services, actor, "provider.disconnected") as transaction:
        connection = await transaction.session.get_one(models.ProviderConnection, (transaction.firm.id, connection_id))
        if connection.status is ProviderStatus.DISCONNECTED:
            raise Unchanged
        settings, connections = await load_payment_settings(transaction.session, transaction.firm.id)
        was_available = is_prepayment_available(settings, connections)
        async with event_changes.record_provider(transaction, connection):
            mark_disconnected(settings, connections, connection)
        connection.disconnected_at = transaction.now
        await add_notice_if_unavailable(
            transaction, settings, connections, was_available=was_available, cause=connection
        )


def mark_disconnected(
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
    connection: models.ProviderConnection,
) -> None:
    """Set the status, and make the account that was connected first the default in its place (D5).

    Changes only the given rows, so that a preview can pass copies.
    """
    connection.status = ProviderStatus.DISCONNECTED
    if settings.default_connection_id == connection.id:
        connected = [other for other in connections if other.status is ProviderStatus.CONNECTED]
        connected.sort(key=lambda other: (other.connected_at or other.created_at, other.id))
        settings.default_connection_id = connected[0].id if connected else None
