"""Metrics, in the text format of Prometheus: for who has METRICS_TOKEN, and for nobody where there is none.

What happens is counted where it happens, in this process; what is there is asked of the database when somebody looks.
No label takes a value that a caller chooses.
"""

from __future__ import annotations

import hmac

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import QueuePool
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from billing.figures import figures
from server.house import House

REQUESTS = Counter(
    "acompte_requests",
    "GraphQL requests, by type of operation and by outcome: OK, or the code of the worst error.",
    ["operation", "outcome"],
)
SECONDS = Histogram("acompte_request_seconds", "How long GraphQL requests took to answer.", ["operation"])
MESSAGES = Counter("acompte_webhook_messages", "Messages to the webhook endpoint, by what became of them.", ["outcome"])

_JOBS = Gauge("acompte_jobs", "Objects that are asked after: payments under way, and accounts.")
_DUE = Gauge("acompte_jobs_due", "Jobs whose time has come.")
_OLDEST = Gauge("acompte_jobs_oldest_due_seconds", "For how long the oldest of them has been due.")
_ALERTS = Gauge("acompte_alerts_open", "Alerts that a person has to look at.")
_POOL = Gauge("acompte_pool_connections", "Connections to the database.", ["pool", "state"])
_PULSE = Gauge("acompte_worker_last_round_timestamp_seconds", "When the worker last looked for jobs; 0: never.")


def count(operation: str | None, outcome: str, seconds: float) -> None:
    """Count one request; `operation` is query, mutation or subscription, or None where it was not understood."""
    kind = operation or "none"
    REQUESTS.labels(kind, outcome).inc()
    SECONDS.labels(kind).observe(seconds)


class Metrics:
    """The endpoint."""

    def __init__(self, house: House) -> None:
        self._house = house
        token = house.settings.metrics_token
        self._expected = f"Bearer {token.get_secret_value()}".encode() if token else None

    async def get(self, request: Request) -> Response:
        """All figures; 404 where there is no token to ask with, 401 for a wrong one."""
        if self._expected is None:
            return PlainTextResponse("Not Found", 404)
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, self._expected):
            return PlainTextResponse("Send METRICS_TOKEN as bearer token.", 401, {"WWW-Authenticate": "Bearer"})
        await self._look()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})

    async def _look(self) -> None:
        services, database = self._house.services, self._house.database
        found = await figures(services)
        _JOBS.set(found.jobs)
        _DUE.set(found.jobs_due)
        _OLDEST.set(found.oldest_due_seconds)
        _ALERTS.set(found.alerts)
        _PULSE.set(services.pulse.last.timestamp() if services.pulse.last else 0)
        for name, engine in (("read", database.read_engine), ("write", database.write_engine)):
            _look_at_pool(name, engine)


def _look_at_pool(name: str, engine: AsyncEngine) -> None:
    pool = engine.pool
    if isinstance(pool, QueuePool):
        _POOL.labels(name, "in use").set(pool.checkedout())
        _POOL.labels(name, "size").set(pool.size())
