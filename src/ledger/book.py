"""A firm's books, open for one money transaction: the firm's lock, the event, and the one way to write a transfer."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Update, case, event, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

import models
from ledger.effects import Effects, effects
from models import AccountKind, InvoiceStatus
from models.base import Changing

Row = TypeVar("Row", bound=models.Base)
_SEQ = "event_seq"


@dataclass(frozen=True, slots=True)
class Act:
    """Who does what, for whom, why (D32). Neither member nor client user: the system."""

    kind: str
    member_id: uuid.UUID | None = None
    client_user_id: uuid.UUID | None = None
    client_id: uuid.UUID | None = None
    reason: str | None = None


class Book:
    """The books of one firm, locked until the transaction ends. All amounts are minor units of `currency`."""

    def __init__(self, session: AsyncSession, firm: models.Firm, event: models.Event) -> None:
        self.session = session
        self.firm = firm
        self.event = event
        self.now = event.at
        self.seq = event.seq
        self.currency = firm.currency

    @classmethod
    async def open(cls, session: AsyncSession, firm_id: uuid.UUID, act: Act, now: dt.datetime) -> Book:
        """Lock the firm, first of all, and write down the event that this transaction is.

        Taking the next number is the lock, the order, the version and the cursor of changes at once. The
        transaction must not have asked anything before: what it reads from here on nobody else changes.
        """
        firm, event = await _next_event(session, firm_id, act, now)
        return cls(session, firm, event)

    async def then(self, act: Act) -> Book:
        """The same books, in the same transaction, for a further event that follows from the first."""
        firm, event = await _next_event(self.session, self.firm.id, act, self.now)
        return Book(self.session, firm, event)

    def concerns(self, client_id: uuid.UUID) -> None:
        """Whom the event is for, where that is known only once the books are open."""
        self.event.client_id = client_id

    async def add(self, row: models.Base) -> None:
        """Insert a row now, so that rows that point to it may follow."""
        self.session.add(row)
        await self.session.flush()

    async def firm_account(self, kind: AccountKind) -> models.Account:
        """The firm's one account of this kind (cash, billed, revenue, notes, loss), opened with its first use."""
        found = await self.session.scalar(
            select(models.Account).where(
                models.Account.firm_id == self.firm.id, models.Account.kind == kind, models.Account.client_id.is_(None)
            )
        )
        return found or await self.open_account(kind)

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
            firm_id=self.firm.id,
            id=models.new_id(),
            currency=self.currency,
            event_seq=self.seq,
            debit_id=debit.id,
            credit_id=credit.id,
            amount=amount,
            cause=cause,
            reverses_id=reverses.id if reverses else None,
        )
        await self.add(transfer)
        await self._sum(debit, debits=amount)
        await self._sum(credit, credits=amount)
        client_id = debit.client_id or credit.client_id
        what = effects(debit.kind, credit.kind, amount)
        if bool(what.balance) is (entry is None):
            message = "a transfer is a credit entry exactly when it changes the balance"
            raise AssertionError(message)
        if client_id is not None:
            client = await self._sum_client(client_id, what)
            await self._sum_invoice(debit, credit, what)
            if entry is not None:
                await self._add_entry(entry, transfer, client, what)
        return transfer

    async def _sum(self, account: models.Account, *, debits: int = 0, credits: int = 0) -> None:  # noqa: A002
        await _changed(
            self.session,
            update(models.Account)
            .where(models.Account.firm_id == account.firm_id, models.Account.id == account.id)
            .values(
                changed_seq=self.seq,
                debits=models.Account.debits + debits,
                credits=models.Account.credits + credits,
            ),
            models.Account,
        )

    async def _sum_client(self, client_id: uuid.UUID, what: Effects) -> models.Client:
        return await _changed(
            self.session,
            update(models.Client)
            .where(models.Client.firm_id == self.firm.id, models.Client.id == client_id)
            .values(
                available=models.Client.available + what.available,
                held=models.Client.held + what.held,
                due=models.Client.due + what.due,
            ),
            models.Client,
        )

    async def _sum_invoice(self, debit: models.Account, credit: models.Account, what: Effects) -> None:
        invoice_id = debit.invoice_id or credit.invoice_id
        if invoice_id is None or not (what.paid or what.pending):
            return
        await self._sum_payment(debit, credit, what)
        paid = models.Invoice.paid + what.paid
        await _changed(
            self.session,
            update(models.Invoice)
            .where(models.Invoice.firm_id == self.firm.id, models.Invoice.id == invoice_id)
            .values(
                changed_seq=self.seq,
                paid=paid,
                pending=models.Invoice.pending + what.pending,
                # D18: by settled money alone.
                status=case(
                    (paid == models.Invoice.total, InvoiceStatus.PAID.name),
                    (paid > 0, InvoiceStatus.PARTIALLY_PAID.name),
                    else_=InvoiceStatus.UNPAID.name,
                ),
            ),
            models.Invoice,
        )

    async def _sum_payment(self, debit: models.Account, credit: models.Account, what: Effects) -> None:
        # Credits go onto an invoice, and off it, by an account of the payment that they are part of.
        if not what.paid:
            return
        payment_id = (debit if what.paid > 0 else credit).payment_id
        await _changed(
            self.session,
            update(models.Payment)
            .where(models.Payment.firm_id == self.firm.id, models.Payment.id == payment_id)
            .values(changed_seq=self.seq, applied=models.Payment.applied + what.paid),
            models.Payment,
        )

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


async def _next_event(
    session: AsyncSession, firm_id: uuid.UUID, act: Act, now: dt.datetime
) -> tuple[models.Firm, models.Event]:
    firm = await _changed(
        session, update(models.Firm).where(models.Firm.id == firm_id).values(seq=models.Firm.seq + 1), models.Firm
    )
    row = models.Event(
        firm_id=firm_id,
        seq=firm.seq,
        kind=act.kind,
        member_id=act.member_id,
        client_user_id=act.client_user_id,
        client_id=act.client_id,
        reason=act.reason,
        at=now,
    )
    session.sync_session.info[_SEQ] = firm.seq
    session.add(row)
    await session.flush()
    return firm, row


@event.listens_for(Session, "before_flush")
def _follow(session: Session, _context: object, _instances: object) -> None:
    """Whatever changes within an event carries the event's number, so that live pages can follow."""
    seq = session.info.get(_SEQ)
    if seq is None:
        return
    for row in (*session.new, *session.dirty):
        if isinstance(row, Changing) and session.is_modified(row):
            row.changed_seq = seq


async def _changed(session: AsyncSession, statement: Update, model: type[Row]) -> Row:
    """Run an UPDATE of one row, and take its new values into the session."""
    await session.flush()
    found = await session.scalars(
        statement.returning(model), execution_options={"populate_existing": True, "synchronize_session": False}
    )
    return found.one()
