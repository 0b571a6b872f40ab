"""While a firm hides invoices, its clients' users meet none on any path; what they paid stays, and so does the rest."""

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
    wish = UpdatePaymentSettingsCommand(hide_invoices_from_clients=hidden)
    await update_payment_settings(firm.app.services, firm.owner, wish)


async def read_home(firm: Firm, viewer: Any) -> Any:
    return (await query_data(firm.app.services, viewer, HOME_QUERY, client=global_id("Client", firm.client_id)))[
        "client"
    ]


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    """Credits of 80 left of 100, one invoice of 50 paid by 20, one of 30 untouched, and a draft."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    await firm.pay(await firm.create_invoice("50.00"), "20.00")
    await firm.create_invoice("30.00")
    await firm.create_invoice("7.00", issue=False)
    return firm


async def test_all_there_while_invoices_are_shown(firm: Firm) -> None:
    """The client's user sees issued invoices and no draft; the firm sees the draft too."""
    seen = await read_home(firm, firm.client_user)
    assert [edge["node"]["status"] for edge in seen["invoices"]["edges"]] == ["UNPAID", "PARTIALLY_PAID"]
    assert (seen["invoices"]["totalCount"], seen["amountDue"]) == (2, {"amount": "60.00"})
    assert seen["prepaymentOffer"] == {"available": True, "reason": None, "suggestedAmount": None}
    assert seen["payments"]["edges"][0]["node"]["invoice"] is not None
    assert (await read_home(firm, firm.owner))["invoices"]["totalCount"] == 3


async def test_hidden_is_null_and_what_was_paid_stays(firm: Firm) -> None:
    """Null and no zero, no error either; payments and credit entries stay, without their invoice."""
    before = await read_home(firm, firm.owner)
    await set_invoices_hidden(firm)
    seen = await read_home(firm, firm.client_user)
    assert (seen["invoices"], seen["amountDue"]) == (None, None)
    (payment,) = (edge["node"] for edge in seen["payments"]["edges"])
    assert (payment["status"], payment["amount"], payment["invoice"]) == ("SUCCEEDED", {"amount": "20.00"}, None)
    entries = [edge["node"] for edge in seen["creditAccount"]["entries"]["edges"]]
    assert [(each["kind"], each["amount"]["amount"], each["payment"]) for each in entries] == [
        ("INVOICE_PAYMENT", "-20.00", {"invoice": None}),
        ("PREPAYMENT", "100.00", None),
    ]
    assert seen["creditAccount"]["balance"] == {"amount": "80.00"}
    offer = seen["prepaymentOffer"]
    assert (offer["available"], offer["suggestedAmount"]) == (False, None)
    assert "hidden" not in offer["reason"].lower()
    told_firm = await read_home(firm, firm.owner)
    assert told_firm["invoices"] == before["invoices"]
    assert (told_firm["amountDue"], told_firm["payments"]) == (before["amountDue"], before["payments"])


async def test_suggestion_does_not_reveal_amount_due(app: AppHarness) -> None:
    """60 is owed and nothing prepaid: suggested while invoices are shown, and not while they are hidden."""
    firm = await app.create_ready_firm()
    await firm.create_invoice("60.00")
    suggested = {"available": True, "reason": None, "suggestedAmount": {"amount": "60.00"}}
    assert (await read_home(firm, firm.client_user))["prepaymentOffer"] == suggested
    await set_invoices_hidden(firm)
    assert (await read_home(firm, firm.client_user))["prepaymentOffer"]["suggestedAmount"] is None


