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
from tests.server.live_pages import Stage, stage
from tests.support.asking import gid
from tests.support.firm import Firm
from tests.support.pages import FOLLOW

STREAM = {"Accept": "text/event-stream"}
# What urql sends with everything, plain queries included.
URQL = {"Accept": "application/graphql-response+json, application/graphql+json, application/json,"
                  " text/event-stream, multipart/mixed"}  # fmt: skip
OURS = {"Acompte-Request": "1"}


@pytest.fixture
async def on(firm: Firm, settings: Settings) -> AsyncIterator[Stage]:
    async with stage(firm, settings) as found:
        yield found


class Stream:
    """What comes, a frame at a time: everything up to an empty line."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._text = response.aiter_text()
        self._held = ""

    async def frame(self, seconds: float = 8) -> str | None:
        """The next frame; None at the end."""
        async with asyncio.timeout(seconds):
            while "\n\n" not in self._held:
                try:
                    self._held += await anext(self._text)
                except StopAsyncIteration:
                    return None
        frame, _, self._held = self._held.partition("\n\n")
        return frame

    async def result(self) -> dict[str, Any]:
        """The next result; comments are for proxies."""
        while True:
            frame = await self.frame()
            assert frame is not None
            if frame != ":":
                break
        event, _, data = frame.partition("\n")
        assert (event, data[:6]) == ("event: next", "data: ")
        result: dict[str, Any] = json.loads(data[6:])
        return result


@asynccontextmanager
async def stream(
    on: Stage, headers: dict[str, str], after: str | None = None, query: str = FOLLOW
) -> AsyncIterator[Stream]:
    wish = {"query": query, "variables": {"client": on.client, "after": after}}
    async with (
        httpx.AsyncClient(base_url=on.url, timeout=10) as http,
        http.stream("POST", "/graphql", json=wish, headers={**STREAM, **headers}) as response,
    ):
        assert (response.status_code, response.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        yield Stream(response)


async def test_a_page_follows_a_client(on: Stage) -> None:
    """Open at once, told what happens, in lines that end with LF alone, kept by no proxy."""
    async with stream(on, on.bearer) as page:
        assert await page.frame() == ":"
        assert page.response.headers["cache-control"] == "no-store"
        assert page.response.headers["x-accel-buffering"] == "no"
        await following(on)
        invoice_id = await on.firm.issue("5.00")
        change = (await page.result())["data"]["clientChanges"]
        assert [each["id"] for each in change["invoices"]] == [gid("Invoice", invoice_id)]
    await on.firm.issue("6.00")
    async with stream(on, on.bearer, change["cursor"]) as page:
        change = (await page.result())["data"]["clientChanges"]
        assert [each["total"]["amount"] for each in change["invoices"]] == ["6.00"]


async def following(on: Stage) -> None:
    """Until somebody follows."""
    async with asyncio.timeout(5):
        while not on.firm.house.services.signals.followed:
            await asyncio.sleep(0.01)


async def test_the_cookie_is_taken_from_our_own_pages_alone(on: Stage) -> None:
    """With the header that makes browsers ask first, from a known origin: as for every other request."""
    async with stream(on, {**on.cookie, **OURS, "Origin": "https://portal.test"}) as page:
        assert await page.frame() == ":"
        await following(on)
    wish = {"query": FOLLOW, "variables": {"client": on.client}}
    async with httpx.AsyncClient(base_url=on.url) as http:
        for headers in ({}, {**OURS, "Origin": "https://evil.test"}):
            refused = await http.post("/graphql", json=wish, headers={**STREAM, **on.cookie, **headers})
            assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (403, "CROSS_SITE")


async def test_a_query_is_answered_in_json_whatever_is_accepted(on: Stage) -> None:
    """A client that lists the event stream with everything must not get one for a query; nor one that cannot run."""
    async with httpx.AsyncClient(base_url=on.url) as http:
        answer = await http.post("/graphql", json={"query": "{ viewer { __typename } }"}, headers=URQL)
        assert answer.headers["content-type"] == "application/graphql-response+json"
        assert answer.json() == {"data": {"viewer": None}}
        for query in ("{ subscription }", "subscription {", "query A { viewer { __typename } } " + FOLLOW):
            answer = await http.post("/graphql", json={"query": query}, headers=STREAM)
            assert "errors" in answer.json()
        named = "query subscription { viewer { __typename } }"
        assert (await http.post("/graphql", json={"query": named}, headers=STREAM)).json() == {"data": {"viewer": None}}


async def test_a_subscription_needs_a_stream(on: Stage) -> None:
    """Where none is accepted it is a bad request, which says what would do."""
    async with httpx.AsyncClient(base_url=on.url) as http:
        wish = {"query": FOLLOW, "variables": {"client": on.client}}
        answer = await http.post("/graphql", json=wish, headers=on.bearer)
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")
        assert "graphql-transport-ws" in answer.json()["errors"][0]["message"]


async def test_what_is_refused_is_told_and_completed(on: Stage) -> None:
    """Nobody, an unknown client, a document that does not fit: one result with the error, and the end."""
    for headers, query, code in (
        ({}, FOLLOW, "UNAUTHENTICATED"),
        ({"Authorization": "Bearer nonsense"}, FOLLOW, "UNAUTHENTICATED"),
        (on.bearer, FOLLOW.replace("clientId: $client", 'clientId: "x"'), "GRAPHQL_VALIDATION_FAILED"),
        (on.bearer, "subscription { clientChanges(clientId: \"x\") { cursor } }", "NOT_FOUND"),
        (on.bearer, FOLLOW.replace("reload", "nothing"), "GRAPHQL_VALIDATION_FAILED"),
    ):  # fmt: skip
        async with stream(on, headers, query=query) as page:
            result = await page.result()
            assert (result["data"], result["errors"][0]["extensions"]["code"]) == (None, code)
            assert [await page.frame(), await page.frame()] == ["event: complete\ndata:", None]


async def test_an_idle_stream_is_kept_open(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A comment now and then: proxies cut what is silent."""
    assert sse.HEARTBEAT_SECONDS == 12
    monkeypatch.setattr(sse, "HEARTBEAT_SECONDS", 0.05)
    async with stream(on, on.bearer) as page:
        assert [await page.frame() for _ in range(4)] == [":"] * 4


