"""While a firm hides invoices, client users find them on no path; their payments and everything else stay visible."""

from __future__ import annotations

from typing import Any

import pytest

from billing.access.principals import ClientUser
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from models import PaymentMethod, new_id
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute, global_id, query_data, run_mutation

HOME_QUERY = """query ($client: ID!) { client(id: $client) {
  name amountDue { amount }
  prepaymentOffer { available reason suggestedAmount { amount } }
  invoices { totalCount edges { node { id status } } }
  creditAccount { balance { amount } entries { edges { node { kind amount { amount } payment { invoice { id } } } } } }
  payments { edges { node { id status amount { amount } invoice { id } partner { id invoice { id } } } } }
} }"""
BY_ID_QUERY = (
    "query ($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { id } invoice(id: $id) { id number } }"
)


async def set_invoices_hidden(firm: Firm, *, hidden: bool = True) -> None:
    command = UpdatePaymentSettingsCommand(hide_invoices_from_clients=hidden)
    await update_payment_settings(firm.app.services, firm.owner, command)


async def read_home(firm: Firm, viewer: Any) -> Any:
    return (await query_data(firm.app.services, viewer, HOME_QUERY, client=global_id("Client", firm.client_id)))[
        "client"
    ]


async def create_invoices(app: AppHarness) -> Firm:
    """Credits of 80 left of 100, an invoice of 50 with 20 paid, an unpaid one of 30, and a draft."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    await firm.pay(await firm.create_invoice("50.00"), "20.00")
    await firm.create_invoice("30.00")
    await firm.create_invoice("7.00", issue=False)
    return firm


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_firm_by(create_invoices)


async def test_visible_invoices(firm: Firm) -> None:
    """Client users see issued invoices, members also drafts."""
    home = await read_home(firm, firm.client_user)
    assert [edge["node"]["status"] for edge in home["invoices"]["edges"]] == ["UNPAID", "PARTIALLY_PAID"]
    assert (home["invoices"]["totalCount"], home["amountDue"]) == (2, {"amount": "60.00"})
    assert home["prepaymentOffer"] == {"available": True, "reason": None, "suggestedAmount": None}
    assert home["payments"]["edges"][0]["node"]["invoice"] is not None
    assert (await read_home(firm, firm.owner))["invoices"]["totalCount"] == 3


async def test_hidden_invoices_are_null_and_payments_stay(firm: Firm) -> None:
    """Null, not zero and not an error; payments and entries stay, without their invoice."""
    before = await read_home(firm, firm.owner)
    await set_invoices_hidden(firm)
    home = await read_home(firm, firm.client_user)
    assert (home["invoices"], home["amountDue"]) == (None, None)
    (payment,) = (edge["node"] for edge in home["payments"]["edges"])
    assert (payment["status"], payment["amount"], payment["invoice"]) == ("SUCCEEDED", {"amount": "20.00"}, None)
    entries = [edge["node"] for edge in home["creditAccount"]["entries"]["edges"]]
    assert [(entry["kind"], entry["amount"]["amount"], entry["payment"]) for entry in entries] == [
        ("INVOICE_PAYMENT", "-20.00", {"invoice": None}),
        ("PREPAYMENT", "100.00", None),
    ]
    assert home["creditAccount"]["balance"] == {"amount": "80.00"}
    offer = home["prepaymentOffer"]
    assert (offer["available"], offer["suggestedAmount"]) == (False, None)
    assert "hidden" not in offer["reason"].lower()
    owner_home = await read_home(firm, firm.owner)
    assert owner_home["invoices"] == before["invoices"]
    assert (owner_home["amountDue"], owner_home["payments"]) == (before["amountDue"], before["payments"])


async def test_suggestion_does_not_reveal_amount_due(app: AppHarness) -> None:
    """60 is due: suggested while invoices are visible, not while they are hidden."""
    firm = await app.create_ready_firm()
    await firm.create_invoice("60.00")
    suggested = {"available": True, "reason": None, "suggestedAmount": {"amount": "60.00"}}
    assert (await read_home(firm, firm.client_user))["prepaymentOffer"] == suggested
    await set_invoices_hidden(firm)
    assert (await read_home(firm, firm.client_user))["prepaymentOffer"]["suggestedAmount"] is None


async def test_hidden_invoice_and_draft_look_unknown(firm: Firm) -> None:
    """By `invoice`, `node`, `nodes` and as the target of payInvoice: byte for byte like an unknown id."""
    issued, draft = await firm.create_invoice("10.00"), await firm.create_invoice("10.00", issue=False)
    services = firm.app.services

    async def responses_for(viewer: ClientUser, invoice_id: Any) -> tuple[str, str]:
        by_id = await execute(services, viewer, BY_ID_QUERY, {"id": global_id("Invoice", invoice_id)})
        pay = "mutation ($i: PayInvoiceInput!) { payInvoice(input: $i) { __typename ... on NotFound { message } } }"
        input_fields = {
            "invoiceId": global_id("Invoice", invoice_id),
            "amount": {"partial": "1"},
            "from": "CREDITS",
            "idempotencyKey": "k",
        }
        return by_id.text, (await execute(services, viewer, pay, {"i": input_fields})).text

    async with firm.assert_unchanged():
        unknown = await responses_for(firm.client_user, new_id())
        assert await responses_for(firm.client_user, draft) == unknown
        assert "NotFound" in unknown[1]
    await set_invoices_hidden(firm)
    async with firm.assert_unchanged():
        assert await responses_for(firm.client_user, issued) == unknown
        assert await responses_for(firm.client_user, draft) == unknown
    await set_invoices_hidden(firm, hidden=False)
    assert (await responses_for(firm.client_user, issued))[0] != unknown[0]


async def test_mutation_results_omit_hidden_invoices(firm: Firm) -> None:
    """A payment started before, replayed or canceled afterwards: payments and credits without the invoice."""
    services, user = firm.app.services, firm.client_user
    invoice_id = await firm.create_invoice("200.00")
    key = firm.app.new_key()
    payments = await firm.pay(invoice_id, AmountChoice.REMAINING, PaymentSource.CREDITS, PaymentMethod.CARD, key=key)
    await set_invoices_hidden(firm)
    again = await run_mutation(
        services, user, "payInvoice",
        "... on PayInvoicePayload { replayed invoice { id }"
        " payments { id invoice { id } partner { invoice { id } } } }",
        invoiceId=global_id("Invoice", invoice_id), amount={"choice": "REMAINING"}, rest="CARD", idempotencyKey=key,
        **{"from": "CREDITS"},
    )  # fmt: skip
    assert (again["replayed"], again["invoice"]) == (True, None)
    assert {(payment["id"], payment["invoice"], payment["partner"]["invoice"]) for payment in again["payments"]} == {
        (global_id("Payment", payment.id), None, None) for payment in payments
    }
    canceled = await run_mutation(
        services, user, "cancelPayment",
        "... on MoneyPayload { invoice { id } payments { status invoice { id } }"
        " creditAccount { available { amount } } }",
        id=global_id("Payment", payments[0].id),
    )  # fmt: skip
    assert canceled == {
        "__typename": "MoneyPayload",
        "invoice": None,
        "payments": [{"status": "CANCELED", "invoice": None}] * 2,
        "creditAccount": {"available": {"amount": "80.00"}},
    }


async def test_idempotency_conflict_does_not_reveal_invoice(firm: Firm) -> None:
    """The operation of a key has its payments, but no invoice."""
    services, user = firm.app.services, firm.client_user
    invoice_id, other_id = await firm.create_invoice("5.00"), await firm.create_invoice("6.00")
    await firm.pay(invoice_id, "5.00", key="once")
    await set_invoices_hidden(firm)
    conflict = await run_mutation(
        services, user, "payInvoice",
        "... on IdempotencyConflict { operation { mutation client { id } invoice { id }"
        " payments { invoice { id } } } }",
        invoiceId=global_id("Invoice", other_id), amount={"partial": "6"}, idempotencyKey="once", **{"from": "CREDITS"},
    )  # fmt: skip
    assert conflict == {
        "__typename": "IdempotencyConflict",
        "operation": {
            "mutation": "payInvoice",
            "client": {"id": global_id("Client", firm.client_id)},
            "invoice": None,
            "payments": [{"invoice": None}],
        },
    }


async def test_invoices_are_visible_again(firm: Firm) -> None:
    before = await read_home(firm, firm.client_user)
    await set_invoices_hidden(firm)
    assert await read_home(firm, firm.client_user) != before
    await set_invoices_hidden(firm, hidden=False)
    assert await read_home(firm, firm.client_user) == before
