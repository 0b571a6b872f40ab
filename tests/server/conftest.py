"""The application over a small house, in process: the same doors as on HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from server import container as server_house
from server.http.app import create_application
from server.settings import Settings
from tests.support.firm import Firm, House


@pytest.fixture
def settings(house: House) -> Settings:
    return Settings(
        database_url=SecretStr(house.database.url),
        public_url="https://acompte.test",
        portal_origins="https://portal.test",
    )


@pytest.fixture
def application(house: House, settings: Settings) -> Starlette:
    return create_application(server_house.House(settings, house.database, house.services, house.sandbox))


@pytest.fixture
async def http(application: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="https://acompte.test") as client:
        yield client


@pytest.fixture
async def firm(house: House) -> Firm:
    """A ready firm whose client's user can sign in with the password "right"."""
    return await house.ready_firm()
