"""Trusted documents: what the manifest has is run, by its id or its very text; nothing else is, on no way in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph import schema as graph_schema
from resolvers import mutations, queries, subscriptions
from server import container as server_house
from server.http import persisted_documents
from server.http.app import create_asgi_app
from server.settings import Settings
from tests.server.live_server import LiveServer, run_live_server
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import global_id
from tests.support.server_process import ServerProcess
from tests.support.websocket_client import CLIENT_CHANGES, open_websocket

ME = "query Me { viewer { __typename } }"
TWO = "query A { viewer { __typename } } query B { b: viewer { __typename } }"
STRANGE = "{ viewer { id: __typename } }"
ANSWER = {"data": {"viewer": None}}


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def plain_manifest(*texts: str) -> dict[str, Any]:
    """As the client preset of graphql-codegen writes it."""
    return {sha256_of(text): text for text in texts}


def prefixed_manifest(*texts: str) -> dict[str, Any]:
    return {f"sha256:{sha256_of(text)}": text for text in texts}


def apollo_manifest(*texts: str) -> dict[str, Any]:
    """As Apollo's generate-persisted-query-manifest writes it."""
    operations = [{"id": sha256_of(text), "name": "Any", "type": "query", "body": text} for text in texts]
    return {"format": "apollo-persisted-query-manifest", "version": 1, "operations": operations}


def persisted_query_extension(sha256: object) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256}}}


WriteManifest = Callable[[Any], Path]


@pytest.fixture
def write_manifest(tmp_path: Path) -> WriteManifest:
    """Writes a manifest."""

    def written(manifest: Any) -> Path:
        file = tmp_path / "documents.json"
        file.write_text(manifest if isinstance(manifest, str) else json.dumps(manifest))
        return file

    return written


@pytest.fixture
def persisted_settings(settings: Settings, write_manifest: WriteManifest) -> Settings:
    return settings.model_copy(
        update={"trusted_documents": write_manifest(plain_manifest(ME, TWO, CLIENT_CHANGES)), "graphiql": False}
    )


