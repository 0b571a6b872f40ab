"""The firm's payment settings. Who may call a resolver stands at its field, in `mutations` and `queries`."""

from typing import Annotated

from billing.settings import update_payment_settings
from graph import described, input_validation, sqlquery
from graph.context import Context, Info
from graph.inputs import settings as inputs
from graph.payloads import settings as payloads


async def update(
    info: Info, input_: Annotated[inputs.UpdatePaymentSettingsInput, described.input_argument("The changes.")]
) -> payloads.UpdatePaymentSettingsResult | None:
    """Change the firm's payment settings."""
    command = update_payment_settings.UpdatePaymentSettingsCommand(
        hide_invoices_from_clients=input_validation.to_non_null_change(
            input_.hide_invoices_from_clients, "hideInvoicesFromClients"
        ),
        payment_method=input_validation.to_change(input_.payment_method),
        credit_application=input_validation.to_non_null_change(input_.credit_application, "creditApplication"),
    )
    await info.context.run_for_viewer(update_payment_settings.update_payment_settings, command)
    return settings_payload(info.context)


def settings_payload(context: Context) -> payloads.PaymentSettingsPayload:
    """The payment settings of the viewer's firm."""
    return payloads.PaymentSettingsPayload(
        payment_settings=sqlquery.object_ref("PaymentSettings", context.authenticated_viewer.firm_id)
    )
