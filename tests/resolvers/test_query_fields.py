"""Questions that are asked before something is done, or after an answer was lost, as a page asks them."""

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


async def read_quote(firm: Firm, invoice_id: Any, amount: str, source: str = "CREDITS", **more: Any) -> dict[str, Any]:
    """Type and figures."""
    chosen = {"choice": amount} if amount.isalpha() else {"partial": amount}
    wish = {"amount": chosen, "from": source} | more
    told = await query_data(
        firm.app.services, firm.client_user, QUOTE_QUERY, id=global_id("Invoice", invoice_id), **wish
    )
    found: dict[str, Any] = told["invoice"]["quote"]
    return found


async def pay_in_advance(firm: Firm, deposit: str, total: str) -> str:
    """The id of an invoice in advance, made as the firm's page makes it."""
    wish = {
        "clientId": global_id("Client", firm.client_id),
        "lines": [{"description": "Project", "unitPrice": total}],
        "depositRequested": deposit,
        "idempotencyKey": firm.app.new_key(),
    }
    made = await run_mutation(firm.app.services, firm.owner, "createInvoice", PAYLOAD, **wish)
    found: str = made["invoice"]["id"]
    return found


PAYLOAD = "... on CreateInvoicePayload { invoice { id } }"


async def test_every_answer_of_a_quote(app: AppHarness) -> None:
    """D13 to D16: the figures, or the very refusal that payInvoice would answer with; and nothing moves."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    bill, paid, part, pending = [await firm.create_invoice("50.00") for _ in range(4)]
    await firm.pay(paid, "50.00", PaymentSource.CARD)
    await firm.pay(part, "10.00")
    await firm.pay(pending, "50.00", PaymentSource.CARD)
    (card,) = await firm.pay(await firm.create_invoice("5.00"), "5.00", PaymentSource.CARD)
    await firm.settle_charge(card)
    settled = card.invoice_id
    before = await all_rows(app.services)
    bounds = {"minimum": euro_money("0.50"), "maximum": euro_money("999999.99")}
    answers: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "InvalidAmount": (await read_quote(firm, bill, "0"), {"field": "amount"}),
        "InvalidInput": (await read_quote(firm, bill, "1", "CARD", rest="CARD"), {"field": "rest"}),
        "AmountExceedsPayable": (
            await read_quote(firm, bill, "50.01"), {"payable": euro_money("50.00"), "excess": euro_money("0.01")},
        ),
        "AmountOutOfRange": (await read_quote(firm, bill, "0.49", "CARD"), bounds),
        "NothingPayable": (await read_quote(firm, pending, "REMAINING"), {"pending": euro_money("50.00")}),
        "InsufficientCredits": (
            await read_quote(firm, bill, "FULL"), {"available": euro_money("20.00"), "missing": euro_money("30.00")},
        ),
        "InvoiceNotPayable": (await read_quote(firm, settled, "1"), {"status": "PAID"}),
        "FullAmountNotPossible": (await read_quote(firm, part, "FULL"), {"payable": euro_money("40.00")}),
        "NoDepositDue": (await read_quote(firm, bill, "DEPOSIT"), {}),
    }  # fmt: skip
    for kind, (told, expected) in answers.items():
        assert told == {"__typename": kind} | expected
    shown = await read_quote(firm, bill, "REMAINING", rest="CARD")
    assert len(shown.pop("token")) == 64
    assert shown == {
        "__typename": "Quote", "amount": euro_money("50.00"), "fromCredits": euro_money("20.00"), "charged": euro_money("30.00"),
        "amountDueAfter": euro_money("0.00"), "creditsAfter": euro_money("0.00"),
    }  # fmt: skip
    assert await all_rows(app.services) == before
    only_debit = UpdatePaymentSettingsCommand(payment_method=PaymentMethodChoice.BANK_DEBIT)
    await update_payment_settings(app.services, firm.owner, only_debit)
    unavailable = await read_quote(firm, bill, "REMAINING", "CARD")
    assert unavailable == {"__typename": "MethodUnavailable", "methods": ["BANK_DEBIT"]}
    union = SCHEMA._schema.type_map["QuoteResult"]
    assert isinstance(union, GraphQLUnionType)
    assert {each.name for each in union.types} == answers.keys() | {"Quote", "MethodUnavailable"}


async def test_shown_then_paid(app: AppHarness) -> None:
    """D13, D19: a deposit of 300 on 1,000, from the quote to the payment held to it: 700 left, and no deposit due."""
    firm = await app.create_ready_firm()
    await firm.prepay("1000.00")
    bill = await pay_in_advance(firm, "300", "1000")
    services, user = app.services, firm.client_user
    deposit = f"query ($id: ID!) {{ invoice(id: $id) {{ depositRequested {MONEY} depositDue {MONEY} status }} }}"
    asked = {"depositRequested": euro_money("300.00"), "depositDue": euro_money("300.00"), "status": "UNPAID"}
    assert (await query_data(services, user, deposit, id=bill))["invoice"] == asked
    how = {"amount": {"choice": "DEPOSIT"}, "from": "CREDITS"}
    shown = (await query_data(services, user, QUOTE_QUERY, id=bill, **how))["invoice"]["quote"]
    assert [shown[name]["amount"] for name in ("amount", "amountDueAfter", "creditsAfter")] == [
        "300.00", "700.00", "700.00",
    ]  # fmt: skip
    pay = MutationChecker(firm, "payInvoice")
    held = {"invoiceId": bill, "quoteToken": shown["token"]} | how
    kind, told = await pay(user, **held, idempotencyKey="once")
    assert (kind, told["replayed"]) == ("PayInvoicePayload", False)
    kind, told = await pay(user, **held, idempotencyKey="once")
    assert (kind, told["replayed"]) == ("PayInvoicePayload", True)
    assert await pay(user, **held, idempotencyKey="again") == ("NoDepositDue", {})
    left = {"depositRequested": euro_money("300.00"), "depositDue": euro_money("0.00"), "status": "PARTIALLY_PAID"}
    assert (await query_data(services, user, deposit, id=bill))["invoice"] == left
    remaining = (await query_data(services, user, QUOTE_QUERY, id=bill, **how | {"amount": {"choice": "REMAINING"}}))[
        "invoice"
    ]
    assert remaining["quote"]["amount"] == euro_money("700.00")


async def test_a_deposit_is_met_by_whatever_was_paid(app: AppHarness) -> None:
    """D19: 100 paid otherwise, and 50 under way: 150 of the deposit are left; after 300 in any way, none."""
    firm = await app.create_ready_firm()
    await firm.prepay("1000.00")
    bill = await pay_in_advance(firm, "300", "1000")
    pay = MutationChecker(firm, "payInvoice")

    async def paid(amount: Any, source: str = "CREDITS") -> Any:
        wish = {"invoiceId": bill, "amount": amount, "from": source, "idempotencyKey": app.new_key()}
        return (await pay(firm.client_user, **wish))[0]

    async def due() -> str:
        query = "query ($id: ID!) { invoice(id: $id) { depositDue { amount } } }"
        told = await query_data(app.services, firm.client_user, query, id=bill)
        found: str = told["invoice"]["depositDue"]["amount"]
        return found

    assert await paid({"partial": "100"}) == "PayInvoicePayload"
    assert await paid({"partial": "50"}, "CARD") == "PayInvoicePayload"
    assert await due() == "150.00"
    assert await paid({"choice": "DEPOSIT"}) == "PayInvoicePayload"
    assert await due() == "0.00"
    assert await paid({"choice": "DEPOSIT"}) == "NoDepositDue"
    app.clock.advance(minutes=61)
    await app.run_due_jobs()  # the window is over: the 50 are not coming
    assert await due() == "50.00"
    assert await paid({"partial": "700"}) == "PayInvoicePayload"
    assert await due() == "0.00"


async def test_quote_permissions(app: AppHarness) -> None:
    """Roles, D17: whoever may pay it; FORBIDDEN for who only reads it; and of every seat another token."""
    firm = await app.create_ready_firm()
    bill = global_id("Invoice", await firm.create_invoice("50.00"))
    rights = (MemberRight.MANAGE_PAYMENTS, MemberRight.MANAGE_INVOICES)
    pays = await firm.add_member("pays", FirmRole.EMPLOYEE, *rights)
    reads = await firm.add_member("reads", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    for employee in (pays, reads):
        await firm.assign(employee, firm.client_id)
    how = {"id": bill, "amount": {"choice": "FULL"}, "from": "CARD"}
    refused = await execute(app.services, reads, QUOTE_QUERY, how)
    assert refused.data == {"invoice": {"quote": None}}
    assert refused.codes == [(["invoice", "quote"], "FORBIDDEN")]
    another = await firm.add_user(firm.client_id, "another")
    seats: list[Viewer] = [firm.owner, firm.client_user, another, pays]
    shown = [(await query_data(app.services, seat, QUOTE_QUERY, **how))["invoice"]["quote"] for seat in seats]
    assert len({each.pop("token") for each in shown}) == len(seats)
    assert all(each == shown[0] for each in shown)


async def read_operation(firm: Firm, key: str, viewer: Viewer | None = None) -> Any:
    return (await query_data(firm.app.services, viewer or firm.client_user, OPERATION_QUERY, key=key))["operation"]


async def test_what_a_key_did(app: AppHarness) -> None:
    """D31: payments, prepayment, invoice, refund or entry: whatever it was; under way until the provider answered."""
    firm = await app.create_ready_firm()
    nothing: dict[str, Any] = {"invoice": None, "payments": [], "prepayment": None, "refund": None, "entry": None}
    prepayment = await firm.prepay("100.00")
    bill = await firm.create_invoice("50.00")
    paid = await firm.pay(bill, "20.00", key="pay")
    told = await read_operation(firm, "pay")
    assert told == nothing | {
        "idempotencyKey": "pay", "mutation": "payInvoice", "status": "DONE",
        "createdAt": app.clock().isoformat().replace("+00:00", "Z"),
        "client": {"id": global_id("Client", firm.client_id)}, "invoice": {"id": global_id("Invoice", bill)},
        "payments": [{"id": global_id("Payment", paid[0].id), "amount": {"amount": "20.00"}}],
    }  # fmt: skip
    refund = await actions.refund(firm, await firm.prepayment(prepayment), "5.00", key="refund")
    told = await read_operation(firm, "refund", firm.owner)
    assert (told["mutation"], told["refund"]["id"]) == ("refundPrepayment", global_id("Refund", refund.id))
    entry = await actions.issue_credit_note(firm, "3.00", key="note")
    told = await read_operation(firm, "note", firm.owner)
    assert (told["mutation"], told["entry"]) == ("addCreditNote", {"id": global_id("CreditEntry", entry)})
    made = await MutationChecker(firm, "createInvoice")(
        clientId=global_id("Client", firm.client_id),
        lines=[{"description": "Work", "unitPrice": "1"}],
        idempotencyKey="new",
    )
    told = await read_operation(firm, "new", firm.owner)
    assert (told["mutation"], told["invoice"]["id"]) == ("createInvoice", made[1]["invoice"]["id"])


async def test_a_key_whose_answer_was_lost(app: AppHarness) -> None:
    """D31, D30: IN_PROGRESS while the provider has not answered, DONE when it has; refused by it, the key is free."""
    firm = await app.create_ready_firm()
    wish = {"clientId": global_id("Client", firm.client_id), "amount": "40", "method": "CARD"}
    prepay = MutationChecker(firm, "makePrepayment")
    app.sandbox.faults.add(Fault("drop", path="payment_intents$", times=20))
    assert await prepay(**wish, idempotencyKey="lost") == ("ProviderUnavailable", {})
    told = await read_operation(firm, "lost", firm.owner)
    assert (told["status"], told["mutation"]) == ("IN_PROGRESS", "makePrepayment")
    app.sandbox.faults.clear()
    assert (await prepay(**wish, idempotencyKey="lost"))[0] == "MakePrepaymentPayload"
    done = await read_operation(firm, "lost", firm.owner)
    assert done == told | {"status": "DONE"}
    await disable_cards(firm)
    assert (await prepay(**wish, idempotencyKey="refused"))[0] == "ProviderRefused"
    assert await read_operation(firm, "refused", firm.owner) is None


async def test_a_key_is_its_senders(app: AppHarness) -> None:
    """D30, D31: nobody else finds it, not the owner, not a colleague; keys that are none answer null as well."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    await firm.prepay("10.00")
    await firm.pay(await firm.create_invoice("5.00"), "5.00", key="mine")
    assert await read_operation(firm, "mine") is not None
    for viewer in (firm.owner, await firm.add_user(firm.client_id, "colleague"), other.owner, other.client_user):
        assert await read_operation(firm, "mine", viewer) is None
    for key in ("", "never", "MINE", "mine "):
        assert await read_operation(firm, key) is None
    nobody = await execute(app.services, None, OPERATION_QUERY, {"key": "mine"})
    assert (nobody.data, nobody.codes) == ({"operation": None}, [(["operation"], "UNAUTHENTICATED")])
    for key in ("k" * 256, "\0"):
        refused = await execute(app.services, firm.client_user, OPERATION_QUERY, {"key": key})
        assert (refused.data, refused.codes) == ({"operation": None}, [(["operation"], "BAD_USER_INPUT")])


