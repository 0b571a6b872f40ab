"""Refunds, disputes and the change feed"""

import secrets
import uuid
from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _dispute()
    _refund()
    _columns()
    _fill()
    _constraints()


def _dispute() -> None:
    op.create_table(
        "dispute",
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("prepayment_id", sa.Uuid(), nullable=True),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("provider_dispute_id", sa.String(length=255), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("OPEN", "WON", "LOST", name="status", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("withdrawals", sa.BigInteger(), nullable=False),
        sa.Column("reinstatements", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(payment_id IS NULL) <> (prepayment_id IS NULL)", name=op.f("ck_dispute_of_one")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_dispute_amount")),
        sa.CheckConstraint(
            "reinstatements >= 0 AND withdrawals - reinstatements IN (0, 1)", name=op.f("ck_dispute_funds")
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "client_id", "payment_id"],
            ["payment.firm_id", "payment.client_id", "payment.id"],
            name=op.f("fk_dispute_firm_id_client_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "client_id", "prepayment_id"],
            ["prepayment.firm_id", "prepayment.client_id", "prepayment.id"],
            name=op.f("fk_dispute_firm_id_client_id_prepayment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "connection_id"],
            ["provider_connection.firm_id", "provider_connection.id"],
            name=op.f("fk_dispute_firm_id_connection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "event_seq"], ["event.firm_id", "event.seq"], name=op.f("fk_dispute_firm_id_event_seq")
        ),
        sa.PrimaryKeyConstraint("firm_id", "id", name=op.f("pk_dispute")),
        sa.UniqueConstraint(
            "connection_id", "provider_dispute_id", name=op.f("uq_dispute_connection_id_provider_dispute_id")
        ),
    )
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_firm_id_payment_id"), ["firm_id", "payment_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_dispute_firm_id_prepayment_id"), ["firm_id", "prepayment_id"], unique=False
        )


def _refund() -> None:
    op.create_table(
        "refund",
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("prepayment_id", sa.Uuid(), nullable=True),
        sa.Column("operation_id", sa.Uuid(), nullable=True),
        sa.Column("connection_id", sa.Uuid(), nullable=True),
        sa.Column("provider_refund_id", sa.String(length=255), nullable=True),
        sa.Column("event_seq", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("lost", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "CREATING",
                "PROCESSING",
                "SUCCEEDED",
                "FAILED",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("failure_code", sa.String(length=40), nullable=True),
        sa.Column("provider_code", sa.String(length=100), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'SUCCEEDED') = (settled_at IS NOT NULL)", name=op.f("ck_refund_settled_at")),
        sa.CheckConstraint("status <> 'PROCESSING' OR provider_refund_id IS NOT NULL", name=op.f("ck_refund_known")),
        sa.CheckConstraint("(payment_id IS NULL) <> (prepayment_id IS NULL)", name=op.f("ck_refund_of_one")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refund_amount")),
        sa.CheckConstraint("lost >= 0 AND lost <= amount", name=op.f("ck_refund_lost")),
        sa.CheckConstraint("provider_refund_id IS NULL OR connection_id IS NOT NULL", name=op.f("ck_refund_provider")),
        sa.ForeignKeyConstraint(
            ["firm_id", "client_id", "payment_id"],
            ["payment.firm_id", "payment.client_id", "payment.id"],
            name=op.f("fk_refund_firm_id_client_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "client_id", "prepayment_id"],
            ["prepayment.firm_id", "prepayment.client_id", "prepayment.id"],
            name=op.f("fk_refund_firm_id_client_id_prepayment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "connection_id"],
            ["provider_connection.firm_id", "provider_connection.id"],
            name=op.f("fk_refund_firm_id_connection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "event_seq"], ["event.firm_id", "event.seq"], name=op.f("fk_refund_firm_id_event_seq")
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "operation_id"],
            ["operation.firm_id", "operation.id"],
            name=op.f("fk_refund_firm_id_operation_id"),
        ),
        sa.PrimaryKeyConstraint("firm_id", "id", name=op.f("pk_refund")),
        sa.UniqueConstraint(
            "connection_id", "provider_refund_id", name=op.f("uq_refund_connection_id_provider_refund_id")
        ),
        sa.UniqueConstraint("firm_id", "client_id", "id", name=op.f("uq_refund_firm_id_client_id_id")),
        sa.UniqueConstraint("firm_id", "operation_id", name=op.f("uq_refund_firm_id_operation_id")),
    )
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refund_firm_id_payment_id"), ["firm_id", "payment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refund_firm_id_prepayment_id"), ["firm_id", "prepayment_id"], unique=False)


def _columns() -> None:
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("refund_id", sa.Uuid()))
        batch.add_column(sa.Column("changed_seq", sa.BigInteger()))
    with op.batch_alter_table("credit_entry") as batch:
        batch.add_column(sa.Column("operation_id", sa.Uuid()))
        batch.add_column(sa.Column("offline_method", sa.String(40)))
        batch.add_column(sa.Column("received_on", sa.Date()))
    with op.batch_alter_table("firm") as batch:
        batch.add_column(sa.Column("cursor_key", sa.LargeBinary(32)))
    with op.batch_alter_table("invoice") as batch:
        batch.add_column(sa.Column("changed_seq", sa.BigInteger()))
    with op.batch_alter_table("payment") as batch:
        batch.add_column(sa.Column("applied", sa.BigInteger()))
        batch.add_column(sa.Column("ended_at", sa.DateTime(timezone=True)))
        batch.add_column(sa.Column("changed_seq", sa.BigInteger()))
    # SQLite appends an added column to the last line of the stored CREATE TABLE, unless the table is recreated.
    recreate: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("provider_connection", recreate=recreate) as batch:
        batch.add_column(sa.Column("swept_at", sa.DateTime(timezone=True)))
    with op.batch_alter_table("prepayment") as batch:
        batch.add_column(sa.Column("ended_at", sa.DateTime(timezone=True)))
        batch.add_column(sa.Column("changed_seq", sa.BigInteger()))


def _fill() -> None:
    """Fill the new columns of existing rows."""
    run = op.get_bind().execute
    for table in ("invoice", "payment", "prepayment"):
        run(sa.text(f"UPDATE {table} SET changed_seq = event_seq"))
    run(
        sa.text(
            "UPDATE account SET changed_seq = coalesce((SELECT max(t.event_seq) FROM transfer t"
            " WHERE t.firm_id = account.firm_id AND (t.debit_id = account.id OR t.credit_id = account.id)), 0)"
        )
    )
    run(
        sa.text(
            "UPDATE payment SET applied = coalesce((SELECT -sum(e.amount) FROM credit_entry e"
            " WHERE e.firm_id = payment.firm_id AND e.payment_id = payment.id"
            " AND e.kind IN ('INVOICE_PAYMENT', 'REVERSAL')), 0)"
        )
    )
    for table in ("payment", "prepayment"):
        run(
            sa.text(
                f"UPDATE {table} SET ended_at = coalesce(settled_at, created_at)"
                " WHERE connection_id IS NOT NULL AND status NOT IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING')"
            )
        )
    # References of revenue recognition are now derived from the settlement, not from the payment.
    for kind in ("revenue", "notes"):
        for end in ("", ":undone"):
            run(
                sa.text("UPDATE transfer SET cause = replace(cause, :old, :new) WHERE cause LIKE :pattern"),
                {"old": f":{kind}{end}", "new": f":settled:{kind}{end}", "pattern": f"payment:%:{kind}{end}"},
            )
    _seal()
    _refunds_of_void_invoices()


def _seal() -> None:
    firm = sa.table("firm", sa.column("id", sa.Uuid()), sa.column("cursor_key", sa.LargeBinary(32)))
    connection = op.get_bind()
    for (firm_id,) in connection.execute(sa.select(firm.c.id)).all():
        connection.execute(firm.update().where(firm.c.id == firm_id).values(cursor_key=secrets.token_bytes(32)))


def _refunds_of_void_invoices() -> None:
    """Add the refund rows of payments from credits on void invoices."""
    connection = op.get_bind()
    metadata = sa.MetaData()
    refund, payment, invoice, event, entry = (
        sa.Table(name, metadata, autoload_with=connection)
        for name in ("refund", "payment", "invoice", "event", "credit_entry")
    )
    del invoice
    back = (
        sa.select(
            payment.c.firm_id,
            payment.c.client_id,
            payment.c.id,
            payment.c.refunded,
            event.c.seq,
            event.c.reason,
            event.c.at,
        )
        .select_from(
            payment.join(entry, (entry.c.firm_id == payment.c.firm_id) & (entry.c.payment_id == payment.c.id)).join(
                event, (event.c.firm_id == entry.c.firm_id) & (event.c.seq == entry.c.event_seq)
            )
        )
        .where(payment.c.refunded > 0, entry.c.kind == "REVERSAL")
    )
    for firm_id, client_id, payment_id, amount, seq, reason, at in connection.execute(back).all():
        connection.execute(
            refund.insert().values(
                firm_id=firm_id,
                id=uuid.uuid4() if isinstance(firm_id, uuid.UUID) else uuid.uuid4().hex,
                client_id=client_id,
                payment_id=payment_id,
                event_seq=seq,
                amount=amount,
                lost=0,
                status="SUCCEEDED",
                reason=reason or "Invoice voided",
                created_at=at,
                settled_at=at,
            )
        )


def _constraints() -> None:
    number, many = sa.BigInteger(), "'CREATING', 'REQUIRES_ACTION', 'PROCESSING'"
    with op.batch_alter_table("account") as batch:
        batch.alter_column("changed_seq", existing_type=number, nullable=False)
        batch.create_index("ix_account_changed", ["firm_id", "client_id", "changed_seq"])
        batch.create_unique_constraint("uq_account_firm_id_refund_id", ["firm_id", "refund_id"])
        batch.create_foreign_key(
            "fk_account_firm_id_client_id_refund_id",
            "refund",
            ["firm_id", "client_id", "refund_id"],
            ["firm_id", "client_id", "id"],
        )
        batch.drop_constraint(op.f("ck_account_of_payment"), type_="check")
        batch.create_check_constraint(op.f("ck_account_of_payment"), "kind <> 'PENDING' OR payment_id IS NOT NULL")
        batch.create_check_constraint(
            op.f("ck_account_held_for"), "kind <> 'HELD' OR (payment_id IS NULL) <> (refund_id IS NULL)"
        )
        batch.create_check_constraint(op.f("ck_account_of_refund"), "refund_id IS NULL OR kind = 'HELD'")
    with op.batch_alter_table("credit_entry") as batch:
        batch.create_unique_constraint("uq_credit_entry_firm_id_operation_id", ["firm_id", "operation_id"])
        batch.create_foreign_key(
            "fk_credit_entry_firm_id_operation_id", "operation", ["firm_id", "operation_id"], ["firm_id", "id"]
        )
        batch.create_check_constraint(
            op.f("ck_credit_entry_offline_method_kind"), "offline_method IN ('CASH', 'CHEQUE', 'WIRE', 'OTHER')"
        )
        batch.create_check_constraint(
            op.f("ck_credit_entry_offline_method"), "(kind = 'OFFLINE_PAYMENT') = (offline_method IS NOT NULL)"
        )
        batch.create_check_constraint(
            op.f("ck_credit_entry_received_on"), "(kind = 'OFFLINE_PAYMENT') = (received_on IS NOT NULL)"
        )
    with op.batch_alter_table("firm") as batch:
        batch.alter_column("cursor_key", existing_type=sa.LargeBinary(32), nullable=False)
    with op.batch_alter_table("job") as batch:
        batch.drop_constraint(op.f("ck_job_kind"), type_="check")
        batch.create_check_constraint(
            op.f("ck_job_kind"),
            "kind IN ('SYNC_PAYMENT', 'SYNC_PREPAYMENT', 'SYNC_CONNECTION', 'CLOSE_CONNECTION', 'SWEEP_CONNECTION')",
        )
    with op.batch_alter_table("invoice") as batch:
        batch.alter_column("changed_seq", existing_type=number, nullable=False)
        batch.create_index("ix_invoice_changed", ["firm_id", "client_id", "changed_seq"])
    for table in ("payment", "prepayment"):
        with op.batch_alter_table(table) as batch:
            batch.alter_column("changed_seq", existing_type=number, nullable=False)
            batch.create_index(f"ix_{table}_changed", ["firm_id", "client_id", "changed_seq"])
            batch.create_check_constraint(op.f(f"ck_{table}_ended_at"), f"status NOT IN ({many}) OR ended_at IS NULL")
    with op.batch_alter_table("payment") as batch:
        batch.alter_column("applied", existing_type=number, nullable=False)
        batch.drop_constraint(op.f("ck_payment_refunded"), type_="check")
        batch.create_check_constraint(
            op.f("ck_payment_applied"), "refunded >= 0 AND applied >= 0 AND applied + refunded <= amount"
        )
        batch.create_check_constraint(op.f("ck_payment_applied_when_succeeded"), "applied = 0 OR status = 'SUCCEEDED'")
    op.create_index("ix_transfer_firm_id_event_seq", "transfer", ["firm_id", "event_seq"])


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
