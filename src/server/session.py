"""Who comes with a request: a bearer token, else the session's cookie."""

from __future__ import annotations

import datetime as dt

from starlette.requests import Request
from starlette.responses import Response

from graph.context import CookieWish
from server.settings import Settings

PREFLIGHT_HEADER = "acompte-request"
"""A browser sends it across origins only after asking first, so a foreign page cannot use the cookie."""


class CrossSite(Exception):
    """The cookie came without what shows that one of our own pages sent it."""


def cookie_name(settings: Settings) -> str:
    """On https the name itself tells browsers to take it from this host alone."""
    return "__Host-acompte" if settings.base_url.startswith("https") else "acompte"


def token_of(request: Request, settings: Settings) -> str | None:
    """The session's token; a bearer token wins over the cookie. Raise CrossSite."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and bearer.strip():
        return bearer.strip()
    token = request.cookies.get(cookie_name(settings))
    if not token:
        return None
    origin = request.headers.get("origin")
    if PREFLIGHT_HEADER not in request.headers or (origin is not None and origin not in settings.origins):
        raise CrossSite
    return token


def set_cookie(response: Response, wish: CookieWish | None, settings: Settings, now: dt.datetime) -> None:
    """Set or delete the cookie, where signing in or out asks for it. Scripts never see it."""
    if wish is None:
        return
    secure = settings.base_url.startswith("https")
    if wish.token is None or wish.expires_at is None:
        response.delete_cookie(cookie_name(settings), path="/", secure=secure, httponly=True, samesite="lax")
        return
    lifetime = wish.expires_at - now
    response.set_cookie(
        cookie_name(settings),
        wish.token,
        max_age=int(lifetime.total_seconds()),
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
