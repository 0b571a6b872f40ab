"""What ought to be true when money goes back, in plain Python (D21, D22, D24, D26, D27, D28)."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.stories.ideal import Charge, Ideal, Invoice, Lot, Payment

Off = list[tuple[Payment, int]]


@dataclass(eq=False)
class Refund:
    """Money of a charge on its way back to its payer. `off`: what was taken off invoices for it, the first first."""

    id: str
    charge: Charge
    amount: int
    held: int
    off: Off
    status: str = "CREATING"

    @property
    def under_way(self) -> bool:
        return self.status in ("CREATING", "PROCESSING")


@dataclass(eq=False)
class Dispute:
    """`took`: out of the lot; `loss`: what was not to be had. While the bank has it, `is_out`."""

    id: str
    charge: Charge
    amount: int
    took: int = 0
    loss: int = 0
    off: Off = field(default_factory=list)
    is_out: bool = False


@dataclass
class IdealOfReturns(Ideal):
    """The firm as it ought to be, whatever comes back."""

    refunds: list[Refund] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)

    def held(self, client: int) -> int:
        refunds = sum(one.held for one in self.refunds if one.charge.client == client and one.under_way)
        return super().held(client) + refunds

    def loss(self) -> int:
        refunds = sum(one.amount - one.held for one in self.refunds if one.status == "SUCCEEDED")
        return refunds + sum(one.loss for one in self.disputes)

    def money(self) -> object:
        return super().money(), self.loss()

    def refunded(self, charge: Charge) -> int:
        return sum(one.amount for one in self.refunds if one.charge is charge and one.status == "SUCCEEDED")

    def lot_of(self, charge: Charge) -> Lot | None:
        return self.lots.get(charge.id)

    def refundable(self, charge: Charge) -> int:
        lot = self.lot_of(charge)
        applied = 0 if charge.payment is None else charge.payment.applied
        return 0 if lot is None else lot.left + applied

    def bank_has(self, charge: Charge) -> bool:
        return any(one.is_out for one in self.disputes if one.charge is charge)

    def refund(self, charge: Charge, refund_id: str, amount: int) -> None:
        """What is unspent first, then what is on its own invoice."""
        lot, off = self.lots[charge.id], Off()
        beyond = amount - lot.left
        if beyond > 0:
            assert charge.payment is not None
            self.take_off(charge.payment, beyond, lot)
            off.append((charge.payment, beyond))
        self._hold(Refund(refund_id, charge, amount, 0, off), lot)

    def refund_in_dashboard(self, charge: Charge, refund_id: str, amount: int) -> None:
        lot = self.lots[charge.id]
        off = self.reclaim(lot, amount)
        self._hold(Refund(refund_id, charge, amount, 0, off), lot)

    def _hold(self, refund: Refund, lot: Lot) -> None:
        refund.held = min(refund.amount, lot.left)
        lot.left -= refund.held
        self.refunds.append(refund)

    def observed(self, refund: Refund, status: str) -> None:
        """The provider said so."""
        payment = refund.charge.payment
        if status == "SUCCEEDED" and payment is not None:
            payment.refunded += refund.amount
        if status == "FAILED":
            if refund.status == "SUCCEEDED" and payment is not None:
                payment.refunded -= refund.amount
            refund.status = status
            self._fail(refund)
        refund.status = status

    def _fail(self, refund: Refund) -> None:
        lot = self.lots[refund.charge.id]
        lot.left += refund.held
        self.cover(refund.charge)
        self.put_back(lot, refund.off)

    def cover(self, charge: Charge) -> None:
        """What came back makes good what the firm bore for this charge, before it is the client's again."""
        lot = self.lots[charge.id]
        for dispute in self.disputes:
            if dispute.charge is charge and dispute.is_out:
                part = min(dispute.loss, lot.left)
                lot.left -= part
                dispute.loss -= part
                dispute.took += part
        for refund in self.refunds:
            if refund.charge is charge and refund.status != "FAILED":
                part = min(refund.amount - refund.held, lot.left)
                lot.left -= part
                refund.held += part

    def withdraw(self, dispute: Dispute) -> None:
        lot = self.lots[dispute.charge.id]
        dispute.is_out = True
        dispute.off = self.reclaim(lot, dispute.amount)
        dispute.took = min(dispute.amount, lot.left)
        dispute.loss = dispute.amount - dispute.took
        lot.left -= dispute.took

    def reinstate(self, dispute: Dispute) -> None:
        lot = self.lots[dispute.charge.id]
        lot.left += dispute.took
        dispute.took = dispute.loss = 0
        dispute.is_out = False
        self.cover(dispute.charge)
        self.put_back(lot, dispute.off)

    def reclaim(self, lot: Lot, amount: int) -> Off:
        """Reserved, then the invoices, whoever took last first."""
        waiting = [(piece.number, one) for one in self.charges for piece in one.takes if piece.lot is lot]
        for _, charge in sorted(waiting, key=lambda each: -each[0]):
            if lot.left < amount:
                self.end(charge, "RELEASED")
        latest: dict[Payment, int] = {}
        for invoice in self.invoices:
            for payment in invoice.payments:
                numbers = [piece.number for piece in payment.pieces if piece.lot is lot]
                if numbers:
                    latest[payment] = max(numbers)
        off = Off()
        for payment in sorted(latest, key=lambda each: -latest[each]):
            part = min(amount - lot.left, sum(piece.amount for piece in payment.pieces if piece.lot is lot))
            if part > 0:
                self.take_off(payment, part, lot)
                off.append((payment, part))
        return off

    def put_back(self, lot: Lot, off: Off) -> None:
        """In reverse, up to what each invoice still asks for (D27)."""
        for payment, amount in reversed(off):
            room = payment.amount - payment.refunded - payment.applied
            again = min(amount, payment.invoice.payable, lot.left, room)
            if again > 0:
                payment.pieces.append(self.piece(lot, again))
                payment.invoice.paid += again

    def refund_to_credits(self, payment: Payment, amount: int) -> None:
        self.take_off(payment, amount)
        payment.refunded += amount

    def grant(self, client: int, lot_id: str, order: tuple[float, str], amount: int) -> None:
        """A note, or offline money booked as credits."""
        self.lots[lot_id] = Lot(client, order, amount)

    def pay_offline(self, invoice: Invoice, lot_id: str, order: tuple[float, str], amount: int) -> Payment:
        lot = self.lots[lot_id] = Lot(invoice.client, order, amount)
        payment = self.put_on(invoice, [self.piece(lot, amount)], lot)
        payment.id = lot_id
        return payment

    def refund_offline(self, payment: Payment, amount: int) -> None:
        assert payment.own is not None
        self.take_off(payment, amount, payment.own)
        payment.own.left -= amount
        payment.refunded += amount
