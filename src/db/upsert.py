"""Upsert: INSERT ... ON CONFLICT for both databases."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

import models


def insert(session: AsyncSession, model: type[models.Base]) -> sqlite.Insert | postgresql.Insert:
    """Return the dialect's INSERT, which has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return sqlite.insert(model) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(model)
