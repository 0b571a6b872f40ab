"""GraphQL over HTTP: what is no request is refused before anything is run, and never as our own failure."""

from __future__ import annotations

import json

import httpx
import pytest

ANSWER = "application/graphql-response+json"
JSON = {"Content-Type": "application/json"}


async def test_a_query_is_answered(http: httpx.AsyncClient) -> None:
    """Nobody is signed in: viewer is null, and that is an answer."""
    answer = await http.post("/graphql", json={"query": "{ viewer { __typename } }"})
    assert (answer.status_code, answer.json()) == (200, {"data": {"viewer": None}})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.headers["x-request-id"]) == 32


async def test_in_graphqls_own_media_type_a_document_that_cannot_run_is_a_bad_request(http: httpx.AsyncClient) -> None:
    """GraphQL over HTTP: 400 in graphql-response+json, 200 in plain JSON, with the same errors."""
    own = await http.post("/graphql", json={"query": "{ nothing }"}, headers={"Accept": ANSWER})
    plain = await http.post("/graphql", json={"query": "{ nothing }"}, headers={"Accept": "application/json"})
    assert (own.status_code, own.headers["content-type"]) == (400, ANSWER)
    assert (plain.status_code, plain.headers["content-type"]) == (200, "application/json")
    assert own.json() == plain.json()
    assert own.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b"{}", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        (b"{}", {"Content-Type": "multipart/form-data; boundary=x"}, 415),
        (b"{}", {"Content-Type": "application/json; charset=latin-1"}, 415),
        (b"{", JSON, 400),
        (b"\xff\xfe", JSON, 400),
        (b"[" * 100_000, JSON, 400),
        (b'{"query": "{ viewer { __typename } }", "variables": {"a": NaN}}', JSON, 400),
        (b'{"query": "{a}", "variables": {"a": 1' + b"0" * 5000 + b"}}", JSON, 400),
        (b"[]", JSON, 400),
        (b'[{"query": "{ viewer { __typename } }"}]', JSON, 400),
        (b"{}", JSON, 400),
        (b'{"query": 1}', JSON, 400),
        (b'{"query": "{a}", "variables": []}', JSON, 400),
        (b'{"query": "{a}", "operationName": 1}', JSON, 400),
        (b'{"query": "{a}", "extensions": 1}', JSON, 400),
        (b'{"query": "{a}"' + b" " * 600_000 + b"}", JSON, 413),
    ],
)
async def test_what_is_no_request_is_refused(
    http: httpx.AsyncClient, body: bytes, headers: dict[str, str], status: int
) -> None:
    """Strict bytes, strict JSON, one operation, bounded: refused with 4xx and an error in GraphQL's form."""
    answer = await http.post("/graphql", content=body, headers=headers)
    assert answer.status_code == status
    assert answer.json()["errors"][0]["message"]


async def test_queries_come_by_post_alone(http: httpx.AsyncClient) -> None:
    """A link or an image on a foreign page runs nothing."""
    assert (await http.get("/graphql", params={"query": "{ viewer { __typename } }"})).status_code == 405


async def test_only_the_named_operation_runs(http: httpx.AsyncClient) -> None:
    """operationName chooses."""
    query = "query A { viewer { __typename } } query B { b: viewer { __typename } }"
    answer = await http.post("/graphql", content=json.dumps({"query": query, "operationName": "B"}), headers=JSON)
    assert answer.json() == {"data": {"b": None}}
    unnamed = await http.post("/graphql", json={"query": query}, headers={"Accept": ANSWER})
    assert (unnamed.status_code, "data" in unnamed.json()) == (400, False)
