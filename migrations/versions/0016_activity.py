"""Activity: what events are about and what they changed, and their ids"""

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_SUBJECT_TYPES = (
    "INVOICE", "PAYMENT", "PREPAYMENT", "REFUND", "DISPUTE", "CREDIT_ENTRY", "CLIENT", "FIRM_MEMBER", "INVITATION",
    "PAYMENT_SETTINGS", "PAYMENT_PROVIDER", "WEBHOOK_ENDPOINT",
)  # fmt: skip
_IS_UNCOMMON = (
    "kind NOT IN ('charge.opened', 'charge.processing', 'charge.requires_action', 'charge.succeeded',"
    " 'credits.applied', 'invoice.created', 'invoice.issued', 'invoice.paid', 'prepayment.made')"
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    # SQLite appends an added column to the last line of the stored CREATE TABLE, unless the table is recreated.
    recreate: Literal["always", "never"] = "always" if is_sqlite else "never"
    subject_type = sa.Enum(*_SUBJECT_TYPES, name="subject_type", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table("event") as batch:
        batch.add_column(sa.Column("id", sa.Uuid()))
        batch.add_column(sa.Column("subject_type", sa.String(40)))
        batch.add_column(sa.Column("subject_id", sa.Uuid()))
    op.execute(f"UPDATE event SET id = {'lower(hex(randomblob(16)))' if is_sqlite else 'gen_random_uuid()'}")
    _fill_subjects()
    with op.batch_alter_table("event", recreate=recreate) as batch:
        batch.alter_column("id", existing_type=sa.Uuid(), nullable=False)
        batch.alter_column("subject_type", existing_type=sa.String(40), type_=subject_type)
        batch.create_check_constraint(op.f("ck_event_subject"), "(subject_type IS NULL) = (subject_id IS NULL)")
        batch.create_unique_constraint(op.f("uq_event_firm_id_id"), ["firm_id", "id"])
    op.create_index(op.f("ix_event_firm_id_at_seq"), "event", ["firm_id", "at", "seq"])
    for name, columns, predicate in (
        ("ix_event_of_member", ["firm_id", "member_id", "seq"], "member_id IS NOT NULL"),
        ("ix_event_uncommon", ["firm_id", "seq"], _IS_UNCOMMON),
    ):
        where = sa.text(predicate)
        op.create_index(name, "event", columns, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "event_change",
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.CheckConstraint("position >= 0", name=op.f("ck_event_change_position")),
        sa.CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name=op.f("ck_event_change_changed")),
        sa.CheckConstraint(
            "before IS NULL OR after IS NULL OR before <> after", name=op.f("ck_event_change_different")
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "event_seq"], ["event.firm_id", "event.seq"], name=op.f("fk_event_change_firm_id_event_seq")
        ),
        sa.PrimaryKeyConstraint("firm_id", "event_seq", "position", name=op.f("pk_event_change")),
    )


def _fill_subjects() -> None:
    """Give old events their subject, where a row tells it: a row names the event that it was created by, or moved.

    What is tried first counts: voiding an invoice refunds what paid it, and is about the invoice.
    """
    for code, side, column, type_ in (
        ("INVOICE_ISSUED", "debit", "invoice_id", "INVOICE"),
        ("INVOICE_VOIDED", "credit", "invoice_id", "INVOICE"),
        ("REFUND_PAID", "debit", "refund_id", "REFUND"),
    ):
        account = f"JOIN account a ON a.firm_id = r.firm_id AND a.id = r.{side}_id"
        _fill(type_, f"transfer r {account} WHERE r.code = '{code}'", f"a.{column}")
    for kind, column, type_ in (
        ("PREPAYMENT", "prepayment_id", "PREPAYMENT"),
        ("PAYMENT_RECEIVED", "payment_id", "PAYMENT"),
    ):
        _fill(type_, f"credit_entry r WHERE r.kind = '{kind}' AND r.{column} IS NOT NULL", f"r.{column}")
    for table in ("dispute", "refund", "payment", "prepayment", "invoice", "credit_entry"):
        _fill(table.upper(), f"{table} r WHERE r.id IS NOT NULL", "r.id")
    op.execute(
        "UPDATE event SET subject_type = 'PAYMENT_SETTINGS', subject_id = firm_id"
        " WHERE kind IN ('settings.updated', 'prepayment.enabled', 'prepayment.disabled')"
    )
    op.execute(
        "UPDATE event SET subject_type = 'CLIENT', subject_id = client_id WHERE client_id IS NOT NULL"
        " AND kind IN ('client.added', 'client.updated', 'client.archived', 'client.unarchived', 'client_user.added',"
        " 'client_user.removed')"
    )


def _fill(subject_type: str, rows: str, subject_id: str) -> None:
    """Set the subject of events that have none. Of several rows of an event the oldest counts."""
    place = "row_number() OVER (PARTITION BY r.firm_id, r.event_seq ORDER BY r.id) AS place"
    op.execute(
        f"UPDATE event SET subject_type = '{subject_type}', subject_id = found.subject_id"
        f" FROM (SELECT r.firm_id, r.event_seq, {subject_id} AS subject_id, {place} FROM {rows}) AS found"
        " WHERE found.firm_id = event.firm_id AND found.event_seq = event.seq AND found.place = 1"
        " AND event.subject_id IS NULL"
    )


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
