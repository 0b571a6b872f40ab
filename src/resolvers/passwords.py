"""Passwords: forgotten, reset and changed."""

from typing import Annotated

from billing import email_addresses
from billing.identity import change_password, request_password_reset, reset_password
from billing.identity.passwords import WrongPassword
from billing.identity.tokens import TokenNotValid
from graph import described, input_validation
from graph.context import Info
from graph.inputs import passwords as inputs
from graph.payloads import passwords as payloads
from translation import gettext as _


async def request_reset(
    info: Info, input_: Annotated[inputs.RequestPasswordResetInput, described.input_argument("Whose password.")]
) -> payloads.RequestPasswordResetPayload | None:
    """Send a link to reset the password, if the address has an account with a current membership or a pending
    invitation. The answer is always the same, and requests are rate-limited.
    """
    command = request_password_reset.RequestPasswordResetCommand(
        email=input_validation.validate_opaque(input_.email, "email", email_addresses.MAX_EMAIL_LENGTH),
        origin=info.context.origin,
        locale=info.context.requested_locale,
    )
    await info.context.run(request_password_reset.request_password_reset, info.context.services, command)
    return payloads.RequestPasswordResetPayload(
        message=_("If this address has an account, a link is on its way. It is valid for 30 minutes.")
    )


async def reset(
    info: Info, input_: Annotated[inputs.ResetPasswordInput, described.input_argument("The link and the password.")]
) -> payloads.ResetPasswordResult | None:
    """Set a new password by the link in the mail, once. All sessions of the person end, in all memberships."""
    context = info.context
    context.reserve_credential_check(TokenNotValid)
    command = reset_password.ResetPasswordCommand(
        token=input_.token, password=input_validation.validate_password(input_.password, "password")
    )
    await context.run(reset_password.reset_password, context.services, command)
    return payloads.PasswordPayload(message=_("Your new password is set. You can sign in with it now."))


async def change(
    info: Info, input_: Annotated[inputs.ChangePasswordInput, described.input_argument("Both passwords.")]
) -> payloads.ChangePasswordResult | None:
    """Change the viewer's own password. All other sessions of the person end, in all memberships; this one stays.
    Attempts are rate-limited like sign-ins.
    """
    context = info.context
    context.reserve_credential_check(WrongPassword)
    command = change_password.ChangePasswordCommand(
        current=input_validation.validate_password(input_.current, "current"),
        new=input_validation.validate_password(input_.new, "new"),
        session_token=context.token,
        origin=context.origin,
    )
    await context.run_for_viewer(change_password.change_password, command)
    return payloads.PasswordPayload(message=_("Your password is changed. You are signed out on all other devices."))
