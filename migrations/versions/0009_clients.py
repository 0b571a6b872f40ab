"""The right MANAGE_CLIENTS, idempotency keys of what concerns no client"""

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite appends an added column to the last line of the stored CREATE TABLE, unless the table is recreated.
    recreate: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("firm_member") as batch:
        batch.add_column(sa.Column("manage_clients", sa.Boolean()))
    op.execute(sa.text("UPDATE firm_member SET manage_clients = false"))
    with op.batch_alter_table("firm_member", recreate=recreate) as batch:
        batch.alter_column("manage_clients", existing_type=sa.Boolean(), nullable=False)
    with op.batch_alter_table("operation") as batch:
        batch.alter_column("client_id", existing_type=sa.Uuid(), nullable=True)


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
