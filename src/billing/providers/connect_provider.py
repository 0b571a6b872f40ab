"""Connect a firm to a payment provider: create its account there, and link to the provider's onboarding."""

import secrets
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Select, delete, select

import gateway
import models
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import System, Viewer
from billing.charges import reconciliation
from billing.errors import InvalidInput, ProviderRefused, ProviderUnavailable
from billing.jobs import queue
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from models import JobKind, ProviderKind, ProviderStatus
from translation import DEFAULT_LOCALE, negotiate_locale
from translation import gettext as _

_DEFAULT_NAMES = {ProviderKind.STRIPE: "Stripe"}


@dataclass(frozen=True, slots=True)
class ConnectProviderCommand:
    """`return_url`: where the browser goes after the onboarding. Its origin must be configured."""

    kind: ProviderKind
    name: str | None
    return_url: str | None


async def connect_provider(services: Services, viewer: Viewer, command: ConnectProviderCommand) -> uuid.UUID:
    """Create an account at the provider, or take the one that is still ONBOARDING. Returns the id of our row.

    Raises InvalidInput, ProviderUnavailable, ProviderRefused.
    """
    require_permission(viewer, OWNER_OR_ADMIN)
    if command.return_url is not None and not _is_allowed_origin(services, command.return_url):
        raise InvalidInput("returnUrl", _("This return URL is not allowed."))
    connection_id = await _create_connection(services, viewer, command)
    await _create_provider_account(services, viewer.firm_id, connection_id)
    return connection_id


def _is_allowed_origin(services: Services, url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}" in services.return_origins


async def _create_connection(services: Services, viewer: Viewer, command: ConnectProviderCommand) -> uuid.UUID:
    async with services.reads() as session:
        existing = await session.scalar(_onboarding_connection(viewer.firm_id, command.kind))
    if existing is not None and command.return_url in (None, existing.return_url):
        return existing.id
    async with begin_transaction(services, viewer, "provider.connected") as transaction:
        connection = await transaction.session.scalar(_onboarding_connection(transaction.firm.id, command.kind))
        if connection is None:
            connection = models.ProviderConnection(
                firm_id=transaction.firm.id,
                id=models.new_id(),
                kind=command.kind,
                name=command.name or _DEFAULT_NAMES[command.kind],
                livemode=services.provider.livemode,
                status=ProviderStatus.ONBOARDING,
                onboarding_token=secrets.token_urlsafe(32),
                created_at=transaction.now,
            )
            await transaction.add(connection)
        transaction.set_subject(connection)
        connection.return_url = command.return_url or connection.return_url
        return connection.id


def _onboarding_connection(firm_id: uuid.UUID, kind: ProviderKind) -> Select[models.ProviderConnection]:
    return select(models.ProviderConnection).filter_by(firm_id=firm_id, kind=kind, status=ProviderStatus.ONBOARDING)


async def _create_provider_account(services: Services, firm_id: uuid.UUID, connection_id: uuid.UUID) -> None:
    async with services.reads() as session:
        connection = await session.get_one(models.ProviderConnection, (firm_id, connection_id))
        firm = await session.get_one(models.Firm, firm_id)
    if connection.account_id is not None:
        return
    try:
        account_id = await services.provider.create_account(connection_id, firm.country, firm.currency, firm.name)
    except gateway.ProviderBusy:
        return  # a concurrent call with the same key records the answer
    except gateway.ProviderUnavailable as error:
        raise ProviderUnavailable from error
    except gateway.ProviderRefused as error:
        await _delete_connection(services, firm_id, connection_id)
        raise ProviderRefused(error.code.value) from error
    async with begin_transaction(services, System(firm_id), "provider.opened") as transaction:
        connection = await transaction.session.get_one(models.ProviderConnection, (firm_id, connection_id))
        if connection.account_id is not None:
            raise Unchanged
        connection.account_id = account_id
        await queue.enqueue(transaction.session, firm_id, JobKind.SYNC_CONNECTION, connection_id, transaction.now)
        sweep_at = transaction.now + reconciliation.SWEEP_INTERVAL
        await queue.enqueue(transaction.session, firm_id, JobKind.SWEEP_CONNECTION, connection_id, sweep_at)


async def _delete_connection(services: Services, firm_id: uuid.UUID, connection_id: uuid.UUID) -> None:
    """Delete our row of a provider account that the provider refused to create."""
    async with begin_transaction(services, System(firm_id), "provider.refused") as transaction:
        without_account = {"firm_id": firm_id, "id": connection_id, "account_id": None}
        await transaction.session.execute(delete(models.ProviderConnection).filter_by(**without_account))


def onboarding_url(services: Services, connection: models.ProviderConnection) -> str | None:
    """Our permanent URL, which redirects to a new onboarding link of the provider. None once onboarding is complete."""
    if connection.status is not ProviderStatus.ONBOARDING or connection.account_id is None:
        return None
    return f"{services.public_url}/providers/onboarding/{connection.onboarding_token}"


async def create_onboarding_link(services: Services, token: str) -> str | None:
    """Create a one-time onboarding link at the provider. None if the token is unknown or onboarding is complete.

    Raises ProviderUnavailable, ProviderRefused.
    """
    connection = await _find_by_token(services, token)
    if connection is None or connection.account_id is None or connection.status is not ProviderStatus.ONBOARDING:
        return None
    base_url = f"{services.public_url}/providers"
    try:
        return await services.provider.create_account_link(
            connection.account_id, f"{base_url}/onboarding/{token}", f"{base_url}/returned/{token}"
        )
    except gateway.ProviderUnavailable as error:
        raise ProviderUnavailable from error
    except gateway.ProviderRefused as error:
        raise ProviderRefused(gateway.FailureCode.OTHER.value) from error


async def handle_onboarding_return(services: Services, token: str) -> models.ProviderConnection | None:
    """Enqueue a sync of the account when the browser returns from the onboarding. None if the token is unknown."""
    connection = await _find_by_token(services, token)
    if connection is not None:
        async with services.writes.begin() as session:
            await queue.enqueue(session, connection.firm_id, JobKind.SYNC_CONNECTION, connection.id, services.clock())
        services.notifications.notify_jobs_due()
    return connection


async def find_locale(services: Services, token: str) -> str:
    """The language of the firm whose onboarding has this token; English if the token is unknown."""
    connection = await _find_by_token(services, token)
    if connection is None:
        return DEFAULT_LOCALE
    async with services.reads() as session:
        return negotiate_locale((await session.get_one(models.Firm, connection.firm_id)).locale)


async def _find_by_token(services: Services, token: str) -> models.ProviderConnection | None:
    if not token.isprintable():
        return None  # PostgreSQL rejects NUL characters
    async with services.reads() as session:
        return await session.scalar(
            select(models.ProviderConnection).where(
                models.ProviderConnection.onboarding_token == token,
                models.ProviderConnection.status != ProviderStatus.DISCONNECTED,
            )
        )
