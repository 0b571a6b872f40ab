"""Results of mutations on prepayments."""

from typing import Annotated, TypeAlias

from graph import described
from graph import user_errors as errors
from graph.payloads.settings import PaymentSettingsPayload
from graph.types import lazy


@described.object_type
class MakePrepaymentPayload:
    """A prepayment that was started."""

    prepayment: lazy.Prepayment = described.field(
        "The prepayment. Use `checkout` to open its payment window. Its amount is credited when the payment succeeds."
    )
    credit_account: lazy.CreditAccount = described.field(described.CREDIT_ACCOUNT)
    replayed: bool = described.field(described.REPLAYED)


@described.object_type
class RefundPrepaymentPayload:
    """A refund of a prepayment."""

    refund: lazy.Refund = described.field("The refund. Its amount is reserved from now on.")
    prepayment: lazy.Prepayment = described.field("The prepayment after the operation.")
    credit_account: lazy.CreditAccount = described.field(described.CREDIT_ACCOUNT)
    replayed: bool = described.field(described.REPLAYED)


MakePrepaymentResult: TypeAlias = Annotated[
    MakePrepaymentPayload | errors.NotFound | errors.InvalidInput | errors.PrepaymentUnavailable
    | errors.MethodUnavailable | errors.InvalidAmount | errors.AmountOutOfRange | errors.IdempotencyConflict
    | errors.ProviderErrors,
    described.result_of("makePrepayment"),
]  # fmt: skip

RefundPrepaymentResult: TypeAlias = Annotated[
    RefundPrepaymentPayload | errors.RefundErrors, described.result_of("refundPrepayment")
]

EnablePrepaymentResult: TypeAlias = Annotated[
    PaymentSettingsPayload | errors.PrepaymentBlocked | errors.MethodNotOffered | errors.InputErrors,
    described.result_of("enablePrepayment"),
]
