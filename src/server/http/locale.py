"""The language of requests."""

from starlette.types import ASGIApp, Receive, Scope, Send

from translation import DEFAULT_LOCALE, requested_locale, use_locale


def locale_from(scope: Scope) -> str | None:
    """The locale that a request's `Accept-Language` asks for; None if it names no language that there are texts in."""
    headers = [value for name, value in scope["headers"] if name == b"accept-language"]
    return requested_locale(b",".join(headers).decode("latin-1")) if headers else None


class LocaleMiddleware:
    """Writes messages in the language that a request asks for, or else in English until its viewer is known."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request or connection."""
        if scope["type"] not in ("http", "websocket"):
            await self._application(scope, receive, send)
            return
        with use_locale(locale_from(scope) or DEFAULT_LOCALE):
            await self._application(scope, receive, send)
