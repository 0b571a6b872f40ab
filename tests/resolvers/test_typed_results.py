"""Every member of every mutation's result union can occur, and has exactly its declared fields."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLUnionType, get_named_type, is_leaf_type
from sqlalchemy import delete

from billing.access.principals import Viewer
from billing.identity import operator
from billing.payments.allocation import PaymentSource
from billing.prepayments.enable_prepayment import EnablePrepaymentCommand, enable_prepayment
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from models import Assignment, FirmRole, MemberRight, PaymentMethodChoice, new_id
from sandbox import Fault
from tests.support.firm import SANDBOX_URL, AppHarness, Firm
from tests.support.graphql_client import SCHEMA, execute, global_id
from tests.support.webhooks import create_endpoint

TYPES = SCHEMA._schema.type_map


def selection(type_: Any) -> str:
    """All fields of a type; of objects with an id, type and id."""
    if isinstance(type_, GraphQLUnionType):
        parts = [f"... on {member.name} {selection(member)}" for member in type_.types]
        return f"{{ __typename {' '.join(parts)} }}"
    assert isinstance(type_, (GraphQLObjectType, GraphQLInterfaceType))
    if "id" in type_.fields and type_.name not in ("Seat", "Session"):
        return "{ __typename id }"
    fields = []
    for name, field in type_.fields.items():
        field_type = get_named_type(field.type)
        fields.append(name if is_leaf_type(field_type) else f"{name} {selection(field_type)}")
    return f"{{ {' '.join(fields)} }}"


class MutationChecker:
    """Runs one mutation with all fields of its result, and records which result types occurred."""

    def __init__(self, firm: Firm, name: str) -> None:
        assert SCHEMA._schema.mutation_type is not None
        field = SCHEMA._schema.mutation_type.fields[name]
        union = get_named_type(field.type)
        assert isinstance(union, GraphQLUnionType)
        self.firm, self.name = firm, name
        self.members = {member.name for member in union.types}
        self.query = f"mutation ($input: {field.args['input'].type}) {{ {name}(input: $input) {selection(union)} }}"
        self.occurred: set[str] = set()

    async def __call__(self, viewer: Viewer | None = None, /, **input_fields: Any) -> Any:
        """The result's type and fields. A user error is returned without its message, and must change nothing."""
        before = await self.firm.event_seq()
        response = await execute(self.firm.app.services, viewer or self.firm.owner, self.query, {"input": input_fields})
        assert response.errors == []
        result = response.data[self.name]
        kind = result.pop("__typename")
        self.occurred.add(kind)
        if "message" in result and not kind.endswith("Payload"):
            message = result.pop("message")
            assert message == message.strip()
            assert message.endswith((".", "?"))
            interfaces = TYPES[kind].interfaces  # type: ignore[attr-defined]
            assert [interface.name for interface in interfaces] == ["UserError"]
            if kind not in ("ProviderUnavailable", "ProviderRefused"):  # these record the attempt
                assert await self.firm.event_seq() == before
        return kind, result

    def assert_all_types_occurred(self, *covered_elsewhere: str) -> None:
        """All types of the union occurred, except those that belong to other mutations with the same union."""
        assert self.occurred | set(covered_elsewhere) == self.members
        assert not self.occurred & set(covered_elsewhere)


def euro_money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currencyCode": "EUR"}


def node_ref(kind: str, database_id: Any) -> dict[str, str]:
    return {"__typename": kind, "id": global_id(kind, database_id)}


def drop_provider_answers(app: AppHarness, path: str) -> None:
    """Make Stripe lose every response on this path."""
    app.sandbox.faults.add(Fault("drop", path=path, times=20))


async def disable_cards(firm: Firm) -> None:
    """Take the card capability away at Stripe, before our row is synced."""
    connection = await firm.connection((await firm.settings()).default_connection_id or firm.id)
    await firm.app.browser.post(
        f"{SANDBOX_URL}/_control/accounts/{connection.account_id}/capabilities",
        data={"card_payments": "inactive"},
        headers={"Authorization": "Bearer sk_test_sandbox"},
    )


async def choose_method(firm: Firm, method: PaymentMethodChoice) -> None:
    await update_payment_settings(firm.app.services, firm.owner, UpdatePaymentSettingsCommand(payment_method=method))


