"""Rows of lists, a page at a time: newest first, by key and never by offset, for many parents in one statement."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select, func, select, tuple_, union_all

import models
from billing import visibility
from billing.actor import Actor, Viewer
from billing.services import Snapshot
from graph.batches import DataLoader

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Page:
    """How many rows at most, and after which."""

    first: int
    after: uuid.UUID | None


class Filter(Hashable, Protocol):
    """Which rows of a list are wanted. Equal filters are one statement."""

    def conditions(self) -> Sequence[ColumnElement[bool]]:
        """All have to hold."""
        ...


@dataclass(frozen=True, slots=True)
class Everything:
    """No filter."""

    def conditions(self) -> Sequence[ColumnElement[bool]]:
        """None."""
        return ()


EVERYTHING = Everything()


@dataclass(frozen=True, slots=True, eq=False)
class Listing(Generic[R]):
    """What a list is read from: a table, the column of its parent client, its order, and who may know of its rows."""

    model: type[R]
    id: Any
    firm_id: Any
    client_id: Any
    order: tuple[Any, ...]
    visible: Callable[[Actor], ColumnElement[bool]]

    def key(self, row: R) -> uuid.UUID:
        """The row's place in the list, for its cursor."""
        found: uuid.UUID = getattr(row, self.id.key)
        return found


CLIENTS = Listing(
    models.Client, models.Client.id, models.Client.firm_id, models.Client.id, (models.Client.id,), visibility.clients
)
INVOICES = Listing(
    models.Invoice,
    models.Invoice.id,
    models.Invoice.firm_id,
    models.Invoice.client_id,
    (models.Invoice.id,),
    visibility.invoices,
)
PAYMENTS = Listing(
    models.Payment,
    models.Payment.id,
    models.Payment.firm_id,
    models.Payment.client_id,
    (models.Payment.id,),
    visibility.payments,
)
PREPAYMENTS = Listing(
    models.Prepayment,
    models.Prepayment.id,
    models.Prepayment.firm_id,
    models.Prepayment.client_id,
    (models.Prepayment.id,),
    visibility.prepayments,
)
CREDIT_ENTRIES = Listing(
    models.CreditEntry,
    models.CreditEntry.id,
    models.CreditEntry.firm_id,
    models.CreditEntry.client_id,
    (models.CreditEntry.event_seq, models.CreditEntry.id),
    visibility.credit_entries,
)


@dataclass(frozen=True, slots=True)
class Ask(Generic[R]):
    """One page of one list: of one client, or, with no client, of the whole firm."""

    listing: Listing[R]
    page: Page
    client_id: uuid.UUID | None = None
    filter: Filter = EVERYTHING


class Pages:
    """Pages that the viewer may know of. The same page of many clients is one statement."""

    def __init__(self, snapshot: Snapshot, viewer: Viewer) -> None:
        self._snapshot = snapshot
        self._viewer = viewer
        self._rows: DataLoader[Ask[Any], list[Any]] = DataLoader(load_fn=self._load_rows, max_batch_size=100)
        self._counts: DataLoader[Ask[Any], int] = DataLoader(load_fn=self._load_counts, max_batch_size=100)

    async def rows(self, ask: Ask[R]) -> list[R]:
        """The page's rows, newest first, and one more where the list goes on."""
        return await self._rows.load(ask)

    async def count(self, ask: Ask[R]) -> int:
        """How many rows the whole list has."""
        return await self._counts.load(Ask(ask.listing, Page(0, None), ask.client_id, ask.filter))

    async def _load_rows(self, asks: list[Ask[Any]]) -> list[list[Any]]:
        found: dict[Ask[Any], list[Any]] = {}
        for group in _alike(asks):
            listing = group[0].listing
            rows = await self._snapshot.scalars(self._together(group))
            if len(group) == 1:
                found[group[0]] = list(rows)
                continue
            by_client = defaultdict(list)
            for row in rows:
                by_client[getattr(row, listing.client_id.key)].append(row)
            found.update({ask: by_client[ask.client_id] for ask in group})
        return [found[ask] for ask in asks]

    def _together(self, group: Sequence[Ask[R]]) -> Select[R]:
        """The pages of all of the group in one statement, each bounded by itself."""
        listing = group[0].listing
        if len(group) == 1:
            return self._one(listing.model, group[0])
        parts = [select(self._one(listing.id, ask).subquery().c[0]) for ask in group]
        own_firm = listing.firm_id == self._viewer.firm_id
        newest_first = [column.desc() for column in listing.order]
        return select(listing.model).where(own_firm, listing.id.in_(union_all(*parts))).order_by(*newest_first)

    def _one(self, what: Any, ask: Ask[Any]) -> Select[Any]:
        listing = ask.listing
        statement = select(what).where(*self._of(ask))
        if ask.page.after is not None:
            statement = statement.where(self._after(listing, ask.page.after))
        return statement.order_by(*(column.desc() for column in listing.order)).limit(ask.page.first + 1)

    def _after(self, listing: Listing[Any], after: uuid.UUID) -> ColumnElement[bool]:
        """Rows that come after the one with that id."""
        if listing.order == (listing.id,):
            return listing.id < after  # type: ignore[no-any-return]
        here = select(*listing.order).where(listing.firm_id == self._viewer.firm_id, listing.id == after)
        return tuple_(*listing.order) < here.scalar_subquery()

    def _of(self, ask: Ask[Any]) -> list[ColumnElement[bool]]:
        """All rows of the list that the viewer may know of."""
        own = [] if ask.client_id is None else [ask.listing.client_id == ask.client_id]
        return [ask.listing.visible(self._viewer), *own, *ask.filter.conditions()]

    async def _load_counts(self, asks: list[Ask[Any]]) -> list[int]:
        found: dict[Ask[Any], int] = {}
        for group in _alike(asks):
            of_client = group[0].listing.client_id
            if group[0].client_id is None:
                counted = select(func.count()).select_from(group[0].listing.model).where(*self._of(group[0]))
                found[group[0]] = (await self._snapshot.rows(counted))[0][0]
                continue
            whole = Ask(group[0].listing, group[0].page, None, group[0].filter)
            wanted = of_client.in_([ask.client_id for ask in group])
            counted = select(of_client, func.count()).where(*self._of(whole), wanted).group_by(of_client)
            by_client = {row[0]: row[1] for row in await self._snapshot.rows(counted)}
            found.update({ask: by_client.get(ask.client_id, 0) for ask in group})
        return [found[ask] for ask in asks]


def _alike(asks: Sequence[Ask[Any]]) -> list[list[Ask[Any]]]:
    """Those that differ in nothing but the client, together."""
    groups: dict[tuple[Hashable, ...], list[Ask[Any]]] = {}
    for ask in asks:
        groups.setdefault((ask.listing, ask.page, ask.filter, ask.client_id is None), []).append(ask)
    return list(groups.values())
