"""The main story through HTTP alone: a firm enables prepayment, its client prepays and pays."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Any

import httpx

from tests.support.server_process import BrowserSession, ServerProcess, run_server

SETTINGS = "mutation($i: UpdatePaymentSettingsInput!) { updatePaymentSettings(input: $i) { __typename } }"
ENABLE = """mutation($i: EnablePrepaymentInput!) { enablePrepayment(input: $i) { __typename
    ... on PaymentSettingsPayload { paymentSettings { prepayment { enabled availableToClients method } } }
    ... on PrepaymentBlocked { message unmet { code met } } ... on MethodNotOffered { options } } }"""
CONNECT = """mutation { connectPaymentProvider(input: {kind: STRIPE}) { __typename
    ... on ConnectPaymentProviderPayload { provider { id status onboardingUrl } } } }"""
PREPAY = """mutation($i: MakePrepaymentInput!) { makePrepayment(input: $i) { __typename
    ... on MakePrepaymentPayload { replayed prepayment { id status checkout {
        ... on StripeCheckout { publishableKey clientSecret accountId apiBase } } } }
    ... on UserError { message } } }"""
PAY = """mutation($i: PayInvoiceInput!) { payInvoice(input: $i) { __typename
    ... on PayInvoicePayload { replayed invoice { status amountPaid { amount } amountPending { amount } }
        payments { id paidBy status amount { amount } checkout {
            ... on StripeCheckout { publishableKey clientSecret accountId apiBase } } } }
    ... on AmountExceedsPayable { payable { amount } excess { amount } }
    ... on InsufficientCredits { available { amount } missing { amount } }
    ... on NothingPayable { pending { amount } } ... on UserError { message } } }"""
ACCOUNT = "{ viewer { ... on ClientUser { client { creditAccount { balance { amount } available { amount } } } } } }"
INVOICE = """query($id: ID!) { invoice(id: $id) { status amountPaid { amount } amountPending { amount }
    amountPayable { amount } } }"""
CREATE = """mutation($i: CreateInvoiceInput!) { createInvoice(input: $i) { __typename
    ... on CreateInvoicePayload { invoice { id status } } } }"""


def new_key() -> str:
    return str(uuid.uuid4())


async def confirm(checkout: dict[str, str], method: str) -> int:
    """Confirm the payment as Stripe.js does; the response's status."""
    intent = checkout["clientSecret"].partition("_secret_")[0]
    async with httpx.AsyncClient() as browser:
        response = await browser.post(
            f"{checkout['apiBase']}/v1/payment_intents/{intent}/confirm",
            data={"client_secret": checkout["clientSecret"], "payment_method": method},
            headers={"Authorization": f"Bearer {checkout['publishableKey']}", "Stripe-Account": checkout["accountId"]},
        )
        return response.status_code


async def wait_until(query: Any, expected: Any) -> None:
    """Wait up to ten seconds until the query returns the expected value."""
    actual = None
    for _ in range(100):
        actual = await query()
        if actual == expected:
            return
        await asyncio.sleep(0.1)
    assert actual == expected


async def credits_of(client: BrowserSession) -> tuple[str, str]:
    account = (await client.data(ACCOUNT))["client"]["creditAccount"]
    return account["balance"]["amount"], account["available"]["amount"]


async def set_up_prepayment(server: ServerProcess) -> None:
    """D1 to D5: get every unmet requirement at once; connect, choose a method, enable."""
    async with server.sign_in("owner@atlas.test") as owner:
        blocked = await owner.data(ENABLE, i={})
        assert blocked["__typename"] == "PrepaymentBlocked"
        assert [requirement["code"] for requirement in blocked["unmet"]] == [
            "PROVIDER_CONNECTED",
            "DEFAULT_PROVIDER_SET",
            "PAYMENT_METHOD_CHOSEN",
        ]
        provider = (await owner.data(CONNECT))["provider"]
        assert provider["status"] == "ONBOARDING"
        async with httpx.AsyncClient(follow_redirects=True) as browser:
            page = await browser.get(provider["onboardingUrl"])
            return_page = await browser.post(page.url)
            assert "Welcome back" in return_page.text
        status = "{ firm { paymentSettings { providers { status methods } } } }"

        async def providers() -> Any:
            return (await owner.data(status))["paymentSettings"]["providers"]

        await wait_until(providers, [{"status": "CONNECTED", "methods": ["CARD", "BANK_DEBIT"]}])
        await owner.data(SETTINGS, i={"paymentMethod": "CARD"})
        not_offered = await owner.data(ENABLE, i={"method": "BANK_DEBIT"})
        assert not_offered == {"__typename": "MethodNotOffered", "options": ["CARD"]}
        enabled = await owner.data(ENABLE, i={})
        assert enabled["paymentSettings"]["prepayment"] == {
            "enabled": True,
            "availableToClients": True,
            "method": "CARD",
        }


