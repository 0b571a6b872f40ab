"""Stripe's documented test payment methods and their outcomes."""

import dataclasses

from sandbox import store
from sandbox.card_numbers import CARD_NUMBERS
from sandbox.request_context import RequestContext, new_id

CARD = "card"


@dataclasses.dataclass(frozen=True)
class Failure:
    """Why a payment failed."""

    code: str
    message: str
    decline_code: str | None = None


@dataclasses.dataclass(frozen=True)
class DisputeBehavior:
    """How a payer disputes a payment: `times` disputes, which together are for the full amount."""

    reason: str
    inquiry: bool = False
    times: int = 1


@dataclasses.dataclass(frozen=True)
class TestMethod:
    """A `pm_...` that Stripe documents for tests."""

    token: str
    type: str
    failure: Failure | None = None
    """None if the payment succeeds."""
    authenticates: bool = False
    """The payer must authenticate with their bank (3D Secure)."""
    delay_factor: int = 1
    """Multiple of the usual delay of a debit."""
    stuck: bool = False
    """The debit remains in processing until it is canceled."""
    dispute: DisputeBehavior | None = None
    """The payer disputes the payment as soon as it has succeeded."""
    refunds_late: bool = False
    """A refund is pending before it succeeds."""
    refund_fails: bool = False
    """A refund succeeds at once and fails later."""
    brand: str = "visa"
    country: str = "US"


def _split(text: str) -> list[str]:
    return text.split()


def _declined(decline_code: str, message: str = "Your card was declined.") -> Failure:
    return Failure("card_declined", message, decline_code)


_GENERIC = _declined("generic_decline")
_NO_FUNDS = _declined("insufficient_funds", "Your card has insufficient funds.")
_EXPIRED = Failure("expired_card", "Your card has expired.", "expired_card")
_CVC = Failure("incorrect_cvc", "Your card's security code is incorrect.", "incorrect_cvc")
_PROCESSING = Failure(
    "processing_error", "An error occurred while processing your card. Try again in a little bit.", "processing_error"
)
# Stripe documents some of these with the brand and some without.
_DECLINES = {
    "chargeDeclined": _GENERIC,
    "visa_chargeDeclined": _GENERIC,
    "chargeDeclinedInsufficientFunds": _NO_FUNDS,
    "visa_chargeDeclinedInsufficientFunds": _NO_FUNDS,
    "visa_chargeDeclinedLostCard": _declined("lost_card"),
    "visa_chargeDeclinedStolenCard": _declined("stolen_card"),
    "chargeDeclinedExpiredCard": _EXPIRED,
    "chargeDeclinedIncorrectCvc": _CVC,
    "chargeDeclinedProcessingError": _PROCESSING,
    "chargeDeclinedFraudulent": _declined("fraudulent"),
    "visa_chargeDeclinedVelocityLimitExceeded": _declined(
        "card_velocity_exceeded", "Your card was declined for making repeated attempts too frequently."
    ),
    "chargeCustomerFail": _GENERIC,
    "radarBlock": _declined("fraudulent"),
}
_BRANDS = {
    "visa": "visa", "visa_debit": "visa", "mastercard": "mastercard", "mastercard_debit": "mastercard",
    "mastercard_prepaid": "mastercard", "amex": "amex", "discover": "discover", "diners": "diners", "jcb": "jcb",
    "unionpay": "unionpay", "amex_threeDSecureNotSupported": "amex",
}  # fmt: skip
_PLAIN = _split(
    "bypassPending bypassPendingInternational domesticPricing avsFail avsLine1Fail avsZipFail avsUnchecked "
    "cvcCheckFail riskLevelHighest riskLevelElevated threeDSecureOptional "
    "authenticationRequiredSetupForOffSession"
)
_COUNTRIES = _split(
    "us ar br ca cl co cr ec mx pa py pe uy ae at be bg by hr cy cz dk ee fi fr de gi gr hu ie it lv li lt lu "
    "mt nl no pl pt ro sa si sk es se ch gb au cn hk in jp my nz sg tw th"
)
_DISPUTES = {
    "createDispute": DisputeBehavior("fraudulent"),
    "createDisputeProductNotReceived": DisputeBehavior("product_not_received"),
    "createDisputeInquiry": DisputeBehavior("fraudulent", inquiry=True),
    "createMultipleDisputes": DisputeBehavior("fraudulent", times=2),
}
_AUTHENTICATIONS: dict[str, Failure | None] = {
    "authenticationRequired": None,
    "authenticationRequiredOnSetup": None,
    "threeDSecure2Required": None,
    "threeDSecureRequired": None,
    "authenticationRequiredChargeDeclinedInsufficientFunds": _NO_FUNDS,
    "threeDSecureRequiredChargeDeclined": _GENERIC,
    "threeDSecureRequiredProcessingError": _PROCESSING,
}


