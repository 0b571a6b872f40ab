"""How a session writes within an event: by the ledger's writer, in the order that rows need, and all at once."""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_state, set_committed_value

from db.batch_writer import writer_for
from models.base import ChangeTrackedMixin

_EVENT_SEQ_KEY = "event_seq"


def set_event_seq(session: AsyncSession, seq: int) -> None:
    """From here on, what the session writes is of the event of this number."""
    session.sync_session.info[_EVENT_SEQ_KEY] = seq


@event.listens_for(Session, "before_flush")
def _flush(session: Session, _context: object, _instances: object) -> None:
    """Whatever changes within an event carries the event's number, so that live pages can follow."""
    seq = session.info.get(_EVENT_SEQ_KEY)
    if seq is None:
        return
    added, changed = list(session.new), [row for row in session.dirty if session.is_modified(row)]
    for row in (*added, *changed):
        if isinstance(row, ChangeTrackedMixin):
            row.changed_seq = seq
    if not (added or changed):
        return
    connection = session.connection()
    writer_for(connection.dialect).run(connection, added, changed)
    for row in added:
        session.expunge(row)
        make_transient_to_detached(row)
        session.add(row)
    for row in changed:
        state = instance_state(row)
        for attribute in list(state.committed_state):
            set_committed_value(row, attribute, state.dict[attribute])