async def test_prepay_and_pay_invoices(tmp_path: Path, database: dict[str, str]) -> None:
    """D1 to D16: enable, prepay 250.00, pay partly from credits, the rest by card, another invoice by both.

    P1, D30: twelve concurrent requests with one key are one prepayment, one charge, one credit.
    """
    async with run_server(tmp_path, **database) as server:
        await set_up_prepayment(server)
        async with server.sign_in("client@atlas.test") as client, server.sign_in("owner@atlas.test") as owner:
            offer = await client.data(
                "{ viewer { ... on ClientUser { client { id prepaymentOffer { available } } } } }"
            )
            assert offer["client"]["prepaymentOffer"] == {"available": True}
            prepaid = await client.data(PREPAY, i={"amount": "250.00", "method": "CARD", "idempotencyKey": new_key()})
            assert await credits_of(client) == ("0.00", "0.00")
            assert await confirm(prepaid["prepayment"]["checkout"], "pm_card_visa") == 200
            await wait_until(lambda: credits_of(client), ("250.00", "250.00"))

            first, second = [
                (
                    await owner.data(
                        CREATE,
                        i={
                            "clientId": offer["client"]["id"],
                            "lines": [{"description": "Work", "unitPrice": total}],
                            "idempotencyKey": new_key(),
                        },
                    )
                )["invoice"]["id"]
                for total in ("300.00", "200.00")
            ]
            await _pay_partly_then_remaining(client, first)
            await _pay_by_split_tender(client, second)
            await _send_twelve_times_concurrently(client)


async def _pay_partly_then_remaining(client: BrowserSession, invoice: str) -> None:
    part = {"invoiceId": invoice, "amount": {"partial": "150.00"}, "from": "CREDITS", "idempotencyKey": new_key()}
    paid = await client.data(PAY, i=part)
    assert (paid["replayed"], paid["invoice"]["status"]) == (False, "PARTIALLY_PAID")
    assert (await client.data(PAY, i=part))["replayed"] is True
    assert await credits_of(client) == ("100.00", "100.00")
    too_much = {"invoiceId": invoice, "amount": {"partial": "150.01"}, "from": "CREDITS", "idempotencyKey": new_key()}
    exceeds = await client.data(PAY, i=too_much)
    assert (exceeds["payable"], exceeds["excess"]) == ({"amount": "150.00"}, {"amount": "0.01"})
    remaining = {"invoiceId": invoice, "amount": {"choice": "REMAINING"}, "from": "CARD", "idempotencyKey": new_key()}
    charged = await client.data(PAY, i=remaining)
    assert charged["invoice"]["amountPending"] == {"amount": "150.00"}
    again = await client.data(PAY, i={**remaining, "idempotencyKey": new_key()})
    assert again["__typename"] == "NothingPayable"
    assert await confirm(charged["payments"][0]["checkout"], "pm_card_visa_chargeDeclined") == 402
    assert await confirm(charged["payments"][0]["checkout"], "pm_card_visa") == 200
    await wait_until(
        lambda: client.data(INVOICE, id=invoice),
        {
            "status": "PAID",
            "amountPaid": {"amount": "300.00"},
            "amountPending": {"amount": "0.00"},
            "amountPayable": {"amount": "0.00"},
        },
    )


async def _pay_by_split_tender(client: BrowserSession, invoice: str) -> None:
    short = {"invoiceId": invoice, "amount": {"choice": "FULL"}, "from": "CREDITS", "idempotencyKey": new_key()}
    insufficient = await client.data(PAY, i=short)
    assert (insufficient["available"], insufficient["missing"]) == ({"amount": "100.00"}, {"amount": "100.00"})
    paid = await client.data(PAY, i={**short, "rest": "CARD"})
    assert sorted((payment["paidBy"], payment["amount"]["amount"]) for payment in paid["payments"]) == [
        ("CARD", "100.00"),
        ("CREDITS", "100.00"),
    ]
    assert await credits_of(client) == ("100.00", "0.00")
    checkout = next(payment["checkout"] for payment in paid["payments"] if payment["paidBy"] == "CARD")
    assert await confirm(checkout, "pm_card_visa") == 200
    await wait_until(lambda: credits_of(client), ("0.00", "0.00"))
    assert (await client.data(INVOICE, id=invoice))["status"] == "PAID"


async def _send_twelve_times_concurrently(client: BrowserSession) -> None:
    input_fields = {"amount": "100.00", "method": "CARD", "idempotencyKey": new_key()}
    payloads = await asyncio.gather(*(client.data(PREPAY, i=input_fields) for _ in range(12)))
    assert len({payload["prepayment"]["id"] for payload in payloads}) == 1
    assert [payload["replayed"] for payload in payloads].count(False) == 1
    checkout = (await client.data(PREPAY, i=input_fields))["prepayment"]["checkout"]
    assert await confirm(checkout, "pm_card_visa") == 200
    await wait_until(lambda: credits_of(client), ("100.00", "100.00"))
    assert (await client.data(PREPAY, i={**input_fields, "amount": "100.01"}))["__typename"] == "IdempotencyConflict"
