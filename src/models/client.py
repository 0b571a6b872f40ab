"""Clients of a firm with their stored balances, their users, and the employees they are assigned to."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, FirmRowMixin, key_text
from models.constraints import firm_foreign_key

NAME_KEY_LENGTH = 200
"""In characters. A compatibility form can be much longer than its character, and PostgreSQL limits what it indexes."""


class Client(Base):
    """A client of a firm, and how the client's balance is stored, in minor units of the firm's currency.

    - `available`: credits that can be spent now, the sum of the client's lots
    - `held`: credits reserved for open payments and refunds; `reserved` in the API
    - `due`: what the client owes on issued invoices
    - `pending`: the part of `due` that open payments are about to pay

    The balance is available + held. Only `LedgerTransaction.post` writes these four columns, with each transfer.

    `name_key` is what clients are ordered by, the beginning of the name without the difference of capitals, and
    `search_key` name, reference and email as they are searched (D36). `reference_key` is the reference in
    normalized form: two that look the same are equal (D37). An archived client has an `archived_at` (D38).
    """

    __tablename__ = "client"
    __table_args__ = (
        CheckConstraint("available >= 0", name="available"),
        CheckConstraint("held >= 0", name="held"),
        CheckConstraint("due >= 0", name="due"),
        CheckConstraint("pending >= 0", name="pending"),
        UniqueConstraint("firm_id", "reference_key"),
        Index(None, "firm_id", "name_key", "id"),
        Index(None, "firm_id", "available", "id"),
        Index(None, "firm_id", "due", "id"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(key_text(NAME_KEY_LENGTH))
    search_key: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(String(254))
    reference: Mapped[str | None] = mapped_column(String(40))
    reference_key: Mapped[str | None] = mapped_column(Text)
    available: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    due: Mapped[int] = mapped_column(default=0)
    pending: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime]
    archived_at: Mapped[dt.datetime | None]


class ClientUser(FirmRowMixin, Base):
    """A person's membership with a client, who sees that client only."""

    __tablename__ = "client_user"
    __table_args__ = (
        firm_foreign_key("client", "client_id"),
        UniqueConstraint("firm_id", "client_id", "person_id"),
        Index(None, "person_id"),
    )

    client_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime]
    removed_at: Mapped[dt.datetime | None]


class Assignment(Base):
    """A client assigned to an employee, who sees it without VIEW_ALL_CLIENTS."""

    __tablename__ = "assignment"
    __table_args__ = (
        firm_foreign_key("firm_member", "member_id"),
        firm_foreign_key("client", "client_id"),
        Index(None, "firm_id", "client_id"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    member_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
