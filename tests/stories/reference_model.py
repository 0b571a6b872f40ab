"""Reference model of a firm's clients in plain Python: no database, no accounts, no provider."""

from __future__ import annotations

from dataclasses import dataclass, field

MIN_CHARGE, MAX_CHARGE = 50, 99_999_999
"""Stripe's limits in EUR, in cents (D10)."""


@dataclass(eq=False)
class Lot:
    """Money that arrived. `sort_key`: the time of arrival, then the id."""

    client: int
    sort_key: tuple[float, str]
    unspent: int


@dataclass(eq=False)
class LotPortion:
    """What a payment has of a lot. `sequence`: portions taken later have higher ones."""

    lot: Lot
    amount: int
    sequence: int


LotPortions = list[LotPortion]


@dataclass(eq=False)
class Payment:
    """Money applied to an invoice, in portions, the first taken first. `own_lot`: None if it is from credits."""

    invoice: Invoice
    amount: int
    portions: LotPortions
    own_lot: Lot | None = None
    id: str | None = None
    refunded: int = 0

    @property
    def applied(self) -> int:
        return sum(portion.amount for portion in self.portions)


@dataclass(eq=False)
class Invoice:
    """An invoice and all its payments."""

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
class ProviderPayment:
    """An amount requested from the provider, and the credits reserved with it. Without an invoice: a prepayment."""

    id: str
    client: int
    amount: int
    method: str
    invoice: Invoice | None
    reserved: LotPortions
    status: str = "CREATING"
    payment: Payment | None = None
    split_tender: Payment | None = None
    had_reserved_credits: bool = False
    was_tampered: bool = False

    @property
    def reserved_amount(self) -> int:
        return sum(portion.amount for portion in self.reserved)

    @property
    def is_open(self) -> bool:
        return self.status in ("CREATING", "REQUIRES_ACTION", "PROCESSING")


