"""All that paying an invoice from credits is decided on, and all that it changes: read by one statement."""

from __future__ import annotations

import functools
import uuid
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Dialect, String, Subquery, Uuid, and_, select
from sqlalchemy.orm import aliased

import ledger
import models
from billing.access import visibility
from billing.access.principals import ClientUser, Member, Viewer
from billing.services import Services
from db.row_loader import RowLoader
from models import AccountKind
from models.base import NamedBind

_FIRM_ACCOUNT_KINDS = (AccountKind.BILLED_CLEARING, AccountKind.REVENUE, AccountKind.CREDIT_NOTES)


@dataclass(frozen=True, slots=True)
class PaymentSnapshot:
    """One state of the firm, with the accounts that are touched: those of the firm and the invoice, the oldest lots.

    Who has many lots has more than these. If these do not reach, the locked road reads on.
    """

    firm: models.Firm
    settings: models.PaymentSettings
    invoice: models.Invoice
    client: models.Client
    accounts: list[models.Account]


async def load_payment_snapshot(services: Services, viewer: Viewer, invoice_id: uuid.UUID, key: str) -> PaymentSnapshot:
    """What is there now. Raise Unforeseen where the viewer sees no such invoice, or has used the key before."""
    direct = services.driver
    question = _row_loader(_with_named_binds(viewer), direct.dialect)
    client_id = viewer.client_id if isinstance(viewer, ClientUser) else None
    values = question.bind_values(firm=viewer.firm_id, seat=viewer.id, client=client_id, invoice=invoice_id, key=key)
    answer = await direct.fetch(question.sql, values)
    if not answer:
        raise ledger.NotPrefetched
    firm, settings, invoice, client, operation, *accounts = question.load(answer[0])
    if operation is not None:
        raise ledger.NotPrefetched
    lots = map(question.load_last, answer[1:])
    return PaymentSnapshot(firm, settings, invoice, client, [each for each in (*accounts, *lots) if each is not None])


def _with_named_binds(viewer: Viewer) -> Viewer:
    """The viewer, with places where their ids would be: of a few kinds, and each asks the same question always."""

    def place(name: str) -> uuid.UUID:
        return cast("uuid.UUID", _BINDS[name])

    if isinstance(viewer, ClientUser):
        return ClientUser(place("firm"), place("seat"), place("client"))
    return Member(place("firm"), place("seat"), viewer.role, viewer.rights)


_BINDS = {name: NamedBind(name, Uuid()) for name in ("firm", "seat", "client", "invoice")}


@functools.cache
def _row_loader(viewer: Viewer, dialect: Dialect) -> RowLoader:
    firm, client, invoice, operation = models.Firm, models.Client, models.Invoice, models.Operation
    settings, due = aliased(models.PaymentSettings), aliased(models.Account)
    lot = aliased(models.Account, _select_oldest_lots(), name="lot")
    of_firm = {kind: aliased(models.Account) for kind in _FIRM_ACCOUNT_KINDS}
    statement = (
        select(firm, settings, invoice, client, operation, due, *of_firm.values(), lot)
        .select_from(firm)
        .join(settings, settings.firm_id == firm.id)
        .join(invoice, and_(invoice.firm_id == firm.id, invoice.id == _BINDS["invoice"]))
        .join(client, and_(client.firm_id == firm.id, client.id == invoice.client_id))
        .outerjoin(
            operation,
            and_(
                operation.firm_id == firm.id,
                operation.membership_id == _BINDS["seat"],
                operation.key == NamedBind("key", String()),
            ),
        )
        .outerjoin(due, and_(due.firm_id == firm.id, due.invoice_id == invoice.id, due.kind == AccountKind.RECEIVABLE))
    )
    for kind, account in of_firm.items():
        own = and_(account.firm_id == firm.id, account.kind == kind, account.client_id.is_(None))
        statement = statement.outerjoin(account, own)
    statement = (
        statement.outerjoin(lot, and_(lot.firm_id == firm.id, lot.client_id == client.id))
        .where(firm.id == _BINDS["firm"], visibility.invoices(viewer))
        .order_by(lot.opened_at, lot.id)
    )
    return RowLoader(statement, dialect)


def _select_oldest_lots() -> Subquery:
    """Of the invoice's client: found by itself, so that no more lots are read than these, however many there are."""
    invoice = aliased(models.Invoice)
    of_invoice = and_(invoice.firm_id == _BINDS["firm"], invoice.id == _BINDS["invoice"])
    client_id = select(invoice.client_id).where(of_invoice).scalar_subquery()
    return ledger.lots.select_oldest_lots(_BINDS["firm"], client_id).subquery()
