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
from resolvers import schema_roots
from server import container as server_house
from server.http import persisted_documents
from server.http.app import create_application
from server.settings import Settings
from tests.server.live_pages import Stage, stage
from tests.support.asking import gid
from tests.support.firm import Firm, House
from tests.support.pages import FOLLOW, socket
from tests.support.server import Server

ME = "query Me { viewer { __typename } }"
TWO = "query A { viewer { __typename } } query B { b: viewer { __typename } }"
STRANGE = "{ viewer { id: __typename } }"
ANSWER = {"data": {"viewer": None}}


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def plain(*texts: str) -> dict[str, Any]:
    """As the client preset of graphql-codegen writes it."""
    return {hash_of(text): text for text in texts}


def prefixed(*texts: str) -> dict[str, Any]:
    return {f"sha256:{hash_of(text)}": text for text in texts}


def apollo(*texts: str) -> dict[str, Any]:
    """As Apollo's generate-persisted-query-manifest writes it."""
    operations = [{"id": hash_of(text), "name": "Any", "type": "query", "body": text} for text in texts]
    return {"format": "apollo-persisted-query-manifest", "version": 1, "operations": operations}


def persisted(sha256: object) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256}}}


Write = Callable[[Any], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a manifest."""

    def written(manifest: Any) -> Path:
        file = tmp_path / "documents.json"
        file.write_text(manifest if isinstance(manifest, str) else json.dumps(manifest))
        return file

    return written


@pytest.fixture
def trusting(settings: Settings, write: Write) -> Settings:
    return settings.model_copy(update={"trusted_documents": write(plain(ME, TWO, FOLLOW)), "graphiql": False})


@pytest.fixture
async def trusted(house: House, trusting: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A server with the manifest."""
    application = create_application(server_house.House(trusting, house.database, house.services, None))
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="https://acompte.test") as client:
        yield client


async def refused(http: httpx.AsyncClient, wish: dict[str, Any]) -> tuple[str, str]:
    """Code and message of the refusal."""
    answer = await http.post("/graphql", json=wish)
    assert (answer.status_code, list(answer.json())) == (400, ["errors"])
    (error,) = answer.json()["errors"]
    return error["extensions"]["code"], error["message"]


@pytest.mark.parametrize(
    "wish",
    [
        {"documentId": hash_of(ME)},
        {"documentId": f"sha256:{hash_of(ME)}"},
        {"documentId": hash_of(ME), "operationName": "Me", "variables": {}, "query": None},
        persisted(hash_of(ME)),
        {"query": ME},
        {"query": ME, "documentId": hash_of(ME), **persisted(hash_of(ME))},
        {"query": ME, "documentId": None, "extensions": {"persistedQuery": None}},
    ],
)
async def test_a_document_of_the_manifest_is_run(trusted: httpx.AsyncClient, wish: dict[str, Any]) -> None:
    """By documentId, by Apollo's hash, or by its very text; by all of them, where they mean the same."""
    answer = await trusted.post("/graphql", json=wish)
    assert (answer.status_code, answer.json()) == (200, ANSWER)


async def test_of_several_operations_one_is_named(trusted: httpx.AsyncClient) -> None:
    """As with a text."""
    answer = await trusted.post("/graphql", json={"documentId": hash_of(TWO), "operationName": "B"})
    assert answer.json() == {"data": {"b": None}}
    unnamed = await trusted.post("/graphql", json={"documentId": hash_of(TWO)})
    assert unnamed.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_nothing_else_is_run(trusted: httpx.AsyncClient) -> None:
    """Each refusal has the code that clients know; a text that differs in a space is another text."""
    for text in (STRANGE, f"{ME} ", "", "{ nothing", "{ __schema { types { name } } }"):
        assert (await refused(trusted, {"query": text}))[0] == "NOT_TRUSTED"
    assert (await refused(trusted, {"query": STRANGE, **persisted(hash_of(ME))}))[0] == "NOT_TRUSTED"
    assert (await refused(trusted, {"documentId": hash_of(STRANGE)}))[0] == "BAD_REQUEST"
    missing = ("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
    assert await refused(trusted, persisted(hash_of(STRANGE))) == missing
    # Apollo's clients answer that with text and hash: nothing is learned from strangers.
    assert await refused(trusted, {"query": STRANGE, **persisted(hash_of(STRANGE))}) == missing


async def test_what_names_two_documents_is_refused(trusted: httpx.AsyncClient) -> None:
    """Which of them is meant cannot be known."""
    for wish in ({"query": ME, "documentId": hash_of(TWO)}, {"documentId": hash_of(ME), **persisted(hash_of(TWO))}):
        assert await refused(trusted, wish) == ("BAD_REQUEST", "Name one document: these are different ones.")


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"documentId": 1},
        {"documentId": hash_of(ME), "query": 1},
        {"extensions": {"persistedQuery": "x"}},
        {"extensions": {"persistedQuery": {"version": 1}}},
        persisted(1),
    ],
)
async def test_what_is_no_request_is_refused(
    http: httpx.AsyncClient, trusted: httpx.AsyncClient, wish: dict[str, Any]
) -> None:
    """With a manifest and without one alike."""
    for each in (http, trusted):
        assert (await refused(each, wish))[0] == "BAD_REQUEST"