async def test_sign_in(app: AppHarness) -> None:
    firm = await app.create_firm()
    email, password = "ada@lumiere.test", "correct horse"
    member = await operator.add_member(
        app.services, firm.id, email=email, name="Ada", password=password, role=FirmRole.ADMIN
    )
    sign_in = MutationChecker(firm, "signIn")
    for credentials in ({"email": email, "password": "wrong"}, {"email": "nobody@lumiere.test", "password": password}):
        assert await sign_in(**credentials) == ("SignInFailed", {})
    assert await sign_in(email="ADA@lumiere.test ", password=password) == (
        "SignInPayload",
        {"viewer": node_ref("FirmMember", member), "accessToken": None},
    )
    user = await operator.add_client_user(app.services, firm.id, firm.client_id, email=email, name="Ada", password=None)
    kind, payload = await sign_in(email=email, password=password)
    assert (kind, payload) == (
        "SeatChoice",
        {
            "seats": [
                {"id": global_id("Seat", member), "firmName": "Lumière", "clientName": None, "role": "ADMIN"},
                {"id": global_id("Seat", user), "firmName": "Lumière", "clientName": "Lumière's client", "role": None},
            ]
        },
    )
    input_fields = {"email": email, "password": password, "seatId": payload["seats"][1]["id"], "token": True}
    kind, payload = await sign_in(**input_fields)
    assert (kind, payload["viewer"]) == ("SignInPayload", node_ref("ClientUser", user))
    assert len(payload["accessToken"]) > 30
    assert await sign_in(**input_fields | {"seatId": "x"}) == ("SignInFailed", {})
    sign_in.assert_all_types_occurred()


async def test_update_profile(app: AppHarness) -> None:
    """D65: of a member and of a client user."""
    firm = await app.create_firm()
    update = MutationChecker(firm, "updateProfile")
    member, user = node_ref("FirmMember", firm.owner.id), node_ref("ClientUser", firm.client_user.id)
    assert await update(locale="fr") == ("ProfilePayload", {"viewer": member})
    assert await update(firm.client_user, name="Zoë", locale="FR") == ("ProfilePayload", {"viewer": user})
    assert await update(locale="fr-CA") == ("InvalidInput", {"field": "locale"})
    assert await update(name=" ", locale="en") == ("InvalidInput", {"field": "name"})
    assert await update(name=None) == ("InvalidInput", {"field": "name"})
    update.assert_all_types_occurred()


async def test_update_firm(app: AppHarness) -> None:
    """D65, D66: each field, and what it cannot be."""
    firm = await app.create_firm()
    update = MutationChecker(firm, "updateFirm")
    changed = ("FirmPayload", {"firm": node_ref("Firm", firm.id)})
    assert await update(name="Atlas", timeZone="Asia/Tokyo", locale="fr", replyTo="answers@atlas.test") == changed
    assert await update(replyTo=None) == changed
    for field in ("name", "timeZone", "locale"):
        assert await update(**{field: None}) == ("InvalidInput", {"field": field})
    for field, value in (("name", "x" * 201), ("timeZone", "Mars/Base"), ("locale", "tlh"), ("replyTo", "nobody")):
        assert await update(**{field: value}) == ("InvalidInput", {"field": field})
        assert await update(**{field: "x" * 1000}) == ("InvalidInput", {"field": field})
    update.assert_all_types_occurred()


