"""Invitations to become a member of a firm or a user of a client."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, FirmRowMixin, enumeration
from models.constraints import firm_foreign_key, partial_index
from models.firm import FirmRole


class Invitation(FirmRowMixin, Base):
    """An invitation of one email address: to the firm, with a role, or to one of its clients (D40).

    The rights are those that the person will have as an employee. `generation` counts the tokens: sending the
    invitation again creates a new token, and only the newest is valid. Only a digest of the token is stored.
    `operation_id` is the claim of the idempotency key that created the invitation.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        firm_foreign_key("event", "event_seq", key="seq"),
        firm_foreign_key("client", "client_id"),
        firm_foreign_key("operation", "operation_id"),
        CheckConstraint("(role IS NULL) <> (client_id IS NULL)", name="one_target"),
        CheckConstraint("accepted_at IS NULL OR revoked_at IS NULL", name="one_end"),
        CheckConstraint("generation >= 1", name="generation"),
        partial_index(
            "uq_invitation_open_member", "firm_id", "email", unique=True,
            where="client_id IS NULL AND accepted_at IS NULL AND revoked_at IS NULL",
        ),
        partial_index(
            "uq_invitation_open_client_user", "firm_id", "client_id", "email", unique=True,
            where="client_id IS NOT NULL AND accepted_at IS NULL AND revoked_at IS NULL",
        ),
        Index(None, "firm_id", "client_id"),
        Index(None, "email"),
    )  # fmt: skip

    event_seq: Mapped[int]
    client_id: Mapped[uuid.UUID | None]
    operation_id: Mapped[uuid.UUID | None]
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str | None] = mapped_column(String(35))
    role: Mapped[FirmRole | None] = enumeration(FirmRole, "role")
    manage_payments: Mapped[bool] = mapped_column(default=False)
    manage_invoices: Mapped[bool] = mapped_column(default=False)
    view_all_clients: Mapped[bool] = mapped_column(default=False)
    manage_clients: Mapped[bool] = mapped_column(default=False)
    generation: Mapped[int] = mapped_column(default=1)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    accepted_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]


class InvitationClient(Base):
    """A client that is assigned to an invited employee when they accept."""

    __tablename__ = "invitation_client"
    __table_args__ = (firm_foreign_key("invitation", "invitation_id"), firm_foreign_key("client", "client_id"))

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    invitation_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)


class PasswordReset(Base):
    """A request to reset the password of the person with this address. Whether there is one is looked up later (D44).

    `person_id` and the digest of the token are null until then.
    """

    __tablename__ = "password_reset"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) = (token_digest IS NULL)", name="token"),
        partial_index("ix_password_reset_open", "id", where="person_id IS NULL"),
        Index(None, "person_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str | None] = mapped_column(String(35))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
