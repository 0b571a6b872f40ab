"""Canceling an open payment or prepayment."""

from __future__ import annotations

import pytest

from billing.access.policy import PermissionDenied
from billing.errors import NotFound, PaymentNotChangeable, ProviderUnavailable
from billing.payments import cancel_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from models import FirmRole, MemberRight, PaymentMethod, PaymentStatus
from sandbox import Fault
from tests.support.firm import AppHarness


async def test_cancel_releases_credits_and_invoice(app: AppHarness) -> None:
    """D16, D23, D30: both parts are canceled, at the provider first; repeating answers as the first time."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    card_payment, credits_payment = await firm.pay(
        invoice, AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD
    )
    canceled = await cancel_payment.cancel_payment(app.services, firm.client_user, card_payment.id)
    assert (set(canceled.payment_ids), canceled.invoice_id) == ({card_payment.id, credits_payment.id}, invoice)
    assert await firm.credits() == (30_00, 0)
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 50_00)
    assert len(app.sandbox.events(kind="payment_intent.canceled")) == 1
    async with firm.assert_unchanged():
        for payment in (card_payment, credits_payment):
            again = await cancel_payment.cancel_payment(app.services, firm.client_user, payment.id)
            assert set(again.payment_ids) == {card_payment.id, credits_payment.id}


async def test_cancel_a_prepayment(app: AppHarness) -> None:
    """D23: CANCELED, and nothing is credited."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("50.00")
    canceled = await cancel_payment.cancel_payment(app.services, firm.owner, prepayment.id)
    assert canceled.prepayment_id == prepayment.id
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED
    assert await firm.credits() == (0, 0)


async def test_payment_that_succeeded_meanwhile_is_settled(app: AppHarness) -> None:
    """D23: too late to cancel: it is recorded as succeeded, and the error says so."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("50.00")
    await firm.confirm(prepayment, "pm_card_visa")
    with pytest.raises(PaymentNotChangeable) as error:
        await cancel_payment.cancel_payment(app.services, firm.client_user, prepayment.id)
    assert error.value.status is PaymentStatus.SUCCEEDED
    assert await firm.credits() == (50_00, 0)


async def test_ended_payment_cannot_be_canceled(app: AppHarness) -> None:
    """D23: only a payment that requires action can be canceled; nothing changes."""
    firm = await app.create_ready_firm()
    prepayment_id = await firm.prepay("50.00")
    (payment,) = await firm.pay(await firm.create_invoice("10.00"), AmountChoice.FULL)
    async with firm.assert_unchanged():
        for payment_id in (prepayment_id, payment.id):
            with pytest.raises(PaymentNotChangeable):
                await cancel_payment.cancel_payment(app.services, firm.client_user, payment_id)


async def test_cancel_without_an_answer_from_the_provider(app: AppHarness) -> None:
    """P5: nothing is recorded that is not known; repeating is safe."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("50.00")
    app.sandbox.faults.add(Fault("drop", when="after", path="/cancel$", times=2))
    async with firm.assert_unchanged():
        with pytest.raises(ProviderUnavailable):
            await cancel_payment.cancel_payment(app.services, firm.client_user, prepayment.id)
    await cancel_payment.cancel_payment(app.services, firm.client_user, prepayment.id)
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED


async def test_permissions(app: AppHarness) -> None:
    """Roles: any user of the client, and members with MANAGE_PAYMENTS; for anyone else it is not found."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    prepayment = await firm.start_prepayment("50.00")
    stranger = await firm.add_user(await firm.add_client(), "stranger")
    colleague = await firm.add_user(firm.client_id, "colleague")
    invoice_manager = await firm.add_member("bare", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES)
    async with firm.assert_unchanged():
        for viewer in (stranger, other.owner, other.client_user):
            with pytest.raises(NotFound):
                await cancel_payment.cancel_payment(app.services, viewer, prepayment.id)
        with pytest.raises(PermissionDenied):
            await cancel_payment.cancel_payment(app.services, invoice_manager, prepayment.id)
    await cancel_payment.cancel_payment(app.services, colleague, prepayment.id)
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED
