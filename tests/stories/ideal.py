"""What ought to be true of a firm's clients, in plain Python: no database, no accounts, no provider."""

from __future__ import annotations

from dataclasses import dataclass, field

SMALLEST, LARGEST = 50, 99_999_999
"""What Stripe charges in euro, in cents (D10)."""


@dataclass(eq=False)
class Lot:
    """A sum that came in. `order`: by the moment it came, then by its id."""

    client: int
    order: tuple[float, str]
    left: int


@dataclass(eq=False)
class Piece:
    """What of a lot's money a payment has; `number`: pieces taken later have higher ones."""

    lot: Lot
    amount: int
    number: int


Takes = list[Piece]


@dataclass(eq=False)
class Payment:
    """Money on an invoice, in pieces, the first taken first. `own`: the lot of what came for it; None: from credits."""

    invoice: Invoice
    amount: int
    pieces: Takes
    own: Lot | None = None
    id: str | None = None
    refunded: int = 0

    @property
    def applied(self) -> int:
        return sum(piece.amount for piece in self.pieces)


@dataclass(eq=False)
class Invoice:
    """An invoice, and the payments that were ever on it."""

    id: str
    client: int
    total: int
    deposit: int | None
    draft: bool = True
    never_issued: bool = True
    void: bool = False
    paid: int = 0
    pending: int = 0
    payments: list[Payment] = field(default_factory=list)

    @property
    def payable(self) -> int:
        return 0 if self.draft or self.void else self.total - self.paid - self.pending

    @property
    def status(self) -> str:
        if self.void or self.draft:
            return "VOID" if self.void else "DRAFT"
        if self.paid == self.total:
            return "PAID"
        return "PARTIALLY_PAID" if self.paid else "UNPAID"

    @property
    def deposit_due(self) -> int:
        return max(0, min((self.deposit or 0) - self.paid - self.pending, self.payable))


@dataclass(eq=False)
class Charge:
    """A sum asked for, and the credits that are set aside to pay together with it. No invoice: a prepayment."""

    id: str
    client: int
    amount: int
    method: str
    invoice: Invoice | None
    takes: Takes
    status: str = "CREATING"
    payment: Payment | None = None
    partner: Payment | None = None
    had_part: bool = False
    was_tampered: bool = False

    @property
    def part(self) -> int:
        return sum(piece.amount for piece in self.takes)

    @property
    def under_way(self) -> bool:
        return self.status in ("CREATING", "REQUIRES_ACTION", "PROCESSING")


