"""Subscriptions over WebSocket: the protocol graphql-transport-ws, strictly read, and nothing but subscriptions."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import ExitStack, aclosing, suppress
from typing import Any

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from billing.services import Snapshot
from server.http import auth, graphql_request, persisted_documents
from server.http.auth import Sent
from server.http.graphql_request import Wish
from server.http.oidc import SEAT_HEADER
from server.http.persisted_documents import TrustedDocuments
from server.subscriptions import connections as live
from server.subscriptions.connections import Live

_log = structlog.get_logger()

PROTOCOL = "graphql-transport-ws"
INIT_SECONDS = 5.0
MOST_SUBSCRIPTIONS = 20
_LONGEST_ID = 128
_MOST_MESSAGES = 100
_WINDOW_SECONDS = 10.0


class _Close(Exception):
    """The protocol, or a bound, was not kept: the socket is closed with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class GraphQLSockets:
    """The door of the API for live pages."""

    def __init__(self, connections: Live, trusted: TrustedDocuments | None) -> None:
        self._live = connections
        self._trusted = trusted

    async def open(self, websocket: WebSocket) -> None:
        """Serve one socket, from the handshake to its end."""
        try:
            sent = auth.sent_with_socket(websocket, self._live.house.settings)
        except auth.CrossSite:
            # Before it is accepted: the page is answered 403.
            await websocket.close(1008)
            return
        spoken = PROTOCOL in websocket.scope.get("subprotocols", ())
        await websocket.accept(subprotocol=PROTOCOL if spoken else None)
        with ExitStack() as places, suppress(WebSocketDisconnect):
            try:
                if not spoken:
                    raise _Close(4406, f"Subprotocol not acceptable: {PROTOCOL} is spoken here")
                address = live.address_of(websocket)
                places.enter_context(self._live.place(address))
                await _Socket(self._live, self._trusted, websocket, (sent, address), places).serve()
            except live.Full:
                await websocket.close(1013, "Too many live connections")
            except _Close as closing:
                await websocket.close(closing.code, closing.reason)


