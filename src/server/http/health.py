"""Whether the process lives, and whether it can do its work: for supervisors and load balancers, without signing in."""

from __future__ import annotations

import asyncio
import datetime as dt

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from db import migrations, retries
from server.container import App

_log = structlog.get_logger()

_TIMEOUT_SECONDS = 5
# A round of the worker waits for the provider, with its time-outs and repetitions.
_MAX_WORKER_ROUND = dt.timedelta(minutes=3)
_NO_STORE = {"Cache-Control": "no-store"}


class Health:
    """Two endpoints that say little: their answers are for everybody."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def health(self, _request: Request) -> Response:
        """200 as long as the process answers at all. Nothing else is asked."""
        return JSONResponse({"status": "ok"}, headers=_NO_STORE)

    async def ready(self, _request: Request) -> Response:
        """200 where the database answers, its schema is the code's, and the worker lives; else 503, and which not."""
        database, schema = await self._database()
        last, now = self._app.services.heartbeat.last_beat_at, self._app.services.clock()
        found = {
            "database": database,
            "schema": schema,
            "worker": last is not None and now - last < _MAX_WORKER_ROUND,
        }
        ready = all(found.values())
        told = {"status": "ready" if ready else "not ready"} | {
            name: "ok" if ok else "no" for name, ok in found.items()
        }
        return JSONResponse(told, 200 if ready else 503, headers=_NO_STORE)

    async def _database(self) -> tuple[bool, bool]:
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                await migrations.check_schema(self._app.database.read_engine, self._app.settings.database)
        except migrations.SchemaOutOfDate:
            return True, False
        except (SQLAlchemyError, OSError) as error:
            # TimeoutError is an OSError; what a driver says may name addresses, so it goes to the log alone.
            _log.warning("database does not answer", why=retries.summarize_error(error))
            return False, False
        return True, True