async def test_what_of_it_is_not_to_be_seen_any_more(app: AppHarness) -> None:
    """D31, Roles: while invoices are hidden, no invoice; a client that was taken away, nothing of it but the status."""
    firm = await app.create_ready_firm()
    await firm.prepay("10.00")
    bill = await firm.create_invoice("50.00")
    await firm.pay(bill, "5.00", key="mine")
    hide = UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    await update_payment_settings(app.services, firm.owner, hide)
    told = await read_operation(firm, "mine")
    assert (told["invoice"], len(told["payments"])) == (None, 1)
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, *MemberRight)
    app.sandbox.faults.add(Fault("drop", path="payment_intents$", times=20))
    pay = MutationChecker(firm, "payInvoice")
    wish = {"invoiceId": global_id("Invoice", bill), "amount": {"choice": "REMAINING"}, "from": "CARD"}
    assert (await pay(employee, **wish, idempotencyKey="theirs"))[0] == "ProviderUnavailable"
    away = type(employee)(employee.firm_id, employee.id, employee.role, frozenset({MemberRight.MANAGE_PAYMENTS}))
    told = await read_operation(firm, "theirs", away)
    assert [told[name] for name in ("client", "invoice", "payments", "status")] == [None, None, [], "IN_PROGRESS"]


BALANCE_QUERY = """query ($at: DateTime!) {
  viewer { ... on ClientUser { client { creditAccount { balanceAt(at: $at) { amount } } } } } }"""


