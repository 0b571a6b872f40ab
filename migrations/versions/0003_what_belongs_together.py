"""What belongs together"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OF_CLIENTS = ("account", "credit_entry", "invoice", "payment", "prepayment")


def upgrade() -> None:
    # A client is of one firm. PostgreSQL does not know: it takes a client's rows for so few that a plan made once for
    # all values may read all of them where it needs one, and there is an index that has it.
    if op.get_bind().dialect.name == "postgresql":
        for table in _OF_CLIENTS:
            op.execute(f"CREATE STATISTICS st_{table}_of_client (dependencies) ON firm_id, client_id FROM {table}")
            op.execute(f"ANALYZE {table}")


def downgrade() -> None:
    message = "books are not brought back to an older shape: restore a backup"
    raise NotImplementedError(message)
