"""Whole histories in which money goes back, too: refunds, disputes, notes, offline money, releases, reversals."""

from __future__ import annotations

import uuid
from collections import Counter
from decimal import Decimal

from hypothesis import seed
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from billing.payments import release_payment
from tests.stories.reference_model import Invoice, Payment, ProviderPayment
from tests.stories.reference_model_refunds import Dispute, Refund, RefundReferenceModel
from tests.stories.test_state_machine import (
    LONG_SETTINGS,
    QUICK_SETTINGS,
    SHARE_AMOUNTS,
    BillingStateMachine,
    error_name,
    picks,
    shares,
)
from tests.support import actions
from tests.support.database_backends import DatabaseBackend
from tests.support.firm import Firm
from tests.support.long_runs import IS_LONG


class RefundStateMachine(BillingStateMachine):
    """The same history, in which every sum may come back."""

    def __init__(self) -> None:
        super().__init__()
        self.back = RefundReferenceModel()
        self.ideal = self.back
        self.notes: list[tuple[str, str]] = []
        self.offline: list[Payment] = []

    def firm_of(self, client: int) -> Firm:
        firm = Firm(self.house, self.ready.firm.id, self.ready.client_ids[client], "EUR")
        firm.owner = self.ready.owner
        return firm

    def settled_charges(self) -> list[ProviderPayment]:
        return [one for one in self.ideal.charges if one.id in self.ideal.lots]

    async def deliver_charge_webhook(self, charge: ProviderPayment) -> None:
        await self.post_webhook(charge, "payment_intent.succeeded")

    # ---- what comes back

    @precondition(lambda self: self.settled_charges())
    @rule(pick=picks, share=shares)
    def refund(self, pick: int, share: str) -> None:
        """D26: up to what is unspent, and what is on its own invoice; refused by the provider, all is as before."""
        came = self.settled_charges()
        charge = came[pick % len(came)] if pick else self.ideal.charges[0]
        amount = SHARE_AMOUNTS[share](self.back.refundable(charge))

        async def deed() -> None:
            firm, table = self.firm_of(charge.client), "prepayment" if charge.invoice is None else "payment"
            expected = "NotRefundable" if amount > self.back.refundable(charge) else None
            if not expected and (charge.was_tampered or self.back.is_disputed(charge)):
                expected = "ProviderRefused"
            if amount <= 0:
                expected = "InvalidAmount"
            row = await (firm.prepayment if table == "prepayment" else firm.payment)(uuid.UUID(charge.id))
            refused = await error_name(actions.refund(firm, row, f"{Decimal(amount) / 100:f}"))
            assert refused == expected
            if expected is None:
                (refund_id,) = self.row("SELECT id FROM refund ORDER BY id DESC")
                self.back.refund(charge, refund_id, amount)

        self.step("refund", deed, moves_money=True)

    @precondition(lambda self: any(one.payments for one in self.ideal.invoices))
    @rule(pick=picks, share=shares)
    def refund_to_credits(self, pick: int, share: str) -> None:
        """D26: what credits paid goes back to credits; of offline money it is recorded that it went back (D22)."""
        found = [
            (invoice, payment)
            for invoice in self.ideal.invoices
            for payment in invoice.payments
            if payment.own_lot is None or payment in self.offline
        ]
        if not found:
            return
        invoice, payment = found[pick % len(found)]
        amount = SHARE_AMOUNTS[share](payment.applied)

        async def deed() -> None:
            self.link_payment(invoice, payment)
            firm = self.firm_of(invoice.client)
            expected = "NotRefundable" if amount > payment.applied else None
            expected = "InvalidAmount" if amount <= 0 else expected
            row = await firm.payment(uuid.UUID(payment.id))
            assert await error_name(actions.refund(firm, row, f"{Decimal(amount) / 100:f}")) == expected
            if expected is None:
                undo = self.back.refund_to_credits if payment.own_lot is None else self.back.refund_offline
                undo(payment, amount)

        self.step("refund to credits", deed, moves_money=True)

    def link_payment(self, invoice: Invoice, payment: Payment) -> None:
        """The row of a payment from credits: its partner's partner, or the one that is nobody's."""
        for charge in self.ideal.charges:
            if charge.split_tender is not None and charge.split_tender.id is None:
                (charge.split_tender.id,) = self.row("SELECT id FROM payment WHERE split_tender_id = ?", charge.id)
        rows = self.look(
            "SELECT id FROM payment WHERE invoice_id = ? AND paid_by = 'CREDITS' AND split_tender_id IS NULL ORDER BY id",
            invoice.id,
        )
        unpaired = [one for one in invoice.payments if one.own_lot is None and not self.is_split_tender(one)]
        for one, (payment_id,) in zip(unpaired, rows, strict=True):
            one.id = payment_id
        assert payment.id is not None

    def is_split_tender(self, payment: Payment) -> bool:
        return any(charge.split_tender is payment for charge in self.ideal.charges)

    @precondition(lambda self: self.settled_charges())
    @rule(pick=picks, share=shares, kind=st.sampled_from(["dispute", "dispute", "refund"]))
    def act_in_dashboard(self, pick: int, share: str, kind: str) -> None:
        """D27, D28: disputed, bounced, or refunded in the dashboard, whatever became of the money."""
        came = [one for one in self.settled_charges() if not one.was_tampered]
        if not came:
            return
        charge = came[pick % len(came)]

        async def deed() -> None:
            account, intent = self.ready.account, self.intent(charge)[0]
            given = sum(one.amount for one in self.back.refunds if one.charge is charge and one.status != "FAILED")
            amount = SHARE_AMOUNTS[share](charge.amount if kind == "dispute" else charge.amount - given)
            if amount <= 0 or (kind == "refund" and (amount + given > charge.amount or self.back.is_disputed(charge))):
                return
            made = self.house.sandbox.run_control(kind, account, payment_intent=intent, amount=amount)
            if kind == "refund":
                await self.deliver_charge_webhook(charge)
                (refund_id,) = self.row("SELECT id FROM refund ORDER BY id DESC")
                self.back.refund_in_dashboard(charge, refund_id, amount)
                return
            await self.deliver_charge_webhook(charge)
            for refund in self.back.refunds:
                if refund.charge is charge and refund.is_open:
                    self.back.apply_refund_status(refund, "FAILED")
            dispute = Dispute(made["id"], charge, amount)
            self.back.disputes.append(dispute)
            self.back.withdraw(dispute)

        self.step(kind, deed, moves_money=True)

    @precondition(lambda self: any(one.is_withdrawn for one in self.back.disputes))
    @rule(pick=picks)
    def win(self, pick: int) -> None:
        """D27: the bank gives it back, even after it had decided otherwise."""
        out = [one for one in self.back.disputes if one.is_withdrawn]
        dispute = out[pick % len(out)]

        async def deed() -> None:
            self.house.sandbox.run_control("win", self.ready.account, dispute=dispute.id)
            await self.deliver_charge_webhook(dispute.charge)
            self.back.reinstate(dispute)

        self.step("win", deed, moves_money=True)

    @precondition(lambda self: any(not one.is_withdrawn for one in self.back.disputes))
    @rule(pick=picks)
    def escalate(self, pick: int) -> None:
        """D27: taken up again, it is withdrawn again."""
        won = [one for one in self.back.disputes if not one.is_withdrawn]
        dispute = won[pick % len(won)]

        async def deed() -> None:
            self.house.sandbox.run_control("escalate", self.ready.account, dispute=dispute.id)
            await self.deliver_charge_webhook(dispute.charge)
            for refund in self.back.refunds:
                if refund.charge is dispute.charge and refund.is_open:
                    self.back.apply_refund_status(refund, "FAILED")
            self.back.withdraw(dispute)

        self.step("escalate", deed, moves_money=True)

    @precondition(lambda self: any(one.status in ("SUCCEEDED", "PROCESSING") for one in self.back.refunds))
    @rule(pick=picks)
    def fail_refund(self, pick: int) -> None:
        """D26: before it was done, or after: its money is where it was, its invoices included."""
        found = [one for one in self.back.refunds if one.status != "FAILED"]
        refund = found[pick % len(found)]

        async def deed() -> None:
            (provider_id,) = self.row("SELECT provider_refund_id FROM refund WHERE id = ?", refund.id)
            self.house.sandbox.run_control("fail_refund", self.ready.account, refund=provider_id)
            await self.deliver_charge_webhook(refund.charge)

        self.step("refund fails", deed, moves_money=True)
        assert refund.status == "FAILED"

    @precondition(lambda self: any(one.is_open for one in self.ideal.charges))
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
            assert await error_name(deed) == expected
            if possible:
                self.back.close_charge(charge, "RELEASED")

        self.step("release", deed, moves_money=True)

    @rule(client=st.integers(0, 1), share=shares, offline=st.booleans())
    def issue_credit_note(self, client: int, share: str, offline: bool) -> None:
        """D22, D26: a note, or a cheque that becomes credits."""
        amount = SHARE_AMOUNTS[share](self.ideal.due(client) or 40_00)
        written = f"{Decimal(amount) / 100:f}"

        async def deed() -> None:
            firm = self.firm_of(client)
            grant = actions.record_offline(firm, written) if offline else actions.issue_credit_note(firm, written)
            refused = await error_name(grant)
            assert refused == ("InvalidAmount" if amount <= 0 else None)
            if refused is None:
                entry, lot = self.row("SELECT id, lot_id FROM credit_entry ORDER BY event_seq DESC, id DESC")
                self.back.issue_credit_note(client, lot, (self.house.clock.timestamp(), lot), amount)
                self.notes.append((entry, lot))

        self.step("grant", deed)

    @precondition(lambda self: self.notes)
    @rule(pick=picks, share=shares)
    def reverse(self, pick: int, share: str) -> None:
        """D26: up to what is unspent."""
        entry, lot_id = self.notes[pick % len(self.notes)]
        lot = self.ideal.lots[lot_id]
        amount = SHARE_AMOUNTS[share](lot.unspent)

        async def deed() -> None:
            expected = "NotRefundable" if amount > lot.unspent else None
            expected = "InvalidAmount" if amount <= 0 else expected
            reverse = actions.reverse_credits(self.firm_of(lot.client), uuid.UUID(entry), f"{Decimal(amount) / 100:f}")
            assert await error_name(reverse) == expected
            if expected is None:
                lot.unspent -= amount

        self.step("reverse", deed, moves_money=True)

    @precondition(lambda self: any(one.payable for one in self.ideal.invoices))
    @rule(pick=picks, share=shares, excess=st.booleans())
    def pay_offline(self, pick: int, share: str, excess: bool) -> None:
        """D22: up to what is payable; with `excessToCredits` the rest is credits."""
        payable = [one for one in self.ideal.invoices if one.payable]
        invoice = payable[pick % len(payable)]
        amount = SHARE_AMOUNTS[share](invoice.payable)

        async def deed() -> None:
            expected = "AmountExceedsPayable" if amount > invoice.payable and not excess else None
            expected = "InvalidAmount" if amount <= 0 else expected
            firm = self.firm_of(invoice.client)
            written = f"{Decimal(amount) / 100:f}"
            assert (
                await error_name(actions.record_offline(firm, written, uuid.UUID(invoice.id), excess_to_credits=excess))
                == expected
            )
            if expected is not None:
                return
            now, part = self.house.clock.timestamp(), min(amount, invoice.payable)
            (payment_id,) = self.row("SELECT id FROM payment WHERE paid_by = 'OFFLINE' ORDER BY id DESC")
            (lot,) = self.row("SELECT id FROM account WHERE kind = 'LOT' AND payment_id = ?", payment_id)
            self.offline.append(self.back.pay_offline(invoice, payment_id, (now, lot), part))
            if amount > part:
                entry, lot = self.row(
                    "SELECT id, lot_id FROM credit_entry WHERE kind = 'OFFLINE_PAYMENT' AND payment_id IS NULL"
                    " ORDER BY id DESC"
                )
                self.back.issue_credit_note(invoice.client, lot, (now, lot), amount - part)
                self.notes.append((entry, lot))

        self.step("pay offline", deed, moves_money=True)

    # ---- what ought to be

    def sync_model(self) -> None:
        """Take over what became of refunds, and money that came for what was released."""
        for charge in self.ideal.charges:
            if charge.status == "RELEASED" and charge.id not in self.ideal.lots:
                for (lot,) in self.look("SELECT id FROM account WHERE kind = 'LOT' AND payment_id = ?", charge.id):
                    assert self.provider_state(charge) == "succeeded"
                    self.ideal.settle_charge(charge, (self.house.clock.timestamp(), lot))
        super().sync_model()
        for refund in self.back.refunds:
            self.observe_refund(refund)

    def observe_refund(self, refund: Refund) -> None:
        status, provider_id = self.row("SELECT status, provider_refund_id FROM refund WHERE id = ?", refund.id)
        if status != refund.status:
            truth = self.house.sandbox.tamper(provider_id)["status"]
            assert truth == {"PROCESSING": "pending"}.get(status, status.lower())
            self.back.apply_refund_status(refund, status)

    def assert_known(self, charge: ProviderPayment) -> None:
        if charge.status != "RELEASED":
            super().assert_known(charge)

    def assert_matches_model(self) -> None:
        """D12, D14, D18, D27, D33, D34: also each payment's part, what was refunded, and what was lost."""
        super().assert_matches_model()
        for charge in self.settled_charges():
            table = "prepayment" if charge.invoice is None else "payment"
            (refunded,) = self.row(f"SELECT refunded FROM {table} WHERE id = ?", charge.id)
            assert refunded == self.back.refunded(charge)
            if charge.invoice is not None:
                (applied,) = self.row("SELECT applied FROM payment WHERE id = ?", charge.id)
                assert applied == (charge.payment.applied if charge.payment else 0)
        (loss,) = self.row("SELECT coalesce(sum(debits_posted - credits_posted), 0) FROM account WHERE kind = 'WRITE_OFFS'")
        assert loss == self.back.loss()
        for payment in self.offline:
            found = self.row("SELECT applied, refunded FROM payment WHERE id = ?", payment.id)
            assert found == (payment.applied, payment.refunded)

    async def _close(self) -> None:
        await super()._close()
        assert not [one for one in self.back.refunds if one.status == "CREATING"]
        await actions.assert_money_report_balances(self.firm)


def test_model_holds_with_refunds_and_disputes(database_backend: DatabaseBackend) -> None:
    """D21, D22, D24 to D28, D32 to D34, in any order, with any amounts."""
    tally: Counter[str] = Counter()

    class Shard(RefundStateMachine):
        backend = database_backend
        step_counts = tally

    if IS_LONG:
        run_state_machine_as_test(Shard, settings=LONG_SETTINGS)
    else:
        run_state_machine_as_test(seed(3)(Shard), settings=QUICK_SETTINGS)
    assert tally["moved"] / tally["money steps"] >= 0.3, tally
    assert tally["posted"] > 100, tally
