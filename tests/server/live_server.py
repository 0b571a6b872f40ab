"""What the tests of sockets and of event streams start from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from server import container as server_house
from server.http.app import create_asgi_app
from server.settings import Settings
from tests.server.running_app import RunningApp, serve_app
from tests.support.firm import Firm
from tests.support.graphql_client import global_id
from tests.support.sessions import session_of


@dataclass
class LiveServer:
    """A server with a firm, and the token of the client's user."""

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
async def run_live_server(firm: Firm, settings: Settings) -> AsyncIterator[LiveServer]:
    """A server that serves, with nothing beside it but what live pages need."""
    house = firm.app
    opened = server_house.App(settings, house.database, house.services, None)
    async with serve_app(create_asgi_app(opened)) as served:
        yield LiveServer(served, firm, await session_of(house.services, firm.client_user))
        # Whatever a page did, nothing of it is left when it is gone.
        await served.wait_until_idle()
