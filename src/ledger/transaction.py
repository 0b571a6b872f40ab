"""A firm's books, open for one money transaction: the firm's lock, the event, and the one way to write a transfer.

Rows are changed in memory, and written all at once: before something is asked of the database, and at the end. That is
safe, for nobody else changes them meanwhile.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

import models
from db import unit_of_work
from db.batch_writer import Guard, Statement, Writer, complete
from ledger import lots
from ledger.balances import Effects, effects
from models import AccountKind, InvoiceStatus
from models.base import Changing

Row = TypeVar("Row", bound=models.Base)


@dataclass(frozen=True, slots=True)
class Act:
    """Who does what, for whom, why (D32). Neither member nor client user: the system."""

    kind: str
    member_id: uuid.UUID | None = None
    client_user_id: uuid.UUID | None = None
    client_id: uuid.UUID | None = None
    reason: str | None = None


class Unforeseen(Exception):
    """Books that were drafted without the firm's lock were asked for what was not read before: take the lock."""


class Book:
    """The books of one firm, for one transaction. All amounts are minor units of `currency`."""

    def __init__(self, session: AsyncSession | None, firm: models.Firm, event: models.Event) -> None:
        self._session = session
        self.firm = firm
        self.event = event
        self.now = event.at
        self.seq = event.seq
        self.currency = firm.currency
        self._rows: dict[tuple[type[models.Base], uuid.UUID], Any] = {}
        self._accounts: dict[tuple[AccountKind, uuid.UUID | None], models.Account] = {}
        self._read: list[models.Base] = []
        self._added: list[models.Base] = []

    @classmethod
    async def open(cls, session: AsyncSession, firm_id: uuid.UUID, act: Act, now: dt.datetime) -> Book:
        """Lock the firm, first of all, and write down the event that this transaction is.

        Taking the next number is the lock, the order, the version and the cursor of changes at once. The
        transaction must not have asked anything before: what it reads from here on nobody else changes.
        """
        return cls(session, *await _next_event(session, firm_id, act, now))

    @classmethod
    def draft(cls, firm: models.Firm, act: Act, now: dt.datetime, read: Iterable[models.Base]) -> Book:
        """The books without the lock, as if it had been taken when all these rows were read, in one snapshot.

        `statements` writes them only if nobody took the lock since. What is not among the rows is Unforeseen. Of
        unspent lots they are the client's oldest, in their order.
        """
        drafted = _event(firm, firm.seq + 1, act, now)
        book = cls(None, firm, drafted)
        book._added.append(drafted)
        for row in read:
            book._read.append(row)
            book._know(row)
        return book

    def statements(self, by: Writer) -> list[Statement]:
        """What writes a draft: everything, or, where the firm is not at the number that was read, nothing."""
        return by.statements(self._added, self._read, Guard(self.firm.id, self.seq - 1))

    @property
    def session(self) -> AsyncSession:
        """To ask the database, within the transaction; what was written in memory is written there first."""
        if self._session is None:
            raise Unforeseen
        return self._session

    async def then(self, act: Act) -> Book:
        """The same books, in the same transaction, for a further event that follows from the first."""
        return Book(self.session, *await _next_event(self.session, self.firm.id, act, self.now))

    def concerns(self, client_id: uuid.UUID) -> None:
        """Whom the event is for, where that is known only once the books are open."""
        self.event.client_id = client_id

    async def add(self, row: models.Base) -> None:
        """A row that is new. Rows that point to it may follow."""
        complete(row)
        if isinstance(row, Changing):
            row.changed_seq = self.seq
        self._know(row)
        if self._session is None:
            self._added.append(row)
        else:
            self._session.add(row)

    async def row(self, model: type[Row], row_id: uuid.UUID) -> Row:
        """The firm's row of this id."""
        found: Row | None = self._rows.get((model, row_id))
        if found is None:
            found = await self.session.get_one(model, (self.firm.id, row_id))
            self._know(found)
        return found

    async def firm_account(self, kind: AccountKind) -> models.Account:
        """The firm's one account of this kind (cash, billed, revenue, notes, loss), opened with its first use."""
        return await self.account(kind) or await self.open_account(kind)

    async def account(
        self, kind: AccountKind, *, invoice_id: uuid.UUID | None = None, payment_id: uuid.UUID | None = None
    ) -> models.Account | None:
        """The account of this kind, of an invoice, a payment, or neither: of the firm."""
        found = self._accounts.get((kind, invoice_id or payment_id))
        if found is None:
            account = models.Account
            of: ColumnElement[bool] = account.client_id.is_(None)
            if invoice_id or payment_id:
                of = account.invoice_id == invoice_id if invoice_id else account.payment_id == payment_id
            found = await self.session.scalar(
                select(account).where(account.firm_id == self.firm.id, lots.of_kind(account, kind), of)
            )
            if found is not None:
                self._know(found)
        return found

    async def unspent(self, client_id: uuid.UUID, amount: int) -> list[models.Account]:
        """The client's lots of which something is left, the oldest first (D14): those that have `amount`, or all."""
        if self._session is not None:
            return await lots.reaching(self._session, self.firm.id, client_id, amount)
        known = [row for row in self._read if isinstance(row, models.Account) and row.client_id == client_id]
        found = [row for row in known if row.kind is AccountKind.LOT and row.credits > row.debits]
        if sum(row.credits - row.debits for row in found) < amount:
            raise Unforeseen  # there may be younger ones
        return found

    async def open_account(self, kind: AccountKind, **of: Any) -> models.Account:
        """A new, empty account of this firm; `of` names what it belongs to."""
        account = models.Account(
            **{"opened_at": self.now, **of},
            firm_id=self.firm.id,
            id=models.new_id(),
            currency=self.currency,
            kind=kind,
            debits=0,
            credits=0,
        )
        await self.add(account)
        return account

    async def post(
        self,
        debit: models.Account,
        credit: models.Account,
        amount: int,
        cause: str,
        *,
        entry: models.CreditEntry | None = None,
        reverses: models.Transfer | None = None,
    ) -> models.Transfer:
        """Write one transfer of `amount` > 0 and everything that follows from it: sums of accounts, client, invoice.

        `cause` names the economic fact; the same fact twice is refused by the database. A transfer that changes the
        client's balance is a credit entry, and needs `entry` (kind and links; the rest is filled in here).
        """
        transfer = models.Transfer(
            firm_id=self.firm.id, id=models.new_id(), currency=self.currency, event_seq=self.seq, amount=amount,
            debit_id=debit.id, credit_id=credit.id, cause=cause, reverses_id=reverses.id if reverses else None,
        )  # fmt: skip
        await self.add(transfer)
        debit.debits += amount
        credit.credits += amount
        debit.changed_seq = credit.changed_seq = self.seq
        what = effects(debit.kind, credit.kind, amount)
        if bool(what.balance) is (entry is None):
            message = "a transfer is a credit entry exactly when it changes the balance"
            raise AssertionError(message)
        client_id = debit.client_id or credit.client_id
        if client_id is not None:
            client = await self._sum_client(client_id, what)
            await self._sum_invoice(debit, credit, what)
            if entry is not None:
                await self._add_entry(entry, transfer, client, what)
        return transfer

    async def _sum_client(self, client_id: uuid.UUID, what: Effects) -> models.Client:
        client = await self.row(models.Client, client_id)
        client.available += what.available
        client.held += what.held
        client.due += what.due
        return client

    async def _sum_invoice(self, debit: models.Account, credit: models.Account, what: Effects) -> None:
        invoice_id = debit.invoice_id or credit.invoice_id
        if invoice_id is None or not (what.paid or what.pending):
            return
        await self._sum_payment(debit, credit, what)
        invoice = await self.row(models.Invoice, invoice_id)
        invoice.changed_seq = self.seq
        invoice.pending += what.pending
        invoice.paid += what.paid
        # D18: by settled money alone.
        invoice.status = InvoiceStatus.PARTIALLY_PAID if invoice.paid else InvoiceStatus.UNPAID
        if invoice.paid == invoice.total:
            invoice.status = InvoiceStatus.PAID

    async def _sum_payment(self, debit: models.Account, credit: models.Account, what: Effects) -> None:
        # Credits go onto an invoice, and off it, by an account of the payment that they are part of.
        payment_id = (debit if what.paid > 0 else credit).payment_id
        if not what.paid or payment_id is None:
            return
        payment = await self.row(models.Payment, payment_id)
        payment.changed_seq = self.seq
        payment.applied += what.paid

    async def _add_entry(
        self, entry: models.CreditEntry, transfer: models.Transfer, client: models.Client, what: Effects
    ) -> None:
        entry.firm_id = self.firm.id
        entry.id = transfer.id
        entry.client_id = client.id
        entry.event_seq = self.seq
        entry.amount = what.balance
        entry.balance_after = client.available + client.held
        entry.created_at = self.now
        await self.add(entry)

    def _know(self, row: models.Base) -> None:
        row_id = getattr(row, "id", None)
        if row_id is not None:
            self._rows[type(row), row_id] = row
        if isinstance(row, models.Account):
            of_invoice = row.kind is AccountKind.DUE
            self._accounts[row.kind, row.invoice_id if of_invoice else row.payment_id] = row


def _event(firm: models.Firm, seq: int, act: Act, now: dt.datetime) -> models.Event:
    return models.Event(
        firm_id=firm.id,
        seq=seq,
        kind=act.kind,
        member_id=act.member_id,
        client_user_id=act.client_user_id,
        client_id=act.client_id,
        reason=act.reason,
        at=now,
    )


async def _next_event(
    session: AsyncSession, firm_id: uuid.UUID, act: Act, now: dt.datetime
) -> tuple[models.Firm, models.Event]:
    await session.flush()
    found = await session.scalars(
        update(models.Firm).where(models.Firm.id == firm_id).values(seq=models.Firm.seq + 1).returning(models.Firm),
        execution_options={"populate_existing": True, "synchronize_session": False},
    )
    firm = found.one()
    row = _event(firm, firm.seq, act, now)
    unit_of_work.follow(session, firm.seq)
    session.add(row)
    return firm, row
