"""Which money paid which invoice, cent by cent (D14). The trace is the transfers out of lots, and nothing besides."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

import models
from billing.errors import CreditAllocation
from models import AccountKind

_lot, _target = aliased(models.Account), aliased(models.Account)


def select_allocations(
    firm_id: uuid.UUID, *, settled_only: bool
) -> Select[*tuple[uuid.UUID, uuid.UUID | None, uuid.UUID, int]]:
    """The firm's uses, the first taken first; to be narrowed down by `of_prepayments`, `of_lots` or `by_payments`.

    `settled`: only what is on an invoice now, without what is reserved for payments under way.
    """
    taken, undone = models.Transfer, aliased(models.Transfer)
    back = (
        select(func.coalesce(func.sum(undone.amount), 0))
        .where(undone.firm_id == taken.firm_id, undone.reverses_id == taken.id)
        .scalar_subquery()
    )
    payment_id = func.coalesce(_target.payment_id, _lot.payment_id)
    statement = (
        select(models.CreditEntry.id, _lot.prepayment_id, models.Payment.id, func.sum(taken.amount - back))
        .select_from(_lot)
        .join(taken, (taken.firm_id == _lot.firm_id) & (taken.debit_id == _lot.id))
        .join(_target, (_target.firm_id == taken.firm_id) & (_target.id == taken.credit_id))
        .join(models.Payment, (models.Payment.firm_id == taken.firm_id) & (models.Payment.id == payment_id))
        .join(models.CreditEntry, (models.CreditEntry.firm_id == _lot.firm_id) & (models.CreditEntry.lot_id == _lot.id))
        .where(
            _lot.firm_id == firm_id,
            _lot.kind == AccountKind.LOT,
            _target.kind.in_((AccountKind.HELD, AccountKind.RECEIVABLE, AccountKind.PENDING)),
            _target.refund_id.is_(None),
            taken.amount > back,
        )
        .group_by(models.CreditEntry.id, _lot.prepayment_id, models.Payment.id)
        .order_by(func.min(taken.event_seq), func.min(_lot.opened_at), models.CreditEntry.id, models.Payment.id)
    )
    return statement.where(models.Payment.applied > 0) if settled_only else statement


def in_prepayments(prepayment_ids: Sequence[uuid.UUID]) -> ColumnElement[bool]:
    """Uses of these prepayments' money."""
    return _lot.prepayment_id.in_(prepayment_ids)


def in_lots(lot_ids: Sequence[uuid.UUID]) -> ColumnElement[bool]:
    """Uses of the money of these lots."""
    return _lot.id.in_(lot_ids)


def in_payments(payment_ids: Sequence[uuid.UUID]) -> ColumnElement[bool]:
    """Uses by these payments."""
    return func.coalesce(_target.payment_id, _lot.payment_id).in_(payment_ids)


def select_prepayment_allocations(prepayment: Any) -> Select[*tuple[Any, ...]]:
    """What a prepayment's money paid, the first first: the same, for the row of a statement around it."""
    return _with_position(
        select_allocations(prepayment.firm_id, settled_only=True).where(_lot.prepayment_id == prepayment.id), prepayment
    )


def select_payment_funding(payment: Any) -> Select[*tuple[Any, ...]]:
    """Whose money a payment from credits has, reserved or spent, oldest first; of another payment, nobody's."""
    by_it = func.coalesce(_target.payment_id, _lot.payment_id) == payment.id
    from_credits = payment.paid_by == models.PaidBy.CREDITS
    return _with_position(select_allocations(payment.firm_id, settled_only=False).where(by_it, from_credits), payment)


def _with_position(statement: Select[*tuple[Any, ...]], row: Any) -> Select[*tuple[Any, ...]]:
    """The uses of the row, by names, each with its place."""
    entry_id, _, payment_id, amount = statement.selected_columns
    place = func.row_number().over(order_by=statement._order_by_clauses).label("place")
    named = statement.with_only_columns(
        entry_id.label("entry_id"), payment_id.label("payment_id"), amount.label("amount"), place
    )
    return named.order_by(None).correlate(row)


async def load_lot_allocations(
    session: AsyncSession, lot: models.Account, except_payment_id: uuid.UUID | None = None
) -> tuple[CreditAllocation, ...]:
    """What the lot's money is used for now, settled or reserved; not by the payment `besides`."""
    rows = await session.execute(select_allocations(lot.firm_id, settled_only=False).where(in_lots([lot.id])))
    found = (CreditAllocation(entry_id, prepayment_id, by, int(amount)) for entry_id, prepayment_id, by, amount in rows)
    return tuple(use for use in found if use.payment_id != except_payment_id)
