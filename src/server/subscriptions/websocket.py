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
from server.http.auth import Credentials
from server.http.graphql_request import GraphQLRequest
from server.http.oidc import MEMBERSHIP_HEADER
from server.http.persisted_documents import PersistedDocuments
from server.subscriptions import connections as live
from server.subscriptions.connections import LiveConnections

_log = structlog.get_logger()

PROTOCOL = "graphql-transport-ws"
INIT_TIMEOUT_SECONDS = 5.0
MAX_SUBSCRIPTIONS = 20
_MAX_ID_LENGTH = 128
_MAX_MESSAGES = 100
_WINDOW_SECONDS = 10.0


class _ProtocolError(Exception):
    """The protocol, or a bound, was not kept: the socket is closed with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class GraphQLWebSocketEndpoint:
    """The door of the API for live pages."""

    def __init__(self, connections: LiveConnections, documents: PersistedDocuments | None) -> None:
        self._connections = connections
        self._documents = documents

    async def serve(self, websocket: WebSocket) -> None:
        """Serve one socket, from the handshake to its end."""
        try:
            sent = auth.credentials_from_websocket(websocket, self._connections.app.settings)
        except auth.CrossSiteRequest:
            # Before it is accepted: the page is answered 403.
            await websocket.close(1008)
            return
        spoken = PROTOCOL in websocket.scope.get("subprotocols", ())
        await websocket.accept(subprotocol=PROTOCOL if spoken else None)
        with ExitStack() as places, suppress(WebSocketDisconnect):
            try:
                if not spoken:
                    raise _ProtocolError(4406, f"Subprotocol not acceptable: {PROTOCOL} is spoken here")
                address = live.client_address(websocket)
                places.enter_context(self._connections.acquire_slot(address))
                await _Connection(self._connections, self._documents, websocket, (sent, address), places).serve()
            except live.TooManyConnections:
                await websocket.close(1013, "Too many live connections")
            except _ProtocolError as closing:
                await websocket.close(closing.code, closing.reason)


class _Connection:
    """One socket and what it follows."""

    def __init__(
        self,
        connections: LiveConnections,
        documents: PersistedDocuments | None,
        websocket: WebSocket,
        handshake: tuple[Credentials, str],  # what came with the handshake, and from which network address
        slots: ExitStack,
    ) -> None:
        self._connections, self._documents, self._websocket, self._slots = connections, documents, websocket, slots
        self._credentials, self._address = handshake
        self._subscriptions: dict[str, asyncio.Task[None]] = {}
        self._window_started_at, self._message_count = time.monotonic(), 0

    async def serve(self) -> None:
        """Raise _Close, WebSocketDisconnect and Full. Whichever it is, nothing is followed any more then."""
        try:
            await self._initialize()
            while True:
                await self._handle(await self._receive())
        finally:
            tasks = list(self._subscriptions.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _initialize(self) -> None:
        try:
            async with asyncio.timeout(INIT_TIMEOUT_SECONDS):
                message = await self._receive()
                while message["type"] in ("ping", "pong"):
                    await self._handle(message)
                    message = await self._receive()
        except TimeoutError as error:
            raise _ProtocolError(4408, "Connection initialisation timeout") from error
        if message["type"] != "connection_init":
            raise _ProtocolError(4401, "Unauthorized")
        self._credentials = _credentials_from_payload(message.get("payload"), self._credentials)
        async with Snapshot(self._connections.app.services) as snapshot:
            viewer = await auth.viewer_resolver(self._connections.app, self._credentials)(snapshot)
        if viewer is not None:
            self._slots.enter_context(self._connections.acquire_slot(viewer.id))
        await self._send({"type": "connection_ack"})

    async def _handle(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "subscribe":
                await self._subscribe(_operation_id(message), message.get("payload"))
            case "complete":
                task = self._subscriptions.pop(_operation_id(message), None)
                if task is not None:
                    task.cancel()
            case "ping":
                await self._send({"type": "pong"})
            case "pong":
                pass
            case "connection_init":
                raise _ProtocolError(4429, "Too many initialisation requests")
            case other:
                raise _ProtocolError(4400, f"Unknown message type: {other[:40]}")

    async def _subscribe(self, operation_id: str, payload: object) -> None:
        if operation_id in self._subscriptions:
            raise _ProtocolError(4409, f"Subscriber for {operation_id} already exists"[:120])
        if not isinstance(payload, dict):
            raise _ProtocolError(4400, "payload has to be an object.")
        try:
            wish = graphql_request.parse_graphql_request(payload, self._documents)
        except graphql_request.BadRequest as problem:
            raise _ProtocolError(4400, str(problem)) from problem
        except persisted_documents.DocumentRejected as problem:
            await self._send_error(operation_id, str(problem), problem.code)
            return
        if len(self._subscriptions) >= MAX_SUBSCRIPTIONS:
            message = f"At most {MAX_SUBSCRIPTIONS} subscriptions are taken on one connection."
            await self._send_error(operation_id, message, "TOO_MANY_SUBSCRIPTIONS")
            return
        self._subscriptions[operation_id] = asyncio.create_task(self._run_subscription(operation_id, wish))

    async def _send_error(self, operation_id: str, message: str, code: str) -> None:
        await self._send({"id": operation_id, "type": "error", "payload": live.error_result(message, code)["errors"]})

    async def _run_subscription(self, operation_id: str, graphql_request: GraphQLRequest) -> None:
        """Send what changes. A page that reads slowly holds this up: what changes meanwhile comes merged."""
        last: dict[str, Any] = {"type": "complete"}
        try:
            async with aclosing(
                self._connections.subscribe(graphql_request, self._credentials, self._address)
            ) as results:
                async for result in results:
                    if result["data"] is None:
                        last = {"type": "error", "payload": result["errors"]}
                        break
                    await self._send({"id": operation_id, "type": "next", "payload": result})
        except WebSocketDisconnect:
            return
        except Exception:
            # Whatever it is, the page must not wait for ever.
            _log.exception("live page")
            last = {
                "type": "error",
                "payload": live.error_result("Something went wrong.", "INTERNAL_SERVER_ERROR")["errors"],
            }
        # Its id is free before the page can know: it may be taken again at once.
        del self._subscriptions[operation_id]
        with suppress(WebSocketDisconnect):
            await self._send({"id": operation_id, **last})

    async def _send(self, message: dict[str, Any]) -> None:
        await self._websocket.send_text(json.dumps(message, separators=(",", ":")))

    async def _receive(self) -> dict[str, Any]:
        """The next message. Raise _Close for what is none, or comes too fast, and WebSocketDisconnect."""
        event = await self._websocket.receive()
        if event["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(event.get("code", 1005))
        text = event.get("text")
        if text is None:
            raise _ProtocolError(4400, "Send text.")
        if len(text) > graphql_request.MAX_BODY_BYTES:
            raise _ProtocolError(1009, "The message is too large.")
        self._check_rate()
        try:
            message = graphql_request.parse_json_object(text)
        except graphql_request.BadRequest as problem:
            raise _ProtocolError(4400, str(problem)) from problem
        if not isinstance(message.get("type"), str):
            raise _ProtocolError(4400, "type has to be a string.")
        return message

    def _check_rate(self) -> None:
        now = time.monotonic()
        if now - self._window_started_at > _WINDOW_SECONDS:
            self._window_started_at, self._message_count = now, 0
        self._message_count += 1
        if self._message_count > _MAX_MESSAGES:
            raise _ProtocolError(1008, "Too many messages")


def _operation_id(message: dict[str, Any]) -> str:
    own_id = message.get("id")
    if not isinstance(own_id, str) or not 0 < len(own_id) <= _MAX_ID_LENGTH:
        raise _ProtocolError(4400, "id has to be a string.")
    return own_id


def _credentials_from_payload(payload: object, handshake: Credentials) -> Credentials:
    """What the page sends itself wins: `{"Authorization": "Bearer ..."}` or `{"accessToken": "..."}`, and the seat
    as `{"Acompte-Seat": "..."}`."""
    if payload is None:
        return handshake
    if not isinstance(payload, dict):
        raise _ProtocolError(4400, "payload has to be an object.")
    texts = {name.lower(): value for name, value in payload.items() if isinstance(value, str)}
    token = auth.parse_bearer(texts.get("authorization", "")) or texts.get("accesstoken")
    return Credentials(token or handshake.token, texts.get(MEMBERSHIP_HEADER) or handshake.membership)
