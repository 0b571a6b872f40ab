"""Queries around a mutation: what it would do, what a key did, balances at a time, reports, previews."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from graphql import GraphQLUnionType

from billing.access.principals import Viewer
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from models import FirmRole, MemberRight, PaymentMethod, PaymentMethodChoice
from sandbox import Fault
from tests.resolvers.test_typed_results import MutationChecker, disable_cards, euro_money
from tests.support import actions
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import (
    SCHEMA,
    all_rows,
    execute,
    global_id,
    query_data,
    record_statements,
    run_mutation,
    warm_firm_cache,
)

pytestmark = pytest.mark.both_databases

UNKNOWN_ID = uuid.UUID(int=1)
MONEY = "{ amount currencyCode }"
QUOTE_SELECTION = f"amount {MONEY} fromCredits {MONEY} charged {MONEY} amountDueAfter {MONEY} creditsAfter {MONEY}"
QUOTE_QUERY = f"""query ($id: ID!, $amount: AmountToPay!, $from: PaymentSource!, $rest: PaymentMethod) {{
  invoice(id: $id) {{ quote(amount: $amount, from: $from, rest: $rest) {{ __typename
    ... on Quote {{ {QUOTE_SELECTION} token }} ... on InvalidAmount {{ field }} ... on InvalidInput {{ field }}
    ... on AmountExceedsPayable {{ payable {MONEY} excess {MONEY} }} ... on NothingPayable {{ pending {MONEY} }}
    ... on AmountOutOfRange {{ minimum {MONEY} maximum {MONEY} }} ... on MethodUnavailable {{ methods }}
    ... on InsufficientCredits {{ available {MONEY} missing {MONEY} }} ... on InvoiceNotPayable {{ status }}
    ... on FullAmountNotPossible {{ payable {MONEY} }} }} }} }}"""
OPERATION_QUERY = """query ($key: String!) { operation(idempotencyKey: $key) { idempotencyKey mutation status createdAt
  client { id } invoice { id } payments { id amount { amount } } prepayment { id } refund { id } entry { id } } }"""


async def read_quote(
    firm: Firm, invoice_id: Any, amount: str, source: str = "CREDITS", **arguments: Any
) -> dict[str, Any]:
    """The quote's type and fields."""
    amount_input = {"choice": amount} if amount.isalpha() else {"partial": amount}
    variables = {"amount": amount_input, "from": source} | arguments
    data = await query_data(
        firm.app.services, firm.client_user, QUOTE_QUERY, id=global_id("Invoice", invoice_id), **variables
    )
    quote: dict[str, Any] = data["invoice"]["quote"]
    return quote


async def create_invoice_with_deposit(firm: Firm, deposit: str, total: str) -> str:
    """Create an invoice with a deposit through the API, and return its global id."""
    input_fields = {
        "clientId": global_id("Client", firm.client_id),
        "lines": [{"description": "Project", "unitPrice": total}],
        "depositRequested": deposit,
        "idempotencyKey": firm.app.new_key(),
    }
    payload = await run_mutation(firm.app.services, firm.owner, "createInvoice", PAYLOAD, **input_fields)
    invoice_id: str = payload["invoice"]["id"]
    return invoice_id


PAYLOAD = "... on CreateInvoicePayload { invoice { id } }"


