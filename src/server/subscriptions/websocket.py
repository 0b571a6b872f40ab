"""Subscriptions over WebSocket: Strawberry's graphql-transport-ws handler, for subscriptions only, with limits."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections import deque
from contextlib import ExitStack, aclosing, suppress
from dataclasses import dataclass, field

from graphql import GraphQLError
from starlette.websockets import WebSocket
from starlette.websockets import WebSocketDisconnected as SocketClosed
from strawberry.asgi import ASGIWebSocketAdapter, GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL as PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws import types as messages
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler, Operation
from strawberry.types.unset import UnsetType

from server.http import auth
from server.http.auth import Credentials
from server.http.graphql_request import (
    NOT_TEXT,
    BadRequest,
    GraphQLRequest,
    has_no_surrogates,
    parse_graphql_request,
    parse_json_object_allowing_surrogates,
)
from server.http.jwks import JwksUnavailable
from server.http.locale import locale_from
from server.http.oidc import MEMBERSHIP_HEADER, InvalidToken, MembershipRequired
from server.http.persisted_documents import DocumentRejected, PersistedDocuments
from server.subscriptions import connections as live
from server.subscriptions.connections import LiveConnections
from translation import DEFAULT_LOCALE, requested_locale, switch_locale
from translation import gettext as _

INIT_TIMEOUT_SECONDS = 5.0
MAX_SUBSCRIPTIONS = 20
_MAX_MESSAGES = 100
_WINDOW_SECONDS = 10.0
# RFC 6455: a close frame has 125 bytes, two of them for the code.
_MAX_REASON_BYTES = 123


@dataclass
class _Connection:
    """State of one connection; Strawberry sets `connection_params` to the payload of `connection_init`."""

    credentials: Credentials
    address: str
    counts: ExitStack
    requested_locale: str | None
    connection_params: dict[str, object] = field(default_factory=dict)
    message_times: deque[float] = field(default_factory=lambda: deque(maxlen=_MAX_MESSAGES))

    def exceeds_rate(self) -> bool:
        """Count one message, and return whether more than `_MAX_MESSAGES` came within `_WINDOW_SECONDS`."""
        now, times = time.monotonic(), self.message_times
        exceeded = len(times) == _MAX_MESSAGES and now - times[0] < _WINDOW_SECONDS
        times.append(now)
        return exceeded


class _Adapter(ASGIWebSocketAdapter):
    async def close(self, code: int, reason: str) -> None:
        """Close with as much of the reason as fits: Strawberry quotes the client's message in some."""
        await super().close(code, reason.encode(errors="replace")[:_MAX_REASON_BYTES].decode(errors="ignore"))


class _Handler(BaseGraphQLTransportWSHandler[_Connection, None]):
    view: GraphQLWebSocketEndpoint

    async def handle(self) -> None:
        """Serve the connection until it ends."""
        try:
            self.context.counts.enter_context(self.view.connections.count_by_network(self.context.address))
            await super().handle()
        except live.TooManyConnections:
            await self.websocket.close(1013, "Too many live connections")
        except JwksUnavailable:
            await self.websocket.close(1013, "The identity provider is not responding")

    async def handle_message(self, message: messages.Message) -> None:
        """Handle one message; close the connection if it breaks the protocol or a limit."""
        kind, operation_id = message.get("type"), message.get("id")
        if self.context.exceeds_rate():
            await self.websocket.close(1008, "Too many messages")
        elif not self.connection_acknowledged and kind not in ("connection_init", "ping", "pong"):
            await self.websocket.close(4401, "Unauthorized")
        elif kind in ("subscribe", "complete") and not (isinstance(operation_id, str) and 0 < len(operation_id) <= 128):
            await self.handle_invalid_message("id must be a string of 1 to 128 characters.")
        elif kind == "subscribe" and not isinstance(message.get("payload"), dict):
            await self.handle_invalid_message("payload must be an object.")
        elif not has_no_surrogates(message):
            if kind == "subscribe" and isinstance(operation_id, str) and has_no_surrogates(operation_id):
                await self._reject(operation_id, _(NOT_TEXT), "BAD_REQUEST")
            else:
                await self.handle_invalid_message(NOT_TEXT)
        else:
            await super().handle_message(message)

    async def handle_subscribe(self, message: messages.SubscribeMessage) -> None:
        """Start a subscription, unless its document is rejected or the connection has too many."""
        try:
            request = parse_graphql_request({**message["payload"]}, self.view.documents)
        except BadRequest as error:
            await self.handle_invalid_message(str(error))
        except DocumentRejected as error:
            await self._reject(message["id"], str(error), error.code)
        else:
            if message["id"] not in self.operations and len(self.operations) >= MAX_SUBSCRIPTIONS:
                text = _("A connection may have at most {count} subscriptions.").format(count=MAX_SUBSCRIPTIONS)
                await self._reject(message["id"], text, "TOO_MANY_SUBSCRIPTIONS")
                return
            payload = messages.SubscribeMessagePayload(
                query=request.query, variables=request.variables, operationName=request.operation_name
            )
            await super().handle_subscribe({**message, "payload": payload})

    async def _reject(self, operation_id: str, message: str, code: str) -> None:
        error = GraphQLError(message, extensions={"code": code})
        await self.send_message({"id": operation_id, "type": "error", "payload": [error.formatted]})

    async def run_operation(self, operation: Operation[_Connection, None]) -> None:
        """Send the results of one subscription. A slow client delays it, and then receives the changes merged."""
        request = GraphQLRequest(operation.query, operation.variables, operation.operation_name)
        results = self.view.connections.subscribe(
            request, self.context.credentials, self.context.address, requested_locale=self.context.requested_locale
        )
        with suppress(WebSocketDisconnected, SocketClosed):
            async with aclosing(results):
                async for result in results:
                    if result.data is None:
                        await operation.send_initial_errors(result.errors or [])
                        return
                    await operation.send_next(result)
            await operation.send_operation_message({"id": operation.id, "type": "complete"})


