"""Liveness and readiness, for supervisors and load balancers; public, without details."""

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
# The worker's loop waits for statements of the database, with their time-outs, but for no job.
_MAX_HEARTBEAT_AGE = dt.timedelta(minutes=3)
_NO_STORE = {"Cache-Control": "no-store"}


async def health(_request: Request) -> Response:
    """200 whenever the process responds."""
    return JSONResponse({"status": "ok"}, headers=_NO_STORE)


async def ready(app: App, _request: Request) -> Response:
    """200 if the database responds, its schema is up to date and the worker is running; otherwise 503.

    The body names the checks that failed, without details. "mail" is not one of them: without settings of a mail
    server, "not configured", everything else works, and mails wait.
    """
    has_database, is_schema_current = await _check_database(app)
    last_beat_at, now = app.services.heartbeat.last_beat_at, app.services.clock()
    has_worker = last_beat_at is not None and now - last_beat_at < _MAX_HEARTBEAT_AGE
    checks = {"database": has_database, "schema": is_schema_current, "worker": has_worker}
    is_ready = all(checks.values())
    results = {name: "ok" if ok else "no" for name, ok in checks.items()}
    results["mail"] = "not configured" if app.services.mailer is None else "ok"
    body = {"status": "ready" if is_ready else "not ready", **results}
    return JSONResponse(body, 200 if is_ready else 503, headers=_NO_STORE)


async def _check_database(app: App) -> tuple[bool, bool]:
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            await migrations.check_schema(app.database.read_engine, app.settings.database)
    except migrations.SchemaOutOfDate:
        return True, False
    except (SQLAlchemyError, OSError) as error:
        # TimeoutError is an OSError. The driver's message may contain addresses.
        _log.warning("database unavailable", reason=retries.summarize_error(error))
        return False, False
    return True, True
