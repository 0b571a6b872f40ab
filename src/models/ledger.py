"""The ledger: events, accounts, transfers and credit entries. Append-only, except for the totals of accounts (D32).

A client's balance is stored in `models.Client`.
"""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.activity import SubjectType
from models.base import Base, ChangeTrackedMixin, FirmRowMixin, enumeration, new_id
from models.constraints import firm_foreign_key, partial_index
from models.payment import OfflineMethod

_IS_UNSPENT_LOT = "kind = 'LOT' AND credits_posted > debits_posted"


class AccountKind(enum.Enum):
    """What an account holds. LOT, HELD, RECEIVABLE and PENDING belong to a client and are never below zero.

    RECEIVABLE and PENDING grow on the debit side, LOT and HELD on the credit side. The others are one per firm.

    - CASH_PROVIDER, CASH_OFFLINE: money received through a provider, or offline
    - LOT: the unspent part of one sum of money received or granted
    - HELD: credits reserved for one payment or refund
    - RECEIVABLE: what is payable on one invoice
    - PENDING: what one open payment has reserved on its invoice
    - BILLED_CLEARING: issued and not settled yet
    - REVENUE: settled, except what credit notes paid
    - CREDIT_NOTES: credits that the firm granted and that are not used yet
    - WRITE_OFFS: what the firm lost to disputes and refunds
    """

    CASH_PROVIDER = "CASH_PROVIDER"
    CASH_OFFLINE = "CASH_OFFLINE"
    LOT = "LOT"
    HELD = "HELD"
    RECEIVABLE = "RECEIVABLE"
    PENDING = "PENDING"
    BILLED_CLEARING = "BILLED_CLEARING"
    REVENUE = "REVENUE"
    CREDIT_NOTES = "CREDIT_NOTES"
    WRITE_OFFS = "WRITE_OFFS"


class TransferCode(enum.Enum):
    """Why a transfer was posted. Reports and invariants use it, never the text of `reference`.

    ARCHITECTURE.md lists the accounts that each code debits and credits.
    """

    INVOICE_ISSUED = "INVOICE_ISSUED"
    INVOICE_VOIDED = "INVOICE_VOIDED"
    PAYMENT_RESERVED = "PAYMENT_RESERVED"
    PAYMENT_RELEASED = "PAYMENT_RELEASED"
    CREDITS_HELD = "CREDITS_HELD"
    CREDITS_RELEASED = "CREDITS_RELEASED"
    MONEY_RECEIVED = "MONEY_RECEIVED"
    CREDIT_ISSUED = "CREDIT_ISSUED"
    CREDIT_REVERSED = "CREDIT_REVERSED"
    PAYMENT_SETTLED = "PAYMENT_SETTLED"
    REVENUE_RECOGNIZED = "REVENUE_RECOGNIZED"
    PAYMENT_UNAPPLIED = "PAYMENT_UNAPPLIED"
    PAYMENT_REAPPLIED = "PAYMENT_REAPPLIED"
    REFUND_HELD = "REFUND_HELD"
    REFUND_PAID = "REFUND_PAID"
    REFUND_LOSS = "REFUND_LOSS"
    REFUND_LOSS_RECOVERED = "REFUND_LOSS_RECOVERED"
    REFUND_REVERSED = "REFUND_REVERSED"
    DISPUTE_WITHDRAWN = "DISPUTE_WITHDRAWN"
    DISPUTE_LOSS = "DISPUTE_LOSS"
    DISPUTE_LOSS_RECOVERED = "DISPUTE_LOSS_RECOVERED"
    DISPUTE_REINSTATED = "DISPUTE_REINSTATED"


class CreditEntryKind(enum.Enum):
    """Why a client's balance changed."""

    PREPAYMENT = "PREPAYMENT"
    PAYMENT_RECEIVED = "PAYMENT_RECEIVED"
    CREDIT_NOTE = "CREDIT_NOTE"
    OFFLINE_PAYMENT = "OFFLINE_PAYMENT"
    INVOICE_PAYMENT = "INVOICE_PAYMENT"
    REFUND = "REFUND"
    DISPUTE = "DISPUTE"
    REVERSAL = "REVERSAL"


COMMON_EVENT_KINDS = (
    "charge.opened", "charge.processing", "charge.requires_action", "charge.succeeded", "credits.applied",
    "invoice.created", "invoice.issued", "invoice.paid", "prepayment.made",
)  # fmt: skip
"""The kinds of most events: those of the daily business. All others have an index of their own, by which the activity
is filtered without reading these. Changing them needs a migration.
"""

