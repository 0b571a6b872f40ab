"""Each refusal of the domain has one type that tells it, and Strawberry is told which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from strawberry.schema import ExceptionHandler

from billing import amounts, enable_prepayment, make_prepayment, quotes, refusals, sign_in
from graph import problems
from graph.types import session

TOLD: dict[type[refusals.Refusal], type[Any]] = {
    refusals.NotFound: problems.NotFound,
    refusals.NotRefundable: problems.NotRefundable,
    refusals.InvalidAmount: problems.InvalidAmount,
    refusals.InvalidInput: problems.InvalidInput,
    refusals.AmountOutOfRange: problems.AmountOutOfRange,
    refusals.MethodUnavailable: problems.MethodUnavailable,
    refusals.InsufficientCredits: problems.InsufficientCredits,
    refusals.InvoiceNotChangeable: problems.InvoiceNotChangeable,
    refusals.IdempotencyConflict: problems.IdempotencyConflict,
    refusals.ProviderUnavailable: problems.ProviderUnavailable,
    refusals.ProviderRefused: problems.ProviderRefused,
    amounts.AmountExceedsPayable: problems.AmountExceedsPayable,
    amounts.NothingPayable: problems.NothingPayable,
    amounts.FullAmountNotPossible: problems.FullAmountNotPossible,
    amounts.NoDepositDue: problems.NoDepositDue,
    amounts.InvoiceNotPayable: problems.InvoiceNotPayable,
    refusals.PaymentNotChangeable: problems.PaymentNotChangeable,
    enable_prepayment.PrepaymentBlocked: problems.PrepaymentBlocked,
    enable_prepayment.MethodNotOffered: problems.MethodNotOffered,
    make_prepayment.PrepaymentUnavailable: problems.PrepaymentUnavailable,
    quotes.QuoteStale: problems.QuoteStale,
    sign_in.SignInFailed: problems.SignInFailed,
    sign_in.SeveralSeats: session.SeatChoice,
}
"""Which type tells which refusal. A field tells those whose type is in its union; any other is unexpected there."""


@dataclass(frozen=True, slots=True)
class _Handler:
    """Strawberry asks it when a resolver raised the refusal, and the field's union has the type."""

    exception_type: type[refusals.Refusal]
    error_type: type[Any]

    def handle(self, exception: refusals.Refusal, *, field: object, info: object) -> Any:  # noqa: ARG002
        """The refusal, told."""
        return self.error_type.of(exception)


def handlers() -> Sequence[ExceptionHandler[Any]]:
    """One for each refusal that can be told."""
    return [_Handler(refusal, told) for refusal, told in TOLD.items()]
