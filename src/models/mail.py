"""Mails to people: what is sent to whom, and what became of it."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, FirmRowMixin, enumeration


class MailKind(enum.Enum):
    """What a mail is about, and so which object its `subject_id` names."""

    INVITATION = "INVITATION"
    PASSWORD_RESET = "PASSWORD_RESET"  # noqa: S105  (a kind, not a password)
    NOTICE = "NOTICE"


class MailStatus(enum.Enum):
    """QUEUED until the mail server has accepted the mail (SENT) or it is given up.

    REFUSED: by the mail server, for good or for too long. EXPIRED: not sent in its lifetime. CANCELED: its subject no
    longer calls for it, such as an invitation that was revoked.
    """

    QUEUED = "QUEUED"
    SENT = "SENT"
    REFUSED = "REFUSED"
    EXPIRED = "EXPIRED"
    CANCELED = "CANCELED"


class Mail(FirmRowMixin, Base):
    """One mail to one address. Its text is written when it is sent, from its subject: no secret is stored.

    `generation` is that of the subject when the mail was queued: an invitation that is sent again has the next one.
    `membership_id` is the recipient's, if they have one. `attempted_at` is the first attempt to send it, and `failure`
    why the last one failed.
    """

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint("generation >= 1", name="generation"),
        CheckConstraint("attempts >= 0 AND (attempts = 0) = (attempted_at IS NULL)", name="attempts"),
        CheckConstraint("(status = 'QUEUED') = (ended_at IS NULL)", name="ended_at"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True, sort_order=-2)
    kind: Mapped[MailKind] = enumeration(MailKind, "kind")
    subject_id: Mapped[uuid.UUID]
    generation: Mapped[int] = mapped_column(default=1)
    membership_id: Mapped[uuid.UUID | None]
    address: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(35))
    status: Mapped[MailStatus] = enumeration(MailStatus, "status", default=MailStatus.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    attempted_at: Mapped[dt.datetime | None]
    failure: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
