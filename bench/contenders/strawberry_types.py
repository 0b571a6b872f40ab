"""Strawberry types as its documentation suggests: resolvers, DataLoaders, SQLAlchemy's ORM."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Generic, TypeVar

import strawberry

import models
from bench.contenders.common import global_id
from bench.contenders.orm import Loaders

Info = strawberry.Info[dict[str, Any], None]
T = TypeVar("T")
for _kind in (models.CreditEntryKind, models.InvoiceStatus, models.PaymentStatus, models.PaidBy):
    strawberry.enum(_kind)


def loaders_of(info: Info) -> Loaders:
    """The DataLoaders of this request."""
    loaders: Loaders = info.context["loaders"]
    return loaders


@strawberry.type
class Money:
    """An amount."""

    amount: Decimal
    currency_code: str

    @classmethod
    def of(cls, minor: int) -> Money:
        """From cents."""
        return cls(amount=Decimal(minor).scaleb(-2), currency_code="EUR")


@strawberry.type
class PageInfo:
    """Whether there is a next page."""

    has_next_page: bool


@strawberry.type
class Edge(Generic[T]):
    """An item of a connection."""

    node: T


@strawberry.type
class Connection(Generic[T]):
    """A page of items."""

    edges: list[Edge[T]]
    page_info: PageInfo


def _page(nodes: list[T], first: int) -> Connection[T]:
    return Connection(
        edges=[Edge(node=node) for node in nodes[:first]], page_info=PageInfo(has_next_page=len(nodes) > first)
    )


@strawberry.type
class CreditEntry:
    """A change of a client's credits."""

    row: strawberry.Private[models.CreditEntry]
    kind: models.CreditEntryKind
    created_at: dt.datetime

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Global id."""
        return strawberry.ID(global_id("CreditEntry", self.row.id))

    @strawberry.field
    def amount(self) -> Money:
        """The change of the balance."""
        return Money.of(self.row.amount)

    @strawberry.field
    def balance_after(self) -> Money:
        """The balance after the entry."""
        return Money.of(self.row.balance_after)


@strawberry.type
class CreditAccount:
    """A client's credits."""

    row: strawberry.Private[models.Client]

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Global id."""
        return strawberry.ID(global_id("CreditAccount", self.row.id))

    @strawberry.field
    def balance(self) -> Money:
        """All credits."""
        return Money.of(self.row.available + self.row.held)

    @strawberry.field
    def available(self) -> Money:
        """Credits that can be spent."""
        return Money.of(self.row.available)

    @strawberry.field
    async def entries(self, info: Info, first: int = 20) -> Connection[CreditEntry]:
        """Credit entries, newest first."""
        rows = await loaders_of(info).entries(self.row.id, first)
        return _page([CreditEntry(row=row, kind=row.kind, created_at=row.created_at) for row in rows], first)


@strawberry.type
class InvoiceLine:
    """A line of an invoice."""

    row: strawberry.Private[models.InvoiceLine]
    description: str

    @strawberry.field
    def amount(self) -> Money:
        """Quantity times unit price."""
        return Money.of(self.row.amount)


@strawberry.type
class Payment:
    """A payment of an invoice."""

    row: strawberry.Private[models.Payment]
    status: models.PaymentStatus
    paid_by: models.PaidBy
    created_at: dt.datetime

    @classmethod
    def of(cls, row: models.Payment) -> Payment:
        """From the row."""
        return cls(row=row, status=row.status, paid_by=row.paid_by, created_at=row.created_at)

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Global id."""
        return strawberry.ID(global_id("Payment", self.row.id))

    @strawberry.field
    def amount(self) -> Money:
        """The amount paid."""
        return Money.of(self.row.amount)


@strawberry.type
class Invoice:
    """An invoice."""

    row: strawberry.Private[models.Invoice]
    number: str
    status: models.InvoiceStatus
    issued_on: dt.date | None
    due_on: dt.date | None

    @classmethod
    def of(cls, row: models.Invoice) -> Invoice:
        """From the row."""
        return cls(row=row, number=row.number, status=row.status, issued_on=row.issued_on, due_on=row.due_on)

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Global id."""
        return strawberry.ID(global_id("Invoice", self.row.id))

    @strawberry.field
    def total(self) -> Money:
        """The sum of its lines."""
        return Money.of(self.row.total)

    @strawberry.field
    def amount_due(self) -> Money:
        """The total minus what is paid."""
        return Money.of(self.row.amount_due)

    @strawberry.field
    def amount_paid(self) -> Money:
        """The paid amount."""
        return Money.of(self.row.paid)

    @strawberry.field
    def amount_payable(self) -> Money:
        """What can be paid now."""
        return Money.of(self.row.payable)

    @strawberry.field
    async def lines(self, info: Info) -> list[InvoiceLine]:
        """Its lines."""
        rows = await loaders_of(info).lines.load(self.row.id)
        return [InvoiceLine(row=row, description=row.description) for row in rows]

    @strawberry.field
    async def payments(self, info: Info) -> list[Payment]:
        """Its payments."""
        return [Payment.of(row) for row in await loaders_of(info).payments.load(self.row.id)]


@strawberry.type
class Client:
    """A client."""

    row: strawberry.Private[models.Client]
    name: str

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Global id."""
        return strawberry.ID(global_id("Client", self.row.id))

    @strawberry.field
    def amount_due(self) -> Money:
        """What the client owes."""
        return Money.of(self.row.due)

    @strawberry.field
    def credit_account(self) -> CreditAccount:
        """The client's credits."""
        return CreditAccount(row=self.row)

    @strawberry.field
    async def invoices(self, info: Info, first: int = 20) -> Connection[Invoice] | None:
        """Invoices, newest first."""
        rows = await loaders_of(info).invoices(self.row.id, first)
        return None if rows is None else _page([Invoice.of(row) for row in rows], first)


@strawberry.type
class ClientUser:
    """The authenticated client user."""

    row: strawberry.Private[models.ClientUser]

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Global id."""
        return strawberry.ID(global_id("ClientUser", self.row.id))

    @strawberry.field
    async def name(self, info: Info) -> str:
        """Their name."""
        return (await loaders_of(info).people.load(self.row.person_id)).name

    @strawberry.field
    async def email(self, info: Info) -> str:
        """Their email address."""
        return (await loaders_of(info).people.load(self.row.person_id)).email

    @strawberry.field
    async def client(self, info: Info) -> Client:
        """Their client."""
        row = await loaders_of(info).clients.load(self.row.client_id)
        return Client(row=row, name=row.name)