async def test_every_result_of_a_quote(app: AppHarness) -> None:
    """D13 to D16: the figures, or the error that payInvoice would return; nothing changes."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice, paid, part, pending = [await firm.create_invoice("50.00") for _ in range(4)]
    await firm.pay(paid, "50.00", PaymentSource.CARD)
    await firm.pay(part, "10.00")
    await firm.pay(pending, "50.00", PaymentSource.CARD)
    (card,) = await firm.pay(await firm.create_invoice("5.00"), "5.00", PaymentSource.CARD)
    await firm.settle_charge(card)
    settled = card.invoice_id
    before = await all_rows(app.services)
    bounds = {"minimum": euro_money("0.50"), "maximum": euro_money("999999.99")}
    results: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "InvalidAmount": (await read_quote(firm, invoice, "0"), {"field": "amount"}),
        "InvalidInput": (await read_quote(firm, invoice, "1", "CARD", rest="CARD"), {"field": "rest"}),
        "AmountExceedsPayable": (
            await read_quote(firm, invoice, "50.01"), {"payable": euro_money("50.00"), "excess": euro_money("0.01")},
        ),
        "AmountOutOfRange": (await read_quote(firm, invoice, "0.49", "CARD"), bounds),
        "NothingPayable": (await read_quote(firm, pending, "REMAINING"), {"pending": euro_money("50.00")}),
        "InsufficientCredits": (
            await read_quote(firm, invoice, "FULL"), {"available": euro_money("20.00"), "missing": euro_money("30.00")},
        ),
        "InvoiceNotPayable": (await read_quote(firm, settled, "1"), {"status": "PAID"}),
        "FullAmountNotPossible": (await read_quote(firm, part, "FULL"), {"payable": euro_money("40.00")}),
        "NoDepositDue": (await read_quote(firm, invoice, "DEPOSIT"), {}),
    }  # fmt: skip
    for kind, (result, expected) in results.items():
        assert result == {"__typename": kind} | expected
    quoted = await read_quote(firm, invoice, "REMAINING", rest="CARD")
    assert len(quoted.pop("token")) == 64
    assert quoted == {
        "__typename": "Quote",
        "amount": euro_money("50.00"),
        "fromCredits": euro_money("20.00"),
        "charged": euro_money("30.00"),
        "amountDueAfter": euro_money("0.00"),
        "creditsAfter": euro_money("0.00"),
    }
    assert await all_rows(app.services) == before
    only_debit = UpdatePaymentSettingsCommand(payment_method=PaymentMethodChoice.BANK_DEBIT)
    await update_payment_settings(app.services, firm.owner, only_debit)
    unavailable = await read_quote(firm, invoice, "REMAINING", "CARD")
    assert unavailable == {"__typename": "MethodUnavailable", "methods": ["BANK_DEBIT"]}
    union = SCHEMA._schema.type_map["QuoteResult"]
    assert isinstance(union, GraphQLUnionType)
    assert {member.name for member in union.types} == results.keys() | {"Quote", "MethodUnavailable"}


async def test_quote_and_pay_a_deposit(app: AppHarness) -> None:
    """D13, D19: a deposit of 300 on 1,000, quoted and then paid with the quote's token: 700 left, no deposit due."""
    firm = await app.create_ready_firm()
    await firm.prepay("1000.00")
    invoice = await create_invoice_with_deposit(firm, "300", "1000")
    services, user = app.services, firm.client_user
    deposit = f"query ($id: ID!) {{ invoice(id: $id) {{ depositRequested {MONEY} depositDue {MONEY} status }} }}"
    requested = {"depositRequested": euro_money("300.00"), "depositDue": euro_money("300.00"), "status": "UNPAID"}
    assert (await query_data(services, user, deposit, id=invoice))["invoice"] == requested
    arguments = {"amount": {"choice": "DEPOSIT"}, "from": "CREDITS"}
    quoted = (await query_data(services, user, QUOTE_QUERY, id=invoice, **arguments))["invoice"]["quote"]
    assert [quoted[name]["amount"] for name in ("amount", "amountDueAfter", "creditsAfter")] == [
        "300.00", "700.00", "700.00",
    ]  # fmt: skip
    pay = MutationChecker(firm, "payInvoice")
    input_fields = {"invoiceId": invoice, "quoteToken": quoted["token"]} | arguments
    kind, payload = await pay(user, **input_fields, idempotencyKey="once")
    assert (kind, payload["replayed"]) == ("PayInvoicePayload", False)
    kind, payload = await pay(user, **input_fields, idempotencyKey="once")
    assert (kind, payload["replayed"]) == ("PayInvoicePayload", True)
    assert await pay(user, **input_fields, idempotencyKey="again") == ("NoDepositDue", {})
    deposit_paid = {
        "depositRequested": euro_money("300.00"),
        "depositDue": euro_money("0.00"),
        "status": "PARTIALLY_PAID",
    }
    assert (await query_data(services, user, deposit, id=invoice))["invoice"] == deposit_paid
    remaining = (
        await query_data(services, user, QUOTE_QUERY, id=invoice, **arguments | {"amount": {"choice": "REMAINING"}})
    )["invoice"]
    assert remaining["quote"]["amount"] == euro_money("700.00")


