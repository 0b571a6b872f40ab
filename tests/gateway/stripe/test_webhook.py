"""Webhooks: accepted only with a valid, recent signature, and reduced to which object may have changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import InvalidWebhook, WebhookSubject, WebhookSubjectKind
from gateway.stripe.webhook import parse_webhook
from tests.gateway.conftest import WEBHOOK_SECRET, GatewayHarness

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


def event_body(event_type: str = "payment_intent.succeeded", object_id: str = "pi_1", **changes: Any) -> bytes:
    event_object = {"id": object_id}
    event = {"type": event_type, "account": "acct_1", "livemode": False, "data": {"object": event_object}, **changes}
    return json.dumps(event).encode()


def sign(body: bytes, at: dt.datetime = NOW, secret: str = WEBHOOK_SECRET) -> str:
    timestamp = int(at.timestamp())
    return f"t={timestamp},v1={hmac.new(secret.encode(), f'{timestamp}.'.encode() + body, hashlib.sha256).hexdigest()}"


def parse(body: bytes, signature: str | None) -> WebhookSubject | None:
    return parse_webhook(body, signature, WEBHOOK_SECRET, NOW)


@pytest.mark.parametrize(
    ("event_type", "object_id", "expected"),
    [
        ("payment_intent.succeeded", "pi_1", WebhookSubjectKind.INTENT),
        ("payment_intent.payment_failed", "pi_1", WebhookSubjectKind.INTENT),
        ("payment_intent.added_later", "pi_1", WebhookSubjectKind.INTENT),
        ("account.updated", "acct_1", WebhookSubjectKind.ACCOUNT),
        ("capability.updated", "card_payments", WebhookSubjectKind.ACCOUNT),
        ("account.application.deauthorized", "ca_1", WebhookSubjectKind.DEAUTHORIZED),
    ],
)
def test_webhook_names_account_and_object(event_type: str, object_id: str, expected: WebhookSubjectKind) -> None:
    """D23: the subject has the account and the object, and no state."""
    body = event_body(event_type, object_id)
    subject = parse(body, sign(body))
    assert subject == WebhookSubject(expected, "acct_1", livemode=False, object_id=object_id, sent_at=NOW)


@pytest.mark.parametrize(
    "event_type",
    [
        "refund.created",
        "refund.updated",
        "refund.failed",
        "refund.added_later",
        "charge.refunded",
        "charge.refund.updated",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.closed",
    ],
)
def test_refund_and_dispute_events_name_the_intent(event_type: str) -> None:
    """D26, D27, D28: syncing the intent covers its refunds and disputes. Events without an intent are ignored."""
    for intent_id, expected in (
        ("pi_7", WebhookSubject(WebhookSubjectKind.INTENT, "acct_1", False, "pi_7", NOW)),
        (None, None),
    ):
        body = event_body(event_type, data={"object": {"id": "re_1", "payment_intent": intent_id}})
        assert parse(body, sign(body)) == expected
    body = event_body(event_type, "re_1")
    assert parse(body, sign(body)) is None


@pytest.mark.parametrize(
    "event_type", ["charge.succeeded", "payout.paid", "account.external_account.created", "customer"]
)
def test_other_events_are_ignored(event_type: str) -> None:
    """Stripe sends more events than needed, and would repeat those that are refused."""
    body = event_body(event_type)
    assert parse(body, sign(body)) is None


def test_objects_of_other_events_need_no_id() -> None:
    """Stripe's balance has none: its events are ignored like others, not refused."""
    body = event_body("balance.available", data={"object": {"object": "balance"}})
    assert parse(body, sign(body)) is None


def test_mode_and_missing_account_are_reported() -> None:
    """An event of the platform account has no account id."""
    body = event_body(livemode=True)
    subject = parse(body, sign(body))
    assert subject is not None
    assert subject.livemode
    event = json.loads(event_body())
    del event["account"]
    body = json.dumps(event).encode()
    subject = parse(body, sign(body))
    assert subject is not None
    assert subject.account_id == ""


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
def test_timestamp_within_five_minutes_is_accepted(seconds: int) -> None:
    """Clocks differ a little."""
    body = event_body()
    subject = parse(body, sign(body, NOW + dt.timedelta(seconds=seconds)))
    assert subject is not None
    assert subject.sent_at == NOW + dt.timedelta(seconds=seconds)


