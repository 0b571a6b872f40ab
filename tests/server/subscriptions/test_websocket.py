"""graphql-transport-ws, with a real client on a real port: strict, bounded, and over when it has to be."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from billing.identity import sign_in
from server.settings import Settings
from server.subscriptions import connections, websocket
from tests.server.live_server import LiveServer, run_live_server
from tests.support.firm import Firm
from tests.support.graphql_client import global_id
from tests.support.websocket_client import CLIENT_CHANGES, WebSocketClient, open_websocket


@pytest.fixture
async def live_server(firm: Firm, settings: Settings) -> AsyncIterator[LiveServer]:
    async with run_live_server(firm, settings) as found:
        yield found


async def test_a_page_follows_a_client(live_server: LiveServer) -> None:
    """Begun, told, completed by the page, and its id taken again, going on from the cursor."""
    async with open_websocket(live_server.url) as page:
        await page.initialize({"accessToken": live_server.token})
        await page.subscribe(live_server.client, "a")
        await page.assert_silent()
        invoice_id = await live_server.firm.create_invoice("5.00")
        change = await page.next_change("a")
        assert change["client"] == {"id": live_server.client}
        assert change["invoices"] == [
            {"id": global_id("Invoice", invoice_id), "status": "UNPAID", "total": {"amount": "5.00"}}
        ]
        await page.send(type="complete", id="a")
        await live_server.firm.create_invoice("6.00")
        await page.assert_silent()
        await page.subscribe(live_server.client, "a", change["cursor"])
        assert [each["total"]["amount"] for each in (await page.next_change("a"))["invoices"]] == ["6.00"]
        await page.send(type="ping")
        assert await page.receive() == {"type": "pong"}
        await page.send(type="pong", payload={"any": 1})
        await page.send(type="complete", id="unknown")
        await page.assert_silent()


HEADERS: dict[str, Any] = {"Authorization": "Bearer nonsense", "authorization": None, "accessToken": 1}


async def test_the_token_comes_in_the_first_message_or_with_the_handshake(live_server: LiveServer) -> None:
    """As an app has it, in each of its ways; the message wins. A token that is none is nobody's: UNAUTHENTICATED."""
    for payload, headers in (
        (live_server.bearer_headers, {}),
        ({"authorization": f"bearer {live_server.token}"}, {}),
        (None, live_server.bearer_headers),
        ({}, live_server.bearer_headers),
        ({"accessToken": live_server.token}, {"Authorization": "Bearer nonsense"}),
    ):
        async with open_websocket(live_server.url, headers=headers, origin="https://anywhere.test") as page:
            await page.initialize(payload)
            await page.subscribe(live_server.client)
            await page.assert_silent(0.1)
    wrong: tuple[Any, ...] = (
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Basic x"},
        {"accessToken": 1},
        None,
    )
    for nothing in wrong:
        async with open_websocket(live_server.url) as page:
            await page.initialize(nothing)
            await page.subscribe(live_server.client)
            assert await next_error(page) == "UNAUTHENTICATED"


async def next_error(page: WebSocketClient, own_id: str = "1") -> str:
    """The code of the error that ends a subscription; nothing follows it."""
    message = await page.receive()
    assert (message["type"], message["id"]) == ("error", own_id), message
    await page.assert_silent(0.1)
    (code,) = {error["extensions"]["code"] for error in message["payload"]}
    return str(code)


async def test_the_cookie_is_taken_from_our_own_pages_alone(live_server: LiveServer) -> None:
    """Browsers send it with a foreign page's handshake too: refused with 403, before anything is read."""
    for origin, more in (("https://acompte.test", {}), ("https://portal.test", {}), (None, {"Acompte-Request": "1"})):
        async with open_websocket(
            live_server.url, origin=origin, headers={**live_server.cookie_headers, **more}
        ) as page:
            await page.initialize()
            await page.subscribe(live_server.client)
            await live_server.firm.create_invoice("5.00")
            await page.next_change()
    for origin, more in (
        ("https://evil.test", {}),
        ("https://evil.test", {"Acompte-Request": "1"}),
        ("null", {}),
        ("http://acompte.test", {}),
        (None, {}),
    ):
        with pytest.raises(InvalidStatus) as refused:
            async with open_websocket(live_server.url, origin=origin, headers={**live_server.cookie_headers, **more}):
                pass
        assert refused.value.response.status_code == 403


