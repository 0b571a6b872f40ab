"""The Stripe simulator, with a clock that tests advance, an endpoint that records webhooks, and onboarded accounts."""

import asyncio
import collections
import collections.abc
import dataclasses
import json
import pathlib
import time
from typing import Any

import httpx
import pytest
import stripe
from starlette.types import Receive, Scope, Send

from sandbox import SimulatorSettings, StripeSimulator
from tests.support.stripe_contract import Exchange, contract_client

BASE_URL = "http://simulator.test/sandbox"
SECRET = "whsec_for_tests"
METHODS = ("card", "us_bank_account", "sepa_debit", "bacs_debit", "acss_debit", "au_becs_debit")
CAPABILITIES = (
    "card_payments",
    "us_bank_account_ach_payments",
    "sepa_debit_payments",
    "bacs_debit_payments",
    "acss_debit_payments",
    "au_becs_debit_payments",
)
# The library's types want every optional field of a nested parameter spelled as a TypedDict.
Params = Any


class Clock:
    """The time, which only tests advance."""

    def __init__(self) -> None:
        self.now = float(int(time.time()))

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


class WebhookEndpoint:
    """An endpoint that checks signatures with the real library, and answers with `statuses` in turn, then 200."""

    def __init__(self) -> None:
        self.received: list[stripe.Event] = []
        self.bodies: list[bytes] = []
        self.statuses: list[int] = []
        self.seen: dict[str, asyncio.Event] = collections.defaultdict(asyncio.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = (await receive())["body"]
        header = dict(scope["headers"])[b"stripe-signature"].decode()
        stripe.WebhookSignature.verify_header(body, header, SECRET, tolerance=None)
        self.bodies.append(body)
        self.received.append(stripe.Webhook.construct_event_without_verification(body))
        self.seen[self.received[-1].type].set()
        status = self.statuses.pop(0) if self.statuses else 200
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    @property
    def types(self) -> list[str]:
        return [event.type for event in self.received]


@dataclasses.dataclass
class SimulatorHarness:
    """A simulator, and what sends requests to it or receives its webhooks."""

    sandbox: StripeSimulator
    client: stripe.StripeClient
    exchanges: list[Exchange]
    browser: httpx.AsyncClient
    endpoint: WebhookEndpoint
    clock: Clock

    async def create_onboarded_account(
        self, capabilities: collections.abc.Iterable[str] = CAPABILITIES, **params: Any
    ) -> str:
        """An account that has been onboarded."""
        wanted: Params = {"capabilities": {name: {"requested": True} for name in capabilities}, **params}
        account = await self.client.v1.accounts.create_async(wanted)
        link = await self.create_onboarding_link(account.id)
        response = await self.browser.post(link, data={"outcome": "complete"})
        assert response.status_code == 303, response.text
        return account.id

    async def create_onboarding_link(self, account: str) -> str:
        """A fresh onboarding address."""
        link = await self.client.v1.account_links.create_async(
            {
                "account": account,
                "type": "account_onboarding",
                "refresh_url": "http://firm.test/again",
                "return_url": "http://firm.test/done",
            }
        )
        return link.url

    async def create_intent(
        self, account: str, amount: int = 2000, currency: str = "usd", **params: Any
    ) -> stripe.PaymentIntent:
        """A PaymentIntent of this account, for a card by default."""
        fields: Params = {"allowed_payment_method_types": ["card"], **params, "amount": amount, "currency": currency}
        return await self.client.v1.payment_intents.create_async(fields, {"stripe_account": account})

    async def confirm_intent(self, account: str, intent: str, method: str, **params: Any) -> stripe.PaymentIntent:
        """Pay it with a test payment method."""
        fields: Params = {"payment_method": method, **params}
        return await self.client.v1.payment_intents.confirm_async(intent, fields, {"stripe_account": account})

    async def retrieve_intent(self, account: str, intent: str) -> stripe.PaymentIntent:
        """As it is now."""
        return await self.client.v1.payment_intents.retrieve_async(intent, None, {"stripe_account": account})

    async def latest_charge(self, account: str, intent: stripe.PaymentIntent) -> stripe.Charge:
        """Its latest charge."""
        assert isinstance(intent.latest_charge, str)
        return await self.client.v1.charges.retrieve_async(intent.latest_charge, None, {"stripe_account": account})

    def event_types(self, account: str | None = None) -> list[str]:
        """The types of all events so far, oldest first."""
        return [event["type"] for event in self.sandbox.events(account=account)]


def sandbox_settings(folder: pathlib.Path, **changes: Any) -> SimulatorSettings:
    """Settings over a file in this folder."""
    usual = SimulatorSettings(
        database=folder / "state" / "sandbox.db",
        base_url=BASE_URL,
        webhook_url="http://firm.test/webhooks",
        webhook_secret=SECRET,
    )
    return dataclasses.replace(usual, **changes)


def build_simulator(folder: pathlib.Path, **changes: Any) -> SimulatorHarness:
    """A simulator whose database is in this folder: a new one, or that of an earlier simulator."""
    clock, endpoint = Clock(), WebhookEndpoint()
    webhooks = httpx.AsyncClient(transport=httpx.ASGITransport(endpoint))
    sandbox = StripeSimulator(sandbox_settings(folder, **changes), clock=clock, webhook_client=webhooks)
    client, exchanges = contract_client(sandbox.app)
    browser = httpx.AsyncClient(transport=httpx.ASGITransport(sandbox.app), base_url="http://simulator.test")
    browser.event_hooks["request"].append(_strip_mount_path)
    return SimulatorHarness(sandbox, client, exchanges, browser, endpoint, clock)


async def _strip_mount_path(request: httpx.Request) -> None:
    # The pages' addresses carry the path that the app is mounted under; here it is not mounted.
    request.url = request.url.copy_with(raw_path=request.url.raw_path.removeprefix(b"/sandbox"))


@pytest.fixture
async def simulator(tmp_path: pathlib.Path) -> collections.abc.AsyncIterator[SimulatorHarness]:
    built = build_simulator(tmp_path)
    yield built
    built.sandbox.faults.clear()
    await built.sandbox.aclose()


def request_options(account: str, key: str | None = None) -> stripe.RequestOptions:
    """On behalf of this account, under this idempotency key if there is one."""
    options: stripe.RequestOptions = {"stripe_account": account}
    if key is not None:
        options["idempotency_key"] = key
    return options


def error_body(error: stripe.StripeError) -> dict[str, Any]:
    """What Stripe said, under `error`."""
    assert error.http_body is not None
    body: dict[str, Any] = json.loads(error.http_body)["error"]
    return body
