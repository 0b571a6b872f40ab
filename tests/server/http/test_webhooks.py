"""The endpoint for Stripe's webhooks."""

from __future__ import annotations

import hashlib
import hmac
import json

import httpx
from sqlalchemy import select

import models
from tests.support.firm import WEBHOOK_SECRET, AppHarness, Firm


def signed_headers(body: bytes, at: float, secret: str = WEBHOOK_SECRET) -> dict[str, str]:
    digest = hmac.new(secret.encode(), f"{int(at)}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={int(at)},v1={digest}"}


async def webhook_body(firm: Firm, prepayment: models.Prepayment, **changes: object) -> bytes:
    assert prepayment.connection_id is not None
    account = (await firm.connection(prepayment.connection_id)).account_id
    event = {
        "id": "evt_1",
        "type": "payment_intent.succeeded",
        "account": account,
        "livemode": False,
        "data": {"object": {"id": prepayment.intent_id, "amount": 99_999_999}},
        **changes,
    }
    return json.dumps(event).encode()


async def due_job_count(app: AppHarness) -> int:
    async with app.services.reads() as session:
        job_ids = await session.scalars(select(models.Job.id).where(models.Job.run_at <= app.clock()))
        return len(job_ids.all())


async def test_webhook_only_enqueues_a_sync(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """D23: the amount in a webhook is ignored; the provider state is fetched."""
    prepayment = await firm.start_prepayment("250.00")
    body = await webhook_body(firm, prepayment)
    response = await http.post("/webhooks/stripe", content=body, headers=signed_headers(body, app.clock.timestamp()))
    assert response.status_code == 200
    assert await due_job_count(app) == 1
    await app.run_due_jobs()
    assert await firm.credits() == (0, 0)
    assert (await firm.prepayment(prepayment.id)).status is models.PaymentStatus.REQUIRES_ACTION


async def test_invalid_signatures_are_rejected(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """Wrong secret, changed body, no signature, too old, from the future: 400, and no job."""
    body = await webhook_body(firm, await firm.start_prepayment("250.00"))
    now = app.clock.timestamp()
    for content, headers in (
        (body, signed_headers(body, now, "whsec_other")),
        (body + b" ", signed_headers(body, now)),
        (body, {}),
        (body, {"Stripe-Signature": "t=,v1="}),
        (body, signed_headers(body, now - 301)),
        (body, signed_headers(body, now + 301)),
    ):
        assert (await http.post("/webhooks/stripe", content=content, headers=headers)).status_code == 400
    assert await due_job_count(app) == 0


async def test_events_without_an_object_id_are_accepted(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """Stripe would repeat them, and disable an endpoint that refuses them for days."""
    body = await webhook_body(
        firm, await firm.start_prepayment("250.00"), type="balance.available", data={"object": {"object": "balance"}}
    )
    response = await http.post("/webhooks/stripe", content=body, headers=signed_headers(body, app.clock.timestamp()))
    assert response.status_code == 200
    assert await due_job_count(app) == 0


async def test_webhooks_of_other_accounts_are_ignored(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """And those of the other mode."""
    prepayment = await firm.start_prepayment("250.00")
    for changes in ({"account": "acct_other"}, {"livemode": True}, {"account": None}):
        body = await webhook_body(firm, prepayment, **changes)
        response = await http.post(
            "/webhooks/stripe", content=body, headers=signed_headers(body, app.clock.timestamp())
        )
        assert response.status_code == 200
    assert await due_job_count(app) == 0
