"""Subscriptions over WebSocket (graphql-transport-ws), with a real client and port."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import update
from websockets.exceptions import InvalidStatus

import models
from billing.identity import sessions
from billing.identity.update_profile import UpdateProfileCommand, update_profile
from billing.prepayments.disable_prepayment import disable_prepayment
from server.settings import Settings
from server.subscriptions import connections, websocket
from tests.server.live_server import LiveServer, run_live_server
from tests.support.firm import Firm
from tests.support.graphql_client import global_id
from tests.support.subscription_client import subscriber_count
from tests.support.websocket_client import CLIENT_CHANGES, WebSocketClient, open_websocket


@pytest.fixture
async def live_server(firm: Firm, settings: Settings) -> AsyncIterator[LiveServer]:
    async with run_live_server(firm, settings) as live_server:
        yield live_server


async def test_subscribe(live_server: LiveServer) -> None:
    """A subscription sends changes, is completed by the client, and resumes from a cursor under the same id."""
    async with open_websocket(live_server.url) as client:
        await client.initialize({"accessToken": live_server.token})
        await client.subscribe(live_server.client, "a")
        await client.assert_silent()
        invoice_id = await live_server.firm.create_invoice("5.00")
        change = await client.next_change("a")
        assert change["client"] == {"id": live_server.client}
        assert change["invoices"] == [
            {"id": global_id("Invoice", invoice_id), "status": "UNPAID", "total": {"amount": "5.00"}}
        ]
        await client.send(type="complete", id="a")
        await live_server.firm.create_invoice("6.00")
        await client.assert_silent()
        await client.subscribe(live_server.client, "a", change["cursor"])
        assert [invoice["total"]["amount"] for invoice in (await client.next_change("a"))["invoices"]] == ["6.00"]
        await client.send(type="ping")
        assert await client.receive() == {"type": "pong"}
        await client.send(type="pong", payload={"any": 1})
        await client.send(type="complete", id="unknown")
        await client.assert_silent()


async def test_token_in_init_message_or_handshake(live_server: LiveServer) -> None:
    """The message takes precedence. Without a token, a subscription is rejected."""
    for payload, headers in (
        (live_server.bearer_headers, {}),
        ({"authorization": f"bearer {live_server.token}"}, {}),
        (None, live_server.bearer_headers),
        ({}, live_server.bearer_headers),
        ({"accessToken": live_server.token}, {"Authorization": "Bearer nonsense"}),
    ):
        async with open_websocket(live_server.url, headers=headers, origin="https://anywhere.test") as client:
            await client.initialize(payload)
            await client.subscribe(live_server.client)
            await client.assert_silent(0.1)
    for anonymous in (None, {}, {"Authorization": "", "accessToken": None}):
        async with open_websocket(live_server.url) as client:
            await client.initialize(anonymous)
            await client.subscribe(live_server.client)
            assert await next_error(client) == "UNAUTHENTICATED"


async def test_invalid_token_is_refused_at_init(live_server: LiveServer) -> None:
    """With 4403, on which graphql-ws and urql renew the token and connect again; nothing is acknowledged."""
    valid = live_server.bearer_headers
    refused: list[tuple[Any, dict[str, str]]] = [
        ({"Authorization": "Bearer nonsense"}, {}),
        ({"accessToken": "nonsense"}, {}),
        ({"accessToken": "nonsense"}, valid),
        ({"Authorization": "Basic x"}, {}),
        ({"Authorization": "Basic x"}, valid),
        ({"accessToken": 1}, {}),
        ({"authorization": ["Bearer", live_server.token]}, {}),
        (None, {"Authorization": "Bearer nonsense"}),
    ]
    for payload, headers in refused:
        async with open_websocket(live_server.url, headers=headers) as client:
            await client.send(type="connection_init", payload=payload)
            assert await client.closing() == ([], 4403, "Forbidden"), payload
    assert await sessions.sign_out(live_server.firm.app.services, live_server.token)
    async with open_websocket(live_server.url) as client:
        await client.send(type="connection_init", payload={"accessToken": live_server.token})
        await client.subscribe(live_server.client)
        assert await client.closing() == ([], 4403, "Forbidden")
    await live_server.server.wait_until_idle()


async def test_init_payload_may_be_null(live_server: LiveServer) -> None:
    """The protocol allows it."""
    async with open_websocket(live_server.url, headers=live_server.bearer_headers) as client:
        await client.send(type="connection_init", payload=None)
        assert await client.receive() == {"type": "connection_ack"}
        await client.subscribe(live_server.client)
        await client.assert_silent(0.1)


async def next_error(client: WebSocketClient, operation_id: str = "1") -> str:
    """Code of the error that ends a subscription. Asserts that no message follows it."""
    message = await client.receive()
    assert (message["type"], message["id"]) == ("error", operation_id), message
    await client.assert_silent(0.1)
    (code,) = {error["extensions"]["code"] for error in message["payload"]}
    return str(code)


async def test_cookie_needs_a_known_origin(live_server: LiveServer) -> None:
    """Browsers also send it with handshakes of other sites, which are rejected with 403."""
    services = live_server.firm.app.services
    for origin, extra in (("https://acompte.test", {}), ("https://portal.test", {}), (None, {"Acompte-Request": "1"})):
        headers = {**live_server.cookie_headers, **extra}
        async with open_websocket(live_server.url, origin=origin, headers=headers) as client:
            await client.initialize()
            before = subscriber_count(services)
            await client.subscribe(live_server.client)
            while subscriber_count(services) == before:
                await asyncio.sleep(0.001)
            await live_server.firm.create_invoice("5.00")
            await client.next_change()
    for origin, extra in (
        ("https://evil.test", {}),
        ("https://evil.test", {"Acompte-Request": "1"}),
        ("null", {}),
        ("http://acompte.test", {}),
        (None, {}),
    ):
        with pytest.raises(InvalidStatus) as raised:
            async with open_websocket(live_server.url, origin=origin, headers={**live_server.cookie_headers, **extra}):
                pass
        assert raised.value.response.status_code == 403


@pytest.mark.parametrize("protocols", [("graphql-ws",), ()])
async def test_other_protocols_are_rejected(live_server: LiveServer, protocols: tuple[str, ...]) -> None:
    """Including the legacy `graphql-ws`."""
    async with open_websocket(live_server.url, protocols=protocols) as client:
        assert (await client.wait_closed())[0] == 4406


async def test_initialisation_timeout(firm: Firm, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pings do not extend it."""
    assert websocket.INIT_TIMEOUT_SECONDS == 5
    monkeypatch.setattr(websocket, "INIT_TIMEOUT_SECONDS", 0.2)
    async with run_live_server(firm, settings) as server, open_websocket(server.url) as client:
        await client.send(type="ping")
        assert await client.receive() == {"type": "pong"}
        assert await client.wait_closed() == (4408, "Connection initialisation timeout")


