"""The firm's provider accounts."""

from typing import Annotated

from billing import text_input
from billing.providers import connect_provider, disconnect_provider, set_default_provider
from graph import described, global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import settings as inputs
from graph.payloads import settings as payloads
from resolvers.settings import settings_payload


async def connect(
    info: Info,
    input_: Annotated[inputs.ConnectPaymentProviderInput, described.input_argument("The account to connect.")],
) -> payloads.ConnectPaymentProviderResult | None:
    """Start connecting the firm's own account at a payment provider. The firm completes the onboarding at
    `onboardingUrl`; until then, repeated calls return the same account.
    """
    command = connect_provider.ConnectProviderCommand(
        kind=input_.kind,
        name=input_validation.validate_line_change(
            input_validation.none_if_unset(input_.name), "name", text_input.MAX_NAME_LENGTH
        ),
        return_url=input_validation.validate_optional_opaque(
            input_.return_url, "returnUrl", input_validation.MAX_URL_LENGTH
        ),
    )
    provider_id = await info.context.run_for_viewer(connect_provider.connect_provider, command)
    return payloads.ConnectPaymentProviderPayload(
        payment_settings=settings_payload(info.context).payment_settings,
        provider=sqlquery.object_ref("PaymentProvider", provider_id),
    )


async def disconnect(
    info: Info, input_: Annotated[inputs.PaymentProviderInput, described.input_argument("The account to disconnect.")]
) -> payloads.PaymentProviderResult | None:
    """Stop taking new payments through a provider account. Its existing payments are still processed. If it was the
    default, another connected account becomes the default.
    """
    provider_id = global_ids.require("PaymentProvider", input_.provider_id)
    await info.context.run_for_viewer(disconnect_provider.disconnect_provider, provider_id)
    return settings_payload(info.context)


async def set_default(
    info: Info, input_: Annotated[inputs.PaymentProviderInput, described.input_argument("The new default account.")]
) -> payloads.PaymentProviderResult | None:
    """Make a connected provider account the default, which takes new payments."""
    provider_id = global_ids.require("PaymentProvider", input_.provider_id)
    await info.context.run_for_viewer(set_default_provider.set_default_provider, provider_id)
    return settings_payload(info.context)
