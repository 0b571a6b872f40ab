"""Each refusal of the domain has one type that tells it, and Strawberry is told which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from strawberry.schema import ExceptionHandler

from billing import errors
from billing.identity import sign_in
from billing.payments import allocation, quote
from billing.prepayments import enable_prepayment, make_prepayment
from graph import user_errors
from graph.types import session

ERROR_TYPES: dict[type[errors.DomainError], type[Any]] = {
    errors.NotFound: user_errors.NotFound,
    errors.NotRefundable: user_errors.NotRefundable,
    errors.InvalidAmount: user_errors.InvalidAmount,
    errors.InvalidInput: user_errors.InvalidInput,
    errors.AmountOutOfRange: user_errors.AmountOutOfRange,
    errors.MethodUnavailable: user_errors.MethodUnavailable,
    errors.InsufficientCredits: user_errors.InsufficientCredits,
    errors.InvoiceNotChangeable: user_errors.InvoiceNotChangeable,
    errors.IdempotencyConflict: user_errors.IdempotencyConflict,
    errors.ProviderUnavailable: user_errors.ProviderUnavailable,
    errors.ProviderRefused: user_errors.ProviderRefused,
    allocation.AmountExceedsPayable: user_errors.AmountExceedsPayable,
    allocation.NothingPayable: user_errors.NothingPayable,
    allocation.FullAmountNotPossible: user_errors.FullAmountNotPossible,
    allocation.NoDepositDue: user_errors.NoDepositDue,
    allocation.InvoiceNotPayable: user_errors.InvoiceNotPayable,
    errors.PaymentNotChangeable: user_errors.PaymentNotChangeable,
    enable_prepayment.PrepaymentBlocked: user_errors.PrepaymentBlocked,
    enable_prepayment.MethodNotOffered: user_errors.MethodNotOffered,
    make_prepayment.PrepaymentUnavailable: user_errors.PrepaymentUnavailable,
    quote.QuoteStale: user_errors.QuoteStale,
    sign_in.SignInFailed: user_errors.SignInFailed,
    sign_in.MembershipSelectionRequired: session.SeatChoice,
}
"""Which type tells which refusal. A field tells those whose type is in its union; any other is unexpected there."""


@dataclass(frozen=True, slots=True)
class _DomainErrorHandler:
    """Strawberry asks it when a resolver raised the refusal, and the field's union has the type."""

    exception_type: type[errors.DomainError]
    error_type: type[Any]

    def handle(self, exception: errors.DomainError, *, field: object, info: object) -> Any:  # noqa: ARG002
        """The refusal, told."""
        return self.error_type.of(exception)


def exception_handlers() -> Sequence[ExceptionHandler[Any]]:
    """One for each refusal that can be told."""
    return [_DomainErrorHandler(refusal, told) for refusal, told in ERROR_TYPES.items()]
