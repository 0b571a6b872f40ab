"""Notices, what of them is read, and who gets which by e-mail"""

import datetime as dt
import uuid

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KINDS = (
    "PREPAYMENT_RECEIVED", "PREPAYMENT_FAILED", "PAYMENT_RECEIVED", "PAYMENT_FAILED", "PAYMENT_STUCK", "DEBIT_RETURNED",
    "DISPUTE_OPENED", "DISPUTE_CLOSED", "REFUND_SUCCEEDED", "REFUND_FAILED", "INVOICE_ISSUED", "INVOICE_OVERDUE",
    "INVOICE_VOIDED", "CREDIT_ADDED", "PROVIDER_RESTRICTED", "PREPAYMENT_UNAVAILABLE",
)  # fmt: skip
_JOB_KINDS = (
    "SYNC_PAYMENT", "SYNC_PREPAYMENT", "SYNC_CONNECTION", "CLOSE_CONNECTION", "SWEEP_CONNECTION", "SEND_MAIL",
    "DELIVER_NOTICE", "FIND_OVERDUE_INVOICES",
)  # fmt: skip
_SUBJECT_COLUMNS = (
    "payment_id", "prepayment_id", "refund_id", "dispute_id", "invoice_id", "entry_id", "connection_id",
)  # fmt: skip
_SUBJECTS = " + ".join(f"(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END)" for column in _SUBJECT_COLUMNS)
_CHECKS = {
    "one_subject": f"{_SUBJECTS} = 1 OR ({_SUBJECTS} = 0 AND kind = 'PREPAYMENT_UNAVAILABLE')",
    "of_client": "(client_id IS NULL) = (kind IN ('PROVIDER_RESTRICTED', 'PREPAYMENT_UNAVAILABLE'))",
}
_REFERENCES = {
    ("event_seq",): ("event", ("seq",)),
    ("client_id",): ("client", ("id",)),
    ("client_id", "payment_id"): ("payment", ("client_id", "id")),
    ("client_id", "prepayment_id"): ("prepayment", ("client_id", "id")),
    ("client_id", "refund_id"): ("refund", ("client_id", "id")),
    ("dispute_id",): ("dispute", ("id",)),
    ("client_id", "invoice_id"): ("invoice", ("client_id", "id")),
    ("entry_id",): ("credit_entry", ("id",)),
    ("connection_id",): ("provider_connection", ("id",)),
}


def upgrade() -> None:
    kinds = ", ".join(f"'{kind}'" for kind in _JOB_KINDS)
    with op.batch_alter_table("job") as batch:
        batch.drop_constraint(op.f("ck_job_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_job_kind"), f"kind IN ({kinds})")
    _notice()
    _readers()
    _daily_jobs()


def _notice() -> None:
    op.create_table(
        "notice",
        _required("firm_id", sa.Uuid()),
        _required("id", sa.Uuid()),
        _required("event_seq", sa.BigInteger()),
        _required("kind", _kind()),
        _required("reference", sa.String(length=200)),
        sa.Column("client_id", sa.Uuid()),
        *(sa.Column(column, sa.Uuid()) for column in _SUBJECT_COLUMNS),
        _required("arguments", sa.Text()),
        _required("created_at", sa.DateTime(timezone=True)),
        sa.Column("delivered_at", sa.DateTime(timezone=True)),
        *(sa.CheckConstraint(check, name=op.f(f"ck_notice_{name}")) for name, check in _CHECKS.items()),
        *(
            sa.ForeignKeyConstraint(
                ["firm_id", *columns],
                [f"{table}.firm_id", *(f"{table}.{key}" for key in keys)],
                name=op.f(f"fk_notice_firm_id_{'_'.join(columns)}"),
            )
            for columns, (table, keys) in _REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("firm_id", "id", name=op.f("pk_notice")),
        sa.UniqueConstraint("firm_id", "reference", name=op.f("uq_notice_firm_id_reference")),
    )
    op.create_index(op.f("ix_notice_firm_id_event_seq_id"), "notice", ["firm_id", "event_seq", "id"])
    op.create_index(
        op.f("ix_notice_firm_id_client_id_event_seq_id"), "notice", ["firm_id", "client_id", "event_seq", "id"]
    )


def _readers() -> None:
    op.create_table(
        "notice_read",
        _required("firm_id", sa.Uuid()),
        _required("membership_id", sa.Uuid()),
        _required("notice_id", sa.Uuid()),
        _required("read_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["firm_id", "notice_id"], ["notice.firm_id", "notice.id"], name=op.f("fk_notice_read_firm_id_notice_id")
        ),
        sa.PrimaryKeyConstraint("firm_id", "membership_id", "notice_id", name=op.f("pk_notice_read")),
    )
    op.create_table(
        "notice_watermark",
        _required("firm_id", sa.Uuid()),
        _required("membership_id", sa.Uuid()),
        _required("until_seq", sa.BigInteger()),
        _required("read_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_notice_watermark_firm_id")),
        sa.PrimaryKeyConstraint("firm_id", "membership_id", "until_seq", name=op.f("pk_notice_watermark")),
    )
    op.create_table(
        "notice_preference",
        _required("firm_id", sa.Uuid()),
        _required("membership_id", sa.Uuid()),
        _required("kind", _kind()),
        _required("by_email", sa.Boolean()),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_notice_preference_firm_id")),
        sa.PrimaryKeyConstraint("firm_id", "membership_id", "kind", name=op.f("pk_notice_preference")),
    )


def _required(name: str, type_: sa.types.TypeEngine[object]) -> sa.Column[object]:
    return sa.Column(name, type_, nullable=False)


def _kind() -> sa.Enum:
    return sa.Enum(*_KINDS, name="kind", native_enum=False, create_constraint=True, length=40)


def _daily_jobs() -> None:
    """Give each firm the job that finds overdue invoices."""
    connection, now = op.get_bind(), dt.datetime.now(dt.UTC)
    firm, job = sa.table("firm", sa.column("id", sa.Uuid())), _job_table()
    firm_ids = connection.execute(sa.select(firm.c.id)).scalars().all()
    rows = [
        {
            "firm_id": firm_id, "id": uuid.uuid4(), "kind": "FIND_OVERDUE_INVOICES", "subject_id": firm_id,
            "run_at": now, "attempts": 0, "wakes": 1, "created_at": now,
        }
        for firm_id in firm_ids
    ]  # fmt: skip
    if rows:
        connection.execute(sa.insert(job), rows)


def _job_table() -> sa.TableClause:
    time, number = sa.DateTime(timezone=True), sa.BigInteger()
    return sa.table(
        "job",
        *(sa.column(name, sa.Uuid()) for name in ("firm_id", "id", "subject_id")),
        *(sa.column(name, time) for name in ("run_at", "created_at")),
        *(sa.column(name, number) for name in ("attempts", "wakes")),
        sa.column("kind", sa.String()),
    )


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
