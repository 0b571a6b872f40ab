"""Messages: read only if the provider signed them just now; what they say is a hint and nothing more."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import InvalidWebhook, Provider, WebhookNotice, WebhookNoticeKind
from tests.gateway.conftest import WEBHOOK_SECRET, GatewayHarness

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
PROVIDER = Provider("sk_test_1", "pk_test_1", WEBHOOK_SECRET)


def message(kind: str = "payment_intent.succeeded", id_: str = "pi_1", **changes: Any) -> bytes:
    event = {"type": kind, "account": "acct_1", "livemode": False, "data": {"object": {"id": id_}}, **changes}
    return json.dumps(event).encode()


def sign(body: bytes, at: dt.datetime = NOW, secret: str = WEBHOOK_SECRET) -> str:
    stamp = int(at.timestamp())
    return f"t={stamp},v1={hmac.new(secret.encode(), f'{stamp}.'.encode() + body, hashlib.sha256).hexdigest()}"


def read(body: bytes, signature: str | None, now: dt.datetime = NOW) -> WebhookNotice | None:
    return PROVIDER.parse_webhook(body, signature, now)


@pytest.mark.parametrize(
    ("kind", "id_", "expected"),
    [
        ("payment_intent.succeeded", "pi_1", WebhookNoticeKind.INTENT),
        ("payment_intent.payment_failed", "pi_1", WebhookNoticeKind.INTENT),
        ("payment_intent.a_word_of_next_year", "pi_1", WebhookNoticeKind.INTENT),
        ("account.updated", "acct_1", WebhookNoticeKind.ACCOUNT),
        ("capability.updated", "card_payments", WebhookNoticeKind.ACCOUNT),
        ("account.application.deauthorized", "ca_1", WebhookNoticeKind.DEAUTHORIZED),
    ],
)
def test_a_message_says_only_what_it_is_about(kind: str, id_: str, expected: WebhookNoticeKind) -> None:
    """D23: which account, which object; what is true is fetched."""
    body = message(kind, id_)
    assert read(body, sign(body)) == WebhookNotice(expected, "acct_1", livemode=False, object_id=id_, sent_at=NOW)


@pytest.mark.parametrize(
    "kind",
    [
        "refund.created",
        "refund.updated",
        "refund.failed",
        "refund.a_word_of_next_year",
        "charge.refunded",
        "charge.refund.updated",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.closed",
    ],
)
def test_refund_and_dispute_events_name_the_intent(kind: str) -> None:
    """D26, D27, D28: whoever looks after the charge looks at all of it; one without an intent is none of ours."""
    for about, expected in (
        ("pi_7", WebhookNotice(WebhookNoticeKind.INTENT, "acct_1", False, "pi_7", NOW)),
        (None, None),
    ):
        body = message(kind, data={"object": {"id": "re_1", "payment_intent": about}})
        assert read(body, sign(body)) == expected
    body = message(kind, "re_1")
    assert read(body, sign(body)) is None


@pytest.mark.parametrize("kind", ["charge.succeeded", "payout.paid", "account.external_account.created", "customer"])
def test_what_does_not_matter_is_taken_and_ignored(kind: str) -> None:
    """Stripe sends more than we need, and would send it again if it were refused."""
    body = message(kind)
    assert read(body, sign(body)) is None


def test_mode_and_missing_account_are_reported() -> None:
    """A message of the platform itself names no account, and finds none of ours."""
    body = message(livemode=True)
    hint = read(body, sign(body))
    assert hint is not None
    assert hint.livemode
    event = json.loads(message())
    del event["account"]
    body = json.dumps(event).encode()
    hint = read(body, sign(body))
    assert hint is not None
    assert hint.account_id == ""


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
def test_five_minutes_on_either_side_are_just_now(seconds: int) -> None:
    """Clocks differ a little."""
    body = message()
    hint = read(body, sign(body, NOW + dt.timedelta(seconds=seconds)))
    assert hint is not None
    assert hint.sent_at == NOW + dt.timedelta(seconds=seconds)


@pytest.mark.parametrize("seconds", [-301, 301, -86400, 86400])
def test_an_old_message_is_refused_and_so_is_one_from_the_future(seconds: int) -> None:
    """Signed as it should be, but not just now: somebody sends it again, or a clock is wrong."""
    body = message()
    with pytest.raises(InvalidWebhook):
        read(body, sign(body, NOW + dt.timedelta(seconds=seconds)))


BODY = message()
RIGHT = sign(BODY)


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (BODY, None),
        (BODY, ""),
        (BODY, sign(BODY, secret="whsec_of_somebody_else")),
        (BODY.replace(b"pi_1", b"pi_2"), RIGHT),
        (BODY + b" ", RIGHT),
        (BODY, RIGHT.replace("v1=", "v0=")),
        (BODY, RIGHT.partition(",")[0]),
        (BODY, RIGHT.partition(",")[2]),
        (BODY, RIGHT.replace("t=", "t=1")),
        (BODY, "t=999999999999999999999999,v1=00"),
        (BODY, "t=-1,v1=00"),
        (BODY, "t=NaN,v1=00"),
        (BODY, "t=,v1="),
        (BODY, "\N{SNOWMAN}"),
    ],
    ids=range(14),
)
def test_what_the_provider_did_not_sign_is_refused(body: bytes, signature: str | None) -> None:
    """Without the secret nobody can make us look."""
    with pytest.raises(InvalidWebhook):
        read(body, signature)


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
        b"[" * 100_000,
    ],
    ids=range(13),
)
def test_garbage_is_refused_even_if_it_is_signed(body: bytes) -> None:
    """It is answered, and breaks nothing."""
    with pytest.raises(InvalidWebhook):
        read(body, sign(body))


@given(st.binary(max_size=200), st.text(max_size=100))
def test_no_garbage_does_anything_else(body: bytes, signature: str) -> None:
    """Whatever comes in at that door: it is unreadable."""
    with pytest.raises(InvalidWebhook):
        read(body, signature)
    with pytest.raises(InvalidWebhook):
        read(body, f"t={int(NOW.timestamp())},v1={signature}")


async def test_simulator_webhooks_are_parsed(stripe_gateway: GatewayHarness) -> None:
    """D23: every event of a firm's and a payment's life, signed as Stripe signs, is read or ignored."""
    account = await stripe_gateway.create_onboarded_account()
    intent = await stripe_gateway.create_intent(account)
    await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    stripe_gateway.sandbox.run_control("refund", account, payment_intent=intent.id, amount=1)
    stripe_gateway.sandbox.run_control("dispute", account, payment_intent=intent.id)
    await stripe_gateway.act_on_account(account, "deauthorize")
    kinds = set()
    for event in stripe_gateway.sandbox.events(account=account):
        body = json.dumps(event).encode()
        hint = read(body, sign(body))
        assert hint is None or hint.account_id == account
        if event["type"].startswith(("payment_intent.", "refund.", "charge.")):
            assert hint is not None
            assert (hint.kind, hint.object_id) == (WebhookNoticeKind.INTENT, intent.id)
        kinds.add(None if hint is None else hint.kind)
    assert kinds >= {WebhookNoticeKind.INTENT, WebhookNoticeKind.ACCOUNT, WebhookNoticeKind.DEAUTHORIZED}