@pytest.fixture
async def persisted_http(app: AppHarness, persisted_settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A server with the manifest."""
    application = create_asgi_app(server_house.App(persisted_settings, app.database, app.services, None))
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="https://acompte.test") as client:
        yield client


async def request_error(http: httpx.AsyncClient, request_body: dict[str, Any]) -> tuple[str, str]:
    """Code and message of the refusal."""
    answer = await http.post("/graphql", json=request_body)
    assert (answer.status_code, list(answer.json())) == (400, ["errors"])
    (error,) = answer.json()["errors"]
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
async def test_a_document_of_the_manifest_is_run(
    persisted_http: httpx.AsyncClient, request_body: dict[str, Any]
) -> None:
    """By documentId, by Apollo's hash, or by its very text; by all of them, where they mean the same."""
    answer = await persisted_http.post("/graphql", json=request_body)
    assert (answer.status_code, answer.json()) == (200, ANSWER)


async def test_of_several_operations_one_is_named(persisted_http: httpx.AsyncClient) -> None:
    """As with a text."""
    answer = await persisted_http.post("/graphql", json={"documentId": sha256_of(TWO), "operationName": "B"})
    assert answer.json() == {"data": {"b": None}}
    unnamed = await persisted_http.post("/graphql", json={"documentId": sha256_of(TWO)})
    assert unnamed.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_nothing_else_is_run(persisted_http: httpx.AsyncClient) -> None:
    """Each refusal has the code that clients know; a text that differs in a space is another text."""
    for text in (STRANGE, f"{ME} ", "", "{ nothing", "{ __schema { types { name } } }"):
        assert (await request_error(persisted_http, {"query": text}))[0] == "NOT_TRUSTED"
    assert (await request_error(persisted_http, {"query": STRANGE, **persisted_query_extension(sha256_of(ME))}))[
        0
    ] == "NOT_TRUSTED"
    assert (await request_error(persisted_http, {"documentId": sha256_of(STRANGE)}))[0] == "BAD_REQUEST"
    missing = ("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
    assert await request_error(persisted_http, persisted_query_extension(sha256_of(STRANGE))) == missing
    # Apollo's clients answer that with text and hash: nothing is learned from strangers.
    assert (
        await request_error(persisted_http, {"query": STRANGE, **persisted_query_extension(sha256_of(STRANGE))})
        == missing
    )


async def test_what_names_two_documents_is_refused(persisted_http: httpx.AsyncClient) -> None:
    """Which of them is meant cannot be known."""
    for wish in (
        {"query": ME, "documentId": sha256_of(TWO)},
        {"documentId": sha256_of(ME), **persisted_query_extension(sha256_of(TWO))},
    ):
        assert await request_error(persisted_http, wish) == (
            "BAD_REQUEST",
            "Name one document: these are different ones.",
        )


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
async def test_what_is_no_request_is_refused(
    http: httpx.AsyncClient, persisted_http: httpx.AsyncClient, request_body: dict[str, Any]
) -> None:
    """With a manifest and without one alike."""
    for each in (http, persisted_http):
        assert (await request_error(each, request_body))[0] == "BAD_REQUEST"


async def test_without_a_manifest_ids_stand_for_nothing(http: httpx.AsyncClient) -> None:
    """Apollo's clients know the answer, and send the text from then on; it is run like any other."""
    for wish in (persisted_query_extension(sha256_of(ME)), {"query": ME, **persisted_query_extension(sha256_of(ME))}):
        assert await request_error(http, wish) == ("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")
    code, message = await request_error(http, {"documentId": sha256_of(ME)})
    assert (code, message) == ("BAD_REQUEST", "There are no trusted documents here: send query.")
    assert (await http.post("/graphql", json={"query": STRANGE})).json() == ANSWER


@pytest.fixture
async def live_server(firm: Firm, persisted_settings: Settings) -> AsyncIterator[LiveServer]:
    async with run_live_server(firm, persisted_settings) as found:
        yield found


async def test_a_page_follows_by_socket(live_server: LiveServer) -> None:
    """A trusted subscription is followed; another is refused by itself, and the socket stays open."""
    async with open_websocket(live_server.url) as page:
        await page.initialize({"accessToken": live_server.token})
        for wish, code in (
            ({"query": CLIENT_CHANGES.replace("reload", "")}, "NOT_TRUSTED"),
            ({"documentId": "x"}, "BAD_REQUEST"),
            (persisted_query_extension("x"), "PERSISTED_QUERY_NOT_FOUND"),
        ):
            await page.send(type="subscribe", id="1", payload=wish)
            message = await page.receive()
            assert (message["type"], message["id"], message["payload"][0]["extensions"]["code"]) == ("error", "1", code)
        wish = {"documentId": sha256_of(CLIENT_CHANGES), "variables": {"client": live_server.client}}
        await page.send(type="subscribe", id="1", payload=wish)
        await page.assert_silent()
        invoice_id = await live_server.firm.create_invoice("5.00")
        assert [each["id"] for each in (await page.next_change())["invoices"]] == [global_id("Invoice", invoice_id)]


async def test_a_page_follows_by_event_stream(live_server: LiveServer) -> None:
    """As by socket; what is not trusted is refused before there is a stream."""
    headers = {"Accept": "text/event-stream", **live_server.bearer_headers}
    async with httpx.AsyncClient(base_url=live_server.url, headers=headers, timeout=10) as http:
        assert (await request_error(http, {"query": CLIENT_CHANGES.replace("reload", "")}))[0] == "NOT_TRUSTED"
        # A client that is nobody's: the stream tells that, and ends.
        wish = {**persisted_query_extension(sha256_of(CLIENT_CHANGES)), "variables": {"client": "x"}}
        answer = await http.post("/graphql", json=wish)
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert '"code":"NOT_FOUND"' in answer.text


@pytest.mark.parametrize("form", [plain_manifest, prefixed_manifest, apollo_manifest])
def test_manifests_are_taken_as_tools_write_them(write_manifest: WriteManifest, form: Callable[..., Any]) -> None:
    """graphql-codegen's and Apollo's; an id means the same with its prefix and without."""
    found = persisted_documents.load_manifest(write_manifest(form(ME, CLIENT_CHANGES)), build_schema())
    for text in (ME, CLIENT_CHANGES):
        assert found.resolve(None, sha256_of(text), None) == text
        assert found.resolve(None, f"sha256:{sha256_of(text)}", sha256_of(text)) == text
    with pytest.raises(persisted_documents.DocumentRejected):
        found.resolve(STRANGE, None, None)


def build_schema() -> graph_schema.Schema:
    return graph_schema.build_schema(
        query=queries.Query,
        mutation=mutations.Mutation,
        subscription=subscriptions.Subscription,
        introspection=False,
    )


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ("{", "documents.json: this is not JSON."),
        ("[" * 100_000, "documents.json: this is not JSON."),
        ([], "documents.json: Input should be a valid dictionary"),
        ({}, "the manifest has no document"),
        ({"a": 1}, "documents.json: a: Input should be a valid string"),
        ({**apollo_manifest(ME), "version": 2}, "documents.json: version: Input should be 1"),
        ({**apollo_manifest(ME), "format": "other"}, "documents.json: format: Input should be"),
        (apollo_manifest(), "documents.json: operations: List should have at least 1 item"),
        ({**apollo_manifest(), "operations": [{"id": "a"}]}, "documents.json: operations.0.body: Field required"),
        ({"a": ME, "sha256:a": TWO}, "document sha256:a: the manifest has two texts for this id."),
        ({"sha256:a": ME}, "document sha256:a: this is not the SHA-256 of its text."),
        ({"a": "{\n nothing }"}, "document a, line 2: Cannot query field 'nothing' on type 'Query'."),
        ({"a": "{ viewer {"}, "document a, line 1: Syntax Error: "),
        ({"a": "{ __schema { description } }"}, "document a, line 1: GraphQL introspection has been disabled"),
        ({"sha256:a": '{ node(id: "\ud800") { id } }'}, "document sha256:a, line 1: Syntax Error: "),
    ],
    ids=lambda value: str(value)[:40],
)
def test_invalid_manifest_is_reported(write_manifest: WriteManifest, manifest: Any, said: str) -> None:
    """A line for each reason, each with its place."""
    with pytest.raises(persisted_documents.InvalidManifest) as refusal:
        persisted_documents.load_manifest(write_manifest(manifest), build_schema())
    problem = refusal.value.problems[0]
    assert problem.startswith("TRUSTED_DOCUMENTS: ")
    assert said in problem
    assert "\n" not in problem


def test_all_manifest_problems_are_reported_at_start(tmp_path: Path, write_manifest: WriteManifest) -> None:
    """The server does not start: a line for each document, exit 1."""
    server = ServerProcess(
        tmp_path, {"TRUSTED_DOCUMENTS": str(write_manifest({"a": ME, "b": "{ nothing }", "c": "{"}))}
    )
    served = server.run_command("serve")
    assert (served.returncode, served.stdout) == (1, "")
    told = [line.partition(", line 1: ")[0] for line in served.stderr.splitlines()]
    assert told == [f"Not started: TRUSTED_DOCUMENTS: document {own_id}" for own_id in ("b", "c")]
    missing = ServerProcess(tmp_path, {"TRUSTED_DOCUMENTS": str(tmp_path / "none.json")}).run_command("serve")
    assert missing.stderr == f"Not started: TRUSTED_DOCUMENTS: {tmp_path / 'none.json'}: No such file or directory.\n"
