"""What paying an invoice would do now: worked out once, for the payer to read and for the deed to do (D13 to D16)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import models
from billing import idempotency
from billing.access.principals import Viewer
from billing.errors import InvalidInput, MethodUnavailable, Refusal
from billing.payments import allocation
from billing.payments.allocation import Intention, PaymentSource, Split
from billing.prepayments import availability
from models import PaymentMethod
from money import Money


@dataclass(frozen=True, slots=True)
class Means:
    """How somebody wants to pay. With source CREDITS, `rest` says how to raise what the credits do not cover."""

    amount: Intention
    source: PaymentSource
    rest: PaymentMethod | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What the payer is shown. After: once every part of it has settled; credits are those that can be used then."""

    amount: Money
    from_credits: Money
    charged: Money
    amount_due_after: Money
    credits_after: Money


@dataclass(frozen=True, slots=True)
class _Bound:
    """Everything that a token stands for."""

    seat_id: uuid.UUID
    invoice_id: uuid.UUID
    means: Means
    figures: Figures


@dataclass(frozen=True, slots=True)
class Quote:
    """The figures, and the token by which a payment is held to them."""

    bound: _Bound

    @property
    def figures(self) -> Figures:
        """What the payer is shown."""
        return self.bound.figures

    @property
    def token(self) -> str:
        """A digest and no signature: whoever makes one up agrees to exactly these figures, and that is all."""
        return idempotency.fingerprint("quote", self.bound)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done if the invoice is paid now. Method and connection are those of the charged part, if there is one."""

    parts: Split
    method: PaymentMethod | None
    connection: models.ProviderConnection | None
    quote: Quote


class QuoteStale(Refusal):
    """Something moved since the quote was shown. `quote` is what paying would do now."""

    def __init__(self, quote: Quote) -> None:
        super().__init__("Something has changed since this was shown. Please look at it again.")
        self.quote = quote


def decide(
    viewer: Viewer,
    means: Means,
    invoice: models.Invoice,
    client: models.Client,
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
    currency: str,
) -> Decision:
    """What paying the invoice by these means does, as everything is now. The one place where that is decided.

    Raise InvalidInput, InvalidAmount, InvoiceNotPayable, NothingPayable, FullAmountNotPossible, NoDepositDue,
    AmountExceedsPayable, InsufficientCredits, MethodUnavailable, AmountOutOfRange.
    """
    if means.rest is not None and means.source is not PaymentSource.CREDITS:
        raise InvalidInput("rest", "The rest is for payments from credits.")
    amount = allocation.to_pay(means.amount, invoice, currency)
    parts = allocation.split(amount, Money(client.available, currency), means.source, means.rest)
    method = _method(means) if parts.charged else None
    connection = None
    if method is not None:
        offered = availability.offered(settings, connections)
        allocation.check_charge(parts.charged, method, offered, currency)
        connection = availability.default_connection(settings, connections)
        if connection is None:
            raise MethodUnavailable(offered)
    figures = Figures(
        amount=Money(amount, currency),
        from_credits=Money(parts.from_credits, currency),
        charged=Money(parts.charged, currency),
        amount_due_after=Money(invoice.amount_due - amount, currency),
        credits_after=Money(client.available - parts.from_credits, currency),
    )
    return Decision(parts, method, connection, Quote(_Bound(viewer.id, invoice.id, means, figures)))


def _method(means: Means) -> PaymentMethod:
    """How the charged part is charged."""
    if means.source is PaymentSource.CREDITS:
        if means.rest is None:
            message = "nothing is charged without a method"
            raise AssertionError(message)
        return means.rest
    return PaymentMethod(means.source.value)