INIT = {"type": "connection_init"}
SUBSCRIBE = {"type": "subscribe", "id": "1", "payload": {"query": "subscription { clientChanges { cursor } }"}}
INVALID: list[tuple[list[Any], int]] = [
    ([SUBSCRIBE], 4401),
    ([{"type": "complete", "id": "1"}], 4401),
    ([INIT, INIT], 4429),
    ([{**INIT, "payload": []}], 4400),
    ([INIT, {"type": "start", "id": "1"}], 4400),
    ([INIT, {"type": "x" * 500}], 4400),
    ([INIT, {"type": "\ud800" * 200}], 4400),
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
    ([INIT, {**SUBSCRIBE, "payload": []}], 4400),
    ([INIT, {**SUBSCRIBE, "payload": None}], 4400),
    ([INIT, {"type": "complete"}], 4400),
    ([INIT, {**SUBSCRIBE, "payload": {"query": 1}}], 4400),
    ([INIT, {**SUBSCRIBE, "payload": {"query": "{a}", "variables": []}}], 4400),
    ([{**INIT, "payload": {"accessToken": "\ud800"}}], 4400),
    ([{**INIT, "payload": {"\udfff": 1}}], 4400),
    ([INIT, {"type": "\ud800"}], 4400),
    ([INIT, {**SUBSCRIBE, "id": "\ud800"}], 4400),
    ([INIT, {"type": "ping", "payload": "x" * 600_000}], 1009),
    ([INIT, *[{"type": "ping"}] * 110], 1008),
]


