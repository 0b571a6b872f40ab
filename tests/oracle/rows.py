"""Every row of every table, in memory: what the oracle answers from, with lists and comprehensions alone."""

from __future__ import annotations

import datetime as dt
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
    """So much of the money that came in with an entry is a payment's."""

    entry: models.CreditEntry
    payment: models.Payment
    amount: int


class FirmRows:
    """The rows of one firm, each table's oldest first."""

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
        """Those with these values, the oldest first."""
        found = self._tables[model]
        return [row for row in found if all(getattr(row, name) == value for name, value in values.items())]

    def by_id(self, model: type, own_id: uuid.UUID | None) -> Any:
        """The row of that id, if there is one."""
        return self._by_id[model].get(own_id)

    @functools.cached_property
    def connections(self) -> tuple[models.ProviderConnection, ...]:
        """The accounts at providers, the newest first."""
        return tuple(reversed(self._tables[models.ProviderConnection]))

    def unspent(self, **values: object) -> int:
        """What is unspent of the money that came once; nothing where none came."""
        return sum(lot.credits_posted - lot.debits_posted for lot in self.where(models.Account, kind=AccountKind.LOT, **values))

    @functools.cached_property
    def allocations(self) -> list[Allocation]:
        """Which payment has which money, reserved or spent, the first taken first (D14)."""
        undone: dict[uuid.UUID | None, int] = defaultdict(int)
        for transfer in self.where(models.Transfer):
            undone[transfer.reverses_id] += transfer.amount
        sums: dict[tuple[uuid.UUID, uuid.UUID], int] = defaultdict(int)
        first: dict[tuple[uuid.UUID, uuid.UUID], int] = {}
        for transfer in self.where(models.Transfer):
            lot, target = self.by_id(models.Account, transfer.debit_id), self.by_id(models.Account, transfer.credit_id)
            taken = transfer.amount - undone[transfer.id]
            pays = target.kind in (AccountKind.HELD, AccountKind.RECEIVABLE, AccountKind.PENDING)
            if lot.kind is AccountKind.LOT and pays and target.refund_id is None and taken > 0:
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
        """What all transfers amount to, each with the moment of its event."""
        return sum(amount_of(each, self.events[each.event_seq].at) for each in self.where(models.Transfer))


class AllRows:
    """The rows of all firms."""

    def __init__(self, tables: dict[type, list[Any]]) -> None:
        self.tables = tables
        self._firms: dict[uuid.UUID, FirmRows] = {}

    @classmethod
    async def load(cls, services: Services) -> AllRows:
        """Everything there is now."""
        tables: dict[type, list[Any]] = {}
        async with services.reads() as session:
            for mapper in models.Base.registry.mappers:
                rows = await session.scalars(select(mapper.class_))
                # Ids are ordered by time. Other keys (a line's position, an event's number) are, too.
                tables[mapper.class_] = sorted(rows, key=lambda row, keys=mapper.primary_key: _primary_key(row, keys))  # type: ignore[misc]
        return cls(tables)

    def of_firm(self, firm_id: uuid.UUID) -> FirmRows:
        """Those of one firm."""
        if firm_id not in self._firms:
            self._firms[firm_id] = FirmRows(self.tables, firm_id)
        return self._firms[firm_id]


def _primary_key(row: Any, columns: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, column.key) for column in columns)
