"""HTML pages and redirects: GraphiQL, and the ways to a provider's pages and back."""

import html
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from billing.errors import ProviderRefused, ProviderUnavailable
from billing.providers import connect_provider
from server.container import App
from server.http.locale import locale_from
from server.ops import demo
from translation import current_locale, switch_locale
from translation import gettext as _

GRAPHIQL = Path(__file__).parents[1] / "graphiql"

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self'; font-src 'self';"
    " connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_STRIPE_DASHBOARD = "https://dashboard.stripe.com"
# Python's `mimetypes` depends on the machine's configuration.
MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".html": "text/html; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
}
_RETURN_PAGE = """<!doctype html><html lang="{locale}"><meta charset="utf-8"><title>{title}</title>
<h1>{title}</h1><p>{text}</p></html>"""


class GraphiQLFiles(StaticFiles):
    """The built GraphiQL page, with a content security policy that allows this origin only."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return one file with its caching and security headers."""
        response = await super().get_response(path, scope)
        name = "index.html" if path in (".", "") else path
        media_type = MEDIA_TYPES.get(Path(name).suffix)
        if media_type is not None:
            response.headers["Content-Type"] = media_type
        hashed = "assets/" in name
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        response.headers["Content-Security-Policy"] = _CONTENT_SECURITY_POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


async def list_demo_users(app: App, _request: Request) -> Response:
    """Demo users for GraphiQL's user menu; none outside the demo."""
    people = [
        {"label": f"{user.firm} · {user.email} ({user.description})", "email": user.email, "password": demo.PASSWORD}
        for user in demo.DEMO_USERS
        if app.settings.demo
    ]
    body = {"people": people, "sandbox": app.simulator is not None}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


async def start_onboarding(app: App, request: Request) -> Response:
    """Redirect to a new onboarding link of the provider, whose links expire."""
    await _use_firms_locale(app, request)
    try:
        link = await connect_provider.create_onboarding_link(app.services, request.path_params["token"])
    except ProviderUnavailable:
        return PlainTextResponse(_("The payment provider is not responding. Please try again in a moment."), 503)
    except ProviderRefused as error:
        return PlainTextResponse(str(error), 502)
    return PlainTextResponse(_("Not found."), 404) if link is None else _redirect(link)


async def finish_onboarding(app: App, request: Request) -> Response:
    """Sync the account after its onboarding, and redirect to the page that the firm came from."""
    connection = await connect_provider.handle_onboarding_return(app.services, request.path_params["token"])
    if connection is None:
        return PlainTextResponse(_("Not found."), 404)
    if connection.return_url is not None:
        return _redirect(connection.return_url)
    await _use_firms_locale(app, request)
    title = html.escape(_("Welcome back"))
    text = html.escape(
        _(
            "We are checking your account with the payment provider. Your payment settings will show its status in a"
            " few seconds. You can close this page."
        )
    )
    return HTMLResponse(_RETURN_PAGE.format(locale=current_locale(), title=title, text=text))


async def show_payment(app: App, request: Request) -> Response:
    """Redirect to a payment in the dashboard of Stripe or its simulator, by its provider reference."""
    if app.settings.has_stripe:
        dashboard = _STRIPE_DASHBOARD if app.services.provider.livemode else f"{_STRIPE_DASHBOARD}/test"
    else:
        dashboard = f"{app.services.provider.api_base}/dashboard"
    return _redirect(f"{dashboard}/payments/{quote(request.path_params['reference'], safe='')}")


async def _use_firms_locale(app: App, request: Request) -> None:
    """Write the page in the language of the firm, unless the browser asks for one. Nobody is signed in here."""
    if locale_from(request.scope) is None:
        switch_locale(await connect_provider.find_locale(app.services, request.path_params["token"]))


def _redirect(url: str) -> Response:
    return RedirectResponse(url, 303, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
