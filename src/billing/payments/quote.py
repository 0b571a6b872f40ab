"""Quotes: decide what paying an invoice would do now, to show it to the payer and to execute it (D13 to D16)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import models
from billing import amount_input, idempotency
from billing.access.principals import Viewer
from billing.active_clients import require_active
from billing.errors import DomainError, InvalidInput, MethodUnavailable
from billing.payments import allocation
from billing.payments.allocation import AmountRequest, PaymentSource, PaymentSplit
from billing.prepayments import availability
from models import PaymentMethod
from money import Money
from translation import gettext as _


@dataclass(frozen=True, slots=True)
class PaymentInstruction:
    """The requested amount and its source. With CREDITS, `remainder_method` charges what the credits do not cover."""

    amount: AmountRequest
    source: PaymentSource
    remainder_method: PaymentMethod | None


@dataclass(frozen=True, slots=True)
class QuoteFigures:
    """The amounts shown to the payer. The `_after` amounts assume that all parts settle."""

    amount: Money
    from_credits: Money
    charged: Money
    amount_due_after: Money
    credits_after: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """The figures shown to one payer, with everything that the quote's token identifies."""

    membership_id: uuid.UUID
    invoice_id: uuid.UUID
    instruction: PaymentInstruction
    figures: QuoteFigures

    @property
    def token(self) -> str:
        """A digest of the quote, with which `pay_invoice` verifies that it still applies.

        It needs no signature: a forged token only consents to exactly these figures.
        """
        return idempotency.fingerprint("quote", self)


@dataclass(frozen=True, slots=True)
class PaymentDecision:
    """How to execute the payment now. `method` and `connection` are those of the charged part; None without one."""

    split: PaymentSplit
    method: PaymentMethod | None
    connection: models.ProviderConnection | None
    quote: Quote


class QuoteStale(DomainError):
    """The figures have changed since the quote was shown. `quote` is the current one."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(_("The amounts have changed. Please review them and confirm again."))
        self.quote = quote


def decide_payment(
    viewer: Viewer,
    instruction: PaymentInstruction,
    invoice: models.Invoice,
    client: models.Client,
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
    currency: str,
) -> PaymentDecision:
    """Decide what paying the invoice by this instruction does now. Quotes and payments both use this decision.

    Raises InvalidInput, InvalidAmount, InvoiceNotPayable, NothingPayable, FullAmountNotPossible, NoDepositDue,
    AmountExceedsPayable, InsufficientCredits, MethodUnavailable, AmountOutOfRange.
    """
    if instruction.remainder_method is not None and instruction.source is not PaymentSource.CREDITS:
        raise InvalidInput("rest", _("A method for the remainder can be chosen only with payment from credits."))
    require_active(client, "invoiceId")
    amount = allocation.resolve_amount(instruction.amount, invoice, currency)
    available_credits = Money(client.available, currency)
    split = allocation.split_payment(amount, available_credits, instruction.source, instruction.remainder_method)
    method = _charged_method(instruction) if split.charged else None
    connection = None
    if method is not None:
        available = availability.available_invoice_methods(settings, connections)
        amount_input.check_chargeable(split.charged, method, available, currency)
        connection = availability.default_connection(settings, connections)
        if connection is None:
            raise MethodUnavailable(available)
    figures = QuoteFigures(
        amount=Money(amount, currency),
        from_credits=Money(split.from_credits, currency),
        charged=Money(split.charged, currency),
        amount_due_after=Money(invoice.amount_due - amount, currency),
        credits_after=Money(client.available - split.from_credits, currency),
    )
    return PaymentDecision(split, method, connection, Quote(viewer.id, invoice.id, instruction, figures))


def _charged_method(instruction: PaymentInstruction) -> PaymentMethod:
    """The method of the part that is charged."""
    if instruction.source is PaymentSource.CREDITS:
        if instruction.remainder_method is None:
            raise AssertionError("a charge without a method")
        return instruction.remainder_method
    return PaymentMethod(instruction.source.value)
