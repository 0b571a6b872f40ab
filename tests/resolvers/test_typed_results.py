"""Every type in every mutation's result can be met, and has exactly the fields that it should."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLUnionType, get_named_type, is_leaf_type

from billing.access.principals import Viewer
from billing.identity import accounts
from billing.payments.allocation import PaymentSource
from billing.prepayments.enable_prepayment import EnablePrepaymentCommand, enable_prepayment
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from models import FirmRole, PaymentMethodChoice, new_id
from sandbox import Fault
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import SCHEMA, execute, global_id

TYPES = SCHEMA._schema.type_map


def selection(of: Any) -> str:
    """All fields of a type; of objects with an id, type and id."""
    if isinstance(of, GraphQLUnionType):
        parts = [f"... on {member.name} {selection(member)}" for member in of.types]
        return f"{{ __typename {' '.join(parts)} }}"
    assert isinstance(of, (GraphQLObjectType, GraphQLInterfaceType))
    if "id" in of.fields and of.name != "Seat":
        return "{ __typename id }"
    fields = []
    for name, field in of.fields.items():
        inside = get_named_type(field.type)
        fields.append(name if is_leaf_type(inside) else f"{name} {selection(inside)}")
    return f"{{ {' '.join(fields)} }}"


class MutationChecker:
    """One mutation, asked with all of its result's fields; it remembers which types it was answered with."""

    def __init__(self, firm: Firm, name: str) -> None:
        assert SCHEMA._schema.mutation_type is not None
        field = SCHEMA._schema.mutation_type.fields[name]
        union = get_named_type(field.type)
        assert isinstance(union, GraphQLUnionType)
        self.firm, self.name = firm, name
        self.members = {member.name for member in union.types}
        self.query = f"mutation ($input: {field.args['input'].type}) {{ {name}(input: $input) {selection(union)} }}"
        self.met: set[str] = set()

    async def __call__(self, viewer: Viewer | None = None, /, **input_fields: Any) -> Any:
        """The answer; of a refusal without its message, which has to be a sentence. A refusal moves nothing."""
        before = await self.firm.event_seq()
        answer = await execute(self.firm.app.services, viewer or self.firm.owner, self.query, {"input": input_fields})
        assert answer.errors == []
        told = answer.data[self.name]
        kind = told.pop("__typename")
        self.met.add(kind)
        if "message" in told:
            message = told.pop("message")
            assert message == message.strip()
            assert message.endswith((".", "?"))
            interfaces = TYPES[kind].interfaces  # type: ignore[attr-defined]
            assert [each.name for each in interfaces] == ["UserError"]
            if kind not in ("ProviderUnavailable", "ProviderRefused"):  # these may leave the attempt written down
                assert await self.firm.event_seq() == before
        return kind, told

    def assert_all_types_met(self, *covered_elsewhere: str) -> None:
        """All of the result's types were met; those named belong to another mutation with the same result."""
        assert self.met | set(covered_elsewhere) == self.members
        assert not self.met & set(covered_elsewhere)


def euro_money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currencyCode": "EUR"}


def node(kind: str, own_id: Any) -> dict[str, str]:
    return {"__typename": kind, "id": global_id(kind, own_id)}


def drop_provider_answers(house: AppHarness, path: str) -> None:
    """Stripe does not answer, however often it is asked."""
    house.sandbox.faults.add(Fault("drop", path=path, times=20))


async def disable_cards(firm: Firm) -> None:
    """Stripe takes no cards for this firm any more, and we do not know yet."""
    connection = await firm.connection((await firm.settings()).default_connection_id or firm.id)
    await firm.app.browser.post(
        f"http://stand-in/_control/accounts/{connection.account_id}/capabilities",
        data={"card_payments": "inactive"},
        headers={"Authorization": "Bearer sk_test_sandbox"},
    )


async def choose_method(firm: Firm, method: PaymentMethodChoice) -> None:
    await update_payment_settings(firm.app.services, firm.owner, UpdatePaymentSettingsCommand(payment_method=method))


