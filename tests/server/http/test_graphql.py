"""GraphQL over HTTP: responses, media types and the rejection of malformed requests."""

from __future__ import annotations

import json

import httpx
import pytest

from server.http import graphql

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


LONE_SURROGATES = {
    "operation name": {"query": "query a { viewer { __typename } }", "operationName": "\ud800"},
    "string": {"query": '{ node(id: "\ud800") { id } }'},
    "field name": {"query": '{ nod\ud800e(id: "x") { id } }'},
    "comment": {"query": "{ viewer { __typename } } # \udfff"},
    "variable": {"query": "query ($id: ID!) { node(id: $id) { id } }", "variables": {"id": "\ud83d"}},
    "deep variable": {"query": "{ viewer { __typename } }", "variables": {"a": [{"b": ["x", {"c": "\udc00"}]}]}},
    "name of a variable": {"query": "{ viewer { __typename } }", "variables": {"\ud800": 1}},
    "name of an input field": {"query": "{ viewer { __typename } }", "variables": {"i": {"\ud800": 1}}},
    "document id": {"documentId": "\ud800"},
    "hash": {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "\ud800"}}},
    "what is not read": {"query": "{ viewer { __typename } }", "extensions": {"\ud800": 1}},
}


@pytest.mark.parametrize("accept", [GRAPHQL_RESPONSE, "application/json", "text/event-stream"])
@pytest.mark.parametrize("where", LONE_SURROGATES)
async def test_a_lone_surrogate_is_refused(http: httpx.AsyncClient, where: str, accept: str) -> None:
    """Wherever it stands in the request: it can be neither stored nor sent back."""
    body = json.dumps(LONE_SURROGATES[where])
    response = await http.post("/graphql", content=body, headers={**JSON, "Accept": accept})
    message = "A string contains a lone surrogate, which is not a character."
    expected = {"errors": [{"message": message, "extensions": {"code": "BAD_REQUEST"}}]}
    assert (response.status_code, response.json()) == (400, expected)


async def test_pairs_of_surrogates_are_characters(http: httpx.AsyncClient) -> None:
    """As JSON escapes characters beyond the basic plane; so is an escaped backslash before a `u`."""
    for variables in ('{"a": "\\ud83d\\ude42"}', r'{"a": "\\ud83d"}'):
        body = '{"query": "{ viewer { __typename } }", "variables": ' + variables + "}"
        response = await http.post("/graphql", content=body, headers=JSON)
        assert (response.status_code, response.json()) == (200, {"data": {"viewer": None}})


@pytest.mark.parametrize(
    "query",
    [
        '{ node(id: "\\ud800") { id } }',
        '{ node(id: "\\u{d800}") { id } }',
        '{ node(id: "\\ud83d\\ud83d") { id } }',
        '{ viewer(a: "\\ud800", b: 1) { __typename } }',
    ],
)
async def test_graphql_has_no_lone_surrogates(http: httpx.AsyncClient, query: str) -> None:
    """Its own escapes of them are errors of the document."""
    response = await http.post("/graphql", json={"query": query})
    assert response.status_code == 200
    assert [error["extensions"]["code"] for error in response.json()["errors"]] == ["GRAPHQL_PARSE_FAILED"]


def test_an_error_can_quote_anything() -> None:
    """Text that UTF-8 cannot express is sent as JSON's escape of it, and the client reads what was quoted."""
    quoted = '\ud800 "\\\udfff" é 🙂'
    response = graphql.QuotingJSONResponse({"errors": [{"message": quoted}]}, 400)
    assert json.loads(bytes(response.body)) == {"errors": [{"message": quoted}]}


async def test_a_byte_order_mark_is_not_part_of_the_request(http: httpx.AsyncClient) -> None:
    """As .NET and PowerShell send it; one, and only at the beginning."""
    query = b'{"query": "{ viewer { __typename } }"}'
    response = await http.post("/graphql", content=b"\xef\xbb\xbf" + query, headers=JSON)
    assert (response.status_code, response.json()) == (200, {"data": {"viewer": None}})
    for body in (b"\xef\xbb\xbf\xef\xbb\xbf" + query, query + b"\xef\xbb\xbf", b"\xef\xbb\xbf"):
        response = await http.post("/graphql", content=body, headers=JSON)
        assert (response.status_code, response.json()["errors"][0]["message"]) == (400, "Invalid JSON.")


async def test_get_is_not_allowed(http: httpx.AsyncClient) -> None:
    """Links and images on other sites must not execute anything."""
    assert (await http.get("/graphql", params={"query": "{ viewer { __typename } }"})).status_code == 405


async def test_only_the_named_operation_runs(http: httpx.AsyncClient) -> None:
    query = "query A { viewer { __typename } } query B { b: viewer { __typename } }"
    response = await http.post("/graphql", content=json.dumps({"query": query, "operationName": "B"}), headers=JSON)
    assert response.json() == {"data": {"b": None}}
    unnamed = await http.post("/graphql", json={"query": query}, headers={"Accept": GRAPHQL_RESPONSE})
    assert (unnamed.status_code, "data" in unnamed.json()) == (400, False)
