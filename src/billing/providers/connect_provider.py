"""A firm connects its own account at a payment provider, and is led through the provider's onboarding."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Select, delete, select

import gateway
import models
from billing.access.policy import OWNER_OR_ADMIN, require
from billing.access.principals import System, Viewer
from billing.charges import reconciliation
from billing.errors import InvalidInput, ProviderRefused, ProviderUnavailable
from billing.jobs import queue
from billing.services import Services
from billing.transaction import NothingToDo, transaction
from models import JobKind, ProviderKind, ProviderStatus

_NAMES = {ProviderKind.STRIPE: "Stripe"}


@dataclass(frozen=True, slots=True)
class ConnectProvider:
    """The wish. `return_url` is where the browser goes after onboarding: of an origin that the server knows."""

    kind: ProviderKind
    name: str | None
    return_url: str | None


async def connect_provider(services: Services, viewer: Viewer, wish: ConnectProvider) -> uuid.UUID:
    """Make an account at the provider, ONBOARDING; while one is, connecting again gives the same. Its id here.

    Raise InvalidInput, ProviderUnavailable, ProviderRefused.
    """
    require(viewer, OWNER_OR_ADMIN)
    if wish.return_url is not None and not _is_known(services, wish.return_url):
        raise InvalidInput("returnUrl", "This address is not of an origin that the server knows.")
    connection_id = await _write_down(services, viewer, wish)
    await _open(services, viewer.firm_id, connection_id)
    return connection_id


def _is_known(services: Services, url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}" in services.return_origins


async def _write_down(services: Services, viewer: Viewer, wish: ConnectProvider) -> uuid.UUID:
    async with services.reads() as session:
        started = await session.scalar(_started(viewer.firm_id, wish.kind))
    if started is not None and wish.return_url in (None, started.return_url):
        return started.id
    async with transaction(services, viewer, "provider.connected") as book:
        connection = await book.session.scalar(_started(book.firm.id, wish.kind))
        if connection is None:
            connection = models.ProviderConnection(
                firm_id=book.firm.id,
                id=models.new_id(),
                kind=wish.kind,
                name=wish.name or _NAMES[wish.kind],
                livemode=services.provider.livemode,
                status=ProviderStatus.ONBOARDING,
                card_active=False,
                bank_debit_active=False,
                onboarding_token=secrets.token_urlsafe(32),
                created_at=book.now,
            )
            await book.add(connection)
        connection.return_url = wish.return_url or connection.return_url
        return connection.id


def _started(firm_id: uuid.UUID, kind: ProviderKind) -> Select[models.ProviderConnection]:
    return select(models.ProviderConnection).where(
        models.ProviderConnection.firm_id == firm_id,
        models.ProviderConnection.kind == kind,
        models.ProviderConnection.status == ProviderStatus.ONBOARDING,
    )


async def _open(services: Services, firm_id: uuid.UUID, connection_id: uuid.UUID) -> None:
    async with services.reads() as session:
        connection = await session.get_one(models.ProviderConnection, (firm_id, connection_id))
        firm = await session.get_one(models.Firm, firm_id)
    if connection.account_id is not None:
        return
    try:
        account_id = await services.provider.create_account(connection_id, firm.country, firm.currency, firm.name)
    except gateway.ProviderBusy:
        return  # a twin is asking at this moment, and will record the answer
    except gateway.ProviderUnavailable as error:
        raise ProviderUnavailable from error
    except (gateway.ProviderRefused, gateway.ProviderMissing) as error:
        await _forget(services, firm_id, connection_id)
        code = error.code if isinstance(error, gateway.ProviderRefused) else gateway.FailureCode.OTHER
        raise ProviderRefused(code.value) from error
    async with transaction(services, System(firm_id), "provider.opened") as book:
        connection = await book.session.get_one(models.ProviderConnection, (firm_id, connection_id))
        if connection.account_id is not None:
            raise NothingToDo
        connection.account_id = account_id
        await queue.enqueue(book.session, firm_id, JobKind.SYNC_CONNECTION, connection_id, book.now)
        await queue.enqueue(
            book.session, firm_id, JobKind.SWEEP_CONNECTION, connection_id, book.now + reconciliation.EVERY
        )


async def _forget(services: Services, firm_id: uuid.UUID, connection_id: uuid.UUID) -> None:
    """The provider made no account: nothing of the attempt stays."""
    async with transaction(services, System(firm_id), "provider.refused") as book:
        await book.session.execute(
            delete(models.ProviderConnection).where(
                models.ProviderConnection.firm_id == firm_id,
                models.ProviderConnection.id == connection_id,
                models.ProviderConnection.account_id.is_(None),
            )
        )


def onboarding_url(services: Services, connection: models.ProviderConnection) -> str | None:
    """Our own lasting address of the onboarding: it makes a fresh link and redirects. None once that is over."""
    if connection.status is not ProviderStatus.ONBOARDING or connection.account_id is None:
        return None
    return f"{services.public_url}/providers/onboarding/{connection.onboarding_token}"


async def fresh_link(services: Services, token: str) -> str | None:
    """A fresh link of the provider's onboarding for the address's token; None where it is over, or never was.

    Raise ProviderUnavailable, ProviderRefused.
    """
    connection = await _by_token(services, token)
    if connection is None or connection.account_id is None or connection.status is not ProviderStatus.ONBOARDING:
        return None
    here = f"{services.public_url}/providers"
    try:
        return await services.provider.account_link(
            connection.account_id, f"{here}/onboarding/{token}", f"{here}/returned/{token}"
        )
    except gateway.ProviderUnavailable as error:
        raise ProviderUnavailable from error
    except (gateway.ProviderRefused, gateway.ProviderMissing) as error:
        raise ProviderRefused(gateway.FailureCode.OTHER.value) from error


async def returned(services: Services, token: str) -> models.ProviderConnection | None:
    """The browser is back from the onboarding: ask after the account at once."""
    connection = await _by_token(services, token)
    if connection is not None:
        async with services.writes.begin() as session:
            await queue.enqueue(session, connection.firm_id, JobKind.SYNC_CONNECTION, connection.id, services.clock())
        services.signals.jobs_wanted()
    return connection


async def _by_token(services: Services, token: str) -> models.ProviderConnection | None:
    if not token.isprintable():
        # No token of ours, and no text that every database could be asked about.
        return None
    async with services.reads() as session:
        return await session.scalar(
            select(models.ProviderConnection).where(
                models.ProviderConnection.onboarding_token == token,
                models.ProviderConnection.status != ProviderStatus.DISCONNECTED,
            )
        )
