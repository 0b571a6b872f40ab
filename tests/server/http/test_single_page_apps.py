"""The portal and the dashboard: what is served at which path, with which headers, and nothing else."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import structlog
from pydantic import SecretStr

from server import container
from server.container import App
from server.http.app import create_asgi_app
from server.http.single_page_apps import content_security_policy
from server.settings import Settings
from tests.server.http.pages_build import SCRIPT, write_build
from tests.server.running_app import serve_app
from tests.support.firm import AppHarness


@pytest.fixture
def own_settings(settings: Settings) -> Settings:
    """Of a server that serves both apps."""
    return settings.model_copy(update={"portal_url": "", "dashboard_url": ""})


@pytest.fixture
def pages_app(app: AppHarness, own_settings: Settings) -> App:
    return App(own_settings, app.database, app.services, None)


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return write_build(tmp_path / "web")


@pytest.fixture
async def pages(pages_app: App, build: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with open_client(pages_app, build) as client:
        yield client


def open_client(app: App, build: Path) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=create_asgi_app(app, build=build))
    return httpx.AsyncClient(transport=transport, base_url="https://acompte.test", headers={"Accept-Encoding": ""})


@pytest.mark.parametrize("path", ["/portal", "/portal/", "/portal/invoices/1", "/portal/a.js", "/portal/assets"])
async def test_every_path_is_the_page(pages: httpx.AsyncClient, path: str) -> None:
    """The page has its own routes. It is never shown without asking whether it is the newest."""
    page = await pages.get(path)
    assert (page.status_code, page.text) == (200, "<!doctype html><title>portal</title>")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    unchanged = await pages.get(path, headers={"If-None-Match": page.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["cache-control"] == "no-cache"
    assert "content-type" not in unchanged.headers
    assert (await pages.get(path, headers={"If-None-Match": 'W/"other"'})).status_code == 200


async def test_files_beside_the_page(pages: httpx.AsyncClient) -> None:
    """Such as its icon, whose name has no hash: asked for anew each time. What Vite notes for itself is not served."""
    icon = await pages.get("/portal/icon.svg")
    assert (icon.text, icon.headers["content-type"]) == ("<svg/>", "image/svg+xml")
    assert icon.headers["cache-control"] == "no-cache"
    assert (await pages.get("/portal/.vite/manifest.json")).headers["content-type"] == "text/html; charset=utf-8"


async def test_each_app_has_its_page(pages: httpx.AsyncClient) -> None:
    assert (await pages.get("/dashboard/clients")).text == "<!doctype html><title>dashboard</title>"
    assert (await pages.get("/portals")).status_code == 404


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("index-Ab1_-9Zx.js", "text/javascript"),
        ("index-Ab1_-9Zx.css", "text/css"),
        ("font-Ab1_-9Zx.woff2", "font/woff2"),
    ],
)
async def test_assets_are_immutable(pages: httpx.AsyncClient, name: str, media_type: str) -> None:
    """Their names contain a hash of their content."""
    asset = await pages.get(f"/portal/assets/{name}")
    assert (asset.status_code, asset.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert asset.headers["x-content-type-options"] == "nosniff"


async def test_unknown_assets_are_not_found(pages: httpx.AsyncClient) -> None:
    """A script of an earlier build is not answered by a page, nor is that remembered."""
    for path in ("/portal/assets/", "/portal/assets/index-00000000.js", "/portal/assets/index.html"):
        missing = await pages.get(path)
        assert (missing.status_code, missing.text) == (404, "Not found.")
        assert missing.headers["cache-control"] == "no-cache"


async def test_compression(pages: httpx.AsyncClient) -> None:
    """Texts are compressed for browsers that accept it, and fonts are not."""
    plain = await pages.get("/portal/assets/index-Ab1_-9Zx.js")
    assert (plain.text, "Accept-Encoding" in plain.headers["vary"]) == (SCRIPT, True)
    assert "content-encoding" not in plain.headers
    async with pages.stream(
        "GET", "/portal/assets/index-Ab1_-9Zx.js", headers={"Accept-Encoding": "gzip, br"}
    ) as packed:
        content = b"".join([chunk async for chunk in packed.aiter_raw()])
    assert (packed.headers["content-encoding"], packed.headers["vary"]) == ("gzip", plain.headers["vary"])
    assert (gzip.decompress(content).decode(), packed.headers["etag"]) == (SCRIPT, plain.headers["etag"])
    assert int(packed.headers["content-length"]) == len(content) < len(SCRIPT)
    font = await pages.get("/portal/assets/font-Ab1_-9Zx.woff2", headers={"Accept-Encoding": "gzip"})
    assert (font.content, "content-encoding" in font.headers) == (b"wOF2", False)


async def test_only_get_and_head(pages: httpx.AsyncClient) -> None:
    """HEAD has the headers of GET and no body."""
    for path in ("/portal/", "/portal/assets/index-Ab1_-9Zx.js"):
        get, head = await pages.get(path), await pages.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert {**head.headers, "x-request-id": ""} == {**get.headers, "x-request-id": ""}
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert (await pages.request(method, path)).status_code == 405


async def test_security_headers(pages: httpx.AsyncClient, pages_app: App) -> None:
    """Every answer has them. Nothing inline is allowed, and no frame around the page."""
    for path in ("/portal/", "/dashboard/", "/portal/assets/index-Ab1_-9Zx.js", "/portal/assets/none.js"):
        headers = (await pages.get(path)).headers
        assert headers["content-security-policy"] == content_security_policy(pages_app)
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "strict-origin")


def directives(settings: Settings) -> dict[str, str]:
    """The policy of a server with these settings."""
    policy = content_security_policy(container.build_app(settings))
    return dict(directive.strip().split(" ", 1) for directive in policy.split(";"))


def test_policy_with_stripe(own_settings: Settings) -> None:
    """Stripe's scripts, frames and API, and this origin."""
    key = SecretStr("sk_test_1")
    keys = {
        "stripe_secret_key": key,
        "stripe_publishable_key": "pk_test_1",
        "stripe_webhook_secret": SecretStr("whsec_1"),
    }
    policy = directives(own_settings.model_copy(update=keys))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self' https://js.stripe.com https://*.js.stripe.com",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self' data: https://*.stripe.com",
        "connect-src": "'self' https://api.stripe.com",
        "frame-src": "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    elsewhere = directives(own_settings.model_copy(update={**keys, "stripe_api_base": "https://stripe.test/api"}))
    assert elsewhere["connect-src"] == "'self' https://stripe.test"


