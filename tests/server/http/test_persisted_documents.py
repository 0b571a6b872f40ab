"""Persisted documents: with a manifest, only its documents are executed, by id or by exact text, on every transport."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph import schema as graph_schema
from resolvers import mutations, queries, subscriptions
from server import container
from server.http import persisted_documents
from server.http.app import create_asgi_app
from server.http.persisted_documents import Manifest
from server.settings import Settings
from tests.server.http.pages_build import ME, sha256_of
from tests.server.live_server import LiveServer, run_live_server
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import global_id
from tests.support.server_process import ServerProcess
from tests.support.websocket_client import CLIENT_CHANGES, open_websocket

TWO = "query A { viewer { __typename } } query B { b: viewer { __typename } }"
UNLISTED = "{ viewer { id: __typename } }"
EXPECTED = {"data": {"viewer": None}}


def plain_manifest(*texts: str) -> dict[str, Any]:
    """Manifest in the format of graphql-codegen's client preset."""
    return {sha256_of(text): text for text in texts}


def prefixed_manifest(*texts: str) -> dict[str, Any]:
    return {f"sha256:{sha256_of(text)}": text for text in texts}


def apollo_manifest(*texts: str) -> dict[str, Any]:
    """Manifest in the format of Apollo's generate-persisted-query-manifest."""
    operations = [{"id": sha256_of(text), "name": "Any", "type": "query", "body": text} for text in texts]
    return {"format": "apollo-persisted-query-manifest", "version": 1, "operations": operations}


def persisted_query_extension(sha256: object) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256}}}


WriteManifest = Callable[[Any], Path]


@pytest.fixture
def write_manifest(tmp_path: Path) -> WriteManifest:
    def write(manifest: Any) -> Path:
        file = tmp_path / "documents.json"
        file.write_text(manifest if isinstance(manifest, str) else json.dumps(manifest))
        return file

    return write


@pytest.fixture
def persisted_settings(settings: Settings, write_manifest: WriteManifest) -> Settings:
    return settings.model_copy(
        update={"trusted_documents": write_manifest(plain_manifest(ME, TWO, CLIENT_CHANGES)), "graphiql": False}
    )


@pytest.fixture
async def persisted_http(app: AppHarness, persisted_settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """Client of a server with a manifest."""
    application = create_asgi_app(container.App(persisted_settings, app.database, app.services, None))
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="https://acompte.test") as client:
        yield client


async def request_error(http: httpx.AsyncClient, request_body: dict[str, Any]) -> tuple[str, str]:
    """Code and message of a rejected request's error."""
    response = await http.post("/graphql", json=request_body)
    assert (response.status_code, list(response.json())) == (400, ["errors"])
    (error,) = response.json()["errors"]
    return error["extensions"]["code"], error["message"]


@pytest.mark.parametrize(
    "request_body",
    [
        {"documentId": sha256_of(ME)},
        {"documentId": f"sha256:{sha256_of(ME)}"},
        {"documentId": sha256_of(ME), "operationName": "Me", "variables": {}, "query": None},
        persisted_query_extension(sha256_of(ME)),
        {"query": ME},
        {"query": ME, "documentId": sha256_of(ME), **persisted_query_extension(sha256_of(ME))},
        {"query": ME, "documentId": None, "extensions": {"persistedQuery": None}},
    ],
)
async def test_a_document_of_the_manifest_is_executed(
    persisted_http: httpx.AsyncClient, request_body: dict[str, Any]
) -> None:
    """By documentId, by Apollo's hash, by its exact text, or by several of them that agree."""
    response = await persisted_http.post("/graphql", json=request_body)
    assert (response.status_code, response.json()) == (200, EXPECTED)