async def test_without_a_manifest_ids_stand_for_nothing(http: httpx.AsyncClient) -> None:
    """Apollo's clients know the answer, and send the text from then on; it is run like any other."""
    for wish in (persisted(hash_of(ME)), {"query": ME, **persisted(hash_of(ME))}):
        assert await refused(http, wish) == ("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")
    code, message = await refused(http, {"documentId": hash_of(ME)})
    assert (code, message) == ("BAD_REQUEST", "There are no trusted documents here: send query.")
    assert (await http.post("/graphql", json={"query": STRANGE})).json() == ANSWER


@pytest.fixture
async def on(firm: Firm, trusting: Settings) -> AsyncIterator[Stage]:
    async with stage(firm, trusting) as found:
        yield found


async def test_a_page_follows_by_socket(on: Stage) -> None:
    """A trusted subscription is followed; another is refused by itself, and the socket stays open."""
    async with socket(on.url) as page:
        await page.begin({"accessToken": on.token})
        for wish, code in (
            ({"query": FOLLOW.replace("reload", "")}, "NOT_TRUSTED"),
            ({"documentId": "x"}, "BAD_REQUEST"),
            (persisted("x"), "PERSISTED_QUERY_NOT_FOUND"),
        ):
            await page.send(type="subscribe", id="1", payload=wish)
            message = await page.receive()
            assert (message["type"], message["id"], message["payload"][0]["extensions"]["code"]) == ("error", "1", code)
        wish = {"documentId": hash_of(FOLLOW), "variables": {"client": on.client}}
        await page.send(type="subscribe", id="1", payload=wish)
        await page.quiet()
        invoice_id = await on.firm.issue("5.00")
        assert [each["id"] for each in (await page.change())["invoices"]] == [gid("Invoice", invoice_id)]


async def test_a_page_follows_by_event_stream(on: Stage) -> None:
    """As by socket; what is not trusted is refused before there is a stream."""
    headers = {"Accept": "text/event-stream", **on.bearer}
    async with httpx.AsyncClient(base_url=on.url, headers=headers, timeout=10) as http:
        assert (await refused(http, {"query": FOLLOW.replace("reload", "")}))[0] == "NOT_TRUSTED"
        # A client that is nobody's: the stream tells that, and ends.
        wish = {**persisted(hash_of(FOLLOW)), "variables": {"client": "x"}}
        answer = await http.post("/graphql", json=wish)
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert '"code":"NOT_FOUND"' in answer.text


@pytest.mark.parametrize("form", [plain, prefixed, apollo])
def test_manifests_are_taken_as_tools_write_them(write: Write, form: Callable[..., Any]) -> None:
    """graphql-codegen's and Apollo's; an id means the same with its prefix and without."""
    found = persisted_documents.taken(write(form(ME, FOLLOW)), api())
    for text in (ME, FOLLOW):
        assert found.text(None, hash_of(text), None) == text
        assert found.text(None, f"sha256:{hash_of(text)}", hash_of(text)) == text
    with pytest.raises(persisted_documents.Refused):
        found.text(STRANGE, None, None)


def api() -> graph_schema.Schema:
    return graph_schema.build_schema(
        query=schema_roots.Query,
        mutation=schema_roots.Mutation,
        subscription=schema_roots.Subscription,
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
        ({**apollo(ME), "version": 2}, "documents.json: version: Input should be 1"),
        ({**apollo(ME), "format": "other"}, "documents.json: format: Input should be"),
        (apollo(), "documents.json: operations: List should have at least 1 item"),
        ({**apollo(), "operations": [{"id": "a"}]}, "documents.json: operations.0.body: Field required"),
        ({"a": ME, "sha256:a": TWO}, "document sha256:a: the manifest has two texts for this id."),
        ({"sha256:a": ME}, "document sha256:a: this is not the SHA-256 of its text."),
        ({"a": "{\n nothing }"}, "document a, line 2: Cannot query field 'nothing' on type 'Query'."),
        ({"a": "{ viewer {"}, "document a, line 1: Syntax Error: "),
        ({"a": "{ __schema { description } }"}, "document a, line 1: GraphQL introspection has been disabled"),
        ({"sha256:a": '{ node(id: "\ud800") { id } }'}, "document sha256:a, line 1: Syntax Error: "),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_taken_is_told(write: Write, manifest: Any, said: str) -> None:
    """A line for each reason, each with its place."""
    with pytest.raises(persisted_documents.Unusable) as refusal:
        persisted_documents.taken(write(manifest), api())
    problem = refusal.value.problems[0]
    assert problem.startswith("TRUSTED_DOCUMENTS: ")
    assert said in problem
    assert "\n" not in problem


def test_all_that_is_wrong_is_told_at_the_start(tmp_path: Path, write: Write) -> None:
    """The server does not start: a line for each document, exit 1."""
    server = Server(tmp_path, {"TRUSTED_DOCUMENTS": str(write({"a": ME, "b": "{ nothing }", "c": "{"}))})
    served = server.run("serve")
    assert (served.returncode, served.stdout) == (1, "")
    told = [line.partition(", line 1: ")[0] for line in served.stderr.splitlines()]
    assert told == [f"Not started: TRUSTED_DOCUMENTS: document {own_id}" for own_id in ("b", "c")]
    missing = Server(tmp_path, {"TRUSTED_DOCUMENTS": str(tmp_path / "none.json")}).run("serve")
    assert missing.stderr == f"Not started: TRUSTED_DOCUMENTS: {tmp_path / 'none.json'}: No such file or directory.\n"