@pytest.mark.parametrize("protocols", [("graphql-ws",), ()])
async def test_no_other_protocol_is_spoken(live_server: LiveServer, protocols: tuple[str, ...]) -> None:
    """The legacy one has neither limits nor an end of its own."""
    async with open_websocket(live_server.url, protocols=protocols) as page:
        assert (await page.wait_closed())[0] == 4406


async def test_a_socket_begins_in_time(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that never begins is closed, whatever else it sends."""
    assert websocket.INIT_TIMEOUT_SECONDS == 5
    monkeypatch.setattr(websocket, "INIT_TIMEOUT_SECONDS", 0.2)
    async with open_websocket(live_server.url) as page:
        await page.send(type="ping")
        assert await page.receive() == {"type": "pong"}
        assert await page.wait_closed() == (4408, "Connection initialisation timeout")


INIT = {"type": "connection_init"}
SUBSCRIBE = {"type": "subscribe", "id": "1", "payload": {"query": "subscription { clientChanges { cursor } }"}}
WRONG: list[tuple[list[Any], int]] = [
    ([SUBSCRIBE], 4401),
    ([{"type": "complete", "id": "1"}], 4401),
    ([INIT, INIT], 4429),
    ([{**INIT, "payload": []}], 4400),
    ([INIT, {"type": "start", "id": "1"}], 4400),
    ([INIT, {"id": "1"}], 4400),
    ([INIT, {"type": 1}], 4400),
    ([INIT, []], 4400),
    ([INIT, "{"], 4400),
    ([INIT, '{"type": "ping", "payload": NaN}'], 4400),
    ([INIT, "[" * 100_000], 4400),
    ([INIT, b'{"type": "ping"}'], 4400),
    ([INIT, {**SUBSCRIBE, "id": 1}], 4400),
    ([INIT, {**SUBSCRIBE, "id": ""}], 4400),
    ([INIT, {**SUBSCRIBE, "id": "x" * 200}], 4400),
    ([INIT, {"type": "subscribe", "id": "1"}], 4400),
    ([INIT, {**SUBSCRIBE, "payload": {"query": 1}}], 4400),
    ([INIT, {**SUBSCRIBE, "payload": {"query": "{a}", "variables": []}}], 4400),
    ([INIT, {"type": "ping", "payload": "x" * 600_000}], 1009),
    ([INIT, *[{"type": "ping"}] * 110], 1008),
]


@pytest.mark.parametrize(("messages", "code"), WRONG)
async def test_what_is_no_message_closes_the_socket(live_server: LiveServer, messages: list[Any], code: int) -> None:
    """Strict, bounded in size and rate, with the protocol's own codes; never our own failure."""
    async with open_websocket(live_server.url) as page:
        for message in messages:
            await page.connection.send(message if isinstance(message, (str, bytes)) else json.dumps(message))
        assert (await page.wait_closed())[0] == code


async def test_only_subscriptions_are_taken(live_server: LiveServer) -> None:
    """Queries and mutations come by POST; an error says so, and the socket goes on."""
    async with open_websocket(live_server.url) as page:
        await page.initialize({"accessToken": live_server.token})
        before = await live_server.firm.event_seq()
        for query in ("{ viewer { __typename } }", "mutation { signOut }", "{", "subscription { clientChanges }", ""):
            await page.subscribe(live_server.client, query=query)
            assert await next_error(page) in ("GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED")
        two = CLIENT_CHANGES.replace("subscription", "subscription A", 1) + " query B { viewer { __typename } }"
        await page.subscribe(live_server.client, query=two)
        assert await next_error(page) == "GRAPHQL_VALIDATION_FAILED"
        assert await live_server.firm.event_seq() == before
        await page.subscribe(live_server.client)
        await page.assert_silent()


async def test_subscriptions_of_a_socket_are_bounded(live_server: LiveServer) -> None:
    """An id twice closes it; more than 20 are refused, and one that ends makes room."""
    async with open_websocket(live_server.url) as page:
        await page.initialize({"accessToken": live_server.token})
        for number in range(websocket.MAX_SUBSCRIPTIONS):
            await page.subscribe(live_server.client, str(number))
        await page.subscribe(live_server.client, "more")
        assert await next_error(page, "more") == "TOO_MANY_SUBSCRIPTIONS"
        await page.send(type="complete", id="0")
        await page.subscribe(live_server.client, "more")
        await page.assert_silent()
        await page.subscribe(live_server.client, "more")
        assert (await page.wait_closed())[0] == 4409


async def test_sockets_per_membership_and_address_are_limited(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more is told to come again later; one that goes makes room."""
    monkeypatch.setattr(connections, "MAX_PER_MEMBERSHIP", 1)
    monkeypatch.setattr(connections, "MAX_PER_ADDRESS", 3)
    async with open_websocket(live_server.url) as first:
        await first.initialize({"accessToken": live_server.token})
        async with open_websocket(live_server.url) as page:
            await page.send(type="connection_init", payload={"accessToken": live_server.token})
            assert (await page.wait_closed())[0] == 1013
        async with (
            open_websocket(live_server.url),
            open_websocket(live_server.url),
            open_websocket(live_server.url) as page,
        ):
            assert (await page.wait_closed())[0] == 1013
    await live_server.server.wait_until_idle()
    async with open_websocket(live_server.url) as page:
        await page.initialize({"accessToken": live_server.token})


async def test_signing_out_ends_it(live_server: LiveServer) -> None:
    """P8: within 5 seconds, with an error, and the socket itself stays for whoever signs in anew."""
    async with open_websocket(live_server.url) as page:
        await page.initialize({"accessToken": live_server.token})
        await page.subscribe(live_server.client)
        await page.assert_silent(0.1)
        assert await sign_in.sign_out(live_server.firm.app.services, live_server.token)
        async with asyncio.timeout(5):
            assert await next_error(page) == "UNAUTHENTICATED"
        await page.subscribe(live_server.client)
        assert await next_error(page) == "UNAUTHENTICATED"


async def test_a_session_that_is_over_ends_it(live_server: LiveServer) -> None:
    """P8: also where something happens just then: nothing of it is told."""
    async with open_websocket(live_server.url) as page:
        await page.initialize({"accessToken": live_server.token})
        await page.subscribe(live_server.client)
        await page.assert_silent(0.1)
        live_server.firm.app.clock.advance(days=14.1)
        await live_server.firm.create_invoice("5.00")
        async with asyncio.timeout(5):
            assert await next_error(page) == "UNAUTHENTICATED"


async def test_a_page_that_is_gone_leaves_nothing(live_server: LiveServer) -> None:
    """Closed, or cut in the middle of anything: no task, no follower, no place taken."""
    for cut in (False, True):
        async with open_websocket(live_server.url) as page:
            await page.initialize({"accessToken": live_server.token})
            for number in range(5):
                await page.subscribe(live_server.client, str(number))
            await page.assert_silent()
            assert live_server.server.live_connections.open_count == 2
            if cut:
                page.connection.transport.abort()
                await live_server.firm.create_invoice("5.00")
        await live_server.server.wait_until_idle()
    async with asyncio.timeout(5):
        while any("_follow" in (each.get_coro().__qualname__) for each in asyncio.all_tasks()):  # type: ignore[union-attr]
            await asyncio.sleep(0.01)


async def test_a_server_that_stops_says_so(firm: Firm, settings: Settings) -> None:
    """1012, service restart: clients connect anew by themselves. It does not take long."""
    async with run_live_server(firm, settings) as on, open_websocket(on.url) as page:
        await page.initialize({"accessToken": on.token})
        await page.subscribe(on.client)
        await page.assert_silent()
        on.server.uvicorn_server.should_exit = True
        async with asyncio.timeout(5):
            assert (await page.wait_closed())[0] == 1012


async def test_a_plain_request_is_no_socket(live_server: LiveServer) -> None:
    async with httpx.AsyncClient(base_url=live_server.url) as http:
        assert (await http.get("/graphql")).status_code == 405
