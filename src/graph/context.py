"""The context of one GraphQL operation: its viewer, its database snapshot, and what it has read."""

import asyncio
import dataclasses
import datetime as dt
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

import strawberry
from sqlalchemy import select

import models
from billing import errors, firm_cache
from billing.access import policy
from billing.access.principals import Viewer, pending_check
from billing.identity import authentication, sign_in
from billing.identity.login_rate_limit import Origin
from billing.services import Services, Snapshot
from db import retries
from translation import DEFAULT_LOCALE, switch_locale
from translation import gettext as _

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

running_commands: set[asyncio.Task[Any]] = set()
"""Command handlers that are running, some for clients that have disconnected. The server awaits them at shutdown."""


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """The session cookie to send with the response: set to the token, or deleted if the token is None.

    Signing in also sends the token of the device, in a cookie that outlives the session.
    """

    token: str | None
    expires_at: dt.datetime | None
    device_token: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentConfiguration:
    """A firm's payment settings and provider accounts, newest first."""

    settings: models.PaymentSettings
    connections: tuple[models.ProviderConnection, ...]


@dataclass
class Context:
    """The context of one operation. The server opens the snapshot, and closes it after writing the response."""

    services: Services
    viewer: Viewer | None
    snapshot: Snapshot
    address: str
    """The client's network address, for the rate limit of sign-ins."""
    token: str | None = None
    """The session token of the request, from its cookie or header."""
    device_token: str | None = None
    """The token of a device that has signed in before, from its cookie, for the rate limit of sign-ins."""
    requested_locale: str | None = None
    """The locale that the request asks for, if there are texts in it; otherwise messages are in the viewer's."""
    user_agent: str | None = None
    """What the browser says of itself, for the list of sessions."""
    operation_type: str | None = None
    """`query`, `mutation` or `subscription`, once the document is parsed."""
    reauthenticate: Callable[[Snapshot], Awaitable[Viewer | None]] | None = None
    """Returns the viewer with their current rights, for subscriptions: sessions end and rights are revoked."""
    cookie: SessionCookie | None = None
    """The cookie to send with the response, set by signing in and out."""
    now: dt.datetime = field(init=False)
    query_runner: Any = field(init=False, default=None, repr=False)
    """The `graph.sqlquery.runner.QueryRunner` of the operation; `Any` because that module imports this one."""
    _payment_configuration: PaymentConfiguration | None = field(init=False, default=None, repr=False)

    def __post_init__(self) -> None:
        self.now = self.services.clock()
        self._session_check = None if self.viewer is None else pending_check(self.viewer)
        self._has_checked_credentials = False
        self._is_viewer_of_one_field = False

    @property
    def authenticated_viewer(self) -> Viewer:
        """The viewer. Raises NotAuthenticated if nobody is signed in."""
        if self.viewer is None:
            raise policy.NotAuthenticated
        return self.viewer

    @property
    def is_viewer_verified(self) -> bool:
        """Whether the operation's viewer was authenticated, or is a cached one whose session was verified meanwhile."""
        return self._session_check is None or self._session_check.is_verified

    async def firm_info(self) -> firm_cache.FirmInfo:
        """The currency and time zone of the viewer's firm."""
        return await firm_cache.get_firm_info(self.snapshot, self.authenticated_viewer.firm_id)

    async def payment_configuration(self) -> PaymentConfiguration:
        """The payment configuration of the viewer's firm, for rules: parts of it may not be visible to the viewer."""
        if self._payment_configuration is None:
            firm_id = self.authenticated_viewer.firm_id
            connection = models.ProviderConnection
            (settings,) = await self.snapshot.scalars(select(models.PaymentSettings).filter_by(firm_id=firm_id))
            newest_first = select(connection).filter_by(firm_id=firm_id).order_by(connection.id.desc())
            connections = await self.snapshot.scalars(newest_first)
            self._payment_configuration = PaymentConfiguration(settings, tuple(connections))
        return self._payment_configuration

    async def load_rows(self, model: type[R], ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, R]:
        """Rows of the viewer's firm by their ids. Does not check visibility: the caller has."""
        table: Any = model
        of_firm = select(table).filter_by(firm_id=self.authenticated_viewer.firm_id)
        rows = await self.snapshot.scalars(of_firm.where(table.id.in_(ids)))
        return {row.id: row for row in rows}

    async def run(self, command_handler: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a command handler and return its result, retrying it on database conflicts.

        It is not canceled if the client disconnects. Later reads of the operation use a new snapshot. Raises
        NotAuthenticated if the viewer is a cached one whose session has changed.
        """
        if self.viewer is not None:
            await authentication.verify(self.services, self.viewer, self.token)
        return await self._run(command_handler, *args, **kwargs)

    async def run_for_viewer(
        self,
        command_handler: Callable[Concatenate[Services, Viewer, P], Coroutine[Any, Any, T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """`run` a command handler with the services and the viewer. Raises NotAuthenticated if nobody is signed in."""
        return await self.run(command_handler, self.services, self.authenticated_viewer, *args, **kwargs)

    async def run_for_cached_viewer(
        self,
        command_handler: Callable[Concatenate[Services, Viewer, P], Coroutine[Any, Any, T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """`run_for_viewer`, for a command handler whose transaction verifies the session of a cached viewer."""
        return await self._run(command_handler, self.services, self.authenticated_viewer, *args, **kwargs)

    async def _run(self, command_handler: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs) -> T:
        # The handler may wait for the provider: return the snapshot's connection to the pool first.
        await self.refresh()
        task = asyncio.create_task(retries.retry_on_conflict(command_handler, *args, **kwargs))
        running_commands.add(task)
        task.add_done_callback(running_commands.discard)
        try:
            return await asyncio.shield(task)
        finally:
            await self.refresh()

    def apply_locale(self) -> None:
        """Write messages in the language that the request asks for, else in the viewer's, until the task ends."""
        viewers = DEFAULT_LOCALE if self.viewer is None else self.viewer.locale
        switch_locale(self.requested_locale or viewers)

    def set_viewer_locale(self, locale: str) -> None:
        """Continue the operation with the language that its viewer has chosen: one of `translation.LOCALES`."""
        self.viewer = dataclasses.replace(self.authenticated_viewer, locale=locale)
        self.apply_locale()

    async def refresh(self) -> None:
        """Close the snapshot and forget what was read. The next read opens a new snapshot."""
        self._payment_configuration = None
        await self.snapshot.close()

    async def renew(self) -> None:
        """Start over with a new snapshot, the current time, and the viewer's current rights.

        Raises NotAuthenticated if the session has ended.
        """
        if self.reauthenticate is None:
            raise RuntimeError("a context without `reauthenticate` cannot be renewed")
        await self.refresh()
        self.now = self.services.clock()
        self.viewer = await self.reauthenticate(self.snapshot)
        self.apply_locale()
        if self.viewer is None:
            raise policy.NotAuthenticated

    @property
    def origin(self) -> Origin:
        """Where the request comes from, for the rate limit of sign-ins."""
        return Origin(self.address, self.device_token, self.user_agent)

    def reserve_credential_check(self, refusal: Callable[[str], errors.DomainError] = sign_in.SignInFailed) -> None:
        """Reserve the one password that an operation may check or set: each takes a core for tens of milliseconds.

        Raises `refusal` from the second time on.
        """
        if self._has_checked_credentials:
            raise refusal(_("Only one password can be checked or set per request."))
        self._has_checked_credentials = True

    async def start_session(self, signed_in: sign_in.SignInResult, *, cookie: bool) -> None:
        """Set the operation's viewer and token; with `cookie`, send the cookies of the session and of the device."""
        self.viewer, self.token = signed_in.viewer, signed_in.token
        self.apply_locale()
        if cookie:
            self.cookie = SessionCookie(signed_in.token, signed_in.expires_at, signed_in.device_token)
        await self.refresh()

    async def continue_as(self, viewer: Viewer) -> None:
        """Set the operation's viewer. No cookie is sent."""
        self.viewer = viewer
        self.apply_locale()
        await self.refresh()

    async def answer_as(self, viewer: Viewer) -> None:
        """Set the viewer for this field of Mutation only: they have not signed in (D40)."""
        await self.continue_as(viewer)
        self._is_viewer_of_one_field = True

    def start_mutation_field(self) -> None:
        """Call before each field of Mutation: removes a viewer that `answer_as` set for the previous field only."""
        if self._is_viewer_of_one_field:
            self.viewer, self._is_viewer_of_one_field = None, False
            self.apply_locale()

    async def clear_session(self) -> None:
        """Continue the operation without a viewer, and delete the cookie. The session itself is not ended here."""
        self.viewer, self.token, self.cookie = None, None, SessionCookie(None, None)
        await self.refresh()


Info: TypeAlias = strawberry.Info[Context, None]
"""What resolvers receive."""
