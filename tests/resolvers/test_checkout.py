"""A payment window is for whoever started the payment, while it requires action; nobody else learns its secret."""

from __future__ import annotations

from typing import Any

import pytest

import models
from billing.access.principals import Viewer
from billing.payments.allocation import AmountChoice, PaymentSource
from models import FirmRole, MemberRight, PaymentMethod
from tests.support.asking import ask, do, gid, read
from tests.support.firm import Firm, House

WINDOW = "checkout { ... on StripeCheckout { publishableKey clientSecret accountId apiBase } }"
CHARGE = f"""query ($id: ID!) {{ node(id: $id) {{
  ... on Payment {{ status failure {{ code message }} {WINDOW} partner {{ {WINDOW} }} }}
  ... on Prepayment {{ status failure {{ code message }} {WINDOW} }}
}} }}"""
WORD = "query ($id: ID!) { node(id: $id) { ... on Prepayment { failure { code message providerCode } } } }"

Charge = models.Payment | models.Prepayment


def id_of(charge: Charge) -> str:
    return gid(type(charge).__name__, charge.id)


async def seen(firm: Firm, viewer: Viewer, charge: Charge) -> Any:
    return (await read(firm.house.services, viewer, CHARGE, id=id_of(charge)))["node"]


async def onlookers(firm: Firm) -> list[Viewer]:
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


async def charge_of(firm: Firm, kind: str, starter: Viewer) -> Charge:
    if kind == "prepayment":
        return await firm.ask_prepayment("40.00", viewer=starter)
    if kind == "payment":
        return (await firm.pay(await firm.issue("50.00"), "50.00", PaymentSource.CARD, viewer=starter))[0]
    await firm.prepay("10.00")
    both = await firm.pay(
        await firm.issue("50.00"), AmountChoice.REMAINING, PaymentSource.CREDITS, PaymentMethod.CARD, viewer=starter
    )
    return both[0]


@pytest.mark.parametrize("starter", ["client", "owner"])
@pytest.mark.parametrize("kind", ["prepayment", "payment", "payment with credits"])
async def test_only_whoever_started_it(house: House, kind: str, starter: str) -> None:
    """Roles, last row: not the same client's other user, not the owner: them alone; from credits there is none."""
    firm = await house.ready_firm()
    who: Viewer = firm.client_user if starter == "client" else firm.owner
    charge = await charge_of(firm, kind, who)
    connection = await firm.connection(charge.connection_id or firm.id)
    own = await seen(firm, who, charge)
    assert own["status"] == "REQUIRES_ACTION"
    assert own["checkout"] == {
        "publishableKey": "pk_test_sandbox",
        "clientSecret": charge.client_secret,
        "accountId": connection.account_id,
        "apiBase": "http://stand-in",
    }
    if kind == "payment with credits":
        assert own["partner"] == {"checkout": None}
    for onlooker in await onlookers(firm):
        if onlooker != who:
            assert (await seen(firm, onlooker, charge)) == own | {"checkout": None}


@pytest.mark.parametrize("kind", ["prepayment", "payment"])
async def test_only_while_it_requires_action(house: House, kind: str) -> None:
    """After a decline the window is still there, and the payer tries again in it; once that is over, it is closed."""
    firm = await house.ready_firm()
    charge = await charge_of(firm, kind, firm.client_user)
    await firm.come(charge, "pm_card_visa_chargeDeclined")
    declined = await seen(firm, firm.client_user, charge)
    assert (declined["status"], declined["failure"]["code"]) == ("REQUIRES_ACTION", "DECLINED")
    assert declined["checkout"]["clientSecret"] == charge.client_secret
    await firm.come(charge)
    paid = await seen(firm, firm.client_user, charge)
    assert (paid["status"], paid["checkout"]) == ("SUCCEEDED", None)


async def test_not_while_a_debit_is_under_way_nor_after_it_was_canceled(house: House) -> None:
    firm = await house.ready_firm(currency="USD", country="US")
    debit = await firm.ask_prepayment("40.00", PaymentMethod.BANK_DEBIT)
    assert (await seen(firm, firm.client_user, debit))["checkout"] is not None
    await firm.come(debit, "pm_usBankAccount_processing")
    processing = await seen(firm, firm.client_user, debit)
    assert (processing["status"], processing["checkout"]) == ("PROCESSING", None)
    given_up = await firm.ask_prepayment("41.00")
    canceled = await do(
        house.services, firm.client_user, "cancelPayment",
        f"... on MoneyPayload {{ prepayment {{ status {WINDOW} }} }}", id=id_of(given_up),
    )  # fmt: skip
    assert canceled["prepayment"] == {"status": "CANCELED", "checkout": None}


async def test_in_the_answer_of_the_mutation_and_again_for_the_same_key(house: House) -> None:
    """The page opens the window from the mutation's own answer, also from the second one."""
    firm = await house.ready_firm()
    wish = {"clientId": gid("Client", firm.client_id), "amount": "40", "method": "CARD", "idempotencyKey": "k"}
    selection = f"... on MakePrepaymentPayload {{ replayed prepayment {{ id {WINDOW} }} }}"
    first = await do(house.services, firm.client_user, "makePrepayment", selection, **wish)
    again = await do(house.services, firm.client_user, "makePrepayment", selection, **wish)
    assert first["prepayment"]["checkout"]["clientSecret"]
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["prepayment"] == first["prepayment"]


async def test_the_providers_own_word_is_for_members(house: House) -> None:
    """A stolen card is a polite DECLINED for its payer; the word is refused at its place, and told to the firm."""
    firm = await house.ready_firm()
    charge = await firm.ask_prepayment("40.00")
    await firm.come(charge, "pm_card_visa_chargeDeclinedStolenCard")
    told = await ask(house.services, firm.client_user, WORD, {"id": id_of(charge)})
    failure = told.data["node"]["failure"]
    assert (failure["code"], failure["providerCode"]) == ("DECLINED", None)
    assert told.codes == [(["node", "failure", "providerCode"], "FORBIDDEN")]
    assert "stolen" not in told.text
    bare = await firm.add_member("bare", FirmRole.EMPLOYEE)
    await firm.assign(bare, firm.client_id)
    for member in (firm.owner, bare):
        answer = await read(house.services, member, WORD, id=id_of(charge))
        assert answer["node"]["failure"] == failure | {"providerCode": "stolen_card"}
