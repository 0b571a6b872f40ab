"""Shared by Strawberry and Ariadne: SQLAlchemy's ORM with DataLoaders, as their documentation suggests."""

from __future__ import annotations

import datetime as dt
import os
import uuid
from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from strawberry.dataloader import DataLoader

import models
from bench.contenders.common import PayInvoiceCommand, PaymentRefused
from models import AccountKind, CreditEntryKind, InvoiceStatus, PaidBy, PaymentStatus

Row = TypeVar("Row", bound=models.Base)

sessions = async_sessionmaker(
    create_async_engine(os.environ["DATABASE_URL"], pool_size=16, max_overflow=0), expire_on_commit=False
)


async def load_viewer(digest: str) -> models.ClientUser | None:
    """The client user of the session, or None."""
    user, row = models.ClientUser, models.Session
    async with sessions() as session:
        return await session.scalar(
            select(user)
            .join(row, (row.firm_id == user.firm_id) & (row.client_user_id == user.id))
            .where(row.token_digest == digest, row.expires_at > dt.datetime.now(dt.UTC), user.removed_at.is_(None))
        )


class Loaders:
    """The DataLoaders of one request."""

    def __init__(self, user: models.ClientUser) -> None:
        self.user = user
        self.people: DataLoader[uuid.UUID, models.Person] = DataLoader(self._people)
        self.clients: DataLoader[uuid.UUID, models.Client] = DataLoader(self._clients)
        self.lines: DataLoader[uuid.UUID, list[models.InvoiceLine]] = DataLoader(self._lines)
        self.payments: DataLoader[uuid.UUID, list[models.Payment]] = DataLoader(self._payments)

    async def _people(self, ids: list[uuid.UUID]) -> list[models.Person]:
        return await _by_id(models.Person, models.Person.id.in_(ids), ids)

    async def _clients(self, ids: list[uuid.UUID]) -> list[models.Client]:
        is_of_firm = models.Client.firm_id == self.user.firm_id
        return await _by_id(models.Client, is_of_firm & models.Client.id.in_(ids), ids)

    async def _lines(self, ids: list[uuid.UUID]) -> list[list[models.InvoiceLine]]:
        line = models.InvoiceLine
        statement = select(line).where(line.firm_id == self.user.firm_id, line.invoice_id.in_(ids))
        return await _group_by_invoice(statement.order_by(line.position), ids)

    async def _payments(self, ids: list[uuid.UUID]) -> list[list[models.Payment]]:
        payment = models.Payment
        statement = select(payment).where(payment.firm_id == self.user.firm_id, payment.invoice_id.in_(ids))
        return await _group_by_invoice(statement.order_by(payment.id), ids)

    async def entries(self, client_id: uuid.UUID, first: int) -> Sequence[models.CreditEntry]:
        """The newest entries, and one more, which shows whether there is a next page."""
        entry = models.CreditEntry
        async with sessions() as session:
            rows = await session.scalars(
                select(entry)
                .where(entry.firm_id == self.user.firm_id, entry.client_id == client_id)
                .order_by(entry.event_seq.desc(), entry.id.desc())
                .limit(first + 1)
            )
            return rows.all()

    async def invoices(self, client_id: uuid.UUID, first: int) -> Sequence[models.Invoice] | None:
        """The newest invoices, and one more, which shows whether there is a next page; None if the firm hides them."""
        invoice = models.Invoice
        async with sessions() as session:
            settings = await session.get_one(models.PaymentSettings, self.user.firm_id)
            if settings.hide_invoices_from_clients:
                return None
            rows = await session.scalars(
                select(invoice)
                .where(
                    invoice.firm_id == self.user.firm_id,
                    invoice.client_id == client_id,
                    invoice.status != InvoiceStatus.DRAFT,
                )
                .order_by(invoice.id.desc())
                .limit(first + 1)
            )
            return rows.all()


async def _by_id(model: type[Row], where: Any, ids: Sequence[uuid.UUID]) -> list[Row]:
    async with sessions() as session:
        rows: dict[Hashable, Row] = {row.id: row for row in await session.scalars(select(model).where(where))}  # type: ignore[attr-defined]
    return [rows[id_] for id_ in ids]


async def _group_by_invoice(statement: Any, ids: Sequence[uuid.UUID]) -> list[list[Any]]:
    rows_by_invoice = defaultdict(list)
    async with sessions() as session:
        for row in await session.scalars(statement):
            rows_by_invoice[row.invoice_id].append(row)
    return [rows_by_invoice[id_] for id_ in ids]


async def pay(
    user: models.ClientUser, command: PayInvoiceCommand
) -> tuple[models.Invoice, models.Payment, models.Client]:
    """The use case with ORM objects: lock the firm, check, and write the same rows as Acompte."""
    async with sessions.begin() as session:
        firm = await session.get_one(models.Firm, user.firm_id, with_for_update=True)
        existing = select(models.Operation).where(
            models.Operation.firm_id == firm.id,
            models.Operation.membership_id == user.id,
            models.Operation.key == command.key,
        )
        invoice = await session.get(models.Invoice, (firm.id, command.invoice_id))
        if invoice is None or invoice.client_id != user.client_id or await session.scalar(existing):
            raise PaymentRefused
        client = await session.get_one(models.Client, (firm.id, user.client_id))
        if command.amount > min(invoice.payable, client.available):
            raise PaymentRefused
        payment = await _claim_and_reserve(session, firm, user, invoice, command)
        await _settle(session, firm, client, invoice, payment)
        return invoice, payment, client


