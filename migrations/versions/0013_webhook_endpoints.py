"""Webhook endpoints, and deliveries of notices to them"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_JOB_KINDS = (
    "SYNC_PAYMENT", "SYNC_PREPAYMENT", "SYNC_CONNECTION", "CLOSE_CONNECTION", "SWEEP_CONNECTION", "SEND_MAIL",
    "DELIVER_NOTICE", "DELIVER_WEBHOOK", "FIND_OVERDUE_INVOICES",
)  # fmt: skip
_NOTICE_KINDS = (
    "PREPAYMENT_RECEIVED", "PREPAYMENT_FAILED", "PAYMENT_RECEIVED", "PAYMENT_FAILED", "PAYMENT_STUCK", "DEBIT_RETURNED",
    "DISPUTE_OPENED", "DISPUTE_CLOSED", "REFUND_SUCCEEDED", "REFUND_FAILED", "INVOICE_ISSUED", "INVOICE_OVERDUE",
    "INVOICE_VOIDED", "CREDIT_ADDED", "PROVIDER_RESTRICTED", "PREPAYMENT_UNAVAILABLE", "WEBHOOK_ENDPOINT_DISABLED",
)  # fmt: skip
_SUBJECT_COLUMNS = (
    "payment_id", "prepayment_id", "refund_id", "dispute_id", "invoice_id", "entry_id", "connection_id",
)  # fmt: skip
_SUBJECTS = " + ".join(f"(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END)" for column in _SUBJECT_COLUMNS)
_FIRM_KINDS = "'PROVIDER_RESTRICTED', 'PREPAYMENT_UNAVAILABLE', 'WEBHOOK_ENDPOINT_DISABLED'"


def upgrade() -> None:
    _kinds()
    _webhook_endpoint()
    _webhook_delivery()


def _kinds() -> None:
    _replace_check("job", "kind", _is_one_of(_JOB_KINDS))
    _replace_check("notice", "kind", _is_one_of(_NOTICE_KINDS))
    without_subject = "'PREPAYMENT_UNAVAILABLE', 'WEBHOOK_ENDPOINT_DISABLED'"
    _replace_check("notice", "one_subject", f"{_SUBJECTS} = 1 OR ({_SUBJECTS} = 0 AND kind IN ({without_subject}))")
    _replace_check("notice", "of_client", f"(client_id IS NULL) = (kind IN ({_FIRM_KINDS}))")
    _replace_check("notice_preference", "kind", _is_one_of(_NOTICE_KINDS))


def _replace_check(table: str, name: str, condition: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)


def _is_one_of(values: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(value) for value in values)})"


def _webhook_endpoint() -> None:
    op.create_table(
        "webhook_endpoint",
        _required("firm_id", sa.Uuid()),
        _required("id", sa.Uuid()),
        sa.Column("operation_id", sa.Uuid()),
        _required("url", sa.String(length=2000)),
        sa.Column("kinds", sa.String(length=1000)),
        _required("status", _enum("status", "ACTIVE", "FAILING", "DISABLED")),
        _required("secret_version", sa.BigInteger()),
        _required("oldest_secret_version", sa.BigInteger()),
        sa.Column("secret_rotated_at", sa.DateTime(timezone=True)),
        sa.Column("failing_since", sa.DateTime(timezone=True)),
        _required("created_at", sa.DateTime(timezone=True)),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "oldest_secret_version BETWEEN 1 AND secret_version"
            " AND (oldest_secret_version = secret_version OR secret_rotated_at IS NOT NULL)",
            name=op.f("ck_webhook_endpoint_secret_version"),
        ),
        sa.CheckConstraint(
            "(status = 'ACTIVE' AND failing_since IS NULL) OR (status = 'FAILING' AND failing_since IS NOT NULL)"
            " OR status = 'DISABLED'",
            name=op.f("ck_webhook_endpoint_failing_since"),
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_webhook_endpoint_firm_id")),
        sa.ForeignKeyConstraint(
            ["firm_id", "operation_id"],
            ["operation.firm_id", "operation.id"],
            name=op.f("fk_webhook_endpoint_firm_id_operation_id"),
        ),
        sa.PrimaryKeyConstraint("firm_id", "id", name=op.f("pk_webhook_endpoint")),
        sa.UniqueConstraint("firm_id", "operation_id", name=op.f("uq_webhook_endpoint_firm_id_operation_id")),
    )


def _webhook_delivery() -> None:
    op.create_table(
        "webhook_delivery",
        _required("firm_id", sa.Uuid()),
        _required("id", sa.Uuid()),
        _required("endpoint_id", sa.Uuid()),
        _required("notice_id", sa.Uuid()),
        _required("attempts", sa.BigInteger()),
        sa.Column("succeeded_at", sa.DateTime(timezone=True)),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True)),
        sa.Column("last_status", sa.BigInteger()),
        sa.Column(
            "last_error",
            _enum(
                "last_error", "STATUS", "HOST_NOT_FOUND", "ADDRESS_NOT_ALLOWED", "CONNECTION_FAILED", "NOT_ENCRYPTED",
                "TIMED_OUT", "INVALID_ANSWER",
            ),
        ),
        _required("created_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_webhook_delivery_attempts")),
        sa.CheckConstraint(
            "succeeded_at IS NULL OR (next_attempt_at IS NULL AND last_error IS NULL)",
            name=op.f("ck_webhook_delivery_succeeded"),
        ),
        sa.CheckConstraint(
            "last_error <> 'STATUS' OR last_status IS NOT NULL", name=op.f("ck_webhook_delivery_last_status")
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "endpoint_id"],
            ["webhook_endpoint.firm_id", "webhook_endpoint.id"],
            name=op.f("fk_webhook_delivery_firm_id_endpoint_id"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "notice_id"],
            ["notice.firm_id", "notice.id"],
            name=op.f("fk_webhook_delivery_firm_id_notice_id"),
        ),
        sa.PrimaryKeyConstraint("firm_id", "id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint(
            "firm_id", "endpoint_id", "notice_id", name=op.f("uq_webhook_delivery_firm_id_endpoint_id_notice_id")
        ),
    )  # fmt: skip
    waiting = sa.text("next_attempt_at IS NOT NULL")
    op.create_index(
        op.f("ix_webhook_delivery_waiting"), "webhook_delivery", ["firm_id", "endpoint_id", "id"],
        sqlite_where=waiting, postgresql_where=waiting,
    )  # fmt: skip
    op.create_index(
        op.f("ix_webhook_delivery_firm_id_endpoint_id_id"), "webhook_delivery", ["firm_id", "endpoint_id", "id"]
    )


def _required(name: str, type_: sa.types.TypeEngine[object]) -> sa.Column[object]:
    return sa.Column(name, type_, nullable=False)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
