"""Stripe's error responses."""

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """An error response.

    `executed`: the operation had begun, so its writes are committed and the response is stored for the idempotency
    key. Otherwise (validation, conflicts) nothing is written or stored, as at Stripe.
    """

    def __init__(self, status: int, kind: str, message: str, *, executed: bool = False, **fields: Any) -> None:
        super().__init__(message)
        self.status = status
        self.executed = executed
        self.error: Json = {"type": kind, "message": message}
        self.error.update({name: value for name, value in fields.items() if value is not None})

    def body(self, request_id: str) -> Json:
        """JSON body of the response."""
        return {"error": {**self.error, "request_log_url": f"https://dashboard.stripe.com/test/logs/{request_id}"}}


def invalid(
    message: str, *, code: str | None = None, param: str | None = None, executed: bool = False, **fields: Any
) -> ApiError:
    """400, invalid_request_error."""
    return ApiError(400, "invalid_request_error", message, code=code, param=param, executed=executed, **fields)


def missing_resource(noun: str, identifier: str, *, param: str = "id", status: int = 404) -> ApiError:
    """The object does not exist or belongs to another account; the response is the same."""
    return ApiError(
        status, "invalid_request_error", f"No such {noun}: '{identifier}'", code="resource_missing", param=param
    )


def unexpected_state(message: str, intent: Json) -> ApiError:
    """The PaymentIntent's status does not allow the operation."""
    return invalid(message, code="payment_intent_unexpected_state", executed=True, payment_intent=intent)


def unauthorized(message: str) -> ApiError:
    """No API key or an unknown one."""
    return ApiError(401, "invalid_request_error", message)


def forbidden(message: str, code: str) -> ApiError:
    """The API key does not allow the operation."""
    return ApiError(403, "invalid_request_error", message, code=code)


def account_inaccessible(key: str, account: str) -> ApiError:
    """The account does not exist or has revoked the platform's access."""
    return forbidden(
        f"The provided key '{key[:8]}***' does not have access to account '{account}' "
        "(or that account does not exist). Application access may have been revoked.",
        "account_invalid",
    )


def internal() -> ApiError:
    """An internal error of Stripe."""
    return ApiError(500, "api_error", "An unknown error occurred", executed=True)


def too_many_requests() -> ApiError:
    """The rate limiter's response, sent instead of executing the request."""
    return ApiError(429, "invalid_request_error", "Request rate limit exceeded.", code="rate_limit")
