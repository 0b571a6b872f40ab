"""What can happen to a client's money, all through the deeds: one of each, in any currency."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import update

import models
from billing.errors import ProviderUnavailable
from billing.invoices import create_invoice, void_invoice
from billing.invoices.rules import Line
from billing.payments import cancel_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from models import FirmRole, MemberRight, PaymentMethod
from sandbox import Fault
from tests.support import returns
from tests.support.firm import Firm

_STOLEN = "pm_card_visa_chargeDeclinedStolenCard"
_BY_DEBIT = PaymentMethod.BANK_DEBIT


@dataclass(frozen=True)
class Life:
    """Of the firm's client; amounts are written in so many units of the firm's currency."""

    firm: Firm
    unit: int

    def sum(self, units: int) -> str:
        """So many units, in the currency."""
        return str(units * self.unit)

    def minor(self, units: int) -> int:
        """The same in minor units, for the provider."""
        digits = {"JPY": 0, "KWD": 3}.get(self.firm.currency, 2)
        return int(units * self.unit * 10**digits)

    async def all(self, *, debits: bool = False) -> None:
        """Everything, in an order in which it can be."""
        await self.paid()
        await self.written()
        await self.gone_back()
        await self.without_provider()
        if debits:
            await self.by_debit()
        await self.left()
        await self.waiting()

    async def paid(self) -> None:
        """Prepaid; paid by card and from credits; void."""
        firm = self.firm
        await firm.prepay(self.sum(100))
        by_card = await firm.issue(self.sum(12))
        await firm.come((await firm.pay(by_card, AmountChoice.FULL, PaymentSource.CARD))[0])
        await firm.pay(await firm.issue(self.sum(40)), self.sum(40))
        void = await firm.issue(self.sum(40))
        await firm.pay(void, self.sum(5))
        await void_invoice.void_invoice(firm.house.services, firm.owner, void, "A mistake, 100%")
        both = await firm.issue(self.sum(90))
        charge, _ = await firm.pay(both, AmountChoice.REMAINING, rest=PaymentMethod.CARD)
        await firm.come(charge)
        firm.house.clock.move(milliseconds=1750)

    async def written(self) -> None:
        """Invoices with words, lines and a deposit; drafts; one that was void before it was issued."""
        firm, services = self.firm, self.firm.house.services
        lines = (
            Line("Études, 1½ hours", Decimal("1.5"), Decimal(self.sum(3))),
            Line("Copies", Decimal("0.333333"), Decimal(self.sum(10))),
            Line("Gift", Decimal("10.00"), Decimal(0)),
        )
        for number, issue, due_on in (("A_%", True, dt.date(2026, 3, 1)), ("É-7", False, dt.date(2026, 1, 31))):
            wish = create_invoice.CreateInvoice(
                client_id=firm.client_id,
                number=number,
                description='Conseil "général" \\ 100%',
                lines=lines,
                deposit_requested=Decimal(self.sum(2)),
                due_on=due_on,
                issue=issue,
                pay_from_credits=None,
                idempotency_key=firm.house.key(),
            )
            made = await create_invoice.create_invoice(services, firm.owner, wish)
            if issue:
                await firm.prepay(self.sum(4))
                await firm.pay(made.invoice_id, self.sum(1))
        await firm.issue(self.sum(7), issue=False)
        unseen = await firm.issue(self.sum(8), issue=False)
        await void_invoice.void_invoice(services, firm.owner, unseen, "Never mind")
        await firm.issue("0")

    async def gone_back(self) -> None:
        """Refunds that came to an end, and not; disputes, won, lost and open."""
        firm = self.firm
        prepayment = await firm.prepayment(await firm.prepay(self.sum(20)))
        await returns.refund(firm, prepayment, self.sum(2))
        refund = await returns.refund(firm, prepayment, self.sum(3))
        await returns.happens(firm, "fail_refund", prepayment, refund=refund.provider_refund_id or "")
        for end in ("win", "lose", ""):
            dispute = await returns.happens(firm, "dispute", prepayment, amount=self.minor(3))
            if end:
                await returns.happens(firm, end, prepayment, dispute=dispute["id"])
        (payment,) = await firm.pay(await firm.issue(self.sum(30)), AmountChoice.FULL, PaymentSource.CARD)
        await firm.come(payment)
        await returns.refund(firm, payment, self.sum(4))
        await returns.happens(firm, "refund", payment, amount=self.minor(5))
        dispute = await returns.happens(firm, "dispute", payment, amount=self.minor(6))
        await returns.happens(firm, "lose", payment, dispute=dispute["id"])
        (from_credits,) = await firm.pay(await firm.issue(self.sum(9)), self.sum(6))
        await returns.refund(firm, from_credits, self.sum(2))
        spent = await firm.prepayment(await firm.prepay(self.sum(25)))
        await firm.pay(await firm.issue(self.sum(60)), self.sum(30))
        await returns.happens(firm, "dispute", spent)

    async def without_provider(self) -> None:
        """Notes and offline money, for an invoice and as credits; reversed, wholly and in part."""
        firm = self.firm
        note = await returns.note(firm, self.sum(20))
        await returns.reverse(firm, note, self.sum(3))
        await returns.reverse(firm, await returns.note(firm, self.sum(1)))
        await firm.pay(await firm.issue(self.sum(15)), self.sum(11))
        await returns.offline(firm, self.sum(4), await firm.issue(self.sum(3)), excess=True)
        await returns.offline(firm, self.sum(2), await firm.issue(self.sum(5)), received_on=dt.date(2026, 2, 27))
        await returns.offline(firm, self.sum(6), received_on=dt.date(2025, 12, 31))

    async def by_debit(self) -> None:
        """Debits: settled, failed, under way, released, beside credits, refunded, bounced."""
        firm = self.firm
        settled, failed = [await firm.ask_prepayment(self.sum(units), _BY_DEBIT) for units in (50, 51)]
        (bounces,) = await firm.pay(await firm.issue(self.sum(21)), AmountChoice.FULL, PaymentSource.BANK_DEBIT)
        (fails,) = await firm.pay(await firm.issue(self.sum(22)), AmountChoice.FULL, PaymentSource.BANK_DEBIT)
        await firm.confirm(settled, "pm_usBankAccount_success")
        await firm.confirm(failed, "pm_usBankAccount_accountClosed")
        await firm.confirm(bounces, "pm_usBankAccount_dispute")
        await firm.confirm(fails, "pm_usBankAccount_insufficientFunds")
        for _ in range(2):
            firm.house.clock.move(days=3)
            await firm.house.sandbox.tick()
            await firm.house.work()
        await returns.refund(firm, await firm.prepayment(settled.id), self.sum(10))
        for units in (120, 130):
            charge, _ = await firm.pay(await firm.issue(self.sum(units)), AmountChoice.FULL, rest=_BY_DEBIT)
            await firm.come(charge, "pm_usBankAccount_processing")
            if units == 120:
                await returns.release(firm, await firm.payment(charge.id))
        await firm.prepay(self.sum(17))

    async def left(self) -> None:
        """What a member did who has left since; and a user who is gone."""
        firm = self.firm
        member = await firm.add_member("gone", FirmRole.EMPLOYEE, *MemberRight)
        user = await firm.add_user(firm.client_id, "gone user")
        await firm.prepay(self.sum(6))
        late = await firm.issue(self.sum(50), due_on=dt.date(2026, 2, 1))
        await firm.pay(late, self.sum(1), viewer=member)
        await firm.pay(late, self.sum(2), viewer=user)
        async with firm.house.services.writes.begin() as session:
            for model, seat in ((models.FirmMember, member.id), (models.ClientUser, user.id)):
                gone = update(model).where(model.id == seat).values(removed_at=firm.house.clock())
                await session.execute(gone)

    async def waiting(self) -> None:
        """What waits for somebody: declined at first, or not tried; canceled."""
        firm, services = self.firm, self.firm.house.services
        await firm.confirm(await firm.ask_prepayment(self.sum(30)), _STOLEN)
        await firm.ask_prepayment(self.sum(35), viewer=firm.owner)
        canceled = await firm.ask_prepayment(self.sum(20), viewer=firm.owner)
        await cancel_payment.cancel_payment(services, firm.owner, canceled.id)
        await firm.pay(await firm.issue(self.sum(180)), AmountChoice.REMAINING, rest=PaymentMethod.CARD)
        await firm.prepay(self.sum(9))
        pending = await firm.issue(self.sum(25))
        (tried,) = await firm.pay(pending, AmountChoice.REMAINING, PaymentSource.CARD, viewer=firm.owner)
        await firm.confirm(tried, _STOLEN)
        firm.house.clock.move(seconds=60, microseconds=123456)
        await firm.house.work()

    async def unanswered(self) -> None:
        """What the provider has not answered for: to be done last, as whoever works asks it again."""
        firm = self.firm
        firm.house.sandbox.faults.add(Fault("drop", path="payment_intents$", times=20))
        for viewer in (firm.owner, firm.client_user):
            try:
                await firm.ask_prepayment(self.sum(8), viewer=viewer)
            except ProviderUnavailable:
                continue
            raise AssertionError
        firm.house.sandbox.faults.clear()