async def _claim_and_reserve(
    session: AsyncSession,
    firm: models.Firm,
    user: models.ClientUser,
    invoice: models.Invoice,
    command: PayInvoiceCommand,
) -> models.Payment:
    now = dt.datetime.now(dt.UTC)
    firm.seq += 1
    firm.last_payment_number += 1
    payment_id = models.new_id()
    session.add(
        models.Event(
            firm_id=firm.id, seq=firm.seq, id=models.new_id(), kind="invoice.paid", client_user_id=user.id,
            client_id=user.client_id, at=now, subject_type=models.SubjectType.PAYMENT, subject_id=payment_id,
        )
    )  # fmt: skip
    operation = models.Operation(
        firm_id=firm.id, id=models.new_id(), membership_id=user.id, key=command.key, mutation="payInvoice",
        fingerprint=command.fingerprint, client_id=user.client_id, invoice_id=invoice.id, created_at=now,
    )  # fmt: skip
    session.add(operation)
    await session.flush()
    payment = models.Payment(
        firm_id=firm.id, id=payment_id, client_id=user.client_id, invoice_id=invoice.id, operation_id=operation.id,
        event_seq=firm.seq, amount=command.amount, applied=command.amount, refunded=0, paid_by=PaidBy.CREDITS,
        status=PaymentStatus.SUCCEEDED, created_at=now, settled_at=now, changed_seq=firm.seq,
        number=firm.last_payment_number,
    )  # fmt: skip
    session.add(payment)
    await session.flush()
    return payment


async def _settle(
    session: AsyncSession, firm: models.Firm, client: models.Client, invoice: models.Invoice, payment: models.Payment
) -> None:
    account, amount = models.Account, payment.amount
    hold = account(
        firm_id=firm.id, id=models.new_id(), currency=firm.currency, kind=AccountKind.HELD, client_id=client.id,
        payment_id=payment.id, debits_posted=0, credits_posted=0, opened_at=payment.created_at,
    )  # fmt: skip
    session.add(hold)
    await session.flush()
    missing = amount
    for lot in await _open_lots(session, client):
        part = min(missing, lot.credits_posted - lot.debits_posted)
        _post(session, firm, lot, hold, part, models.TransferCode.CREDITS_HELD, f"payment:{payment.id}:held:{lot.id}")
        missing -= part
        if not missing:
            break
    firm_accounts = await session.scalars(
        select(account).where(account.firm_id == firm.id, account.client_id.is_(None))
    )
    kinds = {account_.kind: account_ for account_ in firm_accounts}
    receivable = (
        await session.scalars(
            select(account).where(
                account.firm_id == firm.id, account.invoice_id == invoice.id, account.kind == AccountKind.RECEIVABLE
            )
        )
    ).one()
    settled = _post(
        session, firm, hold, receivable, amount, models.TransferCode.PAYMENT_SETTLED, f"payment:{payment.id}:settled"
    )
    revenue = f"payment:{payment.id}:settled:revenue"
    _post(
        session,
        firm,
        kinds[AccountKind.BILLED_CLEARING],
        kinds[AccountKind.REVENUE],
        amount,
        models.TransferCode.REVENUE_RECOGNIZED,
        revenue,
    )
    client.available -= amount
    client.due -= amount
    invoice.paid += amount
    invoice.changed_seq, invoice.last_paid_at = firm.seq, payment.created_at
    invoice.status = InvoiceStatus.PAID if invoice.paid == invoice.total else InvoiceStatus.PARTIALLY_PAID
    await session.flush()
    session.add(
        models.CreditEntry(
            firm_id=firm.id, id=settled.id, client_id=client.id, event_seq=firm.seq, amount=-amount,
            kind=CreditEntryKind.INVOICE_PAYMENT, balance_after=client.available + client.held, payment_id=payment.id,
            created_at=payment.created_at,
        )
    )  # fmt: skip


async def _open_lots(session: AsyncSession, client: models.Client) -> Sequence[models.Account]:
    account = models.Account
    lots = await session.scalars(
        select(account)
        .where(
            account.firm_id == client.firm_id,
            account.client_id == client.id,
            account.kind == AccountKind.LOT,
            account.credits_posted > account.debits_posted,
        )
        .order_by(account.opened_at, account.id)
    )
    return lots.all()


def _post(
    session: AsyncSession,
    firm: models.Firm,
    debit: models.Account,
    credit: models.Account,
    amount: int,
    code: models.TransferCode,
    reference: str,
) -> models.Transfer:
    debit.debits_posted += amount
    credit.credits_posted += amount
    debit.changed_seq = credit.changed_seq = firm.seq
    transfer = models.Transfer(
        firm_id=firm.id, id=models.new_id(), currency=firm.currency, event_seq=firm.seq, debit_id=debit.id,
        credit_id=credit.id, amount=amount, code=code, reference=reference,
    )  # fmt: skip
    session.add(transfer)
    return transfer
