"""Notices are delivered at least once, with growing delays, until a receiver has failed for three days (D55)."""

from __future__ import annotations

import asyncio
import datetime as dt
import json

import pytest
from sqlalchemy import delete, select, update

import models
from billing import worker
from billing.errors import NotFound
from billing.jobs import queue
from billing.webhook_endpoints import disable_endpoint, rules
from billing.webhook_endpoints.deliver_webhook import deliver_webhook
from billing.webhook_endpoints.redeliver_webhook import redeliver_webhook
from billing.webhook_endpoints.update_webhook_endpoint import UpdateWebhookEndpointCommand, update_webhook_endpoint
from models import JobKind, WebhookFailure
from tests.support.actions import act_and_deliver
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import global_id
from tests.support.notices import load_notices, mailed
from tests.support.other_process import other_process
from tests.support.server_process import free_port
from tests.support.webhook_receiver import WebhookReceiver, answer, run_receiver
from tests.support.webhooks import CreatedEndpoint, create_endpoint


async def jobs(firm: Firm) -> int:
    is_delivery = models.Job.kind == JobKind.DELIVER_WEBHOOK
    async with firm.app.services.reads() as session:
        return len((await session.scalars(select(models.Job.id).where(is_delivery))).all())


async def advance_to(app: AppHarness, at: dt.datetime | None) -> None:
    assert at is not None
    app.clock.now = at
    await app.run_due_jobs()


async def test_notice_is_delivered(firm: Firm, receiver: WebhookReceiver) -> None:
    """D53, D55: ids, kind and time; no text and no amount; the job ends."""
    endpoint = await create_endpoint(firm, receiver.url)
    prepayment_id = await firm.prepay("100.00")
    (request,), (notice,) = receiver.received, await load_notices(firm)
    (delivery,) = await endpoint.deliveries()
    assert json.loads(request.body) == {
        "type": "PREPAYMENT_RECEIVED",
        "timestamp": notice.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "data": {
            "noticeId": global_id("Notice", notice.id),
            "clientId": global_id("Client", firm.client_id),
            "subjectType": "Prepayment",
            "subjectId": global_id("Prepayment", prepayment_id),
        },
    }
    assert request.id == f"msg_{delivery.id.hex}"
    assert request.headers["webhook-timestamp"] == str(int(firm.app.clock().timestamp()))
    assert (delivery.attempts, delivery.succeeded_at, delivery.next_attempt_at, delivery.last_status) == (
        1, firm.app.clock(), None, 200,
    )  # fmt: skip
    assert (delivery.last_error, await jobs(firm), await endpoint.status()) == (None, 0, "ACTIVE")


@pytest.mark.one_database
async def test_subjects(firm: Firm, receiver: WebhookReceiver) -> None:
    """D53: of each type, and null for what concerns the firm alone."""
    await create_endpoint(firm, receiver.url)
    prepayment = await firm.prepayment(await firm.prepay("100.00"))
    await act_and_deliver(firm, "dispute", prepayment, amount=40_00)
    await firm.app.run_due_jobs()
    assert [request.data["subjectType"] for request in receiver.received] == ["Prepayment", "Dispute"]
    async with firm.app.services.reads() as session:
        dispute_id = await session.scalar(select(models.Dispute.id))
    assert dispute_id is not None
    assert receiver.received[1].data["subjectId"] == global_id("Dispute", dispute_id)


@pytest.mark.one_database
async def test_down_for_a_while(firm: Firm) -> None:
    """D55: what happened meanwhile arrives once it is back, each notice under its own id."""
    receiver = WebhookReceiver(port=free_port())
    endpoint = await create_endpoint(firm, receiver.url)
    for _ in range(3):
        await firm.prepay("1.00")
    assert await endpoint.status() == "FAILING"
    assert {delivery.last_error for delivery in await endpoint.deliveries()} == {WebhookFailure.CONNECTION_FAILED}
    async with run_receiver(receiver):
        firm.app.clock.advance(hours=2)
        await firm.app.run_due_jobs()
    deliveries = await endpoint.deliveries()
    assert sorted(receiver.ids) == sorted(f"msg_{delivery.id.hex}" for delivery in deliveries)
    assert all(delivery.succeeded_at is not None for delivery in deliveries)
    assert (len(deliveries), await endpoint.status(), await jobs(firm)) == (3, "ACTIVE", 0)


