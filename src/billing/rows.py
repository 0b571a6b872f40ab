"""Rows that use cases look up: one that the viewer sees, the one of a claimed key, the firm's payment settings."""

import uuid
from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing.errors import NotFound, ProviderUnavailable
from billing.services import Services

Row = TypeVar("Row", bound=models.Base)


async def get_visible(
    session: AsyncSession, table: type[Row], row_id: uuid.UUID, visibility_clause: ColumnElement[bool]
) -> Row:
    """Return the row if the clause makes it visible. Raises NotFound."""
    row: Row | None = await session.scalar(select(table).where(visibility_clause).filter_by(id=row_id))
    if row is None:
        raise NotFound
    return row


async def find_claimed(services: Services, table: type[Row], operation: models.Operation) -> Row | None:
    """Return the row that the command of a claimed key created, or None if it created none."""
    statement = select(table).filter_by(firm_id=operation.firm_id, operation_id=operation.id)
    async with services.reads() as session:
        row: Row | None = await session.scalar(statement)
    return row


async def get_claimed(services: Services, table: type[Row], operation: models.Operation) -> Row:
    """Return the row that the command of a claimed key created. Raises ProviderUnavailable if the key was released.

    The provider has just refused a concurrent request with this key, which released it: a retry is safe (D30).
    """
    row = await find_claimed(services, table, operation)
    if row is None:
        raise ProviderUnavailable
    return row


async def load_payment_settings(
    session: AsyncSession, firm_id: uuid.UUID
) -> tuple[models.PaymentSettings, Sequence[models.ProviderConnection]]:
    """Return the firm's payment settings and all its provider connections."""
    settings = await session.scalars(select(models.PaymentSettings).where(models.PaymentSettings.firm_id == firm_id))
    connections = await session.scalars(
        select(models.ProviderConnection)
        .where(models.ProviderConnection.firm_id == firm_id)
        .order_by(models.ProviderConnection.id)
    )
    return settings.one(), connections.all()
