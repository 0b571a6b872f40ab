"""GraphQL over HTTP: POST with JSON, strictly read, answered in the media type that was asked for."""

from __future__ import annotations

import functools
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
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from billing.access.principals import Viewer
from billing.identity import sessions
from billing.services import Snapshot
from db import retries
from graph.context import Context
from graph.errors import Code
from graph.schema import PreserializedResult, Schema
from server.container import App
from server.http import auth, graphql_request, jwks, oidc, persisted_documents
from server.http.graphql_request import BadRequest, GraphQLRequest
from server.http.persisted_documents import PersistedDocuments
from server.ops import metrics
from server.subscriptions import connections as live
from server.subscriptions import sse, websocket
from server.subscriptions.connections import LiveConnections

_log = structlog.get_logger()

_GRAPHQL_RESPONSE = "application/graphql-response+json"


class _RequestOutcome:
    """What a request turned out to be, for the figures: nobody's own words, so that labels stay few."""

    def __init__(self) -> None:
        self.operation: str | None = None
        # Until it is known: the caller went away, or something unexpected happened.
        self.outcome = "UNANSWERED"

    def record_result(self, result: ExecutionResult, context: Context) -> None:
        """It was run: how it ended. What went wrong on our side is worse than any refusal."""
        self.operation = context.operation_type
        codes = [str((error.extensions or {}).get("code")) for error in result.errors or ()]
        worst = [code for code in codes if code == Code.INTERNAL_SERVER_ERROR]
        self.outcome = next(iter(worst or codes), "OK")

    def reject(self, status: int, message: str, code: str, media_type: str, **more: object) -> Response:
        """It was not run."""
        self.outcome = code
        answer = {"errors": [{"message": message, "extensions": {"code": code, **more}}]}
        return JSONResponse(answer, status, media_type=media_type)


