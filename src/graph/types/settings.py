"""Payment settings, provider accounts, and the preview of a change."""

import itertools
import uuid
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self

import strawberry
from sqlalchemy import ColumnElement

import models
import money
from billing import errors, unset
from billing.access import policy, visibility
from billing.prepayments import availability
from billing.providers import connect_provider
from billing.settings import preview as preview_settings
from graph import described, global_ids, input_validation, permissions, sqlquery
from graph.context import Context, PaymentConfiguration
from graph.inputs import settings as inputs
from graph.shared_values import PAYMENT_CONFIGURATION
from graph.types.money import Money, to_optional_money
from graph.types.node import Node
from translation import gettext as _


def _methods(connection: Any, _: sqlquery.CompileContext) -> ColumnElement[Any]:
    # Call `active_methods` for every possible account, so that the rule is in one place.
    def names(card: bool, debit: bool) -> list[str]:
        account = models.ProviderConnection(card_active=card, bank_debit_active=debit)
        return [method.name for method in availability.active_methods(account)]

    return sqlquery.json_case(
        (connection.card_active.is_(card) & connection.bank_debit_active.is_(debit), names(card, debit))
        for card, debit in itertools.product((True, False), repeat=2)
    )


_ONBOARDING = sqlquery.RowColumns(models.ProviderConnection, "status", "account_id", "onboarding_token")


def _onboarding_url(values: Mapping[str, Any], context: sqlquery.ComputeContext) -> str | None:
    return connect_provider.onboarding_url(context.services, _ONBOARDING.load(values["connection"]))


@sqlquery.source(models.ProviderConnection, visibility.rows_for_owner_and_admins)
@permissions.restricted_type(policy.OWNER_OR_ADMIN)
class PaymentProvider(Node):
    """The firm's account at a payment provider."""

    kind: models.ProviderKind = sqlquery.column("The payment provider.")
    name: str = sqlquery.column("The firm's name for the account.")
    status: models.ProviderStatus = sqlquery.column("The status.")
    methods: list[models.PaymentMethod] = sqlquery.column(
        "The payment methods that the account can take now.", _methods
    )
    onboarding_url: str | None = sqlquery.computed(
        "The URL of the onboarding, while `status` is ONBOARDING; otherwise null. The URL does not expire: each"
        " visit creates a new link at the provider and redirects to it.",
        lambda connection, _: {"connection": _ONBOARDING.of(connection)},
        _onboarding_url,
    )


@described.object_type
class PrepaymentRequirement:
    """A requirement of prepayment, and whether it is met now."""

    code: availability.RequirementCode = described.field("The requirement.")
    met: bool = described.field("Whether it is met now.")
    message: str = described.field("A message for the user: what is required, and how to meet it.")

    @classmethod
    def of(cls, requirement: availability.Requirement) -> Self:
        """Convert a requirement of the domain."""
        return cls(code=requirement.code, met=requirement.is_met, message=requirement.message)


@described.object_type
class PrepaymentSettings:
    """Whether and how clients can prepay."""

    enabled: bool = described.field("Whether the firm has enabled prepayment. False for a new firm.")
    available_to_clients: bool = described.field("Whether prepayment is enabled and all requirements are met.")
    method: models.PaymentMethodChoice | None = described.field(
        "The prepayment method: equal to `paymentMethod`, unless that is CARD_OR_BANK_DEBIT and the firm has chosen"
        " only one of the two for prepayments. Null if no payment method is chosen."
    )
    method_options: list[models.PaymentMethodChoice] = described.field(
        "The values that `method` can have: several only if `paymentMethod` is CARD_OR_BANK_DEBIT."
    )
    minimum: Money | None = described.field("The firm's smallest prepayment. Null: no minimum.")
    maximum: Money | None = described.field("The firm's largest prepayment. Null: no maximum.")
    requirements: list[PrepaymentRequirement] = described.field("All four requirements, met or not.")

    @classmethod
    def of(cls, configuration: PaymentConfiguration, currency: str) -> Self:
        """Convert the firm's payment configuration."""
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


