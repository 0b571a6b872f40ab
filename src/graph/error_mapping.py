"""Which type of the schema represents each domain error."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from strawberry.schema import ExceptionHandler

from billing import errors
from billing.identity import sign_in
from billing.payments import allocation, quote
from billing.prepayments import enable_prepayment, make_prepayment
from graph import user_errors
from graph.types.session import SeatChoice

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
    sign_in.MembershipSelectionRequired: SeatChoice,
}
"""A field returns the errors whose types are in its result union; any other domain error is an internal error there."""


@dataclass(frozen=True, slots=True)
class _DomainErrorHandler:
    """Converts one domain error. Strawberry calls it if a resolver raises the error and its union has the type."""

    exception_type: type[errors.DomainError]
    error_type: type[Any]

    def handle(self, exception: errors.DomainError, *, field: object, info: object) -> Any:  # noqa: ARG002
        """The member of the union."""
        return self.error_type.of(exception)


def exception_handlers() -> Sequence[ExceptionHandler[Any]]:
    """A handler for each domain error."""
    return [_DomainErrorHandler(domain_error, error_type) for domain_error, error_type in ERROR_TYPES.items()]
