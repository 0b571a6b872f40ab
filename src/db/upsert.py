"""Inserts that do not mind that the row is there: each database has its own, and both have the same."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

import models


def insert(session: AsyncSession, model: type[models.Base]) -> sqlite.Insert | postgresql.Insert:
    """An insert that can be told what to do about a row that another was first to write."""
    return sqlite.insert(model) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(model)
