"""Errors outside the result types: a code to decide by, and nothing of ours in the message."""

import pytest
import strawberry
from graphql import GraphQLError
from structlog.testing import capture_logs

from billing import errors as refusals
from billing.access import policy
from graph import errors


def told(cause: Exception | None, *, executed: bool = True) -> GraphQLError:
    error = GraphQLError(str(cause), path=["invoice"], original_error=cause)
    return errors.told([error], executed=executed, suggesting=True)[0]


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (policy.NotSignedIn(), "UNAUTHENTICATED"),
        (policy.Denied(), "FORBIDDEN"),
        (refusals.InvalidInput("reason", "This is too long."), "BAD_USER_INPUT"),
        (errors.BadUserInput("`after` is not a cursor of this API."), "BAD_USER_INPUT"),
    ],
)
def test_codes(cause: Exception, code: str) -> None:
    error = told(cause)
    assert error.extensions is not None
    assert error.extensions["code"] == code
    assert error.path == ["invoice"]
    assert error.original_error is None


@pytest.mark.parametrize("cause", [ValueError("secret"), refusals.NotFound(), KeyError("secret"), strawberry.UNSET])
def test_what_is_unexpected_is_masked(cause: Exception) -> None:
    """A number for the caller, under which the log has all of it. An undeclared refusal is unexpected too."""
    with capture_logs() as logs:
        error = (
            told(cause)
            if isinstance(cause, Exception)
            else errors.told([GraphQLError("Cannot return null", path=["invoice"])], executed=True, suggesting=True)[0]
        )
    assert error.extensions is not None
    number = error.extensions["id"]
    assert error.message == f"Something went wrong on our side. Its number is {number}."
    assert error.extensions == {"code": "INTERNAL_SERVER_ERROR", "id": number}
    assert [(log["error_id"], log["path"]) for log in logs] == [(number, ["invoice"])]
    assert logs[0]["exc_info"] is not None


def test_one_cause_has_one_number() -> None:
    cause = RuntimeError("the same for a whole batch")
    found = [GraphQLError("x", path=[place], original_error=cause) for place in range(3)]
    with capture_logs() as logs:
        numbers = {str(error.extensions) for error in errors.told(found, executed=True, suggesting=True)}
    assert len(numbers) == len(logs) == 1


def test_suggestions_can_be_kept_back() -> None:
    error = GraphQLError("Cannot query field 'nam' on type 'Firm'. Did you mean 'name'?")
    assert "name" in errors.told([error], executed=False, suggesting=True)[0].message
    assert (
        errors.told([error], executed=False, suggesting=False)[0].message == "Cannot query field 'nam' on type 'Firm'."
    )
