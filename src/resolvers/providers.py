"""The firm's provider accounts."""

from typing import Annotated

import strawberry

from billing.providers import connect_provider, disconnect_provider, set_default_provider
from graph import global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import providers as inputs
from graph.payloads import providers as payloads
from resolvers.settings import settings_payload


async def connect(
    info: Info,
    input_: Annotated[
        inputs.ConnectPaymentProviderInput, strawberry.argument(name="input", description="The account to connect.")
    ],
) -> payloads.ConnectPaymentProviderResult | None:
    """Start connecting an account at a payment provider."""
    command = connect_provider.ConnectProviderCommand(
        kind=input_.kind,
        name=input_validation.validate_optional_text(input_.name, "name", input_validation.MAX_NAME_LENGTH),
        return_url=input_validation.validate_optional_text(
            input_.return_url, "returnUrl", input_validation.MAX_URL_LENGTH
        ),
    )
    context = info.context
    provider_id = await context.run(
        connect_provider.connect_provider, context.services, context.authenticated_viewer, command
    )
    return payloads.ConnectPaymentProviderPayload(
        payment_settings=settings_payload(context).payment_settings,
        provider=sqlquery.object_ref("PaymentProvider", provider_id),
    )


async def disconnect(
    info: Info,
    input_: Annotated[
        inputs.PaymentProviderInput, strawberry.argument(name="input", description="The account to disconnect.")
    ],
) -> payloads.PaymentProviderResult | None:
    """Disconnect a provider account."""
    provider_id = global_ids.require("PaymentProvider", input_.provider_id)
    context = info.context
    await context.run(
        disconnect_provider.disconnect_provider, context.services, context.authenticated_viewer, provider_id
    )
    return settings_payload(context)


async def set_default(
    info: Info,
    input_: Annotated[
        inputs.PaymentProviderInput, strawberry.argument(name="input", description="The new default account.")
    ],
) -> payloads.PaymentProviderResult | None:
    """Make a provider account the default."""
    provider_id = global_ids.require("PaymentProvider", input_.provider_id)
    context = info.context
    await context.run(
        set_default_provider.set_default_provider, context.services, context.authenticated_viewer, provider_id
    )
    return settings_payload(context)