class _Socket:
    """One socket and what it follows."""

    def __init__(
        self,
        connections: Live,
        trusted: TrustedDocuments | None,
        websocket: WebSocket,
        sent: tuple[Sent, str],  # what came with the handshake, and from which network address
        places: ExitStack,
    ) -> None:
        self._live, self._trusted, self._websocket, self._places = connections, trusted, websocket, places
        self._sent, self._address = sent
        self._followed: dict[str, asyncio.Task[None]] = {}
        self._window, self._messages = time.monotonic(), 0

    async def serve(self) -> None:
        """Raise _Close, WebSocketDisconnect and Full. Whichever it is, nothing is followed any more then."""
        try:
            await self._begin()
            while True:
                await self._take(await self._receive())
        finally:
            tasks = list(self._followed.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _begin(self) -> None:
        try:
            async with asyncio.timeout(INIT_SECONDS):
                message = await self._receive()
                while message["type"] in ("ping", "pong"):
                    await self._take(message)
                    message = await self._receive()
        except TimeoutError as error:
            raise _Close(4408, "Connection initialisation timeout") from error
        if message["type"] != "connection_init":
            raise _Close(4401, "Unauthorized")
        self._sent = _sent_in(message.get("payload"), self._sent)
        async with Snapshot(self._live.house.services) as snapshot:
            viewer = await auth.asker(self._live.house, self._sent)(snapshot)
        if viewer is not None:
            self._places.enter_context(self._live.place(viewer.id))
        await self._send({"type": "connection_ack"})

    async def _take(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "subscribe":
                await self._subscribe(_id(message), message.get("payload"))
            case "complete":
                task = self._followed.pop(_id(message), None)
                if task is not None:
                    task.cancel()
            case "ping":
                await self._send({"type": "pong"})
            case "pong":
                pass
            case "connection_init":
                raise _Close(4429, "Too many initialisation requests")
            case other:
                raise _Close(4400, f"Unknown message type: {other[:40]}")

    async def _subscribe(self, own_id: str, payload: object) -> None:
        if own_id in self._followed:
            raise _Close(4409, f"Subscriber for {own_id} already exists"[:120])
        if not isinstance(payload, dict):
            raise _Close(4400, "payload has to be an object.")
        try:
            wish = graphql_request.wish(payload, self._trusted)
        except graphql_request.Unreadable as problem:
            raise _Close(4400, str(problem)) from problem
        except persisted_documents.Refused as problem:
            await self._refuse(own_id, str(problem), problem.code)
            return
        if len(self._followed) >= MOST_SUBSCRIPTIONS:
            message = f"At most {MOST_SUBSCRIPTIONS} subscriptions are taken on one connection."
            await self._refuse(own_id, message, "TOO_MANY_SUBSCRIPTIONS")
            return
        self._followed[own_id] = asyncio.create_task(self._follow(own_id, wish))

    async def _refuse(self, own_id: str, message: str, code: str) -> None:
        await self._send({"id": own_id, "type": "error", "payload": live.refusal(message, code)["errors"]})

    async def _follow(self, own_id: str, wish: Wish) -> None:
        """Send what changes. A page that reads slowly holds this up: what changes meanwhile comes merged."""
        last: dict[str, Any] = {"type": "complete"}
        try:
            async with aclosing(self._live.follow(wish, self._sent, self._address)) as results:
                async for result in results:
                    if result["data"] is None:
                        last = {"type": "error", "payload": result["errors"]}
                        break
                    await self._send({"id": own_id, "type": "next", "payload": result})
        except WebSocketDisconnect:
            return
        except Exception:
            # Whatever it is, the page must not wait for ever.
            _log.exception("live page")
            last = {
                "type": "error",
                "payload": live.refusal("Something went wrong.", "INTERNAL_SERVER_ERROR")["errors"],
            }
        # Its id is free before the page can know: it may be taken again at once.
        del self._followed[own_id]
        with suppress(WebSocketDisconnect):
            await self._send({"id": own_id, **last})

    async def _send(self, message: dict[str, Any]) -> None:
        await self._websocket.send_text(json.dumps(message, separators=(",", ":")))

    async def _receive(self) -> dict[str, Any]:
        """The next message. Raise _Close for what is none, or comes too fast, and WebSocketDisconnect."""
        event = await self._websocket.receive()
        if event["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(event.get("code", 1005))
        text = event.get("text")
        if text is None:
            raise _Close(4400, "Send text.")
        if len(text) > graphql_request.LARGEST:
            raise _Close(1009, "The message is too large.")
        self._count()
        try:
            message = graphql_request.decoded(text)
        except graphql_request.Unreadable as problem:
            raise _Close(4400, str(problem)) from problem
        if not isinstance(message.get("type"), str):
            raise _Close(4400, "type has to be a string.")
        return message

    def _count(self) -> None:
        now = time.monotonic()
        if now - self._window > _WINDOW_SECONDS:
            self._window, self._messages = now, 0
        self._messages += 1
        if self._messages > _MOST_MESSAGES:
            raise _Close(1008, "Too many messages")


def _id(message: dict[str, Any]) -> str:
    own_id = message.get("id")
    if not isinstance(own_id, str) or not 0 < len(own_id) <= _LONGEST_ID:
        raise _Close(4400, "id has to be a string.")
    return own_id


def _sent_in(payload: object, handshake: Sent) -> Sent:
    """What the page sends itself wins: `{"Authorization": "Bearer ..."}` or `{"accessToken": "..."}`, and the seat
    as `{"Acompte-Seat": "..."}`."""
    if payload is None:
        return handshake
    if not isinstance(payload, dict):
        raise _Close(4400, "payload has to be an object.")
    texts = {name.lower(): value for name, value in payload.items() if isinstance(value, str)}
    token = auth.bearer_of(texts.get("authorization", "")) or texts.get("accesstoken")
    return Sent(token or handshake.token, texts.get(SEAT_HEADER) or handshake.seat)
