"""The background worker: leases due jobs from the job table and runs them until it is cancelled.

A worker has slots, and leases anew as each becomes free, so that no job waits for another one to end. Sweeps, which can
take minutes, have slots of their own, and so do mails, whose server may be slow, and webhooks, whose receivers are the
firms'. In the first half of the slots one firm can have only some; the second half goes to firms that have no job
running, one slot each: a few accounts that answer slowly hold up nobody else. Firms are counted, not accounts, because
a job names its firm only, and because the jobs of one firm wait for its lock anyway.
"""

import asyncio
import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import structlog
from prometheus_client import Counter
from sqlalchemy import bindparam, select

import gateway
from billing.charges import reconciliation, sync
from billing.identity import mails, request_password_reset, sessions
from billing.invoices.overdue import add_overdue_notices
from billing.jobs import queue
from billing.mail.content import Composer
from billing.mail.send_mail import send_mail
from billing.notices.deliver_notice import compose_notice, deliver_notice
from billing.providers import accounts
from billing.services import Services
from billing.webhook_endpoints.deliver_webhook import deliver_webhook
from db import retries
from models import JobKind, MailKind
from models.base import Instant

_log = structlog.get_logger()

_POLL_SECONDS = 1.0
_JOB_RUNS = Counter("acompte_job_runs", "Runs of jobs: done, unanswered by the provider, or failed.", ["outcome"])


@dataclass(frozen=True, slots=True)
class _Lane:
    """Slots of a worker for jobs of these kinds."""

    kinds: frozenset[JobKind]
    slots: int
    slots_per_firm: int
    """Of the first half of the slots. The second half is for firms that have none."""

    def free_slots(self, taken: int) -> tuple[int, int]:
        """How many more slots can be leased at once, and how many one firm may then have, if so many are taken."""
        half = self.slots // 2
        return (half - taken, self.slots_per_firm) if taken < half else (self.slots - taken, 1)


_SWEEP_KINDS = frozenset({JobKind.SWEEP_CONNECTION})
_MAIL_KINDS = frozenset({JobKind.SEND_MAIL})
_WEBHOOK_KINDS = frozenset({JobKind.DELIVER_WEBHOOK})
_LANES = (
    _Lane(frozenset(JobKind) - _SWEEP_KINDS - _MAIL_KINDS - _WEBHOOK_KINDS, slots=20, slots_per_firm=5),
    _Lane(_SWEEP_KINDS, slots=2, slots_per_firm=1),
    _Lane(_MAIL_KINDS, slots=6, slots_per_firm=3),
    _Lane(_WEBHOOK_KINDS, slots=12, slots_per_firm=3),
)

COMPOSERS: dict[MailKind, Composer] = {
    MailKind.INVITATION: mails.compose_invitation,
    MailKind.PASSWORD_RESET: mails.compose_password_reset,
    MailKind.NOTICE: compose_notice,
}
"""The function that writes the content of each kind of mail."""


_NOW = bindparam("now", type_=Instant())
_WORK = select(request_password_reset.new_requests_exist(), *(queue.are_due(lane.kinds, _NOW) for lane in _LANES))
"""What there is to do: new requests to reset a password, and due jobs for each lane."""


async def run_due_jobs(services: Services) -> int:
    """Run the jobs that are due now, as many as there are slots, and wait for all of them. Returns how many there were.

    Raises the error of a job whose end could not be stored; the job runs again when its lease has expired.
    """
    async with _Worker(services) as worker:
        jobs = await worker.start_due_jobs()
        await asyncio.gather(*jobs)
    return len(jobs)


async def run_worker(services: Services) -> None:
    """Run due jobs until cancelled. Looks for them on a notification, when a job ends, and every second."""
    async with _Worker(services) as worker:
        while True:
            services.heartbeat.beat(services.clock())
            try:
                await worker.start_due_jobs()
                worker.outage.reset()
            except Exception as error:
                worker.report(error)  # the worker survives an outage of the database
            await services.notifications.jobs_event.wait(_POLL_SECONDS)


