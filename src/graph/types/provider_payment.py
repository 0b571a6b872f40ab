"""The fields that payments and prepayments share: failure, checkout, card, number, provider reference and actions."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, String, case, func, inspect, literal, select

import gateway
import models
from billing.access import policy
from billing.charges import payment_rules
from billing.payment_numbers import payment_number
from billing.payments import failure_messages
from graph import described, sqlquery


def _failure_message(row: Any, compile_context: sqlquery.CompileContext) -> ColumnElement[str]:
    """SQL: the message in the language of the request. Each is a bind: requests in all languages share a plan."""
    is_refund = inspect(row).mapper.class_ is models.Refund
    message_of = failure_messages.refund_failure_message if is_refund else failure_messages.payment_failure_message
    return case(
        *(
            (row.failure_code == code.value, compile_context.bind(String(), _on_request(message_of, code)))
            for code in gateway.FailureCode
        )
    )


def _on_request(message_of: Callable[[str], str], code: gateway.FailureCode) -> Callable[[object], str]:
    return lambda _request: message_of(code.value)


def unspent(row: Any, column_name: str) -> ColumnElement[int]:
    """SQL: the unspent money of a row. `column_name` is the column of `account` that refers to the row."""
    lot = models.Account
    join = (lot.firm_id == row.firm_id) & (getattr(lot, column_name) == row.id) & (lot.kind == models.AccountKind.LOT)
    return func.coalesce(select(lot.credits_posted - lot.debits_posted).where(join).scalar_subquery(), literal(0))


def failure(description: str) -> Any:
    """The field `failure`: why the last attempt failed."""
    return sqlquery.embedded(description, when=lambda row, _: row.failure_code.is_not(None))


@sqlquery.source()
@described.object_type
class PaymentFailure:
    """Why a payment, or the last attempt at it, failed."""

    code: gateway.FailureCode = sqlquery.column(
        "The reason, as far as the payer may know.", lambda row, _: row.failure_code
    )
    message: str = sqlquery.column("A message for the payer.", _failure_message)
    provider_code: str | None = sqlquery.column(
        "The provider's own code, for members only: a payer must not learn that their card was reported stolen."
        " Null if the provider gave none.",
        permission=policy.ANY_MEMBER,
    )


def _provider_account_id(row: Any, _: sqlquery.CompileContext) -> ColumnElement[Any]:
    connection = models.ProviderConnection
    join = (connection.firm_id == row.firm_id) & (connection.id == row.connection_id)
    return select(connection.account_id).where(join).scalar_subquery()


@sqlquery.source()
@described.object_type
class StripeCheckout:
    """Parameters for Stripe's browser library, to open the payment window. Only for the viewer who started the
    payment.
    """

    publishable_key: str = sqlquery.column(
        "The platform's publishable key.",
        lambda _, compile_context: compile_context.bind(String(), lambda request: request.provider.publishable_key),
    )
    client_secret: str = sqlquery.column("The client secret of this payment. Never put it in logs or URLs.")
    account_id: str | None = sqlquery.column(
        "The firm's Stripe account, which receives the money.", _provider_account_id
    )
    api_base: str | None = sqlquery.column(
        "The base URL of the provider's API, if it is not Stripe itself; otherwise null.",
        lambda _, compile_context: compile_context.bind(String(), lambda request: request.provider.api_base),
    )


Checkout: TypeAlias = Annotated[
    StripeCheckout,
    strawberry.union("Checkout", description="Parameters to open the payment window of the firm's provider."),
]


def checkout(noun: str) -> Any:
    """The field `checkout` of a payment or prepayment."""
    return sqlquery.embedded(
        "Parameters to open the payment window, while `status` is REQUIRES_ACTION, and only for the viewer who"
        f" started the {noun}; otherwise null.",
        when=lambda row, compile_context: payment_rules.is_checkout_open(compile_context.viewer, row),
    )


def number() -> Any:
    """The field `number` of a payment or prepayment."""
    return sqlquery.column(
        "Its number, unique within the firm. When it settles, it gets the next one of a series without gaps that"
        ' payments and prepayments share, such as "P-00042". Until then, and for good if it never settles, it has a'
        ' provisional one that begins with "T-".',
        lambda row, _: payment_number(row),
    )


def provider_reference() -> Any:
    """The field `providerReference` of a payment or prepayment."""
    return sqlquery.column(
        "The id under which the payment provider has it, to find it there. For members only. Null if it does not go"
        " through a provider, or until the provider has created it.",
        lambda row, _: row.intent_id,
        permission=policy.ANY_MEMBER,
    )


@sqlquery.source()
@described.object_type
class CardDetails:
    """The card of a payment."""

    brand: str = sqlquery.column(
        'The brand, in the payment provider\'s spelling, such as "visa".', lambda row, _: row.card_brand
    )
    last4: str = sqlquery.column("The last four digits of its number.", lambda row, _: row.card_last4)


def card() -> Any:
    """The field `card` of a payment or prepayment."""
    return sqlquery.embedded(
        "The card of the latest attempt. Null for other methods, and until one was made.",
        when=lambda row, _: row.card_last4.is_not(None),
    )


def actions(model: type[models.ProviderPayment], lot_column: str) -> Any:
    """The field `actions` of a payment or prepayment. `lot_column` is the column of `account` that refers to it."""

    names = ("status", "connection_id", "applied") if model is models.Payment else ("status", "connection_id")
    columns = sqlquery.RowColumns(model, *names)

    def values(row: Any, compile_context: sqlquery.CompileContext) -> Mapping[str, ColumnElement[Any]]:
        return {
            "payment": columns.of(row),
            "unspent": unspent(row, lot_column),
            "isCheckoutOpen": payment_rules.is_checkout_open(compile_context.viewer, row),
        }

    def compute(values: Mapping[str, Any], context: sqlquery.ComputeContext) -> Sequence[payment_rules.PaymentAction]:
        return payment_rules.allowed_actions(
            context.viewer, columns.load(values["payment"]), context.currency,
            unspent=values["unspent"], is_checkout_open=values["isCheckoutOpen"],
        )  # fmt: skip

    description = "The actions that the viewer can take now, to decide which buttons to show."
    return sqlquery.computed(description, values, compute)
