"""What goes wrong outside the result types: not allowed, not understood, or not expected. Each with its code."""

import enum
import re
import uuid
from collections.abc import Sequence

import structlog
from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.exceptions import MissingQueryError
from strawberry.schema import exceptions as strawberry_errors

from billing import errors as refusals
from billing.access import policy
from db import retries

log = structlog.get_logger()


class Code(enum.StrEnum):
    """`extensions.code` of an error: what a program may decide by."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    NOT_FOUND = "NOT_FOUND"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    SERVICE_UNAVAILABLE = "SERVICE_UNAVAILABLE"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"


class BadUserInput(Exception):
    """An argument cannot be taken, where the answer has no place to tell it as data."""


class ObjectNotFound(Exception):
    """There is no such thing, or none for this viewer to know of, where the answer has no place for null."""


_SUGGESTION = re.compile(r" Did you mean .*\?$", re.DOTALL)


def format_errors(
    graphql_errors: Sequence[GraphQLError], *, executed: bool, allow_suggestions: bool
) -> list[GraphQLError]:
    """The errors as the caller may read them.

    `executed`: whether the document was understood and begun. `suggesting`: whether names that were not asked for may
    be named.
    """
    numbers: dict[int, str] = {}
    errors = [_format_error(error, executed, numbers) for error in graphql_errors]
    if not allow_suggestions:
        for error in errors:
            error.message = _SUGGESTION.sub("", error.message)
    return errors


def _format_error(error: GraphQLError, executed: bool, error_ids: dict[int, str]) -> GraphQLError:
    code, cause = _existing_code(error), _root_cause(error)
    if code is not None:
        return _copy_with(error, error.message, {"code": code})
    if (missing := _operation_error_message(cause)) is not None:
        return _copy_with(error, missing, {"code": Code.GRAPHQL_VALIDATION_FAILED})
    match cause:
        case policy.NotAuthenticated():
            return _copy_with(error, "Sign in first.", {"code": Code.UNAUTHENTICATED})
        case policy.PermissionDenied():
            return _copy_with(error, "You are not allowed to do this.", {"code": Code.FORBIDDEN})
        case refusals.InvalidInput():
            return _copy_with(error, str(cause), {"code": Code.BAD_USER_INPUT, "field": cause.field})
        case Exception() if retries.is_outage(cause):
            log.warning("database not available", path=error.path, exc_info=cause)
            return _copy_with(error, "The server is busy. Please try again.", {"code": Code.SERVICE_UNAVAILABLE})
        case ObjectNotFound():
            return _copy_with(error, "There is no such thing here.", {"code": Code.NOT_FOUND})
        case BadUserInput():
            return _copy_with(error, str(cause), {"code": Code.BAD_USER_INPUT})
        case None if not executed:
            syntax = isinstance(error, GraphQLSyntaxError)
            failed = Code.GRAPHQL_PARSE_FAILED if syntax else Code.GRAPHQL_VALIDATION_FAILED
            return _copy_with(error, error.message, {"code": failed})
        case ValueError() if not executed and error.message.startswith("Expected value of type "):
            # Python reads no number of thousands of digits, and GraphQL's own check stumbles over that.
            return _copy_with(error, "This number is too long to be read.", {"code": Code.GRAPHQL_VALIDATION_FAILED})
        case None if error.path is None or _is_argument_error(error):
            return _copy_with(error, error.message, {"code": Code.BAD_USER_INPUT})
    return _mask_error(error, cause, error_ids)


def _mask_error(error: GraphQLError, cause: BaseException | None, error_ids: dict[int, str]) -> GraphQLError:
    """Say nothing but a number, under which the log has everything; one cause has one number."""
    seen = id(cause or error)
    if seen not in error_ids:
        error_ids[seen] = uuid.uuid4().hex
        log.error("unexpected error", error_id=error_ids[seen], path=error.path, exc_info=cause or error)
    number = error_ids[seen]
    message = f"Something went wrong on our side. Its number is {number}."
    return _copy_with(error, message, {"code": Code.INTERNAL_SERVER_ERROR, "id": number})


def _copy_with(error: GraphQLError, message: str, extensions: dict[str, str]) -> GraphQLError:
    """The error at its place, with no trace of what caused it."""
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions={name: str(value) for name, value in extensions.items()},
    )


def _root_cause(error: GraphQLError) -> BaseException | None:
    """What was raised, if it was not GraphQL's own."""
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _operation_error_message(cause: BaseException | None) -> str | None:
    """What the document does not have, where subscriptions are followed."""
    if isinstance(cause, strawberry_errors.InvalidOperationTypeError):
        return "Only subscriptions are taken here. Send queries and mutations by POST."
    if isinstance(cause, strawberry_errors.CannotGetOperationTypeError | MissingQueryError):
        return "There is no such operation in the document."
    return None


def _existing_code(error: GraphQLError) -> str | None:
    """The code that the error, or one that it wraps, came with."""
    found: BaseException | None = error
    while isinstance(found, GraphQLError):
        if found.extensions and "code" in found.extensions:
            return str(found.extensions["code"])
        found = found.original_error
    return None


def _is_argument_error(error: GraphQLError) -> bool:
    """Whether an argument was refused while the operation ran: the document was valid, a variable's value was not."""
    return error.message.startswith(("Argument ", "Variable ", "OneOf ", "Expected "))
