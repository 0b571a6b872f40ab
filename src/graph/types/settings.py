"""How a firm takes payments, for its owner and admins alone."""

import itertools
import uuid
from collections.abc import Sequence
from typing import Annotated, Any, Self

import strawberry
from sqlalchemy import ColumnElement

import models
import money
from billing import errors
from billing import unset as changes
from billing.access import policy, visibility
from billing.prepayments import availability
from billing.providers import connect_provider
from billing.settings import preview as preview_settings
from graph import global_ids, input_validation, permissions, sqlquery
from graph.context import Context, PaymentConfiguration
from graph.inputs import settings as inputs
from graph.types import joins
from graph.types.money import Money, to_optional_money
from graph.types.node import Node


def _methods(connection: Any, _: sqlquery.CompileContext) -> ColumnElement[Any]:
    # Told by `offers.connection_methods`, for each kind of account that there can be.
    kinds = list(itertools.product((True, False), repeat=2))
    return sqlquery.json_case(
        (
            connection.card_active.is_(card) & connection.bank_debit_active.is_(debit),
            [
                method.name
                for method in availability.active_methods(
                    models.ProviderConnection(card_active=card, bank_debit_active=debit)
                )
            ],
        )
        for card, debit in kinds
    )


async def _onboarding_url(ids: Sequence[uuid.UUID], context: Context) -> list[Any]:
    found = await context.load_rows(models.ProviderConnection, ids)
    return [connect_provider.onboarding_url(context.services, found[own_id]) for own_id in ids]


@sqlquery.source(models.ProviderConnection, visibility.provider_connections)
@strawberry.type(
    description="The firm's account at a payment provider.",
    directives=[permissions.allowed_directive(policy.OWNER_OR_ADMIN)],
)
class PaymentProvider(Node):
    """The firm's account at a payment provider."""

    kind: models.ProviderKind = sqlquery.column(description="Which provider it is.")
    name: str = sqlquery.column(description="The firm's own name for the account, where it has several.")
    status: models.ProviderStatus = sqlquery.column(description="How far it has come.")
    methods: list[models.PaymentMethod] = sqlquery.column(_methods, description="What the account can take now.")
    onboarding_url: str | None = sqlquery.resolved(
        _onboarding_url,
        description=(
            "Where the firm tells the provider about itself, while `status` is ONBOARDING; else null. The address"
            " lasts: each visit makes a fresh link at the provider and goes there."
        ),
    )


@strawberry.type(description="Something that prepayment needs, and whether it is so now.")
class PrepaymentRequirement:
    """Something that prepayment needs."""

    code: availability.RequirementCode = strawberry.field(description="Which of the four it is.")
    met: bool = strawberry.field(description="Whether it is met now.")
    message: str = strawberry.field(description="What it is, and what mends it. For people.")

    @classmethod
    def of(cls, requirement: availability.Requirement) -> Self:
        """The requirement, told."""
        return cls(code=requirement.code, met=requirement.is_met, message=requirement.message)


@strawberry.type(description="Whether and how clients can pay ahead.")
class PrepaymentSettings:
    """Whether and how clients can pay ahead."""

    enabled: bool = strawberry.field(description="The firm's switch. Off for a new firm.")
    available_to_clients: bool = strawberry.field(description="Switched on, and every requirement is met now.")
    method: models.PaymentMethodChoice | None = strawberry.field(
        description=(
            "The prepayment method in force: equal to `paymentMethod`, unless that is CARD_OR_BANK_DEBIT and the firm"
            " picked one of the two. Null while no payment method is chosen."
        )
    )
    method_options: list[models.PaymentMethodChoice] = strawberry.field(
        description="What `method` can be: more than one only while `paymentMethod` is CARD_OR_BANK_DEBIT."
    )
    minimum: Money | None = strawberry.field(description="The firm's own smallest prepayment; null for none.")
    maximum: Money | None = strawberry.field(description="The firm's own largest prepayment; null for none.")
    requirements: list[PrepaymentRequirement] = strawberry.field(
        description="All that prepayment needs, met or not: all four, always."
    )

    @classmethod
    def of(cls, configuration: PaymentConfiguration, currency: str) -> Self:
        """The firm's prepayment, told."""
        settings, connections = configuration.settings, configuration.connections
        minimum, maximum = settings.prepayment_minimum, settings.prepayment_maximum
        return cls(
            enabled=settings.prepayment_enabled,
            available_to_clients=availability.is_prepayment_available(settings, connections),
            method=availability.effective_prepayment_method(settings),
            method_options=list(availability.prepayment_method_options(settings)),
            minimum=to_optional_money(None if minimum is None else money.Money(minimum, currency)),
            maximum=to_optional_money(None if maximum is None else money.Money(maximum, currency)),
            requirements=[
                PrepaymentRequirement.of(requirement)
                for requirement in availability.check_requirements(settings, connections)
            ],
        )


