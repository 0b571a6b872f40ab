"""The baseline on PostgreSQL: no GraphQL; hand-written statements that also find the viewer and return JSON as sent."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

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

_PORTAL_HOME = read_statement("portal_home.postgresql")
_CHECK = read_statement("check_payment.postgresql")
_WRITE = read_statement("write_payment.postgresql")
_LOCK = """UPDATE firm f SET seq = f.seq + 1, last_payment_number = f.last_payment_number + 1
FROM session o JOIN client_user u ON u.firm_id = o.firm_id AND u.id = o.client_user_id AND u.removed_at IS NULL
WHERE o.token_digest = $1 AND o.expires_at > now() AND f.id = o.firm_id
RETURNING f.seq, u.firm_id, u.id, u.client_id"""


@asynccontextmanager
async def _lifespan(application: Starlette) -> AsyncIterator[None]:
    async with asyncpg.create_pool(databases.driver_url(os.environ["DATABASE_URL"]), min_size=16, max_size=16) as pool:
        application.state.pool = pool
        yield


async def _post(request: Request) -> Response:
    body = json.loads(await request.body())
    digest = token_digest(request)
    async with request.app.state.pool.acquire() as connection:
        if body["operationName"] == "PortalHome":
            home: str | None = await connection.fetchval(_PORTAL_HOME, digest)
            if home is None:
                return Response(status_code=401)
            return Response('{"data":' + home + "}", media_type="application/json")
        result = await _pay(connection, digest, PayInvoiceCommand.from_input(body["variables"]["input"]))
    if result is None:
        return Response(status_code=401)
    return Response(json.dumps({"data": {"payInvoice": result.to_payload()}}), media_type="application/json")


async def _pay(connection: asyncpg.Connection, digest: str, command: PayInvoiceCommand) -> PayInvoiceResult | None:
    """Lock, check, write: the same rows as Acompte writes. None without a session."""
    async with connection.transaction():
        viewer = await connection.fetchrow(_LOCK, digest)
        if viewer is None:
            return None
        seq, firm_id, user_id, client_id = viewer
        state = await connection.fetchrow(_CHECK, firm_id, client_id, command.invoice_id, user_id, command.key)
        if state is None or state["known"] or command.amount > min(state["payable"], state["available"]):
            raise PaymentRefused
        now = dt.datetime.now(dt.UTC)
        row: Any = await connection.fetchrow(
            _WRITE,
            firm_id,
            seq,
            now,
            user_id,
            client_id,
            command.invoice_id,
            command.amount,
            command.key,
            command.fingerprint,
        )
    return PayInvoiceResult(command.invoice_id, client_id, row["payment"], command.amount, *list(row)[1:])


if __name__ == "__main__":
    serve(Starlette(routes=[Route("/graphql", _post, methods=["POST"])], lifespan=_lifespan))
