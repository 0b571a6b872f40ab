"""The firm itself."""

from typing import Annotated

from billing import email_addresses
from billing.settings import update_firm
from graph import described, input_validation, sqlquery
from graph.context import Info
from graph.inputs import firm as inputs
from graph.payloads import firm as payloads


async def update(
    info: Info, input_: Annotated[inputs.UpdateFirmInput, described.input_argument("The changes.")]
) -> payloads.UpdateFirmResult | None:
    """Change the firm's name, time zone, language and reply address."""
    command = update_firm.UpdateFirmCommand(
        name=input_validation.to_non_null_change(input_.name, "name"),
        time_zone=input_validation.validate_opaque_change(
            input_validation.to_non_null_change(input_.time_zone, "timeZone"),
            "timeZone",
            input_validation.MAX_TIME_ZONE_LENGTH,
        ),
        locale=input_validation.validate_opaque_change(
            input_validation.to_non_null_change(input_.locale, "locale"), "locale", input_validation.MAX_LOCALE_LENGTH
        ),
        reply_to=input_validation.validate_opaque_change(
            input_validation.to_change(input_.reply_to), "replyTo", email_addresses.MAX_EMAIL_LENGTH
        ),
    )
    await info.context.run_for_viewer(update_firm.update_firm, command)
    return payloads.FirmPayload(firm=sqlquery.object_ref("Firm", info.context.authenticated_viewer.firm_id))