@pytest.mark.one_database
async def test_schedule(firm: Firm, receiver: WebhookReceiver) -> None:
    """D55: 5 s, 5 and 30 min, 2, 5, 10, 14, 20 and 24 h; the same id, body and a signature of the moment each time."""
    endpoint = await create_endpoint(firm, receiver.url)
    receiver.answers = [answer(503)] * 10
    await firm.prepay("1.00")
    delays: list[float] = []
    while (delivery := (await endpoint.deliveries())[0]).next_attempt_at is not None:
        assert (delivery.attempts, delivery.last_status) == (len(delays) + 1, 503)
        delays.append((delivery.next_attempt_at - firm.app.clock()).total_seconds())
        firm.app.clock.now = delivery.next_attempt_at - dt.timedelta(milliseconds=1)
        await firm.app.run_due_jobs()
        assert len(receiver.received) == len(delays)
        await advance_to(firm.app, delivery.next_attempt_at)
    assert delays == [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
    assert (len(receiver.received), len(set(receiver.ids))) == (10, 1)
    assert len({request.body for request in receiver.received}) == 1
    assert len({request.headers["webhook-signature"] for request in receiver.received}) == 10
    assert (delivery.attempts, delivery.succeeded_at, delivery.last_error) == (10, None, WebhookFailure.STATUS)
    assert await jobs(firm) == 0


async def test_restart_keeps_the_schedule(firm: Firm, receiver: WebhookReceiver) -> None:
    """D55: a start makes all jobs due, and a receiver is not called again for that."""
    endpoint = await create_endpoint(firm, receiver.url)
    receiver.answers = [answer(500)]
    await firm.prepay("1.00")
    (delivery,) = await endpoint.deliveries()
    await queue.make_all_due(firm.app.services)
    await firm.app.run_due_jobs()
    assert len(receiver.received) == 1
    await advance_to(firm.app, delivery.next_attempt_at)
    assert len(receiver.received) == 2


async def fail_for_days(endpoint: CreatedEndpoint, receiver: WebhookReceiver, days: float) -> None:
    app, start = endpoint.firm.app, endpoint.firm.app.clock()
    receiver.answers = [answer(500)] * 100
    await endpoint.firm.prepay("1.00")
    while (waiting := [row.next_attempt_at for row in await endpoint.deliveries() if row.next_attempt_at]) and min(
        waiting
    ) < start + dt.timedelta(days=days):
        await advance_to(app, min(waiting))


@pytest.mark.mails_of_notices
async def test_disabled_after_three_days(firm: Firm, receiver: WebhookReceiver) -> None:
    """D55: with a notice and mails to the managers; what waits has ended, and what happens later is not delivered."""
    endpoint = await create_endpoint(firm, receiver.url)
    await fail_for_days(endpoint, receiver, 2.9)
    assert await endpoint.status() == "FAILING"
    firm.app.clock.advance(hours=1)
    await firm.prepay("1.00")  # still gets a delivery, and fails
    assert len(await endpoint.deliveries()) == 2
    await fail_for_days(endpoint, receiver, 1)
    assert await endpoint.status() == "DISABLED"
    received, deliveries = len(receiver.received), await endpoint.deliveries()
    assert [delivery.next_attempt_at for delivery in deliveries] == [None] * len(deliveries)
    await firm.prepay("1.00")
    firm.app.clock.advance(days=3)
    await firm.app.run_due_jobs()
    assert (len(receiver.received), len(await endpoint.deliveries())) == (received, len(deliveries))
    kinds = [notice.kind.name for notice in await load_notices(firm)]
    assert kinds.count("WEBHOOK_ENDPOINT_DISABLED") == 1
    assert ("WEBHOOK_ENDPOINT_DISABLED", "owner") in await mailed(firm)
    assert await jobs(firm) == 0


@pytest.mark.one_database
async def test_one_success_starts_the_three_days_again(firm: Firm, receiver: WebhookReceiver) -> None:
    """D55: only failing for three days disables."""
    endpoint = await create_endpoint(firm, receiver.url)
    await fail_for_days(endpoint, receiver, 2.5)
    receiver.answers = []
    await firm.prepay("1.00")
    assert (await endpoint.status(), (await endpoint.load()).failing_since) == ("ACTIVE", None)
    await fail_for_days(endpoint, receiver, 2.5)
    assert await endpoint.status() == "FAILING"


async def test_answer_410_disables_the_endpoint(firm: Firm, receiver: WebhookReceiver) -> None:
    """D55: 410 disables at once, with a notice, which another endpoint gets."""
    endpoint = await create_endpoint(firm, receiver.url)
    async with run_receiver() as other:
        await create_endpoint(firm, other.url)
        receiver.answers = [answer(410)]
        await firm.prepay("1.00")
        assert await endpoint.status() == "DISABLED"
        (delivery,) = await endpoint.deliveries()
        assert (delivery.attempts, delivery.last_status, delivery.next_attempt_at) == (1, 410, None)
        types = [json.loads(request.body)["type"] for request in other.received]
    assert types == ["PREPAYMENT_RECEIVED", "WEBHOOK_ENDPOINT_DISABLED"]
    assert other.received[1].data["subjectId"] is None
    (notice,) = await load_notices(firm, models.NoticeKind.WEBHOOK_ENDPOINT_DISABLED)
    assert notice.arguments == {"host": "127.0.0.1"}


@pytest.mark.parametrize("status", [410, 500])
async def test_killed_while_it_is_disabled(
    firm: Firm, receiver: WebhookReceiver, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """D55: nothing is stored by halves, and the repeated job disables the endpoint, after 410 and after three days."""
    endpoint = await create_endpoint(firm, receiver.url)
    receiver.answers = [answer(500), answer(status), answer(status)]
    await firm.prepay("1.00")
    (delivery,) = await endpoint.deliveries()
    firm.app.clock.advance(days=3)

    async def kill(*_: object, **_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(disable_endpoint, "add_notice", kill)
        with pytest.raises(KeyboardInterrupt):
            await deliver_webhook(firm.app.services, firm.id, delivery.id)
    assert (await endpoint.deliveries())[0].attempts == 1
    assert await deliver_webhook(firm.app.services, firm.id, delivery.id) is None
    (delivery,) = await endpoint.deliveries()
    assert (delivery.attempts, delivery.last_status, delivery.next_attempt_at) == (2, status, None)
    assert await endpoint.status() == "DISABLED"
    assert len(await load_notices(firm, models.NoticeKind.WEBHOOK_ENDPOINT_DISABLED)) == 1


async def test_enabled_again(firm: Firm, receiver: WebhookReceiver) -> None:
    """D55: it gets what happens from then on, and has three days again."""
    endpoint = await create_endpoint(firm, receiver.url)
    receiver.answers = [answer(410)]
    await firm.prepay("1.00")
    enable = UpdateWebhookEndpointCommand(endpoint.id, enabled=True)
    await update_webhook_endpoint(firm.app.services, firm.owner, enable)
    assert (await endpoint.status(), (await endpoint.load()).failing_since) == ("ACTIVE", None)
    receiver.answers = [answer(500)]
    await firm.prepay("1.00")
    assert await endpoint.status() == "FAILING"
    firm.app.clock.advance(seconds=5)
    await firm.app.run_due_jobs()
    assert await endpoint.status() == "ACTIVE"


async def test_new_url_gets_what_waits(firm: Firm, receiver: WebhookReceiver) -> None:
    """D53: and what failed at the former one is forgotten."""
    endpoint = await create_endpoint(firm, f"http://127.0.0.1:{free_port()}/")
    await firm.prepay("1.00")
    change = UpdateWebhookEndpointCommand(endpoint.id, url=receiver.url)
    await update_webhook_endpoint(firm.app.services, firm.owner, change)
    assert (await endpoint.status(), (await endpoint.load()).failing_since) == ("ACTIVE", None)
    firm.app.clock.advance(seconds=5)
    await firm.app.run_due_jobs()
    assert len(receiver.received) == 1


@pytest.mark.parametrize("first_answer", [answer(410), answer(200)])
async def test_redelivery_has_the_same_id(firm: Firm, receiver: WebhookReceiver, first_answer: bytes) -> None:
    """D55: what was given up and what succeeded, with the same id, and retries as at first; also while disabled."""
    endpoint = await create_endpoint(firm, receiver.url)
    receiver.answers = [first_answer, answer(500)]
    await firm.prepay("1.00")
    status = await endpoint.status()
    (delivery,) = await endpoint.deliveries()
    await redeliver_webhook(firm.app.services, firm.owner, delivery.id)
    (waiting,) = await endpoint.deliveries()
    assert (waiting.attempts, waiting.succeeded_at, waiting.next_attempt_at, waiting.last_status) == (
        0, None, firm.app.clock(), None,
    )  # fmt: skip
    await firm.app.run_due_jobs()
    (failed,) = await endpoint.deliveries()
    assert (failed.attempts, failed.next_attempt_at) == (1, firm.app.clock() + dt.timedelta(seconds=5))
    firm.app.clock.advance(seconds=5)
    await firm.app.run_due_jobs()
    (delivered,) = await endpoint.deliveries()
    assert (delivered.attempts, delivered.succeeded_at) == (2, firm.app.clock())
    assert (len(receiver.received), len(set(receiver.ids))) == (3, 1)
    assert await endpoint.status() == status


async def test_other_firms_delivery_is_not_found(firm: Firm, receiver: WebhookReceiver) -> None:
    """P7: it is not sent again."""
    endpoint, other = await create_endpoint(firm, receiver.url), await firm.app.create_firm(name="Other")
    await firm.prepay("1.00")
    (delivery,) = await endpoint.deliveries()
    async with firm.assert_unchanged():
        with pytest.raises(NotFound):
            await redeliver_webhook(firm.app.services, other.owner, delivery.id)
    await firm.app.run_due_jobs()
    assert len(receiver.received) == 1


async def test_disabled_while_it_is_sent(firm: Firm, receiver: WebhookReceiver) -> None:
    """D55: its failure starts nothing again."""
    endpoint = await create_endpoint(firm, receiver.url)
    receiver.paused, receiver.answers = True, [answer(500)]
    prepaying = asyncio.create_task(firm.prepay("1.00"))
    await receiver.reached.wait()
    disable = UpdateWebhookEndpointCommand(endpoint.id, enabled=False)
    await update_webhook_endpoint(firm.app.services, firm.owner, disable)
    receiver.release.set()
    await prepaying
    firm.app.clock.advance(days=1)
    await firm.app.run_due_jobs()
    (delivery,) = await endpoint.deliveries()
    assert (delivery.next_attempt_at, await endpoint.status(), await jobs(firm)) == (None, "DISABLED", 0)
    assert len(receiver.received) == 1


async def test_two_workers(firm: Firm, receiver: WebhookReceiver) -> None:
    """D55: of two processes, each delivery is sent by one; after a lost lease by both, under the same id."""
    endpoint = await create_endpoint(firm, receiver.url)
    receiver.answers = [answer(500)] * 100
    for _ in range(3):
        await firm.prepay("1.00")
    receiver.received.clear()
    receiver.answers.clear()
    firm.app.clock.advance(hours=2)
    async with other_process(firm.app) as other:
        await asyncio.gather(firm.app.run_due_jobs(), other.run_due_jobs())
        assert (len(receiver.received), len(set(receiver.ids))) == (3, 3)
        deliveries = await endpoint.deliveries()
        assert all(delivery.succeeded_at for delivery in deliveries)
        for delivery in deliveries:
            await redeliver_webhook(firm.app.services, firm.owner, delivery.id)
        receiver.paused = True
        first = asyncio.create_task(firm.app.run_due_jobs())
        await receiver.reached.wait()
        receiver.reached.clear()
        async with firm.app.services.writes.begin() as session:
            is_leased = models.Job.leased_until.is_not(None)
            expired = firm.app.clock() - dt.timedelta(seconds=1)
            await session.execute(update(models.Job).where(is_leased).values(leased_until=expired))
        second = asyncio.create_task(other.run_due_jobs())
        await receiver.reached.wait()
        receiver.release.set()
        await asyncio.gather(first, second)
    assert set(receiver.ids) == {f"msg_{delivery.id.hex}" for delivery in deliveries}
    assert all(delivery.succeeded_at for delivery in await endpoint.deliveries())
    assert await jobs(firm) == 0


async def test_slow_receiver_holds_up_nobody(firm: Firm) -> None:
    """D55: one firm's webhooks take three slots, and other firms and all other jobs go on."""
    other = await firm.app.create_firm(name="Other")
    now, services = firm.app.clock(), firm.app.services
    async with services.writes.begin() as session:
        for of_firm in (firm, other):
            for _ in range(6):
                session.add(queue.new_job(of_firm.id, JobKind.DELIVER_WEBHOOK, models.new_id(), now))
    (lane,) = [lane for lane in worker._LANES if JobKind.DELIVER_WEBHOOK in lane.kinds]
    assert lane.kinds == {JobKind.DELIVER_WEBHOOK}
    limit, per_firm = lane.free_slots(0)
    leases = await queue.lease_due(services, limit, kinds=lane.kinds, limit_per_firm=per_firm)
    assert [lease.firm_id for lease in leases].count(firm.id) == per_firm == 3
    async with services.writes.begin() as session:
        await session.execute(delete(models.Job).where(models.Job.kind == JobKind.DELIVER_WEBHOOK))


def test_schedule_is_three_days() -> None:
    """D55: the last attempt comes when an endpoint that has only failed is disabled."""
    total = sum(rules.RETRY_DELAYS, dt.timedelta())
    assert rules.FAILING_PERIOD <= total < rules.FAILING_PERIOD + dt.timedelta(hours=4)
    assert rules.delivery_retry_delay(len(rules.RETRY_DELAYS) + 1) is None