@pytest.mark.parametrize(("messages", "code"), INVALID)
async def test_invalid_messages_close_the_connection(live_server: LiveServer, messages: list[Any], code: int) -> None:
    """With the protocol's close codes; also for messages that are too large or too many."""
    async with open_websocket(live_server.url) as client:
        for message in messages:
            await client.connection.send(message if isinstance(message, (str, bytes)) else json.dumps(message))
        assert (await client.wait_closed())[0] == code


async def test_only_subscriptions_are_accepted(live_server: LiveServer) -> None:
    """Other operations and invalid documents are rejected with an error, and the connection stays open."""
    async with open_websocket(live_server.url) as client:
        await client.initialize({"accessToken": live_server.token})
        before = await live_server.firm.event_seq()
        for query in ("{ viewer { __typename } }", "mutation { signOut }", "{", "subscription { clientChanges }", ""):
            await client.subscribe(live_server.client, query=query)
            assert await next_error(client) in ("GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED")
        two = CLIENT_CHANGES.replace("subscription", "subscription A", 1) + " query B { viewer { __typename } }"
        await client.subscribe(live_server.client, query=two)
        assert await next_error(client) == "GRAPHQL_VALIDATION_FAILED"
        assert await live_server.firm.event_seq() == before
        await client.subscribe(live_server.client)
        await client.assert_silent()


async def test_a_lone_surrogate_is_an_error_of_its_subscription(live_server: LiveServer) -> None:
    """In the document, the operation's name or a variable; the connection and its other subscriptions stay."""
    async with open_websocket(live_server.url) as client:
        await client.initialize({"accessToken": live_server.token})
        await client.subscribe(live_server.client)
        await client.assert_silent()
        for payload in (
            {"query": CLIENT_CHANGES + " # \ud800"},
            {"query": CLIENT_CHANGES, "operationName": "\udc00"},
            {"query": CLIENT_CHANGES, "variables": {"client": "\ud83d"}},
            {"query": CLIENT_CHANGES, "variables": {"\ud83d": ["x"]}},
            {"documentId": "\ud800"},
        ):
            await client.send(type="subscribe", id="2", payload=payload)
            assert await next_error(client, "2") == "BAD_REQUEST"
        await live_server.firm.prepay("10.00")
        change = await client.next_change()
        assert change["client"] == {"id": live_server.client}


async def test_subscriptions_per_connection_are_limited(live_server: LiveServer) -> None:
    """To 20; a completed one frees its slot. An id in use closes the connection."""
    async with open_websocket(live_server.url) as client:
        await client.initialize({"accessToken": live_server.token})
        for number in range(websocket.MAX_SUBSCRIPTIONS):
            await client.subscribe(live_server.client, str(number))
        await client.subscribe(live_server.client, "more")
        assert await next_error(client, "more") == "TOO_MANY_SUBSCRIPTIONS"
        await client.send(type="complete", id="0")
        await client.subscribe(live_server.client, "more")
        await client.assert_silent()
        await client.subscribe(live_server.client, "more")
        assert (await client.wait_closed())[0] == 4409


