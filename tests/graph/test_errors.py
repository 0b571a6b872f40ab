"""Errors outside the result types: a code to decide by, and nothing of ours in the message."""

import pytest
import strawberry
from graphql import GraphQLError
from structlog.testing import capture_logs

from billing import errors as refusals
from billing.access import policy
from graph import errors


def format_errors(cause: Exception | None, *, is_execution_error: bool = True) -> GraphQLError:
    error = GraphQLError(str(cause), path=["invoice"], original_error=cause)
    return errors.format_errors([error], executed=is_execution_error, allow_suggestions=True)[0]


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (policy.NotAuthenticated(), "UNAUTHENTICATED"),
        (policy.PermissionDenied(), "FORBIDDEN"),
        (refusals.InvalidInput("reason", "Enter at most 500 characters."), "BAD_USER_INPUT"),
        (errors.BadUserInput("`after` is not a valid cursor."), "BAD_USER_INPUT"),
    ],
)
def test_codes(cause: Exception, code: str) -> None:
    error = format_errors(cause)
    assert error.extensions is not None
    assert error.extensions["code"] == code
    assert error.path == ["invoice"]
    assert error.original_error is None


@pytest.mark.parametrize("cause", [ValueError("secret"), refusals.NotFound(), KeyError("secret"), strawberry.UNSET])
def test_what_is_unexpected_is_masked(cause: Exception) -> None:
    """A number for the caller, under which the log has all of it. An undeclared refusal is unexpected too."""
    with capture_logs() as logs:
        error = (
            format_errors(cause)
            if isinstance(cause, Exception)
            else errors.format_errors(
                [GraphQLError("Cannot return null", path=["invoice"])], executed=True, allow_suggestions=True
            )[0]
        )
    assert error.extensions is not None
    number = error.extensions["id"]
    assert error.message == f"Something went wrong on our side. Error ID: {number}."
    assert error.extensions == {"code": "INTERNAL_SERVER_ERROR", "id": number}
    assert [(log["error_id"], log["path"]) for log in logs] == [(number, ["invoice"])]
    assert logs[0]["exc_info"] is not None


def test_one_cause_has_one_number() -> None:
    cause = RuntimeError("the same for a whole batch")
    found = [GraphQLError("x", path=[place], original_error=cause) for place in range(3)]
    with capture_logs() as logs:
        numbers = {
            str(error.extensions) for error in errors.format_errors(found, executed=True, allow_suggestions=True)
        }
    assert len(numbers) == len(logs) == 1


def test_suggestions_can_be_kept_back() -> None:
    error = GraphQLError("Cannot query field 'nam' on type 'Firm'. Did you mean 'name'?")
    assert "name" in errors.format_errors([error], executed=False, allow_suggestions=True)[0].message
    assert (
        errors.format_errors([error], executed=False, allow_suggestions=False)[0].message
        == "Cannot query field 'nam' on type 'Firm'."
    )
