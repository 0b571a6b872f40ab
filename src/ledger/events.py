"""Events: who did what in a firm, when and why; numbered without gaps, and in the order of time (D32)."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

import models

FieldChange = tuple[str, str | None, str | None]
"""A field's name in the API, and its value before and after, as text."""

MAX_VALUE_LENGTH = 1000
"""The most characters of a changed field's value that are kept (D63)."""


@dataclass(frozen=True, slots=True)
class EventMeta:
    """Who does what, for which client, and why (D32). The system is neither a member nor a client user."""

    kind: str
    member_id: uuid.UUID | None = None
    client_user_id: uuid.UUID | None = None
    client_id: uuid.UUID | None = None
    reason: str | None = None


SUBJECT_TYPES: Mapping[type[models.Base], models.SubjectType] = {
    models.Invoice: models.SubjectType.INVOICE,
    models.Payment: models.SubjectType.PAYMENT,
    models.Prepayment: models.SubjectType.PREPAYMENT,
    models.Refund: models.SubjectType.REFUND,
    models.Dispute: models.SubjectType.DISPUTE,
    models.CreditEntry: models.SubjectType.CREDIT_ENTRY,
    models.Client: models.SubjectType.CLIENT,
    models.FirmMember: models.SubjectType.FIRM_MEMBER,
    models.Invitation: models.SubjectType.INVITATION,
    models.PaymentSettings: models.SubjectType.PAYMENT_SETTINGS,
    models.ProviderConnection: models.SubjectType.PAYMENT_PROVIDER,
    models.WebhookEndpoint: models.SubjectType.WEBHOOK_ENDPOINT,
}
"""The tables whose rows can be the subject of an event (D62)."""


def set_subject(event: models.Event, row: models.Base) -> None:
    """Set what the event is about. The payment settings have no id but the firm's."""
    event.subject_type = SUBJECT_TYPES[type(row)]
    event.subject_id = event.firm_id if isinstance(row, models.PaymentSettings) else row.id  # type: ignore[attr-defined]


def select_firm(*entities: Any) -> Select[*tuple[Any, ...]]:
    """Return a select of the firm, the time of its latest event, and these entities, for the query that a transaction
    begins with.

    Joins and conditions are added to it. Only the last entity may have several rows: of the others, the transaction
    takes those of the first row. The time is not among the transaction's loaded rows.
    """
    previous = aliased(models.Event)
    is_latest = (previous.firm_id == models.Firm.id) & (previous.seq == models.Firm.seq)
    statement: Any = select(models.Firm, previous.at, *entities).select_from(models.Firm)
    return statement.outerjoin(previous, is_latest)  # type: ignore[no-any-return]


async def record_event(
    session: AsyncSession, firm_id: uuid.UUID, meta: EventMeta, clock: Callable[[], dt.datetime]
) -> models.Event:
    """Lock a firm within a session's transaction that posts no transfers, and record its event. Returns the event."""
    firm = (
        await session.scalars(
            update(models.Firm).where(models.Firm.id == firm_id).values(seq=models.Firm.seq + 1).returning(models.Firm),
            execution_options={"populate_existing": True, "synchronize_session": False},
        )
    ).one()
    is_latest = (models.Event.firm_id == firm.id, models.Event.seq == firm.seq - 1)
    previous_at = await session.scalar(select(models.Event.at).where(*is_latest))
    event = build_event(firm, firm.seq, meta, not_before(previous_at, clock()))
    session.add(event)
    return event


def not_before(previous: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """The time of an event. The clock may have been set back since the previous event, or be another machine's."""
    return now if previous is None else max(previous, now)


def build_event(firm: models.Firm, seq: int, meta: EventMeta, now: dt.datetime) -> models.Event:
    """Return the firm's event with this number."""
    return models.Event(
        firm_id=firm.id, seq=seq, kind=meta.kind, member_id=meta.member_id, client_user_id=meta.client_user_id,
        client_id=meta.client_id, reason=meta.reason, at=now, id=models.new_id(),
    )  # fmt: skip


def build_event_changes(
    event: models.Event, changes: Iterable[FieldChange], first_position: int = 0
) -> Iterator[models.EventChange]:
    """Build the rows of what the event changes (D63). Equal values are left out.

    Values are cut to `MAX_VALUE_LENGTH` characters, because the activity reads many of them at once.
    """
    cut = ((field, _cut(before), _cut(after)) for field, before, after in changes)
    changed = (change for change in cut if change[1] != change[2])
    for position, (field, before, after) in enumerate(changed, first_position):
        yield models.EventChange(
            firm_id=event.firm_id, event_seq=event.seq, position=position, field=field, before=before, after=after
        )


def _cut(value: str | None) -> str | None:
    return value if value is None or len(value) <= MAX_VALUE_LENGTH else f"{value[: MAX_VALUE_LENGTH - 1]}…"
