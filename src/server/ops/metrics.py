"""Metrics in Prometheus's text format, for requests with METRICS_TOKEN.

Counters are incremented where things happen; gauges of stored data are read from the database at each scrape. With
several worker processes, each of them reports the metrics of all. No label has a value that a client chooses.
"""

import asyncio
import functools
import hmac
import os

import prometheus_client
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from billing.jobs.stats import collect_stats
from server.container import App

REQUESTS = prometheus_client.Counter(
    "acompte_requests",
    "GraphQL requests, by type of operation and by outcome: OK, the code of the first error, or INTERNAL_SERVER_ERROR.",
    ["operation", "outcome"],
)
REQUEST_SECONDS = prometheus_client.Histogram("acompte_request_seconds", "Duration of GraphQL requests.", ["operation"])
PROVIDER_WEBHOOKS = prometheus_client.Counter("acompte_webhook_messages", "Webhook requests, by outcome.", ["outcome"])

MULTIPROCESS_DIR_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Directory in which processes share their metrics. prometheus_client reads it when it is imported."""
_REPORT_INTERVAL_SECONDS = 5.0

_stored_gauge = functools.partial(prometheus_client.Gauge, multiprocess_mode="mostrecent")
_JOBS = _stored_gauge(
    "acompte_jobs", "Jobs: provider payments and accounts to sync, mails to send, webhooks to deliver."
)
_JOBS_DUE = _stored_gauge("acompte_jobs_due", "Jobs that are due.")
_OLDEST_DUE_SECONDS = _stored_gauge("acompte_jobs_oldest_due_seconds", "Age of the oldest due job.")
_ALERTS = _stored_gauge("acompte_alerts_open", "Open alerts.")
_MAILS_WAITING = _stored_gauge("acompte_mails_waiting", "Mails that are not sent yet.")
_POOL = prometheus_client.Gauge(
    "acompte_pool_connections", "Database connections of all processes.", ["pool", "state"], multiprocess_mode="livesum"
)
_WORKER_LAST_ROUND = prometheus_client.Gauge(
    "acompte_worker_last_round_timestamp_seconds",
    "When the worker last looked for due jobs; the minimum of all processes, 0 for never.",
    multiprocess_mode="livemin",
)


def count_request(operation: str | None, outcome: str, seconds: float) -> None:
    """Count one request. `operation` is query, mutation, subscription, or None for an invalid request."""
    requests, request_seconds = _request_metrics(operation or "none", outcome)
    requests.inc()
    request_seconds.observe(seconds)


@functools.cache
def _request_metrics(operation: str, outcome: str) -> tuple[prometheus_client.Counter, prometheus_client.Histogram]:
    return REQUESTS.labels(operation, outcome), REQUEST_SECONDS.labels(operation)


async def get_metrics(app: App, request: Request) -> Response:
    """Return all metrics; 404 without METRICS_TOKEN, 401 for another token."""
    token = app.settings.metrics_token
    if not token:
        return PlainTextResponse("Not Found", 404)
    authorization = request.headers.get("authorization", "").encode()
    if not hmac.compare_digest(authorization, f"Bearer {token.get_secret_value()}".encode()):
        return PlainTextResponse("Send METRICS_TOKEN as bearer token.", 401, {"WWW-Authenticate": "Bearer"})
    stats = await collect_stats(app.services)
    _JOBS.set(stats.jobs)
    _JOBS_DUE.set(stats.jobs_due)
    _OLDEST_DUE_SECONDS.set(stats.oldest_due_seconds)
    _ALERTS.set(stats.open_alerts)
    _MAILS_WAITING.set(stats.mails_waiting)
    _update_process_metrics(app)
    return Response(
        prometheus_client.generate_latest(_registry()),
        media_type=prometheus_client.CONTENT_TYPE_LATEST,
        headers={"Cache-Control": "no-store"},
    )


async def report_process_metrics(app: App) -> None:
    """Update this process's gauges periodically, for scrapes that another process serves. Runs until cancelled."""
    while True:
        _update_process_metrics(app)
        await asyncio.sleep(_REPORT_INTERVAL_SECONDS)


def _registry() -> prometheus_client.CollectorRegistry:
    if MULTIPROCESS_DIR_VARIABLE not in os.environ:
        return prometheus_client.REGISTRY
    registry = prometheus_client.CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _update_process_metrics(app: App) -> None:
    last_beat_at = app.services.heartbeat.last_beat_at
    _WORKER_LAST_ROUND.set(last_beat_at.timestamp() if last_beat_at else 0)
    database = app.database
    pools = zip(("read", "write"), database.connections_in_use(), database.pool_sizes(), strict=True)
    for name, in_use, size in pools:
        _POOL.labels(name, "in use").set(in_use)
        _POOL.labels(name, "size").set(size)