async def test_signing_out_ends_it(on: Stage) -> None:
    """P8: an error and the end, within 5 seconds."""
    async with stream(on, on.bearer) as page:
        await following(on)
        await sign_in.sign_out(on.firm.house.services, on.token)
        async with asyncio.timeout(5):
            assert (await page.result())["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
            assert [await page.frame(), await page.frame()] == ["event: complete\ndata:", None]


async def test_streams_of_a_seat_are_bounded(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more is refused, and says why; one that goes makes room."""
    monkeypatch.setattr(connections, "MOST_OF_SEAT", 1)
    async with stream(on, on.bearer):
        await following(on)
        async with stream(on, on.bearer) as page:
            assert (await page.result())["errors"][0]["extensions"]["code"] == "TOO_MANY_CONNECTIONS"
    await on.serving.empty()
    async with stream(on, on.bearer):
        await following(on)


async def test_a_page_that_is_gone_leaves_nothing(on: Stage) -> None:
    """No task, no follower, no place taken."""
    async with stream(on, on.bearer):
        await following(on)
    await on.serving.empty()
    async with asyncio.timeout(5):
        while any("_follow" in (each.get_coro().__qualname__) for each in asyncio.all_tasks()):  # type: ignore[union-attr]
            await asyncio.sleep(0.01)


async def test_a_server_that_stops_ends_it_unfinished(firm: Firm, settings: Settings) -> None:
    """Without "complete": clients connect anew by themselves. It does not take long."""
    async with stage(firm, settings) as on, stream(on, on.bearer) as page:
        assert await page.frame() == ":"
        await following(on)
        on.serving.server.should_exit = True
        async with asyncio.timeout(5):
            assert await page.frame() is None