async def test_any_payment_counts_towards_the_deposit(app: AppHarness) -> None:
    """D19: with 100 paid and 50 pending, 150 of the deposit of 300 are left; after 300 in any way, none."""
    firm = await app.create_ready_firm()
    await firm.prepay("1000.00")
    invoice = await create_invoice_with_deposit(firm, "300", "1000")
    pay = MutationChecker(firm, "payInvoice")

    async def pay_amount(amount: Any, source: str = "CREDITS") -> Any:
        input_fields = {"invoiceId": invoice, "amount": amount, "from": source, "idempotencyKey": app.new_key()}
        return (await pay(firm.client_user, **input_fields))[0]

    async def deposit_due() -> str:
        query = "query ($id: ID!) { invoice(id: $id) { depositDue { amount } } }"
        data = await query_data(app.services, firm.client_user, query, id=invoice)
        due_amount: str = data["invoice"]["depositDue"]["amount"]
        return due_amount

    assert await pay_amount({"partial": "100"}) == "PayInvoicePayload"
    assert await pay_amount({"partial": "50"}, "CARD") == "PayInvoicePayload"
    assert await deposit_due() == "150.00"
    assert await pay_amount({"choice": "DEPOSIT"}) == "PayInvoicePayload"
    assert await deposit_due() == "0.00"
    assert await pay_amount({"choice": "DEPOSIT"}) == "NoDepositDue"
    app.clock.advance(minutes=61)
    await app.run_due_jobs()  # the payment window expires: the 50 are not pending any more
    assert await deposit_due() == "50.00"
    assert await pay_amount({"partial": "700"}) == "PayInvoicePayload"
    assert await deposit_due() == "0.00"


