"""GraphQL over HTTP: POST requests with JSON; subscriptions as server-sent events."""

import functools
import json
import time
from collections.abc import Callable
from typing import Any

import structlog
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from billing.access.principals import Viewer
from billing.identity import authentication
from billing.services import Snapshot
from db import retries
from graph.context import Context
from graph.errors import Code
from graph.results import PreserializedResult
from graph.schema import Schema
from server.container import App
from server.http import auth, jwks, oidc, persisted_documents
from server.http.graphql_request import (
    MAX_BODY_BYTES,
    BadRequest,
    GraphQLRequest,
    decode_body,
    parse_graphql_request,
    parse_json_object,
)
from server.http.locale import locale_from
from server.http.persisted_documents import PersistedDocuments
from server.ops import metrics
from server.subscriptions import connections as live
from server.subscriptions import sse
from server.subscriptions.connections import LiveConnections
from translation import gettext as _

_log = structlog.get_logger()

_GRAPHQL_RESPONSE = "application/graphql-response+json"


class _RequestOutcome:
    """Labels of one request in the metrics."""

    def __init__(self) -> None:
        self.operation: str | None = None
        # Stays if the client disconnects or an unexpected exception is raised.
        self.outcome = "UNANSWERED"

    def record_result(self, result: ExecutionResult, context: Context) -> None:
        """Record how an executed operation ended. An internal error outranks all others."""
        self.operation = context.operation_type
        codes = [str((error.extensions or {}).get("code")) for error in result.errors or ()]
        internal = [code for code in codes if code == Code.INTERNAL_SERVER_ERROR]
        self.outcome = next(iter(internal or codes), "OK")

    def reject(self, status: int, message: str, code: str, media_type: str, **extensions: object) -> Response:
        """Record and return the response to an operation that was not executed."""
        self.outcome = code
        body = {"errors": [{"message": message, "extensions": {"code": code, **extensions}}]}
        return QuotingJSONResponse(body, status, media_type=media_type)


class QuotingJSONResponse(JSONResponse):
    """JSON that can contain lone surrogates, which error messages quote from requests: they are escaped."""

    def render(self, content: Any) -> bytes:
        """The body of the response."""
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode(errors="backslashreplace")


class GraphQLEndpoint:
    """HTTP endpoint of `/graphql`."""

    def __init__(self, app: App, schema: Schema, connections: LiveConnections, documents: PersistedDocuments) -> None:
        self._app = app
        self._schema = schema
        self._connections = connections
        self._documents = documents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one POST request. A raw ASGI application: Starlette's wrapper of functions costs time."""
        response = await self._handle_with_metrics(Request(scope, receive, send))
        await response(scope, receive, send)

    async def _handle_with_metrics(self, request: Request) -> Response:
        media_type = _GRAPHQL_RESPONSE if _GRAPHQL_RESPONSE in request.headers.get("accept", "") else "application/json"
        outcome = _RequestOutcome()
        started_at = time.perf_counter()
        try:
            return await self._handle(request, media_type, outcome)
        finally:
            metrics.count_request(outcome.operation, outcome.outcome, time.perf_counter() - started_at)

    async def _handle(self, request: Request, media_type: str, outcome: _RequestOutcome) -> Response:
        try:
            graphql_request = parse_graphql_request(await _read_json(request), self._documents)
            credentials = auth.credentials_from(request, self._app.settings)
            if graphql_request.is_subscription:
                return self._subscribe(request, graphql_request, credentials, outcome)
            return await self._respond(request, graphql_request, credentials, media_type, outcome)
        except BadRequest as error:
            return outcome.reject(error.status, str(error), "BAD_REQUEST", media_type)
        except persisted_documents.DocumentRejected as error:
            return outcome.reject(400, str(error), error.code, media_type)
        except auth.CrossSiteRequest:
            text = _("Requests with a cookie need the header {header}, from a known origin.")
            message = text.format(header=auth.PREFLIGHT_HEADER)
            return outcome.reject(403, message, "CROSS_SITE", media_type)
        except oidc.InvalidToken as error:
            return outcome.reject(401, str(error), Code.UNAUTHENTICATED, media_type)
        except oidc.MembershipRequired as error:
            return outcome.reject(401, str(error), Code.UNAUTHENTICATED, media_type, seats=error.memberships)
        except jwks.JwksUnavailable:
            message = _("The identity provider is not responding. Please try again in a moment.")
            return outcome.reject(503, message, Code.SERVICE_UNAVAILABLE, media_type)
        except Exception as error:
            if not retries.is_outage(error):
                raise
            _log.warning("database unavailable", reason=retries.summarize_error(error))
            message = _("The server is busy. Please try again.")
            return outcome.reject(503, message, Code.SERVICE_UNAVAILABLE, media_type)

    def _subscribe(
        self, request: Request, graphql_request: GraphQLRequest, credentials: auth.Credentials, outcome: _RequestOutcome
    ) -> Response:
        if sse.MEDIA_TYPE not in request.headers.get("accept", ""):
            message = _("Subscriptions need a WebSocket ({protocol}) or Accept: {media_type}.").format(
                protocol=GRAPHQL_TRANSPORT_WS_PROTOCOL, media_type=sse.MEDIA_TYPE
            )
            raise BadRequest(400, message)
        outcome.operation, outcome.outcome = "subscription", "OK"
        return sse.EventStream(self._connections, request, graphql_request, credentials)

    async def _respond(
        self,
        request: Request,
        graphql_request: GraphQLRequest,
        credentials: auth.Credentials,
        media_type: str,
        outcome: _RequestOutcome,
    ) -> Response:
        async with Snapshot(self._app.services) as snapshot:
            context_for = functools.partial(self._create_context, request, credentials, snapshot)
            result, context = await self._execute_for_cached_viewer(
                graphql_request, credentials.session_token, context_for
            ) or await self._execute(graphql_request, context_for(await auth.authenticate(self._app, credentials)))
            outcome.record_result(result, context)
        response = _to_response(result, media_type)
        if sse.is_only_accepted(request) and response.status_code == 200:
            response = sse.single_result(bytes(response.body))
        auth.set_cookie(response, context.cookie, self._app.settings, context.now)
        return response

    def _create_context(
        self, request: Request, credentials: auth.Credentials, snapshot: Snapshot, viewer: Viewer | None
    ) -> Context:
        context = Context(
            self._app.services, viewer, snapshot, live.client_address(request), token=credentials.session_token,
            device_token=auth.device_token_from(request, self._app.settings),
            user_agent=request.headers.get("user-agent"), requested_locale=locale_from(request.scope),
        )  # fmt: skip
        context.apply_locale()
        return context

    async def _execute_for_cached_viewer(
        self, graphql_request: GraphQLRequest, token: str | None, context_for: Callable[[Viewer], Context]
    ) -> tuple[ExecutionResult, Context] | None:
        """Execute a cached operation and authenticate it by the same statement; None if that is not possible."""
        viewer = None if token is None else authentication.find_cached_viewer(self._app.services, token)
        if viewer is None or token is None:
            return None
        context = context_for(viewer)
        result = await self._schema.execute_for_cached_viewer(
            graphql_request.query, graphql_request.variables, context, graphql_request.operation_name, token
        )
        return None if result is None else (result, context)

    async def _execute(self, graphql_request: GraphQLRequest, context: Context) -> tuple[ExecutionResult, Context]:
        try:
            result = await self._schema.execute(
                graphql_request.query,
                graphql_request.variables,
                context_value=context,
                operation_name=graphql_request.operation_name,
                allowed_operation_types=(OperationType.QUERY, OperationType.MUTATION),
            )
        except (CannotGetOperationTypeError, InvalidOperationTypeError, MissingQueryError) as error:
            raise BadRequest(400, str(error) or _("The document does not contain this operation.")) from error
        return result, context


