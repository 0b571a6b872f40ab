"""How the firm takes payments."""

from typing import Annotated

import strawberry

from billing.prepayments import disable_prepayment, enable_prepayment
from billing.providers import connect_provider, disconnect_provider, set_default_provider
from billing.settings import update_payment_settings
from graph import global_ids, input_validation, sqlquery
from graph.context import Context, Info
from graph.inputs import settings as inputs
from graph.payloads import results
from graph.types import settings as settings_type


def _payload(context: Context) -> results.PaymentSettingsPayload:
    return results.PaymentSettingsPayload(payment_settings=_settings(context))


def _settings(context: Context) -> settings_type.PaymentSettings:
    told: settings_type.PaymentSettings = sqlquery.object_ref("PaymentSettings", context.authenticated_viewer.firm_id)
    return told


async def update(
    info: Info,
    input_: Annotated[
        inputs.UpdatePaymentSettingsInput, strawberry.argument(name="input", description="What to change.")
    ],
) -> results.UpdatePaymentSettingsResult | None:
    """Change the settings."""
    wish = update_payment_settings.UpdatePaymentSettingsCommand(
        hide_invoices_from_clients=input_validation.to_change(input_.hide_invoices_from_clients),
        payment_method=input_validation.to_change(input_.payment_method),
        credit_application=input_validation.to_change(input_.credit_application),
    )
    context = info.context
    await context.run(
        update_payment_settings.update_payment_settings, context.services, context.authenticated_viewer, wish
    )
    return _payload(context)


async def connect(
    info: Info,
    input_: Annotated[
        inputs.ConnectPaymentProviderInput, strawberry.argument(name="input", description="The account to make.")
    ],
) -> results.ConnectPaymentProviderResult | None:
    """Begin to connect an account at a provider."""
    wish = connect_provider.ConnectProviderCommand(
        kind=input_.kind,
        name=input_validation.validate_optional_text(input_.name, "name", input_validation.MAX_NAME_LENGTH),
        return_url=input_validation.validate_optional_text(
            input_.return_url, "returnUrl", input_validation.MAX_URL_LENGTH
        ),
    )
    context = info.context
    own_id = await context.run(connect_provider.connect_provider, context.services, context.authenticated_viewer, wish)
    return results.ConnectPaymentProviderPayload(
        payment_settings=_settings(context), provider=sqlquery.object_ref("PaymentProvider", own_id)
    )


async def disconnect(
    info: Info,
    input_: Annotated[inputs.PaymentProviderInput, strawberry.argument(name="input", description="Which account.")],
) -> results.PaymentProviderResult | None:
    """Disconnect an account."""
    own_id = global_ids.require("PaymentProvider", input_.provider_id)
    context = info.context
    await context.run(disconnect_provider.disconnect_provider, context.services, context.authenticated_viewer, own_id)
    return _payload(context)


async def set_default(
    info: Info,
    input_: Annotated[inputs.PaymentProviderInput, strawberry.argument(name="input", description="Which account.")],
) -> results.PaymentProviderResult | None:
    """Make an account the default."""
    own_id = global_ids.require("PaymentProvider", input_.provider_id)
    context = info.context
    await context.run(set_default_provider.set_default_provider, context.services, context.authenticated_viewer, own_id)
    return _payload(context)


async def enable(
    info: Info,
    input_: Annotated[
        inputs.EnablePrepaymentInput, strawberry.argument(name="input", description="How clients may pay ahead.")
    ],
) -> results.EnablePrepaymentResult | None:
    """Switch prepayment on, or change it."""
    wish = enable_prepayment.EnablePrepaymentCommand(
        method=input_validation.to_change(input_.method),
        minimum=input_validation.to_change(input_.minimum),
        maximum=input_validation.to_change(input_.maximum),
    )
    context = info.context
    await context.run(enable_prepayment.enable_prepayment, context.services, context.authenticated_viewer, wish)
    return _payload(context)


async def disable(info: Info) -> results.PaymentSettingsPayload | None:
    """Switch prepayment off."""
    context = info.context
    await context.run(disable_prepayment.disable_prepayment, context.services, context.authenticated_viewer)
    return _payload(context)
