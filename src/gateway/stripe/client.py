"""Stripe: direct charges on each firm's own connected account. The one module that imports its library."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from typing import TYPE_CHECKING, Any, TypeVar, cast

import stripe
import structlog

import models
from gateway import limits
from gateway.metrics import instrument
from gateway.stripe import mapping
from gateway.stripe.decline_codes import to_failure_code
from gateway.types import (
    AccountState,
    Dispute,
    FailureCode,
    Intent,
    IntentRequest,
    IntentWithMetadata,
    InvalidWebhook,
    ProviderBusy,
    ProviderDisconnected,
    ProviderObjectNotFound,
    ProviderRefused,
    ProviderUnavailable,
    Refund,
    WebhookNotice,
    WebhookNoticeKind,
)
from money import Money

if TYPE_CHECKING:
    from stripe.params import AccountCreateParamsCapabilities

T = TypeVar("T")
StripeObjectT = TypeVar("StripeObjectT", bound=stripe.StripeObject)
_log = structlog.get_logger()

_SIGNATURE_TOLERANCE = dt.timedelta(minutes=5)
# What an intent is always asked for with: whether money of it was given back or is disputed stands on its charge.
_INTENT_EXPANSIONS = ["latest_charge.refunds"]
_INTENT_LIST_EXPANSIONS = ["data.latest_charge.refunds"]
_INTENT_EVENT_TYPES = ("payment_intent.*", "refund.*", "charge.dispute.*")
_PAGE_SIZE = 100
# What a message can end with: a time stamp beyond all time, brackets beyond all depth, and anything missing or wrong.
_PAYLOAD_ERRORS = (ValueError, KeyError, TypeError, OverflowError, OSError, RecursionError)


class Provider:
    """Stripe, or a stand-in for it that speaks the same language at `api_base`; `window_base`: where browsers reach it.

    Every call has its own time-out and is made once for each row's id: writing the same thing twice is harmless. All
    raise ProviderUnavailable when it is not known what happened, ProviderRefused on a clear no, and ProviderMissing.
    """

    def __init__(
        self,
        secret_key: str,
        publishable_key: str,
        webhook_secret: str,
        *,
        api_base: str | None = None,
        public_api_base: str | None = None,
        http_client: stripe.HTTPClient | None = None,
        timeout_seconds: float = 15.0,
    ) -> None:
        self.publishable_key = publishable_key
        self.api_base = public_api_base or api_base
        self.livemode = secret_key.startswith(("sk_live_", "rk_live_"))
        self._webhook_secret = webhook_secret
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_base} if api_base else {},
            max_network_retries=1,
            http_client=http_client or stripe.HTTPXClient(timeout=timeout_seconds),
        )

    async def create_account(self, connection_id: uuid.UUID, country: str, currency: str, name: str) -> str:
        """Make a connected account for a firm: full dashboard, its own fees, losses borne by Stripe. Its id."""
        capabilities = {name: {"requested": True} for name in mapping.required_capabilities(currency)}
        account = await self._call(
            self._client.v1.accounts.create_async(
                {
                    "country": country,
                    "business_profile": {"name": name},
                    "controller": {
                        "fees": {"payer": "account"},
                        "losses": {"payments": "stripe"},
                        "requirement_collection": "stripe",
                        "stripe_dashboard": {"type": "full"},
                    },
                    "capabilities": cast("AccountCreateParamsCapabilities", capabilities),
                    "metadata": {mapping.INTERNAL_ID_KEY: str(connection_id)},
                },
                {"idempotency_key": f"account:{connection_id}"},
            )
        )
        return account.id

    async def create_account_link(self, account_id: str, refresh_url: str, return_url: str) -> str:
        """A fresh address of Stripe's onboarding; it lasts minutes and serves once."""
        link = await self._call(
            self._client.v1.account_links.create_async(
                {
                    "account": account_id,
                    "type": "account_onboarding",
                    "refresh_url": refresh_url,
                    "return_url": return_url,
                }
            )
        )
        return link.url

    async def fetch_account(self, account_id: str, currency: str) -> AccountState:
        """The account as it is now; its methods are its active capabilities in the firm's currency."""
        account = await self._call(self._client.v1.accounts.retrieve_async(account_id))
        return mapping.to_account_state(account.to_dict(), currency)

    async def create_customer(self, account_id: str, charge_id: uuid.UUID, client_id: uuid.UUID, name: str) -> str:
        """The client as a customer on the firm's account, made for a first charge. Its id."""
        customer = await self._call(
            self._client.v1.customers.create_async(
                {"name": name, "metadata": {mapping.INTERNAL_ID_KEY: str(client_id)}},
                {"stripe_account": account_id, "idempotency_key": f"customer:{charge_id}"},
            )
        )
        return customer.id

    async def create_intent(self, request: IntentRequest) -> Intent:
        """Ask for a sum, to be confirmed by the payer in the browser; of one method."""
        is_card = request.method is models.PaymentMethod.CARD
        debit = limits.bank_debit_type(request.amount.currency)
        if not is_card and debit is None:
            raise ProviderRefused(FailureCode.OTHER, "no_debit_in_this_currency")
        intent = await self._call(
            self._client.v1.payment_intents.create_async(
                {
                    "amount": limits.to_units(request.amount),
                    "currency": request.amount.currency.lower(),
                    "customer": request.customer_id,
                    "allowed_payment_method_types": ["card" if is_card or debit is None else debit],
                    "description": request.description,
                    "metadata": mapping.intent_metadata(request),
                },
                {"stripe_account": request.account_id, "idempotency_key": f"intent:{request.id}"},
            )
        )
        return mapping.to_intent(intent.to_dict(), request.account_id)

    async def fetch_intent(self, account_id: str, intent_id: str) -> Intent:
        """The intent as it is now."""
        intent = await self._call(
            self._client.v1.payment_intents.retrieve_async(
                intent_id, {"expand": _INTENT_EXPANSIONS}, {"stripe_account": account_id}
            )
        )
        return mapping.to_intent(intent.to_dict(), account_id)

    async def find_intent(self, account_id: str, customer_id: str, internal_id: uuid.UUID) -> Intent | None:
        """The intent that was made for our row, if it was: for when the answer to its making was lost."""
        listed = self._client.v1.payment_intents.list_async(
            {"customer": customer_id, "limit": _PAGE_SIZE, "expand": _INTENT_LIST_EXPANSIONS},
            {"stripe_account": account_id},
        )
        async with contextlib.aclosing(self._iterate_pages(listed)) as pages:
            async for body in pages:
                if mapping.internal_id(body) == internal_id:
                    return mapping.to_intent(body, account_id)
        return None

    async def cancel_intent(self, account_id: str, intent_id: str) -> Intent:
        """Cancel the intent if that is still possible. What it is afterwards: not canceled where it was too late."""
        try:
            intent = await self._call(
                self._client.v1.payment_intents.cancel_async(
                    intent_id, {"expand": _INTENT_EXPANSIONS}, {"stripe_account": account_id}
                )
            )
        except ProviderRefused:
            return await self.fetch_intent(account_id, intent_id)
        return mapping.to_intent(intent.to_dict(), account_id)

    async def list_intents_since(self, account_id: str, since: dt.datetime) -> AsyncIterator[IntentWithMetadata]:
        """Every intent made on the account since then that we can read, newest first, whoever made it."""
        listed = self._client.v1.payment_intents.list_async(
            {"created": {"gte": int(since.timestamp())}, "limit": _PAGE_SIZE, "expand": _INTENT_LIST_EXPANSIONS},
            {"stripe_account": account_id},
        )
        async for body in self._iterate_pages(listed):
            if (found := mapping.to_intent_with_metadata(body, account_id)) is not None:
                yield found

    async def list_changed_intent_ids(self, account_id: str, since: dt.datetime) -> frozenset[str]:
        """The ids of all intents that something happened to since then: to itself, a refund or a dispute of it.

        However old they are. The provider remembers what happened for 30 days.
        """
        touched = set()
        for kinds in _INTENT_EVENT_TYPES:
            listed = self._client.v1.events.list_async(
                {"type": kinds, "created": {"gte": int(since.timestamp())}, "limit": _PAGE_SIZE},
                {"stripe_account": account_id},
            )
            async for event in self._iterate_pages(listed):
                touched.add(mapping.event_intent_id(event["type"], event["data"]["object"]))
        return frozenset(intent_id for intent_id in touched if intent_id is not None)

    async def create_refund(self, account_id: str, intent_id: str, refund_id: uuid.UUID, amount: Money) -> Refund:
        """Give back a part of what the intent received, the way it came; made once for our row's id."""
        refund = await self._call(
            self._client.v1.refunds.create_async(
                {
                    "payment_intent": intent_id,
                    "amount": limits.to_units(amount),
                    "metadata": {mapping.INTERNAL_ID_KEY: str(refund_id)},
                },
                {"stripe_account": account_id, "idempotency_key": f"refund:{refund_id}"},
            )
        )
        return mapping.to_refund(refund.to_dict())

    async def list_refunds(self, account_id: str, intent_id: str) -> tuple[Refund, ...]:
        """Every refund of the intent, oldest first, whoever made it."""
        listed = self._client.v1.refunds.list_async(
            {"payment_intent": intent_id, "limit": _PAGE_SIZE}, {"stripe_account": account_id}
        )
        return tuple(reversed([mapping.to_refund(body) async for body in self._iterate_pages(listed)]))

    async def list_disputes(self, account_id: str, intent_id: str) -> tuple[Dispute, ...]:
        """Every dispute of the intent, oldest first."""
        listed = self._client.v1.disputes.list_async(
            {"payment_intent": intent_id, "limit": _PAGE_SIZE}, {"stripe_account": account_id}
        )
        return tuple(reversed([mapping.to_dispute(body) async for body in self._iterate_pages(listed)]))

    def parse_webhook(self, body: bytes, signature: str | None, now: dt.datetime) -> WebhookNotice | None:
        """What a signed message is about; None where it does not matter to us.

        Verified on the raw body, and in time on both sides: the library's own check would take a message from the
        future. Raise UnreadableMessage for anything else.
        """
        try:
            sent_at = _verify_signature(body, signature, self._webhook_secret, now)
            event: dict[str, Any] = json.loads(body)
            kind = str(event["type"])
            about: dict[str, Any] = event["data"]["object"]
            object_id, intent_id = str(about["id"]), mapping.event_intent_id(kind, about)
            account_id = str(event.get("account") or "")
            livemode = bool(event["livemode"])
        except (*_PAYLOAD_ERRORS, stripe.SignatureVerificationError) as error:
            raise InvalidWebhook from error
        if intent_id is not None:
            return WebhookNotice(WebhookNoticeKind.INTENT, account_id, livemode, intent_id, sent_at)
        if kind in ("account.updated", "capability.updated"):
            return WebhookNotice(WebhookNoticeKind.ACCOUNT, account_id, livemode, object_id, sent_at)
        if kind == "account.application.deauthorized":
            return WebhookNotice(WebhookNoticeKind.DEAUTHORIZED, account_id, livemode, object_id, sent_at)
        return None

    async def _iterate_pages(self, call: Awaitable[stripe.ListObject[StripeObjectT]]) -> AsyncGenerator[dict[str, Any]]:
        page: stripe.ListObject[StripeObjectT] | None = await self._call(call)
        while page is not None:
            for item in page.data:
                yield item.to_dict()
            page = await self._call(page.next_page_async()) if page.has_more else None

    @instrument
    async def _call(self, call: Awaitable[T]) -> T:
        try:
            return await call
        except (stripe.APIConnectionError, stripe.RateLimitError) as error:
            raise ProviderUnavailable from error
        except stripe.AuthenticationError as error:
            _log.error("stripe does not take our key", stripe_request_id=error.request_id)
            raise ProviderUnavailable from error
        except stripe.IdempotencyError:
            raise  # the same row asked for two different things: our mistake, not to be told as a refusal
        except (stripe.CardError, stripe.InvalidRequestError, stripe.PermissionError) as error:
            code = error.error.code if error.error is not None else error.code
            if code == "resource_missing":
                raise ProviderObjectNotFound from error
            refused = ProviderDisconnected if code == "account_invalid" else ProviderRefused
            raise refused(to_failure_code(code, None), code) from error
        except stripe.APIError as error:
            raise (ProviderBusy if error.http_status == 409 else ProviderUnavailable) from error


def _verify_signature(body: bytes, signature: str | None, secret: str, now: dt.datetime) -> dt.datetime:
    stamp = next((part[2:] for part in (signature or "").split(",") if part.startswith("t=")), "")
    sent_at = dt.datetime.fromtimestamp(int(stamp), dt.UTC)
    if abs(now - sent_at) > _SIGNATURE_TOLERANCE:
        raise ValueError("not sent just now")
    stripe.WebhookSignature.verify_header(body.decode(), signature or "", secret, tolerance=None)
    return sent_at