IS_UNCOMMON_EVENT = f"kind NOT IN ({', '.join(repr(kind) for kind in COMMON_EVENT_KINDS)})"


class Event(Base):
    """One thing that happened in a firm: by whom, for which client, when and why (D32).

    `seq` has no gaps within the firm. The actor is a member, a client user or, with neither, the system. `id` is what
    the API shows instead of `seq`, which would reveal the firm's volume. The subject is the row that the event is about
    (D62): one of several tables, so there is no foreign key.
    """

    __tablename__ = "event"
    __table_args__ = (
        firm_foreign_key("firm_member", "member_id"),
        firm_foreign_key("client_user", "client_user_id"),
        firm_foreign_key("client", "client_id"),
        CheckConstraint("member_id IS NULL OR client_user_id IS NULL", name="one_actor"),
        CheckConstraint("seq > 0", name="seq"),
        CheckConstraint("(subject_type IS NULL) = (subject_id IS NULL)", name="subject"),
        UniqueConstraint("firm_id", "id"),
        Index(None, "firm_id", "client_id", "seq"),
        Index(None, "firm_id", "at", "seq"),
        partial_index("ix_event_of_member", "firm_id", "member_id", "seq", where="member_id IS NOT NULL"),
        partial_index("ix_event_uncommon", "firm_id", "seq", where=IS_UNCOMMON_EVENT),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    member_id: Mapped[uuid.UUID | None]
    client_user_id: Mapped[uuid.UUID | None]
    client_id: Mapped[uuid.UUID | None]
    reason: Mapped[str | None] = mapped_column(String(500))
    at: Mapped[dt.datetime]
    id: Mapped[uuid.UUID] = mapped_column(default=new_id)
    subject_type: Mapped[SubjectType | None] = enumeration(SubjectType, "subject_type")
    subject_id: Mapped[uuid.UUID | None]


class Account(ChangeTrackedMixin, FirmRowMixin, Base):
    """A ledger account. `debits_posted` and `credits_posted` are the totals of its two sides, in minor units.

    The `source` of a LOT is what its money came from. Lots are spent in order of `opened_at`.
    """

    __tablename__ = "account"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "currency"], ["firm.id", "firm.currency"]),
        firm_foreign_key("client", "client_id"),
        firm_foreign_key("invoice", "client_id", "invoice_id"),
        firm_foreign_key("payment", "client_id", "payment_id"),
        firm_foreign_key("prepayment", "client_id", "prepayment_id"),
        firm_foreign_key("refund", "client_id", "refund_id"),
        UniqueConstraint("firm_id", "currency", "id"),
        UniqueConstraint("firm_id", "payment_id", "kind"),
        UniqueConstraint("firm_id", "refund_id"),
        Index("ix_account_changed", "firm_id", "client_id", "changed_seq"),
        partial_index("uq_account_receivable", "firm_id", "invoice_id", where="kind = 'RECEIVABLE'", unique=True),
        UniqueConstraint("firm_id", "prepayment_id"),
        partial_index("uq_account_of_firm", "firm_id", "kind", where="client_id IS NULL", unique=True),
        partial_index("ix_account_unspent", "firm_id", "client_id", "opened_at", "id", where=_IS_UNSPENT_LOT),
        CheckConstraint("debits_posted >= 0 AND credits_posted >= 0", name="sums"),
        CheckConstraint("kind NOT IN ('LOT', 'HELD') OR credits_posted >= debits_posted", name="credits_not_overdrawn"),
        CheckConstraint(
            "kind NOT IN ('RECEIVABLE', 'PENDING') OR debits_posted >= credits_posted", name="invoice_not_overpaid"
        ),
        CheckConstraint(
            "(kind IN ('LOT', 'HELD', 'RECEIVABLE', 'PENDING')) = (client_id IS NOT NULL)", name="of_client"
        ),
        CheckConstraint("(kind IN ('RECEIVABLE', 'PENDING')) = (invoice_id IS NOT NULL)", name="of_invoice"),
        CheckConstraint("(kind = 'LOT') = (source IS NOT NULL)", name="source"),
        CheckConstraint("kind <> 'PENDING' OR payment_id IS NOT NULL", name="of_payment"),
        CheckConstraint("kind <> 'HELD' OR (payment_id IS NULL) <> (refund_id IS NULL)", name="held_for"),
        CheckConstraint("refund_id IS NULL OR kind = 'HELD'", name="of_refund"),
        CheckConstraint("prepayment_id IS NULL OR kind = 'LOT'", name="of_prepayment"),
    )

    currency: Mapped[str] = mapped_column(String(3))
    kind: Mapped[AccountKind] = enumeration(AccountKind, "kind")
    client_id: Mapped[uuid.UUID | None]
    invoice_id: Mapped[uuid.UUID | None]
    payment_id: Mapped[uuid.UUID | None]
    prepayment_id: Mapped[uuid.UUID | None]
    refund_id: Mapped[uuid.UUID | None]
    source: Mapped[CreditEntryKind | None] = enumeration(CreditEntryKind, "source_kind")
    debits_posted: Mapped[int] = mapped_column(default=0)
    credits_posted: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[dt.datetime]


