"""Numbers, days of receipt, cards and memos of payments; when and why invoices were voided; deadlines of disputes"""

import datetime as dt
from typing import Any, Literal
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_CHUNK = 1000
_TIME = sa.DateTime(timezone=True)
_CHARGE = {"card_brand": sa.String(40), "card_last4": sa.String(4), "number": sa.BigInteger(), "received_on": sa.Date()}
_ADDED: dict[str, dict[str, Any]] = {
    "firm": {"last_payment_number": sa.BigInteger()},
    "payment": {**_CHARGE, "reason": sa.String(500)},
    "prepayment": {**_CHARGE, "memo": sa.String(500)},
    "invoice": {"last_paid_at": _TIME, "voided_at": _TIME, "void_reason": sa.String(500)},
    "dispute": {"changed_seq": sa.BigInteger(), "reason": sa.String(100), "evidence_due_at": _TIME, "closed_at": _TIME},
    "refund": {"changed_seq": sa.BigInteger()},
}
_NOT_NULL = ("last_payment_number", "changed_seq")
_CHECKS = {
    "payment": {
        "number": "(number IS NULL) = (settled_at IS NULL)",
        "received_on": "(received_on IS NULL) = (settled_at IS NULL OR paid_by = 'CREDITS')",
    },
    "prepayment": {
        "number": "(number IS NULL) = (settled_at IS NULL)",
        "received_on": "(received_on IS NULL) = (settled_at IS NULL)",
    },
    "invoice": {"voided_at": "(status = 'VOID') = (voided_at IS NOT NULL)"},
    "dispute": {"closed_at": "(status = 'OPEN') = (closed_at IS NULL)"},
}


def upgrade() -> None:
    for table, columns in _ADDED.items():
        with op.batch_alter_table(table) as batch:
            for name, type_ in columns.items():
                batch.add_column(sa.Column(name, type_))
    op.execute("UPDATE firm SET last_payment_number = 0")
    for table in ("dispute", "refund"):
        op.execute(f"UPDATE {table} SET changed_seq = event_seq")
    _fill_payments()
    _fill_invoices_and_disputes()
    # SQLite appends an added column to the last line of the stored CREATE TABLE, unless the table is recreated.
    recreate: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    for table, columns in _ADDED.items():
        with op.batch_alter_table(table, recreate=recreate) as batch:
            for name in columns.keys() & _NOT_NULL:
                batch.alter_column(name, existing_type=sa.BigInteger(), nullable=False)
            for name, condition in _CHECKS.get(table, {}).items():
                batch.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)
            if table in ("payment", "prepayment"):
                batch.create_unique_constraint(op.f(f"uq_{table}_firm_id_number"), ["firm_id", "number"])


def _fill_payments() -> None:
    """Number what has settled in the order in which it did, and set the day on which the money came."""
    connection = op.get_bind()
    firms = connection.execute(sa.text("SELECT id, time_zone FROM firm"))
    zones = {row.id: row.time_zone for row in firms}
    offline = {
        (firm_id, payment_id): (received_on, reason)
        for firm_id, payment_id, received_on, reason in connection.execute(
            sa.text(
                "SELECT c.firm_id, c.payment_id, c.received_on, e.reason FROM credit_entry c"
                " JOIN event e ON e.firm_id = c.firm_id AND e.seq = c.event_seq"
                " WHERE c.kind = 'OFFLINE_PAYMENT' AND c.payment_id IS NOT NULL"
            )
        )
    }
    settled = connection.execute(
        sa.text(
            "SELECT firm_id, id, settled_at, paid_by, 'payment' FROM payment WHERE settled_at IS NOT NULL UNION ALL"
            " SELECT firm_id, id, settled_at, 'CARD', 'prepayment' FROM prepayment WHERE settled_at IS NOT NULL"
            " ORDER BY 1, 3, 2"
        )
    ).all()
    numbers: dict[Any, int] = {}
    values: dict[str, list[dict[str, Any]]] = {"payment": [], "prepayment": []}
    for firm_id, row_id, settled_at, paid_by, table in settled:
        numbers[firm_id] = numbers.get(firm_id, 0) + 1
        received_on, reason = offline.get((firm_id, row_id), (None, None))
        if received_on is None and paid_by != "CREDITS":
            received_on = _day(settled_at, zones[firm_id])
        values[table].append({"f": firm_id, "i": row_id, "n": numbers[firm_id], "d": received_on, "r": reason})
    for table, rows in values.items():
        reason_column = ", reason = :r" if table == "payment" else ""
        statement = sa.text(
            f"UPDATE {table} SET number = :n, received_on = :d{reason_column} WHERE firm_id = :f AND id = :i"
        )
        if table == "prepayment":
            rows = [{name: value for name, value in row.items() if name != "r"} for row in rows]
        _execute(statement, rows)
    _execute(
        sa.text("UPDATE firm SET last_payment_number = :n WHERE id = :f"),
        [{"f": firm_id, "n": number} for firm_id, number in numbers.items()],
    )


def _execute(statement: sa.TextClause, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _CHUNK):
        op.get_bind().execute(statement, rows[start : start + _CHUNK])


def _day(settled_at: Any, time_zone: str) -> Any:
    """The day in the firm's time zone. SQLite stores times in UTC, as texts, and days as texts."""
    if isinstance(settled_at, str):
        instant = dt.datetime.fromisoformat(settled_at).replace(tzinfo=dt.UTC)
        return instant.astimezone(ZoneInfo(time_zone)).date().isoformat()
    return settled_at.astimezone(ZoneInfo(time_zone)).date()


def _fill_invoices_and_disputes() -> None:
    # Not of payments: money that arrives when the invoice does not need it any more settles without paying it.
    op.execute(
        "UPDATE invoice SET last_paid_at = (SELECT max(e.at) FROM account a"
        " JOIN transfer t ON t.firm_id = a.firm_id AND t.credit_id = a.id AND t.code = 'PAYMENT_SETTLED'"
        " JOIN event e ON e.firm_id = t.firm_id AND e.seq = t.event_seq"
        " WHERE a.firm_id = invoice.firm_id AND a.invoice_id = invoice.id)"
    )
    # An invoice has changed last when it was voided, unless that was before changes were recorded: then the transfer
    # that undid its issuing tells, and of a draft only its creation is known.
    voided = (
        "SELECT {} FROM event e WHERE e.firm_id = invoice.firm_id AND e.kind = 'invoice.voided' AND e.seq = coalesce("
        "(SELECT max(t.event_seq) FROM account a JOIN transfer t ON t.firm_id = a.firm_id AND t.credit_id = a.id"
        " AND t.code = 'INVOICE_VOIDED' WHERE a.firm_id = invoice.firm_id AND a.invoice_id = invoice.id),"
        " invoice.changed_seq)"
    )
    op.execute(
        f"UPDATE invoice SET void_reason = ({voided.format('e.reason')}),"
        f" voided_at = coalesce(({voided.format('e.at')}), created_at) WHERE status = 'VOID'"
    )
    # When older disputes were closed was not recorded.
    op.execute("UPDATE dispute SET closed_at = created_at WHERE status <> 'OPEN'")


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