@dataclass
class ReferenceModel:
    """The state that the firm should have."""

    applies_credits_on_issue: bool = False
    lots: dict[str, Lot] = field(default_factory=dict)
    invoices: list[Invoice] = field(default_factory=list)
    portion_sequence: int = 0
    charges: list[ProviderPayment] = field(default_factory=list)

    def available(self, client: int) -> int:
        return sum(lot.unspent for lot in self.lots.values() if lot.client == client)

    def held(self, client: int) -> int:
        return sum(charge.reserved_amount for charge in self.charges if charge.client == client and charge.is_open)

    def due(self, client: int) -> int:
        return sum(
            invoice.total - invoice.paid
            for invoice in self.invoices
            if invoice.client == client and not invoice.draft | invoice.void
        )

    def snapshot(self) -> object:
        """Every figure that changes when money moves."""
        clients = [(self.available(client), self.held(client)) for client in (0, 1)]
        return clients, [(invoice.paid, invoice.pending, invoice.void) for invoice in self.invoices]

    def allocate(self, client: int, amount: int) -> LotPortions:
        """Take from the oldest lots first (D14)."""
        portions: LotPortions = []
        for lot in sorted((lot for lot in self.lots.values() if lot.client == client), key=lambda lot: lot.sort_key):
            part = min(lot.unspent, amount)
            if part:
                amount -= part
                portions.append(self.take_portion(lot, part))
        assert not amount
        return portions

    def take_portion(self, lot: Lot, amount: int) -> LotPortion:
        """Take this much of the lot now."""
        lot.unspent -= amount
        self.portion_sequence += 1
        return LotPortion(lot, amount, self.portion_sequence)

    def release(self, portions: LotPortions) -> None:
        """Return the portions to their lots (D16, D21)."""
        for portion in portions:
            portion.lot.unspent += portion.amount
        portions.clear()

    def apply_to_invoice(self, invoice: Invoice, portions: LotPortions, own_lot: Lot | None = None) -> Payment:
        """Create a settled payment with these portions."""
        payment = Payment(invoice, sum(portion.amount for portion in portions), portions, own_lot)
        invoice.payments.append(payment)
        invoice.paid += payment.amount
        return payment

    def unapply(self, payment: Payment, amount: int, lot: Lot | None = None) -> None:
        """Return money to its lots, the last portion taken first; only to `lot` if it is set (D26, D27)."""
        payment.invoice.paid -= amount
        for portion in reversed(payment.portions):
            part = min(portion.amount, amount) if lot in (None, portion.lot) else 0
            portion.amount -= part
            portion.lot.unspent += part
            amount -= part
        payment.portions = [portion for portion in payment.portions if portion.amount]
        assert not amount

    def pay_from_credits(self, invoice: Invoice, amount: int) -> None:
        if amount:
            self.apply_to_invoice(invoice, self.allocate(invoice.client, amount))

    def issue(self, invoice: Invoice) -> None:
        invoice.draft = invoice.never_issued = False
        if self.applies_credits_on_issue:
            self.pay_from_credits(invoice, min(self.available(invoice.client), invoice.payable))

    def void(self, invoice: Invoice) -> None:
        invoice.void = True
        invoice.draft = False
        for payment in invoice.payments:
            payment.refunded += payment.applied
            self.unapply(payment, payment.applied)

    def has_provider_payment(self, invoice: Invoice) -> bool:
        return any(payment.applied for payment in invoice.payments if payment.own_lot is not None)

    def start_charge(self, charge: ProviderPayment) -> None:
        self.charges.append(charge)
        charge.had_reserved_credits = bool(charge.reserved)
        if charge.invoice is not None:
            charge.invoice.pending += charge.amount + charge.reserved_amount

    def close_charge(self, charge: ProviderPayment, status: str) -> None:
        """It failed or was canceled: release what it reserved."""
        charge.status = status
        if charge.invoice is not None:
            charge.invoice.pending -= charge.amount + charge.reserved_amount
        self.release(charge.reserved)

    def settle_charge(self, charge: ProviderPayment, sort_key: tuple[float, str]) -> None:
        """The money arrived: in time it pays its invoice; late, only an invoice that still needs all of it.

        A released payment pays nothing, and stays released (D24).
        """
        in_time, was_released = charge.is_open, charge.status == "RELEASED"
        charge.status = "RELEASED" if was_released else "SUCCEEDED"
        lot = self.lots[charge.id] = Lot(charge.client, sort_key, charge.amount)
        invoice = charge.invoice
        if invoice is None:
            return
        if in_time:
            invoice.pending -= charge.amount + charge.reserved_amount
            charge.payment = self.apply_to_invoice(invoice, [self.take_portion(lot, charge.amount)], lot)
            if charge.reserved:
                charge.split_tender = self.apply_to_invoice(invoice, charge.reserved)
                charge.reserved = []
        elif not was_released and not charge.had_reserved_credits and invoice.payable >= charge.amount:
            charge.payment = self.apply_to_invoice(invoice, [self.take_portion(lot, charge.amount)], lot)

    def expected_error(
        self, invoice: Invoice, requested: int | str, source: str, *, has_remainder_method: bool, is_client: bool
    ) -> str | None:
        """The class name of the error that the payment raises, or None (D10, D12 to D16)."""
        if invoice.never_issued and is_client:
            return "NotFound"
        if isinstance(requested, int) and requested <= 0:
            return "InvalidAmount"
        if invoice.status not in ("UNPAID", "PARTIALLY_PAID"):
            return "InvoiceNotPayable"
        if not invoice.payable:
            return "NothingPayable"
        if requested == "FULL" and (invoice.paid or invoice.pending):
            return "FullAmountNotPossible"
        if requested == "DEPOSIT" and not invoice.deposit_due:
            return "NoDepositDue"
        amount = self.resolve_amount(invoice, requested)
        if amount > invoice.payable:
            return "AmountExceedsPayable"
        if source == "CREDITS" and not has_remainder_method and amount > self.available(invoice.client):
            return "InsufficientCredits"
        charged = amount - self.credits_part(invoice, amount, source)
        return "AmountOutOfRange" if charged and not MIN_CHARGE <= charged <= MAX_CHARGE else None

    def resolve_amount(self, invoice: Invoice, requested: int | str) -> int:
        """The amount that is requested of the invoice in its current state (D13)."""
        if isinstance(requested, int):
            return requested
        return {"FULL": invoice.total, "REMAINING": invoice.payable, "DEPOSIT": invoice.deposit_due}[requested]

    def credits_part(self, invoice: Invoice, amount: int, source: str) -> int:
        return min(amount, self.available(invoice.client)) if source == "CREDITS" else 0
