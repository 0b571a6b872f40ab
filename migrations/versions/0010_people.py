"""Invitations, password resets, and what a list of sessions shows"""

import uuid
from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ROLES = ("OWNER", "ADMIN", "EMPLOYEE")
_RIGHTS = ("manage_payments", "manage_invoices", "view_all_clients", "manage_clients")
_IS_OPEN = "accepted_at IS NULL AND revoked_at IS NULL"


def upgrade() -> None:
    _describe_sessions()
    _create_invitations()
    op.create_table(
        "password_reset",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=35), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) = (token_digest IS NULL)", name=op.f("ck_password_reset_token")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_password_reset_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_reset")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_password_reset_token_digest")),
    )
    is_new = sa.text("person_id IS NULL")
    op.create_index("ix_password_reset_open", "password_reset", ["id"], sqlite_where=is_new, postgresql_where=is_new)
    op.create_index(op.f("ix_password_reset_person_id"), "password_reset", ["person_id"])


def _describe_sessions() -> None:
    # SQLite appends an added column to the last line of the stored CREATE TABLE, unless the table is recreated.
    recreate: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("session") as batch:
        batch.add_column(sa.Column("id", sa.Uuid()))
        batch.add_column(sa.Column("device", sa.String(length=80)))
        batch.add_column(sa.Column("last_seen_at", sa.DateTime(timezone=True)))
    connection = op.get_bind()
    table = sa.table("session", sa.column("token_digest", sa.String()), sa.column("id", sa.Uuid()))
    for digest in connection.execute(sa.select(table.c.token_digest)).scalars().all():
        connection.execute(table.update().where(table.c.token_digest == digest).values(id=uuid.uuid4()))
    op.execute("UPDATE session SET last_seen_at = created_at")
    with op.batch_alter_table("session", recreate=recreate) as batch:
        batch.alter_column("id", existing_type=sa.Uuid(), nullable=False)
        batch.alter_column("last_seen_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch.create_unique_constraint(op.f("uq_session_id"), ["id"])
    op.create_index(op.f("ix_session_member_id"), "session", ["member_id"])
    op.create_index(op.f("ix_session_client_user_id"), "session", ["client_user_id"])


def _create_invitations() -> None:
    op.create_table(
        "invitation",
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("operation_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=35), nullable=True),
        sa.Column(
            "role", sa.Enum(*_ROLES, name="role", native_enum=False, create_constraint=True, length=40), nullable=True
        ),
        *(sa.Column(right, sa.Boolean(), nullable=False) for right in _RIGHTS),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(role IS NULL) <> (client_id IS NULL)", name=op.f("ck_invitation_one_target")),
        sa.CheckConstraint("accepted_at IS NULL OR revoked_at IS NULL", name=op.f("ck_invitation_one_end")),
        sa.CheckConstraint("generation >= 1", name=op.f("ck_invitation_generation")),
        *(
            sa.ForeignKeyConstraint(
                ["firm_id", column], [f"{table}.firm_id", f"{table}.{key}"], name=op.f(f"fk_invitation_firm_id_{column}")
            )
            for table, column, key in (
                ("event", "event_seq", "seq"), ("client", "client_id", "id"), ("operation", "operation_id", "id")
            )
        ),
        sa.PrimaryKeyConstraint("firm_id", "id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitation_token_digest")),
    )  # fmt: skip
    op.create_table(
        "invitation_client",
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["firm_id", f"{table}_id"], [f"{table}.firm_id", f"{table}.id"],
                name=op.f(f"fk_invitation_client_firm_id_{table}_id"),
            )
            for table in ("invitation", "client")
        ),
        sa.PrimaryKeyConstraint("firm_id", "invitation_id", "client_id", name=op.f("pk_invitation_client")),
    )  # fmt: skip
    for name, columns, condition in (
        ("uq_invitation_open_member", ["firm_id", "email"], "client_id IS NULL"),
        ("uq_invitation_open_client_user", ["firm_id", "client_id", "email"], "client_id IS NOT NULL"),
    ):
        where = sa.text(f"{condition} AND {_IS_OPEN}")
        op.create_index(name, "invitation", columns, unique=True, sqlite_where=where, postgresql_where=where)
    op.create_index(op.f("ix_invitation_firm_id_client_id"), "invitation", ["firm_id", "client_id"])
    op.create_index(op.f("ix_invitation_email"), "invitation", ["email"])


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
