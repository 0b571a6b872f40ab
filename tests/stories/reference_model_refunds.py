"""What ought to be true when money goes back, in plain Python (D21, D22, D24, D26, D27, D28)."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.stories.reference_model import Invoice, Lot, Payment, ProviderPayment, ReferenceModel

Unapplied = list[tuple[Payment, int]]


@dataclass(eq=False)
class Refund:
    """Money of a charge on its way back to its payer. `off`: what was taken off invoices for it, the first first."""

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
    """`took`: out of the lot; `loss`: what was not to be had. While the bank has it, `is_out`."""

    id: str
    charge: ProviderPayment
    amount: int
    withdrawn: int = 0
    loss: int = 0
    unapplied: Unapplied = field(default_factory=list)
    is_withdrawn: bool = False


@dataclass
class RefundReferenceModel(ReferenceModel):
    """The firm as it ought to be, whatever comes back."""

    refunds: list[Refund] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)

    def held(self, client: int) -> int:
        refunds = sum(one.reserved for one in self.refunds if one.charge.client == client and one.is_open)
        return super().held(client) + refunds

    def loss(self) -> int:
        refunds = sum(one.amount - one.reserved for one in self.refunds if one.status == "SUCCEEDED")
        return refunds + sum(one.loss for one in self.disputes)

    def snapshot(self) -> object:
        return super().snapshot(), self.loss()

    def refunded(self, charge: ProviderPayment) -> int:
        return sum(one.amount for one in self.refunds if one.charge is charge and one.status == "SUCCEEDED")

    def lot_of(self, charge: ProviderPayment) -> Lot | None:
        return self.lots.get(charge.id)

    def refundable(self, charge: ProviderPayment) -> int:
        lot = self.lot_of(charge)
        applied = 0 if charge.payment is None else charge.payment.applied
        return 0 if lot is None else lot.unspent + applied

    def is_disputed(self, charge: ProviderPayment) -> bool:
        return any(one.is_withdrawn for one in self.disputes if one.charge is charge)

    def refund(self, charge: ProviderPayment, refund_id: str, amount: int) -> None:
        """What is unspent first, then what is on its own invoice."""
        lot, off = self.lots[charge.id], Unapplied()
        beyond = amount - lot.unspent
        if beyond > 0:
            assert charge.payment is not None
            self.unapply(charge.payment, beyond, lot)
            off.append((charge.payment, beyond))
        self._reserve_refund(Refund(refund_id, charge, amount, 0, off), lot)

    def refund_in_dashboard(self, charge: ProviderPayment, refund_id: str, amount: int) -> None:
        lot = self.lots[charge.id]
        off = self.claw_back(lot, amount)
        self._reserve_refund(Refund(refund_id, charge, amount, 0, off), lot)

    def _reserve_refund(self, refund: Refund, lot: Lot) -> None:
        refund.reserved = min(refund.amount, lot.unspent)
        lot.unspent -= refund.reserved
        self.refunds.append(refund)

    def apply_refund_status(self, refund: Refund, status: str) -> None:
        """The provider said so."""
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
        self.cover_losses(refund.charge)
        self.reapply(lot, refund.unapplied)

    def cover_losses(self, charge: ProviderPayment) -> None:
        """What came back makes good what the firm bore for this charge, before it is the client's again."""
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
        self.cover_losses(dispute.charge)
        self.reapply(lot, dispute.unapplied)

    def claw_back(self, lot: Lot, amount: int) -> Unapplied:
        """Reserved, then the invoices, whoever took last first."""
        waiting = [(piece.sequence, one) for one in self.charges for piece in one.reserved if piece.lot is lot]
        for _, charge in sorted(waiting, key=lambda each: -each[0]):
            if lot.unspent < amount:
                self.close_charge(charge, "RELEASED")
        latest: dict[Payment, int] = {}
        for invoice in self.invoices:
            for payment in invoice.payments:
                numbers = [piece.sequence for piece in payment.portions if piece.lot is lot]
                if numbers:
                    latest[payment] = max(numbers)
        off = Unapplied()
        for payment in sorted(latest, key=lambda each: -latest[each]):
            part = min(amount - lot.unspent, sum(piece.amount for piece in payment.portions if piece.lot is lot))
            if part > 0:
                self.unapply(payment, part, lot)
                off.append((payment, part))
        return off

    def reapply(self, lot: Lot, unapplied: Unapplied) -> None:
        """In reverse, up to what each invoice still asks for (D27)."""
        for payment, amount in reversed(unapplied):
            room = payment.amount - payment.refunded - payment.applied
            again = min(amount, payment.invoice.payable, lot.unspent, room)
            if again > 0:
                payment.portions.append(self.take_portion(lot, again))
                payment.invoice.paid += again

    def refund_to_credits(self, payment: Payment, amount: int) -> None:
        self.unapply(payment, amount)
        payment.refunded += amount

    def issue_credit_note(self, client: int, lot_id: str, order: tuple[float, str], amount: int) -> None:
        """A note, or offline money booked as credits."""
        self.lots[lot_id] = Lot(client, order, amount)

    def pay_offline(self, invoice: Invoice, lot_id: str, order: tuple[float, str], amount: int) -> Payment:
        lot = self.lots[lot_id] = Lot(invoice.client, order, amount)
        payment = self.apply_to_invoice(invoice, [self.take_portion(lot, amount)], lot)
        payment.id = lot_id
        return payment

    def refund_offline(self, payment: Payment, amount: int) -> None:
        assert payment.own_lot is not None
        self.unapply(payment, amount, payment.own_lot)
        payment.own_lot.unspent -= amount
        payment.refunded += amount
