"""What payments and prepayments have in common: why they failed, and how to open their payment window."""

from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, String, and_, case, func, literal, select

import gateway
import models
from billing.access import policy
from billing.payments import failure_messages
from graph import described, sqlquery
from graph.types.actor import on_event


def _failure_message(row: Any, compile_context: sqlquery.CompileContext) -> ColumnElement[str]:
    """SQL: the message in the language of the request. Each is a bind: requests in all languages share a plan."""
    return case(
        *(
            (row.failure_code == code.value, compile_context.bind(String(), _failure_message_of(code)))
            for code in gateway.FailureCode
        )
    )


def _failure_message_of(code: gateway.FailureCode) -> Callable[[object], str]:
    return lambda _request: failure_messages.failure_message(code.value)


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
        access=policy.ANY_MEMBER,
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
        when=_is_checkout_open_to_viewer,
    )


def _is_checkout_open_to_viewer(row: Any, compile_context: sqlquery.CompileContext) -> ColumnElement[bool]:
    event = models.Event
    is_initiator = policy.is_initiator(compile_context.viewer, event)
    started = select(event.seq).where(on_event(row, event, compile_context), is_initiator)
    requires_action = row.status == models.PaymentStatus.REQUIRES_ACTION
    return and_(requires_action, row.client_secret.is_not(None), started.exists())
