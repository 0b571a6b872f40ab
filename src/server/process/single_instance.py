"""Lock that allows one server per SQLite file: servers do not notify each other of changes in it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from db.migrations import DatabaseUnusable


@contextmanager
def single_instance_lock(database: str) -> Iterator[None]:
    """Lock the database's file against other servers for the duration of the block. Raises DatabaseUnusable.

    Commands do not take the lock, and PostgreSQL needs none. The operating system releases it when the process ends;
    the lock file stays.
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
            raise DatabaseUnusable(f"another server uses {file}. Use PostgreSQL for several servers") from error
        yield
