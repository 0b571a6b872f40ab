"""A payment's checkout is for its initiator, while the payment requires action."""

from __future__ import annotations

from typing import Any

import pytest

from billing.access.principals import Viewer
from billing.payments.allocation import AmountChoice, PaymentSource
from models import FirmRole, MemberRight, PaymentMethod, ProviderPayment
from tests.support.firm import SANDBOX_URL, AppHarness, Firm
from tests.support.graphql_client import execute, global_id, query_data, run_mutation

CHECKOUT_SELECTION = "checkout { ... on StripeCheckout { publishableKey clientSecret accountId apiBase } }"
PAYMENT_QUERY = f"""query ($id: ID!) {{ node(id: $id) {{
  ... on Payment {{ status failure {{ code message }} {CHECKOUT_SELECTION} partner {{ {CHECKOUT_SELECTION} }} }}
  ... on Prepayment {{ status failure {{ code message }} {CHECKOUT_SELECTION} }}
}} }}"""
FAILURE_QUERY = "query ($id: ID!) { node(id: $id) { ... on Prepayment { failure { code message providerCode } } } }"


def charge_global_id(charge: ProviderPayment) -> str:
    return global_id(type(charge).__name__, charge.id)


async def read_payment(firm: Firm, viewer: Viewer, charge: ProviderPayment) -> Any:
    return (await query_data(firm.app.services, viewer, PAYMENT_QUERY, id=charge_global_id(charge)))["node"]


async def other_viewers(firm: Firm) -> list[Viewer]:
    """Everyone else who may see the client's payments."""
    assigned = await firm.add_member("assigned", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    await firm.assign(assigned, firm.client_id)
    return [
        firm.owner,
        await firm.add_member("admin", FirmRole.ADMIN),
        await firm.add_member("all", FirmRole.EMPLOYEE, *MemberRight),
        assigned,
        firm.client_user,
        await firm.add_user(firm.client_id, "colleague"),
    ]


async def create_provider_payment(firm: Firm, kind: str, initiator: Viewer) -> ProviderPayment:
    if kind == "prepayment":
        return await firm.start_prepayment("40.00", viewer=initiator)
    if kind == "payment":
        return (await firm.pay(await firm.create_invoice("50.00"), "50.00", PaymentSource.CARD, viewer=initiator))[0]
    await firm.prepay("10.00")
    payments = await firm.pay(
        await firm.create_invoice("50.00"),
        AmountChoice.REMAINING,
        PaymentSource.CREDITS,
        PaymentMethod.CARD,
        viewer=initiator,
    )
    return payments[0]


@pytest.mark.parametrize("initiator_kind", ["client", "owner"])
@pytest.mark.parametrize("kind", ["prepayment", "payment", "payment with credits"])
async def test_only_the_initiator_gets_the_checkout(app: AppHarness, kind: str, initiator_kind: str) -> None:
    """Roles, last row: neither another user of the client nor the owner; a payment from credits has none."""
    firm = await app.create_ready_firm()
    initiator: Viewer = firm.client_user if initiator_kind == "client" else firm.owner
    payment = await create_provider_payment(firm, kind, initiator)
    connection = await firm.connection(payment.connection_id or firm.id)
    as_initiator = await read_payment(firm, initiator, payment)
    assert as_initiator["status"] == "REQUIRES_ACTION"
    assert as_initiator["checkout"] == {
        "publishableKey": "pk_test_sandbox",
        "clientSecret": payment.client_secret,
        "accountId": connection.account_id,
        "apiBase": SANDBOX_URL,
    }
    if kind == "payment with credits":
        assert as_initiator["partner"] == {"checkout": None}
    for viewer in await other_viewers(firm):
        if viewer != initiator:
            assert (await read_payment(firm, viewer, payment)) == as_initiator | {"checkout": None}


@pytest.mark.parametrize("kind", ["prepayment", "payment"])
async def test_checkout_is_available_while_action_is_required(app: AppHarness, kind: str) -> None:
    """After a decline the payer can try again; after success it is gone."""
    firm = await app.create_ready_firm()
    payment = await create_provider_payment(firm, kind, firm.client_user)
    await firm.settle_charge(payment, "pm_card_visa_chargeDeclined")
    declined = await read_payment(firm, firm.client_user, payment)
    assert (declined["status"], declined["failure"]["code"]) == ("REQUIRES_ACTION", "DECLINED")
    assert declined["checkout"]["clientSecret"] == payment.client_secret
    await firm.settle_charge(payment)
    paid = await read_payment(firm, firm.client_user, payment)
    assert (paid["status"], paid["checkout"]) == ("SUCCEEDED", None)


async def test_no_checkout_while_processing_or_canceled(app: AppHarness) -> None:
    firm = await app.create_ready_firm(currency="USD", country="US")
    debit = await firm.start_prepayment("40.00", PaymentMethod.BANK_DEBIT)
    assert (await read_payment(firm, firm.client_user, debit))["checkout"] is not None
    await firm.settle_charge(debit, "pm_usBankAccount_processing")
    processing = await read_payment(firm, firm.client_user, debit)
    assert (processing["status"], processing["checkout"]) == ("PROCESSING", None)
    open_prepayment = await firm.start_prepayment("41.00")
    canceled = await run_mutation(
        app.services, firm.client_user, "cancelPayment",
        f"... on MoneyPayload {{ prepayment {{ status {CHECKOUT_SELECTION} }} }}", id=charge_global_id(open_prepayment),
    )  # fmt: skip
    assert canceled["prepayment"] == {"status": "CANCELED", "checkout": None}


async def test_mutation_and_its_replay_return_the_checkout(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    input_fields = {
        "clientId": global_id("Client", firm.client_id),
        "amount": "40",
        "method": "CARD",
        "idempotencyKey": "k",
    }
    selection = f"... on MakePrepaymentPayload {{ replayed prepayment {{ id {CHECKOUT_SELECTION} }} }}"
    first = await run_mutation(app.services, firm.client_user, "makePrepayment", selection, **input_fields)
    again = await run_mutation(app.services, firm.client_user, "makePrepayment", selection, **input_fields)
    assert first["prepayment"]["checkout"]["clientSecret"]
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["prepayment"] == first["prepayment"]


async def test_provider_code_is_for_members(app: AppHarness) -> None:
    """A stolen card is DECLINED for its payer; `providerCode` is null for client users, without an error."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("40.00")
    await firm.settle_charge(prepayment, "pm_card_visa_chargeDeclinedStolenCard")
    response = await execute(app.services, firm.client_user, FAILURE_QUERY, {"id": charge_global_id(prepayment)})
    failure = response.data["node"]["failure"]
    assert (failure["code"], failure["providerCode"]) == ("DECLINED", None)
    assert response.codes == []
    assert "stolen" not in response.text
    employee = await firm.add_member("bare", FirmRole.EMPLOYEE)
    await firm.assign(employee, firm.client_id)
    for member in (firm.owner, employee):
        data = await query_data(app.services, member, FAILURE_QUERY, id=charge_global_id(prepayment))
        assert data["node"]["failure"] == failure | {"providerCode": "stolen_card"}