def _to_response(result: ExecutionResult, media_type: str) -> Response:
    headers = {"Cache-Control": "no-store"}
    if isinstance(result, PreserializedResult):
        return Response(f'{{"data":{result.text}}}', headers=headers, media_type=media_type)
    retry_after = None if result.data is not None else _retry_after(result)
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return QuotingJSONResponse(_to_json(result), _http_status(result, media_type), headers, media_type)


def _to_json(result: ExecutionResult) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    if result.data is not None or not result.errors:
        body["data"] = result.data
    return body


def _http_status(result: ExecutionResult, media_type: str) -> int:
    """503 if there is no data because the database is unavailable, 429 if it is because of too many new documents;
    otherwise as GraphQL over HTTP says.

    That is 400 for errors without data in GraphQL's own media type, and 200 for everything in plain JSON.
    """
    if result.data is None and any(_is_unavailable(error) for error in result.errors or ()):
        return 503
    if result.data is None and _retry_after(result) is not None:
        return 429
    return 400 if result.data is None and result.errors and media_type == _GRAPHQL_RESPONSE else 200


def _retry_after(result: ExecutionResult) -> int | None:
    """The seconds after which an operation that was refused for now can be sent again."""
    return next(
        ((error.extensions or {})["retryAfter"] for error in result.errors or () if _is_rate_limited(error)), None
    )


def _is_rate_limited(error: GraphQLError) -> bool:
    return (error.extensions or {}).get("code") == Code.RATE_LIMITED


def _is_unavailable(error: GraphQLError) -> bool:
    return (error.extensions or {}).get("code") == Code.SERVICE_UNAVAILABLE


async def _read_json(request: Request) -> dict[str, Any]:
    return parse_json_object(decode_body(await _read_body(request)))


async def _read_body(request: Request) -> bytes:
    """Body of the request; reading stops at the size limit. Raises BadRequest."""
    media_type, _separator, parameters = request.headers.get("content-type", "").partition(";")
    if media_type.strip().lower() != "application/json":
        raise BadRequest(415, _("Send application/json."))
    charset = parameters.partition("charset=")[2].strip().strip('"').lower()
    if charset not in ("", "utf-8", "utf8"):
        raise BadRequest(415, _("Send UTF-8."))
    chunks, length = [], 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > MAX_BODY_BYTES:
            raise BadRequest(413, _("The request is too large."))
        chunks.append(chunk)
    return b"".join(chunks)