def test_policy_with_the_simulator(own_settings: Settings) -> None:
    """Its API and its page for 3-D Secure are at PUBLIC_URL."""
    policy = directives(own_settings)
    assert policy["connect-src"] == "'self' https://acompte.test"
    assert policy["frame-src"].endswith(" https://acompte.test")


OUTSIDE = (
    "/portal/../../settings.py",
    "/portal/assets/../../settings.py",
    "/portal/assets/../../documents.json",
    "/portal/assets/%2e%2e/%2e%2e/%2e%2e/settings.py",
    "/portal/assets/..%2f..%2f..%2fsettings.py",
    "/portal/assets/%252e%252e/settings.py",
    "/portal/assets/..\\..\\..\\settings.py",
    "/portal/assets//etc/passwd",
    "/portal/assets/index-Ab1_-9Zx.js%00.html",
    "/portal/%00",
    "/dashboard/%2e%2e/documents.json",
)


async def test_nothing_outside_is_served(pages_app: App, build: Path) -> None:
    """Whatever the path, sent as it is: the page itself, or 404."""
    async with serve_app(create_asgi_app(pages_app, build=build)) as running:
        answers = {path: await get_unchanged(running.url, path) for path in OUTSIDE}
    assert answers == {
        path: ("404", "Not found.")
        if "/assets/" in path
        else ("200", f"<!doctype html><title>{path.split('/')[1]}</title>")
        for path in OUTSIDE
    }


async def get_unchanged(url: str, path: str) -> tuple[str, str]:
    """Status and content of the answer to a path that no client normalizes."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    head, _, content = (await reader.read()).decode().partition("\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    return head.split(" ")[1], content


async def test_links_out_of_the_build_are_not_followed(pages_app: App, build: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.js").write_text("secret")
    (build / "portal" / "assets" / "file.js").symlink_to(outside / "secret.js")
    (build / "portal" / "assets" / "folder").symlink_to(outside)
    async with open_client(pages_app, build) as pages:
        for path in ("/portal/assets/file.js", "/portal/assets/folder/secret.js"):
            assert (await pages.get(path)).status_code == 404


async def test_pages_are_not_built(pages_app: App, tmp_path: Path) -> None:
    """The server starts, says so in its log, and answers 404."""
    with structlog.testing.capture_logs() as lines:
        client = open_client(pages_app, tmp_path / "none")
    assert [(line["event"], line["path"]) for line in lines] == [
        ("pages are not built", "/portal"),
        ("pages are not built", "/dashboard"),
    ]
    async with client:
        for path in ("/portal/", "/dashboard/invoices", "/portal/assets/a.js"):
            missing = await client.get(path)
            assert (missing.status_code, missing.text) == (404, "These pages have not been built. Run: make web")


@pytest.mark.parametrize(
    ("urls", "served"),
    [
        ({}, ("portal", "dashboard")),
        ({"portal_url": "https://acompte.test/portal/"}, ("portal", "dashboard")),
        ({"portal_url": "https://my.example.com"}, ("dashboard",)),
        ({"portal_url": "https://acompte.test/clients", "dashboard_url": "https://my.example.com/dashboard"}, ()),
    ],
)
async def test_pages_that_are_elsewhere_are_not_served(
    app: AppHarness, own_settings: Settings, build: Path, urls: dict[str, str], served: tuple[str, ...]
) -> None:
    """And `/` leads to the portal, wherever it is."""
    settings = own_settings.model_copy(update=urls)
    assert settings.served_pages == served
    async with open_client(App(settings, app.database, app.services, None), build) as pages:
        for name in ("portal", "dashboard"):
            assert (await pages.get(f"/{name}/")).status_code == (200 if name in served else 404)
        root = await pages.get("/")
        assert (root.status_code, root.headers["location"]) == (307, settings.portal_base_url)