class GraphQLWebSocketEndpoint(GraphQL[_Connection, None]):
    """WebSocket endpoint of `/graphql`."""

    websocket_adapter_class = _Adapter
    graphql_transport_ws_handler_class = _Handler

    def __init__(self, connections: LiveConnections, documents: PersistedDocuments) -> None:
        super().__init__(
            connections.schema,
            subscription_protocols=(PROTOCOL,),
            connection_init_wait_timeout=dt.timedelta(seconds=INIT_TIMEOUT_SECONDS),
            # Origins matter for cookies only, and `serve` checks those.
            allowed_origins=("*",),
        )
        self.connections = connections
        self.documents = documents

    async def serve(self, websocket: WebSocket) -> None:
        """Serve one connection; 403 if its cookie comes from another site."""
        try:
            credentials = auth.credentials_from_websocket(websocket, self.connections.app.settings)
        except auth.CrossSiteRequest:
            await self.reject_websocket(websocket)
            return
        with ExitStack() as counts, suppress(SocketClosed):
            connection = _Connection(credentials, live.client_address(websocket), counts, locale_from(websocket.scope))
            await self.run(websocket, connection)

    async def on_ws_connect(self, context: _Connection) -> UnsetType | dict[str, object] | None:
        """Authenticate the connection, and count it against its membership's limit. Without a token it is anonymous.

        Raises ConnectionRejectionError (close code 4403, on which clients renew their token) for credentials that are
        not valid, TooManyConnections, JwksUnavailable.
        """
        context.credentials = _credentials_from_payload(context.connection_params, context.credentials)
        try:
            viewer = await auth.authenticate(self.connections.app, context.credentials)
        except (InvalidToken, MembershipRequired) as error:
            raise ConnectionRejectionError from error
        context.requested_locale = _locale_from_payload(context.connection_params) or context.requested_locale
        switch_locale(context.requested_locale or (DEFAULT_LOCALE if viewer is None else viewer.locale))
        if viewer is not None:
            context.counts.enter_context(self.connections.count_by_membership(viewer.id))
        elif context.credentials.token is not None:
            raise ConnectionRejectionError
        return await super().on_ws_connect(context)

    def decode_json(self, data: str | bytes) -> object:
        """Decode a message, which must be a JSON object. Raises JSONDecodeError."""
        try:
            message = parse_json_object_allowing_surrogates(data if isinstance(data, str) else data.decode())
        except (BadRequest, UnicodeDecodeError) as error:
            raise json.JSONDecodeError(str(error), "", 0) from error
        if message.get("payload") is None:
            message.pop("payload", None)  # the protocol allows null, Strawberry does not
        return message


def _locale_from_payload(payload: dict[str, object]) -> str | None:
    """The locale that `connection_init` requests by `{"Accept-Language": "..."}`: browsers set no header of their own
    on a handshake.
    """
    languages = (value for name, value in payload.items() if name.lower() == "accept-language")
    return next((requested_locale(value) for value in languages if isinstance(value, str)), None)


def _credentials_from_payload(payload: dict[str, object], handshake: Credentials) -> Credentials:
    """Credentials of `connection_init`; each that is missing comes from the handshake.

    The payload is `{"Authorization": "Bearer ..."}` or `{"accessToken": "..."}`, and `{"Acompte-Seat": "..."}`. Raises
    ConnectionRejectionError if it has a token in another form.
    """
    fields = {name.lower(): value for name, value in payload.items() if value not in (None, "")}
    texts = {name: value for name, value in fields.items() if isinstance(value, str)}
    token = auth.parse_bearer(texts.get("authorization", "")) or texts.get("accesstoken")
    if token is None and not fields.keys().isdisjoint(("authorization", "accesstoken")):
        raise ConnectionRejectionError
    return Credentials(token or handshake.token, texts.get(MEMBERSHIP_HEADER) or handshake.membership)