async def test_connections_are_limited(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Per membership and per address, with close code 1013; a closed connection frees its slot."""
    monkeypatch.setattr(connections, "MAX_PER_MEMBERSHIP", 1)
    monkeypatch.setattr(connections, "MAX_PER_NETWORK", 3)
    async with open_websocket(live_server.url) as first:
        await first.initialize({"accessToken": live_server.token})
        async with open_websocket(live_server.url) as client:
            await client.send(type="connection_init", payload={"accessToken": live_server.token})
            assert (await client.wait_closed())[0] == 1013
        async with (
            open_websocket(live_server.url),
            open_websocket(live_server.url),
            open_websocket(live_server.url) as client,
        ):
            assert (await client.wait_closed())[0] == 1013
    await live_server.server.wait_until_idle()
    async with open_websocket(live_server.url) as client:
        await client.initialize({"accessToken": live_server.token})


async def test_sign_out_ends_subscriptions(live_server: LiveServer) -> None:
    """P8: within 5 seconds, with an error; the connection stays open."""
    async with open_websocket(live_server.url) as client:
        await client.initialize({"accessToken": live_server.token})
        await client.subscribe(live_server.client)
        await client.assert_silent(0.1)
        assert await sessions.sign_out(live_server.firm.app.services, live_server.token)
        async with asyncio.timeout(5):
            assert await next_error(client) == "UNAUTHENTICATED"
        await client.subscribe(live_server.client)
        assert await next_error(client) == "UNAUTHENTICATED"


async def test_session_expiry_ends_subscriptions(live_server: LiveServer) -> None:
    """P8: a change after the expiry is not sent."""
    async with open_websocket(live_server.url) as client:
        await client.initialize({"accessToken": live_server.token})
        await client.subscribe(live_server.client)
        await client.assert_silent(0.1)
        live_server.firm.app.clock.advance(days=14.1)
        await live_server.firm.create_invoice("5.00")
        async with asyncio.timeout(5):
            assert await next_error(client) == "UNAUTHENTICATED"


async def test_closed_connection_leaves_nothing(live_server: LiveServer) -> None:
    """Closed or aborted: no task, no subscriber, no slot."""
    tasks = asyncio.all_tasks()
    for abort in (False, True):
        async with open_websocket(live_server.url) as client:
            await client.initialize({"accessToken": live_server.token})
            for number in range(5):
                await client.subscribe(live_server.client, str(number))
            await client.assert_silent()
            assert live_server.server.live_connections.open_count == 2
            if abort:
                client.connection.transport.abort()
                await live_server.firm.create_invoice("5.00")
        await live_server.server.wait_until_idle()
    async with asyncio.timeout(5):
        while asyncio.all_tasks() - tasks:
            await asyncio.sleep(0.01)


async def test_shutdown_closes_connections(firm: Firm, settings: Settings) -> None:
    """With 1012 (service restart), on which clients reconnect, and without delay."""
    async with run_live_server(firm, settings) as server, open_websocket(server.url) as client:
        await client.initialize({"accessToken": server.token})
        await client.subscribe(server.client)
        await client.assert_silent()
        server.server.uvicorn_server.should_exit = True
        async with asyncio.timeout(5):
            assert (await client.wait_closed())[0] == 1012


async def test_get_without_upgrade(live_server: LiveServer) -> None:
    async with httpx.AsyncClient(base_url=live_server.url) as http:
        assert (await http.get("/graphql")).status_code == 405


async def test_language_of_a_connection(live_server: LiveServer) -> None:
    """D65: what `connection_init` asks for, else the handshake, else the person's; for every subscription on it."""
    services = live_server.firm.app.services
    async with services.writes.begin() as session:
        await session.execute(update(models.Person).values(locale="fr"))
    french, english = "Introuvable.", "Not found."
    for payload, headers, expected in (
        ({}, {}, french),
        ({}, {"Accept-Language": "en"}, english),
        ({"Accept-Language": "en-GB,fr;q=0.5"}, {"Accept-Language": "fr"}, english),
        ({"accept-language": "de"}, {"Accept-Language": "en"}, english),
        ({"accept-language": ["en"]}, {}, french),
    ):
        async with open_websocket(live_server.url, headers={**live_server.bearer_headers, **headers}) as client:
            await client.initialize(payload)
            for operation_id in ("a", "b"):
                await client.subscribe(global_id("Client", live_server.firm.id), operation_id)
                message = await client.receive()
                (error,) = message["payload"]
                assert (error["message"], error["extensions"]["code"]) == (expected, "NOT_FOUND")


async def test_language_chosen_during_a_subscription(live_server: LiveServer) -> None:
    """D65: the next change is in it."""
    firm = live_server.firm
    query = CLIENT_CHANGES.replace("client { id }", "client { id prepaymentOffer { reason } }")
    await disable_prepayment(firm.app.services, firm.owner)
    async with open_websocket(live_server.url, headers=live_server.bearer_headers) as client:
        await client.initialize()
        await client.subscribe(live_server.client, query=query)
        await client.assert_silent()
        for locale, word in (("en", "Prepayments"), ("fr", "Les"), ("en", "Prepayments")):
            await update_profile(firm.app.services, firm.client_user, UpdateProfileCommand(locale=locale))
            await firm.create_invoice("5.00")
            while True:
                change = await client.next_change()
                if change["invoices"]:
                    break
            assert change["client"]["prepaymentOffer"]["reason"].startswith(word)
