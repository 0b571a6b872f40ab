"""Event streams as graphql-sse has them (distinct connections), with a real client on a real port."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from billing.identity import sign_in
from server.settings import Settings
from server.subscriptions import connections, sse
from tests.server.live_server import LiveServer, run_live_server
from tests.support.firm import Firm
from tests.support.graphql_client import global_id
from tests.support.websocket_client import CLIENT_CHANGES

STREAM = {"Accept": "text/event-stream"}
# What urql sends with everything, plain queries included.
URQL = {"Accept": "application/graphql-response+json, application/graphql+json, application/json,"
                  " text/event-stream, multipart/mixed"}  # fmt: skip
OWN_PAGE_HEADERS = {"Acompte-Request": "1"}


@pytest.fixture
async def live_server(firm: Firm, settings: Settings) -> AsyncIterator[LiveServer]:
    async with run_live_server(firm, settings) as found:
        yield found


class EventStream:
    """What comes, a frame at a time: everything up to an empty line."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._text = response.aiter_text()
        self._held = ""

    async def next_frame(self, seconds: float = 8) -> str | None:
        """The next frame; None at the end."""
        async with asyncio.timeout(seconds):
            while "\n\n" not in self._held:
                try:
                    self._held += await anext(self._text)
                except StopAsyncIteration:
                    return None
        frame, _, self._held = self._held.partition("\n\n")
        return frame

    async def next_result(self) -> dict[str, Any]:
        """The next result; comments are for proxies."""
        while True:
            frame = await self.next_frame()
            assert frame is not None
            if frame != ":":
                break
        event, _, data = frame.partition("\n")
        assert (event, data[:6]) == ("event: next", "data: ")
        result: dict[str, Any] = json.loads(data[6:])
        return result