async def test_webhook_endpoints(app: AppHarness) -> None:
    """D53: each mutation, whose targets are found or not."""
    firm = await app.create_firm()
    create, rotate = (MutationChecker(firm, name) for name in ("createWebhookEndpoint", "rotateWebhookSecret"))
    input_fields = {"url": "http://localhost:9/x", "kinds": ["PAYMENT_FAILED"], "idempotencyKey": "key"}
    kind, result = await create(**input_fields)
    id_, secret = result["webhookEndpoint"]["id"], result["secret"]
    assert (kind, secret[:6], result["webhookEndpoint"]["__typename"]) == (
        "CreateWebhookEndpointPayload", "whsec_", "WebhookEndpoint",
    )  # fmt: skip
    assert await create(**input_fields) == (kind, {**result, "secret": None})
    assert await create(**{**input_fields, "kinds": []}) == ("InvalidInput", {"field": "kinds"})
    assert await create(**{**input_fields, "url": "x" * 3000}) == ("InvalidInput", {"field": "url"})
    assert (await create(**{**input_fields, "kinds": None}))[0] == "IdempotencyConflict"
    kind, rotated = await rotate(webhookEndpointId=id_)
    assert (kind, rotated["webhookEndpoint"]) == ("CreateWebhookEndpointPayload", result["webhookEndpoint"])
    assert rotated["secret"] not in (secret, None)
    assert await rotate(webhookEndpointId="x") == ("NotFound", {})
    update = MutationChecker(firm, "updateWebhookEndpoint")
    changed = ("WebhookEndpointPayload", {"webhookEndpoint": result["webhookEndpoint"]})
    for change in ({"enabled": False}, {"enabled": True}, {"kinds": None}, {"url": "http://localhost:9/y"}, {}):
        assert await update(webhookEndpointId=id_, **change) == changed
    for field, value in (("enabled", None), ("kinds", ["CREDIT_ADDED"]), ("url", None)):
        assert await update(webhookEndpointId=id_, **{field: value}) == ("InvalidInput", {"field": field})
    assert await update(webhookEndpointId=node_ref("Firm", firm.id)["id"]) == ("NotFound", {})
    delete_endpoint = MutationChecker(firm, "deleteWebhookEndpoint")
    assert await delete_endpoint(webhookEndpointId=id_) == (
        "DeleteWebhookEndpointPayload", {"firm": node_ref("Firm", firm.id)},
    )  # fmt: skip
    assert await delete_endpoint(webhookEndpointId=id_) == ("NotFound", {})
    assert await create(**input_fields) == ("NotFound", {})
    create.assert_all_types_occurred()
    rotate.assert_all_types_occurred("InvalidInput", "IdempotencyConflict")
    update.assert_all_types_occurred()
    delete_endpoint.assert_all_types_occurred()


async def test_redeliver_webhook(app: AppHarness) -> None:
    """D55: a delivery, or NotFound."""
    firm = await app.create_ready_firm()
    endpoint = await create_endpoint(firm, "http://localhost:9/x")
    await firm.prepay("1.00")
    (delivery,) = await endpoint.deliveries()
    redeliver = MutationChecker(firm, "redeliverWebhook")
    ref = node_ref("WebhookDelivery", delivery.id)
    assert await redeliver(deliveryId=ref["id"]) == ("WebhookDeliveryPayload", {"delivery": ref})
    assert await redeliver(deliveryId=global_id("WebhookEndpoint", endpoint.id)) == ("NotFound", {})
    redeliver.assert_all_types_occurred()


async def test_update_payment_settings(app: AppHarness) -> None:
    firm = await app.create_firm()
    update = MutationChecker(firm, "updatePaymentSettings")
    settings = {"paymentSettings": node_ref("PaymentSettings", firm.id)}
    assert await update(paymentMethod="CARD") == ("PaymentSettingsPayload", settings)
    for field in ("hideInvoicesFromClients", "creditApplication"):
        assert await update(**{field: None}) == ("InvalidInput", {"field": field})
    update.assert_all_types_occurred()


async def test_connect_payment_provider(app: AppHarness) -> None:
    firm = await app.create_firm()
    connect = MutationChecker(firm, "connectPaymentProvider")
    assert await connect(kind="STRIPE", returnUrl="https://evil.test/") == ("InvalidInput", {"field": "returnUrl"})
    assert await connect(kind="STRIPE", name="x" * 201) == ("InvalidInput", {"field": "name"})
    drop_provider_answers(app, "/accounts$")
    assert await connect(kind="STRIPE") == ("ProviderUnavailable", {})
    app.sandbox.faults.clear()
    kind, payload = await connect(kind="STRIPE", returnUrl="http://portal/settings")
    assert (kind, payload["paymentSettings"]) == ("ConnectPaymentProviderPayload", node_ref("PaymentSettings", firm.id))
    assert payload["provider"]["__typename"] == "PaymentProvider"
    assert (await connect(kind="STRIPE"))[1] == payload
    nowhere = await app.create_firm(name="Nowhere", country="1A")
    refused = MutationChecker(nowhere, "connectPaymentProvider")
    assert await refused(kind="STRIPE") == ("ProviderRefused", {"code": "OTHER"})
    connect.occurred |= refused.occurred
    connect.assert_all_types_occurred()