@pytest.mark.parametrize("seconds", [-301, 301, -86400, 86400])
def test_timestamp_out_of_tolerance_is_refused(seconds: int) -> None:
    """A valid signature with an old or future timestamp is a replay, or a wrong clock."""
    body = event_body()
    with pytest.raises(InvalidWebhook):
        parse(body, sign(body, NOW + dt.timedelta(seconds=seconds)))


BODY = event_body()
SIGNATURE = sign(BODY)


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (BODY, None),
        (BODY, ""),
        (BODY, sign(BODY, secret="whsec_other")),
        (BODY.replace(b"pi_1", b"pi_2"), SIGNATURE),
        (BODY + b" ", SIGNATURE),
        (BODY, SIGNATURE.replace("v1=", "v0=")),
        (BODY, SIGNATURE.partition(",")[0]),
        (BODY, SIGNATURE.partition(",")[2]),
        (BODY, SIGNATURE.replace("t=", "t=1")),
        (BODY, "t=999999999999999999999999,v1=00"),
        (BODY, "t=-1,v1=00"),
        (BODY, "t=NaN,v1=00"),
        (BODY, "t=,v1="),
        (BODY, "\N{SNOWMAN}"),
    ],
    ids=range(14),
)
def test_invalid_signature_is_refused(body: bytes, signature: str | None) -> None:
    """Without the secret, nobody can trigger a sync."""
    with pytest.raises(InvalidWebhook):
        parse(body, signature)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"7",
        b'"payment_intent.succeeded"',
        b"{",
        b"{}",
        b"\xff\xfe",
        b'{"type": "payment_intent.succeeded"}',
        b'{"type": "payment_intent.succeeded", "livemode": false, "data": null}',
        b'{"type": "payment_intent.succeeded", "livemode": false, "data": {"object": []}}',
        b'{"type": "payment_intent.succeeded", "data": {"object": {"id": "pi_1"}}}',
        b'{"type": "account.updated", "livemode": false, "data": {"object": {}}}',
        b'{"type": "charge.dispute.created", "livemode": false, "data": {"object": ["x"]}}',
        b"[" * 100_000,
    ],
    ids=range(15),
)
def test_malformed_body_is_refused(body: bytes) -> None:
    """A signed body that is not an event raises InvalidWebhook and nothing else."""
    with pytest.raises(InvalidWebhook):
        parse(body, sign(body))


@given(st.binary(max_size=200), st.text(max_size=100))
def test_arbitrary_input_is_refused(body: bytes, signature: str) -> None:
    """Arbitrary bodies and signatures raise InvalidWebhook and nothing else."""
    with pytest.raises(InvalidWebhook):
        parse(body, signature)
    with pytest.raises(InvalidWebhook):
        parse(body, f"t={int(NOW.timestamp())},v1={signature}")


async def test_simulator_webhooks_are_parsed(stripe_gateway: GatewayHarness) -> None:
    """D23: every event of the simulator, signed as Stripe signs, is parsed or ignored."""
    account = await stripe_gateway.create_onboarded_account()
    intent = await stripe_gateway.create_intent(account)
    await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    stripe_gateway.sandbox.run_control("refund", account, payment_intent=intent.id, amount=1)
    stripe_gateway.sandbox.run_control("dispute", account, payment_intent=intent.id)
    await stripe_gateway.act_on_account(account, "deauthorize")
    kinds = set()
    for event in stripe_gateway.sandbox.events(account=account):
        body = json.dumps(event).encode()
        subject = parse(body, sign(body))
        assert subject is None or subject.account_id == account
        if event["type"].startswith(("payment_intent.", "refund.", "charge.")):
            assert subject is not None
            assert (subject.kind, subject.object_id) == (WebhookSubjectKind.INTENT, intent.id)
        kinds.add(None if subject is None else subject.kind)
    assert kinds >= {WebhookSubjectKind.INTENT, WebhookSubjectKind.ACCOUNT, WebhookSubjectKind.DEAUTHORIZED}
