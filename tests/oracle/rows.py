"""All rows of all tables in memory, which the oracle reads instead of a database."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

import models
from billing.services import Services
from models import AccountKind


@dataclass(frozen=True)
class Allocation:
    """How much of a credit entry's money, in minor units, a payment has applied or reserved."""

    entry: models.CreditEntry
    payment: models.Payment
    amount: int


class FirmRows:
    """The rows of one firm, each table ordered from oldest to newest."""

    def __init__(self, tables: dict[type, list[Any]], firm_id: uuid.UUID) -> None:
        self._tables = {
            model: [row for row in rows if getattr(row, "firm_id", None) == firm_id] for model, rows in tables.items()
        }
        self._by_id = {model: {getattr(row, "id", None): row for row in rows} for model, rows in self._tables.items()}
        (self.firm,) = [row for row in tables[models.Firm] if row.id == firm_id]
        (self.settings,) = self._tables[models.PaymentSettings]
        self.people = {person.id: person for person in tables[models.Person]}
        self.events = {event.seq: event for event in self._tables[models.Event]}

    def where(self, model: type, **values: object) -> list[Any]:
        """Return the rows with these values, the oldest first."""
        return [
            row for row in self._tables[model] if all(getattr(row, name) == value for name, value in values.items())
        ]

    def by_id(self, model: type, database_id: uuid.UUID | None) -> Any:
        """Return the row of that id, or None."""
        return self._by_id[model].get(database_id)

    @functools.cached_property
    def connections(self) -> tuple[models.ProviderConnection, ...]:
        """The provider connections, the newest first."""
        return tuple(reversed(self._tables[models.ProviderConnection]))

    def unspent(self, **values: object) -> int:
        """Return the unspent amount of the lots with these values, in minor units."""
        return sum(
            lot.credits_posted - lot.debits_posted for lot in self.where(models.Account, kind=AccountKind.LOT, **values)
        )

    @functools.cached_property
    def allocations(self) -> list[Allocation]:
        """Which payment uses which money, reserved or applied, in the order in which it was taken (D14)."""
        reversed_amounts: dict[uuid.UUID | None, int] = defaultdict(int)
        for transfer in self.where(models.Transfer):
            reversed_amounts[transfer.reverses_id] += transfer.amount
        sums: dict[tuple[uuid.UUID, uuid.UUID], int] = defaultdict(int)
        first: dict[tuple[uuid.UUID, uuid.UUID], int] = {}
        for transfer in self.where(models.Transfer):
            lot, target = self.by_id(models.Account, transfer.debit_id), self.by_id(models.Account, transfer.credit_id)
            taken = transfer.amount - reversed_amounts[transfer.id]
            is_payment = target.kind in (AccountKind.HELD, AccountKind.RECEIVABLE, AccountKind.PENDING)
            if lot.kind is AccountKind.LOT and is_payment and target.refund_id is None and taken > 0:
                key = lot.id, target.payment_id or lot.payment_id
                sums[key] += taken
                first[key] = min(first.get(key, transfer.event_seq), transfer.event_seq)

        def order(key: tuple[uuid.UUID, uuid.UUID]) -> tuple[Any, ...]:
            lot = self.by_id(models.Account, key[0])
            return first[key], lot.opened_at, self._entry_of(lot).id, key[1]

        return [
            Allocation(
                self._entry_of(self.by_id(models.Account, key[0])), self.by_id(models.Payment, key[1]), sums[key]
            )
            for key in sorted(sums, key=order)
        ]

    def _entry_of(self, lot: models.Account) -> Any:
        (entry,) = self.where(models.CreditEntry, lot_id=lot.id)
        return entry

    def sum_transfers(self, amount_of: Callable[[models.Transfer, dt.datetime], int]) -> int:
        """Return the sum over all transfers of `amount_of` the transfer and the time of its event."""
        return sum(amount_of(row, self.events[row.event_seq].at) for row in self.where(models.Transfer))


class AllRows:
    """The rows of all firms."""

    def __init__(self, tables: dict[type, list[Any]]) -> None:
        self.tables = tables
        self._firms: dict[uuid.UUID, FirmRows] = {}

    @classmethod
    async def load(cls, services: Services) -> AllRows:
        """Load all rows as they are now."""
        tables: dict[type, list[Any]] = {}
        async with services.reads() as session:
            for mapper in models.Base.registry.mappers:
                rows = await session.scalars(select(mapper.class_))
                # Primary keys are ordered by time: ids (UUID version 7), line positions, event numbers.
                tables[mapper.class_] = sorted(rows, key=lambda row, keys=mapper.primary_key: _primary_key(row, keys))  # type: ignore[misc]
        return cls(tables)

    def of_firm(self, firm_id: uuid.UUID) -> FirmRows:
        """Return the rows of one firm."""
        if firm_id not in self._firms:
            self._firms[firm_id] = FirmRows(self.tables, firm_id)
        return self._firms[firm_id]


def _primary_key(row: Any, columns: Any) -> tuple[Any, ...]:
    values = (getattr(row, column.key) for column in columns)
    return tuple(value.name if isinstance(value, enum.Enum) else value for value in values)
