"""Bodies of requests that are answered before they have arrived."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_DISCARDED_BYTES = 16 * 1024 * 1024
"""How much of such a body is read and discarded."""


class DiscardBodyMiddleware:
    """Discards what is left of a request's body after its response, and then closes the connection.

    A server that closes while the client still sends resets the connection, and the client may never read the response.
    """

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and _has_body(scope):
            exchange = _Exchange(receive, send)
            await self._application(scope, exchange.receive, exchange.send)
        else:
            await self._application(scope, receive, send)


def _has_body(scope: Scope) -> bool:
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
        for name, value in scope["headers"]
    )


class _Exchange:
    """One request with a body, and its response."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._is_body_complete = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._is_body_complete = self._is_body_complete or not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if self._is_body_complete:
            await self._send(message)
        elif message["type"] == "http.response.start":
            await self._send({**message, "headers": [*message.get("headers", ()), (b"connection", b"close")]})
        elif message.get("more_body", False):
            await self._send(message)
        else:
            await self._send({**message, "more_body": True})
            await self._discard_body()
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _discard_body(self) -> None:
        discarded = 0
        while not self._is_body_complete and discarded <= MAX_DISCARDED_BYTES:
            discarded += len((await self.receive()).get("body", b""))
