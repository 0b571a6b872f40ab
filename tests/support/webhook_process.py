"""A process that adds notices, rolls some of them back, and delivers them to a webhook endpoint, until it is killed.

Arguments: the firm's id, and how many notices to add at a time (0: only deliver).
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import uuid

from billing import worker
from billing.access.principals import System
from billing.jobs import queue
from billing.notices.add_notice import add_notice
from billing.services import Services
from billing.transaction import begin_transaction
from db import retries
from models import NoticeKind
from server.container import build_app
from server.settings_checks import read_settings

_PAUSE_SECONDS = 0.02
"""Else the writers would never leave SQLite to the worker."""


class _RolledBack(Exception):
    pass


async def _add_notices(services: Services, firm_id: uuid.UUID) -> None:
    for number in itertools.count():
        try:
            async with begin_transaction(services, System(firm_id), "test.notice") as transaction:
                await add_notice(transaction, NoticeKind.PREPAYMENT_UNAVAILABLE, None)
                await transaction.session.flush()
                if number % 2:
                    raise _RolledBack
        except _RolledBack:
            pass
        services.notifications.notify_jobs_due()
        await asyncio.sleep(_PAUSE_SECONDS)


async def _run(firm_id: uuid.UUID, writer_count: int) -> None:
    settings, problems = read_settings()
    assert settings is not None, problems
    services = build_app(settings).services
    await retries.retry_on_conflict(queue.make_all_due, services)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(worker.run_worker(services))
        for _ in range(writer_count):
            tasks.create_task(_add_notices(services, firm_id))


if __name__ == "__main__":
    asyncio.run(_run(uuid.UUID(sys.argv[1]), int(sys.argv[2])))
