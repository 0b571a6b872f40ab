"""The portal and the dashboard: single-page apps, whose built files are read once and served from memory."""

import functools
import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from server.container import App
from server.http.pages import MEDIA_TYPES
from translation import gettext as _

_log = structlog.get_logger()

BUILD = Path(__file__).parents[1] / "web"
"""Where `make web` writes: a folder for each app, and the documents of both."""

_INDEX = "index.html"
_COMPRESSIBLE = frozenset({".html", ".js", ".css", ".svg", ".md"})
_STRIPE_API = "https://api.stripe.com"
# Stripe's own list: https://docs.stripe.com/security/guide#content-security-policy
_STRIPE_SCRIPTS = "https://js.stripe.com https://*.js.stripe.com"
_STRIPE_FRAMES = f"{_STRIPE_SCRIPTS} https://hooks.stripe.com"


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """One file of a build."""

    media_type: str
    content: bytes
    compressed: bytes | None
    """By gzip, if that makes it smaller."""
    etag: str


def routes(app: App, build: Path) -> Iterator[BaseRoute]:
    """The routes of the pages that this server serves."""
    for name in app.settings.served_pages:
        page = SinglePageApp(read_build(build / name), content_security_policy(app))
        if not page.is_built:
            _log.warning("pages are not built", path=f"/{name}", remedy="make web")
        yield Route(f"/{name}", page, methods=["GET"])
        yield Route(f"/{name}/{{path:path}}", page, methods=["GET"])


def content_security_policy(app: App) -> str:
    """What the pages may load and connect to: their own origin, and Stripe or its simulator. Nothing inline."""
    payment_origin = _origin(app.services.provider.api_base or _STRIPE_API)
    # 3-D Secure of the simulator is a page of its own, in a frame.
    frames = _STRIPE_FRAMES if app.settings.has_stripe else f"{_STRIPE_FRAMES} {payment_origin}"
    return (
        f"default-src 'none'; script-src 'self' {_STRIPE_SCRIPTS}; style-src 'self'; font-src 'self';"
        f" img-src 'self' data: https://*.stripe.com; connect-src 'self' {payment_origin}; frame-src {frames};"
        " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


@functools.cache
def read_build(folder: Path) -> Mapping[str, BuiltFile]:
    """The files of an app by their path; none if it is not built. Links out of the folder are not followed, and hidden
    files are Vite's own.

    They are read once: a build that replaces them is served after a restart, and never half of one and half of another.
    """
    root = folder.resolve()
    paths = [path for path in folder.rglob("*") if path.is_file() and path.resolve().is_relative_to(root)]
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return MappingProxyType({name: _read_file(path) for name, path in names.items() if not name.startswith(".")})


def _read_file(path: Path) -> BuiltFile:
    content = path.read_bytes()
    compressed = gzip.compress(content, mtime=0) if path.suffix in _COMPRESSIBLE else content
    return BuiltFile(
        media_type=MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
        content=content,
        compressed=compressed if len(compressed) < len(content) else None,
        # Weak, because it is the same for the compressed content.
        etag=f'W/"{hashlib.sha256(content).hexdigest()[:32]}"',
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class SinglePageApp:
    """One app: serves its files, and at every other path outside `assets/` its page, which does the routing."""

    def __init__(self, files: Mapping[str, BuiltFile], policy: str) -> None:
        self._files = files
        self._headers = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            # Paths of links in mails contain a token, which no other origin may see. Stripe needs to see the origin.
            "Referrer-Policy": "strict-origin",
        }

    @property
    def is_built(self) -> bool:
        """Whether there is a page to serve."""
        return _INDEX in self._files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one GET or HEAD request."""
        response = self._respond(Request(scope))
        if scope["method"] == "HEAD":
            response.body = b""  # the header Content-Length stays
        await response(scope, receive, send)

    def _respond(self, request: Request) -> Response:
        path = request.path_params.get("path", "")
        is_asset = path.startswith("assets/")
        file = self._files.get(path) or (None if is_asset else self._files.get(_INDEX))
        if file is None:
            text = _("Not found.") if self.is_built else "These pages have not been built. Run: make web"
            return PlainTextResponse(text, 404, {**self._headers, "Cache-Control": "no-cache"})
        headers = {
            **self._headers,
            "Cache-Control": "public, max-age=31536000, immutable" if is_asset else "no-cache",
            "ETag": file.etag,
            "Vary": "Accept-Encoding",
        }
        if file.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if file.compressed is None or "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(file.content, headers=headers, media_type=file.media_type)
        headers["Content-Encoding"] = "gzip"
        return Response(file.compressed, headers=headers, media_type=file.media_type)
