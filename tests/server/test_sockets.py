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
from tests.server.live_pages import Stage, stage
from tests.support.asking import gid
from tests.support.firm import Firm
from tests.support.pages import FOLLOW, Socket, socket


@pytest.fixture
async def on(firm: Firm, settings: Settings) -> AsyncIterator[Stage]:
    async with stage(firm, settings) as found:
        yield found


async def test_a_page_follows_a_client(on: Stage) -> None:
    """Begun, told, completed by the page, and its id taken again, going on from the cursor."""
    async with socket(on.url) as page:
        await page.begin({"accessToken": on.token})
        await page.follow(on.client, "a")
        await page.quiet()
        invoice_id = await on.firm.issue("5.00")
        change = await page.change("a")
        assert change["client"] == {"id": on.client}
        assert change["invoices"] == [
            {"id": gid("Invoice", invoice_id), "status": "UNPAID", "total": {"amount": "5.00"}}
        ]
        await page.send(type="complete", id="a")
        await on.firm.issue("6.00")
        await page.quiet()
        await page.follow(on.client, "a", change["cursor"])
        assert [each["total"]["amount"] for each in (await page.change("a"))["invoices"]] == ["6.00"]
        await page.send(type="ping")
        assert await page.receive() == {"type": "pong"}
        await page.send(type="pong", payload={"any": 1})
        await page.send(type="complete", id="unknown")
        await page.quiet()


HEADERS: dict[str, Any] = {"Authorization": "Bearer nonsense", "authorization": None, "accessToken": 1}


async def test_the_token_comes_in_the_first_message_or_with_the_handshake(on: Stage) -> None:
    """As an app has it, in each of its ways; the message wins. A token that is none is nobody's: UNAUTHENTICATED."""
    for payload, headers in (
        (on.bearer, {}),
        ({"authorization": f"bearer {on.token}"}, {}),
        (None, on.bearer),
        ({}, on.bearer),
        ({"accessToken": on.token}, {"Authorization": "Bearer nonsense"}),
    ):
        async with socket(on.url, headers=headers, origin="https://anywhere.test") as page:
            await page.begin(payload)
            await page.follow(on.client)
            await page.quiet(0.1)
    wrong: tuple[Any, ...] = (
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Basic x"},
        {"accessToken": 1},
        None,
    )
    for nothing in wrong:
        async with socket(on.url) as page:
            await page.begin(nothing)
            await page.follow(on.client)
            assert await refusal(page) == "UNAUTHENTICATED"


async def refusal(page: Socket, own_id: str = "1") -> str:
    """The code of the error that ends a subscription; nothing follows it."""
    message = await page.receive()
    assert (message["type"], message["id"]) == ("error", own_id), message
    await page.quiet(0.1)
    (code,) = {error["extensions"]["code"] for error in message["payload"]}
    return str(code)


async def test_the_cookie_is_taken_from_our_own_pages_alone(on: Stage) -> None:
    """Browsers send it with a foreign page's handshake too: refused with 403, before anything is read."""
    for origin, more in (("https://acompte.test", {}), ("https://portal.test", {}), (None, {"Acompte-Request": "1"})):
        async with socket(on.url, origin=origin, headers={**on.cookie, **more}) as page:
            await page.begin()
            await page.follow(on.client)
            await on.firm.issue("5.00")
            await page.change()
    for origin, more in (
        ("https://evil.test", {}),
        ("https://evil.test", {"Acompte-Request": "1"}),
        ("null", {}),
        ("http://acompte.test", {}),
        (None, {}),
    ):
        with pytest.raises(InvalidStatus) as refused:
            async with socket(on.url, origin=origin, headers={**on.cookie, **more}):
                pass
        assert refused.value.response.status_code == 403


@pytest.mark.parametrize("protocols", [("graphql-ws",), ()])
async def test_no_other_protocol_is_spoken(on: Stage, protocols: tuple[str, ...]) -> None:
    """The legacy one has neither limits nor an end of its own."""
    async with socket(on.url, protocols=protocols) as page:
        assert (await page.closed())[0] == 4406


