"""GraphQL over HTTP: POST with JSON, strictly read, answered in the media type that was asked for."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from strawberry.exceptions import MissingQueryError
from strawberry.schema import Schema
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from billing import sign_in
from billing.services import Snapshot
from graph import errors
from graph.context import Context
from server import event_streams, live, metrics, session, sockets, wishes
from server.house import House
from server.live import Live
from server.wishes import Unreadable, Wish

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
        worst = [code for code in codes if code == errors.Code.INTERNAL_SERVER_ERROR]
        self.outcome = next(iter(worst or codes), "OK")

    def refusal(self, status: int, message: str, code: str, media_type: str) -> Response:
        """It was not run."""
        self.outcome = code
        answer = {"errors": [{"message": message, "extensions": {"code": code}}]}
        return JSONResponse(answer, status, media_type=media_type)


class GraphQLEndpoint:
    """The one door of the API."""

    def __init__(self, house: House, schema: Schema, connections: Live) -> None:
        self._house = house
        self._schema = schema
        self._live = connections

    async def post(self, request: Request) -> Response:
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
            wish = wishes.wish(wishes.decoded(await _body(request)))
            token = session.token_of(request, self._house.settings)
            if wish.is_subscription:
                return self._follow(request, wish, token, told)
            return await self._answer(request, wish, token, media_type, told)
        except Unreadable as problem:
            return told.refusal(problem.status, str(problem), "BAD_REQUEST", media_type)
        except session.CrossSite:
            message = f"Requests with a cookie need the header {session.PREFLIGHT_HEADER}, from a known origin."
            return told.refusal(403, message, "CROSS_SITE", media_type)
        except PoolTimeout:
            message = "The server is busy. Please try again."
            return told.refusal(503, message, "SERVICE_UNAVAILABLE", media_type)

    def _follow(self, request: Request, wish: Wish, token: str | None, told: _Told) -> Response:
        # Some clients list the media type with every request: it alone does not make a query a stream.
        if event_streams.MEDIA_TYPE not in request.headers.get("accept", ""):
            raise Unreadable(
                400,
                f"Subscriptions come by WebSocket ({sockets.PROTOCOL}), or as {event_streams.MEDIA_TYPE} where that is"
                " accepted.",
            )
        told.operation, told.outcome = "subscription", "OK"
        return event_streams.EventStream(self._live, request, wish, token)

    async def _answer(self, request: Request, wish: Wish, token: str | None, media_type: str, told: _Told) -> Response:
        services = self._house.services
        viewer = await sign_in.who(services, token) if token else None
        async with Snapshot(services) as snapshot:
            context = Context(
                services=services,
                viewer=viewer,
                snapshot=snapshot,
                address=live.address_of(request),
                token=token,
            )
            try:
                result = await self._schema.execute(
                    wish.query,
                    wish.variables,
                    context_value=context,
                    operation_name=wish.operation_name,
                    allowed_operation_types=(OperationType.QUERY, OperationType.MUTATION),
                )
                told.result(result, context)
            except (CannotGetOperationTypeError, InvalidOperationTypeError, MissingQueryError) as problem:
                raise Unreadable(400, str(problem) or "There is no such operation in the document.") from problem
        response = JSONResponse(_told(result), _status(result, media_type), media_type=media_type)
        session.set_cookie(response, context.cookie, self._house.settings, context.now)
        response.headers["Cache-Control"] = "no-store"
        return response


def _told(result: ExecutionResult) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if result.errors:
        answer["errors"] = [error.formatted for error in result.errors]
    if result.data is not None or not result.errors:
        answer["data"] = result.data
    return answer


def _status(result: ExecutionResult, media_type: str) -> int:
    """In GraphQL's own media type a document that could not be run is a bad request; in plain JSON all is 200."""
    return 400 if result.data is None and result.errors and media_type == _ANSWER else 200


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
        if length > wishes.LARGEST:
            raise Unreadable(413, "The request is too large.")
        chunks.append(chunk)
    return b"".join(chunks)
