"""A payment window is given up."""

from __future__ import annotations

import pytest

from billing.access.policy import Denied
from billing.errors import NotFound, PaymentNotChangeable, ProviderUnavailable
from billing.payments import cancel_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from models import FirmRole, MemberRight, PaymentMethod, PaymentStatus
from sandbox import Fault
from tests.support.firm import House


async def test_all_that_it_held_is_free_again(house: House) -> None:
    """D16, D23: both parts are canceled, at the provider first; done twice it answers as the first time (D30)."""
    firm = await house.ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.issue("50.00")
    charge, part = await firm.pay(invoice, AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
    canceled = await cancel_payment.cancel_payment(house.services, firm.client_user, charge.id)
    assert (set(canceled.payment_ids), canceled.invoice_id) == ({charge.id, part.id}, invoice)
    assert await firm.credits() == (30_00, 0)
    assert await firm.figures(invoice) == ("UNPAID", 0, 0, 50_00)
    assert len(house.sandbox.events(kind="payment_intent.canceled")) == 1
    async with firm.unmoved():
        for one in (charge, part):
            again = await cancel_payment.cancel_payment(house.services, firm.client_user, one.id)
            assert set(again.payment_ids) == {charge.id, part.id}


async def test_a_prepayment_too(house: House) -> None:
    """D23: CANCELED, nothing credited."""
    firm = await house.ready_firm()
    prepayment = await firm.ask_prepayment("50.00")
    canceled = await cancel_payment.cancel_payment(house.services, firm.owner, prepayment.id)
    assert canceled.prepayment_id == prepayment.id
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED
    assert await firm.credits() == (0, 0)


async def test_the_payer_was_faster(house: House) -> None:
    """D23: too late to cancel: it is booked as it is, and that is said."""
    firm = await house.ready_firm()
    prepayment = await firm.ask_prepayment("50.00")
    await firm.confirm(prepayment, "pm_card_visa")
    with pytest.raises(PaymentNotChangeable) as refusal:
        await cancel_payment.cancel_payment(house.services, firm.client_user, prepayment.id)
    assert refusal.value.status is PaymentStatus.SUCCEEDED
    assert await firm.credits() == (50_00, 0)


async def test_what_has_ended_or_never_waited(house: House) -> None:
    """D23: only what waits for its payer can be canceled; nothing moves."""
    firm = await house.ready_firm()
    done = await firm.prepay("50.00")
    (paid,) = await firm.pay(await firm.issue("10.00"), AmountChoice.FULL)
    async with firm.unmoved():
        for one in (done, paid.id):
            with pytest.raises(PaymentNotChangeable):
                await cancel_payment.cancel_payment(house.services, firm.client_user, one)


async def test_no_answer_from_the_provider(house: House) -> None:
    """P5: nothing is written that is not known; asking again is safe."""
    firm = await house.ready_firm()
    prepayment = await firm.ask_prepayment("50.00")
    house.sandbox.faults.add(Fault("drop", when="after", path="/cancel$", times=2))
    async with firm.unmoved():
        with pytest.raises(ProviderUnavailable):
            await cancel_payment.cancel_payment(house.services, firm.client_user, prepayment.id)
    await cancel_payment.cancel_payment(house.services, firm.client_user, prepayment.id)
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED


async def test_who_may(house: House) -> None:
    """Roles: any user of that client, and members with MANAGE_PAYMENTS; for all others it does not exist."""
    firm, other = await house.ready_firm(), await house.ready_firm(name="Other")
    prepayment = await firm.ask_prepayment("50.00")
    stranger = await firm.add_user(await firm.add_client(), "stranger")
    colleague = await firm.add_user(firm.client_id, "colleague")
    bare = await firm.add_member("bare", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES)
    async with firm.unmoved():
        for viewer in (stranger, other.owner, other.client_user):
            with pytest.raises(NotFound):
                await cancel_payment.cancel_payment(house.services, viewer, prepayment.id)
        with pytest.raises(Denied):
            await cancel_payment.cancel_payment(house.services, bare, prepayment.id)
    await cancel_payment.cancel_payment(house.services, colleague, prepayment.id)
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED
