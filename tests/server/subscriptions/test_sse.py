"""Subscriptions over server-sent events (graphql-sse's distinct connections), with a real client and port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from sqlalchemy import update

import models
from billing.identity import sessions
from server.settings import Settings
from server.subscriptions import connections, sse
from tests.server.live_server import LiveServer, run_live_server
from tests.support.firm import Firm
from tests.support.graphql_client import global_id
from tests.support.sse_client import SSE_HEADERS, EventStream
from tests.support.websocket_client import CLIENT_CHANGES

# urql sends this with every request, queries included.
URQL_HEADERS = {
    "Accept": "application/graphql-response+json, application/graphql+json, application/json,"
    " text/event-stream, multipart/mixed"
}
PREFLIGHT_HEADERS = {"Acompte-Request": "1"}


@pytest.fixture
async def live_server(firm: Firm, settings: Settings) -> AsyncIterator[LiveServer]:
    async with run_live_server(firm, settings) as live_server:
        yield live_server


@asynccontextmanager
async def open_stream(
    server: LiveServer, headers: dict[str, str], after: str | None = None, query: str = CLIENT_CHANGES
) -> AsyncIterator[EventStream]:
    body = {"query": query, "variables": {"client": server.client, "after": after}}
    async with (
        httpx.AsyncClient(base_url=server.url, timeout=10) as http,
        http.stream("POST", "/graphql", json=body, headers={**SSE_HEADERS, **headers}) as response,
    ):
        assert (response.status_code, response.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        yield EventStream(response)


async def wait_until_subscribed(server: LiveServer) -> None:
    async with asyncio.timeout(5):
        while not server.firm.app.services.notifications.subscribed_firm_ids:
            await asyncio.sleep(0.01)


async def test_subscribe(live_server: LiveServer) -> None:
    """A stream starts at once, is neither cached nor buffered, and resumes from a cursor."""
    async with open_stream(live_server, live_server.bearer_headers) as stream:
        assert await stream.next_frame() == ":"
        assert stream.response.headers["cache-control"] == "no-store"
        assert stream.response.headers["x-accel-buffering"] == "no"
        await wait_until_subscribed(live_server)
        invoice_id = await live_server.firm.create_invoice("5.00")
        change = (await stream.next_result())["data"]["clientChanges"]
        assert [invoice["id"] for invoice in change["invoices"]] == [global_id("Invoice", invoice_id)]
    await live_server.firm.create_invoice("6.00")
    async with open_stream(live_server, live_server.bearer_headers, change["cursor"]) as stream:
        change = (await stream.next_result())["data"]["clientChanges"]
        assert [invoice["total"]["amount"] for invoice in change["invoices"]] == ["6.00"]


async def test_cookie_needs_the_preflight_header(live_server: LiveServer) -> None:
    """And a known origin, as for every other request."""
    same_site = {**PREFLIGHT_HEADERS, "Origin": "https://portal.test"}
    async with open_stream(live_server, {**live_server.cookie_headers, **same_site}) as stream:
        assert await stream.next_frame() == ":"
        await wait_until_subscribed(live_server)
    body = {"query": CLIENT_CHANGES, "variables": {"client": live_server.client}}
    async with httpx.AsyncClient(base_url=live_server.url) as http:
        for cross_site in ({}, {**PREFLIGHT_HEADERS, "Origin": "https://evil.test"}):
            headers = {**SSE_HEADERS, **live_server.cookie_headers, **cross_site}
            response = await http.post("/graphql", json=body, headers=headers)
            assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (403, "CROSS_SITE")


async def test_queries_are_answered_with_json(live_server: LiveServer) -> None:
    """If the client accepts it; invalid documents too."""
    async with httpx.AsyncClient(base_url=live_server.url) as http:
        response = await http.post("/graphql", json={"query": "{ viewer { __typename } }"}, headers=URQL_HEADERS)
        assert response.headers["content-type"] == "application/graphql-response+json"
        assert response.json() == {"data": {"viewer": None}}
        for query in ("{ subscription }", "subscription {", "query A { viewer { __typename } } " + CLIENT_CHANGES):
            response = await http.post("/graphql", json={"query": query}, headers=URQL_HEADERS)
            assert "errors" in response.json()
        named = {"query": "query subscription { viewer { __typename } }"}
        assert (await http.post("/graphql", json=named)).json() == {"data": {"viewer": None}}


async def test_queries_of_a_client_that_accepts_streams_only(live_server: LiveServer) -> None:
    """One result, then `complete`, as the protocol says: graphql-sse reads no JSON, of invalid documents neither."""
    headers = {**live_server.bearer_headers, **SSE_HEADERS}
    list_query = "{ firm { id name } }"
    async with httpx.AsyncClient(base_url=live_server.url, headers=live_server.bearer_headers) as http:
        expected = (await http.post("/graphql", json={"query": list_query})).json()
        for query, is_valid in ((list_query, True), ("{ nothing }", False), ("{", False)):
            async with http.stream("POST", "/graphql", json={"query": query}, headers=headers) as response:
                assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
                assert response.headers["content-type"].startswith("text/event-stream")
                stream = EventStream(response)
                result = await stream.next_result()
                assert (result == expected) is is_valid
                assert ("errors" in result) is not is_valid
                await stream.assert_completed()
        response = await http.post("/graphql", json={"query": 1}, headers=headers)
        assert (response.status_code, "errors" in response.json()) == (400, True)


async def test_subscription_without_accepting_streams(live_server: LiveServer) -> None:
    """The error names the transports that work."""
    async with httpx.AsyncClient(base_url=live_server.url) as http:
        body = {"query": CLIENT_CHANGES, "variables": {"client": live_server.client}}
        response = await http.post("/graphql", json=body, headers=live_server.bearer_headers)
        (error,) = response.json()["errors"]
        assert (response.status_code, error["extensions"]["code"]) == (400, "BAD_REQUEST")
        assert "graphql-transport-ws" in error["message"]


async def test_rejected_subscription_completes(live_server: LiveServer) -> None:
    """One result with the error, then `complete`: unauthenticated, unknown client, invalid document."""
    literal_id = CLIENT_CHANGES.replace("clientId: $client", 'clientId: "x"')
    for headers, query, code in (
        ({}, CLIENT_CHANGES, "UNAUTHENTICATED"),
        ({"Authorization": "Bearer nonsense"}, CLIENT_CHANGES, "UNAUTHENTICATED"),
        (live_server.bearer_headers, literal_id, "GRAPHQL_VALIDATION_FAILED"),
        (live_server.bearer_headers, 'subscription { clientChanges(clientId: "x") { cursor } }', "NOT_FOUND"),
        (live_server.bearer_headers, CLIENT_CHANGES.replace("reload", "nothing"), "GRAPHQL_VALIDATION_FAILED"),
    ):
        async with open_stream(live_server, headers, query=query) as stream:
            result = await stream.next_result()
            assert (result["data"], result["errors"][0]["extensions"]["code"]) == (None, code)
            await stream.assert_completed()


async def test_heartbeats(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Comments keep proxies from closing an idle stream."""
    assert sse.HEARTBEAT_SECONDS == 12
    monkeypatch.setattr(sse, "HEARTBEAT_SECONDS", 0.05)
    async with open_stream(live_server, live_server.bearer_headers) as stream:
        assert [await stream.next_frame() for _ in range(4)] == [":"] * 4


