"""Everything that can happen to a client's money, by the use cases, in any currency."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import update

import models
from billing.errors import ProviderUnavailable
from billing.identity.revoke_invitation import revoke_invitation
from billing.invoices import create_invoice, void_invoice
from billing.invoices.rules import Line
from billing.payments import cancel_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from models import FirmRole, MemberRight, PaymentMethod
from sandbox import Fault
from tests.support import actions, people
from tests.support.firm import Firm

_DECLINED_CARD = "pm_card_visa_chargeDeclinedStolenCard"
_BANK_DEBIT = PaymentMethod.BANK_DEBIT


@dataclass(frozen=True)
class ClientLifecycle:
    """Runs use cases for the firm's client; amounts are multiples of `amount_multiplier` in the firm's currency."""

    firm: Firm
    amount_multiplier: int

    def decimal_amount(self, units: int) -> str:
        """Return the amount of so many units, as an API argument."""
        return str(units * self.amount_multiplier)

    def minor_amount(self, units: int) -> int:
        """Return the same amount in minor units, for the Stripe simulator."""
        digits = {"JPY": 0, "KWD": 3}.get(self.firm.currency, 2)
        return int(units * self.amount_multiplier * 10**digits)

    async def run_all(self, *, debits: bool = False) -> None:
        """Run all of the following, in an order that is possible."""
        await self.paid_invoices()
        await self.detailed_invoices()
        await self.refunds_and_disputes()
        await self.offline_and_credit_notes()
        if debits:
            await self.bank_debits()
        await self.removed_members()
        await self.invitations()
        await self.open_charges()

    async def paid_invoices(self) -> None:
        """A prepayment; invoices paid by card, from credits and by both; a void one."""
        firm = self.firm
        await firm.prepay(self.decimal_amount(100))
        by_card = await firm.create_invoice(self.decimal_amount(12))
        await firm.settle_charge((await firm.pay(by_card, AmountChoice.FULL, PaymentSource.CARD))[0])
        await firm.pay(await firm.create_invoice(self.decimal_amount(40)), self.decimal_amount(40))
        voided = await firm.create_invoice(self.decimal_amount(40))
        await firm.pay(voided, self.decimal_amount(5))
        await void_invoice.void_invoice(firm.app.services, firm.owner, voided, "A mistake, 100%")
        both = await firm.create_invoice(self.decimal_amount(90))
        charge, _ = await firm.pay(both, AmountChoice.REMAINING, remainder_method=PaymentMethod.CARD)
        await firm.settle_charge(charge)
        firm.app.clock.advance(milliseconds=1750)

    async def detailed_invoices(self) -> None:
        """Invoices with text, lines and a deposit; drafts; one voided before it was issued; one of zero."""
        firm, services = self.firm, self.firm.app.services
        lines = (
            Line("Études, 1½ hours", Decimal("1.5"), Decimal(self.decimal_amount(3))),
            Line("Copies", Decimal("0.333333"), Decimal(self.decimal_amount(10))),
            Line("Gift", Decimal("10.00"), Decimal(0)),
        )
        for number, issue, due_on in (("A_%", True, dt.date(2026, 3, 1)), ("É-7", False, dt.date(2026, 1, 31))):
            command = create_invoice.CreateInvoiceCommand(
                client_id=firm.client_id,
                number=number,
                description='Conseil "général" \\ 100%',
                lines=lines,
                deposit_requested=Decimal(self.decimal_amount(2)),
                due_on=due_on,
                issue=issue,
                pay_from_credits=None,
                idempotency_key=firm.app.new_key(),
            )
            result = await create_invoice.create_invoice(services, firm.owner, command)
            if issue:
                await firm.prepay(self.decimal_amount(4))
                await firm.pay(result.invoice_id, self.decimal_amount(1))
        await firm.create_invoice(self.decimal_amount(7), issue=False)
        draft = await firm.create_invoice(self.decimal_amount(8), issue=False)
        await void_invoice.void_invoice(services, firm.owner, draft, "Never mind")
        await firm.create_invoice("0")

    async def refunds_and_disputes(self) -> None:
        """Refunds, settled and failed; disputes, won, lost and open."""
        firm = self.firm
        prepayment = await firm.prepayment(await firm.prepay(self.decimal_amount(20)))
        await actions.refund(firm, prepayment, self.decimal_amount(2))
        refund = await actions.refund(firm, prepayment, self.decimal_amount(3))
        await actions.act_and_deliver(firm, "fail_refund", prepayment, refund=refund.provider_refund_id or "")
        for outcome in ("win", "lose", ""):
            dispute = await actions.act_and_deliver(firm, "dispute", prepayment, amount=self.minor_amount(3))
            if outcome:
                await actions.act_and_deliver(firm, outcome, prepayment, dispute=dispute["id"])
        (payment,) = await firm.pay(
            await firm.create_invoice(self.decimal_amount(30)), AmountChoice.FULL, PaymentSource.CARD
        )
        await firm.settle_charge(payment)
        await actions.refund(firm, payment, self.decimal_amount(4))
        await actions.act_and_deliver(firm, "refund", payment, amount=self.minor_amount(5))
        dispute = await actions.act_and_deliver(firm, "dispute", payment, amount=self.minor_amount(6))
        await actions.act_and_deliver(firm, "lose", payment, dispute=dispute["id"])
        (from_credits,) = await firm.pay(await firm.create_invoice(self.decimal_amount(9)), self.decimal_amount(6))
        await actions.refund(firm, from_credits, self.decimal_amount(2))
        spent = await firm.prepayment(await firm.prepay(self.decimal_amount(25)))
        await firm.pay(await firm.create_invoice(self.decimal_amount(60)), self.decimal_amount(30))
        await actions.act_and_deliver(firm, "dispute", spent)

    async def offline_and_credit_notes(self) -> None:
        """Credit notes, reversed in part and in full; offline payments, of invoices and as credits."""
        firm = self.firm
        note = await actions.issue_credit_note(firm, self.decimal_amount(20))
        await actions.reverse_credits(firm, note, self.decimal_amount(3))
        await actions.reverse_credits(firm, await actions.issue_credit_note(firm, self.decimal_amount(1)))
        await firm.pay(await firm.create_invoice(self.decimal_amount(15)), self.decimal_amount(11))
        await actions.record_offline(
            firm, self.decimal_amount(4), await firm.create_invoice(self.decimal_amount(3)), excess_to_credits=True
        )
        await actions.record_offline(
            firm,
            self.decimal_amount(2),
            await firm.create_invoice(self.decimal_amount(5)),
            received_on=dt.date(2026, 2, 27),
            reason='Cheque "4711" \\ 1%',
        )
        await actions.record_offline(firm, self.decimal_amount(6), received_on=dt.date(2025, 12, 31))

    async def bank_debits(self) -> None:
        """Bank debits: settled, failed, processing, released, with credits, refunded, bounced."""
        firm = self.firm
        settled, failed = [await firm.start_prepayment(self.decimal_amount(units), _BANK_DEBIT) for units in (50, 51)]
        (disputed,) = await firm.pay(
            await firm.create_invoice(self.decimal_amount(21)), AmountChoice.FULL, PaymentSource.BANK_DEBIT
        )
        (unfunded,) = await firm.pay(
            await firm.create_invoice(self.decimal_amount(22)), AmountChoice.FULL, PaymentSource.BANK_DEBIT
        )
        await firm.confirm(settled, "pm_usBankAccount_success")
        await firm.confirm(failed, "pm_usBankAccount_accountClosed")
        await firm.confirm(disputed, "pm_usBankAccount_dispute")
        await firm.confirm(unfunded, "pm_usBankAccount_insufficientFunds")
        for _ in range(2):
            firm.app.clock.advance(days=3)
            await firm.app.sandbox.tick()
            await firm.app.run_due_jobs()
        await actions.refund(firm, await firm.prepayment(settled.id), self.decimal_amount(10))
        for units in (120, 130):
            charge, _ = await firm.pay(
                await firm.create_invoice(self.decimal_amount(units)), AmountChoice.FULL, remainder_method=_BANK_DEBIT
            )
            await firm.settle_charge(charge, "pm_usBankAccount_processing")
            if units == 120:
                await actions.release(firm, await firm.payment(charge.id))
        await firm.prepay(self.decimal_amount(17))

    async def removed_members(self) -> None:
        """Payments by a member and a client user whose memberships are removed afterwards."""
        firm = self.firm
        member = await firm.add_member("gone", FirmRole.EMPLOYEE, *MemberRight)
        user = await firm.add_user(firm.client_id, "gone user")
        await firm.prepay(self.decimal_amount(6))
        overdue = await firm.create_invoice(self.decimal_amount(50), due_on=dt.date(2026, 2, 1))
        await firm.pay(overdue, self.decimal_amount(1), viewer=member)
        await firm.pay(overdue, self.decimal_amount(2), viewer=user)
        async with firm.app.services.writes.begin() as db_session:
            for model, membership_id in ((models.FirmMember, member.id), (models.ClientUser, user.id)):
                removal = update(model).where(model.id == membership_id).values(removed_at=firm.app.clock())
                await db_session.execute(removal)

    async def invitations(self) -> None:
        """Invitations of members and client users in every status."""
        firm = self.firm
        address = f"{firm.client_id.hex}@example.test"
        expired = await people.invite_user(firm, address)
        async with firm.app.services.writes.begin() as db_session:
            of_invitation = update(models.Invitation).where(models.Invitation.id == expired)
            await db_session.execute(of_invitation.values(expires_at=firm.app.clock()))
        await people.invite_user(firm, address)
        revoked = await people.invite(firm, address, rights=(MemberRight.MANAGE_CLIENTS,), name="Zoé")
        await revoke_invitation(firm.app.services, firm.owner, revoked)
        accepted = await people.invite_user(firm, f"accepted-{address}")
        await people.accept(firm.app, await people.token_of(firm, accepted))
        await people.invite(firm, f"admin-{address}", role=FirmRole.ADMIN)

    async def open_charges(self) -> None:
        """Provider payments that were declined, not attempted yet, or canceled."""
        firm, services = self.firm, self.firm.app.services
        await firm.confirm(await firm.start_prepayment(self.decimal_amount(30)), _DECLINED_CARD)
        await firm.start_prepayment(self.decimal_amount(35), viewer=firm.owner)
        canceled = await firm.start_prepayment(self.decimal_amount(20), viewer=firm.owner)
        await cancel_payment.cancel_payment(services, firm.owner, canceled.id)
        await firm.pay(
            await firm.create_invoice(self.decimal_amount(180)),
            AmountChoice.REMAINING,
            remainder_method=PaymentMethod.CARD,
        )
        await firm.prepay(self.decimal_amount(9))
        pending = await firm.create_invoice(self.decimal_amount(25))
        (attempted,) = await firm.pay(pending, AmountChoice.REMAINING, PaymentSource.CARD, viewer=firm.owner)
        await firm.confirm(attempted, _DECLINED_CARD)
        firm.app.clock.advance(seconds=60, microseconds=123456)
        await firm.app.run_due_jobs()

    async def unanswered_requests(self) -> None:
        """Provider payments in status CREATING; to be run last, as the worker would request them again."""
        firm = self.firm
        firm.app.sandbox.faults.add(Fault("drop", path="payment_intents$", times=20))
        for viewer in (firm.owner, firm.client_user):
            try:
                await firm.start_prepayment(self.decimal_amount(8), viewer=viewer)
            except ProviderUnavailable:
                continue
            raise AssertionError
        firm.app.sandbox.faults.clear()
