"""Idempotency keys: the answer that was given is given again, and never to another request."""

import dataclasses
import hashlib
import json

from sandbox import errors, store

_LIFE_SECONDS = 24 * 3600


@dataclasses.dataclass(frozen=True)
class Answer:
    """What a request is answered with."""

    status: int
    body: str
    request_id: str
    replayed: bool = False


@dataclasses.dataclass(frozen=True)
class Claim:
    """One request under one key of one account."""

    account: str
    key: str
    endpoint: str
    fingerprint: str


def claim(account: str, key: str, endpoint: str, form: store.Json) -> Claim:
    """Name the request, so that its twin is known."""
    if len(key) > 255:
        raise errors.invalid("Idempotency keys can be up to 255 characters long.")
    parameters = json.dumps(form, sort_keys=True).encode()
    return Claim(account, key, endpoint, hashlib.sha256(parameters).hexdigest())


def find_answer(tx: store.Transaction, claimed: Claim, now: float) -> Answer | None:
    """The answer that this key already has, or a refusal if it was another request's."""
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
    return Answer(status, body, request_id, replayed=True)


def store_answer(tx: store.Transaction, claimed: Claim, answer: Answer, now: float) -> None:
    """Store the answer, in the transaction of the effect that it tells of."""
    tx.execute(
        "INSERT INTO idempotency (account, key, endpoint, fingerprint, request_id, status, body, created) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        claimed.account,
        claimed.key,
        claimed.endpoint,
        claimed.fingerprint,
        answer.request_id,
        answer.status,
        answer.body,
        now,
    )


def in_use(key: str) -> errors.ApiError:
    """The first request with this key has not been answered yet."""
    message = (
        f"There is currently another in-progress request using this Idempotent Key: {key}. That request must complete "
        "before the same key can be used again."
    )
    return errors.ApiError(409, "idempotency_error", message, code="idempotency_key_in_use")


def _conflict(claimed: Claim, how: str) -> errors.ApiError:
    message = (
        f"Keys for idempotent requests can only be used {how} they were first used with. Try using a key other than "
        f"'{claimed.key}' if you meant to execute a different request."
    )
    return errors.ApiError(400, "idempotency_error", message)
