"""What ought to be true of a firm's clients, in plain Python: no database, no accounts, no provider."""

from __future__ import annotations

from dataclasses import dataclass, field

SMALLEST, LARGEST = 50, 99_999_999
"""What Stripe charges in euro, in cents (D10)."""


@dataclass
class Lot:
    """A sum that came in. `order`: by the moment it came, then by its id."""

    client: int
    order: tuple[float, str]
    left: int


Takes = list[tuple[Lot, int]]


@dataclass
class Invoice:
    """An invoice; `by_credits` is what credits paid, and from which lots."""

    id: str
    client: int
    total: int
    deposit: int | None
    draft: bool = True
    void: bool = False
    paid: int = 0
    pending: int = 0
    by_credits: list[Takes] = field(default_factory=list)

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


@dataclass
class Charge:
    """A sum asked for, and the credits that are set aside to pay together with it. No invoice: a prepayment."""

    id: str
    client: int
    amount: int
    method: str
    invoice: Invoice | None
    takes: Takes
    status: str = "CREATING"

    @property
    def part(self) -> int:
        return sum(taken for _, taken in self.takes)

    @property
    def under_way(self) -> bool:
        return self.status in ("CREATING", "REQUIRES_ACTION", "PROCESSING")


@dataclass
class Ideal:
    """The firm as it ought to be."""

    on_issue: bool = False
    lots: dict[str, Lot] = field(default_factory=dict)
    invoices: list[Invoice] = field(default_factory=list)
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
        takes = []
        for lot in sorted((one for one in self.lots.values() if one.client == client), key=lambda one: one.order):
            part = min(lot.left, amount)
            if part:
                lot.left -= part
                amount -= part
                takes.append((lot, part))
        assert not amount
        return takes

    def give_back(self, takes: Takes) -> None:
        """To the same money that it came from (D16, D21)."""
        for lot, part in takes:
            lot.left += part

    def pay_from_credits(self, invoice: Invoice, amount: int) -> None:
        if amount:
            invoice.by_credits.append(self.take(invoice.client, amount))
            invoice.paid += amount

    def issue(self, invoice: Invoice) -> None:
        invoice.draft = False
        if self.on_issue:
            self.pay_from_credits(invoice, min(self.available(invoice.client), invoice.payable))

    def void(self, invoice: Invoice) -> None:
        invoice.void = True
        invoice.draft = False
        for takes in invoice.by_credits:
            self.give_back(takes)
        invoice.by_credits = []
        invoice.paid = 0

    def paid_otherwise(self, invoice: Invoice) -> bool:
        return invoice.paid > sum(part for takes in invoice.by_credits for _, part in takes)

    def begin(self, charge: Charge) -> None:
        self.charges.append(charge)
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
            invoice.paid += charge.amount + charge.part
            if charge.takes:
                invoice.by_credits.append(charge.takes)
                charge.takes = []
            lot.left = 0
        elif not charge.takes and invoice.payable >= charge.amount:
            invoice.paid += charge.amount
            lot.left = 0

    def refusal(self, invoice: Invoice, wish: int | str, source: str, *, rest: bool, is_client: bool) -> str | None:
        """The name of what a payment is refused with; None where it is not (D10, D12 to D16)."""
        if invoice.draft and is_client:
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