@dataclass
class Ideal:
    """The firm as it ought to be."""

    on_issue: bool = False
    lots: dict[str, Lot] = field(default_factory=dict)
    invoices: list[Invoice] = field(default_factory=list)
    numbers: int = 0
    charges: list[Charge] = field(default_factory=list)

    def available(self, client: int) -> int:
        return sum(lot.left for lot in self.lots.values() if lot.client == client)

    def held(self, client: int) -> int:
        return sum(charge.part for charge in self.charges if charge.client == client and charge.under_way)

    def due(self, client: int) -> int:
        return sum(one.total - one.paid for one in self.invoices if one.client == client and not one.draft | one.void)

    def money(self) -> object:
        """All that has moved when money has."""
        clients = [(self.available(client), self.held(client)) for client in (0, 1)]
        return clients, [(one.paid, one.pending, one.void) for one in self.invoices]

    def take(self, client: int, amount: int) -> Takes:
        """Oldest money first (D14)."""
        takes: Takes = []
        for lot in sorted((one for one in self.lots.values() if one.client == client), key=lambda one: one.order):
            part = min(lot.left, amount)
            if part:
                amount -= part
                takes.append(self.piece(lot, part))
        assert not amount
        return takes

    def piece(self, lot: Lot, amount: int) -> Piece:
        """So much of this lot, taken now."""
        lot.left -= amount
        self.numbers += 1
        return Piece(lot, amount, self.numbers)

    def give_back(self, takes: Takes) -> None:
        """To the same money that it came from (D16, D21)."""
        for piece in takes:
            piece.lot.left += piece.amount
        takes.clear()

    def put_on(self, invoice: Invoice, takes: Takes, own: Lot | None = None) -> Payment:
        """A payment that settles with this money."""
        payment = Payment(invoice, sum(piece.amount for piece in takes), takes, own)
        invoice.payments.append(payment)
        invoice.paid += payment.amount
        return payment

    def take_off(self, payment: Payment, amount: int, lot: Lot | None = None) -> None:
        """The last taken first, back to the money it came from; only to `lot` where that is given (D26, D27)."""
        payment.invoice.paid -= amount
        for piece in reversed(payment.pieces):
            part = min(piece.amount, amount) if lot in (None, piece.lot) else 0
            piece.amount -= part
            piece.lot.left += part
            amount -= part
        payment.pieces = [piece for piece in payment.pieces if piece.amount]
        assert not amount

    def pay_from_credits(self, invoice: Invoice, amount: int) -> None:
        if amount:
            self.put_on(invoice, self.take(invoice.client, amount))

    def issue(self, invoice: Invoice) -> None:
        invoice.draft = invoice.never_issued = False
        if self.on_issue:
            self.pay_from_credits(invoice, min(self.available(invoice.client), invoice.payable))

    def void(self, invoice: Invoice) -> None:
        invoice.void = True
        invoice.draft = False
        for payment in invoice.payments:
            payment.refunded += payment.applied
            self.take_off(payment, payment.applied)

    def paid_otherwise(self, invoice: Invoice) -> bool:
        return any(payment.applied for payment in invoice.payments if payment.own is not None)

    def begin(self, charge: Charge) -> None:
        self.charges.append(charge)
        charge.had_part = bool(charge.takes)
        if charge.invoice is not None:
            charge.invoice.pending += charge.amount + charge.part

    def end(self, charge: Charge, status: str) -> None:
        """It failed or was canceled: what was set aside is free again."""
        charge.status = status
        if charge.invoice is not None:
            charge.invoice.pending -= charge.amount + charge.part
        self.give_back(charge.takes)

    def come(self, charge: Charge, order: tuple[float, str]) -> None:
        """The money came: in time it pays what it came for; late, an invoice that still asks for all of it."""
        in_time, charge.status = charge.under_way, "SUCCEEDED"
        lot = self.lots[charge.id] = Lot(charge.client, order, charge.amount)
        invoice = charge.invoice
        if invoice is None:
            return
        if in_time:
            invoice.pending -= charge.amount + charge.part
            charge.payment = self.put_on(invoice, [self.piece(lot, charge.amount)], lot)
            if charge.takes:
                charge.partner = self.put_on(invoice, charge.takes)
                charge.takes = []
        elif not charge.had_part and invoice.payable >= charge.amount:
            charge.payment = self.put_on(invoice, [self.piece(lot, charge.amount)], lot)

    def refusal(self, invoice: Invoice, wish: int | str, source: str, *, rest: bool, is_client: bool) -> str | None:
        """The name of what a payment is refused with; None where it is not (D10, D12 to D16)."""
        if invoice.never_issued and is_client:
            return "NotFound"
        if isinstance(wish, int) and wish <= 0:
            return "InvalidAmount"
        if invoice.status not in ("UNPAID", "PARTIALLY_PAID"):
            return "InvoiceNotPayable"
        if not invoice.payable:
            return "NothingPayable"
        if wish == "FULL" and (invoice.paid or invoice.pending):
            return "FullAmountNotPossible"
        if wish == "DEPOSIT" and not invoice.deposit_due:
            return "NoDepositDue"
        amount = self.amount(invoice, wish)
        if amount > invoice.payable:
            return "AmountExceedsPayable"
        if source == "CREDITS" and not rest and amount > self.available(invoice.client):
            return "InsufficientCredits"
        charged = amount - self.from_credits(invoice, amount, source)
        return "AmountOutOfRange" if charged and not SMALLEST <= charged <= LARGEST else None

    def amount(self, invoice: Invoice, wish: int | str) -> int:
        """What the wish means for the invoice as it is (D13)."""
        if isinstance(wish, int):
            return wish
        return {"FULL": invoice.total, "REMAINING": invoice.payable, "DEPOSIT": invoice.deposit_due}[wish]

    def from_credits(self, invoice: Invoice, amount: int, source: str) -> int:
        return min(amount, self.available(invoice.client)) if source == "CREDITS" else 0
