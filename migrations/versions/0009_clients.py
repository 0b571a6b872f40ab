"""Clients: address, reference, archived, order; the right MANAGE_CLIENTS; keys of what concerns no client"""

import re
import unicodedata
from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


_CHUNK = 1000
_NAME_KEY_LENGTH = 200
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    # SQLite appends an added column to the last line of the stored CREATE TABLE, unless the table is recreated.
    recreate: Literal["always", "never"] = "always" if is_sqlite else "never"
    key_text = sa.String(_NAME_KEY_LENGTH, collation=None if is_sqlite else "C")
    instant = sa.DateTime(timezone=True)
    with op.batch_alter_table("client") as batch:
        batch.add_column(sa.Column("name_key", key_text))
        batch.add_column(sa.Column("email", sa.String(254)))
        batch.add_column(sa.Column("reference", sa.String(40)))
        batch.add_column(sa.Column("reference_key", sa.Text()))
        batch.add_column(sa.Column("archived_at", instant))
    with op.batch_alter_table("firm_member") as batch:
        batch.add_column(sa.Column("manage_clients", sa.Boolean()))
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("search_key", sa.Text()))
    op.execute(sa.text("UPDATE firm_member SET manage_clients = false"))
    # A client had a name only: the keys of reference and email address are empty.
    filled = sa.text("UPDATE client SET name_key = substr(search_key, 1, :length), search_key = search_key || :empty")
    op.execute(filled.bindparams(length=_NAME_KEY_LENGTH, empty="\n\n"))
    _fill_people()
    with op.batch_alter_table("client", recreate=recreate) as batch:
        batch.alter_column("name_key", existing_type=key_text, nullable=False)
        batch.create_unique_constraint(op.f("uq_client_firm_id_reference_key"), ["firm_id", "reference_key"])
    for column in ("name_key", "available", "due"):
        op.create_index(op.f(f"ix_client_firm_id_{column}_id"), "client", ["firm_id", column, "id"])
    with op.batch_alter_table("firm_member", recreate=recreate) as batch:
        batch.alter_column("manage_clients", existing_type=sa.Boolean(), nullable=False)
    with op.batch_alter_table("person", recreate=recreate) as batch:
        batch.alter_column("search_key", existing_type=sa.Text(), nullable=False)
    with op.batch_alter_table("operation") as batch:
        batch.alter_column("client_id", existing_type=sa.Uuid(), nullable=True)


def _fill_people() -> None:
    connection = op.get_bind()
    people = connection.execute(sa.text("SELECT id, name, email FROM person")).all()
    keys = [{"i": id_, "k": f"{_search_key(name)}\n{_search_key(email)}"} for id_, name, email in people]
    for start in range(0, len(keys), _CHUNK):
        connection.execute(sa.text("UPDATE person SET search_key = :k WHERE id = :i"), keys[start : start + _CHUNK])


def _search_key(text: str) -> str:
    compatible = unicodedata.normalize("NFKC", text)
    visible = (character for character in compatible if unicodedata.category(character) != "Cf")
    appearance = " ".join(_INVISIBLE.sub("", "".join(visible)).split())
    return unicodedata.normalize("NFKC", appearance.casefold())


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
