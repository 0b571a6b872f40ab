"""Add a notice in the transaction of the event that it reports: both are committed, or neither (D49)."""

import uuid
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import ledger
import models
from billing.jobs import queue
from models import JobKind, NoticeKind

Subject: TypeAlias = (
    models.Payment
    | models.Prepayment
    | models.Refund
    | models.Dispute
    | models.Invoice
    | models.CreditEntry
    | models.ProviderConnection
)

_SUBJECT_NAMES: dict[type[models.Base], str] = {
    models.Payment: "payment",
    models.Prepayment: "prepayment",
    models.Refund: "refund",
    models.Dispute: "dispute",
    models.Invoice: "invoice",
    models.CreditEntry: "entry",
    models.ProviderConnection: "connection",
}


async def add_notice(
    transaction: ledger.LedgerTransaction,
    kind: NoticeKind,
    subject: Subject | None,
    *,
    occurrence: str | None = None,
    **arguments: Any,
) -> None:
    """Add the notice, and the job that delivers it after the commit.

    `arguments` are what `notice_text` needs beside the client's name, frozen: amounts in minor units, days as ISO 8601.
    `occurrence` identifies what is reported, by default the event of the transaction. If several transactions can find
    the same occurrence, pass a name for it and call `notice_exists` first: the database refuses a second notice of one
    occurrence. Only PREPAYMENT_UNAVAILABLE and WEBHOOK_ENDPOINT_DISABLED can be without a subject.
    """
    name = "firm" if subject is None else _SUBJECT_NAMES[type(subject)]
    subject_id = transaction.firm.id if subject is None else subject.id
    notice = models.Notice(
        firm_id=transaction.firm.id,
        id=models.new_id(),
        event_seq=transaction.seq,
        kind=kind,
        reference=_reference(name, subject_id, kind, occurrence or str(transaction.seq)),
        arguments=arguments,
        created_at=transaction.now,
    )
    if subject is not None:
        setattr(notice, f"{name}_id", subject_id)
        if not isinstance(subject, models.ProviderConnection):
            client = await transaction.get(models.Client, subject.client_id)
            notice.client_id, notice.arguments = client.id, {"client": client.name, **arguments}
    await transaction.add(notice)
    await transaction.add(queue.new_job(transaction.firm.id, JobKind.DELIVER_NOTICE, notice.id, run_at=transaction.now))


async def notice_exists(session: AsyncSession, subject: Subject, kind: NoticeKind, occurrence: str) -> bool:
    """Whether this occurrence has its notice already."""
    reference = _reference(_SUBJECT_NAMES[type(subject)], subject.id, kind, occurrence)
    notice = models.Notice
    found = select(notice.id).where(notice.firm_id == subject.firm_id, notice.reference == reference)
    return await session.scalar(found) is not None


def _reference(subject_name: str, subject_id: uuid.UUID, kind: NoticeKind, occurrence: str) -> str:
    return f"{subject_name}:{subject_id}:{kind.value}:{occurrence}"
