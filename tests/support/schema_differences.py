"""Differences between the tables in the code and those in a database."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Connection

import models


def compare_schema(connection: Connection) -> list[object]:
    """Return Alembic's differences between the tables in the code and those in the database.

    Indexes of expressions are left out: PostgreSQL stores another text for them.
    """
    context = MigrationContext.configure(connection, opts={"include_object": _is_comparable})
    return list(compare_metadata(context, models.Base.metadata))


def _is_comparable(item: Any, _name: str | None, type_: str, *_: Any) -> bool:
    return type_ != "index" or all(isinstance(expression, Column) for expression in item.expressions)
