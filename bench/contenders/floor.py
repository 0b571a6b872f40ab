"""The floor on PostgreSQL: no GraphQL, one statement by hand for each question, its JSON let through as it comes."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench import databases
from bench.contenders.common import (
    PayInvoiceCommand,
    PayInvoiceResult,
    PaymentRefused,
    read_statement,
    serve,
    token_digest,
)

_VIEWER = read_statement("who.postgresql")
_PORTAL_HOME = read_statement("portal_home.postgresql")
_CHECK = read_statement("check_payment.postgresql")
_WRITE = read_statement("write_payment.postgresql")
_LOCK = "UPDATE firm SET seq = seq + 1 WHERE id = $1 RETURNING seq"


@asynccontextmanager
async def _lifespan(application: Starlette) -> AsyncIterator[None]:
    async with asyncpg.create_pool(databases.driver_url(os.environ["DATABASE_URL"]), min_size=16, max_size=16) as pool:
        application.state.pool = pool
        yield


async def _post(request: Request) -> Response:
    asked = json.loads(await request.body())
    async with request.app.state.pool.acquire() as connection:
        who = await connection.fetchrow(_VIEWER, token_digest(request))
        if who is None:
            return Response(status_code=401)
        if asked["operationName"] == "PortalHome":
            found: str = await connection.fetchval(_PORTAL_HOME, who["firm_id"], who["id"], who["client_id"])
            return Response('{"data":' + found + "}", media_type="application/json")
        paid = await _pay(connection, who, PayInvoiceCommand.from_input(asked["variables"]["input"]))
    return Response(json.dumps({"data": {"payInvoice": paid.to_payload()}}), media_type="application/json")


async def _pay(connection: asyncpg.Connection, viewer: asyncpg.Record, command: PayInvoiceCommand) -> PayInvoiceResult:
    """Lock, check, write: the same rows as Acompte's deed."""
    firm_id, client_id = viewer["firm_id"], viewer["client_id"]
    async with connection.transaction():
        seq = await connection.fetchval(_LOCK, firm_id)
        found = await connection.fetchrow(_CHECK, firm_id, client_id, command.invoice_id, viewer["id"], command.key)
        if found is None or found["known"] or command.amount > min(found["payable"], found["available"]):
            raise PaymentRefused
        now = dt.datetime.now(dt.UTC)
        row = await connection.fetchrow(
            _WRITE,
            firm_id,
            seq,
            now,
            viewer["id"],
            client_id,
            command.invoice_id,
            command.amount,
            command.key,
            command.fingerprint,
        )
    return PayInvoiceResult(command.invoice_id, client_id, row["payment"], command.amount, *list(row)[1:])


if __name__ == "__main__":
    serve(Starlette(routes=[Route("/graphql", _post, methods=["POST"])], lifespan=_lifespan))
