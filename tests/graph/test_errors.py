"""Errors outside the result unions have a code, and unexpected ones disclose nothing."""

import pytest
import strawberry
from graphql import GraphQLError
from structlog.testing import capture_logs

from billing import errors as domain_errors
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
        (domain_errors.InvalidInput("reason", "Enter at most 500 characters."), "BAD_USER_INPUT"),
        (errors.BadUserInput("`after` is not a valid cursor."), "BAD_USER_INPUT"),
    ],
)
def test_codes(cause: Exception, code: str) -> None:
    error = format_errors(cause)
    assert error.extensions is not None
    assert error.extensions["code"] == code
    assert error.path == ["invoice"]
    assert error.original_error is None


@pytest.mark.parametrize(
    "cause", [ValueError("secret"), domain_errors.NotFound(), KeyError("secret"), strawberry.UNSET]
)
def test_unexpected_errors_are_masked(cause: Exception) -> None:
    """The caller gets an error id, under which the cause is logged. An undeclared domain error is unexpected too."""
    with capture_logs() as logs:
        error = (
            format_errors(cause)
            if isinstance(cause, Exception)
            else errors.format_errors(
                [GraphQLError("Cannot return null", path=["invoice"])], executed=True, allow_suggestions=True
            )[0]
        )
    assert error.extensions is not None
    error_id = error.extensions["id"]
    assert error.message == f"Something went wrong on our side. Error ID: {error_id}."
    assert error.extensions == {"code": "INTERNAL_SERVER_ERROR", "id": error_id}
    assert [(log["error_id"], log["path"]) for log in logs] == [(error_id, ["invoice"])]
    assert logs[0]["exc_info"] is not None


def test_one_cause_has_one_error_id() -> None:
    cause = RuntimeError("the same for a whole batch")
    graphql_errors = [GraphQLError("x", path=[index], original_error=cause) for index in range(3)]
    with capture_logs() as logs:
        extensions = {
            str(error.extensions)
            for error in errors.format_errors(graphql_errors, executed=True, allow_suggestions=True)
        }
    assert len(extensions) == len(logs) == 1


def test_suggestions_can_be_removed() -> None:
    error = GraphQLError("Cannot query field 'nam' on type 'Firm'. Did you mean 'name'?")
    assert "name" in errors.format_errors([error], executed=False, allow_suggestions=True)[0].message
    assert (
        errors.format_errors([error], executed=False, allow_suggestions=False)[0].message
        == "Cannot query field 'nam' on type 'Firm'."
    )
