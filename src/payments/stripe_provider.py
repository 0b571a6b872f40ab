"""Stripe: direct charges on each firm's own connected account. The one module that imports its library."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, TypeVar, cast

import stripe
import structlog

import models
from payments import limits
from payments.stripe_failures import failure_code
from payments.truth import (
    AccountTruth,
    FailureCode,
    Hint,
    HintKind,
    Intent,
    IntentRequest,
    IntentStatus,
    ProviderBusy,
    ProviderDisconnected,
    ProviderMissing,
    ProviderRefused,
    ProviderUnavailable,
    UnreadableMessage,
)

if TYPE_CHECKING:
    from stripe.params import AccountCreateParamsCapabilities

T = TypeVar("T")
_log = structlog.get_logger()

_STATUSES = {
    "requires_payment_method": IntentStatus.REQUIRES_ACTION,
    "requires_confirmation": IntentStatus.REQUIRES_ACTION,
    "requires_action": IntentStatus.REQUIRES_ACTION,
    "processing": IntentStatus.PROCESSING,
    "succeeded": IntentStatus.SUCCEEDED,
    "canceled": IntentStatus.CANCELED,
}
_DEBIT_CAPABILITIES = {
    "us_bank_account": "us_bank_account_ach_payments",
    "sepa_debit": "sepa_debit_payments",
    "bacs_debit": "bacs_debit_payments",
    "acss_debit": "acss_debit_payments",
    "au_becs_debit": "au_becs_debit_payments",
}
_TOLERANCE = dt.timedelta(minutes=5)
_OUR_ID = "acompte_id"
# What a message can end with: a time stamp beyond all time, brackets beyond all depth, and anything missing or wrong.
_UNREADABLE = (ValueError, KeyError, TypeError, OverflowError, OSError, RecursionError)


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
        window_base: str | None = None,
        http_client: stripe.HTTPClient | None = None,
        timeout_seconds: float = 15.0,
    ) -> None:
        self.publishable_key = publishable_key
        self.api_base = window_base or api_base
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
        debit = limits.debit_type(currency)
        wanted = ["card_payments", "transfers", *([_DEBIT_CAPABILITIES[debit]] if debit else [])]
        capabilities = cast("AccountCreateParamsCapabilities", {name: {"requested": True} for name in wanted})
        account = await self._answer(
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
                    "capabilities": capabilities,
                    "metadata": {_OUR_ID: str(connection_id)},
                },
                {"idempotency_key": f"account:{connection_id}"},
            )
        )
        return account.id

    async def account_link(self, account_id: str, refresh_url: str, return_url: str) -> str:
        """A fresh address of Stripe's onboarding; it lasts minutes and serves once."""
        link = await self._answer(
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

    async def fetch_account(self, account_id: str, currency: str) -> AccountTruth:
        """The account as it is now; its methods are its active capabilities in the firm's currency."""
        account = await self._answer(self._client.v1.accounts.retrieve_async(account_id))
        debit = limits.debit_type(currency)
        capabilities = account.capabilities.to_dict() if account.capabilities else {}
        active = {
            models.PaymentMethod.CARD: capabilities.get("card_payments") == "active",
            models.PaymentMethod.BANK_DEBIT: debit is not None
            and capabilities.get(_DEBIT_CAPABILITIES[debit]) == "active",
        }
        return AccountTruth(
            id=account.id,
            details_submitted=bool(account.details_submitted),
            charges_enabled=bool(account.charges_enabled),
            methods=frozenset(method for method, is_active in active.items() if is_active),
        )

    async def create_customer(self, account_id: str, charge_id: uuid.UUID, client_id: uuid.UUID, name: str) -> str:
        """The client as a customer on the firm's account, made for a first charge. Its id."""
        customer = await self._answer(
            self._client.v1.customers.create_async(
                {"name": name, "metadata": {_OUR_ID: str(client_id)}},
                {"stripe_account": account_id, "idempotency_key": f"customer:{charge_id}"},
            )
        )
        return customer.id

    async def create_intent(self, request: IntentRequest) -> Intent:
        """Ask for a sum, to be confirmed by the payer in the browser; of one method."""
        is_card = request.method is models.PaymentMethod.CARD
        debit = limits.debit_type(request.amount.currency)
        if not is_card and debit is None:
            raise ProviderRefused(FailureCode.OTHER, "no_debit_in_this_currency")
        intent = await self._answer(
            self._client.v1.payment_intents.create_async(
                {
                    "amount": limits.to_units(request.amount),
                    "currency": request.amount.currency.lower(),
                    "customer": request.customer_id,
                    "allowed_payment_method_types": ["card" if is_card or debit is None else debit],
                    "description": request.description,
                    "metadata": {_OUR_ID: str(request.id)},
                },
                {"stripe_account": request.account_id, "idempotency_key": f"intent:{request.id}"},
            )
        )
        return _intent(intent, request.account_id)

    async def fetch_intent(self, account_id: str, intent_id: str) -> Intent:
        """The intent as it is now."""
        intent = await self._answer(
            self._client.v1.payment_intents.retrieve_async(intent_id, {}, {"stripe_account": account_id})
        )
        return _intent(intent, account_id)

    async def find_intent(self, account_id: str, customer_id: str, our_id: uuid.UUID) -> Intent | None:
        """The intent that was made for our row, if it was: for when the answer to its making was lost."""
        page = await self._answer(
            self._client.v1.payment_intents.list_async(
                {"customer": customer_id, "limit": 100}, {"stripe_account": account_id}
            )
        )
        while True:
            for intent in page.data:
                if intent.metadata and intent.metadata.to_dict().get(_OUR_ID) == str(our_id):
                    return _intent(intent, account_id)
            if not page.has_more:
                return None
            page = await self._answer(page.next_page_async())

    async def cancel_intent(self, account_id: str, intent_id: str) -> Intent:
        """Cancel the intent if that is still possible. What it is afterwards: not canceled where it was too late."""
        try:
            intent = await self._answer(
                self._client.v1.payment_intents.cancel_async(intent_id, {}, {"stripe_account": account_id})
            )
        except ProviderRefused:
            return await self.fetch_intent(account_id, intent_id)
        return _intent(intent, account_id)

    def read_message(self, body: bytes, signature: str | None, now: dt.datetime) -> Hint | None:
        """What a signed message is about; None where it does not matter to us.

        Verified on the raw body, and in time on both sides: the library's own check would take a message from the
        future. Raise UnreadableMessage for anything else.
        """
        try:
            sent_at = _verify(body, signature, self._webhook_secret, now)
            event: dict[str, Any] = json.loads(body)
            kind = str(event["type"])
            object_id = str(event["data"]["object"]["id"])
            account_id = str(event.get("account") or "")
            livemode = bool(event["livemode"])
        except (*_UNREADABLE, stripe.SignatureVerificationError) as error:
            raise UnreadableMessage from error
        if kind.startswith("payment_intent."):
            return Hint(HintKind.INTENT, account_id, livemode, object_id, sent_at)
        if kind in ("account.updated", "capability.updated"):
            return Hint(HintKind.ACCOUNT, account_id, livemode, object_id, sent_at)
        if kind == "account.application.deauthorized":
            return Hint(HintKind.DEAUTHORIZED, account_id, livemode, object_id, sent_at)
        return None

    async def _answer(self, call: Awaitable[T]) -> T:
        try:
            return await call
        except (stripe.APIConnectionError, stripe.RateLimitError) as error:
            raise ProviderUnavailable from error
        except stripe.AuthenticationError as error:
            _log.error("stripe does not take our key", request_id=error.request_id)
            raise ProviderUnavailable from error
        except stripe.IdempotencyError:
            raise  # the same row asked for two different things: our mistake, not to be told as a refusal
        except (stripe.CardError, stripe.InvalidRequestError, stripe.PermissionError) as error:
            code = error.error.code if error.error is not None else error.code
            if code == "resource_missing":
                raise ProviderMissing from error
            refused = ProviderDisconnected if code == "account_invalid" else ProviderRefused
            raise refused(failure_code(code, None), code) from error
        except stripe.APIError as error:
            raise (ProviderBusy if error.http_status == 409 else ProviderUnavailable) from error


def _intent(intent: stripe.PaymentIntent, account_id: str) -> Intent:
    currency = intent.currency.upper()
    last_error = intent.last_payment_error
    code = decline = None
    if last_error is not None:
        code, decline = getattr(last_error, "code", None), getattr(last_error, "decline_code", None)
    return Intent(
        id=intent.id,
        account_id=account_id,
        status=_STATUSES.get(intent.status, IntentStatus.PROCESSING),
        amount=limits.from_units(intent.amount, currency),
        received=limits.from_units(intent.amount_received or 0, currency),
        livemode=intent.livemode,
        client_secret=intent.client_secret,
        failure=failure_code(code, decline) if last_error is not None else None,
        provider_code=decline or code,
        reached_bank=intent.latest_charge is not None,
    )


def _verify(body: bytes, signature: str | None, secret: str, now: dt.datetime) -> dt.datetime:
    stamp = next((part[2:] for part in (signature or "").split(",") if part.startswith("t=")), "")
    sent_at = dt.datetime.fromtimestamp(int(stamp), dt.UTC)
    if abs(now - sent_at) > _TOLERANCE:
        message = "not sent just now"
        raise ValueError(message)
    stripe.WebhookSignature.verify_header(body.decode(), signature or "", secret, tolerance=None)
    return sent_at
