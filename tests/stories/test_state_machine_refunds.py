"""Random histories with refunds, disputes, credit notes, offline payments, releases and reversals."""

from __future__ import annotations

import uuid
from collections import Counter
from decimal import Decimal

from hypothesis import seed, settings
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
    """The same history, in which money can be returned in every way."""

    def __init__(self) -> None:
        super().__init__()
        self.refund_model = RefundReferenceModel()
        self.model = self.refund_model
        self.reversible_entries: list[tuple[str, str]] = []
        self.offline: list[Payment] = []

    def firm_of(self, client: int) -> Firm:
        firm = Firm(self.app, self.ready.firm.id, self.ready.client_ids[client], "EUR")
        firm.owner = self.ready.owner
        return firm

    def settled_charges(self) -> list[ProviderPayment]:
        return [charge for charge in self.model.charges if charge.id in self.model.lots]

    async def deliver_charge_webhook(self, charge: ProviderPayment) -> None:
        await self.post_webhook(charge, "payment_intent.succeeded")

    # ---- refunds and disputes

    @precondition(lambda self: self.settled_charges())
    @rule(pick=picks, share=shares)
    def refund(self, pick: int, share: str) -> None:
        """D26: up to what is unspent or applied to its own invoice; refused by the provider, all is as before."""
        settled = self.settled_charges()
        charge = settled[pick % len(settled)] if pick else self.model.charges[0]
        amount = SHARE_AMOUNTS[share](self.refund_model.refundable(charge))

        async def act() -> None:
            firm, table = self.firm_of(charge.client), "prepayment" if charge.invoice is None else "payment"
            expected = "NotRefundable" if amount > self.refund_model.refundable(charge) else None
            if not expected and (charge.was_tampered or self.refund_model.is_disputed(charge)):
                expected = "ProviderRefused"
            if amount <= 0:
                expected = "InvalidAmount"
            row = await (firm.prepayment if table == "prepayment" else firm.payment)(uuid.UUID(charge.id))
            refused = await error_name(actions.refund(firm, row, f"{Decimal(amount) / 100:f}"))
            assert refused == expected
            if expected is None:
                (refund_id,) = self.row("SELECT id FROM refund ORDER BY id DESC")
                self.refund_model.refund(charge, refund_id, amount)

        self.step("refund", act, moves_money=True)

    @precondition(lambda self: any(invoice.payments for invoice in self.model.invoices))
    @rule(pick=picks, share=shares)
    def refund_to_credits(self, pick: int, share: str) -> None:
        """D26, D22: a payment from credits returns to credits; an offline payment's refund is recorded."""
        refundable = [
            (invoice, payment)
            for invoice in self.model.invoices
            for payment in invoice.payments
            if payment.own_lot is None or payment in self.offline
        ]
        if not refundable:
            return
        invoice, payment = refundable[pick % len(refundable)]
        amount = SHARE_AMOUNTS[share](payment.applied)

        async def act() -> None:
            self.link_payment(invoice, payment)
            firm = self.firm_of(invoice.client)
            expected = "NotRefundable" if amount > payment.applied else None
            expected = "InvalidAmount" if amount <= 0 else expected
            row = await firm.payment(uuid.UUID(payment.id))
            assert await error_name(actions.refund(firm, row, f"{Decimal(amount) / 100:f}")) == expected
            if expected is None:
                undo = (
                    self.refund_model.refund_to_credits if payment.own_lot is None else self.refund_model.refund_offline
                )
                undo(payment, amount)

        self.step("refund to credits", act, moves_money=True)

    def link_payment(self, invoice: Invoice, payment: Payment) -> None:
        """Find the row of a payment from credits: by its split tender, or among those without one."""
        for charge in self.model.charges:
            if charge.split_tender is not None and charge.split_tender.id is None:
                (charge.split_tender.id,) = self.row("SELECT id FROM payment WHERE split_tender_id = ?", charge.id)
        rows = self.query(
            "SELECT id FROM payment"
            " WHERE invoice_id = ? AND paid_by = 'CREDITS' AND split_tender_id IS NULL ORDER BY id",
            invoice.id,
        )
        unpaired = [
            candidate
            for candidate in invoice.payments
            if candidate.own_lot is None and not self.is_split_tender(candidate)
        ]
        for candidate, (payment_id,) in zip(unpaired, rows, strict=True):
            candidate.id = payment_id
        assert payment.id is not None

    def is_split_tender(self, payment: Payment) -> bool:
        return any(charge.split_tender is payment for charge in self.model.charges)

    @precondition(lambda self: self.settled_charges())
    @rule(pick=picks, share=shares, kind=st.sampled_from(["dispute", "dispute", "refund"]))
    def act_in_dashboard(self, pick: int, share: str, kind: str) -> None:
        """D27, D28: disputed, bounced, or refunded in the dashboard, wherever the money is."""
        settled = [charge for charge in self.settled_charges() if not charge.was_tampered]
        if not settled:
            return
        charge = settled[pick % len(settled)]

        async def act() -> None:
            account, intent = self.ready.account, self.intent(charge)[0]
            refunded = sum(
                refund.amount
                for refund in self.refund_model.refunds
                if refund.charge is charge and refund.status != "FAILED"
            )
            amount = SHARE_AMOUNTS[share](charge.amount if kind == "dispute" else charge.amount - refunded)
            if amount <= 0 or (
                kind == "refund" and (amount + refunded > charge.amount or self.refund_model.is_disputed(charge))
            ):
                return
            created = self.app.sandbox.run_control(kind, account, payment_intent=intent, amount=amount)
            if kind == "refund":
                await self.deliver_charge_webhook(charge)
                (refund_id,) = self.row("SELECT id FROM refund ORDER BY id DESC")
                self.refund_model.refund_in_dashboard(charge, refund_id, amount)
                return
            await self.deliver_charge_webhook(charge)
            for refund in self.refund_model.refunds:
                if refund.charge is charge and refund.is_open:
                    self.refund_model.apply_refund_status(refund, "FAILED")
            dispute = Dispute(created["id"], charge, amount)
            self.refund_model.disputes.append(dispute)
            self.refund_model.withdraw(dispute)

        self.step(kind, act, moves_money=True)

    @precondition(lambda self: any(dispute.is_withdrawn for dispute in self.refund_model.disputes))
    @rule(pick=picks)
    def win(self, pick: int) -> None:
        """D27: the bank returns the funds, even after the dispute was lost."""
        withdrawn = [dispute for dispute in self.refund_model.disputes if dispute.is_withdrawn]
        dispute = withdrawn[pick % len(withdrawn)]

        async def act() -> None:
            self.app.sandbox.run_control("win", self.ready.account, dispute=dispute.id)
            await self.deliver_charge_webhook(dispute.charge)
            self.refund_model.reinstate(dispute)

        self.step("win", act, moves_money=True)

    @precondition(lambda self: any(not dispute.is_withdrawn for dispute in self.refund_model.disputes))
    @rule(pick=picks)
    def escalate(self, pick: int) -> None:
        """D27: a won dispute that is reopened withdraws the funds again."""
        won = [dispute for dispute in self.refund_model.disputes if not dispute.is_withdrawn]
        dispute = won[pick % len(won)]

        async def act() -> None:
            self.app.sandbox.run_control("escalate", self.ready.account, dispute=dispute.id)
            await self.deliver_charge_webhook(dispute.charge)
            for refund in self.refund_model.refunds:
                if refund.charge is dispute.charge and refund.is_open:
                    self.refund_model.apply_refund_status(refund, "FAILED")
            self.refund_model.withdraw(dispute)

        self.step("escalate", act, moves_money=True)

    @precondition(
        lambda self: any(refund.status in ("SUCCEEDED", "PROCESSING") for refund in self.refund_model.refunds)
    )
    @rule(pick=picks)
    def fail_refund(self, pick: int) -> None:
        """D26: before or after it succeeded: its money returns to where it was, invoices included."""
        candidates = [refund for refund in self.refund_model.refunds if refund.status != "FAILED"]
        refund = candidates[pick % len(candidates)]

        async def act() -> None:
            (provider_id,) = self.row("SELECT provider_refund_id FROM refund WHERE id = ?", refund.id)
            self.app.sandbox.run_control("fail_refund", self.ready.account, refund=provider_id)
            await self.deliver_charge_webhook(refund.charge)

        self.step("refund fails", act, moves_money=True)
        assert refund.status == "FAILED"

    @precondition(lambda self: any(charge.is_open for charge in self.model.charges))
    @rule(pick=picks)
    def release(self, pick: int) -> None:
        """D24: only processing payments, or those without a known intent."""
        of_invoices = [charge for charge in self.model.charges if charge.invoice is not None]
        candidates = [charge for charge in of_invoices if charge.status in ("CREATING", "PROCESSING")] or of_invoices
        if not candidates:
            return
        charge = candidates[pick % len(candidates)]

        async def act() -> None:
            use_case = release_payment.release_payment(self.app.services, self.ready.owner, uuid.UUID(charge.id))
            possible = charge.status in ("CREATING", "PROCESSING")
            expected = None if possible or charge.status == "RELEASED" else "PaymentNotChangeable"
            assert await error_name(use_case) == expected
            if possible:
                self.refund_model.close_charge(charge, "RELEASED")

        self.step("release", act, moves_money=True)

    @rule(client=st.integers(0, 1), share=shares, offline=st.booleans())
    def issue_credit_note(self, client: int, share: str, offline: bool) -> None:
        """D22, D26: a credit note, or a cheque that becomes credits."""
        amount = SHARE_AMOUNTS[share](self.model.due(client) or 40_00)
        amount_text = f"{Decimal(amount) / 100:f}"

        async def act() -> None:
            firm = self.firm_of(client)
            grant = (
                actions.record_offline(firm, amount_text) if offline else actions.issue_credit_note(firm, amount_text)
            )
            error = await error_name(grant)
            assert error == ("InvalidAmount" if amount <= 0 else None)
            if error is None:
                entry, lot = self.row("SELECT id, lot_id FROM credit_entry ORDER BY event_seq DESC, id DESC")
                self.refund_model.issue_credit_note(client, lot, (self.app.clock.timestamp(), lot), amount)
                self.reversible_entries.append((entry, lot))

        self.step("grant", act)

    @precondition(lambda self: self.reversible_entries)
    @rule(pick=picks, share=shares)
    def reverse(self, pick: int, share: str) -> None:
        """D26: up to what is unspent."""
        entry, lot_id = self.reversible_entries[pick % len(self.reversible_entries)]
        lot = self.model.lots[lot_id]
        amount = SHARE_AMOUNTS[share](lot.unspent)

        async def act() -> None:
            expected = "NotRefundable" if amount > lot.unspent else None
            expected = "InvalidAmount" if amount <= 0 else expected
            reverse = actions.reverse_credits(self.firm_of(lot.client), uuid.UUID(entry), f"{Decimal(amount) / 100:f}")
            assert await error_name(reverse) == expected
            if expected is None:
                lot.unspent -= amount

        self.step("reverse", act, moves_money=True)

    @precondition(lambda self: any(invoice.payable for invoice in self.model.invoices))
    @rule(pick=picks, share=shares, excess=st.booleans())
    def pay_offline(self, pick: int, share: str, excess: bool) -> None:
        """D22: up to what is payable; with `excessToCredits` the rest becomes credits."""
        payable = [invoice for invoice in self.model.invoices if invoice.payable]
        invoice = payable[pick % len(payable)]
        amount = SHARE_AMOUNTS[share](invoice.payable)

        async def act() -> None:
            expected = "AmountExceedsPayable" if amount > invoice.payable and not excess else None
            expected = "InvalidAmount" if amount <= 0 else expected
            firm = self.firm_of(invoice.client)
            amount_text = f"{Decimal(amount) / 100:f}"
            assert (
                await error_name(
                    actions.record_offline(firm, amount_text, uuid.UUID(invoice.id), excess_to_credits=excess)
                )
                == expected
            )
            if expected is not None:
                return
            now, part = self.app.clock.timestamp(), min(amount, invoice.payable)
            (payment_id,) = self.row("SELECT id FROM payment WHERE paid_by = 'OFFLINE' ORDER BY id DESC")
            (lot,) = self.row("SELECT id FROM account WHERE kind = 'LOT' AND payment_id = ?", payment_id)
            self.offline.append(self.refund_model.pay_offline(invoice, payment_id, (now, lot), part))
            if amount > part:
                entry, lot = self.row(
                    "SELECT id, lot_id FROM credit_entry WHERE kind = 'OFFLINE_PAYMENT' AND payment_id IS NULL"
                    " ORDER BY id DESC"
                )
                self.refund_model.issue_credit_note(invoice.client, lot, (now, lot), amount - part)
                self.reversible_entries.append((entry, lot))

        self.step("pay offline", act, moves_money=True)

    # ---- the model

    def sync_model(self) -> None:
        """Also apply the status of refunds, and money that arrived for released payments."""
        for charge in self.model.charges:
            if charge.status == "RELEASED" and charge.id not in self.model.lots:
                for (lot,) in self.query("SELECT id FROM account WHERE kind = 'LOT' AND payment_id = ?", charge.id):
                    assert self.provider_state(charge) == "succeeded"
                    self.model.settle_charge(charge, (self.app.clock.timestamp(), lot))
        super().sync_model()
        for refund in self.refund_model.refunds:
            self.observe_refund(refund)

    def observe_refund(self, refund: Refund) -> None:
        status, provider_id = self.row("SELECT status, provider_refund_id FROM refund WHERE id = ?", refund.id)
        if status != refund.status:
            provider_status = self.app.sandbox.tamper(provider_id)["status"]
            assert provider_status == {"PROCESSING": "pending"}.get(status, status.lower())
            self.refund_model.apply_refund_status(refund, status)

    def assert_known(self, charge: ProviderPayment) -> None:
        if charge.status != "RELEASED":
            super().assert_known(charge)

    def assert_matches_model(self) -> None:
        """D12, D14, D18, D27, D33, D34: also what is applied, refunded and lost."""
        super().assert_matches_model()
        for charge in self.settled_charges():
            table = "prepayment" if charge.invoice is None else "payment"
            (refunded,) = self.row(f"SELECT refunded FROM {table} WHERE id = ?", charge.id)
            assert refunded == self.refund_model.refunded(charge)
            if charge.invoice is not None:
                (applied,) = self.row("SELECT applied FROM payment WHERE id = ?", charge.id)
                assert applied == (charge.payment.applied if charge.payment else 0)
        (loss,) = self.row(
            "SELECT coalesce(sum(debits_posted - credits_posted), 0) FROM account WHERE kind = 'WRITE_OFFS'"
        )
        assert loss == self.refund_model.loss()
        for payment in self.offline:
            row = self.row("SELECT applied, refunded FROM payment WHERE id = ?", payment.id)
            assert row == (payment.applied, payment.refunded)

    async def _close(self) -> None:
        await super()._close()
        assert not [refund for refund in self.refund_model.refunds if refund.status == "CREATING"]
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
        run_state_machine_as_test(seed(3)(Shard), settings=settings(QUICK_SETTINGS, max_examples=3))
    assert tally["moved"] / tally["money steps"] >= 0.3, tally
    assert tally["posted"] > 100, tally