async def test_disconnect_and_set_default(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    first = (await firm.settings()).default_connection_id
    second = await firm.connect()
    settings = ("PaymentSettingsPayload", {"paymentSettings": node_ref("PaymentSettings", firm.id)})
    set_default = MutationChecker(firm, "setDefaultPaymentProvider")
    disconnect = MutationChecker(firm, "disconnectPaymentProvider")
    assert await set_default(providerId=global_id("PaymentProvider", second)) == settings
    assert (await firm.settings()).default_connection_id == second
    for unknown_id in (global_id("PaymentProvider", new_id()), global_id("Client", firm.client_id), "x", ""):
        assert await set_default(providerId=unknown_id) == ("NotFound", {})
        assert await disconnect(providerId=unknown_id) == ("NotFound", {})
    assert await disconnect(providerId=global_id("PaymentProvider", second)) == settings
    assert (await firm.settings()).default_connection_id == first
    assert await set_default(providerId=global_id("PaymentProvider", second)) == (
        "InvalidInput",
        {"field": "providerId"},
    )
    set_default.assert_all_types_occurred()
    disconnect.assert_all_types_occurred("InvalidInput")


async def test_enable_prepayment(app: AppHarness) -> None:
    firm = await app.create_firm()
    enable = MutationChecker(firm, "enablePrepayment")
    kind, payload = await enable(method="CARD")
    assert kind == "PrepaymentBlocked"
    assert [(requirement["code"], requirement["met"]) for requirement in payload["unmet"]] == [
        ("PROVIDER_CONNECTED", False),
        ("DEFAULT_PROVIDER_SET", False),
        ("PAYMENT_METHOD_CHOSEN", False),
    ]
    assert all(requirement["message"].endswith(".") for requirement in payload["unmet"])
    await firm.connect()
    await choose_method(firm, PaymentMethodChoice.CARD)
    assert await enable(method="BANK_DEBIT") == ("MethodNotOffered", {"options": ["CARD"]})
    assert await enable(minimum="0") == ("InvalidAmount", {"field": "minimum"})
    assert await enable(maximum="10.001") == ("InvalidAmount", {"field": "maximum"})
    assert await enable(minimum="20", maximum="10") == ("InvalidInput", {"field": "minimum"})
    settings = {"paymentSettings": node_ref("PaymentSettings", firm.id)}
    assert await enable() == ("PaymentSettingsPayload", settings)
    enable.assert_all_types_occurred()
    response = await execute(
        app.services, firm.owner,
        "mutation { disablePrepayment { __typename paymentSettings { prepayment { enabled } } } }",
    )  # fmt: skip
    assert json.loads(response.text) == {
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
    input_fields = {
        "clientId": global_id("Client", firm.client_id),
        "amount": "40",
        "method": "CARD",
        "idempotencyKey": "once",
    }
    kind, payload = await prepay(**input_fields)
    assert (kind, payload["replayed"]) == ("MakePrepaymentPayload", False)
    assert payload["creditAccount"] == node_ref("CreditAccount", firm.client_id)
    kind, again = await prepay(**input_fields)
    assert (kind, again) == ("MakePrepaymentPayload", payload | {"replayed": True})
    assert await prepay(**input_fields | {"amount": "41"}) == (
        "IdempotencyConflict",
        {
            "operation": {
                "idempotencyKey": "once",
                "mutation": "makePrepayment",
                "status": "DONE",
                "createdAt": app.clock().isoformat().replace("+00:00", "Z"),
                "client": node_ref("Client", firm.client_id),
                "invoice": None,
                "invitation": None,
                "payments": [],
                "prepayment": payload["prepayment"],
                "refund": None,
                "entry": None,
            }
        },
    )
    fresh = input_fields | {"idempotencyKey": "fresh"}
    for unknown_id in (global_id("Client", new_id()), global_id("CreditAccount", firm.client_id), "x"):
        assert await prepay(**fresh | {"clientId": unknown_id}) == ("NotFound", {})
    for key in ("", "k" * 256, "\0"):
        assert await prepay(**input_fields | {"idempotencyKey": key}) == ("InvalidInput", {"field": "idempotencyKey"})
    assert await prepay(**fresh | {"clientId": None}) == ("InvalidInput", {"field": "clientId"})
    for amount in ("0", "-1", "1.001"):
        assert await prepay(**fresh | {"amount": amount}) == ("InvalidAmount", {"field": "amount"})
    bounds = {"minimum": euro_money("0.50"), "maximum": euro_money("999999.99")}
    assert await prepay(**fresh | {"amount": "0.49"}) == ("AmountOutOfRange", bounds)
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(method=PaymentMethodChoice.CARD))
    assert await prepay(**fresh | {"method": "BANK_DEBIT"}) == ("MethodUnavailable", {"methods": ["CARD"]})
    drop_provider_answers(app, "/payment_intents$")
    assert await prepay(**fresh) == ("ProviderUnavailable", {})
    kind, payload = await prepay(**fresh | {"amount": "41"})
    assert (kind, payload["operation"]["status"]) == ("IdempotencyConflict", "IN_PROGRESS")
    app.sandbox.faults.clear()
    assert (await prepay(**fresh))[0] == "MakePrepaymentPayload"
    await disable_cards(firm)
    assert await prepay(**input_fields | {"idempotencyKey": "refused"}) == ("ProviderRefused", {"code": "OTHER"})
    hide = UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    await update_payment_settings(app.services, firm.owner, hide)
    assert await prepay(**input_fields | {"idempotencyKey": "hidden"}) == ("PrepaymentUnavailable", {})
    prepay.assert_all_types_occurred()


async def test_pay_invoice(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    pay = MutationChecker(firm, "payInvoice")
    invoice_id = await firm.create_invoice("50.00")
    draft = await firm.create_invoice("50.00", issue=False)

    def input_for(
        database_id: Any = invoice_id, amount: Any = "REMAINING", source: str = "CREDITS", **fields: Any
    ) -> Any:
        amount_input = {"choice": amount} if amount.isalpha() else {"partial": amount}
        key = {"idempotencyKey": app.new_key()}
        return {"invoiceId": global_id("Invoice", database_id), "amount": amount_input, "from": source} | key | fields

    for unknown_id in (global_id("Invoice", new_id()), global_id("Client", firm.client_id), "x"):
        assert await pay(**input_for(invoiceId=unknown_id)) == ("NotFound", {})
    assert await pay(**input_for(draft)) == ("InvoiceNotPayable", {"status": "DRAFT"})
    assert await pay(**input_for(amount="0")) == ("InvalidAmount", {"field": "amount"})
    assert await pay(**input_for(source="CARD", rest="CARD")) == ("InvalidInput", {"field": "rest"})
    assert await pay(**input_for(idempotencyKey="")) == ("InvalidInput", {"field": "idempotencyKey"})
    exceeds = ("AmountExceedsPayable", {"payable": euro_money("50.00"), "excess": euro_money("0.01")})
    assert await pay(**input_for(amount="50.01")) == exceeds
    missing = ("InsufficientCredits", {"available": euro_money("30.00"), "missing": euro_money("20.00")})
    assert await pay(**input_for()) == missing
    assert await pay(**input_for(amount="DEPOSIT")) == ("NoDepositDue", {})
    bounds = {"minimum": euro_money("0.50"), "maximum": euro_money("999999.99")}
    assert await pay(**input_for(amount="30.10", rest="CARD")) == ("AmountOutOfRange", bounds)
    await choose_method(firm, PaymentMethodChoice.CARD)
    assert await pay(**input_for(source="BANK_DEBIT")) == ("MethodUnavailable", {"methods": ["CARD"]})
    drop_provider_answers(app, "/payment_intents$")
    unavailable = input_for(amount="1.00", source="CARD")
    assert await pay(**unavailable) == ("ProviderUnavailable", {})
    app.sandbox.faults.clear()
    kind, payload = await pay(**unavailable)
    assert (kind, payload["replayed"], len(payload["payments"])) == ("PayInvoicePayload", True, 1)
    key = app.new_key()
    kind, payload = await pay(**input_for(amount="9.00", idempotencyKey=key))
    assert (kind, payload) == (
        "PayInvoicePayload",
        {
            "invoice": node_ref("Invoice", invoice_id),
            "payments": payload["payments"],
            "creditAccount": node_ref("CreditAccount", firm.client_id),
            "replayed": False,
        },
    )
    assert await pay(**input_for(amount="8.00", idempotencyKey=key)) == (
        "IdempotencyConflict",
        {
            "operation": {
                "idempotencyKey": key,
                "mutation": "payInvoice",
                "status": "DONE",
                "createdAt": app.clock().isoformat().replace("+00:00", "Z"),
                "client": node_ref("Client", firm.client_id),
                "invoice": node_ref("Invoice", invoice_id),
                "invitation": None,
                "payments": payload["payments"],
                "prepayment": None,
                "refund": None,
                "entry": None,
            }
        },
    )
    money = {"amount": euro_money("1.00"), "fromCredits": euro_money("1.00"), "charged": euro_money("0.00")}
    kind, stale = await pay(**input_for(amount="1.00", quoteToken="old"))
    token = stale["quote"].pop("token")
    assert (kind, stale) == (
        "QuoteStale",
        {"quote": money | {"amountDueAfter": euro_money("40.00"), "creditsAfter": euro_money("20.00")}},
    )
    assert (await pay(**input_for(amount="1.00", quoteToken=token)))[0] == "PayInvoicePayload"
    assert await pay(**input_for(amount="FULL")) == ("FullAmountNotPossible", {"payable": euro_money("39.00")})
    kind, payload = await pay(**input_for(rest="CARD"))
    assert (kind, len(payload["payments"])) == ("PayInvoicePayload", 2)
    assert await pay(**input_for()) == ("NothingPayable", {"pending": euro_money("40.00")})
    await disable_cards(firm)
    another = await firm.create_invoice("5.00")
    assert await pay(**input_for(another, source="CARD")) == ("ProviderRefused", {"code": "OTHER"})
    pay.assert_all_types_occurred()


async def test_cancel_payment(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    cancel = MutationChecker(firm, "cancelPayment")
    settled = global_id("Prepayment", await firm.prepay("30.00"))
    assert await cancel(id=settled) == ("PaymentNotChangeable", {"status": "SUCCEEDED"})
    for unknown_id in (
        global_id("Payment", new_id()),
        global_id("Prepayment", new_id()),
        global_id("Client", firm.client_id),
        "x",
    ):
        assert await cancel(id=unknown_id) == ("NotFound", {})
    open_prepayment = await firm.start_prepayment("30.00")
    drop_provider_answers(app, "/cancel$")
    assert await cancel(id=global_id("Prepayment", open_prepayment.id)) == ("ProviderUnavailable", {})
    app.sandbox.faults.clear()
    account = node_ref("CreditAccount", firm.client_id)
    for _ in range(2):
        assert await cancel(id=global_id("Prepayment", open_prepayment.id)) == (
            "MoneyPayload",
            {
                "payments": [],
                "prepayment": node_ref("Prepayment", open_prepayment.id),
                "invoice": None,
                "creditAccount": account,
            },
        )
    invoice_id = await firm.create_invoice("5.00")
    (payment,) = await firm.pay(invoice_id, "5.00", PaymentSource.CARD)
    assert await cancel(id=global_id("Payment", payment.id)) == (
        "MoneyPayload",
        {
            "payments": [node_ref("Payment", payment.id)],
            "prepayment": None,
            "invoice": node_ref("Invoice", invoice_id),
            "creditAccount": account,
        },
    )
    cancel.assert_all_types_occurred()


async def test_create_and_update_client(app: AppHarness) -> None:
    firm = await app.create_firm()
    create, update = MutationChecker(firm, "createClient"), MutationChecker(firm, "updateClient")
    input_fields = {"name": "Martin", "email": "a@b.test", "reference": "C-1", "idempotencyKey": "once"}
    kind, payload = await create(**input_fields)
    assert (kind, payload) == ("ClientPayload", {"client": payload["client"], "replayed": False})
    assert await create(**input_fields) == (kind, payload | {"replayed": True})
    kind, conflict = await create(**input_fields | {"name": "Durand"})
    assert (kind, conflict["operation"]["client"]) == ("IdempotencyConflict", payload["client"])
    for field, invalid in (("name", " "), ("email", "x"), ("reference", "C-1"), ("idempotencyKey", "")):
        fresh = {"name": "Durand", "idempotencyKey": "fresh"}
        assert await create(**fresh | {field: invalid}) == ("InvalidInput", {"field": field})
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, MemberRight.MANAGE_CLIENTS)
    assert (await create(employee, name="Own", idempotencyKey="own"))[0] == "ClientPayload"
    async with app.services.writes.begin() as session:
        await session.execute(delete(Assignment))
    assert await create(employee, name="Own", idempotencyKey="own") == ("NotFound", {})
    create.assert_all_types_occurred()

    target = {"clientId": payload["client"]["id"]}
    unchanged = ("ClientPayload", payload)
    assert await update(**target, name="Durand", email=None) == unchanged
    assert await update(**target) == unchanged
    for field, value in (("name", None), ("name", ""), ("email", "x"), ("reference", "x" * 41)):
        assert await update(**target, **{field: value}) == ("InvalidInput", {"field": field})
    for unknown_id in (global_id("Client", new_id()), global_id("Invoice", firm.client_id), "x"):
        assert await update(clientId=unknown_id, name="x") == ("NotFound", {})
    update.assert_all_types_occurred()


async def test_archive_and_unarchive_client(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    archive, unarchive = MutationChecker(firm, "archiveClient"), MutationChecker(firm, "unarchiveClient")
    target, client = {"clientId": global_id("Client", firm.client_id)}, node_ref("Client", firm.client_id)
    await firm.prepay("30.00")
    invoice_id = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice_id, "20.00", PaymentSource.CARD)
    assert await archive(**target) == (
        "ClientHasMoney",
        {"balance": euro_money("30.00"), "amountDue": euro_money("50.00"), "amountPending": euro_money("20.00")},
    )
    await firm.settle_charge(payment)
    await firm.pay(invoice_id, "30.00")
    for mutation in (archive, archive, unarchive, unarchive):
        assert await mutation(**target) == ("ClientPayload", {"client": client, "replayed": False})
    for unknown_id in (global_id("Client", new_id()), "x"):
        for mutation in (archive, unarchive):
            assert await mutation(clientId=unknown_id) == ("NotFound", {})
    archive.assert_all_types_occurred()
    unarchive.assert_all_types_occurred("ClientHasMoney")


async def test_create_invoice(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    create = MutationChecker(firm, "createInvoice")

    def input_for(price: str = "50.00", **fields: Any) -> Any:
        lines = [{"description": "Work", "unitPrice": price}]
        return {
            "clientId": global_id("Client", firm.client_id),
            "lines": lines,
            "idempotencyKey": app.new_key(),
        } | fields

    input_fields = input_for(number="A-1", payFromCredits="10.00")
    kind, payload = await create(**input_fields)
    assert (kind, payload) == (
        "CreateInvoicePayload",
        {"invoice": payload["invoice"], "creditAccount": node_ref("CreditAccount", firm.client_id), "replayed": False},
    )
    assert await create(**input_fields) == (kind, payload | {"replayed": True})
    kind, conflict = await create(**input_fields | {"number": "A-2"})
    assert kind == "IdempotencyConflict"
    assert conflict["operation"]["invoice"] == payload["invoice"]
    assert len(conflict["operation"]["payments"]) == 1
    for unknown_id in (global_id("Client", new_id()), "x"):
        assert await create(**input_for(clientId=unknown_id)) == ("NotFound", {})
    for field, invalid in {
        "number": input_for(number="A-1"),
        "description": input_for(description="x" * 2001),
        "lines": input_for(lines=[]),
        "lines.0.description": input_for(lines=[{"description": " ", "unitPrice": "1"}]),
        "lines.1.quantity": input_for(
            lines=[{"description": "a", "unitPrice": "1"}, {"description": "b", "unitPrice": "1", "quantity": "0"}]
        ),
        "payFromCredits": input_for(payFromCredits="1", issue=False),
    }.items():
        assert await create(**invalid) == ("InvalidInput", {"field": field})
    for field, invalid in {
        "lines.0.unitPrice": input_for("1.001"),
        "depositRequested": input_for(depositRequested="50.01"),
        "payFromCredits": input_for(payFromCredits="0"),
    }.items():
        assert await create(**invalid) == ("InvalidAmount", {"field": field})
    insufficient = ("InsufficientCredits", {"available": euro_money("20.00"), "missing": euro_money("0.01")})
    assert await create(**input_for(payFromCredits="20.01")) == insufficient
    exceeds = ("AmountExceedsPayable", {"payable": euro_money("5.00"), "excess": euro_money("1.00")})
    assert await create(**input_for("5.00", payFromCredits="6.00")) == exceeds
    create.assert_all_types_occurred()


async def test_update_issue_and_void_invoice(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    update, issue, void = (MutationChecker(firm, name) for name in ("updateInvoice", "issueInvoice", "voidInvoice"))
    invoice_id = await firm.create_invoice("50.00", issue=False)
    target = {"invoiceId": global_id("Invoice", invoice_id)}
    payload = (
        "InvoicePayload",
        {"invoice": node_ref("Invoice", invoice_id), "creditAccount": node_ref("CreditAccount", firm.client_id)},
    )
    assert await update(**target, number="A-1", dueOn="2026-12-24", depositRequested="10") == payload
    assert (await firm.invoice(invoice_id)).due_on == dt.date(2026, 12, 24)
    assert await update(**target, number=None) == ("InvalidInput", {"field": "number"})
    assert await update(**target, lines=None) == ("InvalidInput", {"field": "lines"})
    assert await update(**target, depositRequested="51") == ("InvalidAmount", {"field": "depositRequested"})
    for unknown_id in (global_id("Invoice", new_id()), global_id("Client", firm.client_id), "x"):
        assert await update(invoiceId=unknown_id) == ("NotFound", {})
        assert await issue(invoiceId=unknown_id) == ("NotFound", {})
        assert await void(invoiceId=unknown_id, reason="Mistake") == ("NotFound", {})
    for _ in range(2):
        assert await issue(**target) == payload
    assert await update(**target, number="A-2") == ("InvoiceNotChangeable", {"status": "UNPAID"})
    assert await update(**target, dueOn="2026-12-25", description="Corrected") == payload
    draft = {"invoiceId": global_id("Invoice", await firm.create_invoice("5.00", issue=False))}
    assert await issue(**draft, payFromCredits="0") == ("InvalidAmount", {"field": "payFromCredits"})
    exceeds = ("AmountExceedsPayable", {"payable": euro_money("5.00"), "excess": euro_money("0.01")})
    assert await issue(**draft, payFromCredits="5.01") == exceeds
    insufficient = ("InsufficientCredits", {"available": euro_money("0.00"), "missing": euro_money("5.00")})
    assert await issue(**draft, payFromCredits="5.00") == insufficient
    await firm.prepay("5.00")
    kind, issued = await issue(**draft, payFromCredits="5.00")
    assert (kind, issued["invoice"]["id"]) == ("InvoicePayload", draft["invoiceId"])
    (payment,) = await firm.pay(invoice_id, "5.00", PaymentSource.CARD)
    assert await void(**target, reason="Mistake") == ("InvoiceNotChangeable", {"status": "UNPAID"})
    await firm.settle_charge(payment)
    assert await void(**target, reason="Mistake") == ("InvoiceNotChangeable", {"status": "PARTIALLY_PAID"})
    another = await firm.create_invoice("50.00")
    for _ in range(2):
        kind, void_payload = await void(invoiceId=global_id("Invoice", another), reason="Mistake")
        assert (kind, void_payload["invoice"]) == ("InvoicePayload", node_ref("Invoice", another))
    assert await issue(invoiceId=global_id("Invoice", another)) == ("InvoiceNotChangeable", {"status": "VOID"})
    for mutation in (update, issue):
        mutation.assert_all_types_occurred()
    void.assert_all_types_occurred("InvalidAmount", "AmountExceedsPayable", "InsufficientCredits")


async def test_invalid_void_reason_is_an_error_of_the_mutation(app: AppHarness) -> None:
    """The result union has no type for it, so it is a GraphQL error with the field."""
    firm = await app.create_ready_firm()
    invoice_id = global_id("Invoice", await firm.create_invoice("50.00"))
    query = "mutation ($i: VoidInvoiceInput!) { voidInvoice(input: $i) { __typename } }"
    async with firm.assert_unchanged():
        for reason in ("", " \u200b", "x" * 501, "\0", "\ud800"):
            response = await execute(
                app.services, firm.owner, query, {"i": {"invoiceId": invoice_id, "reason": reason}}
            )
            assert response.data == {"voidInvoice": None}
            assert response.errors[0]["extensions"] == {"code": "BAD_USER_INPUT", "field": "reason"}


PEOPLE = {
    "acceptInvitation", "changePassword", "inviteClientUser", "inviteMember", "removeClientUser", "removeMember",
    "resendInvitation", "resetPassword", "revokeInvitation", "revokeSession", "switchMembership", "transferOwnership",
    "updateMember",
}  # fmt: skip
"""See test_people."""


def test_every_mutation_with_a_union_is_tested() -> None:
    assert SCHEMA._schema.mutation_type is not None
    unions = {
        name
        for name, field in SCHEMA._schema.mutation_type.fields.items()
        if isinstance(get_named_type(field.type), GraphQLUnionType)
    }
    assert unions == {
        "signIn", "updateProfile", "updateFirm", "updatePaymentSettings", "connectPaymentProvider",
        "disconnectPaymentProvider", "setDefaultPaymentProvider", "enablePrepayment", "makePrepayment", "payInvoice",
        "cancelPayment", "createClient", "updateClient", "archiveClient", "unarchiveClient", "createInvoice",
        "updateInvoice", "issueInvoice", "voidInvoice", "addCreditNote", "reverseCredit",
        "recordOfflinePayment", "releasePayment", "refundPrepayment", "refundPayment", "createWebhookEndpoint",
        "updateWebhookEndpoint", "deleteWebhookEndpoint", "rotateWebhookSecret", "redeliverWebhook",
    } | PEOPLE  # fmt: skip