async def test_operation_name_selects_an_operation(persisted_http: httpx.AsyncClient) -> None:
    response = await persisted_http.post("/graphql", json={"documentId": sha256_of(TWO), "operationName": "B"})
    assert response.json() == {"data": {"b": None}}
    unnamed = await persisted_http.post("/graphql", json={"documentId": sha256_of(TWO)})
    assert unnamed.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_other_documents_are_rejected(persisted_http: httpx.AsyncClient) -> None:
    """Errors have the codes that clients know. A text that differs by a space is another document."""
    for text in (UNLISTED, f"{ME} ", "", "{ nothing", "{ __schema { types { name } } }"):
        assert (await request_error(persisted_http, {"query": text}))[0] == "NOT_TRUSTED"
    code, _ = await request_error(persisted_http, {"query": UNLISTED, **persisted_query_extension(sha256_of(ME))})
    assert code == "NOT_TRUSTED"
    assert (await request_error(persisted_http, {"documentId": sha256_of(UNLISTED)}))[0] == "BAD_REQUEST"
    not_found = ("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
    by_hash = persisted_query_extension(sha256_of(UNLISTED))
    assert await request_error(persisted_http, by_hash) == not_found
    # Apollo's clients then send hash and text: the server must not register the document.
    assert await request_error(persisted_http, {"query": UNLISTED, **by_hash}) == not_found


async def test_a_request_that_names_two_documents_is_rejected(persisted_http: httpx.AsyncClient) -> None:
    for request_body in (
        {"query": ME, "documentId": sha256_of(TWO)},
        {"documentId": sha256_of(ME), **persisted_query_extension(sha256_of(TWO))},
    ):
        code, message = await request_error(persisted_http, request_body)
        assert (code, message) == ("BAD_REQUEST", "query, documentId and sha256Hash name different documents.")


@pytest.mark.parametrize(
    "request_body",
    [
        {},
        {"documentId": 1},
        {"documentId": sha256_of(ME), "query": 1},
        {"extensions": {"persistedQuery": "x"}},
        {"extensions": {"persistedQuery": {"version": 1}}},
        persisted_query_extension(1),
    ],
)
async def test_malformed_requests_are_rejected(
    http: httpx.AsyncClient, persisted_http: httpx.AsyncClient, request_body: dict[str, Any]
) -> None:
    """With and without a manifest."""
    for client in (http, persisted_http):
        assert (await request_error(client, request_body))[0] == "BAD_REQUEST"


async def test_ids_are_unknown_without_a_manifest(http: httpx.AsyncClient) -> None:
    """Apollo's clients react to the error by sending the text from then on."""
    by_hash = persisted_query_extension(sha256_of(ME))
    for request_body in (by_hash, {"query": ME, **by_hash}):
        code, message = await request_error(http, request_body)
        assert (code, message) == ("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")
    code, message = await request_error(http, {"documentId": sha256_of(ME)})
    assert (code, message) == ("BAD_REQUEST", "Unknown documentId.")
    assert (await http.post("/graphql", json={"query": UNLISTED})).json() == EXPECTED


@pytest.fixture
async def live_server(firm: Firm, persisted_settings: Settings) -> AsyncIterator[LiveServer]:
    async with run_live_server(firm, persisted_settings) as live_server:
        yield live_server


async def test_subscription_over_websocket(live_server: LiveServer) -> None:
    """Subscriptions to other documents are rejected individually, and the connection stays open."""
    async with open_websocket(live_server.url) as websocket:
        await websocket.initialize({"accessToken": live_server.token})
        for payload, code in (
            ({"query": CLIENT_CHANGES.replace("reload", "")}, "NOT_TRUSTED"),
            ({"documentId": "x"}, "BAD_REQUEST"),
            (persisted_query_extension("x"), "PERSISTED_QUERY_NOT_FOUND"),
        ):
            await websocket.send(type="subscribe", id="1", payload=payload)
            message = await websocket.receive()
            assert (message["type"], message["id"], message["payload"][0]["extensions"]["code"]) == ("error", "1", code)
        payload = {"documentId": sha256_of(CLIENT_CHANGES), "variables": {"client": live_server.client}}
        await websocket.send(type="subscribe", id="1", payload=payload)
        await websocket.assert_silent()
        invoice_id = await live_server.firm.create_invoice("5.00")
        change = await websocket.next_change()
        assert [invoice["id"] for invoice in change["invoices"]] == [global_id("Invoice", invoice_id)]


async def test_subscription_over_sse(live_server: LiveServer) -> None:
    """Other documents are rejected before a stream starts."""
    headers = {"Accept": "text/event-stream", **live_server.bearer_headers}
    async with httpx.AsyncClient(base_url=live_server.url, headers=headers, timeout=10) as http:
        assert (await request_error(http, {"query": CLIENT_CHANGES.replace("reload", "")}))[0] == "NOT_TRUSTED"
        request_body = {**persisted_query_extension(sha256_of(CLIENT_CHANGES)), "variables": {"client": "x"}}
        response = await http.post("/graphql", json=request_body)
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert '"code":"NOT_FOUND"' in response.text


@pytest.mark.parametrize("build_manifest", [plain_manifest, prefixed_manifest, apollo_manifest])
def test_manifest_formats(write_manifest: WriteManifest, build_manifest: Callable[..., Any]) -> None:
    """Formats of graphql-codegen and Apollo; the prefix of an id is optional."""
    manifest = Manifest("TRUSTED_DOCUMENTS", write_manifest(build_manifest(ME, CLIENT_CHANGES)))
    documents = persisted_documents.load_documents([manifest], build_schema(), accept_others=False)
    for text in (ME, CLIENT_CHANGES):
        assert documents.resolve(None, sha256_of(text), None) == text
        assert documents.resolve(None, f"sha256:{sha256_of(text)}", sha256_of(text)) == text
    with pytest.raises(persisted_documents.DocumentRejected):
        documents.resolve(UNLISTED, None, None)


def build_schema() -> graph_schema.Schema:
    return graph_schema.build_schema(
        query=queries.Query, mutation=mutations.Mutation, subscription=subscriptions.Subscription, introspection=False
    )


def load_trusted(file: Path) -> None:
    """Load a manifest that nothing is valid in."""
    persisted_documents.load_documents([Manifest("TRUSTED_DOCUMENTS", file)], build_schema(), accept_others=False)


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("{", "documents.json: invalid JSON."),
        ("[" * 100_000, "documents.json: invalid JSON."),
        ([], "documents.json: Input should be a valid dictionary"),
        ({}, "the manifest contains no documents"),
        ({"a": 1}, "documents.json: a: Input should be a valid string"),
        ({**apollo_manifest(ME), "version": 2}, "documents.json: version: Input should be 1"),
        ({**apollo_manifest(ME), "format": "other"}, "documents.json: format: Input should be"),
        (apollo_manifest(), "documents.json: operations: List should have at least 1 item"),
        ({**apollo_manifest(), "operations": [{"id": "a"}]}, "documents.json: operations.0.body: Field required"),
        ({"a": ME, "sha256:a": TWO}, "document sha256:a: the manifest has two texts for this id."),
        ({"sha256:a": ME}, "document sha256:a: the id is not the SHA-256 of the text."),
        ({"a": "{\n nothing }"}, "document a, line 2: Cannot query field 'nothing' on type 'Query'."),
        ({"a": "{ viewer {"}, "document a, line 1: Syntax Error: "),
        ({"a": "{ __schema { description } }"}, "document a, line 1: GraphQL introspection has been disabled"),
        ({"sha256:a": '{ node(id: "\ud800") { id } }'}, "document sha256:a, line 1: Syntax Error: "),
    ],
    ids=lambda value: str(value)[:40],
)
def test_invalid_manifest_is_reported(write_manifest: WriteManifest, manifest: Any, message: str) -> None:
    """One line for each problem, with its position."""
    with pytest.raises(persisted_documents.InvalidManifest) as raised:
        load_trusted(write_manifest(manifest))
    problem = raised.value.problems[0]
    assert problem.startswith("TRUSTED_DOCUMENTS: ")
    assert message in problem
    assert "\n" not in problem


def test_missing_manifest_is_reported(tmp_path: Path) -> None:
    with pytest.raises(persisted_documents.InvalidManifest) as raised:
        load_trusted(tmp_path / "none.json")
    assert raised.value.problems == [f"TRUSTED_DOCUMENTS: {tmp_path / 'none.json'}: No such file or directory."]


def test_all_manifest_problems_are_reported_at_start(tmp_path: Path, write_manifest: WriteManifest) -> None:
    """The server exits with 1 and one line for each document."""
    server = ServerProcess(
        tmp_path, {"TRUSTED_DOCUMENTS": str(write_manifest({"a": ME, "b": "{ nothing }", "c": "{"}))}
    )
    served = server.invoke("serve")
    assert (served.exit_code, served.stdout) == (1, "")
    lines = [line.partition(", line 1: ")[0] for line in served.stderr.splitlines()]
    assert lines == [f"Not started: TRUSTED_DOCUMENTS: document {document_id}" for document_id in ("b", "c")]
