"""Stripe's webhooks: verify the signature, and parse which object may have changed."""

import datetime as dt
import json
from typing import Any

import stripe

from gateway.stripe import mapping
from gateway.types import InvalidWebhook, WebhookSubject, WebhookSubjectKind

_SIGNATURE_TOLERANCE = dt.timedelta(minutes=5)
_ACCOUNT_EVENT_KINDS = {
    "account.updated": WebhookSubjectKind.ACCOUNT,
    "capability.updated": WebhookSubjectKind.ACCOUNT,
    "account.application.deauthorized": WebhookSubjectKind.DEAUTHORIZED,
}
# What malformed input can raise: timestamps out of range, nesting too deep, missing keys, wrong types.
_PARSE_ERRORS = (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError, RecursionError)


def parse_webhook(body: bytes, signature: str | None, secret: str, now: dt.datetime) -> WebhookSubject | None:
    """Return which object the webhook is about, or None if its event does not matter to us.

    `signature` is the Stripe-Signature header of the raw body. Raises InvalidWebhook if it is not valid, its time is
    more than 5 minutes from `now`, or the body is malformed.
    """
    try:
        sent_at = _verify_signature(body, signature or "", secret, now)
        event: dict[str, Any] = json.loads(body)
        event_type = str(event["type"])
        event_object: dict[str, Any] = event["data"]["object"]
        account_id = str(event.get("account") or "")
        livemode = bool(event["livemode"])
        intent_id = mapping.event_intent_id(event_type, event_object)
        if intent_id is not None:
            return WebhookSubject(WebhookSubjectKind.INTENT, account_id, livemode, intent_id, sent_at)
        kind = _ACCOUNT_EVENT_KINDS.get(event_type)
        # Other events can be about objects without an id, such as the balance.
        return None if kind is None else WebhookSubject(kind, account_id, livemode, str(event_object["id"]), sent_at)
    except (*_PARSE_ERRORS, stripe.SignatureVerificationError) as error:
        raise InvalidWebhook from error


def _verify_signature(body: bytes, signature: str, secret: str, now: dt.datetime) -> dt.datetime:
    # The library's own tolerance would accept a timestamp in the future.
    timestamp = next((part[2:] for part in signature.split(",") if part.startswith("t=")), "")
    sent_at = dt.datetime.fromtimestamp(int(timestamp), dt.UTC)
    if abs(now - sent_at) > _SIGNATURE_TOLERANCE:
        raise ValueError("the signature's timestamp is out of tolerance")
    stripe.WebhookSignature.verify_header(body.decode(), signature, secret, tolerance=None)
    return sent_at
