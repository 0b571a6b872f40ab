"""Networks and devices where people have signed in; email addresses fold ASCII letters only"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_origin",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(length=300), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_known_origin_person_id")),
        sa.PrimaryKeyConstraint("person_id", "origin", name=op.f("pk_known_origin")),
    )
    # Its counters were of accounts everywhere. None lasts for more than an hour.
    op.execute("DELETE FROM sign_in_throttle")
    # SQLite's `lower` folds ASCII letters only, and the stored addresses are in lower case as Unicode has it.
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_person_email_lower"), "person", type_="check")
        op.create_check_constraint(op.f("ck_person_email_lower"), "person", 'email = lower(email COLLATE "C")')


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