def _cards() -> list[TestMethod]:
    methods = [TestMethod(f"pm_card_{name}", CARD, brand=brand) for name, brand in _BRANDS.items()]
    methods += [TestMethod(f"pm_card_{name}", CARD) for name in _PLAIN]
    methods += [TestMethod(f"pm_card_{country}", CARD, country=country.upper()) for country in _COUNTRIES]
    methods += [TestMethod(f"pm_card_{name}", CARD, dispute=dispute) for name, dispute in _DISPUTES.items()]
    methods.append(TestMethod("pm_card_pendingRefund", CARD, refunds_late=True))
    methods.append(TestMethod("pm_card_refundFail", CARD, refund_fails=True))
    methods += [TestMethod(f"pm_card_{name}", CARD, failure) for name, failure in _DECLINES.items()]
    methods += [
        TestMethod(f"pm_card_{name}", CARD, failure, authenticates=True) for name, failure in _AUTHENTICATIONS.items()
    ]
    return methods


_CLOSED = Failure("account_closed", "The customer's bank account has been closed.")
_NO_ACCOUNT = Failure("no_account", "The customer's bank account could not be located.")
_DEBIT_NO_FUNDS = Failure("insufficient_funds", "The customer's account has insufficient funds to cover this payment.")
_NOT_AUTHORIZED = Failure(
    "debit_not_authorized", "The customer has notified their bank that this debit is not authorized."
)
_SOURCE_LIMIT = Failure("charge_exceeds_source_limit", "The payment exceeds the weekly limit of this bank account.")
_TRANSACTION_LIMIT = Failure("charge_exceeds_transaction_limit", "The payment exceeds the transaction limit.")
_WEEKLY_LIMIT = Failure("charge_exceeds_weekly_limit", "The payment exceeds the weekly limit.")
_COULD_NOT_PROCESS = Failure("generic_could_not_process", "The payment could not be processed by the bank.")
_REFER = Failure("refer_to_customer", "The payment was refused by the customer's bank: refer to customer.")
_WRONG_CURRENCY = Failure("invalid_currency", "The bank account cannot process a payment in this currency.")
_DEBIT_FAILURES: dict[str, dict[str, Failure]] = {
    "usBankAccount": {
        "accountClosed": _CLOSED,
        "noAccount": _NO_ACCOUNT,
        "insufficientFunds": _DEBIT_NO_FUNDS,
        "debitNotAuthorized": _NOT_AUTHORIZED,
        "invalidCurrency": _WRONG_CURRENCY,
        "weeklyLimitExceeded": _SOURCE_LIMIT,
    },
    "bacsDebit": {
        "debitNotAuthorized": _NOT_AUTHORIZED,
        "insufficientFunds": _DEBIT_NO_FUNDS,
        "exceedsWeeklyLimit": _SOURCE_LIMIT,
        "exceedsTransactionLimit": _TRANSACTION_LIMIT,
    },
    "acssDebit": {
        "noAccount": _NO_ACCOUNT,
        "accountClosed": _CLOSED,
        "insufficientFunds": _DEBIT_NO_FUNDS,
        "debitNotAuthorized": _NOT_AUTHORIZED,
    },
    "auBecsDebit": {
        "accountClosed": _CLOSED,
        "noAccount": _NO_ACCOUNT,
        "referToCustomer": _REFER,
        "debitNotAuthorized": _NOT_AUTHORIZED,
        "exceedsWeeklyLimit": _SOURCE_LIMIT,
        "exceedsTransactionLimit": _TRANSACTION_LIMIT,
    },
}
_DEBIT_TYPE = {
    "usBankAccount": "us_bank_account",
    "bacsDebit": "bacs_debit",
    "acssDebit": "acss_debit",
    "auBecsDebit": "au_becs_debit",
}
_DELAYED = {
    "bacsDebit": ("success", "debitNotAuthorized", "insufficientFunds"),
    "auBecsDebit": ("success", "referToCustomer"),
}
_SEPA_COUNTRIES = _split("at be hr ee fi fr de gi ie li lt lu nl no pt es se ch gb")
_RETURNED = DisputeBehavior("debit_not_authorized")
# Stripe's delayed debits take three minutes: nine times our 20 seconds.
_DELAY_FACTOR = 9


