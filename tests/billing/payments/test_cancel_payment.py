"""A payment window is given up."""

from __future__ import annotations

import pytest

from billing.access.policy import PermissionDenied
from billing.errors import NotFound, PaymentNotChangeable, ProviderUnavailable
from billing.payments import cancel_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from models import FirmRole, MemberRight, PaymentMethod, PaymentStatus
from sandbox import Fault
from tests.support.firm import AppHarness


async def test_all_that_it_held_is_free_again(app: AppHarness) -> None:
    """D16, D23: both parts are canceled, at the provider first; done twice it answers as the first time (D30)."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    charge, part = await firm.pay(invoice, AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
    canceled = await cancel_payment.cancel_payment(app.services, firm.client_user, charge.id)
    assert (set(canceled.payment_ids), canceled.invoice_id) == ({charge.id, part.id}, invoice)
    assert await firm.credits() == (30_00, 0)
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 50_00)
    assert len(app.sandbox.events(kind="payment_intent.canceled")) == 1
    async with firm.assert_unchanged():
        for one in (charge, part):
            again = await cancel_payment.cancel_payment(app.services, firm.client_user, one.id)
            assert set(again.payment_ids) == {charge.id, part.id}


async def test_a_prepayment_too(app: AppHarness) -> None:
    """D23: CANCELED, nothing credited."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("50.00")
    canceled = await cancel_payment.cancel_payment(app.services, firm.owner, prepayment.id)
    assert canceled.prepayment_id == prepayment.id
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED
    assert await firm.credits() == (0, 0)


async def test_the_payer_was_faster(app: AppHarness) -> None:
    """D23: too late to cancel: it is booked as it is, and that is said."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("50.00")
    await firm.confirm(prepayment, "pm_card_visa")
    with pytest.raises(PaymentNotChangeable) as refusal:
        await cancel_payment.cancel_payment(app.services, firm.client_user, prepayment.id)
    assert refusal.value.status is PaymentStatus.SUCCEEDED
    assert await firm.credits() == (50_00, 0)


async def test_what_has_ended_or_never_waited(app: AppHarness) -> None:
    """D23: only what waits for its payer can be canceled; nothing moves."""
    firm = await app.create_ready_firm()
    done = await firm.prepay("50.00")
    (paid,) = await firm.pay(await firm.create_invoice("10.00"), AmountChoice.FULL)
    async with firm.assert_unchanged():
        for one in (done, paid.id):
            with pytest.raises(PaymentNotChangeable):
                await cancel_payment.cancel_payment(app.services, firm.client_user, one)


async def test_no_answer_from_the_provider(app: AppHarness) -> None:
    """P5: nothing is written that is not known; asking again is safe."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("50.00")
    app.sandbox.faults.add(Fault("drop", when="after", path="/cancel$", times=2))
    async with firm.assert_unchanged():
        with pytest.raises(ProviderUnavailable):
            await cancel_payment.cancel_payment(app.services, firm.client_user, prepayment.id)
    await cancel_payment.cancel_payment(app.services, firm.client_user, prepayment.id)
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED


async def test_who_may(app: AppHarness) -> None:
    """Roles: any user of that client, and members with MANAGE_PAYMENTS; for all others it does not exist."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    prepayment = await firm.start_prepayment("50.00")
    stranger = await firm.add_user(await firm.add_client(), "stranger")
    colleague = await firm.add_user(firm.client_id, "colleague")
    bare = await firm.add_member("bare", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES)
    async with firm.assert_unchanged():
        for viewer in (stranger, other.owner, other.client_user):
            with pytest.raises(NotFound):
                await cancel_payment.cancel_payment(app.services, viewer, prepayment.id)
        with pytest.raises(PermissionDenied):
            await cancel_payment.cancel_payment(app.services, bare, prepayment.id)
    await cancel_payment.cancel_payment(app.services, colleague, prepayment.id)
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED
