"""GraphQL over HTTP: POST with JSON, strictly read, answered in the media type that was asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import structlog
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from strawberry.exceptions import MissingQueryError
from strawberry.schema import Schema
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from billing import outages, sign_in
from billing.services import Snapshot
from graph.context import Context
from graph.errors import Code
from server import session
from server.house import House

_log = structlog.get_logger()

_LARGEST_BODY = 512 * 1024
_ANSWER = "application/graphql-response+json"


class Unreadable(Exception):
    """The request is no GraphQL request; `status` is HTTP's word for how."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Wish:
    """One operation to run."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None


class GraphQLEndpoint:
    """The one door of the API."""

    def __init__(self, house: House, schema: Schema) -> None:
        self._house = house
        self._schema = schema

    async def post(self, request: Request) -> Response:
        """Answer one operation."""
        media_type = _ANSWER if _ANSWER in request.headers.get("accept", "") else "application/json"
        try:
            wish = _wish(await _body(request))
            token = session.token_of(request, self._house.settings)
            return await self._answer(request, wish, token, media_type)
        except Unreadable as problem:
            return _refusal(problem.status, str(problem), "BAD_REQUEST", media_type)
        except session.CrossSite:
            message = f"Requests with a cookie need the header {session.PREFLIGHT_HEADER}, from a known origin."
            return _refusal(403, message, "CROSS_SITE", media_type)
        except Exception as problem:
            if not outages.is_outage(problem):
                raise
            _log.warning("database not available", exc_info=problem)
            return _refusal(503, "The server is busy. Please try again.", "SERVICE_UNAVAILABLE", media_type)

    async def _answer(self, request: Request, wish: Wish, token: str | None, media_type: str) -> Response:
        services = self._house.services
        viewer = await sign_in.who(services, token) if token else None
        async with Snapshot(services) as snapshot:
            context = Context(
                services=services,
                viewer=viewer,
                snapshot=snapshot,
                address=request.client.host if request.client else "unknown",
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
    """In GraphQL's own media type a document that could not be run is a bad request; in plain JSON all is 200.

    Where nothing could be answered because the database is busy or gone, it is 503 in both.
    """
    if result.data is None and any(_is_unavailable(error) for error in result.errors or ()):
        return 503
    return 400 if result.data is None and result.errors and media_type == _ANSWER else 200


def _is_unavailable(error: GraphQLError) -> bool:
    return (error.extensions or {}).get("code") == Code.SERVICE_UNAVAILABLE


def _refusal(status: int, message: str, code: str, media_type: str) -> Response:
    answer = {"errors": [{"message": message, "extensions": {"code": code}}]}
    return JSONResponse(answer, status, media_type=media_type)


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
        if length > _LARGEST_BODY:
            raise Unreadable(413, "The request is too large.")
        chunks.append(chunk)
    return b"".join(chunks)


def _no_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _wish(body: bytes) -> Wish:
    try:
        data = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable(400, "The body is not JSON.") from error
    if not isinstance(data, dict):
        raise Unreadable(400, "Send one operation as a JSON object.")
    query, variables, name = data.get("query"), data.get("variables"), data.get("operationName")
    if not isinstance(query, str):
        raise Unreadable(400, "query has to be a string.")
    if variables is not None and not isinstance(variables, dict):
        raise Unreadable(400, "variables has to be an object.")
    if name is not None and not isinstance(name, str):
        raise Unreadable(400, "operationName has to be a string.")
    if data.get("extensions") is not None and not isinstance(data["extensions"], dict):
        raise Unreadable(400, "extensions has to be an object.")
    return Wish(query, variables, name)
