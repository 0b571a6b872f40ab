"""What the tests of sockets and of event streams start from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from server import container as server_house
from server.http.app import create_application
from server.settings import Settings
from tests.server.serving import Serving, serving
from tests.support.asking import gid
from tests.support.firm import Firm
from tests.support.sessions import session_of


@dataclass
class Stage:
    """A server with a firm, and the token of the client's user."""

    serving: Serving
    firm: Firm
    token: str

    @property
    def url(self) -> str:
        return self.serving.url

    @property
    def client(self) -> str:
        return gid("Client", self.firm.client_id)

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def cookie(self) -> dict[str, str]:
        return {"Cookie": f"__Host-acompte={self.token}"}


@asynccontextmanager
async def stage(firm: Firm, settings: Settings) -> AsyncIterator[Stage]:
    """A server that serves, with nothing beside it but what live pages need."""
    house = firm.house
    opened = server_house.House(settings, house.database, house.services, None)
    async with serving(create_application(opened)) as served:
        yield Stage(served, firm, await session_of(house.services, firm.client_user))
        # Whatever a page did, nothing of it is left when it is gone.
        await served.empty()