@asynccontextmanager
async def open_stream(
    on: LiveServer, headers: dict[str, str], after: str | None = None, query: str = CLIENT_CHANGES
) -> AsyncIterator[EventStream]:
    wish = {"query": query, "variables": {"client": on.client, "after": after}}
    async with (
        httpx.AsyncClient(base_url=on.url, timeout=10) as http,
        http.stream("POST", "/graphql", json=wish, headers={**STREAM, **headers}) as response,
    ):
        assert (response.status_code, response.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        yield EventStream(response)


async def test_a_page_follows_a_client(live_server: LiveServer) -> None:
    """Open at once, told what happens, in lines that end with LF alone, kept by no proxy."""
    async with open_stream(live_server, live_server.bearer_headers) as page:
        assert await page.next_frame() == ":"
        assert page.response.headers["cache-control"] == "no-store"
        assert page.response.headers["x-accel-buffering"] == "no"
        await open_and_subscribe(live_server)
        invoice_id = await live_server.firm.create_invoice("5.00")
        change = (await page.next_result())["data"]["clientChanges"]
        assert [each["id"] for each in change["invoices"]] == [global_id("Invoice", invoice_id)]
    await live_server.firm.create_invoice("6.00")
    async with open_stream(live_server, live_server.bearer_headers, change["cursor"]) as page:
        change = (await page.next_result())["data"]["clientChanges"]
        assert [each["total"]["amount"] for each in change["invoices"]] == ["6.00"]


async def open_and_subscribe(on: LiveServer) -> None:
    """Until somebody follows."""
    async with asyncio.timeout(5):
        while not on.firm.app.services.notifications.subscribed_firm_ids:
            await asyncio.sleep(0.01)


async def test_the_cookie_is_taken_from_our_own_pages_alone(live_server: LiveServer) -> None:
    """With the header that makes browsers ask first, from a known origin: as for every other request."""
    async with open_stream(
        live_server, {**live_server.cookie_headers, **OWN_PAGE_HEADERS, "Origin": "https://portal.test"}
    ) as page:
        assert await page.next_frame() == ":"
        await open_and_subscribe(live_server)
    wish = {"query": CLIENT_CHANGES, "variables": {"client": live_server.client}}
    async with httpx.AsyncClient(base_url=live_server.url) as http:
        for headers in ({}, {**OWN_PAGE_HEADERS, "Origin": "https://evil.test"}):
            refused = await http.post(
                "/graphql", json=wish, headers={**STREAM, **live_server.cookie_headers, **headers}
            )
            assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (403, "CROSS_SITE")


async def test_a_query_is_answered_in_json_whatever_is_accepted(live_server: LiveServer) -> None:
    """A client that lists the event stream with everything must not get one for a query; nor one that cannot run."""
    async with httpx.AsyncClient(base_url=live_server.url) as http:
        answer = await http.post("/graphql", json={"query": "{ viewer { __typename } }"}, headers=URQL)
        assert answer.headers["content-type"] == "application/graphql-response+json"
        assert answer.json() == {"data": {"viewer": None}}
        for query in ("{ subscription }", "subscription {", "query A { viewer { __typename } } " + CLIENT_CHANGES):
            answer = await http.post("/graphql", json={"query": query}, headers=STREAM)
            assert "errors" in answer.json()
        named = "query subscription { viewer { __typename } }"
        assert (await http.post("/graphql", json={"query": named}, headers=STREAM)).json() == {"data": {"viewer": None}}


async def test_a_subscription_needs_a_stream(live_server: LiveServer) -> None:
    """Where none is accepted it is a bad request, which says what would do."""
    async with httpx.AsyncClient(base_url=live_server.url) as http:
        wish = {"query": CLIENT_CHANGES, "variables": {"client": live_server.client}}
        answer = await http.post("/graphql", json=wish, headers=live_server.bearer_headers)
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")
        assert "graphql-transport-ws" in answer.json()["errors"][0]["message"]


async def test_error_is_sent_then_completed(live_server: LiveServer) -> None:
    """Nobody, an unknown client, a document that does not fit: one result with the error, and the end."""
    for headers, query, code in (
        ({}, CLIENT_CHANGES, "UNAUTHENTICATED"),
        ({"Authorization": "Bearer nonsense"}, CLIENT_CHANGES, "UNAUTHENTICATED"),
        (live_server.bearer_headers, CLIENT_CHANGES.replace("clientId: $client", 'clientId: "x"'), "GRAPHQL_VALIDATION_FAILED"),
        (live_server.bearer_headers, "subscription { clientChanges(clientId: \"x\") { cursor } }", "NOT_FOUND"),
        (live_server.bearer_headers, CLIENT_CHANGES.replace("reload", "nothing"), "GRAPHQL_VALIDATION_FAILED"),
    ):  # fmt: skip
        async with open_stream(live_server, headers, query=query) as page:
            result = await page.next_result()
            assert (result["data"], result["errors"][0]["extensions"]["code"]) == (None, code)
            assert [await page.next_frame(), await page.next_frame()] == ["event: complete\ndata:", None]


async def test_an_idle_stream_is_kept_open(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A comment now and then: proxies cut what is silent."""
    assert sse.HEARTBEAT_SECONDS == 12
    monkeypatch.setattr(sse, "HEARTBEAT_SECONDS", 0.05)
    async with open_stream(live_server, live_server.bearer_headers) as page:
        assert [await page.next_frame() for _ in range(4)] == [":"] * 4


async def test_signing_out_ends_it(live_server: LiveServer) -> None:
    """P8: an error and the end, within 5 seconds."""
    async with open_stream(live_server, live_server.bearer_headers) as page:
        await open_and_subscribe(live_server)
        await sign_in.sign_out(live_server.firm.app.services, live_server.token)
        async with asyncio.timeout(5):
            assert (await page.next_result())["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
            assert [await page.next_frame(), await page.next_frame()] == ["event: complete\ndata:", None]


async def test_streams_per_membership_are_limited(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more is refused, and says why; one that goes makes room."""
    monkeypatch.setattr(connections, "MAX_PER_MEMBERSHIP", 1)
    async with open_stream(live_server, live_server.bearer_headers):
        await open_and_subscribe(live_server)
        async with open_stream(live_server, live_server.bearer_headers) as page:
            assert (await page.next_result())["errors"][0]["extensions"]["code"] == "TOO_MANY_CONNECTIONS"
    await live_server.server.wait_until_idle()
    async with open_stream(live_server, live_server.bearer_headers):
        await open_and_subscribe(live_server)


async def test_a_page_that_is_gone_leaves_nothing(live_server: LiveServer) -> None:
    """No task, no follower, no place taken."""
    async with open_stream(live_server, live_server.bearer_headers):
        await open_and_subscribe(live_server)
    await live_server.server.wait_until_idle()
    async with asyncio.timeout(5):
        while any("_follow" in (each.get_coro().__qualname__) for each in asyncio.all_tasks()):  # type: ignore[union-attr]
            await asyncio.sleep(0.01)


async def test_a_server_that_stops_ends_it_unfinished(firm: Firm, settings: Settings) -> None:
    """Without "complete": clients connect anew by themselves. It does not take long."""
    async with run_live_server(firm, settings) as on, open_stream(on, on.bearer_headers) as page:
        assert await page.next_frame() == ":"
        await open_and_subscribe(on)
        on.server.uvicorn_server.should_exit = True
        async with asyncio.timeout(5):
            assert await page.next_frame() is None
