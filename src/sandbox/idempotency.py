"""Idempotency keys: a repeated request gets the stored response; another request with the key is an error."""

import dataclasses
import hashlib
import json

from sandbox import errors, store

_LIFE_SECONDS = 24 * 3600


@dataclasses.dataclass(frozen=True)
class StoredResponse:
    """Response to a request, as it is stored for its idempotency key."""

    status: int
    body: str
    request_id: str
    replayed: bool = False


@dataclasses.dataclass(frozen=True)
class Claim:
    """A request with an idempotency key."""

    account: str
    key: str
    endpoint: str
    fingerprint: str


def build_claim(account: str, key: str, endpoint: str, form: store.Json) -> Claim:
    """Build the claim of a request. Raises ApiError if the key is too long."""
    if len(key) > 255:
        raise errors.invalid("Idempotency keys can be up to 255 characters long.")
    parameters = json.dumps(form, sort_keys=True).encode()
    return Claim(account, key, endpoint, hashlib.sha256(parameters).hexdigest())


def find_response(tx: store.Transaction, claimed: Claim, now: float) -> StoredResponse | None:
    """Return the stored response of this key. Raises ApiError if the key was used for another request."""
    tx.execute("DELETE FROM idempotency WHERE created <= ?", now - _LIFE_SECONDS)
    row = tx.execute(
        "SELECT endpoint, fingerprint, status, body, request_id FROM idempotency WHERE account = ? AND key = ?",
        claimed.account,
        claimed.key,
    ).fetchone()
    if row is None:
        return None
    endpoint, fingerprint, status, body, request_id = row
    if endpoint != claimed.endpoint:
        raise _conflict(claimed, "for the same endpoint")
    if fingerprint != claimed.fingerprint:
        raise _conflict(claimed, "with the same parameters")
    return StoredResponse(status, body, request_id, replayed=True)


def store_response(tx: store.Transaction, claimed: Claim, response: StoredResponse, now: float) -> None:
    """Store the response, in the transaction of the request's effect."""
    tx.execute(
        "INSERT INTO idempotency (account, key, endpoint, fingerprint, request_id, status, body, created) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        claimed.account,
        claimed.key,
        claimed.endpoint,
        claimed.fingerprint,
        response.request_id,
        response.status,
        response.body,
        now,
    )


def in_use(key: str) -> errors.ApiError:
    """409: another request with this key is in progress."""
    message = (
        f"There is currently another in-progress request using this Idempotent Key: {key}. That request must complete "
        "before the same key can be used again."
    )
    return errors.ApiError(409, "idempotency_error", message, code="idempotency_key_in_use")


def _conflict(claimed: Claim, scope: str) -> errors.ApiError:
    message = (
        f"Keys for idempotent requests can only be used {scope} they were first used with. Try using a key other than "
        f"'{claimed.key}' if you meant to execute a different request."
    )
    return errors.ApiError(400, "idempotency_error", message)
