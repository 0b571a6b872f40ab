"""Orders of lists: the order of invoice numbers, and an index for each order"""

import re
import unicodedata
from typing import Any, Literal

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_CHUNK = 1000
_KEY_LENGTH = 200
_NUMBER = re.compile("[0-9]+")
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_INVOICE_ORDERS: dict[str, Any] = {
    "issued": sa.text("coalesce(issued_on, '9999-01-01')"),
    "issued_desc": sa.text("coalesce(issued_on, '1000-01-01')"),
    "due": sa.text("coalesce(due_on, '9999-01-01')"),
    "due_desc": sa.text("coalesce(due_on, '1000-01-01')"),
    "number": "number_order_key",
    "total": "total",
    "amount_due": sa.text("(CASE WHEN (status IN ('DRAFT', 'VOID')) THEN 0 ELSE total - paid END)"),
}


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    # SQLite appends an added column to the last line of the stored CREATE TABLE, unless the table is recreated.
    recreate: Literal["always", "never"] = "always" if is_sqlite else "never"
    key_text = sa.String(_KEY_LENGTH, collation=None if is_sqlite else "C")
    with op.batch_alter_table("invoice") as batch:
        batch.add_column(sa.Column("number_order_key", key_text))
    _fill_invoices()
    with op.batch_alter_table("invoice", recreate=recreate) as batch:
        batch.alter_column("number_order_key", existing_type=key_text, nullable=False)
    for name, key in _INVOICE_ORDERS.items():
        op.create_index(f"ix_invoice_by_{name}", "invoice", ["firm_id", key, "id"])
    is_open = sa.text("status IN ('PARTIALLY_PAID', 'UNPAID')")
    op.create_index("ix_invoice_open", "invoice", ["firm_id", "id"], sqlite_where=is_open, postgresql_where=is_open)
    # A unique constraint has an index of the same columns.
    for table in ("invoice", "payment", "prepayment"):
        op.drop_index(f"ix_{table}_by_client", table)
    op.create_index(op.f("ix_credit_entry_firm_id_event_seq_id"), "credit_entry", ["firm_id", "event_seq", "id"])


def _fill_invoices() -> None:
    connection = op.get_bind()
    invoices = connection.execute(sa.text("SELECT firm_id, id, number FROM invoice")).all()
    keys = [{"f": firm_id, "i": id_, "k": _order_key(number)} for firm_id, id_, number in invoices]
    statement = sa.text("UPDATE invoice SET number_order_key = :k WHERE firm_id = :f AND id = :i")
    for start in range(0, len(keys), _CHUNK):
        connection.execute(statement, keys[start : start + _CHUNK])


def _order_key(number: str) -> str:
    return _NUMBER.sub(_with_digit_count, _search_key(number))[:_KEY_LENGTH]


def _with_digit_count(number: re.Match[str]) -> str:
    digits = number[0].lstrip("0")
    return f"{len(digits):04}{digits}"


def _search_key(text: str) -> str:
    compatible = unicodedata.normalize("NFKC", text)
    visible = (character for character in compatible if unicodedata.category(character) != "Cf")
    appearance = " ".join(_INVISIBLE.sub("", "".join(visible)).split())
    return unicodedata.normalize("NFKC", appearance.casefold())


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
