"""Credit allocations: which money paid which invoice, derived from the transfers out of lots (D14)."""

import uuid
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

import models
from billing.errors import CreditAllocation
from ledger.reversals import remaining_amount
from models import AccountKind

_lot, _target = aliased(models.Account), aliased(models.Account)
_PAYMENT_ID = func.coalesce(_target.payment_id, _lot.payment_id)


def select_allocations(
    firm_id: uuid.UUID, *, settled_only: bool
) -> Select[*tuple[uuid.UUID, uuid.UUID | None, uuid.UUID, int]]:
    """Select the firm's allocations, in the order in which the money was taken.

    `settled_only` leaves out what is reserved for open payments.
    """
    taken, remaining = models.Transfer, remaining_amount(models.Transfer)
    statement = (
        select(models.CreditEntry.id, _lot.prepayment_id, models.Payment.id, func.sum(remaining))
        .select_from(_lot)
        .join(taken, (taken.firm_id == _lot.firm_id) & (taken.debit_id == _lot.id))
        .join(_target, (_target.firm_id == taken.firm_id) & (_target.id == taken.credit_id))
        .join(models.Payment, (models.Payment.firm_id == taken.firm_id) & (models.Payment.id == _PAYMENT_ID))
        .join(models.CreditEntry, (models.CreditEntry.firm_id == _lot.firm_id) & (models.CreditEntry.lot_id == _lot.id))
        .where(
            _lot.firm_id == firm_id,
            _lot.kind == AccountKind.LOT,
            _target.kind.in_((AccountKind.HELD, AccountKind.RECEIVABLE, AccountKind.PENDING)),
            _target.refund_id.is_(None),
            remaining > 0,
        )
        .group_by(models.CreditEntry.id, _lot.prepayment_id, models.Payment.id)
        .order_by(func.min(taken.event_seq), func.min(_lot.opened_at), models.CreditEntry.id, models.Payment.id)
    )
    return statement.where(models.Payment.applied > 0) if settled_only else statement


def select_prepayment_allocations(prepayment: Any) -> Select[*tuple[Any, ...]]:
    """The settled allocations of a prepayment, in the order in which they were taken.

    Correlated to the enclosing statement's row.
    """
    return _with_position(
        select_allocations(prepayment.firm_id, settled_only=True).where(_lot.prepayment_id == prepayment.id), prepayment
    )


def select_payment_funding(payment: Any) -> Select[*tuple[Any, ...]]:
    """The allocations to a payment from credits, oldest money first; none for other payments.

    Correlated to the enclosing statement's row.
    """
    from_credits = payment.paid_by == models.PaidBy.CREDITS
    statement = select_allocations(payment.firm_id, settled_only=False).where(payment.id == _PAYMENT_ID, from_credits)
    return _with_position(statement, payment)


def _with_position(statement: Select[*tuple[Any, ...]], row: Any) -> Select[*tuple[Any, ...]]:
    """Label the columns, and number the rows in their order as `ordinal`."""
    entry_id, _, payment_id, amount = statement.selected_columns
    ordinal = func.row_number().over(order_by=statement._order_by_clauses).label("ordinal")
    named = statement.with_only_columns(
        entry_id.label("entry_id"), payment_id.label("payment_id"), amount.label("amount"), ordinal
    )
    return named.order_by(None).correlate(row)


async def load_lot_allocations(
    session: AsyncSession, lot: models.Account, except_payment_id: uuid.UUID | None = None
) -> tuple[CreditAllocation, ...]:
    """The lot's allocations, settled and reserved, except those to the payment `except_payment_id`."""
    rows = await session.execute(select_allocations(lot.firm_id, settled_only=False).where(_lot.id == lot.id))
    return tuple(
        CreditAllocation(entry_id, prepayment_id, payment_id, int(amount))
        for entry_id, prepayment_id, payment_id, amount in rows
        if payment_id != except_payment_id
    )
