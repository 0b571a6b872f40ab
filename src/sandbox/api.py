"""The API over HTTP: authentication, parsing, idempotency keys and faults."""

import base64
import collections.abc
import contextlib
import dataclasses
import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sandbox import accounts, errors, faults, forms, idempotency, operations, settings, store
from sandbox.request_context import PLATFORM, RequestContext, new_id

_BODY_LIMIT = 1_000_000
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Request-Id, Idempotent-Replayed",
    "Access-Control-Max-Age": "300",
}


class Api:
    """The ASGI endpoint of everything under /v1."""

    def __init__(
        self,
        database: store.Store,
        config: settings.SimulatorSettings,
        clock: collections.abc.Callable[[], float],
        planned_faults: faults.Faults,
        on_write: collections.abc.Callable[[], None],
    ) -> None:
        self._store = database
        self._settings = config
        self._clock = clock
        self._faults = planned_faults
        self._on_write = on_write
        self._in_progress: set[tuple[str, str]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a fault may drop the connection instead."""
        request = Request(scope, receive)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if request.method == "OPTIONS":
            await _preflight(request)(scope, receive, send)
            return
        fault = self._faults.take(request.method, path)
        request_id = new_id("req_", 14)
        try:
            response = await self._respond(request, path, request_id, fault)
            await faults.apply_timing(fault, "after")
        except errors.ApiError as error:
            response = _response(error.status, json.dumps(error.body(request_id)), request_id)
        except faults.CONNECTION_LOST_ERRORS:
            await _drop_connection(send)
            raise
        await response(scope, receive, send)

    async def _respond(self, request: Request, path: str, request_id: str, fault: faults.Fault | None) -> Response:
        encoded = request.scope["query_string"] if request.method == "GET" else await read_body(request)
        form = forms.decode(encoded)
        caller = self._caller(request, form)
        operation, identifiers = _find(request.method, path, caller)
        key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
        claim = idempotency.build_claim(caller.account, key, f"{request.method} {path}", form) if key else None
        parsed = _ParsedRequest(operation, identifiers, form, caller, claim, request_id, fault)
        with self._exclusive(claim):
            await faults.apply_timing(fault, "before")
            if fault is not None and fault.action == "rate_limit":
                raise errors.too_many_requests()
            stored = self._execute(parsed)
        if request.method == "POST":
            self._on_write()
        return _response(stored.status, stored.body, request_id, stored, key)

    def _execute(self, request: "_ParsedRequest") -> idempotency.StoredResponse:
        now = self._clock()
        caller, claim = request.caller, request.claim
        with self._store.transaction(write=request.operation.method == "POST") as tx:
            key = claim.key if claim else None
            context = RequestContext(
                tx, self._settings, now, caller.account, request.request_id, key, caller.publishable
            )
            if caller.account != PLATFORM:
                accounts.get_accessible(context, caller.account)
            replayed = idempotency.find_response(tx, claim, now) if claim else None
            if replayed:
                return replayed
            response = _run(context, request)
            if claim:
                idempotency.store_response(tx, claim, response, now)
            return response

    def _caller(self, request: Request, form: forms.Form) -> "_Caller":
        # Stripe.js sends these as parameters instead of headers.
        parameters = {name: form.pop(name, None) for name in ("key", "_stripe_account", "_stripe_version")}
        key = _bearer(request) or parameters["key"]
        account = request.headers.get("Stripe-Account") or parameters["_stripe_account"] or PLATFORM
        version = request.headers.get("Stripe-Version") or parameters["_stripe_version"]
        if not key:
            raise errors.unauthorized("You did not provide an API key.")
        if key not in (self._settings.secret_key, self._settings.publishable_key):
            raise errors.unauthorized(f"Invalid API Key provided: {str(key)[:8]}***")
        if version not in (None, settings.API_VERSION):
            raise errors.invalid(f"Invalid Stripe API version: {version}. The simulator has {settings.API_VERSION}.")
        if not isinstance(account, str):
            raise errors.invalid("Invalid string: _stripe_account", param="_stripe_account")
        return _Caller(account, publishable=key == self._settings.publishable_key)

    @contextlib.contextmanager
    def _exclusive(self, claim: idempotency.Claim | None) -> collections.abc.Iterator[None]:
        if claim is None:
            yield
            return
        key = (claim.account, claim.key)
        if key in self._in_progress:
            raise idempotency.in_use(claim.key)
        self._in_progress.add(key)
        try:
            yield
        finally:
            self._in_progress.discard(key)


@dataclasses.dataclass(frozen=True)
class _Caller:
    account: str
    publishable: bool


@dataclasses.dataclass(frozen=True)
class _ParsedRequest:
    """One parsed request."""

    operation: operations.Operation
    identifiers: tuple[str, ...]
    form: forms.Form
    caller: _Caller
    claim: idempotency.Claim | None
    request_id: str
    fault: faults.Fault | None

    def is_failing(self, when: faults.When) -> bool:
        """Whether a planned fault makes Stripe fail at this point."""
        return self.fault is not None and self.fault.action == "error" and self.fault.when == when


def _find(method: str, path: str, caller: _Caller) -> tuple[operations.Operation, tuple[str, ...]]:
    match = operations.find(method, path)
    if match is None:
        message = f"Unrecognized request URL ({method}: {path}). The simulator does not support it."
        raise errors.ApiError(404, "invalid_request_error", message)
    if caller.publishable and not match[0].publishable:
        message = "This API call cannot be made with a publishable API key. Please use a secret API key."
        raise errors.forbidden(message, "secret_key_required")
    return match


def _run(context: RequestContext, request: _ParsedRequest) -> idempotency.StoredResponse:
    """Run the operation inside the transaction. An error after it began is a response that is stored, too."""
    params = forms.read(request.operation.params, request.form)
    try:
        if request.is_failing("before"):
            raise errors.internal()
        body = operations.expand(
            context, request.operation.handler(context, *request.identifiers, params), params.expand
        )
        if request.is_failing("after"):
            raise errors.internal()
    except errors.ApiError as error:
        if not error.executed:
            raise
        return idempotency.StoredResponse(error.status, json.dumps(error.body(request.request_id)), request.request_id)
    return idempotency.StoredResponse(200, json.dumps(body), request.request_id)


async def read_body(request: Request) -> bytes:
    """Read the request's body. Raises ApiError if it is too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY_LIMIT:
            raise errors.ApiError(413, "invalid_request_error", "The request body is too large.")
    return bytes(body)


def _bearer(request: Request) -> str | None:
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if scheme.lower() == "basic":
        with contextlib.suppress(ValueError):
            return base64.b64decode(credentials).decode().partition(":")[0]
    return None


def _response(
    status: int, body: str, request_id: str, stored: idempotency.StoredResponse | None = None, key: str | None = None
) -> Response:
    headers = {**_CORS, "Request-Id": request_id, "Stripe-Version": settings.API_VERSION}
    if key is not None and stored is not None:
        headers.update({"Idempotency-Key": key, "Original-Request": stored.request_id})
        if stored.replayed:
            headers["Idempotent-Replayed"] = "true"
        if stored.status >= 500:
            # A retry with the same key would replay it.
            headers["Stripe-Should-Retry"] = "false"
    return Response(body, status, headers, "application/json")


def _preflight(request: Request) -> Response:
    requested = request.headers.get("Access-Control-Request-Headers", "Authorization, Content-Type, Stripe-Account")
    headers = {"Access-Control-Allow-Methods": "GET, POST, OPTIONS", "Access-Control-Allow-Headers": requested}
    return Response(status_code=200, headers={**_CORS, **headers})


async def _drop_connection(send: Send) -> None:
    # A response whose body never comes makes the HTTP server close the connection.
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