class Transfer(FirmRowMixin, Base):
    """A positive amount, in minor units, on the debit side of one account and the credit side of another. Append-only.

    `reference` names the economic fact and is unique in the firm, so a fact is posted once. `code` is the typed reason.
    A reversal names the transfer that it reverses. Both accounts have the transfer's firm and currency.
    """

    __tablename__ = "transfer"
    __table_args__ = (
        firm_foreign_key("event", "event_seq", key="seq"),
        firm_foreign_key("account", "currency", "debit_id"),
        firm_foreign_key("account", "currency", "credit_id"),
        firm_foreign_key("transfer", "reverses_id"),
        UniqueConstraint("firm_id", "reference"),
        Index(None, "firm_id", "debit_id"),
        Index(None, "firm_id", "credit_id"),
        Index(None, "firm_id", "reverses_id"),
        Index(None, "firm_id", "event_seq"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("debit_id <> credit_id", name="two_accounts"),
    )

    currency: Mapped[str] = mapped_column(String(3))
    event_seq: Mapped[int]
    debit_id: Mapped[uuid.UUID]
    credit_id: Mapped[uuid.UUID]
    amount: Mapped[int]
    code: Mapped[TransferCode] = enumeration(TransferCode, "code")
    reference: Mapped[str] = mapped_column(String(200))
    reverses_id: Mapped[uuid.UUID | None]


class CreditEntry(FirmRowMixin, Base):
    """A transfer that changed a client's balance, with the same id: a signed amount and the balance after it.

    `received_on` is the day offline money was received, in the firm's time zone.
    """

    __tablename__ = "credit_entry"
    __table_args__ = (
        firm_foreign_key("transfer", "id"),
        firm_foreign_key("event", "event_seq", key="seq"),
        firm_foreign_key("client", "client_id"),
        firm_foreign_key("account", "lot_id"),
        firm_foreign_key("credit_entry", "reverses_id"),
        firm_foreign_key("payment", "client_id", "payment_id"),
        firm_foreign_key("prepayment", "client_id", "prepayment_id"),
        firm_foreign_key("operation", "operation_id"),
        UniqueConstraint("firm_id", "lot_id"),
        UniqueConstraint("firm_id", "operation_id"),
        Index(None, "firm_id", "client_id", "event_seq", "id"),
        Index(None, "firm_id", "event_seq", "id"),
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint("balance_after >= 0", name="balance_after"),
        CheckConstraint("(kind = 'OFFLINE_PAYMENT') = (offline_method IS NOT NULL)", name="offline_method"),
        CheckConstraint("(kind = 'OFFLINE_PAYMENT') = (received_on IS NOT NULL)", name="received_on"),
    )

    client_id: Mapped[uuid.UUID]
    event_seq: Mapped[int]
    kind: Mapped[CreditEntryKind] = enumeration(CreditEntryKind, "kind")
    amount: Mapped[int]
    balance_after: Mapped[int]
    payment_id: Mapped[uuid.UUID | None]
    prepayment_id: Mapped[uuid.UUID | None]
    reverses_id: Mapped[uuid.UUID | None]
    lot_id: Mapped[uuid.UUID | None]
    operation_id: Mapped[uuid.UUID | None]
    offline_method: Mapped[OfflineMethod | None] = enumeration(OfflineMethod, "offline_method_kind")
    received_on: Mapped[dt.date | None]
    created_at: Mapped[dt.datetime]
