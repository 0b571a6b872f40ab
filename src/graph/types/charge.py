"""What payments and prepayments have in common: they may fail, and somebody may have to act in a payment window."""

from typing import Annotated, Self, TypeAlias

import strawberry

import models
import payments
from billing import failures, policy
from graph import doors
from graph.context import Info


def _provider_code(root: "PaymentFailure") -> str | None:
    return root.provider_word


@strawberry.type(description="Why a payment failed, or the last try of it.")
class PaymentFailure:
    """Why a payment failed."""

    provider_word: strawberry.Private[str | None]
    code: payments.FailureCode = strawberry.field(description="The reason, as far as a payer may know.")
    message: str = strawberry.field(description="What to tell the payer, politely.")
    provider_code: str | None = doors.guarded(
        _provider_code,
        access=policy.ANY_MEMBER,
        description=(
            "The provider's own word, for the firm's members alone: a payer must not learn that their card was"
            " reported stolen. Null when it gave none."
        ),
    )

    @classmethod
    def of(cls, row: models.Payment | models.Prepayment | models.Refund) -> Self | None:
        """The failure, told; None when nothing failed."""
        if row.failure_code is None:
            return None
        code = payments.FailureCode(row.failure_code)
        return cls(provider_word=row.provider_code, code=code, message=failures.message(code.value))


@strawberry.type(
    description="What the page hands to Stripe's browser library to open the payment window. For whoever started it."
)
class StripeCheckout:
    """What the page hands to Stripe's browser library."""

    publishable_key: str = strawberry.field(description="The platform's publishable key.")
    client_secret: str = strawberry.field(description="The secret of this one payment. Keep it out of logs and links.")
    account_id: str | None = strawberry.field(description="The firm's connected account, which takes the money.")
    api_base: str | None = strawberry.field(
        description="Where the payment window talks to, when that is not Stripe itself; else null."
    )


Checkout: TypeAlias = Annotated[
    StripeCheckout, strawberry.union("Checkout", description="How to open the payment window of the firm's provider.")
]


async def checkout(row: models.Payment | models.Prepayment, info: Info) -> StripeCheckout | None:
    """The payment window, while the payer still has to act, and only for whoever started it."""
    if row.status is not models.PaymentStatus.REQUIRES_ACTION or row.client_secret is None:
        return None
    doer = await info.context.loaders.doers.load(row.event_seq)
    if doer is None or not policy.started(info.context.who, doer.event):
        return None
    terms = await info.context.loaders.terms()
    accounts = {connection.id: connection.account_id for connection in terms.connections}
    provider = info.context.services.provider
    return StripeCheckout(
        publishable_key=provider.publishable_key,
        client_secret=row.client_secret,
        account_id=None if row.connection_id is None else accounts.get(row.connection_id),
        api_base=provider.api_base,
    )
