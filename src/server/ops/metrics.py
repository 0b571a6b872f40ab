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

from billing.jobs.stats import collect_stats
from server.container import App

REQUESTS = Counter(
    "acompte_requests",
    "GraphQL requests, by type of operation and by outcome: OK, or the code of the worst error.",
    ["operation", "outcome"],
)
REQUEST_SECONDS = Histogram("acompte_request_seconds", "How long GraphQL requests took to answer.", ["operation"])
WEBHOOK_MESSAGES = Counter(
    "acompte_webhook_messages", "Messages to the webhook endpoint, by what became of them.", ["outcome"]
)

MULTIPROCESS_DIR_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which processes share their figures; the library reads it when it is imported."""
_MOST_RECENT: Final = "mostrecent"
_REPORT_INTERVAL_SECONDS = 5.0

_JOBS = Gauge(
    "acompte_jobs", "Objects that are asked after: payments under way, and accounts.", multiprocess_mode=_MOST_RECENT
)
_JOBS_DUE = Gauge("acompte_jobs_due", "Jobs whose time has come.", multiprocess_mode=_MOST_RECENT)
_OLDEST_DUE_SECONDS = Gauge(
    "acompte_jobs_oldest_due_seconds", "For how long the oldest of them has been due.", multiprocess_mode=_MOST_RECENT
)
_ALERTS = Gauge("acompte_alerts_open", "Alerts that a person has to look at.", multiprocess_mode=_MOST_RECENT)
_POOL = Gauge(
    "acompte_pool_connections",
    "Connections to the database, of all processes together.",
    ["pool", "state"],
    multiprocess_mode="livesum",
)
_WORKER_LAST_ROUND = Gauge(
    "acompte_worker_last_round_timestamp_seconds",
    "When the worker last looked for jobs, of several processes the one that is furthest behind; 0: never.",
    multiprocess_mode="livemin",
)


def count_request(operation: str | None, outcome: str, seconds: float) -> None:
    """Count one request; `operation` is query, mutation or subscription, or None where it was not understood."""
    kind = operation or "none"
    REQUESTS.labels(kind, outcome).inc()
    REQUEST_SECONDS.labels(kind).observe(seconds)


class MetricsEndpoint:
    """The endpoint."""

    def __init__(self, app: App) -> None:
        self._app = app
        token = app.settings.metrics_token
        self._expected = f"Bearer {token.get_secret_value()}".encode() if token else None

    async def get(self, request: Request) -> Response:
        """All figures; 404 where there is no token to ask with, 401 for a wrong one."""
        if self._expected is None:
            return PlainTextResponse("Not Found", 404)
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, self._expected):
            return PlainTextResponse("Send METRICS_TOKEN as bearer token.", 401, {"WWW-Authenticate": "Bearer"})
        await self._update_gauges()
        return Response(
            generate_latest(_registry()), media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
        )

    async def _update_gauges(self) -> None:
        found = await collect_stats(self._app.services)
        _JOBS.set(found.jobs)
        _JOBS_DUE.set(found.jobs_due)
        _OLDEST_DUE_SECONDS.set(found.oldest_due_seconds)
        _ALERTS.set(found.open_alerts)
        _update_process_metrics(self._app)


async def report_process_metrics(app: App) -> None:
    """Tell of this process again and again, for when another one is asked. Ends when it is cancelled."""
    while True:
        _update_process_metrics(app)
        await asyncio.sleep(_REPORT_INTERVAL_SECONDS)


def _registry() -> CollectorRegistry:
    if MULTIPROCESS_DIR_VARIABLE not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _update_process_metrics(app: App) -> None:
    last = app.services.heartbeat.last_beat_at
    _WORKER_LAST_ROUND.set(last.timestamp() if last else 0)
    database = app.database
    reads, writes = database.connections_in_use()
    _update_pool_metrics("read", database.read_engine, reads)
    _update_pool_metrics("write", database.write_engine, writes)


def _update_pool_metrics(name: str, engine: AsyncEngine, in_use: int) -> None:
    pool = engine.pool
    if isinstance(pool, QueuePool):
        _POOL.labels(name, "in use").set(in_use)
        _POOL.labels(name, "size").set(pool.size())