async def test_a_socket_begins_in_time(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that never begins is closed, whatever else it sends."""
    assert websocket.INIT_SECONDS == 5
    monkeypatch.setattr(websocket, "INIT_SECONDS", 0.2)
    async with socket(on.url) as page:
        await page.send(type="ping")
        assert await page.receive() == {"type": "pong"}
        assert await page.closed() == (4408, "Connection initialisation timeout")


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
async def test_what_is_no_message_closes_the_socket(on: Stage, messages: list[Any], code: int) -> None:
    """Strict, bounded in size and rate, with the protocol's own codes; never our own failure."""
    async with socket(on.url) as page:
        for message in messages:
            await page.connection.send(message if isinstance(message, (str, bytes)) else json.dumps(message))
        assert (await page.closed())[0] == code


async def test_only_subscriptions_are_taken(on: Stage) -> None:
    """Queries and mutations come by POST; an error says so, and the socket goes on."""
    async with socket(on.url) as page:
        await page.begin({"accessToken": on.token})
        before = await on.firm.seq()
        for query in ("{ viewer { __typename } }", "mutation { signOut }", "{", "subscription { clientChanges }", ""):
            await page.follow(on.client, query=query)
            assert await refusal(page) in ("GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED")
        two = FOLLOW.replace("subscription", "subscription A", 1) + " query B { viewer { __typename } }"
        await page.follow(on.client, query=two)
        assert await refusal(page) == "GRAPHQL_VALIDATION_FAILED"
        assert await on.firm.seq() == before
        await page.follow(on.client)
        await page.quiet()


async def test_subscriptions_of_a_socket_are_bounded(on: Stage) -> None:
    """An id twice closes it; more than 20 are refused, and one that ends makes room."""
    async with socket(on.url) as page:
        await page.begin({"accessToken": on.token})
        for number in range(websocket.MOST_SUBSCRIPTIONS):
            await page.follow(on.client, str(number))
        await page.follow(on.client, "more")
        assert await refusal(page, "more") == "TOO_MANY_SUBSCRIPTIONS"
        await page.send(type="complete", id="0")
        await page.follow(on.client, "more")
        await page.quiet()
        await page.follow(on.client, "more")
        assert (await page.closed())[0] == 4409


async def test_sockets_of_a_seat_and_of_an_address_are_bounded(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more is told to come again later; one that goes makes room."""
    monkeypatch.setattr(connections, "MOST_OF_SEAT", 1)
    monkeypatch.setattr(connections, "MOST_OF_ADDRESS", 3)
    async with socket(on.url) as first:
        await first.begin({"accessToken": on.token})
        async with socket(on.url) as page:
            await page.send(type="connection_init", payload={"accessToken": on.token})
            assert (await page.closed())[0] == 1013
        async with socket(on.url), socket(on.url), socket(on.url) as page:
            assert (await page.closed())[0] == 1013
    await on.serving.empty()
    async with socket(on.url) as page:
        await page.begin({"accessToken": on.token})


async def test_signing_out_ends_it(on: Stage) -> None:
    """P8: within 5 seconds, with an error, and the socket itself stays for whoever signs in anew."""
    async with socket(on.url) as page:
        await page.begin({"accessToken": on.token})
        await page.follow(on.client)
        await page.quiet(0.1)
        assert await sign_in.sign_out(on.firm.house.services, on.token)
        async with asyncio.timeout(5):
            assert await refusal(page) == "UNAUTHENTICATED"
        await page.follow(on.client)
        assert await refusal(page) == "UNAUTHENTICATED"


async def test_a_session_that_is_over_ends_it(on: Stage) -> None:
    """P8: also where something happens just then: nothing of it is told."""
    async with socket(on.url) as page:
        await page.begin({"accessToken": on.token})
        await page.follow(on.client)
        await page.quiet(0.1)
        on.firm.house.clock.move(days=14.1)
        await on.firm.issue("5.00")
        async with asyncio.timeout(5):
            assert await refusal(page) == "UNAUTHENTICATED"


async def test_a_page_that_is_gone_leaves_nothing(on: Stage) -> None:
    """Closed, or cut in the middle of anything: no task, no follower, no place taken."""
    for cut in (False, True):
        async with socket(on.url) as page:
            await page.begin({"accessToken": on.token})
            for number in range(5):
                await page.follow(on.client, str(number))
            await page.quiet()
            assert on.serving.live.count == 2
            if cut:
                page.connection.transport.abort()
                await on.firm.issue("5.00")
        await on.serving.empty()
    async with asyncio.timeout(5):
        while any("_follow" in (each.get_coro().__qualname__) for each in asyncio.all_tasks()):  # type: ignore[union-attr]
            await asyncio.sleep(0.01)


async def test_a_server_that_stops_says_so(firm: Firm, settings: Settings) -> None:
    """1012, service restart: clients connect anew by themselves. It does not take long."""
    async with stage(firm, settings) as on, socket(on.url) as page:
        await page.begin({"accessToken": on.token})
        await page.follow(on.client)
        await page.quiet()
        on.serving.server.should_exit = True
        async with asyncio.timeout(5):
            assert (await page.closed())[0] == 1012


async def test_a_plain_request_is_no_socket(on: Stage) -> None:
    async with httpx.AsyncClient(base_url=on.url) as http:
        assert (await http.get("/graphql")).status_code == 405
