"""A running server for tests of subscriptions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from server import container
from server.http.app import create_asgi_app
from server.http.single_page_apps import BUILD
from server.settings import Settings
from tests.server.running_app import RunningApp, serve_app
from tests.support.firm import Firm
from tests.support.graphql_client import global_id
from tests.support.sessions import session_of
from tests.support.shared_schema import new_api


@dataclass
class LiveServer:
    """A server with a firm, and the session token of its client user."""

    server: RunningApp
    firm: Firm
    token: str

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def client(self) -> str:
        return global_id("Client", self.firm.client_id)

    @property
    def bearer_headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def cookie_headers(self) -> dict[str, str]:
        return {"Cookie": f"__Host-acompte={self.token}"}


@asynccontextmanager
async def run_live_server(firm: Firm, settings: Settings, build: Path = BUILD) -> AsyncIterator[LiveServer]:
    """Serve for the duration of the block, with the built pages; connections opened in it must be closed in it."""
    app = container.App(settings, firm.app.database, firm.app.services, None)
    async with serve_app(create_asgi_app(app, new_api(settings, build), build=build)) as running:
        yield LiveServer(running, firm, await session_of(app.services, firm.client_user))
        await running.wait_until_idle()
