"""The unit of work of a write transaction's session: all new and changed rows are written together, in one flush."""

from sqlalchemy import event
from sqlalchemy.orm import Session

import models
from db.batch_writer import writer_for
from models import sqlalchemy_compat
from models.base import ChangeTrackedMixin

SEQ_KEY = "event_seq"
"""The key of `session.info` with the number of the event that the session's changes belong to."""


class UnitOfWorkSession(Session):
    """A session whose flush writes through `BatchWriter`, in as few statements as the database allows."""


def stamp(rows: list[models.Base], seq: int) -> None:
    """Mark these rows as changed by the event of this number, so that the change feed finds them."""
    for row in rows:
        if isinstance(row, ChangeTrackedMixin):
            row.changed_seq = seq


@event.listens_for(UnitOfWorkSession, "before_flush")
def _write(session: UnitOfWorkSession, _context: object, _instances: object) -> None:
    added, changed = list(session.new), [row for row in session.dirty if session.is_modified(row)]
    if not (added or changed):
        return
    stamp([*added, *changed], session.info[SEQ_KEY])
    connection = session.connection()
    writer_for(connection.dialect).run(connection, added, changed)
    for row in added:
        session.expunge(row)
        sqlalchemy_compat.mark_detached(row)
        session.add(row)
    for row in changed:
        sqlalchemy_compat.mark_saved(row)