async def read_balance_at(firm: Firm, at: dt.datetime) -> str:
    told = await query_data(firm.app.services, firm.client_user, BALANCE_QUERY, at=at.isoformat())
    found: str = told["viewer"]["client"]["creditAccount"]["balanceAt"]["amount"]
    return found


async def test_the_balance_at_any_moment(app: AppHarness) -> None:
    """D33: that of the newest entry made by then, to the microsecond; before the first, nothing; ahead, as of now."""
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
    charge, _ = await firm.pay(
        await firm.create_invoice("20.00"), AmountChoice.FULL, remainder_method=PaymentMethod.CARD
    )
    asked = [first - tick, first, first + tick, second - tick, second, second + tick, app.clock()]
    assert [await read_balance_at(firm, at) for at in asked] == [
        "0.00",
        "10.00",
        "10.00",
        "10.00",
        "11.00",
        "11.00",
        "11.00",
    ]
    await firm.settle_charge(charge)
    future = dt.datetime(2999, 12, 31, 23, 59, 59, 999_999, tzinfo=dt.UTC)
    assert await read_balance_at(firm, future) == "0.00"
    assert await read_balance_at(firm, second.astimezone(dt.timezone(dt.timedelta(hours=5)))) == "11.00"


async def test_a_clock_that_went_back(app: AppHarness) -> None:
    """D33: the books' order decides, as in `entries`: a balance is always one that there was."""
    firm = await app.create_ready_firm()
    await actions.issue_credit_note(firm, "10.00")
    app.clock.advance(hours=2)
    await actions.issue_credit_note(firm, "5.00")
    app.clock.advance(hours=-1)
    await firm.pay(await firm.create_invoice("12.00"), "12.00")
    noon = app.clock()
    assert await read_balance_at(firm, noon - dt.timedelta.resolution) == "10.00"
    assert await read_balance_at(firm, noon) == "3.00"
    assert await read_balance_at(firm, noon + dt.timedelta(hours=3)) == "3.00"
    entries = (
        "query ($to: DateTime!) { viewer { ... on ClientUser { client { creditAccount { entries(to: $to, first: 1) {"
    )
    entries += " edges { node { balanceAfter { amount } } } } } } } } }"
    to = (noon + dt.timedelta.resolution).isoformat()
    told = await query_data(app.services, firm.client_user, entries, to=to)
    (edge,) = told["viewer"]["client"]["creditAccount"]["entries"]["edges"]
    assert edge["node"]["balanceAfter"]["amount"] == "3.00"