@strawberry.type(
    description="What a change of the payment settings would do, found by the rules that make it. Nothing is changed."
)
class PaymentSettingsPreview:
    """What a change of the payment settings would do."""

    prepayment_stays_available: bool = strawberry.field(
        description="Whether clients can make prepayments after the change."
    )
    unmet_requirements: list[PrepaymentRequirement] = strawberry.field(
        description="What prepayment needs and would not have after the change, whether it is switched on or not."
    )
    unpayable_invoices: int = strawberry.field(
        description=(
            "How many invoices have something payable and could be paid by card or bank debit until now, but by nobody"
            " after the change. Credits could still pay them. 0 as long as some way to pay is offered, or none is now."
        )
    )
    pending_payments: int = strawberry.field(
        description=(
            "How many payments and prepayments are under way through the account concerned: the one to be disconnected,"
            " else the one that is the default now. They settle all the same."
        )
    )

    @classmethod
    def of(cls, preview: preview_settings.SettingsPreview) -> Self:
        """The preview, told."""
        return cls(
            prepayment_stays_available=preview.prepayment_available,
            unmet_requirements=[PrepaymentRequirement.of(requirement) for requirement in preview.unmet],
            unpayable_invoices=preview.unpayable_invoices,
            pending_payments=preview.pending_payments,
        )


def _provider_id(value: strawberry.ID | None, field: str) -> uuid.UUID | changes.Unset:
    wanted = input_validation.to_non_null_change(value, field)
    if not isinstance(wanted, str):
        return changes.UNSET
    own_id = global_ids.decode_as("PaymentProvider", wanted)
    if own_id is None:
        raise errors.InvalidInput(field, "The firm has no such provider.")
    return own_id


async def _prepayment(ids: Sequence[uuid.UUID], context: Context) -> list[Any]:
    terms, facts = await context.payment_configuration(), await context.firm_info()
    return [PrepaymentSettings.of(terms, facts.currency) for _ in ids]


async def _preview(
    ids: Sequence[uuid.UUID],
    context: Context,
    change: Annotated[inputs.PaymentSettingsChange, strawberry.argument(description="What would be changed.")],
) -> list[Any]:
    wish = preview_settings.SettingsChange(
        hide_invoices_from_clients=input_validation.to_change(change.hide_invoices_from_clients),
        payment_method=input_validation.to_change(change.payment_method),
        default_connection_id=_provider_id(change.default_provider_id, "defaultProviderId"),
        disconnect_connection_id=_provider_id(change.disconnect_provider_id, "disconnectProviderId"),
    )
    terms = await context.payment_configuration()
    preview = await preview_settings.preview_settings(
        context.snapshot, context.authenticated_viewer, terms.settings, terms.connections, wish
    )
    return [PaymentSettingsPreview.of(preview) for _ in ids]


@sqlquery.source(models.PaymentSettings, visibility.payment_settings, id_attribute="firm_id")
@strawberry.type(
    description="How the firm takes payments. For an OWNER and an ADMIN.",
    directives=[permissions.allowed_directive(policy.OWNER_OR_ADMIN)],
)
class PaymentSettings(Node):
    """How the firm takes payments."""

    hide_invoices_from_clients: bool = sqlquery.column(
        description=(
            "Whether clients see no invoices at all; their payments and credits stay visible. Prepayment is not"
            " available meanwhile."
        )
    )
    providers: list[PaymentProvider] = sqlquery.to_many(
        lambda settings, connection, _: connection.firm_id == settings.firm_id,
        order_by=lambda connection: (connection.id.desc(),),
        description="The firm's accounts at payment providers, newest first, disconnected ones included.",
    )
    default_provider: PaymentProvider | None = sqlquery.to_one(
        joins.on_foreign_key("default_connection_id"),
        description="The account that takes new payments. Null when there is none.",
    )
    payment_method: models.PaymentMethodChoice | None = sqlquery.column(
        description="What invoices can be paid by. Null until chosen."
    )
    credit_application: models.CreditApplication = sqlquery.column(description="When credits pay invoices.")
    prepayment: PrepaymentSettings = sqlquery.resolved(
        _prepayment, description="Whether and how clients can pay ahead."
    )
    preview: PaymentSettingsPreview = sqlquery.resolved(
        _preview,
        description=(
            "What a change would do, before it is made. A change that would be refused, and a provider that the firm"
            " does not have, is an error with the code BAD_USER_INPUT."
        ),
    )
