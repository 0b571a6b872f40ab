"""The documents of the server's own pages: known by id on every transport, and the only ones where no others are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from server import container
from server.http.app import build_api, create_asgi_app
from server.http.persisted_documents import InvalidManifest
from server.settings import Settings
from tests.server.http.pages_build import ME, sha256_of, write_build
from tests.server.live_server import run_live_server
from tests.support.firm import AppHarness, Firm
from tests.support.websocket_client import CLIENT_CHANGES, open_websocket

OTHER = "{ viewer { id: __typename } }"
LISTED = "{ viewer { listed: __typename } }"
SIGNED_OUT = {"data": {"viewer": None}}


@pytest.fixture
def own_settings(settings: Settings) -> Settings:
    """Of a server that serves both apps."""
    return settings.model_copy(update={"portal_url": "", "dashboard_url": "", "graphiql": False})


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return write_build(tmp_path / "web", ME, CLIENT_CHANGES)


def open_client(app: AppHarness, settings: Settings, build: Path) -> httpx.AsyncClient:
    application = create_asgi_app(container.App(settings, app.database, app.services, None), build=build)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=application), base_url="https://acompte.test")


async def code_of(http: httpx.AsyncClient, body: dict[str, Any]) -> str:
    """The code of a rejected request, or OK."""
    response = await http.post("/graphql", json=body)
    if response.json() == SIGNED_OUT:
        return "OK"
    [error] = response.json()["errors"]
    code: str = error["extensions"]["code"]
    return code


def by_hash(text: str) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256_of(text)}}}


async def test_ids_are_known_and_texts_accepted(app: AppHarness, own_settings: Settings, build: Path) -> None:
    """By default: other clients send what they want, and Apollo's learn to send texts."""
    async with open_client(app, own_settings, build) as http:
        answers = {
            "id": await code_of(http, {"documentId": sha256_of(ME)}),
            "hash": await code_of(http, by_hash(ME)),
            "text": await code_of(http, {"query": OTHER}),
            "unknown id": await code_of(http, {"documentId": sha256_of(OTHER)}),
            "unknown hash": await code_of(http, {"query": OTHER, **by_hash(OTHER)}),
            "two": await code_of(http, {"query": OTHER, "documentId": sha256_of(ME)}),
        }
    assert answers == {
        "id": "OK",
        "hash": "OK",
        "text": "OK",
        "unknown id": "BAD_REQUEST",
        "unknown hash": "PERSISTED_QUERY_NOT_SUPPORTED",
        "two": "BAD_REQUEST",
    }


@pytest.mark.parametrize("trusted", ["pages", "file"])
async def test_only_trusted_documents(
    app: AppHarness, own_settings: Settings, build: Path, tmp_path: Path, trusted: str
) -> None:
    """Those of the pages, and those of the file if there is one."""
    file = tmp_path / "trusted.json"
    file.write_text(json.dumps({sha256_of(LISTED): LISTED}))
    update = {"trusted_documents": "pages" if trusted == "pages" else file}
    async with open_client(app, own_settings.model_copy(update=update), build) as http:
        assert await code_of(http, {"documentId": sha256_of(ME)}) == "OK"
        assert await code_of(http, {"query": ME}) == "OK"
        assert await code_of(http, {"query": OTHER}) == "NOT_TRUSTED"
        assert await code_of(http, by_hash(OTHER)) == "PERSISTED_QUERY_NOT_FOUND"
        listed = await http.post("/graphql", json={"documentId": sha256_of(LISTED)})
        assert (listed.json() == SIGNED_OUT) is (trusted == "file")


async def test_pages_that_are_not_served_are_not_trusted(
    app: AppHarness, settings: Settings, build: Path, tmp_path: Path
) -> None:
    """A firm with pages of its own trusts their documents only."""
    file = tmp_path / "trusted.json"
    file.write_text(json.dumps({sha256_of(LISTED): LISTED}))
    update = {"trusted_documents": file, "graphiql": False}
    async with open_client(app, settings.model_copy(update=update), build) as http:
        assert await code_of(http, {"documentId": sha256_of(LISTED)}) == "OK"
        assert await code_of(http, {"documentId": sha256_of(ME)}) == "BAD_REQUEST"


async def test_live_changes_by_id(firm: Firm, own_settings: Settings, build: Path) -> None:
    """Over WebSocket and as server-sent events."""
    settings = own_settings.model_copy(update={"trusted_documents": "pages"})
    async with run_live_server(firm, settings, build) as server:
        variables = {"client": server.client}
        async with open_websocket(server.url) as websocket:
            await websocket.initialize({"accessToken": server.token})
            await websocket.send(type="subscribe", id="1", payload={"query": OTHER})
            assert (await websocket.receive())["payload"][0]["extensions"]["code"] == "NOT_TRUSTED"
            payload = {"documentId": sha256_of(CLIENT_CHANGES), "variables": variables}
            await websocket.send(type="subscribe", id="1", payload=payload)
            await websocket.assert_silent()
            await firm.create_invoice("5.00")
            assert len((await websocket.next_change())["invoices"]) == 1
        headers = {"Accept": "text/event-stream", **server.bearer_headers}
        async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=10) as http:
            body = {"documentId": sha256_of(CLIENT_CHANGES), "variables": {"client": "x"}}
            response = await http.post("/graphql", json=body)
            assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
            assert '"code":"NOT_FOUND"' in response.text


def problems_of(settings: Settings, build: Path) -> list[str]:
    """Why the server does not start."""
    with pytest.raises(InvalidManifest) as raised:
        build_api(settings, build)
    return raised.value.problems


def test_an_invalid_document_stops_the_start(own_settings: Settings, tmp_path: Path) -> None:
    """Such as those of a build for another schema."""
    build = write_build(tmp_path / "web", ME, "{ nothing }")
    [problem] = problems_of(own_settings, build)
    assert problem.startswith(f"The pages' documents: document {sha256_of('{ nothing }')}, line 1: Cannot query field")
    (build / "documents.json").write_text("{")
    assert problems_of(own_settings, build) == [f"The pages' documents: {build / 'documents.json'}: invalid JSON."]


def test_pages_that_are_not_built_have_no_documents(own_settings: Settings, tmp_path: Path) -> None:
    """The server starts, unless nothing else is trusted."""
    build_api(own_settings, tmp_path)
    [problem] = problems_of(own_settings.model_copy(update={"trusted_documents": "pages"}), tmp_path)
    assert problem.endswith("documents.json: No such file or directory.")
