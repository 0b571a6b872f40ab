"""Reference model with refunds, disputes, credit notes and offline payments (D21, D22, D24, D26, D27, D28)."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.stories.reference_model import Invoice, Lot, Payment, ProviderPayment, ReferenceModel

Unapplied = list[tuple[Payment, int]]


@dataclass(eq=False)
class Refund:
    """Money that is being refunded. `unapplied`: what was unapplied from invoices for it, in that order."""

    id: str
    charge: ProviderPayment
    amount: int
    reserved: int
    unapplied: Unapplied
    status: str = "CREATING"

    @property
    def is_open(self) -> bool:
        return self.status in ("CREATING", "PROCESSING")


@dataclass(eq=False)
class Dispute:
    """`withdrawn`: taken from the lot; `loss`: not available any more. `is_withdrawn` while the bank has the funds."""

    id: str
    charge: ProviderPayment
    amount: int
    withdrawn: int = 0
    loss: int = 0
    unapplied: Unapplied = field(default_factory=list)
    is_withdrawn: bool = False


@dataclass
class RefundReferenceModel(ReferenceModel):
    """The state that the firm should have, including money that is returned."""

    refunds: list[Refund] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)

    def held(self, client: int) -> int:
        refunds = sum(refund.reserved for refund in self.refunds if refund.charge.client == client and refund.is_open)
        return super().held(client) + refunds

    def loss(self) -> int:
        refunds = sum(refund.amount - refund.reserved for refund in self.refunds if refund.status == "SUCCEEDED")
        return refunds + sum(dispute.loss for dispute in self.disputes)

    def snapshot(self) -> object:
        return super().snapshot(), self.loss()

    def refunded(self, charge: ProviderPayment) -> int:
        return sum(refund.amount for refund in self.refunds if refund.charge is charge and refund.status == "SUCCEEDED")

    def lot_of(self, charge: ProviderPayment) -> Lot | None:
        return self.lots.get(charge.id)

    def refundable(self, charge: ProviderPayment) -> int:
        lot = self.lot_of(charge)
        applied = 0 if charge.payment is None else charge.payment.applied
        return 0 if lot is None else lot.unspent + applied

    def is_disputed(self, charge: ProviderPayment) -> bool:
        return any(dispute.is_withdrawn for dispute in self.disputes if dispute.charge is charge)

    def refund(self, charge: ProviderPayment, refund_id: str, amount: int) -> None:
        """Refund unspent money first, then what is applied to the payment's invoice."""
        lot, unapplied = self.lots[charge.id], Unapplied()
        beyond = amount - lot.unspent
        if beyond > 0:
            assert charge.payment is not None
            self.unapply(charge.payment, beyond, lot)
            unapplied.append((charge.payment, beyond))
        self._reserve_refund(Refund(refund_id, charge, amount, 0, unapplied), lot)

    def refund_in_dashboard(self, charge: ProviderPayment, refund_id: str, amount: int) -> None:
        lot = self.lots[charge.id]
        unapplied = self.claw_back(lot, amount)
        self._reserve_refund(Refund(refund_id, charge, amount, 0, unapplied), lot)

    def _reserve_refund(self, refund: Refund, lot: Lot) -> None:
        refund.reserved = min(refund.amount, lot.unspent)
        lot.unspent -= refund.reserved
        self.refunds.append(refund)

    def apply_refund_status(self, refund: Refund, status: str) -> None:
        """The provider reported this status."""
        payment = refund.charge.payment
        if status == "SUCCEEDED" and payment is not None:
            payment.refunded += refund.amount
        if status == "FAILED":
            if refund.status == "SUCCEEDED" and payment is not None:
                payment.refunded -= refund.amount
            refund.status = status
            self._fail_refund(refund)
        refund.status = status

    def _fail_refund(self, refund: Refund) -> None:
        lot = self.lots[refund.charge.id]
        lot.unspent += refund.reserved
        self.recover_losses(refund.charge)
        self.reapply(lot, refund.unapplied)

    def recover_losses(self, charge: ProviderPayment) -> None:
        """Returned money covers the firm's losses on this payment before it is the client's again."""
        lot = self.lots[charge.id]
        for dispute in self.disputes:
            if dispute.charge is charge and dispute.is_withdrawn:
                part = min(dispute.loss, lot.unspent)
                lot.unspent -= part
                dispute.loss -= part
                dispute.withdrawn += part
        for refund in self.refunds:
            if refund.charge is charge and refund.status != "FAILED":
                part = min(refund.amount - refund.reserved, lot.unspent)
                lot.unspent -= part
                refund.reserved += part

    def withdraw(self, dispute: Dispute) -> None:
        lot = self.lots[dispute.charge.id]
        dispute.is_withdrawn = True
        dispute.unapplied = self.claw_back(lot, dispute.amount)
        dispute.withdrawn = min(dispute.amount, lot.unspent)
        dispute.loss = dispute.amount - dispute.withdrawn
        lot.unspent -= dispute.withdrawn

    def reinstate(self, dispute: Dispute) -> None:
        lot = self.lots[dispute.charge.id]
        lot.unspent += dispute.withdrawn
        dispute.withdrawn = dispute.loss = 0
        dispute.is_withdrawn = False
        self.recover_losses(dispute.charge)
        self.reapply(lot, dispute.unapplied)

    def claw_back(self, lot: Lot, amount: int) -> Unapplied:
        """Release reserved money, then unapply invoices, the latest first."""
        holding = [
            (portion.sequence, charge) for charge in self.charges for portion in charge.reserved if portion.lot is lot
        ]
        for _, charge in sorted(holding, key=lambda item: -item[0]):
            if lot.unspent < amount:
                self.close_charge(charge, "RELEASED")
        latest: dict[Payment, int] = {}
        for invoice in self.invoices:
            for payment in invoice.payments:
                numbers = [portion.sequence for portion in payment.portions if portion.lot is lot]
                if numbers:
                    latest[payment] = max(numbers)
        unapplied = Unapplied()
        for payment in sorted(latest, key=lambda payment_key: -latest[payment_key]):
            part = min(amount - lot.unspent, sum(portion.amount for portion in payment.portions if portion.lot is lot))
            if part > 0:
                self.unapply(payment, part, lot)
                unapplied.append((payment, part))
        return unapplied

    def reapply(self, lot: Lot, unapplied: Unapplied) -> None:
        """In reverse, up to what each invoice still needs (D27)."""
        for payment, amount in reversed(unapplied):
            not_applied = payment.amount - payment.refunded - payment.applied
            amount_again = min(amount, payment.invoice.payable, lot.unspent, not_applied)
            if amount_again > 0:
                payment.portions.append(self.take_portion(lot, amount_again))
                payment.invoice.paid += amount_again

    def refund_to_credits(self, payment: Payment, amount: int) -> None:
        self.unapply(payment, amount)
        payment.refunded += amount

    def issue_credit_note(self, client: int, lot_id: str, sort_key: tuple[float, str], amount: int) -> None:
        """A credit note, or offline money recorded as credits."""
        self.lots[lot_id] = Lot(client, sort_key, amount)

    def pay_offline(self, invoice: Invoice, lot_id: str, sort_key: tuple[float, str], amount: int) -> Payment:
        lot = self.lots[lot_id] = Lot(invoice.client, sort_key, amount)
        payment = self.apply_to_invoice(invoice, [self.take_portion(lot, amount)], lot)
        payment.id = lot_id
        return payment

    def refund_offline(self, payment: Payment, amount: int) -> None:
        assert payment.own_lot is not None
        self.unapply(payment, amount, payment.own_lot)
        payment.own_lot.unspent -= amount
        payment.refunded += amount
