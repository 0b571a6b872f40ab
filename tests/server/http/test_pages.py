"""The pages that the server shows."""

from __future__ import annotations

import httpx
import pytest
from starlette.applications import Starlette

from billing.providers import connect_provider
from models import ProviderKind
from server import container as server_house
from server.http.app import create_asgi_app
from server.settings import Settings
from tests.support.firm import AppHarness, Firm


async def test_graphiql_is_served_from_here_alone(http: httpx.AsyncClient) -> None:
    """Self-only policy, right types, nothing sniffed, hashed files kept for ever."""
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
    """In production there is no page, no list of people, and no introspection."""
    quiet = settings.model_copy(update={"graphiql": False, "demo": False})
    application: Starlette = create_asgi_app(server_house.App(quiet, app.database, app.services, None))
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="https://acompte.test") as http:
        for path in ("/graphiql/", "/graphiql/people.json", "/sandbox/v1/accounts"):
            assert (await http.get(path)).status_code == 404
        answer = await http.post("/graphql", json={"query": "{ __schema { types { name } } }"})
        assert "errors" in answer.json()


@pytest.mark.parametrize("path", ["/providers/onboarding/nonsense", "/providers/returned/nonsense"])
async def test_an_onboarding_that_never_was(http: httpx.AsyncClient, path: str) -> None:
    """404, and nothing asked of the provider."""
    assert (await http.get(path)).status_code == 404


async def test_the_lasting_address_leads_to_a_fresh_link_each_time(
    http: httpx.AsyncClient, app: AppHarness, firm: Firm
) -> None:
    """The provider's own links serve once; ours serves again and again, while ONBOARDING."""
    wish = connect_provider.ConnectProviderCommand(ProviderKind.STRIPE, "Second", "http://portal/settings")
    connection = await firm.connection(await connect_provider.connect_provider(app.services, firm.owner, wish))
    links = {
        (await http.get(f"/providers/onboarding/{connection.onboarding_token}")).headers["location"] for _ in range(3)
    }
    assert len(links) == 3
    back = await http.get(f"/providers/returned/{connection.onboarding_token}")
    assert (back.status_code, back.headers["location"]) == (303, "http://portal/settings")
