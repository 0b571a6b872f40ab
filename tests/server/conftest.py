"""The ASGI application in process, over the `app` fixture."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from server import container
from server.http.app import create_asgi_app
from server.settings import Settings
from tests.support.firm import AppHarness, Firm
from tests.support.pages_elsewhere import DASHBOARD_URL, PORTAL_URL
from tests.support.shared_schema import new_api


@pytest.fixture
def settings(app: AppHarness) -> Settings:
    return Settings(
        database_url=SecretStr(app.database.url),
        public_url="https://acompte.test",
        portal_origins="https://portal.test",
        portal_url=PORTAL_URL,
        dashboard_url=DASHBOARD_URL,
    )


@pytest.fixture
def application(app: AppHarness, settings: Settings) -> Starlette:
    return create_asgi_app(container.App(settings, app.database, app.services, app.sandbox), new_api(settings))


@pytest.fixture
async def http(application: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="https://acompte.test") as client:
        yield client


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    """A firm that is ready for prepayments."""
    return await app.create_ready_firm()
