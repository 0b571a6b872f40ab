"""Inputs of mutations on passwords."""

from billing.identity import passwords
from graph import described

_LENGTH = f"{passwords.MIN_PASSWORD_LENGTH} to {passwords.MAX_PASSWORD_LENGTH} characters"


@described.input_type
class RequestPasswordResetInput:
    """Whose password was forgotten."""

    email: str = described.field("The email address; case does not matter.")


@described.input_type
class ResetPasswordInput:
    """A new password for a forgotten one."""

    token: str = described.field("The token of the link in the mail.")
    password: str = described.field(f"The new password: {_LENGTH}.")


@described.input_type
class ChangePasswordInput:
    """A new password for the present one."""

    current: str = described.field("The present password.")
    new: str = described.field(f"The new password: {_LENGTH}.")
