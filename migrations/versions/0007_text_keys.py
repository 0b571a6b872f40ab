"""Keys by which texts are compared and searched"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Literal

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_CHUNK = 1000
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def upgrade() -> None:
    with op.batch_alter_table("client") as batch:
        batch.add_column(sa.Column("search_key", sa.Text()))
    with op.batch_alter_table("invoice") as batch:
        batch.add_column(sa.Column("number_key", sa.Text()))
        batch.add_column(sa.Column("search_key", sa.Text()))
    _fill("client", ("name",), lambda name: {"search_key": _search_key(name)})
    taken: set[tuple[object, str]] = set()

    def keys(firm_id: object, id_: object, number: str, description: str | None) -> dict[str, str]:
        number_key = _appearance(number)
        if (firm_id, number_key) in taken:
            # Numbers that look the same stay, and only new ones are refused: no number contains this character.
            number_key = f"{number_key}\x1f{id_}"
        taken.add((firm_id, number_key))
        return {"number_key": number_key, "search_key": f"{_search_key(number)}\n{_search_key(description or '')}"}

    _fill("invoice", ("firm_id", "id", "number", "description"), keys)
    # SQLite appends an added column to the last line of the stored CREATE TABLE, unless the table is recreated.
    recreate: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("client", recreate=recreate) as batch:
        batch.alter_column("search_key", existing_type=sa.Text(), nullable=False)
    with op.batch_alter_table("invoice", recreate=recreate) as batch:
        batch.alter_column("number_key", existing_type=sa.Text(), nullable=False)
        batch.alter_column("search_key", existing_type=sa.Text(), nullable=False)
        batch.drop_constraint(op.f("uq_invoice_firm_id_number"), type_="unique")
        batch.create_unique_constraint(op.f("uq_invoice_firm_id_number_key"), ["firm_id", "number_key"])


def _fill(table: str, columns: tuple[str, ...], keys: Any) -> None:
    """Set the keys of each row, the oldest first, from these of its columns."""
    connection = op.get_bind()
    selected = ", ".join(("firm_id", "id", *columns))
    rows = connection.execute(sa.text(f"SELECT {selected} FROM {table} ORDER BY id")).all()
    for chunk in _chunks([{"f": row[0], "i": row[1], **keys(*row[2:])} for row in rows]):
        sets = ", ".join(f"{name} = :{name}" for name in chunk[0] if name not in ("f", "i"))
        connection.execute(sa.text(f"UPDATE {table} SET {sets} WHERE firm_id = :f AND id = :i"), chunk)


def _chunks(values: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def _appearance(text: str) -> str:
    compatible = unicodedata.normalize("NFKC", text)
    visible = (character for character in compatible if unicodedata.category(character) != "Cf")
    return " ".join(_INVISIBLE.sub("", "".join(visible)).split())


def _search_key(text: str) -> str:
    return unicodedata.normalize("NFKC", _appearance(text).casefold())


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
