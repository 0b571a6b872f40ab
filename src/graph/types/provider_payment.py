"""What payments and prepayments have in common: they may fail, and somebody may have to act in a payment window."""

from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, String, case, select

import gateway
import models
from billing.access import policy
from billing.payments import failure_messages
from graph import sqlquery


def _failure_message(row: Any, _: sqlquery.CompileContext) -> ColumnElement[str]:
    return case(
        *(
            (row.failure_code == code.value, failure_messages.failure_message(code.value))
            for code in gateway.FailureCode
        )
    )


def has_failure(row: Any, _: sqlquery.CompileContext) -> ColumnElement[bool]:
    """Whether there is a failure to be told."""
    found: ColumnElement[bool] = row.failure_code.is_not(None)
    return found


@sqlquery.source()
@strawberry.type(description="Why a payment failed, or the last try of it.")
class PaymentFailure:
    """Why a payment failed: told from the payment, prepayment or refund."""

    code: gateway.FailureCode = sqlquery.column(
        lambda row, _: row.failure_code, description="The reason, as far as a payer may know."
    )
    message: str = sqlquery.column(_failure_message, description="What to tell the payer, politely.")
    provider_code: str | None = sqlquery.column(
        access=policy.ANY_MEMBER,
        description=(
            "The provider's own word, for the firm's members alone: a payer must not learn that their card was"
            " reported stolen. Null when it gave none."
        ),
    )


def _provider_account_id(row: Any, _: sqlquery.CompileContext) -> ColumnElement[str]:
    connection = models.ProviderConnection
    own = (connection.firm_id == row.firm_id) & (connection.id == row.connection_id)
    found: ColumnElement[str] = select(connection.account_id).where(own).scalar_subquery()
    return found


@sqlquery.source()
@strawberry.type(
    description="What the page hands to Stripe's browser library to open the payment window. For whoever started it."
)
class StripeCheckout:
    """What the page hands to Stripe's browser library: told from the payment or prepayment."""

    publishable_key: str = sqlquery.column(
        lambda _, telling: telling.bind(String(), lambda request: request.checkout.publishable_key),
        description="The platform's publishable key.",
    )
    client_secret: str = sqlquery.column(description="The secret of this one payment. Keep it out of logs and links.")
    account_id: str | None = sqlquery.column(
        _provider_account_id, description="The firm's connected account, which takes the money."
    )
    api_base: str | None = sqlquery.column(
        lambda _, telling: telling.bind(String(), lambda request: request.checkout.api_base),
        description="Where the payment window talks to, when that is not Stripe itself; else null.",
    )


Checkout: TypeAlias = Annotated[
    StripeCheckout, strawberry.union("Checkout", description="How to open the payment window of the firm's provider.")
]


def is_checkout_open_to_viewer(row: Any, compile_context: sqlquery.CompileContext) -> ColumnElement[bool]:
    """Whether the payer still has to act, and it is the viewer who started it."""
    event = models.Event
    started = select(event.seq).where(
        event.firm_id == row.firm_id, event.seq == row.event_seq, policy.is_initiator(compile_context.viewer, event)
    )
    waits: ColumnElement[bool] = (row.status == models.PaymentStatus.REQUIRES_ACTION) & row.client_secret.is_not(None)
    return waits & started.exists()
