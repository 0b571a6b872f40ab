"""Stripe's error answers, as one exception that knows its HTTP status and body."""

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """An answer other than success.

    `executed` says that the endpoint had begun: what it wrote is committed and the answer is kept for the
    idempotency key. Otherwise (validation, conflicts) nothing is written and nothing is kept, as at Stripe.
    """

    def __init__(self, status: int, kind: str, message: str, *, executed: bool = False, **fields: Any) -> None:
        super().__init__(message)
        self.status = status
        self.executed = executed
        self.error: Json = {"type": kind, "message": message}
        self.error.update({name: value for name, value in fields.items() if value is not None})

    def body(self, request_id: str) -> Json:
        """The JSON that Stripe answers with."""
        return {"error": {**self.error, "request_log_url": f"https://dashboard.stripe.com/test/logs/{request_id}"}}


def invalid(
    message: str, *, code: str | None = None, param: str | None = None, executed: bool = False, **fields: Any
) -> ApiError:
    """A request that cannot be served: 400, invalid_request_error."""
    return ApiError(400, "invalid_request_error", message, code=code, param=param, executed=executed, **fields)


def missing_resource(noun: str, identifier: str, *, param: str = "id", status: int = 404) -> ApiError:
    """The object is not there, or belongs to another account: the same answer."""
    return ApiError(
        status, "invalid_request_error", f"No such {noun}: '{identifier}'", code="resource_missing", param=param
    )


def unexpected_state(message: str, intent: Json) -> ApiError:
    """The PaymentIntent's status does not allow it."""
    return invalid(message, code="payment_intent_unexpected_state", executed=True, payment_intent=intent)


def unauthorized(message: str) -> ApiError:
    """No key, or not a key of ours."""
    return ApiError(401, "invalid_request_error", message)


def forbidden(message: str, code: str) -> ApiError:
    """A key that may not do this."""
    return ApiError(403, "invalid_request_error", message, code=code)


def account_out_of_reach(key: str, account: str) -> ApiError:
    """The account does not exist, or has taken the platform's access away."""
    return forbidden(
        f"The provided key '{key[:8]}***' does not have access to account '{account}' "
        "(or that account does not exist). Application access may have been revoked.",
        "account_invalid",
    )


def internal() -> ApiError:
    """Stripe's own failure."""
    return ApiError(500, "api_error", "An unknown error occurred", executed=True)


def too_many_requests() -> ApiError:
    """The rate limiter's answer, given before anything else is looked at."""
    return ApiError(429, "invalid_request_error", "Request rate limit exceeded.", code="rate_limit")
