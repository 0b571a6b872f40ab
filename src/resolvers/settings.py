"""The firm's payment settings."""

from typing import Annotated

import strawberry

from billing.settings import update_payment_settings
from graph import input_validation, sqlquery
from graph.context import Context, Info
from graph.inputs import settings as inputs
from graph.payloads import settings as payloads


async def update(
    info: Info,
    input_: Annotated[inputs.UpdatePaymentSettingsInput, strawberry.argument(name="input", description="The changes.")],
) -> payloads.UpdatePaymentSettingsResult | None:
    """Change the payment settings."""
    command = update_payment_settings.UpdatePaymentSettingsCommand(
        hide_invoices_from_clients=input_validation.to_change(input_.hide_invoices_from_clients),
        payment_method=input_validation.to_change(input_.payment_method),
        credit_application=input_validation.to_change(input_.credit_application),
    )
    context = info.context
    await context.run(
        update_payment_settings.update_payment_settings, context.services, context.authenticated_viewer, command
    )
    return settings_payload(context)


def settings_payload(context: Context) -> payloads.PaymentSettingsPayload:
    """The payment settings of the viewer's firm."""
    return payloads.PaymentSettingsPayload(
        payment_settings=sqlquery.object_ref("PaymentSettings", context.authenticated_viewer.firm_id)
    )
