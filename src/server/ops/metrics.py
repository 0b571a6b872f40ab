"""Metrics, in the text format of Prometheus: for who has METRICS_TOKEN, and for nobody where there is none.

What happens is counted where it happens; what is there is asked of the database when somebody looks. Where several
processes share the work, whichever is asked tells the figures of all. No label takes a value that a caller chooses.
"""

from __future__ import annotations

import asyncio
import hmac
import os
from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import QueuePool
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from billing.jobs.stats import figures
from server.container import House

REQUESTS = Counter(
    "acompte_requests",
    "GraphQL requests, by type of operation and by outcome: OK, or the code of the worst error.",
    ["operation", "outcome"],
)
SECONDS = Histogram("acompte_request_seconds", "How long GraphQL requests took to answer.", ["operation"])
MESSAGES = Counter("acompte_webhook_messages", "Messages to the webhook endpoint, by what became of them.", ["outcome"])

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which processes share their figures; the library reads it when it is imported."""
_NEWEST: Final = "mostrecent"
_OFTEN_SECONDS = 5.0

_JOBS = Gauge(
    "acompte_jobs", "Objects that are asked after: payments under way, and accounts.", multiprocess_mode=_NEWEST
)
_DUE = Gauge("acompte_jobs_due", "Jobs whose time has come.", multiprocess_mode=_NEWEST)
_OLDEST = Gauge(
    "acompte_jobs_oldest_due_seconds", "For how long the oldest of them has been due.", multiprocess_mode=_NEWEST
)
_ALERTS = Gauge("acompte_alerts_open", "Alerts that a person has to look at.", multiprocess_mode=_NEWEST)
_POOL = Gauge(
    "acompte_pool_connections",
    "Connections to the database, of all processes together.",
    ["pool", "state"],
    multiprocess_mode="livesum",
)
_PULSE = Gauge(
    "acompte_worker_last_round_timestamp_seconds",
    "When the worker last looked for jobs, of several processes the one that is furthest behind; 0: never.",
    multiprocess_mode="livemin",
)


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
        return Response(
            generate_latest(_everybodys()), media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
        )

    async def _look(self) -> None:
        found = await figures(self._house.services)
        _JOBS.set(found.jobs)
        _DUE.set(found.jobs_due)
        _OLDEST.set(found.oldest_due_seconds)
        _ALERTS.set(found.alerts)
        _look_at_this_process(self._house)


async def keep(house: House) -> None:
    """Tell of this process again and again, for when another one is asked. Ends when it is cancelled."""
    while True:
        _look_at_this_process(house)
        await asyncio.sleep(_OFTEN_SECONDS)


def _everybodys() -> CollectorRegistry:
    if SHARED not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _look_at_this_process(house: House) -> None:
    last = house.services.pulse.last
    _PULSE.set(last.timestamp() if last else 0)
    database = house.database
    reads, writes = database.lent()
    _look_at_pool("read", database.read_engine, reads)
    _look_at_pool("write", database.write_engine, writes)


def _look_at_pool(name: str, engine: AsyncEngine, lent: int) -> None:
    pool = engine.pool
    if isinstance(pool, QueuePool):
        _POOL.labels(name, "in use").set(lent)
        _POOL.labels(name, "size").set(pool.size())
