"""A payment window is for whoever started the payment, while it requires action; nobody else learns its secret."""

from __future__ import annotations

from typing import Any

import pytest

import models
from billing.access.principals import Viewer
from billing.payments.allocation import AmountChoice, PaymentSource
from models import FirmRole, MemberRight, PaymentMethod
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute, global_id, query_data, run_mutation

CHECKOUT_SELECTION = "checkout { ... on StripeCheckout { publishableKey clientSecret accountId apiBase } }"
CHARGE_QUERY = f"""query ($id: ID!) {{ node(id: $id) {{
  ... on Payment {{ status failure {{ code message }} {CHECKOUT_SELECTION} partner {{ {CHECKOUT_SELECTION} }} }}
  ... on Prepayment {{ status failure {{ code message }} {CHECKOUT_SELECTION} }}
}} }}"""
FAILURE_QUERY = "query ($id: ID!) { node(id: $id) { ... on Prepayment { failure { code message providerCode } } } }"

ProviderPayment = models.Payment | models.Prepayment


def charge_global_id(charge: ProviderPayment) -> str:
    return global_id(type(charge).__name__, charge.id)


async def read_charge(firm: Firm, viewer: Viewer, charge: ProviderPayment) -> Any:
    return (await query_data(firm.app.services, viewer, CHARGE_QUERY, id=charge_global_id(charge)))["node"]


async def other_viewers(firm: Firm) -> list[Viewer]:
    """Everybody else who may see the client's payments."""
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


async def create_charge(firm: Firm, kind: str, starter: Viewer) -> ProviderPayment:
    if kind == "prepayment":
        return await firm.start_prepayment("40.00", viewer=starter)
    if kind == "payment":
        return (await firm.pay(await firm.create_invoice("50.00"), "50.00", PaymentSource.CARD, viewer=starter))[0]
    await firm.prepay("10.00")
    both = await firm.pay(
        await firm.create_invoice("50.00"),
        AmountChoice.REMAINING,
        PaymentSource.CREDITS,
        PaymentMethod.CARD,
        viewer=starter,
    )
    return both[0]


@pytest.mark.parametrize("starter", ["client", "owner"])
@pytest.mark.parametrize("kind", ["prepayment", "payment", "payment with credits"])
async def test_only_whoever_started_it(app: AppHarness, kind: str, starter: str) -> None:
    """Roles, last row: not the same client's other user, not the owner: them alone; from credits there is none."""
    firm = await app.create_ready_firm()
    who: Viewer = firm.client_user if starter == "client" else firm.owner
    charge = await create_charge(firm, kind, who)
    connection = await firm.connection(charge.connection_id or firm.id)
    own = await read_charge(firm, who, charge)
    assert own["status"] == "REQUIRES_ACTION"
    assert own["checkout"] == {
        "publishableKey": "pk_test_sandbox",
        "clientSecret": charge.client_secret,
        "accountId": connection.account_id,
        "apiBase": "http://stand-in",
    }
    if kind == "payment with credits":
        assert own["partner"] == {"checkout": None}
    for onlooker in await other_viewers(firm):
        if onlooker != who:
            assert (await read_charge(firm, onlooker, charge)) == own | {"checkout": None}


@pytest.mark.parametrize("kind", ["prepayment", "payment"])
async def test_only_while_it_requires_action(app: AppHarness, kind: str) -> None:
    """After a decline the window is still there, and the payer tries again in it; once that is over, it is closed."""
    firm = await app.create_ready_firm()
    charge = await create_charge(firm, kind, firm.client_user)
    await firm.settle_charge(charge, "pm_card_visa_chargeDeclined")
    declined = await read_charge(firm, firm.client_user, charge)
    assert (declined["status"], declined["failure"]["code"]) == ("REQUIRES_ACTION", "DECLINED")
    assert declined["checkout"]["clientSecret"] == charge.client_secret
    await firm.settle_charge(charge)
    paid = await read_charge(firm, firm.client_user, charge)
    assert (paid["status"], paid["checkout"]) == ("SUCCEEDED", None)


async def test_no_checkout_while_processing_or_canceled(app: AppHarness) -> None:
    firm = await app.create_ready_firm(currency="USD", country="US")
    debit = await firm.start_prepayment("40.00", PaymentMethod.BANK_DEBIT)
    assert (await read_charge(firm, firm.client_user, debit))["checkout"] is not None
    await firm.settle_charge(debit, "pm_usBankAccount_processing")
    processing = await read_charge(firm, firm.client_user, debit)
    assert (processing["status"], processing["checkout"]) == ("PROCESSING", None)
    given_up = await firm.start_prepayment("41.00")
    canceled = await run_mutation(
        app.services, firm.client_user, "cancelPayment",
        f"... on MoneyPayload {{ prepayment {{ status {CHECKOUT_SELECTION} }} }}", id=charge_global_id(given_up),
    )  # fmt: skip
    assert canceled["prepayment"] == {"status": "CANCELED", "checkout": None}


async def test_in_the_answer_of_the_mutation_and_again_for_the_same_key(app: AppHarness) -> None:
    """The page opens the window from the mutation's own answer, also from the second one."""
    firm = await app.create_ready_firm()
    wish = {"clientId": global_id("Client", firm.client_id), "amount": "40", "method": "CARD", "idempotencyKey": "k"}
    selection = f"... on MakePrepaymentPayload {{ replayed prepayment {{ id {CHECKOUT_SELECTION} }} }}"
    first = await run_mutation(app.services, firm.client_user, "makePrepayment", selection, **wish)
    again = await run_mutation(app.services, firm.client_user, "makePrepayment", selection, **wish)
    assert first["prepayment"]["checkout"]["clientSecret"]
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["prepayment"] == first["prepayment"]


async def test_the_providers_own_word_is_for_members(app: AppHarness) -> None:
    """A stolen card is a polite DECLINED for its payer; the word is refused at its place, and told to the firm."""
    firm = await app.create_ready_firm()
    charge = await firm.start_prepayment("40.00")
    await firm.settle_charge(charge, "pm_card_visa_chargeDeclinedStolenCard")
    told = await execute(app.services, firm.client_user, FAILURE_QUERY, {"id": charge_global_id(charge)})
    failure = told.data["node"]["failure"]
    assert (failure["code"], failure["providerCode"]) == ("DECLINED", None)
    assert told.codes == [(["node", "failure", "providerCode"], "FORBIDDEN")]
    assert "stolen" not in told.text
    bare = await firm.add_member("bare", FirmRole.EMPLOYEE)
    await firm.assign(bare, firm.client_id)
    for member in (firm.owner, bare):
        answer = await query_data(app.services, member, FAILURE_QUERY, id=charge_global_id(charge))
        assert answer["node"]["failure"] == failure | {"providerCode": "stolen_card"}