async def test_quote_permissions(app: AppHarness) -> None:
    """Roles, D17: for viewers who may pay; null for those who only read; another token for each membership."""
    firm = await app.create_ready_firm()
    invoice = global_id("Invoice", await firm.create_invoice("50.00"))
    rights = (MemberRight.MANAGE_PAYMENTS, MemberRight.MANAGE_INVOICES)
    payer = await firm.add_member("pays", FirmRole.EMPLOYEE, *rights)
    reader = await firm.add_member("reads", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    for employee in (payer, reader):
        await firm.assign(employee, firm.client_id)
    variables = {"id": invoice, "amount": {"choice": "FULL"}, "from": "CARD"}
    response = await execute(app.services, reader, QUOTE_QUERY, variables)
    assert response.data == {"invoice": {"quote": None}}
    assert response.errors == []
    another = await firm.add_user(firm.client_id, "another")
    viewers: list[Viewer] = [firm.owner, firm.client_user, another, payer]
    quotes = [
        (await query_data(app.services, viewer, QUOTE_QUERY, **variables))["invoice"]["quote"] for viewer in viewers
    ]
    assert len({quote.pop("token") for quote in quotes}) == len(viewers)
    assert all(quote == quotes[0] for quote in quotes)


async def read_operation(firm: Firm, key: str, viewer: Viewer | None = None) -> Any:
    return (await query_data(firm.app.services, viewer or firm.client_user, OPERATION_QUERY, key=key))["operation"]


async def test_operation_returns_what_a_key_did(app: AppHarness) -> None:
    """D31: payments, prepayment, invoice, refund or entry."""
    firm = await app.create_ready_firm()
    empty: dict[str, Any] = {"invoice": None, "payments": [], "prepayment": None, "refund": None, "entry": None}
    prepayment = await firm.prepay("100.00")
    invoice = await firm.create_invoice("50.00")
    payments = await firm.pay(invoice, "20.00", key="pay")
    operation = await read_operation(firm, "pay")
    assert operation == empty | {
        "idempotencyKey": "pay", "mutation": "payInvoice", "status": "DONE",
        "createdAt": app.clock().isoformat().replace("+00:00", "Z"),
        "client": {"id": global_id("Client", firm.client_id)}, "invoice": {"id": global_id("Invoice", invoice)},
        "payments": [{"id": global_id("Payment", payments[0].id), "amount": {"amount": "20.00"}}],
    }  # fmt: skip
    refund = await actions.refund(firm, await firm.prepayment(prepayment), "5.00", key="refund")
    operation = await read_operation(firm, "refund", firm.owner)
    assert (operation["mutation"], operation["refund"]["id"]) == ("refundPrepayment", global_id("Refund", refund.id))
    entry = await actions.issue_credit_note(firm, "3.00", key="note")
    operation = await read_operation(firm, "note", firm.owner)
    assert (operation["mutation"], operation["entry"]) == ("addCreditNote", {"id": global_id("CreditEntry", entry)})
    created = await MutationChecker(firm, "createInvoice")(
        clientId=global_id("Client", firm.client_id),
        lines=[{"description": "Work", "unitPrice": "1"}],
        idempotencyKey="new",
    )
    operation = await read_operation(firm, "new", firm.owner)
    assert (operation["mutation"], operation["invoice"]["id"]) == ("createInvoice", created[1]["invoice"]["id"])


async def test_operation_after_a_lost_answer(app: AppHarness) -> None:
    """D31, D30: IN_PROGRESS until the provider answers, then DONE; a key released by a refusal did nothing."""
    firm = await app.create_ready_firm()
    input_fields = {"clientId": global_id("Client", firm.client_id), "amount": "40", "method": "CARD"}
    prepay = MutationChecker(firm, "makePrepayment")
    app.sandbox.faults.add(Fault("drop", path="payment_intents$", times=20))
    assert await prepay(**input_fields, idempotencyKey="lost") == ("ProviderUnavailable", {})
    in_progress = await read_operation(firm, "lost", firm.owner)
    assert (in_progress["status"], in_progress["mutation"]) == ("IN_PROGRESS", "makePrepayment")
    app.sandbox.faults.clear()
    assert (await prepay(**input_fields, idempotencyKey="lost"))[0] == "MakePrepaymentPayload"
    done = await read_operation(firm, "lost", firm.owner)
    assert done == in_progress | {"status": "DONE"}
    await disable_cards(firm)
    assert (await prepay(**input_fields, idempotencyKey="refused"))[0] == "ProviderRefused"
    assert await read_operation(firm, "refused", firm.owner) is None


async def test_operation_is_visible_to_its_sender_only(app: AppHarness) -> None:
    """D30, D31: neither to the owner nor to a colleague; an unknown key returns null, too."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    await firm.prepay("10.00")
    await firm.pay(await firm.create_invoice("5.00"), "5.00", key="mine")
    assert await read_operation(firm, "mine") is not None
    for viewer in (firm.owner, await firm.add_user(firm.client_id, "colleague"), other.owner, other.client_user):
        assert await read_operation(firm, "mine", viewer) is None
    for key in ("", "never", "MINE", "mine "):
        assert await read_operation(firm, key) is None
    anonymous = await execute(app.services, None, OPERATION_QUERY, {"key": "mine"})
    assert (anonymous.data, anonymous.codes) == ({"operation": None}, [(["operation"], "UNAUTHENTICATED")])
    for key in ("k" * 256, "\0"):
        response = await execute(app.services, firm.client_user, OPERATION_QUERY, {"key": key})
        assert (response.data, response.codes) == ({"operation": None}, [(["operation"], "BAD_USER_INPUT")])


async def test_operation_omits_objects_that_became_invisible(app: AppHarness) -> None:
    """D31, Roles: hidden invoices; everything of a client that the viewer lost access to, except the status."""
    firm = await app.create_ready_firm()
    await firm.prepay("10.00")
    invoice = await firm.create_invoice("50.00")
    await firm.pay(invoice, "5.00", key="mine")
    hide = UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    await update_payment_settings(app.services, firm.owner, hide)
    operation = await read_operation(firm, "mine")
    assert (operation["invoice"], len(operation["payments"])) == (None, 1)
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, *MemberRight)
    app.sandbox.faults.add(Fault("drop", path="payment_intents$", times=20))
    pay = MutationChecker(firm, "payInvoice")
    input_fields = {"invoiceId": global_id("Invoice", invoice), "amount": {"choice": "REMAINING"}, "from": "CARD"}
    assert (await pay(employee, **input_fields, idempotencyKey="theirs"))[0] == "ProviderUnavailable"
    restricted = type(employee)(employee.firm_id, employee.id, employee.role, frozenset({MemberRight.MANAGE_PAYMENTS}))
    operation = await read_operation(firm, "theirs", restricted)
    assert [operation[name] for name in ("client", "invoice", "payments", "status")] == [None, None, [], "IN_PROGRESS"]


BALANCE_QUERY = """query ($at: DateTime!) {
  viewer { ... on ClientUser { client { creditAccount { balanceAt(at: $at) { amount } } } } } }"""


async def read_balance_at(firm: Firm, at: dt.datetime) -> str:
    data = await query_data(firm.app.services, firm.client_user, BALANCE_QUERY, at=at.isoformat())
    amount: str = data["viewer"]["client"]["creditAccount"]["balanceAt"]["amount"]
    return amount


async def test_balance_at_any_time(app: AppHarness) -> None:
    """D33: of the newest entry made by then, to the microsecond; zero before the first; later, the current one."""
    firm = await app.create_ready_firm()
    tick = dt.timedelta.resolution
    app.clock.now = dt.datetime(2026, 3, 2, 9, 0, 0, 123_456, tzinfo=dt.UTC)
    await actions.issue_credit_note(firm, "10.00")
    first = app.clock()
    app.clock.advance(days=3)
    await actions.issue_credit_note(firm, "5.00")
    await firm.pay(await firm.create_invoice("4.00"), "4.00")
    second = app.clock()
    app.clock.advance(hours=1)
    card_payment, _ = await firm.pay(
        await firm.create_invoice("20.00"), AmountChoice.FULL, remainder_method=PaymentMethod.CARD
    )
    times = [first - tick, first, first + tick, second - tick, second, second + tick, app.clock()]
    assert [await read_balance_at(firm, at) for at in times] == [
        "0.00",
        "10.00",
        "10.00",
        "10.00",
        "11.00",
        "11.00",
        "11.00",
    ]
    await firm.settle_charge(card_payment)
    future = dt.datetime(2999, 12, 31, 23, 59, 59, 999_999, tzinfo=dt.UTC)
    assert await read_balance_at(firm, future) == "0.00"
    assert await read_balance_at(firm, second.astimezone(dt.timezone(dt.timedelta(hours=5)))) == "11.00"


async def test_balance_at_a_time_follows_the_ledgers_order(app: AppHarness) -> None:
    """D32, D33: even if a clock went back, the balance is one that existed, as in `entries`."""
    firm = await app.create_ready_firm()
    await actions.issue_credit_note(firm, "10.00")
    app.clock.advance(hours=2)
    await actions.issue_credit_note(firm, "5.00")
    app.clock.advance(hours=-1)
    await firm.pay(await firm.create_invoice("12.00"), "12.00")
    noon = app.clock() + dt.timedelta(hours=1)  # the time of the event before
    assert await read_balance_at(firm, noon - dt.timedelta.resolution) == "10.00"
    assert await read_balance_at(firm, noon) == "3.00"
    assert await read_balance_at(firm, noon + dt.timedelta(hours=3)) == "3.00"
    entries = (
        "query ($to: DateTime!) { viewer { ... on ClientUser { client { creditAccount { entries(to: $to, first: 1) {"
    )
    entries += " edges { node { balanceAfter { amount } } } } } } } } }"
    end = (noon + dt.timedelta.resolution).isoformat()
    data = await query_data(app.services, firm.client_user, entries, to=end)
    (edge,) = data["viewer"]["client"]["creditAccount"]["entries"]["edges"]
    assert edge["node"]["balanceAfter"]["amount"] == "3.00"


async def test_entries_of_a_period_exclude_its_end(app: AppHarness) -> None:
    """Adjacent periods list each entry once."""
    firm = await app.create_ready_firm()
    times = []
    for _ in range(3):
        times.append(app.clock().isoformat())
        await actions.issue_credit_note(firm, "1.00")
        app.clock.advance(hours=1)
    query = """query ($from: DateTime, $to: DateTime) { viewer { ... on ClientUser { client { creditAccount {
      entries(from: $from, to: $to) { edges { node { balanceAfter { amount } } } } } } } } }"""

    async def balances(**bounds: str | None) -> list[str]:
        data = await query_data(app.services, firm.client_user, query, **bounds)
        edges = data["viewer"]["client"]["creditAccount"]["entries"]["edges"]
        return [edge["node"]["balanceAfter"]["amount"] for edge in edges]

    assert await balances() == await balances(**{"from": None, "to": None}) == ["3.00", "2.00", "1.00"]
    assert await balances(**{"from": times[1]}) == ["3.00", "2.00"]
    assert await balances(to=times[1]) == ["1.00"]
    assert await balances(**{"from": times[1], "to": times[2]}) == ["2.00"]
    assert await balances(**{"from": times[2], "to": times[1]}) == []


REPORT_QUERY = f"""query ($from: Date!, $to: Date!) {{ firm {{ moneyReport(from: $from, to: $to) {{
  from to cashIn {MONEY}
  refunds {MONEY} disputed {MONEY} losses {MONEY} revenue {MONEY} creditsHeldAtStart {MONEY} creditsHeldAtEnd {MONEY}
  notesUnspentAtEnd {MONEY} }} }} }}"""


async def test_money_report(app: AppHarness) -> None:
    """D34: for owner and admin, in two statements; an invalid period is an error of the field."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    await actions.issue_credit_note(firm, "5.00")
    await firm.pay(await firm.create_invoice("60.00"), "60.00")
    days = {"from": "2026-03-01", "to": "2026-03-31"}
    await warm_firm_cache(app.services, firm.owner)
    with record_statements(app.database.read_engine) as statements:
        report = (await query_data(app.services, firm.owner, REPORT_QUERY, **days))["firm"]["moneyReport"]
    assert len(statements) == 3  # the firm, its time zones, and the sums
    zeros = dict.fromkeys(("refunds", "disputed", "losses", "creditsHeldAtStart"), euro_money("0.00"))
    assert report == days | zeros | {
        "cashIn": euro_money("100.00"), "revenue": euro_money("60.00"), "creditsHeldAtEnd": euro_money("40.00"),
        "notesUnspentAtEnd": euro_money("5.00"),
    }  # fmt: skip
    invalid_period = await execute(app.services, firm.owner, REPORT_QUERY, {"from": "2026-03-02", "to": "2026-03-01"})
    assert invalid_period.data == {"firm": {"moneyReport": None}}
    assert invalid_period.codes == [(["firm", "moneyReport"], "BAD_USER_INPUT")]
    assert invalid_period.errors[0]["extensions"]["field"] == "to"
    as_client = await execute(app.services, firm.client_user, REPORT_QUERY, days)
    assert (as_client.data, as_client.codes) == (
        {"firm": {"moneyReport": None}},
        [(["firm", "moneyReport"], "FORBIDDEN")],
    )


PREVIEW_QUERY = """query ($change: PaymentSettingsChange!) { firm { paymentSettings { preview(change: $change) {
  prepaymentStaysAvailable unmetRequirements { code met message } unpayableInvoices pendingPayments } } } }"""


async def test_settings_preview(app: AppHarness) -> None:
    """D2, D4: disconnecting the only account; nothing changes."""
    firm = await app.create_ready_firm()
    await firm.create_invoice("5.00")
    await firm.start_prepayment("10.00")
    provider = global_id("PaymentProvider", (await firm.settings()).default_connection_id or firm.id)
    before = await all_rows(app.services)
    data = await query_data(app.services, firm.owner, PREVIEW_QUERY, change={"disconnectProviderId": provider})
    preview = data["firm"]["paymentSettings"]["preview"]
    unmet = preview.pop("unmetRequirements")
    assert preview == {"prepaymentStaysAvailable": False, "unpayableInvoices": 1, "pendingPayments": 1}
    codes = ["PROVIDER_CONNECTED", "DEFAULT_PROVIDER_SET", "PAYMENT_METHOD_CHOSEN"]
    assert [(requirement["code"], requirement["met"]) for requirement in unmet] == [(code, False) for code in codes]
    untouched = await query_data(app.services, firm.owner, PREVIEW_QUERY, change={})
    assert untouched["firm"]["paymentSettings"]["preview"] == {
        "prepaymentStaysAvailable": True, "unmetRequirements": [], "unpayableInvoices": 0, "pendingPayments": 1,
    }  # fmt: skip
    assert await all_rows(app.services) == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"hideInvoicesFromClients": None}, "hideInvoicesFromClients"),
        ({"defaultProviderId": None}, "defaultProviderId"),
        ({"disconnectProviderId": None}, "disconnectProviderId"),
        ({"defaultProviderId": "x"}, "defaultProviderId"),
        ({"disconnectProviderId": "x"}, "disconnectProviderId"),
        ({"disconnectProviderId": global_id("Client", UNKNOWN_ID)}, "disconnectProviderId"),
        ({"defaultProviderId": global_id("PaymentProvider", UNKNOWN_ID)}, "defaultProviderId"),
    ],
)
async def test_preview_of_an_invalid_change_is_an_error(app: AppHarness, change: Any, field: str) -> None:
    """The result has no type for it, so it is a GraphQL error with the field."""
    firm = await app.create_ready_firm()
    response = await execute(app.services, firm.owner, PREVIEW_QUERY, {"change": change})
    assert response.data == {"firm": {"paymentSettings": None}}
    assert response.codes == [(["firm", "paymentSettings", "preview"], "BAD_USER_INPUT")]
    assert response.errors[0]["extensions"]["field"] == field


