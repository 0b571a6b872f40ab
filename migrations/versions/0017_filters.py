"""Filters of lists: an index for the statuses that few rows have"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_UNCOMMON = {
    "invoice": "status IN ('DRAFT', 'VOID')",
    "payment": "status IN ('CANCELED', 'FAILED', 'RELEASED')",
    "prepayment": "status IN ('CANCELED', 'FAILED', 'RELEASED')",
}


def upgrade() -> None:
    for table, predicate in _UNCOMMON.items():
        where = sa.text(predicate)
        op.create_index(f"ix_{table}_uncommon", table, ["firm_id", "id"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