class _Worker:
    """Runs leased jobs, and renews their leases, for the duration of an `async with` block. Cancels them at its end."""

    def __init__(self, services: Services) -> None:
        self.outage = retries.OutageLog("worker is waiting for the database")
        self._services = services
        self._running: dict[queue.Lease, asyncio.Task[None]] = {}

    async def __aenter__(self) -> Self:
        self._renewing = asyncio.create_task(self._renew_leases())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        tasks = [self._renewing, *self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def start_due_jobs(self) -> Sequence[asyncio.Task[None]]:
        """Lease due jobs for all free slots, and start them. Returns their tasks.

        Before that, store when sessions were last used, and queue the mails of new requests to reset a password. The
        requests leave that to the worker: nobody waits for it, or learns from its duration whether an address exists.
        """
        await sessions.store_activity(self._services)
        has_resets, *has_due_jobs = await _find_work(self._services)
        if has_resets:
            await request_password_reset.queue_reset_mails(self._services)
            _, *has_due_jobs = await _find_work(self._services)
        started = []
        for lane in itertools.compress(_LANES, has_due_jobs):
            running = [lease for lease in self._running if lease.kind in lane.kinds]
            while len(running) < lane.slots:
                limit, limit_per_firm = lane.free_slots(len(running))
                leases = await queue.lease_due(
                    self._services, limit, kinds=lane.kinds, running=running, limit_per_firm=limit_per_firm
                )
                if not leases:
                    break
                running += leases
                started += [self._start(lease) for lease in leases]
        return started

    def report(self, error: BaseException) -> None:
        """Log an error of the worker itself: an outage once a minute, any other with its traceback."""
        if retries.is_outage(error):
            self.outage.report(error)
        else:
            _log.error("worker round failed", exc_info=error)

    def _start(self, lease: queue.Lease) -> asyncio.Task[None]:
        def end(task: asyncio.Task[None]) -> None:
            del self._running[lease]
            if not task.cancelled() and (error := task.exception()) is not None:
                self.report(error)
            self._services.notifications.jobs_event.set()

        task = self._running[lease] = asyncio.create_task(_run_job(self._services, lease))
        task.add_done_callback(end)
        return task

    async def _renew_leases(self) -> None:
        while True:
            await asyncio.sleep(queue.RENEWAL_INTERVAL.total_seconds())
            if self._running:
                try:
                    await queue.renew(self._services, list(self._running))
                except Exception as error:
                    self.report(error)


async def _find_work(services: Services) -> Sequence[bool]:
    """Whether there is work, for each column of `_WORK`. Most rounds find none, and cost only this statement."""
    # Not by the driver, whose few connections the pages may be waiting for.
    async with services.reads() as session:
        found: Sequence[bool] = (await session.execute(_WORK, {"now": services.clock()})).one()
    return found


async def _run_job(services: Services, lease: queue.Lease) -> None:
    log = _log.bind(job=lease.kind.value, firm_id=str(lease.firm_id), subject_id=str(lease.subject_id))
    try:
        run_at = await retries.retry_on_conflict(_execute_job, services, lease)
        outcome = "done"
    except gateway.ProviderUnavailable:
        outcome = "unanswered"
        log.warning("provider unavailable", attempts=lease.attempts)
        if lease.kind in (JobKind.SYNC_PAYMENT, JobKind.SYNC_PREPAYMENT):
            await sync.alert_if_stuck(services, lease.kind, lease.firm_id, lease.subject_id)
        run_at = services.clock() + sync.job_retry_delay(lease.attempts)
    except Exception:
        # A failing job must not stop the others. It stays queued, and every attempt is logged.
        outcome = "failed"
        log.exception("job failed", attempts=lease.attempts)
        run_at = services.clock() + sync.job_retry_delay(lease.attempts)
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
    if lease.kind is JobKind.SEND_MAIL:
        return await send_mail(services, COMPOSERS, lease.firm_id, lease.subject_id)
    if lease.kind is JobKind.DELIVER_NOTICE:
        await deliver_notice(services, lease.firm_id, lease.subject_id)
        return None
    if lease.kind is JobKind.DELIVER_WEBHOOK:
        return await deliver_webhook(services, lease.firm_id, lease.subject_id)
    if lease.kind is JobKind.FIND_OVERDUE_INVOICES:
        return await add_overdue_notices(services, lease.firm_id)
    return await sync.sync_charge(services, lease.kind, lease.firm_id, lease.subject_id, lease.attempts)
