"""Liveness and readiness, for supervisors and load balancers; unauthenticated."""

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
# A round of the worker includes calls to the provider, with their timeouts and retries.
_MAX_WORKER_ROUND = dt.timedelta(minutes=3)
_NO_STORE = {"Cache-Control": "no-store"}


class Health:
    """The endpoints `/health` and `/ready`. They are public, so they expose no details."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def health(self, _request: Request) -> Response:
        """200 whenever the process responds."""
        return JSONResponse({"status": "ok"}, headers=_NO_STORE)

    async def ready(self, _request: Request) -> Response:
        """200 if the database responds, its schema is up to date and the worker is running; otherwise 503.

        The body names the checks that failed.
        """
        database, schema = await self._check_database()
        last_beat_at, now = self._app.services.heartbeat.last_beat_at, self._app.services.clock()
        checks = {
            "database": database,
            "schema": schema,
            "worker": last_beat_at is not None and now - last_beat_at < _MAX_WORKER_ROUND,
        }
        ready = all(checks.values())
        body = {"status": "ready" if ready else "not ready"} | {
            name: "ok" if ok else "no" for name, ok in checks.items()
        }
        return JSONResponse(body, 200 if ready else 503, headers=_NO_STORE)

    async def _check_database(self) -> tuple[bool, bool]:
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                await migrations.check_schema(self._app.database.read_engine, self._app.settings.database)
        except migrations.SchemaOutOfDate:
            return True, False
        except (SQLAlchemyError, OSError) as error:
            # TimeoutError is an OSError. The driver's message may contain addresses.
            _log.warning("database unavailable", reason=retries.summarize_error(error))
            return False, False
        return True, True
