"""What one operation knows: who asks, what it may stand on, and what it has read so far."""

import asyncio
import datetime as dt
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeAlias, TypeVar

import strawberry
from sqlalchemy import select

import models
from billing import firm_cache
from billing.access import policy
from billing.access.principals import Viewer
from billing.services import Services, Snapshot
from db import retries

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

running_commands: set[asyncio.Task[Any]] = set()
"""Deeds that run now, some of them for callers that are gone. A server that stops waits for them."""


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """What the answer has to do with the session's cookie: set it to the token, or, without one, delete it."""

    token: str | None
    expires_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class PaymentConfiguration:
    """What a firm offers."""

    settings: models.PaymentSettings
    connections: tuple[models.ProviderConnection, ...]


@dataclass
class Context:
    """One for each operation. The server opens the snapshot, hands it in, and closes it when the answer is written."""

    services: Services
    viewer: Viewer | None
    snapshot: Snapshot
    address: str
    """The network address of the caller, by which guessing passwords is slowed down."""
    token: str | None = None
    """The session's token that came with the request, from cookie or header."""
    operation_type: str | None = None
    """Whether it is a query or a mutation, once that is understood."""
    reauthenticate: Callable[[Snapshot], Awaitable[Viewer | None]] | None = None
    """Says anew who asks, for an operation that lasts: a session may end meanwhile, and a right may be taken away."""
    cookie: SessionCookie | None = None
    """Set by signing in and out; the server turns it into Set-Cookie."""
    now: dt.datetime = field(init=False)
    query_runner: Any = field(init=False, default=None, repr=False)
    """What tells the operation from the database: `graph.sqlquery.runner.Answering`."""
    _payment_configuration: PaymentConfiguration | None = field(init=False, default=None, repr=False)

    def __post_init__(self) -> None:
        self.now = self.services.clock()

    @property
    def authenticated_viewer(self) -> Viewer:
        """Who asks. Raise NotSignedIn when that is nobody."""
        if self.viewer is None:
            raise policy.NotAuthenticated
        return self.viewer

    async def firm_info(self) -> firm_cache.FirmInfo:
        """What never changes of the viewer's firm: its currency, and so that of everything, and its time zone."""
        return await firm_cache.get_firm_info(self.snapshot, self.authenticated_viewer.firm_id)

    async def payment_configuration(self) -> PaymentConfiguration:
        """What the viewer's own firm offers: read for rules, and not told to whoever may not know of it."""
        if self._payment_configuration is None:
            settings, connection = models.PaymentSettings, models.ProviderConnection
            firm_id = self.authenticated_viewer.firm_id
            (row,) = await self.snapshot.scalars(select(settings).where(settings.firm_id == firm_id))
            found = select(connection).where(connection.firm_id == firm_id).order_by(connection.id.desc())
            self._payment_configuration = PaymentConfiguration(row, tuple(await self.snapshot.scalars(found)))
        return self._payment_configuration

    async def load_rows(self, model: type[R], ids: Sequence[uuid.UUID], *, key: str = "id") -> dict[uuid.UUID, R]:
        """Rows of the viewer's firm that were found visible already, by their ids."""
        table: Any = model
        column = getattr(table, key)
        found = await self.snapshot.scalars(
            select(table).where(table.firm_id == self.authenticated_viewer.firm_id, column.in_(ids))
        )
        return {getattr(row, key): row for row in found}

    async def run(self, command_handler: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the deed answers, done again where it collided with another.

        It runs to its end even if the caller goes away; then all is read afresh.
        """
        # A deed may wait for the provider: it must not keep a connection of the answer before it for so long.
        await self.refresh()
        task = asyncio.create_task(retries.retry_on_conflict(command_handler, *args, **kwargs))
        running_commands.add(task)
        task.add_done_callback(running_commands.discard)
        try:
            return await asyncio.shield(task)
        finally:
            await self.refresh()

    async def refresh(self) -> None:
        """Forget what was read: what is asked next is read from a new snapshot."""
        self._payment_configuration = None
        await self.snapshot.close()

    async def renew(self) -> None:
        """Begin anew, in a new snapshot, at this moment, with the rights of this moment. Raise NotSignedIn."""
        if self.reauthenticate is None:
            message = "who asks for something that lasts has to be asked again"
            raise RuntimeError(message)
        await self.refresh()
        self.now = self.services.clock()
        self.viewer = await self.reauthenticate(self.snapshot)
        if self.viewer is None:
            raise policy.NotAuthenticated

    async def start_session(self, viewer: Viewer, token: str, expires_at: dt.datetime, *, cookie: bool) -> None:
        """From here on the viewer asks; with `cookie`, the answer sets it."""
        self.viewer, self.token = viewer, token
        if cookie:
            self.cookie = SessionCookie(token, expires_at)
        await self.refresh()

    async def end_session(self) -> None:
        """From here on nobody asks, and the answer deletes the cookie."""
        self.viewer, self.token, self.cookie = None, None, SessionCookie(None, None)
        await self.refresh()


Info: TypeAlias = strawberry.Info[Context, None]
"""What a resolver is handed."""
