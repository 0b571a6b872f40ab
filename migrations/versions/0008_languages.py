"""Languages of firms and people, and time zones that firms had"""

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Where French is the first official language that there were texts in when this was written.
_FRENCH_COUNTRIES = [
    "BE",
    "BF",
    "BI",
    "BJ",
    "BL",
    "CD",
    "CF",
    "CG",
    "CH",
    "CI",
    "CM",
    "DJ",
    "DZ",
    "FR",
    "GA",
    "GF",
    "GN",
    "GP",
    "GQ",
    "HT",
    "KM",
    "LU",
    "MC",
    "MF",
    "MG",
    "ML",
    "MQ",
    "MU",
    "NC",
    "NE",
    "PF",
    "PM",
    "RE",
    "SC",
    "SN",
    "TD",
    "TG",
    "TN",
    "WF",
    "YT",
]


def upgrade() -> None:
    # SQLite appends an added column to the last line of the stored CREATE TABLE, unless the table is recreated.
    recreate: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("firm") as batch:
        batch.add_column(sa.Column("locale", sa.String(35)))
        batch.add_column(sa.Column("reply_to", sa.String(254)))
    op.execute("UPDATE firm SET locale = 'en'")
    firm = sa.table("firm", sa.column("locale"), sa.column("country"))
    op.execute(firm.update().where(firm.c.country.in_(_FRENCH_COUNTRIES)).values(locale="fr"))
    with op.batch_alter_table("firm", recreate=recreate) as batch:
        batch.alter_column("locale", existing_type=sa.String(35), nullable=False)
    with op.batch_alter_table("person", recreate=recreate) as batch:
        batch.add_column(sa.Column("locale", sa.String(35)))
    op.create_table(
        "former_time_zone",
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_former_time_zone_firm_id")),
        sa.PrimaryKeyConstraint("firm_id", "until", name=op.f("pk_former_time_zone")),
    )


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)