def _debit(
    token: str,
    kind: str,
    failure: Failure | None = None,
    *,
    delay_factor: int = 1,
    stuck: bool = False,
    dispute: DisputeBehavior | None = None,
) -> TestMethod:
    return TestMethod(token, kind, failure, delay_factor=delay_factor, stuck=stuck, dispute=dispute, refunds_late=True)


def _debits() -> list[TestMethod]:
    methods = [_debit("pm_usBankAccount_processing", "us_bank_account", stuck=True)]
    for family, failures in _DEBIT_FAILURES.items():
        outcomes: dict[str, Failure | None] = {"success": None, **failures}
        kind = _DEBIT_TYPE[family]
        methods += [_debit(f"pm_{family}_{name}", kind, failure) for name, failure in outcomes.items()]
        methods.append(_debit(f"pm_{family}_dispute", kind, dispute=_RETURNED))
        for name in _DELAYED.get(family, ()):
            methods.append(_debit(f"pm_{family}_{name}Delayed", kind, outcomes[name], delay_factor=_DELAY_FACTOR))
    return methods + [method for country in _SEPA_COUNTRIES for method in _sepa(country)]


def _sepa(country: str) -> list[TestMethod]:
    def method(
        name: str, failure: Failure | None = None, delay_factor: int = 1, dispute: DisputeBehavior | None = None
    ) -> TestMethod:
        debit = _debit(f"pm_{name}_{country}", "sepa_debit", failure, delay_factor=delay_factor, dispute=dispute)
        return dataclasses.replace(debit, country=country.upper())

    return [
        method("success"),
        method("successDelayed", delay_factor=_DELAY_FACTOR),
        method("failed", _COULD_NOT_PROCESS),
        method("failedDelayed", _COULD_NOT_PROCESS, _DELAY_FACTOR),
        method("disputed", dispute=_RETURNED),
        method("exceedsWeeklyVolumeLimit", _SOURCE_LIMIT),
        method("exceedsWeeklyTransactionLimit", _WEEKLY_LIMIT),
        method("insufficientFunds", _DEBIT_NO_FUNDS),
    ]


TEST_METHODS: dict[str, TestMethod] = {method.token: method for method in [*_cards(), *_debits()]}
"""All supported test payment methods, by their documented names."""


def details(method: TestMethod) -> store.Json:
    """Details of the card or bank account, as charges and payment methods contain them."""
    if method.type == CARD:
        return {
            "brand": method.brand,
            "country": method.country,
            "exp_month": 12,
            "exp_year": 2034,
            "fingerprint": "sandboxsandbox12",
            "funding": "credit",
            "last4": CARD_NUMBERS[method.token][-4:],
        }
    fields: store.Json = {"fingerprint": "sandboxsandbox12", "last4": "6789"}
    if method.type == "us_bank_account":
        fields.update(account_holder_type="individual", account_type="checking", bank_name="STRIPE TEST BANK")
        fields.update(routing_number="110000000")
    elif method.type == "sepa_debit":
        fields.update(bank_code="37040044", branch_code="", country=method.country)
    elif method.type == "bacs_debit":
        fields.update(sort_code="108800")
    elif method.type == "acss_debit":
        fields.update(bank_name="STRIPE TEST BANK", institution_number="000", transit_number="11000")
    else:
        fields.update(bsb_number="000000")
    return fields


def instantiate(context: RequestContext, method: TestMethod, customer: str | None) -> store.Json:
    """Create a payment method of this account, as each use of a test method does."""
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    body = {
        "id": new_id("pm_1"),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": {"address": address, "email": None, "name": None, "phone": None, "tax_id": None},
        "created": context.timestamp,
        "customer": customer,
        "livemode": False,
        "metadata": {},
        "type": method.type,
        method.type: details(method),
    }
    return context.tx.insert("payment_method", context.account, body, {"token": method.token}).body
