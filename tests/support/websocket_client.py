"""A WebSocket client that speaks graphql-transport-ws."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

CLIENT_CHANGES = """subscription ($client: ID!, $after: String) { clientChanges(clientId: $client, after: $after) {
  cursor reload client { id } invoices { id status total { amount } } prepayments { id status } } }"""


@dataclass
class WebSocketClient:
    """One connection."""

    connection: ClientConnection

    async def send(self, **message: Any) -> None:
        await self.connection.send(json.dumps(message))

    async def receive(self, seconds: float = 8) -> dict[str, Any]:
        """The next message."""
        message: dict[str, Any] = json.loads(await asyncio.wait_for(self.connection.recv(), seconds))
        return message

    async def assert_silent(self, seconds: float = 0.3) -> None:
        """Assert that no message arrives for this long."""
        try:
            message = await asyncio.wait_for(self.connection.recv(), seconds)
        except TimeoutError:
            return
        raise AssertionError(message)

    async def initialize(self, payload: Any = None) -> None:
        await self.send(type="connection_init", **({} if payload is None else {"payload": payload}))
        assert await self.receive() == {"type": "connection_ack"}

    async def subscribe(
        self, client: str, operation_id: str = "1", after: str | None = None, query: str = CLIENT_CHANGES
    ) -> None:
        variables = {"client": client, "after": after}
        await self.send(type="subscribe", id=operation_id, payload={"query": query, "variables": variables})

    async def next_change(self, operation_id: str = "1", seconds: float = 8) -> dict[str, Any]:
        """The next change of this subscription."""
        message = await self.receive(seconds)
        assert (message["type"], message["id"]) == ("next", operation_id), message
        assert "errors" not in message["payload"], message
        change: dict[str, Any] = message["payload"]["data"]["clientChanges"]
        return change

    async def wait_closed(self, seconds: float = 8) -> tuple[int | None, str | None]:
        """Code and reason with which the server closes the connection; earlier messages are skipped."""
        _, code, reason = await self.closing(seconds)
        return code, reason

    async def closing(self, seconds: float = 8) -> tuple[list[Any], int | None, str | None]:
        """The messages until the server closes the connection, and the code and reason with which it does."""
        messages = []
        try:
            async with asyncio.timeout(seconds):
                while True:
                    messages.append(await self.connection.recv())
        except ConnectionClosed:
            return messages, self.connection.close_code, self.connection.close_reason


@asynccontextmanager
async def open_websocket(
    url: str,
    *,
    protocols: tuple[str, ...] = ("graphql-transport-ws",),
    origin: str | None = None,
    headers: dict[str, str] | None = None,
) -> AsyncIterator[WebSocketClient]:
    """Open a connection for the duration of the block."""
    async with connect(
        url.replace("http", "ws", 1) + "/graphql",
        subprotocols=[Subprotocol(protocol) for protocol in protocols] or None,
        origin=None if origin is None else Origin(origin),
        additional_headers=headers,
    ) as connection:
        yield WebSocketClient(connection)
