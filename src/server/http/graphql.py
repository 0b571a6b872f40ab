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
from graph.schema import Schema, Told
from server.container import House
from server.http import auth, graphql_request, jwks, oidc, persisted_documents
from server.http.graphql_request import Unreadable, Wish
from server.http.persisted_documents import TrustedDocuments
from server.ops import metrics
from server.subscriptions import connections as live
from server.subscriptions import sse, websocket
from server.subscriptions.connections import Live

_log = structlog.get_logger()

_ANSWER = "application/graphql-response+json"


class _Told:
    """What a request turned out to be, for the figures: nobody's own words, so that labels stay few."""

    def __init__(self) -> None:
        self.operation: str | None = None
        # Until it is known: the caller went away, or something unexpected happened.
        self.outcome = "UNANSWERED"

    def result(self, result: ExecutionResult, context: Context) -> None:
        """It was run: how it ended. What went wrong on our side is worse than any refusal."""
        self.operation = context.operation
        codes = [str((error.extensions or {}).get("code")) for error in result.errors or ()]
        worst = [code for code in codes if code == Code.INTERNAL_SERVER_ERROR]
        self.outcome = next(iter(worst or codes), "OK")

    def refusal(self, status: int, message: str, code: str, media_type: str, **more: object) -> Response:
        """It was not run."""
        self.outcome = code
        answer = {"errors": [{"message": message, "extensions": {"code": code, **more}}]}
        return JSONResponse(answer, status, media_type=media_type)


class GraphQLEndpoint:
    """The one door of the API."""

    def __init__(self, house: House, schema: Schema, connections: Live, trusted: TrustedDocuments | None) -> None:
        self._house = house
        self._schema = schema
        self._live = connections
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request by POST: what comes most is not wrapped once more than it has to be."""
        response = await self._counted(Request(scope, receive, send))
        await response(scope, receive, send)

    async def _counted(self, request: Request) -> Response:
        """Answer one operation; follow a subscription."""
        media_type = _ANSWER if _ANSWER in request.headers.get("accept", "") else "application/json"
        told = _Told()
        began = time.perf_counter()
        try:
            return await self._post(request, media_type, told)
        finally:
            metrics.count(told.operation, told.outcome, time.perf_counter() - began)

    async def _post(self, request: Request, media_type: str, told: _Told) -> Response:
        try:
            wish = graphql_request.wish(graphql_request.decoded(await _body(request)), self._trusted)
            sent = auth.sent_with(request, self._house.settings)
            if wish.is_subscription:
                return self._follow(request, wish, sent, told)
            return await self._answer(request, wish, sent, media_type, told)
        except Unreadable as problem:
            return told.refusal(problem.status, str(problem), "BAD_REQUEST", media_type)
        except persisted_documents.Refused as problem:
            return told.refusal(400, str(problem), problem.code, media_type)
        except auth.CrossSite:
            message = f"Requests with a cookie need the header {auth.PREFLIGHT_HEADER}, from a known origin."
            return told.refusal(403, message, "CROSS_SITE", media_type)
        except oidc.NotTaken as problem:
            return told.refusal(401, str(problem), Code.UNAUTHENTICATED, media_type)
        except oidc.ChooseSeat as problem:
            return told.refusal(401, str(problem), Code.UNAUTHENTICATED, media_type, seats=problem.seats)
        except jwks.NoKeys:
            message = "The identity provider does not answer. Please try again in a moment."
            return told.refusal(503, message, Code.SERVICE_UNAVAILABLE, media_type)
        except Exception as problem:
            if not retries.is_outage(problem):
                raise
            _log.warning("database not available", why=retries.in_a_line(problem))
            message = "The server is busy. Please try again."
            return told.refusal(503, message, "SERVICE_UNAVAILABLE", media_type)

    def _follow(self, request: Request, wish: Wish, sent: auth.Sent, told: _Told) -> Response:
        # Some clients list the media type with every request: it alone does not make a query a stream.
        if sse.MEDIA_TYPE not in request.headers.get("accept", ""):
            raise Unreadable(
                400,
                f"Subscriptions come by WebSocket ({websocket.PROTOCOL}), or as {sse.MEDIA_TYPE} where that is"
                " accepted.",
            )
        told.operation, told.outcome = "subscription", "OK"
        return sse.EventStream(self._live, request, wish, sent)

    async def _answer(self, request: Request, wish: Wish, sent: auth.Sent, media_type: str, told: _Told) -> Response:
        async with Snapshot(self._house.services) as snapshot:
            asking = functools.partial(
                Context, self._house.services, snapshot=snapshot, address=live.address_of(request),
                token=sent.session_token,
            )  # fmt: skip
            result, context = await self._told_at_once(wish, sent.session_token, asking) or await self._executed(
                wish, asking(await auth.viewer(self._house, sent))
            )
            told.result(result, context)
        response = _response(result, media_type)
        auth.set_cookie(response, context.cookie, self._house.settings, context.now)
        response.headers["Cache-Control"] = "no-store"
        return response

    async def _told_at_once(
        self, wish: Wish, token: str | None, asking: Callable[[Viewer], Context]
    ) -> tuple[ExecutionResult, Context] | None:
        """The answer, by the statement that finds out who asks; None where that is to be found out first."""
        viewer = None if token is None else sessions.supposed(self._house.services, token)
        if viewer is None or token is None:
            return None
        context = asking(viewer)
        result = await self._schema.told(wish.query, wish.variables, context, wish.operation_name, token)
        return None if result is None else (result, context)

    async def _executed(self, wish: Wish, context: Context) -> tuple[ExecutionResult, Context]:
        try:
            result = await self._schema.execute(
                wish.query,
                wish.variables,
                context_value=context,
                operation_name=wish.operation_name,
                allowed_operation_types=(OperationType.QUERY, OperationType.MUTATION),
            )
        except (CannotGetOperationTypeError, InvalidOperationTypeError, MissingQueryError) as problem:
            raise Unreadable(400, str(problem) or "There is no such operation in the document.") from problem
        return result, context


def _response(result: ExecutionResult, media_type: str) -> Response:
    if isinstance(result, Told):
        return Response(f'{{"data":{result.text}}}', media_type=media_type)
    return JSONResponse(_told(result), _status(result, media_type), media_type=media_type)


def _told(result: ExecutionResult) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if result.errors:
        answer["errors"] = [error.formatted for error in result.errors]
    if result.data is not None or not result.errors:
        answer["data"] = result.data
    return answer


def _status(result: ExecutionResult, media_type: str) -> int:
    """In GraphQL's own media type a document that could not be run is a bad request; in plain JSON all is 200.

    Where nothing could be answered because the database is busy or gone, it is 503 in both.
    """
    if result.data is None and any(_is_unavailable(error) for error in result.errors or ()):
        return 503
    return 400 if result.data is None and result.errors and media_type == _ANSWER else 200


def _is_unavailable(error: GraphQLError) -> bool:
    return (error.extensions or {}).get("code") == Code.SERVICE_UNAVAILABLE


async def _body(request: Request) -> bytes:
    """The body, counted while it is read, so that a huge one is never held."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    if kind.strip().lower() != "application/json":
        raise Unreadable(415, "Send application/json.")
    charset = parameters.partition("charset=")[2].strip().strip('"').lower()
    if charset not in ("", "utf-8", "utf8"):
        raise Unreadable(415, "Send UTF-8.")
    chunks, length = [], 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > graphql_request.LARGEST:
            raise Unreadable(413, "The request is too large.")
        chunks.append(chunk)
    return b"".join(chunks)
