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
from db.row_loader import Question
from models import AccountKind
from models.base import Given

_OF_FIRM = (AccountKind.BILLED, AccountKind.REVENUE, AccountKind.NOTES)


@dataclass(frozen=True, slots=True)
class Seen:
    """One state of the firm, with the accounts that are touched: those of the firm and the invoice, the oldest lots.

    Who has many lots has more than these. If these do not reach, the locked road reads on.
    """

    firm: models.Firm
    settings: models.PaymentSettings
    invoice: models.Invoice
    client: models.Client
    accounts: list[models.Account]


async def see(services: Services, viewer: Viewer, invoice_id: uuid.UUID, key: str) -> Seen:
    """What is there now. Raise Unforeseen where the viewer sees no such invoice, or has used the key before."""
    direct = services.direct
    question = _question(_kind(viewer), direct.dialect)
    client_id = viewer.client_id if isinstance(viewer, ClientUser) else None
    values = question.values(firm=viewer.firm_id, seat=viewer.id, client=client_id, invoice=invoice_id, key=key)
    answer = await direct.ask(question.text, values)
    if not answer:
        raise ledger.Unforeseen
    firm, settings, invoice, client, operation, *accounts = question.rows(answer[0])
    if operation is not None:
        raise ledger.Unforeseen
    lots = map(question.last, answer[1:])
    return Seen(firm, settings, invoice, client, [each for each in (*accounts, *lots) if each is not None])


def _kind(viewer: Viewer) -> Viewer:
    """The viewer, with places where their ids would be: of a few kinds, and each asks the same question always."""

    def place(name: str) -> uuid.UUID:
        return cast("uuid.UUID", _PLACES[name])

    if isinstance(viewer, ClientUser):
        return ClientUser(place("firm"), place("seat"), place("client"))
    return Member(place("firm"), place("seat"), viewer.role, viewer.rights)


_PLACES = {name: Given(name, Uuid()) for name in ("firm", "seat", "client", "invoice")}


@functools.cache
def _question(viewer: Viewer, dialect: Dialect) -> Question:
    firm, client, invoice, operation = models.Firm, models.Client, models.Invoice, models.Operation
    settings, due = aliased(models.PaymentSettings), aliased(models.Account)
    lot = aliased(models.Account, _oldest_lots(), name="lot")
    of_firm = {kind: aliased(models.Account) for kind in _OF_FIRM}
    statement = (
        select(firm, settings, invoice, client, operation, due, *of_firm.values(), lot)
        .select_from(firm)
        .join(settings, settings.firm_id == firm.id)
        .join(invoice, and_(invoice.firm_id == firm.id, invoice.id == _PLACES["invoice"]))
        .join(client, and_(client.firm_id == firm.id, client.id == invoice.client_id))
        .outerjoin(
            operation,
            and_(
                operation.firm_id == firm.id,
                operation.seat_id == _PLACES["seat"],
                operation.key == Given("key", String()),
            ),
        )
        .outerjoin(due, and_(due.firm_id == firm.id, due.invoice_id == invoice.id, due.kind == AccountKind.DUE))
    )
    for kind, account in of_firm.items():
        own = and_(account.firm_id == firm.id, account.kind == kind, account.client_id.is_(None))
        statement = statement.outerjoin(account, own)
    statement = (
        statement.outerjoin(lot, and_(lot.firm_id == firm.id, lot.client_id == client.id))
        .where(firm.id == _PLACES["firm"], visibility.invoices(viewer))
        .order_by(lot.opened_at, lot.id)
    )
    return Question(statement, dialect)


def _oldest_lots() -> Subquery:
    """Of the invoice's client: found by itself, so that no more lots are read than these, however many there are."""
    invoice = aliased(models.Invoice)
    of_invoice = and_(invoice.firm_id == _PLACES["firm"], invoice.id == _PLACES["invoice"])
    client_id = select(invoice.client_id).where(of_invoice).scalar_subquery()
    return ledger.lots.oldest_lots(_PLACES["firm"], client_id).subquery()