async def test_entries_from_one_moment_up_to_another(app: AppHarness) -> None:
    """From the first moment on, and before the last: what two periods that meet list, they list once."""
    firm = await app.create_ready_firm()
    moments = []
    for _ in range(3):
        moments.append(app.clock().isoformat())
        await actions.issue_credit_note(firm, "1.00")
        app.clock.advance(hours=1)
    query = """query ($from: DateTime, $to: DateTime) { viewer { ... on ClientUser { client { creditAccount {
      entries(from: $from, to: $to) { edges { node { balanceAfter { amount } } } } } } } } }"""

    async def listed(**bounds: str | None) -> list[str]:
        told = await query_data(app.services, firm.client_user, query, **bounds)
        edges = told["viewer"]["client"]["creditAccount"]["entries"]["edges"]
        return [edge["node"]["balanceAfter"]["amount"] for edge in edges]

    assert await listed() == await listed(**{"from": None, "to": None}) == ["3.00", "2.00", "1.00"]
    assert await listed(**{"from": moments[1]}) == ["3.00", "2.00"]
    assert await listed(to=moments[1]) == ["1.00"]
    assert await listed(**{"from": moments[1], "to": moments[2]}) == ["2.00"]
    assert await listed(**{"from": moments[2], "to": moments[1]}) == []


