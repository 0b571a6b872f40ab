"""Stripe's messages come in here."""

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


async def message(firm: Firm, prepayment: models.Prepayment, **more: object) -> bytes:
    assert prepayment.connection_id is not None
    account = (await firm.connection(prepayment.connection_id)).account_id
    event = {
        "id": "evt_1",
        "type": "payment_intent.succeeded",
        "account": account,
        "livemode": False,
        "data": {"object": {"id": prepayment.intent_id, "amount": 99_999_999}},
        **more,
    }
    return json.dumps(event).encode()


async def due_jobs(house: AppHarness) -> int:
    async with house.services.reads() as session:
        found = await session.scalars(select(models.Job.id).where(models.Job.run_at <= house.clock()))
        return len(found.all())


async def test_webhook_only_enqueues_a_sync(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """D23: what is true is fetched: the message says that a fortune came, the provider says that nothing did."""
    prepayment = await firm.start_prepayment("250.00")
    body = await message(firm, prepayment)
    answer = await http.post("/webhooks/stripe", content=body, headers=signed_headers(body, app.clock.timestamp()))
    assert answer.status_code == 200
    assert await due_jobs(app) == 1
    await app.run_due_jobs()
    assert await firm.credits() == (0, 0)
    assert (await firm.prepayment(prepayment.id)).status is models.PaymentStatus.REQUIRES_ACTION


async def test_what_stripe_did_not_sign_just_now_is_refused(
    http: httpx.AsyncClient, app: AppHarness, firm: Firm
) -> None:
    """Wrong secret, changed body, no signature, too old, from the future: 400, and no job."""
    body = await message(firm, await firm.start_prepayment("250.00"))
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
    assert await due_jobs(app) == 0


async def test_a_message_of_another_account_or_mode_is_no_matter_of_ours(
    http: httpx.AsyncClient, app: AppHarness, firm: Firm
) -> None:
    """The account and the mode must match our row."""
    prepayment = await firm.start_prepayment("250.00")
    for more in ({"account": "acct_other"}, {"livemode": True}, {"account": None}):
        body = await message(firm, prepayment, **more)
        answer = await http.post("/webhooks/stripe", content=body, headers=signed_headers(body, app.clock.timestamp()))
        assert answer.status_code == 200
    assert await due_jobs(app) == 0
