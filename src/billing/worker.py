"""The worker: runs jobs as they fall due, until it is told to stop."""

from __future__ import annotations

import asyncio
import datetime as dt

import structlog
from prometheus_client import Counter

import gateway
from billing.charges import reconciliation, sync
from billing.jobs import queue
from billing.providers import accounts
from billing.services import Services
from db import retries
from models import JobKind

_log = structlog.get_logger()

_POLL_SECONDS = 1.0
_JOB_RUNS = Counter("acompte_job_runs", "Runs of jobs: done, unanswered by the provider, or failed.", ["outcome"])


async def run_due_jobs(services: Services) -> int:
    """Run every job that is due now, side by side. How many there were."""
    leases = await queue.lease_due(services)
    await asyncio.gather(*(_run_job(services, lease) for lease in leases))
    return len(leases)


async def _run_job(services: Services, lease: queue.Lease) -> None:
    log = _log.bind(job=lease.kind.value, firm_id=str(lease.firm_id), subject_id=str(lease.subject_id))
    try:
        run_at = await retries.retry_on_conflict(_execute_job, services, lease)
        outcome = "done"
    except gateway.ProviderUnavailable:
        outcome = "unanswered"
        log.warning("provider does not answer", attempts=lease.attempts)
        if lease.kind in (JobKind.SYNC_PAYMENT, JobKind.SYNC_PREPAYMENT):
            await sync.alert_if_overdue(services, lease.kind, lease.firm_id, lease.subject_id)
        run_at = services.clock() + sync.retry_delay(lease.attempts)
    except Exception:
        # One job that cannot be done must not stop the others; it stays, and is told every time.
        outcome = "failed"
        log.exception("job failed", attempts=lease.attempts)
        run_at = services.clock() + sync.retry_delay(lease.attempts)
    _JOB_RUNS.labels(outcome).inc()
    await queue.finish(services, lease, run_at)


async def _execute_job(services: Services, lease: queue.Lease) -> dt.datetime | None:
    if lease.kind is JobKind.SYNC_CONNECTION:
        return await accounts.sync_connection(services, lease.firm_id, lease.subject_id)
    if lease.kind is JobKind.CLOSE_CONNECTION:
        await accounts.close_connection(services, lease.firm_id, lease.subject_id)
        return None
    if lease.kind is JobKind.SWEEP_CONNECTION:
        return await reconciliation.sweep_connection(services, lease.firm_id, lease.subject_id)
    return await sync.sync_charge(services, lease.kind, lease.firm_id, lease.subject_id, lease.attempts)


async def run_worker(services: Services) -> None:
    """Run jobs as they fall due, woken when one is wanted, else looking every second. Ends when it is cancelled."""
    outage = retries.OutageLog("worker waits for the database")
    while True:
        services.heartbeat.beat(services.clock())
        try:
            ran = await run_due_jobs(services)
            outage.reset()
            if ran:
                continue
        except Exception as error:
            # The database may be away for a moment; the worker must not be.
            if retries.is_outage(error):
                outage.report(error)
            else:
                _log.exception("worker")
        await services.notifications.jobs_event.wait(_POLL_SECONDS)
