"""Firms, people, and the seats that people have: member of a firm, user of a client."""

from __future__ import annotations

import datetime as dt
import enum
import secrets
import uuid

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, enumeration


class FirmRole(enum.Enum):
    """What a member is in their firm. A firm has one OWNER."""

    OWNER = "OWNER"
    ADMIN = "ADMIN"
    EMPLOYEE = "EMPLOYEE"


class MemberRight(enum.Enum):
    """What an employee may be given, one by one. An owner and an admin have all of them."""

    MANAGE_PAYMENTS = "MANAGE_PAYMENTS"
    MANAGE_INVOICES = "MANAGE_INVOICES"
    VIEW_ALL_CLIENTS = "VIEW_ALL_CLIENTS"


class Firm(Base):
    """A professional firm. `seq` is its lock, its order of events and its version, all at once.

    `cursor_key` seals the numbers of its events in what clients see: the number itself would tell the firm's volume.
    """

    __tablename__ = "firm"
    __table_args__ = (
        UniqueConstraint("id", "currency"),
        CheckConstraint("length(currency) = 3", name="currency"),
        CheckConstraint("length(country) = 2", name="country"),
        CheckConstraint("seq >= 0", name="seq"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(String(3))
    country: Mapped[str] = mapped_column(String(2))
    time_zone: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(default=0)
    last_invoice_number: Mapped[int] = mapped_column(default=0)
    cursor_key: Mapped[bytes] = mapped_column(LargeBinary(32), default=lambda: secrets.token_bytes(32))
    created_at: Mapped[dt.datetime]


class Person(Base):
    """One e-mail address, whatever its case, and one password. May have several seats."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[dt.datetime]


class FirmMember(Base):
    """A seat in a firm, with a role; an employee's rights are given one by one."""

    __tablename__ = "firm_member"
    __table_args__ = (
        UniqueConstraint("firm_id", "person_id"),
        Index(
            "uq_firm_member_owner",
            "firm_id",
            unique=True,
            sqlite_where=text("role = 'OWNER' AND removed_at IS NULL"),
            postgresql_where=text("role = 'OWNER' AND removed_at IS NULL"),
        ),
        Index(None, "person_id"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[FirmRole] = mapped_column(enumeration(FirmRole, "role"))
    manage_payments: Mapped[bool] = mapped_column(default=False)
    manage_invoices: Mapped[bool] = mapped_column(default=False)
    view_all_clients: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime]
    removed_at: Mapped[dt.datetime | None]


class Client(Base):
    """A client of a firm, with its stored credits and what it owes, all in minor units of the firm's currency."""

    __tablename__ = "client"
    __table_args__ = (
        CheckConstraint("available >= 0", name="available"),
        CheckConstraint("held >= 0", name="held"),
        CheckConstraint("due >= 0", name="due"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    available: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    due: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime]


class ClientUser(Base):
    """A seat with a client: sees that client and nothing else."""

    __tablename__ = "client_user"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "client_id"], ["client.firm_id", "client.id"]),
        UniqueConstraint("firm_id", "client_id", "person_id"),
        Index(None, "person_id"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime]
    removed_at: Mapped[dt.datetime | None]


class Assignment(Base):
    """A client assigned to an employee, who sees it without VIEW_ALL_CLIENTS."""

    __tablename__ = "assignment"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "member_id"], ["firm_member.firm_id", "firm_member.id"]),
        ForeignKeyConstraint(["firm_id", "client_id"], ["client.firm_id", "client.id"]),
        Index(None, "firm_id", "client_id"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    member_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
