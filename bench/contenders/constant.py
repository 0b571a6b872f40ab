"""A constant response without any work: the limit of the load generator."""

from __future__ import annotations

import json

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.contenders.common import serve

_BODY = json.dumps({"data": {"viewer": ["Advice, part 1"] * 700}})


async def _post(request: Request) -> Response:
    await request.body()
    return Response(_BODY, media_type="application/json")


if __name__ == "__main__":
    serve(Starlette(routes=[Route("/graphql", _post, methods=["POST"])]))
