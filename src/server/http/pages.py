"""The few pages that the server shows: GraphiQL, and the stops on the way to a provider's onboarding and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from billing.errors import ProviderRefused, ProviderUnavailable
from billing.providers import connect_provider
from server.container import App
from server.ops import demo

GRAPHIQL = Path(__file__).parents[1] / "graphiql"

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self'; font-src 'self';"
    " connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# Python's own table of types depends on the machine.
_MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".svg": "image/svg+xml",
    ".html": "text/html; charset=utf-8",
}
_RETURN_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Welcome back</title>
<h1>Welcome back</h1><p>We are asking the payment provider how far your account has come.
It shows in your payment settings within seconds. You can close this page.</p></html>"""


class GraphiQLFiles(StaticFiles):
    """The built page: everything from here, nothing from elsewhere."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file, with the headers that hold it to its word."""
        response = await super().get_response(path, scope)
        name = "index.html" if path in (".", "") else path
        kind = _MEDIA_TYPES.get(Path(name).suffix)
        if kind is not None:
            response.headers["Content-Type"] = kind
        lasting = "assets/" in name
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        response.headers["Content-Security-Policy"] = _CONTENT_SECURITY_POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


class Pages:
    """The pages that ask the house something."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def list_demo_users(self, _request: Request) -> Response:
        """Who can sign in, for GraphiQL's switch: the demo's people, or nobody."""
        people: list[dict[str, Any]] = []
        if self._app.settings.demo:
            people = [
                {
                    "label": f"{one.firm} · {one.email} ({one.description})",
                    "email": one.email,
                    "password": demo.PASSWORD,
                }
                for one in demo.DEMO_USERS
            ]
        answer = {"people": people, "sandbox": self._app.sandbox is not None}
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

    async def start_onboarding(self, request: Request) -> Response:
        """Our lasting address of a provider's onboarding: makes a fresh link, and leads there."""
        try:
            link = await connect_provider.create_onboarding_link(self._app.services, request.path_params["token"])
        except (ProviderUnavailable, ProviderRefused):
            return PlainTextResponse("The payment provider does not answer. Please try again in a moment.", 503)
        return PlainTextResponse("There is no such onboarding.", 404) if link is None else _redirect(link)

    async def finish_onboarding(self, request: Request) -> Response:
        """Back from the onboarding: asks after the account, and leads on to where the firm came from."""
        connection = await connect_provider.handle_onboarding_return(self._app.services, request.path_params["token"])
        if connection is None:
            return PlainTextResponse("There is no such onboarding.", 404)
        return HTMLResponse(_RETURN_PAGE) if connection.return_url is None else _redirect(connection.return_url)


def _redirect(url: str) -> Response:
    return RedirectResponse(url, 303, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
