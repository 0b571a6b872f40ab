"""The connection of aiosqlite."""

from __future__ import annotations

import asyncio
from pathlib import Path

from db.aiosqlite_connection import connect


async def test_close_ends_if_the_connection_is_stopped_meanwhile(tmp_path: Path) -> None:
    """SQLAlchemy does so when a request is cancelled twice: the client disconnects, and the server stops."""
    connection = await connect(str(tmp_path / "new.db"))
    closing = asyncio.create_task(connection.close())
    await asyncio.sleep(0)
    connection.stop()
    async with asyncio.timeout(5):
        await closing
    connection._thread.join(5)
    assert not connection._thread.is_alive()
