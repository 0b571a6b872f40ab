"""Stripe's decline codes and failure codes of payments and refunds, mapped to `FailureCode`."""

from gateway.types import FailureCode

_CODES = {
    FailureCode.INSUFFICIENT_FUNDS: (
        "insufficient_funds", "card_velocity_exceeded", "withdrawal_count_limit_exceeded", "balance_insufficient",
    ),
    FailureCode.EXPIRED_CARD: (
        "expired_card", "invalid_expiry_month", "invalid_expiry_year", "expired_or_canceled_card",
    ),
    FailureCode.WRONG_DETAILS: (
        "incorrect_cvc", "invalid_cvc", "incorrect_number", "invalid_number", "incorrect_zip", "incorrect_address",
        "invalid_account", "account_closed", "no_account", "bank_account_unusable", "invalid_account_number",
        "payment_method_microdeposit_failed",
    ),
    FailureCode.AUTHENTICATION_FAILED: (
        "payment_intent_authentication_failure", "authentication_required", "authentication_not_handled",
    ),
    FailureCode.TRY_AGAIN: ("processing_error", "try_again_later", "reenter_transaction", "issuer_not_available"),
    FailureCode.BANK_RETURNED: (
        "debit_not_authorized", "bank_ownership_changed", "charge_exceeds_source_limit",
        "charge_exceeds_transaction_limit", "charge_exceeds_weekly_limit", "generic_could_not_process",
        "refer_to_customer",
    ),
    FailureCode.DECLINED: (
        "card_declined", "generic_decline", "payment_intent_payment_attempt_failed", "declined",
        "lost_or_stolen_card",
    ),
}  # fmt: skip
_BY_CODE = {code: failure for failure, codes in _CODES.items() for code in codes}


def to_failure_code(code: str | None, decline_code: str | None) -> FailureCode:
    """Map an error to a failure code. The decline code, if known, is more specific than the error code."""
    if decline_code in _BY_CODE:
        return _BY_CODE[decline_code]
    if decline_code is not None:
        return FailureCode.DECLINED
    return _BY_CODE.get(code or "", FailureCode.OTHER)
