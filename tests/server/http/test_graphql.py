"""GraphQL over HTTP: responses, media types and the rejection of malformed requests."""

from __future__ import annotations

import json

import httpx
import pytest

GRAPHQL_RESPONSE = "application/graphql-response+json"
JSON = {"Content-Type": "application/json"}


async def test_query(http: httpx.AsyncClient) -> None:
    """Without a session, `viewer` is null and there is no error."""
    response = await http.post("/graphql", json={"query": "{ viewer { __typename } }"})
    assert (response.status_code, response.json()) == (200, {"data": {"viewer": None}})
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    assert len(response.headers["x-request-id"]) == 32


async def test_status_of_invalid_documents(http: httpx.AsyncClient) -> None:
    """GraphQL over HTTP: 400 as graphql-response+json, 200 as plain JSON, with the same errors."""
    own = await http.post("/graphql", json={"query": "{ nothing }"}, headers={"Accept": GRAPHQL_RESPONSE})
    plain = await http.post("/graphql", json={"query": "{ nothing }"}, headers={"Accept": "application/json"})
    assert (own.status_code, own.headers["content-type"]) == (400, GRAPHQL_RESPONSE)
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
async def test_malformed_requests_are_rejected(
    http: httpx.AsyncClient, body: bytes, headers: dict[str, str], status: int
) -> None:
    """With a 4xx status and a GraphQL error: media type, encoding, JSON, shape and size."""
    response = await http.post("/graphql", content=body, headers=headers)
    assert response.status_code == status
    assert response.json()["errors"][0]["message"]


async def test_get_is_not_allowed(http: httpx.AsyncClient) -> None:
    """Links and images on other sites must not execute anything."""
    assert (await http.get("/graphql", params={"query": "{ viewer { __typename } }"})).status_code == 405


async def test_only_the_named_operation_runs(http: httpx.AsyncClient) -> None:
    query = "query A { viewer { __typename } } query B { b: viewer { __typename } }"
    response = await http.post("/graphql", content=json.dumps({"query": query, "operationName": "B"}), headers=JSON)
    assert response.json() == {"data": {"b": None}}
    unnamed = await http.post("/graphql", json={"query": query}, headers={"Accept": GRAPHQL_RESPONSE})
    assert (unnamed.status_code, "data" in unnamed.json()) == (400, False)
