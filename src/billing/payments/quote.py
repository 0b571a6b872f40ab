"""What paying an invoice would do now: worked out once, for the payer to read and for the deed to do (D13 to D16)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import models
from billing import amount_input, idempotency
from billing.access.principals import Viewer
from billing.errors import DomainError, InvalidInput, MethodUnavailable
from billing.payments import allocation
from billing.payments.allocation import AmountRequest, PaymentSource, PaymentSplit
from billing.prepayments import availability
from models import PaymentMethod
from money import Money


@dataclass(frozen=True, slots=True)
class PaymentInstruction:
    """How somebody wants to pay. With source CREDITS, `rest` says how to raise what the credits do not cover."""

    amount: AmountRequest
    source: PaymentSource
    remainder_method: PaymentMethod | None


@dataclass(frozen=True, slots=True)
class QuoteFigures:
    """What the payer is shown. After: once every part of it has settled; credits are those that can be used then."""

    amount: Money
    from_credits: Money
    charged: Money
    amount_due_after: Money
    credits_after: Money


@dataclass(frozen=True, slots=True)
class _TokenContent:
    """Everything that a token stands for."""

    membership_id: uuid.UUID
    invoice_id: uuid.UUID
    instruction: PaymentInstruction
    figures: QuoteFigures


@dataclass(frozen=True, slots=True)
class Quote:
    """The figures, and the token by which a payment is held to them."""

    token_content: _TokenContent

    @property
    def figures(self) -> QuoteFigures:
        """What the payer is shown."""
        return self.token_content.figures

    @property
    def token(self) -> str:
        """A digest and no signature: whoever makes one up agrees to exactly these figures, and that is all."""
        return idempotency.fingerprint("quote", self.token_content)


@dataclass(frozen=True, slots=True)
class PaymentDecision:
    """What is done if the invoice is paid now. Method and connection are those of the charged part, if there is one."""

    split: PaymentSplit
    method: PaymentMethod | None
    connection: models.ProviderConnection | None
    quote: Quote


class QuoteStale(DomainError):
    """Something moved since the quote was shown. `quote` is what paying would do now."""

    def __init__(self, quote: Quote) -> None:
        super().__init__("Something has changed since this was shown. Please look at it again.")
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
    """What paying the invoice by these means does, as everything is now. The one place where that is decided.

    Raise InvalidInput, InvalidAmount, InvoiceNotPayable, NothingPayable, FullAmountNotPossible, NoDepositDue,
    AmountExceedsPayable, InsufficientCredits, MethodUnavailable, AmountOutOfRange.
    """
    if instruction.remainder_method is not None and instruction.source is not PaymentSource.CREDITS:
        raise InvalidInput("rest", "The rest is for payments from credits.")
    amount = allocation.resolve_amount(instruction.amount, invoice, currency)
    parts = allocation.split_payment(
        amount, Money(client.available, currency), instruction.source, instruction.remainder_method
    )
    method = _charged_method(instruction) if parts.charged else None
    connection = None
    if method is not None:
        offered = availability.available_invoice_methods(settings, connections)
        amount_input.check_chargeable(parts.charged, method, offered, currency)
        connection = availability.default_connection(settings, connections)
        if connection is None:
            raise MethodUnavailable(offered)
    figures = QuoteFigures(
        amount=Money(amount, currency),
        from_credits=Money(parts.from_credits, currency),
        charged=Money(parts.charged, currency),
        amount_due_after=Money(invoice.amount_due - amount, currency),
        credits_after=Money(client.available - parts.from_credits, currency),
    )
    return PaymentDecision(parts, method, connection, Quote(_TokenContent(viewer.id, invoice.id, instruction, figures)))


def _charged_method(instruction: PaymentInstruction) -> PaymentMethod:
    """How the charged part is charged."""
    if instruction.source is PaymentSource.CREDITS:
        if instruction.remainder_method is None:
            message = "nothing is charged without a method"
            raise AssertionError(message)
        return instruction.remainder_method
    return PaymentMethod(instruction.source.value)
