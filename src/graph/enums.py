"""Enumerations as the API tells them. Those that the floors below own are described here, and stay theirs."""

import enum
from collections.abc import Mapping
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, String, case, cast
from strawberry.types.enum import has_enum_definition

import gateway
import models
from billing.invoices import rules
from billing.payments import allocation
from billing.prepayments import availability


@strawberry.enum(description="What somebody who did something is.")
class ActorKind(enum.Enum):
    """What somebody who did something is."""

    FIRM_MEMBER = strawberry.enum_value("FIRM_MEMBER", description="A member of the firm.")
    CLIENT_USER = strawberry.enum_value("CLIENT_USER", description="A user of the client.")
    SYSTEM = strawberry.enum_value(
        "SYSTEM",
        description=(
            "Nobody: a message of the payment provider, credits applied when an invoice is issued, or a payment"
            " window that was not completed in time."
        ),
    )


@strawberry.enum(description="How far a payment or a prepayment has come.")
class PaymentStatus(enum.Enum):
    """`models.PaymentStatus` as it is shown: CREATING is told as PROCESSING (D23)."""

    REQUIRES_ACTION = strawberry.enum_value(
        "REQUIRES_ACTION",
        description=(
            "Whoever started it has to act in the payment window. After a declined card it stays here, with `failure`,"
            " and they may try again."
        ),
    )
    PROCESSING = strawberry.enum_value(
        "PROCESSING", description="Under way: the provider or the bank has it. Bank debits stay here for days."
    )
    SUCCEEDED = strawberry.enum_value("SUCCEEDED", description="The money came.")
    FAILED = strawberry.enum_value("FAILED", description="Nothing was taken, and nothing will be.")
    CANCELED = strawberry.enum_value(
        "CANCELED", description="Ended before it was paid, by somebody or after 60 minutes. Nothing was taken."
    )
    RELEASED = strawberry.enum_value(
        "RELEASED",
        description="Taken off its invoice while under way. If its money still comes, it becomes credits.",
    )


@strawberry.enum(description="Whether what an idempotency key asked for is done.")
class OperationStatus(enum.Enum):
    """Whether what an idempotency key asked for is done."""

    IN_PROGRESS = strawberry.enum_value(
        "IN_PROGRESS", description="The payment provider has not answered yet. Sending the same again goes on with it."
    )
    DONE = strawberry.enum_value("DONE", description="It was done; its payments may still be under way.")


@strawberry.enum(description="How far a refund has come.")
class RefundStatus(enum.Enum):
    """`models.RefundStatus` as it is shown: CREATING is told as PROCESSING."""

    PROCESSING = strawberry.enum_value(
        "PROCESSING", description="Set aside, and asked for at the provider. For bank debits this takes days."
    )
    SUCCEEDED = strawberry.enum_value("SUCCEEDED", description="The money was given back.")
    FAILED = strawberry.enum_value(
        "FAILED", description="It could not be given back: the money is where it was before the refund."
    )


def to_public_refund_status(status: models.RefundStatus) -> RefundStatus:
    """The status as it is told."""
    return RefundStatus.PROCESSING if status is models.RefundStatus.CREATING else RefundStatus[status.name]


def to_public_payment_status(status: models.PaymentStatus) -> PaymentStatus:
    """The status as it is told."""
    return PaymentStatus.PROCESSING if status is models.PaymentStatus.CREATING else PaymentStatus[status.name]


def public_payment_status_clause(column: Any) -> ColumnElement[str]:
    """The status of a row as it is told, for the database."""
    return _public_status_clause(column, {each: to_public_payment_status(each) for each in models.PaymentStatus})


def public_refund_status_clause(column: Any) -> ColumnElement[str]:
    """The status of a refund's row as it is told, for the database."""
    return _public_status_clause(column, {each: to_public_refund_status(each) for each in models.RefundStatus})


def _public_status_clause(column: Any, public_statuses: Mapping[Any, enum.Enum]) -> ColumnElement[str]:
    otherwise = [(column == each, status.name) for each, status in public_statuses.items() if status.name != each.name]
    return case(*otherwise, else_=cast(column, String))


def to_stored_statuses(status: PaymentStatus) -> frozenset[models.PaymentStatus]:
    """The stored statuses that are told so."""
    return frozenset(each for each in models.PaymentStatus if to_public_payment_status(each) is status)


def _describe(enum_type: type[enum.Enum], description: str, name: str | None = None, **values: str) -> None:
    """Make an enumeration of a floor below one of the API's, each of its values described."""
    names = {each.name for each in enum_type}
    if values.keys() != names:
        message = f"{enum_type.__name__}: describe exactly {sorted(names)}"
        raise TypeError(message)
    described = strawberry.enum(enum_type, name=name, description=description)
    if has_enum_definition(described):
        for value in described.__strawberry_definition__.values:
            value.description = values[value.name]


