"""One server for one SQLite file: a second one would wait for its locks, and hear late of its changes."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from db.migrations import DatabaseUnusable


@contextmanager
def single_instance_lock(database: str) -> Iterator[None]:
    """No other server on this database until the block ends. Raise Unusable where there is one.

    Commands may run beside it. PostgreSQL takes as many servers as there are. The lock is the process's own: killed,
    it has it no more; its file stays, and says nothing.
    """
    url = make_url(database)
    if url.get_backend_name() != "sqlite" or url.database is None:
        yield
        return
    file = Path(url.database).resolve()
    with file.with_name(f"{file.name}-serving").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"another server serves {file}. SQLite takes one; for several there is PostgreSQL"
            raise DatabaseUnusable(message) from error
        yield