async def test_a_hidden_invoice_a_draft_and_none_at_all_are_one_answer(firm: Firm) -> None:
    """By root, by node, by nodes and as the target of payInvoice: byte for byte as an id that never was."""
    shown, draft = await firm.create_invoice("10.00"), await firm.create_invoice("10.00", issue=False)
    services = firm.app.services

    async def told(viewer: ClientUser, own_id: Any) -> tuple[str, str]:
        by_id = await execute(services, viewer, BY_ID_QUERY, {"id": global_id("Invoice", own_id)})
        pay = "mutation ($i: PayInvoiceInput!) { payInvoice(input: $i) { __typename ... on NotFound { message } } }"
        wish = {
            "invoiceId": global_id("Invoice", own_id), "amount": {"partial": "1"}, "from": "CREDITS", "idempotencyKey": "k",
        }  # fmt: skip
        return by_id.text, (await execute(services, viewer, pay, {"i": wish})).text

    async with firm.assert_unchanged():
        never = await told(firm.client_user, new_id())
        assert await told(firm.client_user, draft) == never
        assert "NotFound" in never[1]
    await set_invoices_hidden(firm)
    async with firm.assert_unchanged():
        assert await told(firm.client_user, shown) == never
        assert await told(firm.client_user, draft) == never
    await set_invoices_hidden(firm, hidden=False)
    assert (await told(firm.client_user, shown))[0] != never[0]


async def test_answers_of_mutations_keep_it_too(firm: Firm) -> None:
    """A payment begun before, asked for again or canceled after: payments and credits are told, not the invoice."""
    services, user = firm.app.services, firm.client_user
    invoice_id = await firm.create_invoice("200.00")
    key = firm.app.new_key()
    paid = await firm.pay(invoice_id, AmountChoice.REMAINING, PaymentSource.CREDITS, PaymentMethod.CARD, key=key)
    await set_invoices_hidden(firm)
    again = await run_mutation(
        services, user, "payInvoice",
        "... on PayInvoicePayload { replayed invoice { id }"
        " payments { id invoice { id } partner { invoice { id } } } }",
        invoiceId=global_id("Invoice", invoice_id), amount={"choice": "REMAINING"}, rest="CARD", idempotencyKey=key,
        **{"from": "CREDITS"},
    )  # fmt: skip
    assert (again["replayed"], again["invoice"]) == (True, None)
    assert {(each["id"], each["invoice"], each["partner"]["invoice"]) for each in again["payments"]} == {
        (global_id("Payment", each.id), None, None) for each in paid
    }
    canceled = await run_mutation(
        services, user, "cancelPayment",
        "... on MoneyPayload { invoice { id } payments { status invoice { id } }"
        " creditAccount { available { amount } } }",
        id=global_id("Payment", paid[0].id),
    )  # fmt: skip
    assert canceled == {
        "__typename": "MoneyPayload",
        "invoice": None,
        "payments": [{"status": "CANCELED", "invoice": None}] * 2,
        "creditAccount": {"available": {"amount": "80.00"}},
    }


async def test_idempotency_conflict_does_not_reveal_invoice(firm: Firm) -> None:
    """The operation behind a key names its payments, and no invoice."""
    services, user = firm.app.services, firm.client_user
    invoice_id, other_id = await firm.create_invoice("5.00"), await firm.create_invoice("6.00")
    await firm.pay(invoice_id, "5.00", key="once")
    await set_invoices_hidden(firm)
    refused = await run_mutation(
        services, user, "payInvoice",
        "... on IdempotencyConflict { operation { mutation client { id } invoice { id }"
        " payments { invoice { id } } } }",
        invoiceId=global_id("Invoice", other_id), amount={"partial": "6"}, idempotencyKey="once", **{"from": "CREDITS"},
    )  # fmt: skip
    assert refused == {
        "__typename": "IdempotencyConflict",
        "operation": {
            "mutation": "payInvoice",
            "client": {"id": global_id("Client", firm.client_id)},
            "invoice": None,
            "payments": [{"invoice": None}],
        },
    }


async def test_shown_again_all_is_back(firm: Firm) -> None:
    before = await read_home(firm, firm.client_user)
    await set_invoices_hidden(firm)
    assert await read_home(firm, firm.client_user) != before
    await set_invoices_hidden(firm, hidden=False)
    assert await read_home(firm, firm.client_user) == before
