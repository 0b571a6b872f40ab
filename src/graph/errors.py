"""Errors outside the result unions: authentication, permissions, invalid documents and arguments, and internal errors.

Each error has a code in its extensions. Unexpected errors are masked.
"""

import enum
import re
import uuid
from collections.abc import Sequence

import structlog
from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError

from billing import errors as domain_errors
from billing.access import policy
from db import retries
from translation import gettext as _
from translation import ngettext

log = structlog.get_logger()


class Code(enum.StrEnum):
    """`extensions.code` of an error, which programs can depend on."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    NOT_FOUND = "NOT_FOUND"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    RATE_LIMITED = "RATE_LIMITED"
    SERVICE_UNAVAILABLE = "SERVICE_UNAVAILABLE"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"


class BadUserInput(Exception):
    """An argument is invalid, and the field has no result union that could say so."""


class ObjectNotFound(Exception):
    """The object does not exist or is not visible to the viewer, and the field cannot be null."""


class Limit(enum.StrEnum):
    """`extensions.limit` of the error for a request that exceeds a limit."""

    DOCUMENT_LENGTH = "DOCUMENT_LENGTH"
    TOKENS = "TOKENS"
    DEPTH = "DEPTH"
    ALIASES = "ALIASES"
    FIELDS = "FIELDS"
    ROWS = "ROWS"
    INTROSPECTION = "INTROSPECTION"
    COMPARISONS = "COMPARISONS"
    VARIABLE_VALUES = "VARIABLE_VALUES"


class LimitExceeded(GraphQLError):
    """A document or its variables exceed a limit.

    `text` is a msgid, whose placeholders `values` fill. It is translated when a response is written, because requests
    in several languages share the errors of a document.
    """

    def __init__(self, limit: Limit, text: str, **values: int) -> None:
        super().__init__(text.format(**values))
        self.limit = limit
        self.text = text
        self.values = values


class TooManyNewDocuments(GraphQLError):
    """The membership has had too many new documents compiled. `retry_after` is the number of seconds to wait."""

    def __init__(self, retry_after: int) -> None:
        text = ngettext(
            "Too many new documents. Please try again in {count} second.",
            "Too many new documents. Please try again in {count} seconds.",
            retry_after,
        )
        super().__init__(text.format(count=retry_after))
        self.retry_after = retry_after


_SUGGESTION = re.compile(r" Did you mean .*\?$", re.DOTALL)


def format_errors(
    graphql_errors: Sequence[GraphQLError], *, executed: bool, allow_suggestions: bool
) -> list[GraphQLError]:
    """The errors as the caller may see them, each with a code.

    `executed` is whether execution of the document had started. Without `allow_suggestions`, messages do not mention
    names of the schema that the document does not contain.
    """
    error_ids: dict[int, str] = {}
    errors = [_format_limit(error) or _format_error(error, executed, error_ids) for error in graphql_errors]
    if not allow_suggestions:
        for error in errors:
            error.message = _SUGGESTION.sub("", error.message)
    return errors


def _format_limit(error: GraphQLError) -> GraphQLError | None:
    if isinstance(error, LimitExceeded):
        message = _(error.text).format(**error.values)
        return _copy_with(error, message, {"code": Code.GRAPHQL_VALIDATION_FAILED, "limit": error.limit})
    if isinstance(error, TooManyNewDocuments):
        return _copy_with(error, error.message, {"code": Code.RATE_LIMITED, "retryAfter": error.retry_after})
    return None


def _format_error(error: GraphQLError, executed: bool, error_ids: dict[int, str]) -> GraphQLError:
    code, cause = _unwrap(error)
    if code is not None:
        return _copy_with(error, error.message, {"code": code})
    match cause:
        case InvalidOperationTypeError() | CannotGetOperationTypeError() | MissingQueryError():
            # Raised for subscriptions only.
            return _copy_with(error, _describe_refused_operation(cause), {"code": Code.GRAPHQL_VALIDATION_FAILED})
        case policy.NotAuthenticated():
            return _copy_with(error, _("You are not signed in."), {"code": Code.UNAUTHENTICATED})
        case policy.PermissionDenied():
            return _copy_with(error, _("You do not have permission to do this."), {"code": Code.FORBIDDEN})
        case domain_errors.InvalidInput():
            return _copy_with(error, str(cause), {"code": Code.BAD_USER_INPUT, "field": cause.field})
        case Exception() if retries.is_outage(cause):
            log.warning("database unavailable", path=error.path, exc_info=cause)
            return _copy_with(error, _("The server is busy. Please try again."), {"code": Code.SERVICE_UNAVAILABLE})
        case ObjectNotFound():
            return _copy_with(error, _("Not found."), {"code": Code.NOT_FOUND})
        case BadUserInput():
            return _copy_with(error, str(cause), {"code": Code.BAD_USER_INPUT})
        case None if not executed:
            is_syntax_error = isinstance(error, GraphQLSyntaxError)
            failure = Code.GRAPHQL_PARSE_FAILED if is_syntax_error else Code.GRAPHQL_VALIDATION_FAILED
            # GraphQL's own messages quote the document, are for programmers, and are in English.
            return _copy_with(error, _(error.message), {"code": failure})
        case ValueError() if not executed and error.message.startswith("Expected value of type "):
            # Python does not parse integers of thousands of digits, and graphql-core reports its ValueError.
            return _copy_with(error, _("The number has too many digits."), {"code": Code.GRAPHQL_VALIDATION_FAILED})
        case None if error.path is None or _is_argument_error(error):
            return _copy_with(error, error.message, {"code": Code.BAD_USER_INPUT})
    return _mask_error(error, cause, error_ids)


def _describe_refused_operation(cause: Exception) -> str:
    if isinstance(cause, InvalidOperationTypeError):
        return _("Only subscriptions are accepted here. Send queries and mutations by POST.")
    return _("The document does not contain this operation.")


def _mask_error(error: GraphQLError, cause: BaseException | None, error_ids: dict[int, str]) -> GraphQLError:
    """Log the cause under an error id, and return only the id. One cause has one id, at however many paths."""
    cause_key = id(cause or error)
    if cause_key not in error_ids:
        error_ids[cause_key] = uuid.uuid4().hex
        log.error("unexpected error", error_id=error_ids[cause_key], path=error.path, exc_info=cause or error)
    error_id = error_ids[cause_key]
    message = _("Something went wrong on our side. Error ID: {id}.").format(id=error_id)
    return _copy_with(error, message, {"code": Code.INTERNAL_SERVER_ERROR, "id": error_id})


def _copy_with(error: GraphQLError, message: str, extensions: dict[str, str | int]) -> GraphQLError:
    """The error at its locations and path, without the original exception."""
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions={name: value if isinstance(value, int) else str(value) for name, value in extensions.items()},
    )


def _unwrap(error: GraphQLError) -> tuple[str | None, BaseException | None]:
    """The code of the error, or of an error that it wraps, and the exception that was raised."""
    code: str | None = None
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError):
        code = code or (cause.extensions or {}).get("code")
        cause = cause.original_error
    return code, cause


def _is_argument_error(error: GraphQLError) -> bool:
    """Whether an argument was rejected during execution: the document is valid, the value of a variable is not."""
    return error.message.startswith(("Argument ", "Variable ", "OneOf ", "Expected "))
