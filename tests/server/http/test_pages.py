"""GraphiQL, and the ways to a provider's pages."""

from __future__ import annotations

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from billing.providers import connect_provider
from models import ProviderKind
from server import container
from server.http.app import create_asgi_app
from server.settings import Settings
from tests.support.firm import SANDBOX_URL, AppHarness, Firm


async def test_graphiql_headers(http: httpx.AsyncClient) -> None:
    """The policy allows this origin only; media types are exact; hashed files are immutable."""
    page = await http.get("/graphiql/")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "http" not in policy
    script = page.text.partition('src="./')[2].partition('"')[0] or page.text.partition('src="')[2].partition('"')[0]
    asset = await http.get(f"/graphiql/{script}")
    assert (asset.status_code, asset.headers["content-type"]) == (200, "text/javascript")
    assert "immutable" in asset.headers["cache-control"]
    assert asset.headers["x-content-type-options"] == "nosniff"


async def test_graphiql_and_introspection_are_off_by_setting(app: AppHarness, settings: Settings) -> None:
    """As in production: no page, no demo users, no introspection."""
    production = settings.model_copy(update={"graphiql": False, "demo": False})
    application: Starlette = create_asgi_app(container.App(production, app.database, app.services, None))
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="https://acompte.test") as http:
        for path in ("/graphiql/", "/graphiql/people.json", "/sandbox/v1/accounts"):
            assert (await http.get(path)).status_code == 404
        response = await http.post("/graphql", json={"query": "{ __schema { types { name } } }"})
        assert "errors" in response.json()


@pytest.mark.parametrize("path", ["/providers/onboarding/nonsense", "/providers/returned/nonsense"])
async def test_unknown_onboarding(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 404


async def test_onboarding_redirects_to_a_new_link(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """The provider's links work once; ours works repeatedly while the account is ONBOARDING."""
    command = connect_provider.ConnectProviderCommand(ProviderKind.STRIPE, "Second", "http://portal/settings")
    connection = await firm.connection(await connect_provider.connect_provider(app.services, firm.owner, command))
    links = {
        (await http.get(f"/providers/onboarding/{connection.onboarding_token}")).headers["location"] for _ in range(3)
    }
    assert len(links) == 3
    returned = await http.get(f"/providers/returned/{connection.onboarding_token}")
    assert (returned.status_code, returned.headers["location"]) == (303, "http://portal/settings")


async def test_onboarding_that_the_provider_refuses(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """The page says that the provider declined, not that it does not respond."""
    command = connect_provider.ConnectProviderCommand(ProviderKind.STRIPE, "Second", None)
    connection = await firm.connection(await connect_provider.connect_provider(app.services, firm.owner, command))
    assert connection.account_id is not None
    path = f"{SANDBOX_URL}/_control/accounts/{connection.account_id}/deauthorize"
    await app.browser.post(path, headers={"Authorization": "Bearer sk_test_sandbox"})
    refused = await http.get(f"/providers/onboarding/{connection.onboarding_token}")
    assert (refused.status_code, "declined the request" in refused.text) == (502, True)


async def test_a_payment_is_shown_by_the_provider(http: httpx.AsyncClient, app: AppHarness, settings: Settings) -> None:
    """In the dashboard of the Stripe simulator, or of Stripe if payments are made there."""
    shown = await http.get("/providers/payments/pi_3%3F1")
    base = app.services.provider.api_base
    assert (shown.status_code, shown.headers["location"]) == (303, f"{base}/dashboard/payments/pi_3%3F1")
    for mode, path in (("test", "test/payments/pi_3"), ("live", "payments/pi_3")):
        keys = {
            "stripe_secret_key": SecretStr(f"sk_{mode}_1"),
            "stripe_publishable_key": f"pk_{mode}_1",
            "stripe_webhook_secret": SecretStr("whsec_1"),
        }
        with_stripe = container.build_app(settings.model_copy(update={**keys, "stripe_api_base": "https://proxy.test"}))
        transport = httpx.ASGITransport(app=create_asgi_app(with_stripe))
        async with httpx.AsyncClient(transport=transport, base_url="https://acompte.test") as stripe_http:
            shown = await stripe_http.get("/providers/payments/pi_3")
        assert shown.headers["location"] == f"https://dashboard.stripe.com/{path}"