REPORT_QUERY = f"""query ($from: Date!, $to: Date!) {{ firm {{ moneyReport(from: $from, to: $to) {{ from to cashIn {MONEY}
  refunds {MONEY} disputed {MONEY} losses {MONEY} revenue {MONEY} creditsHeldAtStart {MONEY} creditsHeldAtEnd {MONEY}
  notesUnspentAtEnd {MONEY} }} }} }}"""


async def test_the_money_report(app: AppHarness) -> None:
    """D34: for owner and admin, in one statement; a period that cannot be is refused at its place."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    await actions.issue_credit_note(firm, "5.00")
    await firm.pay(await firm.create_invoice("60.00"), "60.00")
    days = {"from": "2026-03-01", "to": "2026-03-31"}
    await warm_firm_cache(app.services, firm.owner)
    with record_statements(app.database.read_engine) as found:
        told = (await query_data(app.services, firm.owner, REPORT_QUERY, **days))["firm"]["moneyReport"]
    assert len(found) == 2  # the firm, and the sums
    none = dict.fromkeys(("refunds", "disputed", "losses", "creditsHeldAtStart"), euro_money("0.00"))
    assert told == days | none | {
        "cashIn": euro_money("100.00"), "revenue": euro_money("60.00"), "creditsHeldAtEnd": euro_money("40.00"),
        "notesUnspentAtEnd": euro_money("5.00"),
    }  # fmt: skip
    wrong = await execute(app.services, firm.owner, REPORT_QUERY, {"from": "2026-03-02", "to": "2026-03-01"})
    assert wrong.data == {"firm": {"moneyReport": None}}
    assert wrong.codes == [(["firm", "moneyReport"], "BAD_USER_INPUT")]
    assert wrong.errors[0]["extensions"]["field"] == "to"
    user = await execute(app.services, firm.client_user, REPORT_QUERY, days)
    assert (user.data, user.codes) == ({"firm": {"moneyReport": None}}, [(["firm", "moneyReport"], "FORBIDDEN")])


PREVIEW_QUERY = """query ($change: PaymentSettingsChange!) { firm { paymentSettings { preview(change: $change) {
  prepaymentStaysAvailable unmetRequirements { code met message } unpayableInvoices pendingPayments } } } }"""


async def test_settings_preview(app: AppHarness) -> None:
    """D2, D4: what disconnecting the only account would break; nothing moves."""
    firm = await app.create_ready_firm()
    await firm.create_invoice("5.00")
    await firm.start_prepayment("10.00")
    provider = global_id("PaymentProvider", (await firm.settings()).default_connection_id or firm.id)
    before = await all_rows(app.services)
    told = await query_data(app.services, firm.owner, PREVIEW_QUERY, change={"disconnectProviderId": provider})
    shown = told["firm"]["paymentSettings"]["preview"]
    unmet = shown.pop("unmetRequirements")
    assert shown == {"prepaymentStaysAvailable": False, "unpayableInvoices": 1, "pendingPayments": 1}
    codes = ["PROVIDER_CONNECTED", "DEFAULT_PROVIDER_SET", "PAYMENT_METHOD_CHOSEN"]
    assert [(each["code"], each["met"]) for each in unmet] == [(code, False) for code in codes]
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
async def test_changes_that_would_be_refused(app: AppHarness, change: Any, field: str) -> None:
    """The answer has no place for a refusal: an error at its path, naming the field."""
    firm = await app.create_ready_firm()
    answer = await execute(app.services, firm.owner, PREVIEW_QUERY, {"change": change})
    assert answer.data == {"firm": {"paymentSettings": None}}
    assert answer.codes == [(["firm", "paymentSettings", "preview"], "BAD_USER_INPUT")]
    assert answer.errors[0]["extensions"]["field"] == field


DASHBOARD_QUERY = f"""query ($at: DateTime!) {{ firm {{ invoices(first: 50) {{ edges {{ node {{
    quote(amount: {{choice: REMAINING}}, from: CARD) {{ ... on Quote {{ {QUOTE_SELECTION} token }} }} }} }} }}
  clients(first: 50) {{ edges {{ node {{ creditAccount {{ balanceAt(at: $at) {MONEY} }} }} }} }} }} }}"""


async def test_as_many_statements_for_2_as_for_12(app: AppHarness) -> None:
    """Quotes and balances of a whole page are worked out from what is read once."""
    firm = await app.create_ready_firm()
    counts = []
    for rows in (2, 10):
        for number in range(rows):
            client = await firm.add_client(f"Client {number}")
            await firm.create_invoice("5.00", client_id=client)
        at = app.clock().isoformat()
        await warm_firm_cache(app.services, firm.owner)
        with record_statements(app.database.read_engine) as found:
            told = await query_data(app.services, firm.owner, DASHBOARD_QUERY, at=at)
        counts.append(len(found))
        quotes = [edge["node"]["quote"] for edge in told["firm"]["invoices"]["edges"]]
        assert [each["charged"]["amount"] for each in quotes] == ["5.00"] * len(quotes)
    assert counts[0] == counts[1] <= 8
