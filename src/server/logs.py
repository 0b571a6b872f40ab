"""Logs: one line for each thing that happened, with the request's id; never a token, a password or a card."""

from __future__ import annotations

import logging
import sys
import time
import uuid

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = structlog.get_logger()


def set_up() -> None:
    """Readable on a terminal, JSON elsewhere; libraries' logs go the same way."""
    terminal = sys.stderr.isatty()
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            *([] if terminal else [structlog.processors.format_exc_info]),
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
            if terminal
            else structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")


class RequestLog:
    """Gives every request an id, tells it in the answer, and writes down how the request went.

    Paths may hold tokens (the onboarding's), so only their first part is written down.
    """

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        request_id, status, began = uuid.uuid4().hex, 0, time.perf_counter()

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._application(scope, receive, told)
            finally:
                door = "/" + scope["path"].split("/")[1]
                if door not in ("/sandbox", "/graphiql"):
                    milliseconds = round((time.perf_counter() - began) * 1000)
                    _log.info("request", method=scope["method"], door=door, status=status, milliseconds=milliseconds)
