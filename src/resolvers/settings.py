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
    told: settings_type.PaymentSettings = sqlquery.refer("PaymentSettings", context.who.firm_id)
    return told


async def update(
    info: Info,
    input_: Annotated[
        inputs.UpdatePaymentSettingsInput, strawberry.argument(name="input", description="What to change.")
    ],
) -> results.UpdatePaymentSettingsResult | None:
    """Change the settings."""
    wish = update_payment_settings.UpdatePaymentSettings(
        hide_invoices_from_clients=input_validation.changed(input_.hide_invoices_from_clients),
        payment_method=input_validation.changed(input_.payment_method),
        credit_application=input_validation.changed(input_.credit_application),
    )
    context = info.context
    await context.done(update_payment_settings.update_payment_settings, context.services, context.who, wish)
    return _payload(context)


async def connect(
    info: Info,
    input_: Annotated[
        inputs.ConnectPaymentProviderInput, strawberry.argument(name="input", description="The account to make.")
    ],
) -> results.ConnectPaymentProviderResult | None:
    """Begin to connect an account at a provider."""
    wish = connect_provider.ConnectProvider(
        kind=input_.kind,
        name=input_validation.maybe(input_.name, "name", input_validation.NAME),
        return_url=input_validation.maybe(input_.return_url, "returnUrl", input_validation.ADDRESS),
    )
    context = info.context
    own_id = await context.done(connect_provider.connect_provider, context.services, context.who, wish)
    return results.ConnectPaymentProviderPayload(
        payment_settings=_settings(context), provider=sqlquery.refer("PaymentProvider", own_id)
    )


async def disconnect(
    info: Info,
    input_: Annotated[inputs.PaymentProviderInput, strawberry.argument(name="input", description="Which account.")],
) -> results.PaymentProviderResult | None:
    """Disconnect an account."""
    own_id = global_ids.required("PaymentProvider", input_.provider_id)
    context = info.context
    await context.done(disconnect_provider.disconnect_provider, context.services, context.who, own_id)
    return _payload(context)


async def set_default(
    info: Info,
    input_: Annotated[inputs.PaymentProviderInput, strawberry.argument(name="input", description="Which account.")],
) -> results.PaymentProviderResult | None:
    """Make an account the default."""
    own_id = global_ids.required("PaymentProvider", input_.provider_id)
    context = info.context
    await context.done(set_default_provider.set_default_provider, context.services, context.who, own_id)
    return _payload(context)


async def enable(
    info: Info,
    input_: Annotated[
        inputs.EnablePrepaymentInput, strawberry.argument(name="input", description="How clients may pay ahead.")
    ],
) -> results.EnablePrepaymentResult | None:
    """Switch prepayment on, or change it."""
    wish = enable_prepayment.EnablePrepayment(
        method=input_validation.changed(input_.method),
        minimum=input_validation.changed(input_.minimum),
        maximum=input_validation.changed(input_.maximum),
    )
    context = info.context
    await context.done(enable_prepayment.enable_prepayment, context.services, context.who, wish)
    return _payload(context)


async def disable(info: Info) -> results.PaymentSettingsPayload | None:
    """Switch prepayment off."""
    context = info.context
    await context.done(disable_prepayment.disable_prepayment, context.services, context.who)
    return _payload(context)
