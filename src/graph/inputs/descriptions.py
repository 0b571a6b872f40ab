"""Descriptions that several inputs share."""

from graph import input_validation

IDEMPOTENCY_KEY = (
    "A key that you choose, new for each operation: 1 to"
    f" {input_validation.MAX_IDEMPOTENCY_KEY_LENGTH} characters. Retrying with the same key and the same input is safe:"
    " it returns the objects of the first request, with `replayed: true`."
)
REASON = f"The reason: at most {input_validation.MAX_REASON_LENGTH} characters. Clients can read it."
