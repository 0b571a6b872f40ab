"""Authentication of requests, by bearer token or by session cookie."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from billing.access.principals import Viewer
from billing.identity import authentication, login_rate_limit
from billing.services import Snapshot
from graph.context import SessionCookie
from server.container import App
from server.http import oidc
from server.http.jwks import JwksUnavailable
from server.settings import Settings

PREFLIGHT_HEADER = "acompte-request"
"""Browsers send it across origins only after a CORS preflight, so a request with it is not cross-site."""

_MAX_DEVICE_TOKEN_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Credentials:
    """Token of a request, and the global id of the membership to act as."""

    token: str | None
    membership: str | None = None

    @property
    def session_token(self) -> str | None:
        """The token if it is a session token; None if there is none or it is an identity provider's."""
        return None if self.token is None or oidc.is_oidc_token(self.token) else self.token


class CrossSiteRequest(Exception):
    """The request has a cookie but no proof that a page of our own sent it."""


def cookie_name(settings: Settings) -> str:
    """Name of the session cookie. On https it has the `__Host-` prefix, so browsers accept it from this host only."""
    return "__Host-acompte" if settings.base_url.startswith("https") else "acompte"


def device_cookie_name(settings: Settings) -> str:
    """Name of the cookie that tells a device which has signed in before from all others. It gives no access."""
    return f"{cookie_name(settings)}-device"


def device_token_from(connection: HTTPConnection, settings: Settings) -> str | None:
    """The device token of a request; None if it has none that we could have sent."""
    token = connection.cookies.get(device_cookie_name(settings), "")
    return token if 0 < len(token) <= _MAX_DEVICE_TOKEN_LENGTH and token.isascii() else None


def parse_bearer(header: str) -> str | None:
    """Token of an Authorization header; None if it is not a bearer token."""
    scheme, _, bearer = header.partition(" ")
    return bearer.strip() or None if scheme.lower() == "bearer" else None


def credentials_from(request: Request, settings: Settings) -> Credentials:
    """Credentials of a request. A bearer token takes precedence over the cookie. Raises CrossSiteRequest."""

    def is_same_site() -> bool:
        origin = request.headers.get("origin")
        return PREFLIGHT_HEADER in request.headers and (origin is None or origin in settings.origins)

    return _credentials(request, settings, is_same_site)


def credentials_from_websocket(websocket: WebSocket, settings: Settings) -> Credentials:
    """Credentials of a WebSocket handshake. Raises CrossSiteRequest.

    Browsers allow no custom header on a handshake and send no preflight, so a cookie needs a known `Origin`.
    """

    def is_same_site() -> bool:
        origin = websocket.headers.get("origin")
        return origin in settings.origins or (origin is None and PREFLIGHT_HEADER in websocket.headers)

    return _credentials(websocket, settings, is_same_site)


def _credentials(connection: HTTPConnection, settings: Settings, is_same_site: Callable[[], bool]) -> Credentials:
    token = parse_bearer(connection.headers.get("authorization", ""))
    if token is None:
        token = connection.cookies.get(cookie_name(settings)) or None
        if token is not None and not is_same_site():
            raise CrossSiteRequest
    return Credentials(token, connection.headers.get(oidc.MEMBERSHIP_HEADER))


async def authenticate(app: App, credentials: Credentials) -> Viewer | None:
    """Viewer with their current rights; None without a token or with a session that is invalid or expired.

    Raises InvalidToken, MembershipRequired and JwksUnavailable for an identity provider's token.
    """
    if credentials.session_token is not None:
        return await authentication.authenticate(app.services, credentials.session_token)
    return await _authenticate_oidc_token(app, credentials)


async def _authenticate_oidc_token(app: App, credentials: Credentials) -> Viewer | None:
    if credentials.token is None or app.oidc is None:
        return None
    return await app.oidc.authenticate(credentials.token, credentials.membership)


def viewer_resolver(app: App, credentials: Credentials) -> Callable[[Snapshot], Awaitable[Viewer | None]]:
    """Return a function that authenticates the credentials each time it is called. Invalid credentials give None."""

    async def resolve_viewer(snapshot: Snapshot) -> Viewer | None:
        if credentials.session_token is not None:
            return await authentication.authenticate_in_snapshot(
                snapshot, credentials.session_token, app.services.clock()
            )
        try:
            return await _authenticate_oidc_token(app, credentials)
        except (oidc.InvalidToken, oidc.MembershipRequired, JwksUnavailable):
            return None

    return resolve_viewer


def set_cookie(response: Response, session_cookie: SessionCookie | None, settings: Settings, now: dt.datetime) -> None:
    """Set or delete the session cookie if the operation signed in or out, and set the device's. Both are HttpOnly."""
    if session_cookie is None:
        return
    secure = settings.base_url.startswith("https")
    if session_cookie.token is None or session_cookie.expires_at is None:
        response.delete_cookie(cookie_name(settings), path="/", secure=secure, httponly=True, samesite="lax")
        return
    cookies = [(cookie_name(settings), session_cookie.token, session_cookie.expires_at - now)]
    if session_cookie.device_token is not None:
        cookies.append((device_cookie_name(settings), session_cookie.device_token, login_rate_limit.KNOWN_FOR))
    for name, value, lifetime in cookies:
        max_age = int(lifetime.total_seconds())
        response.set_cookie(name, value, max_age=max_age, path="/", secure=secure, httponly=True, samesite="lax")