async def test_sign_out_ends_the_stream(live_server: LiveServer) -> None:
    """P8: an error and the end, within 5 seconds."""
    async with open_stream(live_server, live_server.bearer_headers) as stream:
        await wait_until_subscribed(live_server)
        await sessions.sign_out(live_server.firm.app.services, live_server.token)
        async with asyncio.timeout(5):
            assert (await stream.next_result())["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
            await stream.assert_completed()


async def test_streams_are_limited(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Per membership and per address; a closed stream frees its slot."""
    for limit in ("MAX_PER_MEMBERSHIP", "MAX_PER_NETWORK"):
        with monkeypatch.context() as patched:
            patched.setattr(connections, limit, 1)
            async with open_stream(live_server, live_server.bearer_headers):
                await wait_until_subscribed(live_server)
                async with open_stream(live_server, live_server.bearer_headers) as stream:
                    assert (await stream.next_result())["errors"][0]["extensions"]["code"] == "TOO_MANY_CONNECTIONS"
                    await stream.assert_completed()
            await live_server.server.wait_until_idle()
            async with open_stream(live_server, live_server.bearer_headers):
                await wait_until_subscribed(live_server)
        await live_server.server.wait_until_idle()


async def test_unexpected_error_completes(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The client gets a masked error, and the log the exception."""

    async def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("hunter2")

    monkeypatch.setattr(live_server.server.live_connections.schema, "subscribe", fail)
    async with open_stream(live_server, live_server.bearer_headers) as stream:
        result = await stream.next_result()
        assert result["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
        assert "hunter2" not in str(result)
        await stream.assert_completed()
    output = capsys.readouterr()
    assert "hunter2" in output.out + output.err


async def test_closed_stream_leaves_nothing(live_server: LiveServer) -> None:
    """No task, no subscriber, no slot."""
    tasks = asyncio.all_tasks()
    async with open_stream(live_server, live_server.bearer_headers):
        await wait_until_subscribed(live_server)
    await live_server.server.wait_until_idle()
    async with asyncio.timeout(5):
        while asyncio.all_tasks() - tasks:
            await asyncio.sleep(0.01)


async def test_shutdown_ends_streams_without_complete(firm: Firm, settings: Settings) -> None:
    """Clients then reconnect, and the shutdown does not wait for them."""
    async with run_live_server(firm, settings) as server, open_stream(server, server.bearer_headers) as stream:
        assert await stream.next_frame() == ":"
        await wait_until_subscribed(server)
        server.server.uvicorn_server.should_exit = True
        async with asyncio.timeout(5):
            assert await stream.next_frame() is None


async def test_language_of_a_stream(live_server: LiveServer) -> None:
    """D65: what the request asks for, else the person's."""
    async with live_server.firm.app.services.writes.begin() as session:
        await session.execute(update(models.Person).values(locale="fr"))
    for headers, expected in (
        ({}, "`after` n’est pas un curseur valide de ce client."),
        ({"Accept-Language": "en"}, "`after` is not a valid cursor of this client."),
    ):
        async with open_stream(live_server, {**live_server.bearer_headers, **headers}, after="x") as stream:
            result = await stream.next_result()
            assert [error["message"] for error in result["errors"]] == [expected]
