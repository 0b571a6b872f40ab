"""Customers and refusals of charges, pending amounts of clients, the prepayment method that a firm chose"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_CHOICES = "'CARD', 'BANK_DEBIT', 'CARD_OR_BANK_DEBIT'"
_CHECKS = {
    "client": ("ck_client_pending", "pending >= 0"),
    "payment_settings": ("ck_payment_settings_chosen_prepayment_method", f"chosen_prepayment_method IN ({_CHOICES})"),
}
# The provider refused to create the intent of a failed payment that has none.
_REFUSED = "status = 'FAILED' AND connection_id IS NOT NULL AND intent_id IS NULL"
_PENDING = (
    "SELECT coalesce(sum(pending), 0) FROM invoice WHERE invoice.firm_id = client.firm_id"
    " AND invoice.client_id = client.id"
)
_CUSTOMER = (
    "SELECT customer_id FROM provider_customer c WHERE c.firm_id = {0}.firm_id"
    " AND c.connection_id = {0}.connection_id AND c.client_id = {0}.client_id"
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    time = "DATETIME" if is_sqlite else "TIMESTAMP WITH TIME ZONE"
    columns = {
        "client": {"pending": ("BIGINT NOT NULL", f"({_PENDING})")},
        "payment": {"customer_id": ("VARCHAR(255)", "NULL"), "refused_at": (time, "NULL")},
        "payment_settings": {"chosen_prepayment_method": ("VARCHAR(40)", "NULL")},
        "prepayment": {"customer_id": ("VARCHAR(255)", "NULL"), "refused_at": (time, "NULL")},
    }
    for table, added in columns.items():
        (_rebuild_with if is_sqlite else _alter)(table, added)
    for table in ("payment", "prepayment"):
        # While the intent is unknown, its request may be repeated: for the same customer.
        customer = _CUSTOMER.format(table)
        op.execute(f"UPDATE {table} SET customer_id = ({customer}) WHERE intent_id IS NULL AND ended_at IS NULL")
        op.execute(f"UPDATE {table} SET refused_at = ended_at WHERE {_REFUSED}")
    op.execute(
        "UPDATE payment SET refused_at = (SELECT p.refused_at FROM payment p WHERE p.firm_id = payment.firm_id"
        " AND p.id = payment.split_tender_id) WHERE split_tender_id IS NOT NULL AND connection_id IS NULL"
    )
    op.execute(
        "UPDATE payment_settings SET chosen_prepayment_method = prepayment_method"
        " WHERE payment_method = 'CARD_OR_BANK_DEBIT'"
    )


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)


def _alter(table: str, added: dict[str, tuple[str, str]]) -> None:
    for name, (type_, value) in added.items():
        nullable = type_.removesuffix(" NOT NULL")
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {nullable}")
        if nullable != type_:
            op.execute(f"UPDATE {table} SET {name} = {value}")
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {name} SET NOT NULL")
    if table in _CHECKS:
        name, condition = _CHECKS[table]
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})")


def _rebuild_with(table: str, added: dict[str, tuple[str, str]]) -> None:
    """SQLite cannot add constraints, nor columns that are not null."""
    execute = op.get_bind().exec_driver_sql
    created = {
        kind: [sql for (sql,) in execute("SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = ? AND sql IS NOT NULL", (table, kind))]
        for kind in ("table", "index")
    }  # fmt: skip
    (create,) = created["table"]
    old_columns = [name for _, name, *_ in execute(f"PRAGMA table_info({table})")]
    first_constraint = create.index("CONSTRAINT")
    definitions = "".join(f"{name} {type_}, \n\t" for name, (type_, _) in added.items())
    check = "CONSTRAINT {} CHECK ({}), \n\t".format(*_CHECKS[table]) if table in _CHECKS else ""
    body = create[create.index("(") : first_constraint] + definitions + check + create[first_constraint:]
    execute(f"CREATE TABLE new_{table} {body}")
    values = ", ".join([*old_columns, *(value for _, value in added.values())])
    execute(f"INSERT INTO new_{table} ({', '.join([*old_columns, *added])}) SELECT {values} FROM {table}")
    execute(f"DROP TABLE {table}")
    execute(f"ALTER TABLE new_{table} RENAME TO {table}")
    for index in created["index"]:
        execute(index)
