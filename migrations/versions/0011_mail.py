"""Outgoing mail"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_JOB_KINDS = "'SYNC_PAYMENT', 'SYNC_PREPAYMENT', 'SYNC_CONNECTION', 'CLOSE_CONNECTION', 'SWEEP_CONNECTION', 'SEND_MAIL'"


def upgrade() -> None:
    op.create_table(
        "mail",
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", _enum("kind", "INVITATION", "PASSWORD_RESET", "NOTICE"), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=35), nullable=False),
        sa.Column("status", _enum("status", "QUEUED", "SENT", "REFUSED", "EXPIRED", "CANCELED"), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=500), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("generation >= 1", name=op.f("ck_mail_generation")),
        sa.CheckConstraint("attempts >= 0 AND (attempts = 0) = (attempted_at IS NULL)", name=op.f("ck_mail_attempts")),
        sa.CheckConstraint("(status = 'QUEUED') = (ended_at IS NULL)", name=op.f("ck_mail_ended_at")),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_mail_firm_id")),
        sa.PrimaryKeyConstraint("firm_id", "id", name=op.f("pk_mail")),
    )
    with op.batch_alter_table("job") as batch:
        batch.drop_constraint(op.f("ck_job_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_job_kind"), f"kind IN ({_JOB_KINDS})")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
