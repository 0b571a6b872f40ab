"""Extended statistics of firm_id and client_id"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OF_CLIENTS = ("account", "credit_entry", "invoice", "payment", "prepayment")


def upgrade() -> None:
    # A client belongs to one firm, which PostgreSQL does not know. It underestimates the rows of a client so much that a
    # generic plan may read all of them to find one, although an index would find it.
    if op.get_bind().dialect.name == "postgresql":
        for table in _OF_CLIENTS:
            op.execute(f"CREATE STATISTICS st_{table}_of_client (dependencies) ON firm_id, client_id FROM {table}")
            op.execute(f"ANALYZE {table}")


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
