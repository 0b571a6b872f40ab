"""Logs: one line for each thing that happened, with the request's id; never a token, a password or a card."""

from __future__ import annotations

import logging
import re
import sys
import time
import uuid
from collections.abc import MutableMapping
from typing import Any

import structlog
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = structlog.get_logger()

# What could reach a line inside the words of an exception. Lines of our own never hold any of it.
_SECRET_PATTERNS = (
    re.compile(r"\b(?:sk|rk)_(?:test|live)_\w+"),
    re.compile(r"\bwhsec_\w+"),
    re.compile(r"\b\w+_secret_\w+"),
    re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"),
    re.compile(r"\b[Bb]earer\s+\S+"),
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    re.compile(r"(?<![\w-])(?:\d{14,19}|(?:\d{4}[ -]){3}\d{4}|\d{4}[ -]\d{6}[ -]\d{5})(?![\w-])"),
    re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]*(?=@)"),
)
# Without any of it there is none of these: most lines are done with one look.
_MAYBE_SECRET = re.compile(r"[@_]|eyJ|earer\s|\d{4}|://")
_REDACTED = "[hidden]"
_REQUEST_ID_PATTERN = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Written down as they are; others may hold what a caller should not have sent, or the onboarding's token.
_LOGGED_PATHS = frozenset({"/", "/graphql", "/webhooks/stripe", "/health", "/ready", "/metrics"})
_LOGGED_PREFIXES = ("/providers/onboarding", "/providers/returned", "/graphiql", "/sandbox")
_UNLOGGED_PREFIXES = ("/sandbox", "/graphiql")
# Asked every few seconds, by machines: a line is written when the answer is not the usual one.
_QUIET_ON_SUCCESS_PATHS = ("/health", "/ready", "/metrics")


def configure(*, always_json: bool = False) -> None:
    """JSON; readable on a terminal, unless `always_json`. Lines of libraries go the same way."""
    readable = sys.stderr.isatty() and not always_json
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[structlog.typing.Processor] = (
        [redact_secrets, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if readable
        else [structlog.processors.format_exc_info, redact_secrets, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[*shared, *last],
        # Asked for at each line: whoever runs commands inside another program may have replaced it.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    of_libraries = logging.StreamHandler(sys.stderr)
    of_libraries.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[of_libraries], force=True)


def redact_secrets(
    _logger: structlog.typing.WrappedLogger, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The line, with whatever looks like a secret, a card or an e-mail address taken out of its texts."""
    for name, value in event.items():
        if isinstance(value, str) and _MAYBE_SECRET.search(value):
            for secret in _SECRET_PATTERNS:
                value = secret.sub(_REDACTED, value)
            event[name] = value
    return event


class RequestLogMiddleware:
    """Gives every request an id, or keeps a sane one that it came with; tells it in the answer and in every line.

    One line says how each request went. What nobody expected is answered with the id, and is in the log under it.
    """

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] not in ("http", "websocket"):
            await self._application(scope, receive, send)
            return
        request_id = _request_id(scope)
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            if scope["type"] == "websocket":
                await self._application(scope, receive, send)
            else:
                await self._http(scope, receive, send, request_id)

    async def _http(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        status, began = 0, time.perf_counter()

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._application(scope, receive, told)
        except Exception:
            _log.exception("unexpected error", error_id=request_id)
            if not status:
                answer = PlainTextResponse(f"Something went wrong on our side. Its number is {request_id}.", 500)
                await answer(scope, receive, told)
        finally:
            path = _loggable_path(scope["path"])
            if not (path.startswith(_UNLOGGED_PREFIXES) or (path in _QUIET_ON_SUCCESS_PATHS and status == 200)):
                milliseconds = round((time.perf_counter() - began) * 1000)
                _log.info("request", method=scope["method"], path=path, status=status, milliseconds=milliseconds)


def _request_id(scope: Scope) -> str:
    given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    return given if _REQUEST_ID_PATTERN.fullmatch(given) else uuid.uuid4().hex


def _loggable_path(path: str) -> str:
    if path in _LOGGED_PATHS:
        return path
    return next((f"{folder}/..." for folder in _LOGGED_PREFIXES if path.startswith(folder)), "/...")
