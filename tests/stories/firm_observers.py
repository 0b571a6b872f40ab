"""Who hears of what happens in a firm, through HTTP alone: a dashboard, and systems that get webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.stories.test_end_to_end import new_key
from tests.support.server_process import BrowserSession
from tests.support.sse_client import SSE_HEADERS, EventStream
from tests.support.webhook_receiver import WebhookReceiver, run_receiver

FIRM_CHANGES = """subscription($after: String!) { firmChanges(after: $after) { reload removedIds
    clients { id name creditAccount { balance { amount } } } prepayments { id status }
    notices { id kind } } }"""
CREATE_ENDPOINT = """mutation($i: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $i) { __typename
    ... on CreateWebhookEndpointPayload { webhookEndpoint { id status } secret } ... on UserError { message } } }"""
DELIVERIES = """query($id: ID!) { node(id: $id) { ... on WebhookEndpoint { status deliveries { edges { node {
    notice { id } attempts lastStatus lastError succeededAt nextAttemptAt } } } } } }"""
OF_WEBHOOK = """query($ids: [ID!]!) { nodes(ids: $ids) { __typename
    ... on Notice { kind } ... on Client { name } ... on Prepayment { status amount { amount } } } }"""


@dataclass
class Dashboard:
    """A page that follows `firmChanges`: the newest state of each object that it was told of."""

    stream: EventStream
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def apply_change(self) -> bool:
        """Wait for the next change, and apply it; whether the page has to reload instead."""
        result = await self.stream.next_result()
        assert "errors" not in result, result
        change = result["data"]["firmChanges"]
        assert change["removedIds"] == []
        for name in ("clients", "prepayments", "notices"):
            self.objects |= {row["id"]: row for row in change[name]}
        return bool(change["reload"])

    async def apply_until(self, expected: dict[str, dict[str, Any]]) -> None:
        """Apply changes, none of which is a reload, until exactly these objects were told of in this state."""
        while self.objects != expected:
            try:
                assert not await self.apply_change()
            except TimeoutError as error:
                raise AssertionError(self.objects) from error


@asynccontextmanager
async def open_dashboard(member: BrowserSession) -> AsyncIterator[Dashboard]:
    """Follow the firm from now on."""
    cursor = (await member.data("{ firm { changesCursor } }"))["changesCursor"]
    body = {"query": FIRM_CHANGES, "variables": {"after": cursor}}
    headers = {**SSE_HEADERS, "Acompte-Request": "1"}
    async with member.http.stream("POST", "/graphql", json=body, headers=headers) as response:
        assert (response.status_code, response.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        yield Dashboard(EventStream(response))


@dataclass
class FirmSystem:
    """A system of the firm, with the endpoint and the secret that its owner got for it."""

    owner: BrowserSession
    receiver: WebhookReceiver
    endpoint_id: str
    secret: str

    async def endpoint(self) -> dict[str, Any]:
        """The endpoint's status, and its deliveries by the notice's id, as the owner reads them."""
        endpoint = await self.owner.data(DELIVERIES, id=self.endpoint_id)
        deliveries = [edge["node"] for edge in endpoint["deliveries"]["edges"]]
        by_notice = {delivery.pop("notice")["id"]: delivery for delivery in deliveries}
        return {"status": endpoint["status"], "deliveries": by_notice}

    async def wait_for_endpoint(self, status: str, attempts: list[int]) -> dict[str, Any]:
        """Wait up to 20 seconds for the endpoint to have this status, and its deliveries so many attempts each."""
        found = {}
        for _ in range(200):
            found = await self.endpoint()
            counts = [delivery["attempts"] for delivery in found["deliveries"].values()]
            if (found["status"], counts) == (status, attempts):
                return found
            await asyncio.sleep(0.1)
        raise AssertionError(found)

    async def assert_received(self, notice_ids: list[str]) -> None:
        """Assert that it got these notices, each signed with its secret, and always as the same message."""
        received = self.receiver.received
        assert all(request.is_signed_with(self.secret) for request in received)
        assert {request.data["noticeId"] for request in received} == set(notice_ids)
        assert len({(request.id, request.body) for request in received}) == len(notice_ids)
        for data in (request.data for request in received):
            notice, client, subject = await self.owner.data(
                OF_WEBHOOK, ids=[data["noticeId"], data["clientId"], data["subjectId"]]
            )
            assert notice == {"__typename": "Notice", "kind": "PREPAYMENT_RECEIVED"}
            assert client == {"__typename": "Client", "name": "Kunde"}
            assert (subject["__typename"], subject["status"]) == (data["subjectType"], "SUCCEEDED")


async def create_endpoint(owner: BrowserSession, receiver: WebhookReceiver) -> FirmSystem:
    """Let the owner create an endpoint at the receiver's address."""
    created = await owner.data(CREATE_ENDPOINT, i={"url": receiver.url, "idempotencyKey": new_key()})
    assert created["webhookEndpoint"]["status"] == "ACTIVE", created
    return FirmSystem(owner, receiver, created["webhookEndpoint"]["id"], created["secret"])


@dataclass
class FirmSystems:
    """A system that is down until `start`, and one that is up."""

    down: FirmSystem
    up: FirmSystem
    stack: AsyncExitStack

    async def start(self) -> None:
        """Start the one that is down."""
        await self.stack.enter_async_context(run_receiver(self.down.receiver))


async def create_systems(owner: BrowserSession, stack: AsyncExitStack) -> FirmSystems:
    """Two systems with an endpoint each."""
    async with run_receiver() as down:
        pass  # from here on its port refuses connections
    up = await stack.enter_async_context(run_receiver())
    return FirmSystems(await create_endpoint(owner, down), await create_endpoint(owner, up), stack)
