"""Who comes with a request: a bearer token, else the session's cookie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from billing.access.principals import Viewer
from billing.identity import sessions
from billing.services import Snapshot
from graph.context import SessionCookie
from server.container import App
from server.http import oidc
from server.http.jwks import JwksUnavailable
from server.settings import Settings

PREFLIGHT_HEADER = "acompte-request"
"""A browser sends it across origins only after asking first, so a foreign page cannot use the cookie."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a caller sends to say who they are: the token, and which of several seats, by its id."""

    token: str | None
    membership: str | None = None

    @property
    def session_token(self) -> str | None:
        """The token, where it is that of a session of ours."""
        return None if self.token is None or oidc.is_oidc_token(self.token) else self.token


class CrossSiteRequest(Exception):
    """The cookie came without what shows that one of our own pages sent it."""


def cookie_name(settings: Settings) -> str:
    """On https the name itself tells browsers to take it from this host alone."""
    return "__Host-acompte" if settings.base_url.startswith("https") else "acompte"


def parse_bearer(header: str) -> str | None:
    """The token in an Authorization header."""
    scheme, _, bearer = header.partition(" ")
    return bearer.strip() or None if scheme.lower() == "bearer" else None


def credentials_from(request: Request, settings: Settings) -> Credentials:
    """What came with the request; a bearer token wins over the cookie. Raise CrossSite."""
    bearer = parse_bearer(request.headers.get("authorization", ""))
    token = bearer or request.cookies.get(cookie_name(settings))
    origin = request.headers.get("origin")
    ours = PREFLIGHT_HEADER in request.headers and (origin is None or origin in settings.origins)
    if token and bearer is None and not ours:
        raise CrossSiteRequest
    return Credentials(token or None, request.headers.get(oidc.MEMBERSHIP_HEADER))


def credentials_from_websocket(websocket: WebSocket, settings: Settings) -> Credentials:
    """What came with the handshake. Raise CrossSite.

    A page cannot add a header to a handshake, and is not asked before it is sent: the browser's word for where the
    page comes from is what shows that it is ours.
    """
    bearer = parse_bearer(websocket.headers.get("authorization", ""))
    token = bearer or websocket.cookies.get(cookie_name(settings))
    origin = websocket.headers.get("origin")
    ours = origin in settings.origins or (origin is None and PREFLIGHT_HEADER in websocket.headers)
    if token and bearer is None and not ours:
        raise CrossSiteRequest
    return Credentials(token or None, websocket.headers.get(oidc.MEMBERSHIP_HEADER))


async def authenticate(app: App, credentials: Credentials) -> Viewer | None:
    """Who asks, with the rights of this moment; None without a token, and for a session that is none.

    Raise what an identity provider's token is refused with: NotTaken, ChooseSeat, NoKeys.
    """
    if credentials.token is None:
        return None
    if app.oidc is not None and oidc.is_oidc_token(credentials.token):
        return await app.oidc.authenticate(credentials.token, credentials.membership)
    return await sessions.authenticate(app.services, credentials.token)


def viewer_resolver(app: App, credentials: Credentials) -> Callable[[Snapshot], Awaitable[Viewer | None]]:
    """Says who asks, as often as it is asked: with the rights of that moment. Whatever is not taken is nobody's."""

    async def whose(snapshot: Snapshot) -> Viewer | None:
        if credentials.token is None:
            return None
        if app.oidc is None or not oidc.is_oidc_token(credentials.token):
            return await sessions.authenticate_in_snapshot(snapshot, credentials.token, app.services.clock())
        try:
            return await app.oidc.authenticate(credentials.token, credentials.membership)
        except (oidc.InvalidToken, oidc.MembershipRequired, JwksUnavailable):
            return None

    return whose


def set_cookie(response: Response, session_cookie: SessionCookie | None, settings: Settings, now: dt.datetime) -> None:
    """Set or delete the cookie, where signing in or out asks for it. Scripts never see it."""
    if session_cookie is None:
        return
    secure = settings.base_url.startswith("https")
    if session_cookie.token is None or session_cookie.expires_at is None:
        response.delete_cookie(cookie_name(settings), path="/", secure=secure, httponly=True, samesite="lax")
        return
    lifetime = session_cookie.expires_at - now
    response.set_cookie(
        cookie_name(settings),
        session_cookie.token,
        max_age=int(lifetime.total_seconds()),
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