_describe(
    models.FirmRole,
    "What a member is in their firm.",
    OWNER="Has every right. A firm has exactly one.",
    ADMIN="Has every right, like the owner.",
    EMPLOYEE="Has the rights given to them, one by one.",
)
_describe(
    models.MemberRight,
    "What an employee may be given. An owner and an admin have all of them.",
    MANAGE_PAYMENTS="Make prepayments for clients, and look after payments and credits.",
    MANAGE_INVOICES="Create, issue and void invoices. With MANAGE_PAYMENTS: pay them for the client.",
    VIEW_ALL_CLIENTS="See all clients of the firm, not only those assigned to them.",
)
_describe(
    models.PaymentMethod,
    "A way to pay through the firm's payment provider.",
    CARD="By card; settles at once.",
    BANK_DEBIT="By debit from a bank account; settles after days. Which kind depends on the firm's currency.",
)
_describe(
    models.PaymentMethodChoice,
    "What a firm offers to its clients. The third value is one option that offers both.",
    CARD="Card alone.",
    BANK_DEBIT="Bank debit alone.",
    CARD_OR_BANK_DEBIT="Card and bank debit; the payer chooses.",
)
_describe(
    models.CreditApplication,
    "When a client's credits pay invoices.",
    MANUAL="When somebody chooses to use them.",
    ON_ISSUE="The moment an invoice is issued, as far as they go, once.",
)
_describe(
    models.ProviderKind,
    "A payment provider that firms can connect an account of.",
    STRIPE="Stripe: cards and bank debits, on the firm's own account there.",
)
_describe(
    models.ProviderStatus,
    "How far the firm's account at a provider has come.",
    ONBOARDING="The firm has not finished telling the provider about itself; see `onboardingUrl`.",
    CONNECTED="It can take payments.",
    RESTRICTED="The provider wants something from the firm, and takes no payments until it has it.",
    DISCONNECTED="The firm took it away. Payments made through it before are still looked after.",
)
_describe(
    availability.RequirementCode,
    "Something that prepayment needs. All four have to be met.",
    name="PrepaymentRequirementCode",
    INVOICES_VISIBLE_TO_CLIENTS="The firm does not hide invoices from its clients.",
    PROVIDER_CONNECTED="The firm has an account at a payment provider that can take payments.",
    DEFAULT_PROVIDER_SET="That account is the firm's default.",
    PAYMENT_METHOD_CHOSEN="The firm has chosen a payment method that the default account can take.",
)
_describe(
    models.CreditEntryKind,
    "Why a client's credits changed.",
    PREPAYMENT="The money of a prepayment came.",
    PAYMENT_RECEIVED=(
        "Money came by card or debit for an invoice. It pays it in the same moment, or stays as credits when the"
        " invoice no longer needs it."
    ),
    CREDIT_NOTE="The firm granted credits.",
    OFFLINE_PAYMENT="Money came that no provider carried: cash, cheque, wire.",
    INVOICE_PAYMENT="Credits paid an invoice.",
    REFUND="Money went back to the client.",
    DISPUTE="The provider took money back, after a dispute or a debit that bounced.",
    REVERSAL="An earlier entry was undone, wholly or in part; see `reverses`.",
)
_describe(
    models.InvoiceStatus,
    "An invoice's life. Between issue and void it is told by settled money alone.",
    DRAFT="Not issued. Clients do not see it, and it can be changed.",
    UNPAID="Issued, and nothing of it settled.",
    PARTIALLY_PAID="Some of it is settled.",
    PAID="All of it is settled.",
    VOID="Taken back. Nothing of it is due.",
)
_describe(
    rules.InvoiceAction,
    "Something that can be done with an invoice.",
    UPDATE="Change it: updateInvoice.",
    ISSUE="Issue it: issueInvoice.",
    VOID="Take it back: voidInvoice.",
    PAY_FROM_CREDITS="Pay it from the client's credits: payInvoice(from: CREDITS).",
    PAY_BY_CARD="Pay it by card: payInvoice(from: CARD).",
    PAY_BY_BANK_DEBIT="Pay it by bank debit: payInvoice(from: BANK_DEBIT).",
    RECORD_OFFLINE_PAYMENT="Record that it was paid by cash, cheque or wire.",
)
_describe(
    allocation.PaymentSource,
    "Where the money for paying an invoice comes from.",
    CREDITS="The client's credits, oldest money first. Settles at once.",
    CARD="A card, in the provider's payment window.",
    BANK_DEBIT="A bank account, in the provider's payment window. Settles after days.",
)
_describe(
    allocation.AmountChoice,
    "An amount that the server works out.",
    REMAINING="Whatever is payable now.",
    FULL="The invoice's total; refused when anything of it is paid or under way.",
    DEPOSIT="What is left of the deposit requested.",
)
_describe(
    models.DisputeStatus,
    "Where a payer's dispute with their bank stands, or a debit that bounced after it had settled.",
    OPEN="The bank has not decided. The provider may have taken the money meanwhile.",
    WON="Decided for the firm: the money is back.",
    LOST="Decided for the payer: the money is gone.",
)
_describe(
    models.PaidBy,
    "Where a payment's money came from.",
    CREDITS="The client's credits.",
    CARD="A card.",
    BANK_DEBIT="A bank account, by debit.",
    OFFLINE="Cash, cheque or wire; no provider carried it.",
)
_describe(
    models.OfflineMethod,
    "How money came that no provider carried.",
    CASH="In cash.",
    CHEQUE="By cheque.",
    WIRE="By wire transfer.",
    OTHER="In another way.",
)
_describe(
    gateway.FailureCode,
    "Why a payment failed, as far as a payer may know.",
    name="PaymentFailureCode",
    DECLINED="The bank said no, without a reason that may be told.",
    INSUFFICIENT_FUNDS="There is not enough money on the account.",
    EXPIRED_CARD="The card has expired.",
    WRONG_DETAILS="A number, date or code was wrong.",
    AUTHENTICATION_FAILED="The payer could not prove to their bank who they are.",
    TRY_AGAIN="Something went wrong on the way. The same may succeed later.",
    BANK_RETURNED="The bank gave the debit back.",
    OTHER="Something else.",
)
