"""Whole histories in which money goes back, too: refunds, disputes, notes, offline money, releases, reversals."""

from __future__ import annotations

import uuid
from collections import Counter
from decimal import Decimal

from hypothesis import seed
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from billing.payments import release_payment
from tests.stories.ideal import Charge, Invoice, Payment
from tests.stories.ideal_returns import Dispute, IdealOfReturns, Refund
from tests.stories.test_histories import (
    LONG,
    QUICK,
    SHARES,
    History,
    picks,
    refusal,
    shares,
)
from tests.support import returns
from tests.support.books import Books
from tests.support.firm import Firm
from tests.support.longer import IS_LONG


class HistoryOfReturns(History):
    """The same history, in which every sum may come back."""

    def __init__(self) -> None:
        super().__init__()
        self.back = IdealOfReturns()
        self.ideal = self.back
        self.notes: list[tuple[str, str]] = []
        self.offline: list[Payment] = []

    def firm_of(self, client: int) -> Firm:
        firm = Firm(self.house, self.ready.firm.id, self.ready.client_ids[client], "EUR")
        firm.owner = self.ready.owner
        return firm

    def came(self) -> list[Charge]:
        return [one for one in self.ideal.charges if one.id in self.ideal.lots]

    async def tell_of(self, charge: Charge) -> None:
        await self.tell(charge, "payment_intent.succeeded")

    # ---- what comes back

    @precondition(lambda self: self.came())
    @rule(pick=picks, share=shares)
    def refund(self, pick: int, share: str) -> None:
        """D26: up to what is unspent, and what is on its own invoice; refused by the provider, all is as before."""
        came = self.came()
        charge = came[pick % len(came)] if pick else self.ideal.charges[0]
        amount = SHARES[share](self.back.refundable(charge))

        async def deed() -> None:
            firm, table = self.firm_of(charge.client), "prepayment" if charge.invoice is None else "payment"
            expected = "NotRefundable" if amount > self.back.refundable(charge) else None
            if not expected and (charge.was_tampered or self.back.bank_has(charge)):
                expected = "ProviderRefused"
            if amount <= 0:
                expected = "InvalidAmount"
            row = await (firm.prepayment if table == "prepayment" else firm.payment)(uuid.UUID(charge.id))
            refused = await refusal(returns.refund(firm, row, f"{Decimal(amount) / 100:f}"))
            assert refused == expected
            if expected is None:
                (refund_id,) = self.row("SELECT id FROM refund ORDER BY id DESC")
                self.back.refund(charge, refund_id, amount)

        self.step("refund", deed, moves=True)

    @precondition(lambda self: any(one.payments for one in self.ideal.invoices))
    @rule(pick=picks, share=shares)
    def refund_to_credits(self, pick: int, share: str) -> None:
        """D26: what credits paid goes back to credits; of offline money it is recorded that it went back (D22)."""
        found = [
            (invoice, payment)
            for invoice in self.ideal.invoices
            for payment in invoice.payments
            if payment.own is None or payment in self.offline
        ]
        if not found:
            return
        invoice, payment = found[pick % len(found)]
        amount = SHARES[share](payment.applied)

        async def deed() -> None:
            self.name(invoice, payment)
            firm = self.firm_of(invoice.client)
            expected = "NotRefundable" if amount > payment.applied else None
            expected = "InvalidAmount" if amount <= 0 else expected
            row = await firm.payment(uuid.UUID(payment.id))
            assert await refusal(returns.refund(firm, row, f"{Decimal(amount) / 100:f}")) == expected
            if expected is None:
                undo = self.back.refund_to_credits if payment.own is None else self.back.refund_offline
                undo(payment, amount)

        self.step("refund to credits", deed, moves=True)

    def name(self, invoice: Invoice, payment: Payment) -> None:
        """The row of a payment from credits: its partner's partner, or the one that is nobody's."""
        for charge in self.ideal.charges:
            if charge.partner is not None and charge.partner.id is None:
                (charge.partner.id,) = self.row("SELECT id FROM payment WHERE partner_id = ?", charge.id)
        rows = self.look(
            "SELECT id FROM payment WHERE invoice_id = ? AND paid_by = 'CREDITS' AND partner_id IS NULL ORDER BY id",
            invoice.id,
        )
        unpaired = [one for one in invoice.payments if one.own is None and not self.is_partner(one)]
        for one, (payment_id,) in zip(unpaired, rows, strict=True):
            one.id = payment_id
        assert payment.id is not None

    def is_partner(self, payment: Payment) -> bool:
        return any(charge.partner is payment for charge in self.ideal.charges)

    @precondition(lambda self: self.came())
    @rule(pick=picks, share=shares, kind=st.sampled_from(["dispute", "dispute", "refund"]))
    def at_the_provider(self, pick: int, share: str, kind: str) -> None:
        """D27, D28: disputed, bounced, or refunded in the dashboard, whatever became of the money."""
        came = [one for one in self.came() if not one.was_tampered]
        if not came:
            return
        charge = came[pick % len(came)]

        async def deed() -> None:
            account, intent = self.ready.account, self.intent(charge)[0]
            given = sum(one.amount for one in self.back.refunds if one.charge is charge and one.status != "FAILED")
            amount = SHARES[share](charge.amount if kind == "dispute" else charge.amount - given)
            if amount <= 0 or (kind == "refund" and (amount + given > charge.amount or self.back.bank_has(charge))):
                return
            made = self.house.sandbox.dashboard(kind, account, payment_intent=intent, amount=amount)
            if kind == "refund":
                await self.tell_of(charge)
                (refund_id,) = self.row("SELECT id FROM refund ORDER BY id DESC")
                self.back.refund_in_dashboard(charge, refund_id, amount)
                return
            await self.tell_of(charge)
            for refund in self.back.refunds:
                if refund.charge is charge and refund.under_way:
                    self.back.observed(refund, "FAILED")
            dispute = Dispute(made["id"], charge, amount)
            self.back.disputes.append(dispute)
            self.back.withdraw(dispute)

        self.step(kind, deed, moves=True)

    @precondition(lambda self: any(one.is_out for one in self.back.disputes))
    @rule(pick=picks)
    def win(self, pick: int) -> None:
        """D27: the bank gives it back, even after it had decided otherwise."""
        out = [one for one in self.back.disputes if one.is_out]
        dispute = out[pick % len(out)]

        async def deed() -> None:
            self.house.sandbox.dashboard("win", self.ready.account, dispute=dispute.id)
            await self.tell_of(dispute.charge)
            self.back.reinstate(dispute)

        self.step("win", deed, moves=True)

    @precondition(lambda self: any(not one.is_out for one in self.back.disputes))
    @rule(pick=picks)
    def escalate(self, pick: int) -> None:
        """D27: taken up again, it is withdrawn again."""
        won = [one for one in self.back.disputes if not one.is_out]
        dispute = won[pick % len(won)]

        async def deed() -> None:
            self.house.sandbox.dashboard("escalate", self.ready.account, dispute=dispute.id)
            await self.tell_of(dispute.charge)
            for refund in self.back.refunds:
                if refund.charge is dispute.charge and refund.under_way:
                    self.back.observed(refund, "FAILED")
            self.back.withdraw(dispute)

        self.step("escalate", deed, moves=True)

    @precondition(lambda self: any(one.status in ("SUCCEEDED", "PROCESSING") for one in self.back.refunds))
    @rule(pick=picks)
    def a_refund_fails(self, pick: int) -> None:
        """D26: before it was done, or after: its money is where it was, its invoices included."""
        found = [one for one in self.back.refunds if one.status != "FAILED"]
        refund = found[pick % len(found)]

        async def deed() -> None:
            (provider_id,) = self.row("SELECT provider_refund_id FROM refund WHERE id = ?", refund.id)
            self.house.sandbox.dashboard("fail_refund", self.ready.account, refund=provider_id)
            await self.tell_of(refund.charge)

        self.step("refund fails", deed, moves=True)
        assert refund.status == "FAILED"

    @precondition(lambda self: any(one.under_way for one in self.ideal.charges))
    @rule(pick=picks)
    def release(self, pick: int) -> None:
        """D24: only what is processing, or not known to be there."""
        of_invoices = [one for one in self.ideal.charges if one.invoice is not None]
        under_way = [one for one in of_invoices if one.status in ("CREATING", "PROCESSING")] or of_invoices
        if not under_way:
            return
        charge = under_way[pick % len(under_way)]

        async def deed() -> None:
            deed = release_payment.release_payment(self.house.services, self.ready.owner, uuid.UUID(charge.id))
            possible = charge.status in ("CREATING", "PROCESSING")
            expected = None if possible or charge.status == "RELEASED" else "PaymentNotChangeable"
            assert await refusal(deed) == expected
            if possible:
                self.back.end(charge, "RELEASED")

        self.step("release", deed, moves=True)

    @rule(client=st.integers(0, 1), share=shares, offline=st.booleans())
    def grant(self, client: int, share: str, offline: bool) -> None:
        """D22, D26: a note, or a cheque that becomes credits."""
        amount = SHARES[share](self.ideal.due(client) or 40_00)
        written = f"{Decimal(amount) / 100:f}"

        async def deed() -> None:
            firm = self.firm_of(client)
            grant = returns.offline(firm, written) if offline else returns.note(firm, written)
            refused = await refusal(grant)
            assert refused == ("InvalidAmount" if amount <= 0 else None)
            if refused is None:
                entry, lot = self.row("SELECT id, lot_id FROM credit_entry ORDER BY event_seq DESC, id DESC")
                self.back.grant(client, lot, (self.house.clock.seconds(), lot), amount)
                self.notes.append((entry, lot))

        self.step("grant", deed)

    @precondition(lambda self: self.notes)
    @rule(pick=picks, share=shares)
    def reverse(self, pick: int, share: str) -> None:
        """D26: up to what is unspent."""
        entry, lot_id = self.notes[pick % len(self.notes)]
        lot = self.ideal.lots[lot_id]
        amount = SHARES[share](lot.left)

        async def deed() -> None:
            expected = "NotRefundable" if amount > lot.left else None
            expected = "InvalidAmount" if amount <= 0 else expected
            reverse = returns.reverse(self.firm_of(lot.client), uuid.UUID(entry), f"{Decimal(amount) / 100:f}")
            assert await refusal(reverse) == expected
            if expected is None:
                lot.left -= amount

        self.step("reverse", deed, moves=True)

    @precondition(lambda self: any(one.payable for one in self.ideal.invoices))
    @rule(pick=picks, share=shares, excess=st.booleans())
    def pay_offline(self, pick: int, share: str, excess: bool) -> None:
        """D22: up to what is payable; with `excessToCredits` the rest is credits."""
        payable = [one for one in self.ideal.invoices if one.payable]
        invoice = payable[pick % len(payable)]
        amount = SHARES[share](invoice.payable)

        async def deed() -> None:
            expected = "AmountExceedsPayable" if amount > invoice.payable and not excess else None
            expected = "InvalidAmount" if amount <= 0 else expected
            firm = self.firm_of(invoice.client)
            written = f"{Decimal(amount) / 100:f}"
            assert await refusal(returns.offline(firm, written, uuid.UUID(invoice.id), excess=excess)) == expected
            if expected is not None:
                return
            now, part = self.house.clock.seconds(), min(amount, invoice.payable)
            (payment_id,) = self.row("SELECT id FROM payment WHERE paid_by = 'OFFLINE' ORDER BY id DESC")
            (lot,) = self.row("SELECT id FROM account WHERE kind = 'LOT' AND payment_id = ?", payment_id)
            self.offline.append(self.back.pay_offline(invoice, payment_id, (now, lot), part))
            if amount > part:
                entry, lot = self.row(
                    "SELECT id, lot_id FROM credit_entry WHERE kind = 'OFFLINE_PAYMENT' AND payment_id IS NULL"
                    " ORDER BY id DESC"
                )
                self.back.grant(invoice.client, lot, (now, lot), amount - part)
                self.notes.append((entry, lot))

        self.step("pay offline", deed, moves=True)

    # ---- what ought to be

    def observe(self) -> None:
        """Take over what became of refunds, and money that came for what was released."""
        for charge in self.ideal.charges:
            if charge.status == "RELEASED" and charge.id not in self.ideal.lots:
                for (lot,) in self.look("SELECT id FROM account WHERE kind = 'LOT' AND payment_id = ?", charge.id):
                    assert self.truth(charge) == "succeeded"
                    self.ideal.come(charge, (self.house.clock.seconds(), lot))
        super().observe()
        for refund in self.back.refunds:
            self.observe_refund(refund)

    def observe_refund(self, refund: Refund) -> None:
        status, provider_id = self.row("SELECT status, provider_refund_id FROM refund WHERE id = ?", refund.id)
        if status != refund.status:
            truth = self.house.sandbox.tamper(provider_id)["status"]
            assert truth == {"PROCESSING": "pending"}.get(status, status.lower())
            self.back.observed(refund, status)

    def assert_known(self, charge: Charge) -> None:
        if charge.status != "RELEASED":
            super().assert_known(charge)

    def compare(self) -> None:
        """D12, D14, D18, D27, D33, D34: also each payment's part, what was refunded, and what was lost."""
        super().compare()
        for charge in self.came():
            table = "prepayment" if charge.invoice is None else "payment"
            (refunded,) = self.row(f"SELECT refunded FROM {table} WHERE id = ?", charge.id)
            assert refunded == self.back.refunded(charge)
            if charge.invoice is not None:
                (applied,) = self.row("SELECT applied FROM payment WHERE id = ?", charge.id)
                assert applied == (charge.payment.applied if charge.payment else 0)
        (loss,) = self.row("SELECT coalesce(sum(debits - credits), 0) FROM account WHERE kind = 'LOSS'")
        assert loss == self.back.loss()
        for payment in self.offline:
            found = self.row("SELECT applied, refunded FROM payment WHERE id = ?", payment.id)
            assert found == (payment.applied, payment.refunded)

    async def _end(self) -> None:
        await super()._end()
        assert not [one for one in self.back.refunds if one.status == "CREATING"]
        await returns.assert_period(self.firm)


def test_whatever_comes_back(books: Books) -> None:
    """D21, D22, D24 to D28, D32 to D34, in any order, with any amounts."""
    tally: Counter[str] = Counter()

    class Shard(HistoryOfReturns):
        where = books
        counts = tally

    if IS_LONG:
        run_state_machine_as_test(Shard, settings=LONG)
    else:
        run_state_machine_as_test(seed(3)(Shard), settings=QUICK)
    assert tally["moved"] / tally["money steps"] >= 0.3, tally
    assert tally["posted"] > 100, tally
