"""Calls to Stripe's API: direct charges on each firm's own connected account."""

import contextlib
import datetime as dt
import hashlib
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from typing import TYPE_CHECKING, Any, TypeVar, cast

import stripe
import structlog

import models
from gateway import limits, types
from gateway.metrics import instrument
from gateway.stripe import mapping, webhook
from gateway.stripe.decline_codes import to_failure_code
from money import Money

if TYPE_CHECKING:
    from stripe.params import AccountCreateParamsCapabilities

T = TypeVar("T")
StripeObjectT = TypeVar("StripeObjectT", bound=stripe.StripeObject)
_log = structlog.get_logger()

# Whether an intent has refunds or disputes is known by its charge.
_INTENT_EXPANSIONS = ["latest_charge.refunds"]
_INTENT_LIST_EXPANSIONS = ["data.latest_charge.refunds"]
_INTENT_EVENT_TYPES = ("payment_intent.*", "refund.*", "charge.dispute.*")
_PAGE_SIZE = 100


def is_live_key(secret_key: str) -> bool:
    """Whether a secret or restricted key is of Stripe's live mode."""
    return secret_key.startswith(("sk_live_", "rk_live_"))


class Provider:
    """Stripe, or the Stripe simulator at `api_base`, which browsers reach at `public_api_base`.

    Calls that create something use our row's id as the idempotency key, so repeating them is harmless. All calls time
    out. They raise ProviderUnavailable if the outcome is unknown, or if Stripe did not execute the call because of its
    rate limit or our API key: they can be repeated. They raise ProviderRefused or one of its subclasses
    (ProviderDisconnected, ProviderObjectNotFound, AmountNotChargeable) if the call had no effect. A key that is reused
    with another input is a bug, and raises stripe.IdempotencyError.
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
        self.livemode = is_live_key(secret_key)
        self._webhook_secret = webhook_secret
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_base} if api_base else {},
            max_network_retries=1,
            http_client=http_client or stripe.HTTPXClient(timeout=timeout_seconds),
        )

    async def create_account(self, connection_id: uuid.UUID, country: str, currency: str, name: str) -> str:
        """Create a connected account for a firm and return its id.

        The firm has the full dashboard and pays Stripe's fees; Stripe bears losses. Repeated with another name, after a
        lost answer, it creates another account; the first one remains unused.
        """
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
                {"idempotency_key": _key_with_name(f"account:{connection_id}", name)},
            )
        )
        return account.id

    async def create_account_link(self, account_id: str, refresh_url: str, return_url: str) -> str:
        """Return a new URL of Stripe's onboarding, which is valid for minutes and can be used once."""
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

    async def fetch_account(self, account_id: str, currency: str) -> types.AccountState:
        """Fetch the account's state. Its methods are its active capabilities in the firm's currency."""
        account = await self._call(self._client.v1.accounts.retrieve_async(account_id))
        return mapping.to_account_state(account.to_dict(), currency)

    async def create_customer(
        self, account_id: str, provider_payment_id: uuid.UUID, client_id: uuid.UUID, name: str
    ) -> str:
        """Create a customer for the client on the firm's account and return its id.

        The idempotency key is the id of the provider payment that needs the customer, with the name. Repeated with
        another name, after a lost answer, it creates another customer; the first one remains unused.
        """
        customer = await self._call(
            self._client.v1.customers.create_async(
                {"name": name, "metadata": {mapping.INTERNAL_ID_KEY: str(client_id)}},
                {
                    "stripe_account": account_id,
                    "idempotency_key": _key_with_name(f"customer:{provider_payment_id}", name),
                },
            )
        )
        return customer.id

    async def create_intent(self, request: types.IntentRequest) -> types.Intent:
        """Create an intent of one payment method, which the payer confirms in the browser."""
        is_card = request.method is models.PaymentMethod.CARD
        debit = limits.bank_debit_type(request.amount.currency)
        if not is_card and debit is None:
            raise types.ProviderRefused(types.FailureCode.OTHER, "no_debit_in_this_currency")
        try:
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
        except stripe.IdempotencyError:
            # The answer to the first request was lost, and the firm, which the description names, renamed since.
            created = await self.find_intent(request.account_id, request.customer_id, request.id)
            if created is None or created.amount != request.amount:
                raise
            return created
        return mapping.to_intent(intent.to_dict(), request.account_id)

    async def fetch_intent(self, account_id: str, intent_id: str) -> types.Intent:
        """Fetch the intent's state."""
        intent = await self._call(
            self._client.v1.payment_intents.retrieve_async(
                intent_id, {"expand": _INTENT_EXPANSIONS}, {"stripe_account": account_id}
            )
        )
        return mapping.to_intent(intent.to_dict(), account_id)

    async def find_intent(self, account_id: str, customer_id: str, internal_id: uuid.UUID) -> types.Intent | None:
        """Find the customer's intent that was created for our row, for when the response to its creation was lost."""
        listed = self._client.v1.payment_intents.list_async(
            {"customer": customer_id, "limit": _PAGE_SIZE, "expand": _INTENT_LIST_EXPANSIONS},
            {"stripe_account": account_id},
        )
        async with contextlib.aclosing(self._iterate_pages(listed)) as pages:
            async for body in pages:
                if mapping.internal_id(body) == internal_id:
                    return mapping.to_intent(body, account_id)
        return None

    async def cancel_intent(self, account_id: str, intent_id: str) -> types.Intent:
        """Cancel the intent and return its state, which is another than CANCELED if it was too late."""
        try:
            intent = await self._call(
                self._client.v1.payment_intents.cancel_async(
                    intent_id, {"expand": _INTENT_EXPANSIONS}, {"stripe_account": account_id}
                )
            )
        except types.ProviderRefused:
            return await self.fetch_intent(account_id, intent_id)
        return mapping.to_intent(intent.to_dict(), account_id)

    async def list_intents_since(self, account_id: str, since: dt.datetime) -> AsyncIterator[types.IntentWithMetadata]:
        """Iterate over all intents created on the account since then, newest first, also those that are not ours.

        Leaves out intents of others in currencies that we do not support.
        """
        listed = self._client.v1.payment_intents.list_async(
            {"created": {"gte": int(since.timestamp())}, "limit": _PAGE_SIZE, "expand": _INTENT_LIST_EXPANSIONS},
            {"stripe_account": account_id},
        )
        async for body in self._iterate_pages(listed):
            if (intent := mapping.to_intent_with_metadata(body, account_id)) is not None:
                yield intent

    async def list_changed_intent_ids(self, account_id: str, since: dt.datetime) -> frozenset[str]:
        """Return the ids of all intents, however old, with an event since then: of the intent, a refund or a dispute.

        Stripe keeps events for 30 days.
        """
        intent_ids = set()
        for event_types in _INTENT_EVENT_TYPES:
            listed = self._client.v1.events.list_async(
                {"type": event_types, "created": {"gte": int(since.timestamp())}, "limit": _PAGE_SIZE},
                {"stripe_account": account_id},
            )
            async for event in self._iterate_pages(listed):
                intent_ids.add(mapping.event_intent_id(event["type"], event["data"]["object"]))
        return frozenset(intent_id for intent_id in intent_ids if intent_id is not None)

    async def create_refund(self, account_id: str, intent_id: str, refund_id: uuid.UUID, amount: Money) -> types.Refund:
        """Refund an amount of the intent to its payer; `refund_id` is the idempotency key."""
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

    async def list_refunds(self, account_id: str, intent_id: str) -> tuple[types.Refund, ...]:
        """Return all refunds of the intent, oldest first, also those made in the dashboard."""
        listed = self._client.v1.refunds.list_async(
            {"payment_intent": intent_id, "limit": _PAGE_SIZE}, {"stripe_account": account_id}
        )
        return tuple(reversed([mapping.to_refund(body) async for body in self._iterate_pages(listed)]))

    async def list_disputes(self, account_id: str, intent_id: str) -> tuple[types.Dispute, ...]:
        """Return all disputes of the intent, oldest first."""
        listed = self._client.v1.disputes.list_async(
            {"payment_intent": intent_id, "limit": _PAGE_SIZE}, {"stripe_account": account_id}
        )
        return tuple(reversed([mapping.to_dispute(body) async for body in self._iterate_pages(listed)]))

    def parse_webhook(self, body: bytes, signature: str | None, now: dt.datetime) -> types.WebhookSubject | None:
        """Return which object a signed webhook is about, or None if it does not matter. Raises InvalidWebhook."""
        return webhook.parse_webhook(body, signature, self._webhook_secret, now)

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
            raise types.ProviderUnavailable from error
        except stripe.AuthenticationError as error:
            _log.error("stripe rejected our API key", stripe_request_id=error.request_id)
            raise types.ProviderUnavailable from error
        except stripe.IdempotencyError:
            raise  # one key with two different requests is a bug, which no caller handles
        except (stripe.CardError, stripe.InvalidRequestError, stripe.PermissionError) as error:
            code = error.error.code if error.error is not None else error.code
            if code == "resource_missing":
                raise types.ProviderObjectNotFound from error
            if code in ("amount_too_small", "amount_too_large"):
                raise types.AmountNotChargeable(code, is_too_large=code == "amount_too_large") from error
            refusal = types.ProviderDisconnected if code == "account_invalid" else types.ProviderRefused
            raise refusal(to_failure_code(code, None), code) from error
        except stripe.APIError as error:
            raise (types.ProviderBusy if error.http_status == 409 else types.ProviderUnavailable) from error


def _key_with_name(key: str, name: str) -> str:
    """The idempotency key of a request that sends a name, which may be changed before the request is repeated.

    Stripe refuses a key that it has seen with other parameters.
    """
    return f"{key}:{hashlib.sha256(name.encode()).hexdigest()[:16]}"
