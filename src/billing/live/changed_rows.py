"""Which rows of clients may look different from how they looked at a cursor: SQL conditions of the change feeds."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select

import models
from billing.access.principals import Viewer
from billing.live.cursors import Position
from billing.services import Snapshot
from models import AccountKind, InvoiceStatus, ProviderPayment

MAX_CHANGED_OBJECTS = 200
"""With more changed objects than this, the page has to reload."""

ARCHIVING_EVENTS = ("client.archived", "client.unarchived")


async def load_ids(
    snapshot: Snapshot, viewer: Viewer, row: Any, is_changed: ColumnElement[bool], is_visible: Any, *order: Any
) -> Sequence[uuid.UUID]:
    """The ids of changed rows that the viewer can see: up to `MAX_CHANGED_OBJECTS`, and one more if there are more."""
    statement = select(row.id).where(is_changed, is_visible(viewer, row)).order_by(*order, row.id)
    return await snapshot.scalars(statement.limit(MAX_CHANGED_OBJECTS + 1))


class ChangedRows:
    """SQL conditions for the rows of these clients whose GraphQL fields may differ from those at the start."""

    def __init__(self, firm_id: uuid.UUID, client_ids: Sequence[uuid.UUID], start: Position) -> None:
        self._firm_id, self._client_ids, self._start = firm_id, client_ids, start
        self._accounts = self._of_accounts(models.Account.id)
        self._lots = self._of_lots(models.Account.id)

    def payments(self) -> ColumnElement[bool]:
        """Changed payments, and those whose lots or holds changed."""
        payment = models.Payment
        moved = payment.id.in_(self._of_accounts(models.Account.payment_id))
        return self._is_own(payment) & ((payment.changed_seq > self._start.seq) | moved)

    def invoices(self) -> ColumnElement[bool]:
        """Changed invoices, and those whose actions may differ.

        If the client's credits changed, these are all payable ones; if the client was archived or unarchived, all
        payable ones and drafts.
        """
        invoice = models.Invoice
        payable = invoice.status.in_(models.PAYABLE_STATUSES)
        issuable = invoice.status == InvoiceStatus.DRAFT
        credits_changed = self._lots.where(models.Account.client_id == invoice.client_id).exists()
        archiving_changed = self._archivings().where(models.Event.client_id == invoice.client_id).exists()
        has_other_actions = (payable & credits_changed) | ((payable | issuable) & archiving_changed)
        return self._is_own(invoice) & ((invoice.changed_seq > self._start.seq) | has_other_actions)

    def prepayments(self) -> ColumnElement[bool]:
        """Changed prepayments, and those whose lots changed."""
        prepayment = models.Prepayment
        moved = prepayment.id.in_(self._of_lots(models.Account.prepayment_id))
        return self._is_own(prepayment) & ((prepayment.changed_seq > self._start.seq) | moved)

    def entries(self) -> ColumnElement[bool]:
        """New entries, and those whose lots changed."""
        entry = models.CreditEntry
        return self._is_own(entry) & ((entry.event_seq > self._start.seq) | entry.lot_id.in_(self._lots))

    def refunds(self) -> ColumnElement[bool]:
        """New refunds, and those of changed payments and prepayments, which change with each of their refunds."""
        refund, payment, prepayment, seq = models.Refund, models.Payment, models.Prepayment, self._start.seq
        payments = select(payment.id).where(self._is_own(payment), payment.changed_seq > seq)
        prepayments = select(prepayment.id).where(self._is_own(prepayment), prepayment.changed_seq > seq)
        is_of_changed = refund.payment_id.in_(payments) | refund.prepayment_id.in_(prepayments)
        return self._is_own(refund) & is_of_changed

    def disputes(self) -> ColumnElement[bool]:
        """New disputes, and those whose state or funds changed."""
        dispute = models.Dispute
        return self._is_own(dispute) & (dispute.changed_seq > self._start.seq)

    def removed_users(self) -> Select[uuid.UUID]:
        """The ids of client users who were removed after the start."""
        user, start = models.ClientUser, self._start.at
        removed = (user.created_at <= start) & (user.removed_at >= start)
        return select(user.id).where(self._is_own(user), removed).order_by(user.id)

    def refused(self, charge: type[ProviderPayment]) -> Select[uuid.UUID]:
        """The ids of payments or prepayments that existed at the start and that the provider then refused to create."""
        refused = (charge.event_seq <= self._start.seq) & charge.refused_at.is_not(None)
        is_new = charge.changed_seq > self._start.seq
        return select(charge.id).where(self._is_own(charge), refused, is_new).order_by(charge.id)

    def _archivings(self) -> Select[int]:
        event = models.Event
        is_archiving = event.kind.in_(ARCHIVING_EVENTS)
        return select(event.seq).where(self._is_own(event), event.seq > self._start.seq, is_archiving)

    def _is_own(self, row: Any) -> ColumnElement[bool]:
        own: ColumnElement[bool] = (row.firm_id == self._firm_id) & row.client_id.in_(self._client_ids)
        return own

    def _of_accounts(self, column: Any) -> Select[uuid.UUID]:
        account = models.Account
        return select(column).where(self._is_own(account), account.changed_seq > self._start.seq, column.is_not(None))

    def _of_lots(self, column: Any) -> Select[uuid.UUID]:
        """Lots that changed, or whose money went to an account that changed."""
        account, transfer = models.Account, models.Transfer
        from_changed = transfer.credit_id.in_(self._accounts)
        debited = select(transfer.debit_id).where(transfer.firm_id == self._firm_id, from_changed)
        moved = (account.changed_seq > self._start.seq) | account.id.in_(debited)
        return select(column).where(self._is_own(account), account.kind == AccountKind.LOT, moved, column.is_not(None))