async def test_sign_in(app: AppHarness) -> None:
    firm = await app.create_firm()
    email, password = "ada@lumiere.test", "correct horse"
    member = await accounts.add_member(
        app.services, firm.id, email=email, name="Ada", password=password, role=FirmRole.ADMIN
    )
    sign_in = MutationChecker(firm, "signIn")
    for wrong in ({"email": email, "password": "wrong"}, {"email": "nobody@lumiere.test", "password": password}):
        assert await sign_in(**wrong) == ("SignInFailed", {})
    assert await sign_in(email="ADA@lumiere.test ", password=password) == (
        "SignInPayload",
        {"viewer": node("FirmMember", member), "accessToken": None},
    )
    user = await accounts.add_client_user(app.services, firm.id, firm.client_id, email=email, name="Ada", password=None)
    kind, told = await sign_in(email=email, password=password)
    assert (kind, told) == (
        "SeatChoice",
        {
            "seats": [
                {"id": global_id("Seat", member), "firmName": "Lumière", "clientName": None, "role": "ADMIN"},
                {"id": global_id("Seat", user), "firmName": "Lumière", "clientName": "Lumière's client", "role": None},
            ]
        },
    )
    chosen = {"email": email, "password": password, "seatId": told["seats"][1]["id"], "token": True}
    kind, told = await sign_in(**chosen)
    assert (kind, told["viewer"]) == ("SignInPayload", node("ClientUser", user))
    assert len(told["accessToken"]) > 30
    assert await sign_in(**chosen | {"seatId": "x"}) == ("SignInFailed", {})
    sign_in.assert_all_types_met()


async def test_update_payment_settings(app: AppHarness) -> None:
    firm = await app.create_firm()
    update = MutationChecker(firm, "updatePaymentSettings")
    settings = {"paymentSettings": node("PaymentSettings", firm.id)}
    assert await update(paymentMethod="CARD") == ("PaymentSettingsPayload", settings)
    for field in ("hideInvoicesFromClients", "creditApplication"):
        assert await update(**{field: None}) == ("InvalidInput", {"field": field})
    update.assert_all_types_met()


async def test_connect_payment_provider(app: AppHarness) -> None:
    firm = await app.create_firm()
    connect = MutationChecker(firm, "connectPaymentProvider")
    assert await connect(kind="STRIPE", returnUrl="https://evil.test/") == ("InvalidInput", {"field": "returnUrl"})
    assert await connect(kind="STRIPE", name="x" * 201) == ("InvalidInput", {"field": "name"})
    drop_provider_answers(app, "/accounts$")
    assert await connect(kind="STRIPE") == ("ProviderUnavailable", {})
    app.sandbox.faults.clear()
    kind, told = await connect(kind="STRIPE", returnUrl="http://portal/settings")
    assert (kind, told["paymentSettings"]) == ("ConnectPaymentProviderPayload", node("PaymentSettings", firm.id))
    assert told["provider"]["__typename"] == "PaymentProvider"
    assert (await connect(kind="STRIPE"))[1] == told
    nowhere = await app.create_firm(name="Nowhere", country="1A")
    refused = MutationChecker(nowhere, "connectPaymentProvider")
    assert await refused(kind="STRIPE") == ("ProviderRefused", {"code": "OTHER"})
    connect.met |= refused.met
    connect.assert_all_types_met()


