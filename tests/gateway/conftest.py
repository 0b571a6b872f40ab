"""The real gateway, talking to the Stripe simulator in this process. The transport checks Stripe's API contract."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx
import pytest

from gateway import Intent, IntentRequest, Provider
from models import PaymentMethod
from money import Money
from sandbox import SimulatorSettings, StripeSimulator
from tests.support.stripe_contract import ContractClient, Exchange

BASE_URL = "http://simulator"
WEBHOOK_SECRET = "whsec_for_tests"
TWENTY = Money(20_00, "EUR")


@dataclass
class GatewayHarness:
    """A provider, and the simulator behind it."""

    provider: Provider
    sandbox: StripeSimulator
    transport: ContractClient
    browser: httpx.AsyncClient

    @property
    def last_exchange(self) -> Exchange:
        """The last request and its response."""
        return self.transport.exchanges[-1]

    async def create_onboarded_account(
        self, currency: str = "EUR", outcome: str = "complete", country: str = "FR"
    ) -> str:
        """Create an account and complete its onboarding."""
        account = await self.provider.create_account(uuid.uuid4(), country, currency, "Lumière")
        link = await self.provider.create_account_link(account, "http://app/refresh", "http://app/return")
        await self.browser.post(link, data={"outcome": outcome})
        return account

    async def build_intent_request(
        self, account: str, amount: Money = TWENTY, method: PaymentMethod = PaymentMethod.CARD
    ) -> IntentRequest:
        """Build a request for a customer who exists on the account."""
        customer = await self.provider.create_customer(account, uuid.uuid4(), uuid.uuid4(), "Ada")
        return IntentRequest(
            id=uuid.uuid4(),
            firm_id=uuid.uuid4(),
            account_id=account,
            customer_id=customer,
            amount=amount,
            method=method,
            description="Invoice 7, Lumière",
            client_id=uuid.uuid4(),
            invoice_id=uuid.uuid4(),
        )

    async def create_intent(
        self, account: str, amount: Money = TWENTY, method: PaymentMethod = PaymentMethod.CARD
    ) -> Intent:
        """Create an intent for a new customer."""
        return await self.provider.create_intent(await self.build_intent_request(account, amount, method))

    async def confirm_intent(self, intent: Intent, method: str) -> None:
        """Confirm the intent, as the payer's browser does."""
        await self.browser.post(
            f"/v1/payment_intents/{intent.id}/confirm",
            data={"client_secret": intent.client_secret or "", "payment_method": method},
            headers={"Authorization": "Bearer pk_test_sandbox", "Stripe-Account": intent.account_id},
        )

    async def act_on_account(self, account: str, control: Literal["deauthorize", "capabilities"], **form: str) -> None:
        """Change the account, as the firm or Stripe would."""
        response = await self.browser.post(
            f"/_control/accounts/{account}/{control}", data=form, headers={"Authorization": "Bearer sk_test_sandbox"}
        )
        assert response.status_code == 200, response.text


@pytest.fixture
async def stripe_gateway(tmp_path: Path) -> AsyncIterator[GatewayHarness]:
    settings = SimulatorSettings(tmp_path / "sandbox.db", BASE_URL, None, WEBHOOK_SECRET, debit_delay_seconds=0)
    sandbox = StripeSimulator(settings)
    transport = ContractClient(sandbox.app)
    provider = Provider(
        settings.secret_key, settings.publishable_key, WEBHOOK_SECRET, api_base=BASE_URL, http_client=transport
    )
    browser = httpx.AsyncClient(transport=httpx.ASGITransport(sandbox.app), base_url=BASE_URL)
    try:
        yield GatewayHarness(provider, sandbox, transport, browser)
    finally:
        sandbox.faults.clear()
        await browser.aclose()
        await transport.close_async()
        await sandbox.aclose()