class GraphQLEndpoint:
    """The one door of the API."""

    def __init__(
        self, app: App, schema: Schema, connections: LiveConnections, documents: PersistedDocuments | None
    ) -> None:
        self._app = app
        self._schema = schema
        self._connections = connections
        self._documents = documents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request by POST: what comes most is not wrapped once more than it has to be."""
        response = await self._handle_with_metrics(Request(scope, receive, send))
        await response(scope, receive, send)

    async def _handle_with_metrics(self, request: Request) -> Response:
        """Answer one operation; follow a subscription."""
        media_type = _GRAPHQL_RESPONSE if _GRAPHQL_RESPONSE in request.headers.get("accept", "") else "application/json"
        told = _RequestOutcome()
        began = time.perf_counter()
        try:
            return await self._handle(request, media_type, told)
        finally:
            metrics.count_request(told.operation, told.outcome, time.perf_counter() - began)

    async def _handle(self, request: Request, media_type: str, outcome: _RequestOutcome) -> Response:
        try:
            wish = graphql_request.parse_graphql_request(
                graphql_request.parse_json_object(await _read_body(request)), self._documents
            )
            sent = auth.credentials_from(request, self._app.settings)
            if wish.is_subscription:
                return self._subscribe(request, wish, sent, outcome)
            return await self._respond(request, wish, sent, media_type, outcome)
        except BadRequest as problem:
            return outcome.reject(problem.status, str(problem), "BAD_REQUEST", media_type)
        except persisted_documents.DocumentRejected as problem:
            return outcome.reject(400, str(problem), problem.code, media_type)
        except auth.CrossSiteRequest:
            message = f"Requests with a cookie need the header {auth.PREFLIGHT_HEADER}, from a known origin."
            return outcome.reject(403, message, "CROSS_SITE", media_type)
        except oidc.InvalidToken as problem:
            return outcome.reject(401, str(problem), Code.UNAUTHENTICATED, media_type)
        except oidc.MembershipRequired as problem:
            return outcome.reject(401, str(problem), Code.UNAUTHENTICATED, media_type, seats=problem.memberships)
        except jwks.JwksUnavailable:
            message = "The identity provider does not answer. Please try again in a moment."
            return outcome.reject(503, message, Code.SERVICE_UNAVAILABLE, media_type)
        except Exception as problem:
            if not retries.is_outage(problem):
                raise
            _log.warning("database not available", why=retries.summarize_error(problem))
            message = "The server is busy. Please try again."
            return outcome.reject(503, message, "SERVICE_UNAVAILABLE", media_type)

    def _subscribe(
        self, request: Request, graphql_request: GraphQLRequest, credentials: auth.Credentials, outcome: _RequestOutcome
    ) -> Response:
        # Some clients list the media type with every request: it alone does not make a query a stream.
        if sse.MEDIA_TYPE not in request.headers.get("accept", ""):
            raise BadRequest(
                400,
                f"Subscriptions come by WebSocket ({websocket.PROTOCOL}), or as {sse.MEDIA_TYPE} where that is"
                " accepted.",
            )
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
            asking = functools.partial(
                Context, self._app.services, snapshot=snapshot, address=live.client_address(request),
                token=credentials.session_token,
            )  # fmt: skip
            result, context = await self._try_single_trip(
                graphql_request, credentials.session_token, asking
            ) or await self._execute(graphql_request, asking(await auth.authenticate(self._app, credentials)))
            outcome.record_result(result, context)
        response = _to_response(result, media_type)
        auth.set_cookie(response, context.cookie, self._app.settings, context.now)
        response.headers["Cache-Control"] = "no-store"
        return response

    async def _try_single_trip(
        self, graphql_request: GraphQLRequest, token: str | None, context_for: Callable[[Viewer], Context]
    ) -> tuple[ExecutionResult, Context] | None:
        """The answer, by the statement that finds out who asks; None where that is to be found out first."""
        viewer = None if token is None else sessions.cached_viewer(self._app.services, token)
        if viewer is None or token is None:
            return None
        context = context_for(viewer)
        result = await self._schema.try_single_trip(
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
        except (CannotGetOperationTypeError, InvalidOperationTypeError, MissingQueryError) as problem:
            raise BadRequest(400, str(problem) or "There is no such operation in the document.") from problem
        return result, context


def _to_response(result: ExecutionResult, media_type: str) -> Response:
    if isinstance(result, PreserializedResult):
        return Response(f'{{"data":{result.text}}}', media_type=media_type)
    return JSONResponse(_to_json(result), _http_status(result, media_type), media_type=media_type)


def _to_json(result: ExecutionResult) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if result.errors:
        answer["errors"] = [error.formatted for error in result.errors]
    if result.data is not None or not result.errors:
        answer["data"] = result.data
    return answer


def _http_status(result: ExecutionResult, media_type: str) -> int:
    """In GraphQL's own media type a document that could not be run is a bad request; in plain JSON all is 200.

    Where nothing could be answered because the database is busy or gone, it is 503 in both.
    """
    if result.data is None and any(_is_unavailable(error) for error in result.errors or ()):
        return 503
    return 400 if result.data is None and result.errors and media_type == _GRAPHQL_RESPONSE else 200


def _is_unavailable(error: GraphQLError) -> bool:
    return (error.extensions or {}).get("code") == Code.SERVICE_UNAVAILABLE


async def _read_body(request: Request) -> bytes:
    """The body, counted while it is read, so that a huge one is never held."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    if kind.strip().lower() != "application/json":
        raise BadRequest(415, "Send application/json.")
    charset = parameters.partition("charset=")[2].strip().strip('"').lower()
    if charset not in ("", "utf-8", "utf8"):
        raise BadRequest(415, "Send UTF-8.")
    chunks, length = [], 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > graphql_request.MAX_BODY_BYTES:
            raise BadRequest(413, "The request is too large.")
        chunks.append(chunk)
    return b"".join(chunks)
