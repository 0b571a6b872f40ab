"""The ledger transaction: one event of one firm, and the only function that writes transfers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

import models
from db.batch_writer import fill_defaults
from db.row_loader import LoadQuery
from db.unit_of_work import SEQ_KEY, stamp
from db.write_transaction import WriteTransaction
from ledger import events, lots
from ledger.balance_changes import BalanceChanges, compute_balance_changes
from ledger.events import EventMeta, FieldChange
from models import AccountKind, InvoiceStatus, TransferCode, sqlalchemy_compat
from models.base import ChangeTrackedMixin

Row = TypeVar("Row", bound=models.Base)


class LedgerTransaction:
    """One database transaction on one firm's ledger: its lock, one event, and the transfers posted with it.

    All amounts are minor units of `currency`. Rows are loaded, changed and added in memory, and written together by
    `commit`. That is safe: while the firm is locked, nobody else changes them.
    """

    def __init__(self, writes: WriteTransaction, firm: models.Firm, event: models.Event) -> None:
        self._writes = writes
        self.firm = firm
        self.event = event
        self.now = event.at
        self.seq = event.seq
        self.currency = firm.currency
        self.loaded: list[list[Any]] = []
        """The rows of the query that the transaction began with. The first entity of each row is the firm."""
        self._rows: dict[tuple[type[models.Base], uuid.UUID], Any] = {}
        self._accounts: dict[tuple[AccountKind, uuid.UUID | None], models.Account] = {}
        self._lots: list[models.Account] = []
        self._tracked: list[models.Base] = []
        self._added: list[models.Base] = [event]
        self._session: AsyncSession | None = None
        self._change_count = 0

    @classmethod
    def begin(cls, writes: WriteTransaction, meta: EventMeta, now: dt.datetime, query: LoadQuery) -> LedgerTransaction:
        """Load the rows of the query, which `writes` has run after it locked the firm, and begin an event.

        The query is one of `select_firm`. In its rows after the first one, only the last entity may differ: the others
        are taken from the first row. `now` was read after the lock. The firm's next `seq` becomes the event's: the
        order of events, the version of rows and the cursor of changes. Raises NoResultFound if the query found nothing.
        """
        loaded = query.loader.load(writes.rows)
        if not loaded:
            raise NoResultFound
        firm: models.Firm = loaded[0][0]
        previous_at: dt.datetime | None = loaded[0][1]
        for objects in loaded:
            del objects[1]
        firm.seq += 1
        event = events.build_event(firm, firm.seq, meta, events.not_before(previous_at, now))
        transaction = cls(writes, firm, event)
        transaction.loaded = loaded
        for row in (*loaded[0], *(objects[-1] for objects in loaded[1:])):
            if row is not None:
                transaction._tracked.append(row)
                transaction._register(row)
                if isinstance(row, models.Account) and row.kind is AccountKind.LOT:
                    transaction._lots.append(row)
        return transaction

    @classmethod
    def begin_firm(
        cls, writes: WriteTransaction, firm: models.Firm, meta: EventMeta, now: dt.datetime
    ) -> LedgerTransaction:
        """Begin the first transaction of a new firm, which adds the firm."""
        transaction = cls(writes, firm, events.build_event(firm, firm.seq, meta, now))
        transaction._added.insert(0, firm)
        return transaction

    @property
    def session(self) -> AsyncSession:
        """A session in the transaction, for further statements. It contains all rows loaded and added so far.

        It flushes them before it runs a statement.
        """
        if self._session is None:
            self._session = self._writes.session
            self._session.sync_session.info[SEQ_KEY] = self.seq
            for row in self._tracked:
                sqlalchemy_compat.mark_persistent(row)
            self._session.add_all([*self._tracked, *self._added])
        return self._session

    async def continue_as(self, meta: EventMeta) -> LedgerTransaction:
        """Return a new LedgerTransaction with a further event, in the same database transaction.

        What is posted with it belongs to that event. The first one commits both.
        """
        session = self.session
        await session.flush()
        self.firm.seq += 1
        event = events.build_event(self.firm, self.firm.seq, meta, self.now)
        session.sync_session.info[SEQ_KEY] = event.seq
        transaction = LedgerTransaction(self._writes, self.firm, event)
        transaction._session = session
        session.add(transaction.event)
        return transaction

    async def commit(self) -> None:
        """Write all changes and commit."""
        if self._session is not None:
            await self._session.flush()
            await self._writes.commit()
            return
        changed = [row for row in self._tracked if sqlalchemy_compat.is_modified(row)]
        stamp(changed, self.seq)
        await self._writes.commit(self._added, changed)

    def set_kind(self, kind: str) -> None:
        """Set the event's kind, if it was not known when the transaction began."""
        self.event.kind = kind

    def set_client(self, client_id: uuid.UUID) -> None:
        """Set the event's client, if it was not known when the transaction began."""
        self.event.client_id = client_id

    def set_subject(self, row: models.Base) -> None:
        """Set what the event is about, if that is not the first row that the transaction adds (D62)."""
        events.set_subject(self.event, row)

    async def record_changes(self, changes: Iterable[FieldChange]) -> None:
        """Record what the event changes: the fields' names in the API, and their values before and after (D63).

        Values are cut to `events.MAX_VALUE_LENGTH` characters. Equal ones are left out.
        """
        for change in list(events.build_event_changes(self.event, changes, self._change_count)):
            self._change_count += 1
            await self.add(change)

    async def add(self, row: models.Base) -> None:
        """Add a new row. Rows with a foreign key to it are added after it. The first row that can be the subject of
        the event becomes that, unless it has one.
        """
        fill_defaults(row)
        if self.event.subject_type is None and type(row) in events.SUBJECT_TYPES:
            events.set_subject(self.event, row)
        if isinstance(row, ChangeTrackedMixin):
            row.changed_seq = self.seq
        self._register(row)
        if self._session is None:
            self._added.append(row)
        else:
            self._session.add(row)

    async def get(self, model: type[Row], row_id: uuid.UUID) -> Row:
        """Return the firm's row with this id. Raises NoResultFound."""
        found: Row | None = self._rows.get((model, row_id))
        if found is None:
            found = await self.session.get_one(model, (self.firm.id, row_id))
            self._register(found)
        return found

    async def get_firm_account(self, kind: AccountKind) -> models.Account:
        """Return the firm's only account of this kind. It is opened when it is first used."""
        return await self.find_account(kind) or await self.open_account(kind)

    async def find_account(
        self, kind: AccountKind, *, invoice_id: uuid.UUID | None = None, payment_id: uuid.UUID | None = None
    ) -> models.Account | None:
        """Return the account of this kind that belongs to the invoice, the payment or, without them, the firm."""
        found = self._accounts.get((kind, invoice_id or payment_id))
        if found is None:
            account = models.Account
            owner: ColumnElement[bool] = account.client_id.is_(None)
            if invoice_id or payment_id:
                owner = account.invoice_id == invoice_id if invoice_id else account.payment_id == payment_id
            found = await self.session.scalar(
                select(account).where(account.firm_id == self.firm.id, lots.is_kind(account, kind), owner)
            )
            if found is not None:
                self._register(found)
        return found

    async def load_unspent_lots(self, client_id: uuid.UUID, amount: int) -> list[models.Account]:
        """Return the client's unspent lots, the oldest first (D14): at least as many as cover `amount`, or all of them.

        Reads nothing if the rows that the transaction began with cover the amount.
        """
        known = [lot for lot in self._lots if lot.client_id == client_id and lot.credits_posted > lot.debits_posted]
        if self._session is None and sum(lot.credits_posted - lot.debits_posted for lot in known) >= amount:
            return known
        return await lots.load_lots_covering(self.session, self.firm.id, client_id, amount)

    async def open_account(self, kind: AccountKind, **owner: Any) -> models.Account:
        """Add an account without transfers. `owner` are the columns that name what it belongs to."""
        account = models.Account(
            **{"opened_at": self.now, **owner}, firm_id=self.firm.id, id=models.new_id(), currency=self.currency,
            kind=kind, debits_posted=0, credits_posted=0,
        )  # fmt: skip
        await self.add(account)
        return account

    async def post(
        self,
        debit: models.Account,
        credit: models.Account,
        amount: int,
        code: TransferCode,
        reference: str,
        *,
        entry: models.CreditEntry | None = None,
        reverses: models.Transfer | None = None,
    ) -> models.Transfer:
        """Record a transfer of `amount` > 0, and update the totals of its accounts, client, invoice and payment.

        `reference` names the economic fact, which the database accepts once; `code` is the typed reason. A transfer
        that changes the client's balance is a credit entry: it needs `entry` with its kind and links, and sets the
        rest.
        """
        transfer = models.Transfer(
            firm_id=self.firm.id, id=models.new_id(), currency=self.currency, event_seq=self.seq, amount=amount,
            debit_id=debit.id, credit_id=credit.id, code=code, reference=reference,
            reverses_id=reverses.id if reverses else None,
        )  # fmt: skip
        await self.add(transfer)
        debit.debits_posted += amount
        credit.credits_posted += amount
        changes = compute_balance_changes(debit.kind, credit.kind, amount)
        if bool(changes.balance) is (entry is None):
            message = "a transfer is a credit entry exactly when it changes the balance"
            raise AssertionError(message)
        client_id = debit.client_id or credit.client_id
        if client_id is not None:
            client = await self._update_client_totals(client_id, changes)
            await self._update_invoice_totals(debit, credit, changes)
            if entry is not None:
                await self._add_entry(entry, transfer, client, changes)
        return transfer

    async def _update_client_totals(self, client_id: uuid.UUID, changes: BalanceChanges) -> models.Client:
        client = await self.get(models.Client, client_id)
        client.available += changes.available
        client.held += changes.held
        client.due += changes.due
        client.pending += changes.pending
        return client

    async def _update_invoice_totals(
        self, debit: models.Account, credit: models.Account, changes: BalanceChanges
    ) -> None:
        invoice_id = debit.invoice_id or credit.invoice_id
        if invoice_id is None or not (changes.paid or changes.pending):
            return
        await self._update_payment_totals(debit, credit, changes)
        invoice = await self.get(models.Invoice, invoice_id)
        invoice.pending += changes.pending
        invoice.paid += changes.paid
        # D18: only settled payments count.
        status = InvoiceStatus.PARTIALLY_PAID if invoice.paid else InvoiceStatus.UNPAID
        invoice.status = InvoiceStatus.PAID if invoice.paid == invoice.total else status

    async def _update_payment_totals(
        self, debit: models.Account, credit: models.Account, changes: BalanceChanges
    ) -> None:
        # Credits are applied to an invoice, and taken off it, through an account of their payment.
        payment_id = (debit if changes.paid > 0 else credit).payment_id
        if not changes.paid or payment_id is None:
            return
        payment = await self.get(models.Payment, payment_id)
        payment.applied += changes.paid

    async def _add_entry(
        self, entry: models.CreditEntry, transfer: models.Transfer, client: models.Client, changes: BalanceChanges
    ) -> None:
        entry.firm_id = self.firm.id
        entry.id = transfer.id
        entry.client_id = client.id
        entry.event_seq = self.seq
        entry.amount = changes.balance
        entry.balance_after = client.available + client.held
        entry.created_at = self.now
        await self.add(entry)

    def _register(self, row: Any) -> None:
        values, model = sqlalchemy_compat.values_of(row), type(row)
        row_id = values.get("id")
        if row_id is not None:
            self._rows[model, row_id] = row
        if model is models.Account:
            kind = values["kind"]
            self._accounts[kind, values.get("invoice_id" if kind is AccountKind.RECEIVABLE else "payment_id")] = row
