"""Firms, people, and their memberships in a firm."""

import datetime as dt
import enum
import secrets
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, enumeration
from models.constraints import partial_index


class FirmRole(enum.Enum):
    """A member's role. A firm has exactly one OWNER."""

    OWNER = "OWNER"
    ADMIN = "ADMIN"
    EMPLOYEE = "EMPLOYEE"


class MemberRight(enum.Enum):
    """A right granted to an employee. Owners and admins have all of them."""

    MANAGE_PAYMENTS = "MANAGE_PAYMENTS"
    MANAGE_INVOICES = "MANAGE_INVOICES"
    VIEW_ALL_CLIENTS = "VIEW_ALL_CLIENTS"
    MANAGE_CLIENTS = "MANAGE_CLIENTS"


class Firm(Base):
    """A professional firm.

    `seq` is the number of its latest event: the order of events, and the version of the rows that each has changed.
    Every transaction that changes the firm locks this row first, and increments it. `last_payment_number` is the number
    of the payment or prepayment that settled last (D56). `cursor_key` encrypts event numbers in the cursors that
    clients get, because plain numbers would reveal the firm's volume. `locale` is a BCP 47 language tag.
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
    locale: Mapped[str] = mapped_column(String(35), default="en")
    reply_to: Mapped[str | None] = mapped_column(String(254))
    seq: Mapped[int] = mapped_column(default=0)
    last_invoice_number: Mapped[int] = mapped_column(default=0)
    last_payment_number: Mapped[int] = mapped_column(default=0)
    cursor_key: Mapped[bytes] = mapped_column(LargeBinary(32), default=lambda: secrets.token_bytes(32))
    created_at: Mapped[dt.datetime]


class FormerTimeZone(Base):
    """A former time zone of a firm: that of its days before `until`, from the firm's previous `until` on (D66).

    The days since the newest `until` are in `firm.time_zone`; a firm that never changed it has no row here.
    """

    __tablename__ = "former_time_zone"

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    until: Mapped[dt.date] = mapped_column(primary_key=True)
    time_zone: Mapped[str] = mapped_column(String(64))


class Person(Base):
    """A person who signs in: one email address, one password, any number of memberships.

    `locale` is the BCP 47 tag of the language that they have chosen; None: that of the firm.
    The ASCII letters of the address are in lower case. PostgreSQL's `lower` would fold other letters as well, as its
    locale says; SQLite's does not. `search_key` is name and address as they are searched (D36).
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower").ddl_if(dialect="sqlite"),
        CheckConstraint('email = lower(email COLLATE "C")', name="email_lower").ddl_if(dialect="postgresql"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    search_key: Mapped[str] = mapped_column(Text)
    locale: Mapped[str | None] = mapped_column(String(35))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[dt.datetime]


class FirmMember(Base):
    """A person's membership in a firm, with a role; the rights apply to employees."""

    __tablename__ = "firm_member"
    __table_args__ = (
        UniqueConstraint("firm_id", "person_id"),
        partial_index("uq_firm_member_owner", "firm_id", where="role = 'OWNER' AND removed_at IS NULL", unique=True),
        Index(None, "person_id"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[FirmRole] = enumeration(FirmRole, "role")
    manage_payments: Mapped[bool] = mapped_column(default=False)
    manage_invoices: Mapped[bool] = mapped_column(default=False)
    view_all_clients: Mapped[bool] = mapped_column(default=False)
    manage_clients: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime]
    removed_at: Mapped[dt.datetime | None]
