"""Results of mutations on passwords."""

from typing import Annotated, TypeAlias

from graph import described
from graph import user_errors as errors


@described.object_type
class RequestPasswordResetPayload:
    """The answer to every request, whether the address has an account or not."""

    message: str = described.field("A message for the user.")


@described.object_type
class PasswordPayload:
    """A password that was set."""

    message: str = described.field("A message for the user.")


ResetPasswordResult: TypeAlias = Annotated[
    PasswordPayload | errors.TokenNotValid | errors.WeakPassword, described.result_of("resetPassword")
]

ChangePasswordResult: TypeAlias = Annotated[
    PasswordPayload | errors.WrongPassword | errors.WeakPassword, described.result_of("changePassword")
]
