"""Logging: structured lines with the request's id, without tokens, passwords and card numbers."""

import logging
import re
import sys
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
import uuid_utils
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from translation import gettext as _

_log = structlog.get_logger()

# Exception messages of libraries may contain these; our own lines do not.
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
# Quick test that most lines fail. Every secret passes it; a request's id, though it has digits, does not.
_MAYBE_SECRET = re.compile(r"[@_]|eyJ|earer\s|\d{14}|\d{4}[ -]\d{4}|://")
_REDACTED = "[hidden]"
_REQUEST_ID_PATTERN = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Other paths may contain an onboarding token, or anything that a client sends.
_LOGGED_PATHS = frozenset({"/", "/graphql", "/webhooks/stripe", "/health", "/ready", "/metrics"})
_LOGGED_PREFIXES = ("/providers/onboarding", "/providers/returned", "/portal", "/dashboard", "/graphiql", "/sandbox")
_UNLOGGED_PREFIXES = ("/sandbox", "/graphiql")
# Monitoring requests these every few seconds; only failures are logged.
_QUIET_ON_SUCCESS_PATHS = ("/health", "/ready", "/metrics")
# As nginx logs it: the client left before its request had arrived.
_CLIENT_DISCONNECTED = 499


def configure(*, always_json: bool = False) -> None:
    """Log JSON to standard error, or plain text if that is a terminal and not `always_json`; also for libraries."""
    plain_text = sys.stderr.isatty() and not always_json
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
    ]
    # After the redaction, which takes the digits of a time stamp for a possible card number.
    time_stamper = structlog.processors.TimeStamper(fmt="iso", utc=True)
    last: list[structlog.typing.Processor] = (
        [redact_secrets, time_stamper, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if plain_text
        else [structlog.processors.format_exc_info, redact_secrets, time_stamper, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[*shared, *last],
        # A function, because test runners replace sys.stderr.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    library_handler = logging.StreamHandler(sys.stderr)
    library_handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[library_handler], force=True)


def redact_secrets(
    _logger: structlog.typing.WrappedLogger, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace everything that looks like a secret, a card number or an email address."""
    texts = {name: value for name, value in event.items() if isinstance(value, str)}
    if _MAYBE_SECRET.search("\n".join(texts.values())):
        for name, value in texts.items():
            for pattern in _SECRET_PATTERNS:
                value = pattern.sub(_REDACTED, value)
            event[name] = value
    return event


class RequestLogMiddleware:
    """Logs one line for each request, and adds an id to the line, the response and every other line of the request.

    A valid `X-Request-Id` of the client is used as the id. The response to an unexpected exception names it.
    """

    def __init__(self, application: ASGIApp) -> None:
        self._application = application
        self._log = _log.bind()  # the proxy would build a logger for each line

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._application(scope, receive, send)
            return
        request_id = _request_id(scope)
        tokens = structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            if scope["type"] == "websocket":
                await self._application(scope, receive, send)
            else:
                await self._http(scope, receive, send, request_id)
        finally:
            structlog.contextvars.reset_contextvars(**tokens)

    async def _http(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        status, started_at = 0, time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._application(scope, receive, send_with_id)
        except ClientDisconnect:
            status = _CLIENT_DISCONNECTED
        except Exception:
            _log.exception("unexpected error", error_id=request_id)
            if not status:
                response = PlainTextResponse(
                    _("Something went wrong on our side. Error ID: {id}.").format(id=request_id), 500
                )
                await response(scope, receive, send_with_id)
        finally:
            path = _loggable_path(scope["path"])
            if not (path.startswith(_UNLOGGED_PREFIXES) or (path in _QUIET_ON_SUCCESS_PATHS and status == 200)):
                milliseconds = round((time.perf_counter() - started_at) * 1000)
                self._log.info("request", method=scope["method"], path=path, status=status, milliseconds=milliseconds)


def _request_id(scope: Scope) -> str:
    # Of several, the last one: it is of the proxy that is next to the server.
    header = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    return header if _REQUEST_ID_PATTERN.fullmatch(header) else uuid_utils.uuid4().hex


def _loggable_path(path: str) -> str:
    if path in _LOGGED_PATHS:
        return path
    return next((f"{folder}/..." for folder in _LOGGED_PREFIXES if path.startswith(folder)), "/...")
