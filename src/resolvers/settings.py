"""How the firm takes payments."""

from typing import Annotated

import strawberry

from billing import (
    connect_provider,
    disable_prepayment,
    disconnect_provider,
    enable_prepayment,
    set_default_provider,
    update_payment_settings,
)
from graph import globalids, results, stored, texts
from graph.context import Context, Info
from graph.inputs import settings as inputs
from graph.types import settings as settings_type


def _payload(context: Context) -> results.PaymentSettingsPayload:
    return results.PaymentSettingsPayload(payment_settings=_settings(context))


def _settings(context: Context) -> settings_type.PaymentSettings:
    told: settings_type.PaymentSettings = stored.refer("PaymentSettings", context.who.firm_id)
    return told


async def update(
    info: Info,
    input_: Annotated[
        inputs.UpdatePaymentSettingsInput, strawberry.argument(name="input", description="What to change.")
    ],
) -> results.UpdatePaymentSettingsResult | None:
    """Change the settings."""
    wish = update_payment_settings.UpdatePaymentSettings(
        hide_invoices_from_clients=texts.changed(input_.hide_invoices_from_clients),
        payment_method=texts.changed(input_.payment_method),
        credit_application=texts.changed(input_.credit_application),
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
        name=texts.maybe(input_.name, "name", texts.NAME),
        return_url=texts.maybe(input_.return_url, "returnUrl", texts.ADDRESS),
    )
    context = info.context
    own_id = await context.done(connect_provider.connect_provider, context.services, context.who, wish)
    return results.ConnectPaymentProviderPayload(
        payment_settings=_settings(context), provider=stored.refer("PaymentProvider", own_id)
    )


async def disconnect(
    info: Info,
    input_: Annotated[inputs.PaymentProviderInput, strawberry.argument(name="input", description="Which account.")],
) -> results.PaymentProviderResult | None:
    """Disconnect an account."""
    own_id = globalids.required("PaymentProvider", input_.provider_id)
    context = info.context
    await context.done(disconnect_provider.disconnect_provider, context.services, context.who, own_id)
    return _payload(context)


async def set_default(
    info: Info,
    input_: Annotated[inputs.PaymentProviderInput, strawberry.argument(name="input", description="Which account.")],
) -> results.PaymentProviderResult | None:
    """Make an account the default."""
    own_id = globalids.required("PaymentProvider", input_.provider_id)
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
        method=texts.changed(input_.method),
        minimum=texts.changed(input_.minimum),
        maximum=texts.changed(input_.maximum),
    )
    context = info.context
    await context.done(enable_prepayment.enable_prepayment, context.services, context.who, wish)
    return _payload(context)


async def disable(info: Info) -> results.PaymentSettingsPayload | None:
    """Switch prepayment off."""
    context = info.context
    await context.done(disable_prepayment.disable_prepayment, context.services, context.who)
    return _payload(context)