@described.object_type
class PaymentSettingsPreview:
    """What a change of the payment settings would do. Nothing is changed."""

    prepayment_stays_available: bool = described.field("Whether clients can make prepayments after the change.")
    prepayment_method: models.PaymentMethodChoice | None = described.field(
        "The prepayment method after the change. It follows a narrowed `paymentMethod`; the firm's own choice is in"
        " force again when `paymentMethod` allows it again. Null if no payment method is chosen."
    )
    removed_prepayment_methods: list[models.PaymentMethod] = described.field(
        "The methods that clients can prepay with now, and could not after the change. Empty if none."
    )
    unmet_requirements: list[PrepaymentRequirement] = described.field(
        "The requirements of prepayment that would not be met after the change, even if it is disabled."
    )
    unpayable_invoices: int = described.field(
        "The number of payable invoices that can be paid by card or bank debit now, and could not after the change."
        " Credits could still pay them. 0 if the change keeps a payment method, or if there is none now."
    )
    pending_payments: int = described.field(
        "The number of payments and prepayments in progress through the provider account to be disconnected, or else"
        " through the current default account. The change does not affect them."
    )

    @classmethod
    def of(cls, preview: preview_settings.SettingsPreview) -> Self:
        """Convert a preview of the domain."""
        return cls(
            prepayment_stays_available=preview.prepayment_available,
            prepayment_method=preview.prepayment_method,
            removed_prepayment_methods=list(preview.removed_prepayment_methods),
            unmet_requirements=[PrepaymentRequirement.of(requirement) for requirement in preview.unmet],
            unpayable_invoices=preview.unpayable_invoices,
            pending_payments=preview.pending_payments,
        )


def _provider_id(value: strawberry.ID | None, field: str) -> uuid.UUID | unset.Unset:
    global_id = input_validation.to_non_null_change(value, field)
    if not isinstance(global_id, str):
        return unset.UNSET
    provider_id = global_ids.decode_as("PaymentProvider", global_id)
    if provider_id is None:
        raise errors.InvalidInput(field, _("Provider not found."))
    return provider_id


def _prepayment(_: Mapping[str, Any], context: sqlquery.ComputeContext) -> PrepaymentSettings:
    return PrepaymentSettings.of(context.shared(PAYMENT_CONFIGURATION), context.currency)


async def _preview(
    ids: Sequence[uuid.UUID],
    context: Context,
    change: Annotated[inputs.PaymentSettingsChange, described.argument("The change to preview.")],
) -> list[Any]:
    settings_change = preview_settings.SettingsChange(
        hide_invoices_from_clients=input_validation.to_non_null_change(
            change.hide_invoices_from_clients, "hideInvoicesFromClients"
        ),
        payment_method=input_validation.to_change(change.payment_method),
        default_connection_id=_provider_id(change.default_provider_id, "defaultProviderId"),
        disconnect_connection_id=_provider_id(change.disconnect_provider_id, "disconnectProviderId"),
    )
    configuration, viewer = await context.payment_configuration(), context.authenticated_viewer
    preview = await preview_settings.preview_settings(
        context.snapshot, viewer, configuration.settings, configuration.connections, settings_change
    )
    return [PaymentSettingsPreview.of(preview) for _ in ids]


@sqlquery.source(models.PaymentSettings, visibility.rows_for_owner_and_admins, id_attribute="firm_id")
@permissions.restricted_type(policy.OWNER_OR_ADMIN)
class PaymentSettings(Node):
    """How the firm takes payments."""

    hide_invoices_from_clients: bool = sqlquery.column(
        "Whether invoices are hidden from clients; their payments and credits stay visible. While they are hidden,"
        " prepayment is not available."
    )
    providers: list[PaymentProvider] = sqlquery.to_many(
        "The firm's provider accounts, newest first, including disconnected ones.",
        lambda settings, connection, _: connection.firm_id == settings.firm_id,
        order_by=lambda connection: (connection.id.desc(),),
    )
    default_provider: PaymentProvider | None = sqlquery.to_one(
        "The account that takes new payments. Null if there is none.", sqlquery.on_foreign_key("default_connection_id")
    )
    payment_method: models.PaymentMethodChoice | None = sqlquery.column(
        "The payment methods for invoices and prepayments. Null if neither card nor bank debit is chosen."
    )
    credit_application: models.CreditApplication = sqlquery.column("When credits are applied to invoices.")
    prepayment: PrepaymentSettings = sqlquery.computed(
        "Whether and how clients can prepay.", lambda *_: {}, _prepayment, shared=(PAYMENT_CONFIGURATION,)
    )
    preview: PaymentSettingsPreview = sqlquery.resolved(
        "What a change would do. A change that would be refused, or an unknown provider, is an error with the code"
        " BAD_USER_INPUT.",
        _preview,
    )
