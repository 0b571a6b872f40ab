"""The background worker: leases due jobs from the job table and runs them until it is cancelled."""

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
    """Run a batch of due jobs concurrently. Returns how many there were."""
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
        log.warning("provider unavailable", attempts=lease.attempts)
        if lease.kind in (JobKind.SYNC_PAYMENT, JobKind.SYNC_PREPAYMENT):
            await sync.alert_if_overdue(services, lease.kind, lease.firm_id, lease.subject_id)
        run_at = services.clock() + sync.retry_delay(lease.attempts)
    except Exception:
        # A failing job must not stop the others. It stays queued, and every attempt is logged.
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
    """Run due jobs until cancelled. Wakes on a notification, and polls every second otherwise."""
    outage = retries.OutageLog("worker is waiting for the database")
    while True:
        services.heartbeat.beat(services.clock())
        try:
            ran = await run_due_jobs(services)
            outage.reset()
            if ran:
                continue
        except Exception as error:
            # The worker survives an outage of the database.
            if retries.is_outage(error):
                outage.report(error)
            else:
                _log.exception("worker round failed")
        await services.notifications.jobs_event.wait(_POLL_SECONDS)