DASHBOARD_QUERY = f"""query ($at: DateTime!) {{ firm {{ invoices(first: 50) {{ edges {{ node {{
    quote(amount: {{choice: REMAINING}}, from: CARD) {{ ... on Quote {{ {QUOTE_SELECTION} token }} }} }} }} }}
  clients(first: 50) {{ edges {{ node {{ creditAccount {{ balanceAt(at: $at) {MONEY} }} }} }} }} }} }}"""


async def test_statements_do_not_grow_with_rows(app: AppHarness) -> None:
    """Quotes and balances of a page are computed from rows that are read once."""
    firm = await app.create_ready_firm()
    counts = []
    for rows in (2, 10):
        for number in range(rows):
            client = await firm.add_client(f"Client {number}")
            await firm.create_invoice("5.00", client_id=client)
        at = app.clock().isoformat()
        await warm_firm_cache(app.services, firm.owner)
        with record_statements(app.database.read_engine) as statements:
            data = await query_data(app.services, firm.owner, DASHBOARD_QUERY, at=at)
        counts.append(len(statements))
        quotes = [edge["node"]["quote"] for edge in data["firm"]["invoices"]["edges"]]
        assert [quote["charged"]["amount"] for quote in quotes] == ["5.00"] * len(quotes)
    assert counts[0] == counts[1] <= 8
