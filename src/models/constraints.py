"""Constraints that several tables have: foreign keys within a firm, and partial indexes."""

from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, text


def firm_foreign_key(table: str, *columns: str, key: str = "id") -> ForeignKeyConstraint:
    """Return a foreign key to a row of the same firm: the last column is its `key`, the others have the same names."""
    targets = [*columns[:-1], key]
    return ForeignKeyConstraint(["firm_id", *columns], [f"{table}.firm_id", *(f"{table}.{name}" for name in targets)])


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Return an index of the rows for which `where` holds, on both databases."""
    condition: dict[str, Any] = {"sqlite_where": text(where), "postgresql_where": text(where)}
    return Index(name, *columns, unique=unique, **condition)