async def test_disconnect_and_set_default(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    first = (await firm.settings()).default_connection_id
    second = await firm.connect()
    settings = ("PaymentSettingsPayload", {"paymentSettings": node("PaymentSettings", firm.id)})
    set_default = MutationChecker(firm, "setDefaultPaymentProvider")
    disconnect = MutationChecker(firm, "disconnectPaymentProvider")
    assert await set_default(providerId=global_id("PaymentProvider", second)) == settings
    assert (await firm.settings()).default_connection_id == second
    for nothing in (global_id("PaymentProvider", new_id()), global_id("Client", firm.client_id), "x", ""):
        assert await set_default(providerId=nothing) == ("NotFound", {})
        assert await disconnect(providerId=nothing) == ("NotFound", {})
    assert await disconnect(providerId=global_id("PaymentProvider", second)) == settings
    assert (await firm.settings()).default_connection_id == first
    assert await set_default(providerId=global_id("PaymentProvider", second)) == (
        "InvalidInput",
        {"field": "providerId"},
    )
    set_default.assert_all_types_met()
    disconnect.assert_all_types_met("InvalidInput")


async def test_enable_prepayment(app: AppHarness) -> None:
    firm = await app.create_firm()
    enable = MutationChecker(firm, "enablePrepayment")
    kind, told = await enable(method="CARD")
    assert kind == "PrepaymentBlocked"
    assert [(each["code"], each["met"]) for each in told["unmet"]] == [
        ("PROVIDER_CONNECTED", False),
        ("DEFAULT_PROVIDER_SET", False),
        ("PAYMENT_METHOD_CHOSEN", False),
    ]
    assert all(each["message"].endswith(".") for each in told["unmet"])
    await firm.connect()
    await choose_method(firm, PaymentMethodChoice.CARD)
    assert await enable(method="BANK_DEBIT") == ("MethodNotOffered", {"options": ["CARD"]})
    assert await enable(minimum="0") == ("InvalidAmount", {"field": "minimum"})
    assert await enable(maximum="10.001") == ("InvalidAmount", {"field": "maximum"})
    assert await enable(minimum="20", maximum="10") == ("InvalidInput", {"field": "minimum"})
    settings = {"paymentSettings": node("PaymentSettings", firm.id)}
    assert await enable() == ("PaymentSettingsPayload", settings)
    enable.assert_all_types_met()
    answer = await execute(
        app.services, firm.owner,
        "mutation { disablePrepayment { __typename paymentSettings { prepayment { enabled } } } }",
    )  # fmt: skip
    assert json.loads(answer.text) == {
        "data": {
            "disablePrepayment": {
                "__typename": "PaymentSettingsPayload",
                "paymentSettings": {"prepayment": {"enabled": False}},
            }
        }
    }


async def test_make_prepayment(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    prepay = MutationChecker(firm, "makePrepayment")
    wish = {"clientId": global_id("Client", firm.client_id), "amount": "40", "method": "CARD", "idempotencyKey": "once"}
    kind, told = await prepay(**wish)
    assert (kind, told["replayed"]) == ("MakePrepaymentPayload", False)
    assert told["creditAccount"] == node("CreditAccount", firm.client_id)
    kind, again = await prepay(**wish)
    assert (kind, again) == ("MakePrepaymentPayload", told | {"replayed": True})
    assert await prepay(**wish | {"amount": "41"}) == (
        "IdempotencyConflict",
        {
            "operation": {
                "idempotencyKey": "once",
                "mutation": "makePrepayment",
                "status": "DONE",
                "createdAt": app.clock().isoformat().replace("+00:00", "Z"),
                "client": node("Client", firm.client_id),
                "invoice": None,
                "payments": [],
                "prepayment": told["prepayment"],
                "refund": None,
                "entry": None,
            }
        },
    )
    fresh = wish | {"idempotencyKey": "fresh"}
    for nothing in (global_id("Client", new_id()), global_id("CreditAccount", firm.client_id), "x"):
        assert await prepay(**fresh | {"clientId": nothing}) == ("NotFound", {})
    for key in ("", "k" * 256, "\0"):
        assert await prepay(**wish | {"idempotencyKey": key}) == ("InvalidInput", {"field": "idempotencyKey"})
    assert await prepay(**fresh | {"clientId": None}) == ("InvalidInput", {"field": "clientId"})
    for amount in ("0", "-1", "1.001"):
        assert await prepay(**fresh | {"amount": amount}) == ("InvalidAmount", {"field": "amount"})
    bounds = {"minimum": euro_money("0.50"), "maximum": euro_money("999999.99")}
    assert await prepay(**fresh | {"amount": "0.49"}) == ("AmountOutOfRange", bounds)
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(method=PaymentMethodChoice.CARD))
    assert await prepay(**fresh | {"method": "BANK_DEBIT"}) == ("MethodUnavailable", {"methods": ["CARD"]})
    drop_provider_answers(app, "/payment_intents$")
    assert await prepay(**fresh) == ("ProviderUnavailable", {})
    kind, told = await prepay(**fresh | {"amount": "41"})
    assert (kind, told["operation"]["status"]) == ("IdempotencyConflict", "IN_PROGRESS")
    app.sandbox.faults.clear()
    assert (await prepay(**fresh))[0] == "MakePrepaymentPayload"
    await disable_cards(firm)
    assert await prepay(**wish | {"idempotencyKey": "refused"}) == ("ProviderRefused", {"code": "OTHER"})
    hide = UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    await update_payment_settings(app.services, firm.owner, hide)
    assert await prepay(**wish | {"idempotencyKey": "hidden"}) == ("PrepaymentUnavailable", {})
    prepay.assert_all_types_met()


async def test_pay_invoice(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    pay = MutationChecker(firm, "payInvoice")
    invoice_id = await firm.create_invoice("50.00")
    draft = await firm.create_invoice("50.00", issue=False)

    def wish(own_id: Any = invoice_id, amount: Any = "REMAINING", source: str = "CREDITS", **more: Any) -> Any:
        chosen = {"choice": amount} if amount.isalpha() else {"partial": amount}
        key = {"idempotencyKey": app.new_key()}
        return {"invoiceId": global_id("Invoice", own_id), "amount": chosen, "from": source} | key | more

    for nothing in (global_id("Invoice", new_id()), global_id("Client", firm.client_id), "x"):
        assert await pay(**wish(invoiceId=nothing)) == ("NotFound", {})
    assert await pay(**wish(draft)) == ("InvoiceNotPayable", {"status": "DRAFT"})
    assert await pay(**wish(amount="0")) == ("InvalidAmount", {"field": "amount"})
    assert await pay(**wish(source="CARD", rest="CARD")) == ("InvalidInput", {"field": "rest"})
    assert await pay(**wish(idempotencyKey="")) == ("InvalidInput", {"field": "idempotencyKey"})
    exceeds = ("AmountExceedsPayable", {"payable": euro_money("50.00"), "excess": euro_money("0.01")})
    assert await pay(**wish(amount="50.01")) == exceeds
    missing = ("InsufficientCredits", {"available": euro_money("30.00"), "missing": euro_money("20.00")})
    assert await pay(**wish()) == missing
    assert await pay(**wish(amount="DEPOSIT")) == ("NoDepositDue", {})
    bounds = {"minimum": euro_money("0.50"), "maximum": euro_money("999999.99")}
    assert await pay(**wish(amount="30.10", rest="CARD")) == ("AmountOutOfRange", bounds)
    await choose_method(firm, PaymentMethodChoice.CARD)
    assert await pay(**wish(source="BANK_DEBIT")) == ("MethodUnavailable", {"methods": ["CARD"]})
    drop_provider_answers(app, "/payment_intents$")
    unavailable = wish(amount="1.00", source="CARD")
    assert await pay(**unavailable) == ("ProviderUnavailable", {})
    app.sandbox.faults.clear()
    kind, told = await pay(**unavailable)
    assert (kind, told["replayed"], len(told["payments"])) == ("PayInvoicePayload", True, 1)
    key = app.new_key()
    kind, told = await pay(**wish(amount="9.00", idempotencyKey=key))
    assert (kind, told) == (
        "PayInvoicePayload",
        {
            "invoice": node("Invoice", invoice_id),
            "payments": told["payments"],
            "creditAccount": node("CreditAccount", firm.client_id),
            "replayed": False,
        },
    )
    assert await pay(**wish(amount="8.00", idempotencyKey=key)) == (
        "IdempotencyConflict",
        {
            "operation": {
                "idempotencyKey": key,
                "mutation": "payInvoice",
                "status": "DONE",
                "createdAt": app.clock().isoformat().replace("+00:00", "Z"),
                "client": node("Client", firm.client_id),
                "invoice": node("Invoice", invoice_id),
                "payments": told["payments"],
                "prepayment": None,
                "refund": None,
                "entry": None,
            }
        },
    )
    money = {"amount": euro_money("1.00"), "fromCredits": euro_money("1.00"), "charged": euro_money("0.00")}
    kind, stale = await pay(**wish(amount="1.00", quoteToken="old"))
    token = stale["quote"].pop("token")
    assert (kind, stale) == (
        "QuoteStale",
        {"quote": money | {"amountDueAfter": euro_money("40.00"), "creditsAfter": euro_money("20.00")}},
    )
    assert (await pay(**wish(amount="1.00", quoteToken=token)))[0] == "PayInvoicePayload"
    assert await pay(**wish(amount="FULL")) == ("FullAmountNotPossible", {"payable": euro_money("39.00")})
    kind, told = await pay(**wish(rest="CARD"))
    assert (kind, len(told["payments"])) == ("PayInvoicePayload", 2)
    assert await pay(**wish()) == ("NothingPayable", {"pending": euro_money("40.00")})
    await disable_cards(firm)
    another = await firm.create_invoice("5.00")
    assert await pay(**wish(another, source="CARD")) == ("ProviderRefused", {"code": "OTHER"})
    pay.assert_all_types_met()


async def test_cancel_payment(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    cancel = MutationChecker(firm, "cancelPayment")
    settled = global_id("Prepayment", await firm.prepay("30.00"))
    assert await cancel(id=settled) == ("PaymentNotChangeable", {"status": "SUCCEEDED"})
    for nothing in (
        global_id("Payment", new_id()),
        global_id("Prepayment", new_id()),
        global_id("Client", firm.client_id),
        "x",
    ):
        assert await cancel(id=nothing) == ("NotFound", {})
    waiting = await firm.start_prepayment("30.00")
    drop_provider_answers(app, "/cancel$")
    assert await cancel(id=global_id("Prepayment", waiting.id)) == ("ProviderUnavailable", {})
    app.sandbox.faults.clear()
    account = node("CreditAccount", firm.client_id)
    for _ in range(2):
        assert await cancel(id=global_id("Prepayment", waiting.id)) == (
            "MoneyPayload",
            {
                "payments": [],
                "prepayment": node("Prepayment", waiting.id),
                "invoice": None,
                "creditAccount": account,
            },
        )
    invoice_id = await firm.create_invoice("5.00")
    (payment,) = await firm.pay(invoice_id, "5.00", PaymentSource.CARD)
    assert await cancel(id=global_id("Payment", payment.id)) == (
        "MoneyPayload",
        {
            "payments": [node("Payment", payment.id)],
            "prepayment": None,
            "invoice": node("Invoice", invoice_id),
            "creditAccount": account,
        },
    )
    cancel.assert_all_types_met()


async def test_create_invoice(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    create = MutationChecker(firm, "createInvoice")

    def wish(price: str = "50.00", **more: Any) -> Any:
        lines = [{"description": "Work", "unitPrice": price}]
        return {"clientId": global_id("Client", firm.client_id), "lines": lines, "idempotencyKey": app.new_key()} | more

    once = wish(number="A-1", payFromCredits="10.00")
    kind, told = await create(**once)
    assert (kind, told) == (
        "CreateInvoicePayload",
        {
            "invoice": told["invoice"],
            "creditAccount": node("CreditAccount", firm.client_id),
            "replayed": False,
        },
    )
    assert await create(**once) == (kind, told | {"replayed": True})
    kind, conflict = await create(**once | {"number": "A-2"})
    assert kind == "IdempotencyConflict"
    assert conflict["operation"]["invoice"] == told["invoice"]
    assert len(conflict["operation"]["payments"]) == 1
    for nothing in (global_id("Client", new_id()), "x"):
        assert await create(**wish(clientId=nothing)) == ("NotFound", {})
    for field, wrong in {
        "number": wish(number="A-1"),
        "description": wish(description="x" * 2001),
        "lines": wish(lines=[]),
        "lines.0.description": wish(lines=[{"description": " ", "unitPrice": "1"}]),
        "lines.1.quantity": wish(
            lines=[{"description": "a", "unitPrice": "1"}, {"description": "b", "unitPrice": "1", "quantity": "0"}]
        ),
        "payFromCredits": wish(payFromCredits="1", issue=False),
    }.items():
        assert await create(**wrong) == ("InvalidInput", {"field": field})
    for field, wrong in {
        "lines.0.unitPrice": wish("1.001"),
        "depositRequested": wish(depositRequested="50.01"),
        "payFromCredits": wish(payFromCredits="0"),
    }.items():
        assert await create(**wrong) == ("InvalidAmount", {"field": field})
    short = ("InsufficientCredits", {"available": euro_money("20.00"), "missing": euro_money("0.01")})
    assert await create(**wish(payFromCredits="20.01")) == short
    exceeds = ("AmountExceedsPayable", {"payable": euro_money("5.00"), "excess": euro_money("1.00")})
    assert await create(**wish("5.00", payFromCredits="6.00")) == exceeds
    create.assert_all_types_met()


async def test_update_issue_and_void_invoice(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    update, issue, void = (MutationChecker(firm, name) for name in ("updateInvoice", "issueInvoice", "voidInvoice"))
    own_id = await firm.create_invoice("50.00", issue=False)
    target = {"invoiceId": global_id("Invoice", own_id)}
    payload = (
        "InvoicePayload",
        {"invoice": node("Invoice", own_id), "creditAccount": node("CreditAccount", firm.client_id)},
    )
    assert await update(**target, number="A-1", dueOn="2026-12-24", depositRequested="10") == payload
    assert (await firm.invoice(own_id)).due_on == dt.date(2026, 12, 24)
    assert await update(**target, number=None) == ("InvalidInput", {"field": "number"})
    assert await update(**target, lines=None) == ("InvalidInput", {"field": "lines"})
    assert await update(**target, depositRequested="51") == ("InvalidAmount", {"field": "depositRequested"})
    for nothing in (global_id("Invoice", new_id()), global_id("Client", firm.client_id), "x"):
        assert await update(invoiceId=nothing) == ("NotFound", {})
        assert await issue(invoiceId=nothing) == ("NotFound", {})
        assert await void(invoiceId=nothing, reason="Mistake") == ("NotFound", {})
    for _ in range(2):
        assert await issue(**target) == payload
    assert await update(**target, number="A-2") == ("InvoiceNotChangeable", {"status": "UNPAID"})
    (payment,) = await firm.pay(own_id, "5.00", PaymentSource.CARD)
    assert await void(**target, reason="Mistake") == ("InvoiceNotChangeable", {"status": "UNPAID"})
    await firm.settle_charge(payment)
    assert await void(**target, reason="Mistake") == ("InvoiceNotChangeable", {"status": "PARTIALLY_PAID"})
    another = await firm.create_invoice("50.00")
    for _ in range(2):
        kind, told = await void(invoiceId=global_id("Invoice", another), reason="Mistake")
        assert (kind, told["invoice"]) == ("InvoicePayload", node("Invoice", another))
    assert await issue(invoiceId=global_id("Invoice", another)) == ("InvoiceNotChangeable", {"status": "VOID"})
    for mutation in (update, issue, void):
        mutation.assert_all_types_met()


async def test_voiding_needs_a_reason_that_can_be_kept(app: AppHarness) -> None:
    """Where the result has no place for it, what cannot be kept is an error at the mutation, with the field."""
    firm = await app.create_ready_firm()
    own_id = global_id("Invoice", await firm.create_invoice("50.00"))
    query = "mutation ($i: VoidInvoiceInput!) { voidInvoice(input: $i) { __typename } }"
    async with firm.assert_unchanged():
        for reason in ("x" * 501, "\0", "\ud800"):
            answer = await execute(app.services, firm.owner, query, {"i": {"invoiceId": own_id, "reason": reason}})
            assert answer.data == {"voidInvoice": None}
            assert answer.errors[0]["extensions"] == {"code": "BAD_USER_INPUT", "field": "reason"}


def test_no_mutation_is_left_out() -> None:
    assert SCHEMA._schema.mutation_type is not None
    unions = {
        name
        for name, field in SCHEMA._schema.mutation_type.fields.items()
        if isinstance(get_named_type(field.type), GraphQLUnionType)
    }
    assert unions == {
        "signIn", "updatePaymentSettings", "connectPaymentProvider", "disconnectPaymentProvider",
        "setDefaultPaymentProvider", "enablePrepayment", "makePrepayment", "payInvoice", "cancelPayment",
        "createInvoice", "updateInvoice", "issueInvoice", "voidInvoice", "addCreditNote", "reverseCredit",
        "recordOfflinePayment", "releasePayment", "refundPrepayment", "refundPayment",
    }  # fmt: skip
