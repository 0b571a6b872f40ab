"""The load query of `payInvoice`: one statement for everything that it decides on and changes."""

import datetime as dt
import functools
import itertools
import uuid
from dataclasses import dataclass
from typing import Any, Self, cast

from sqlalchemy import ColumnElement, Dialect, String, Subquery, Uuid, and_, select
from sqlalchemy.orm import aliased

import ledger
import models
from billing.access import visibility
from billing.access.principals import ClientUser, Member, Viewer
from billing.identity import authentication
from db.row_loader import LoadQuery, RowLoader
from models import AccountKind
from models.base import NamedBind

_FIRM_ACCOUNT_KINDS = (AccountKind.BILLED_CLEARING, AccountKind.REVENUE, AccountKind.CREDIT_NOTES)
_BINDS = {name: NamedBind(name, Uuid()) for name in ("firm", "membership", "client", "invoice")}


@dataclass(frozen=True, slots=True)
class LoadedInvoice:
    """What the statement loads, except for accounts, which the transaction registers.

    `invoice` and `client` are None if the viewer sees no such invoice. `operation` is that of the idempotency key.
    `connection` is the firm's default provider account, and `customer` the client's customer there; None if nothing
    can be charged.
    """

    firm: models.Firm
    operation: models.Operation | None
    settings: models.PaymentSettings
    invoice: models.Invoice | None
    client: models.Client | None
    connection: models.ProviderConnection | None
    customer: models.ProviderCustomer | None

    @classmethod
    def of(cls, transaction: ledger.LedgerTransaction, *, can_charge: bool) -> Self:
        """What a transaction that was begun with `payment_query` has loaded."""
        firm, operation, settings, invoice, client, connection, customer, *_ = transaction.loaded[0]
        if not can_charge:
            connection = customer = None
        return cls(firm, operation, settings, invoice, client, connection, customer)

    @property
    def connections(self) -> tuple[models.ProviderConnection, ...]:
        """The provider accounts that can take a payment: the default one, if there is one."""
        return () if self.connection is None else (self.connection,)


def payment_query(
    viewer: Viewer, invoice_id: uuid.UUID, key: str, now: dt.datetime, dialect: Dialect, *, can_charge: bool
) -> LoadQuery:
    """Load the invoice as the viewer may see it, its firm and client, and the accounts that a payment moves money on.

    With `can_charge`, loads the provider account as well. Verifies a cached viewer's session: without it, nothing is
    loaded.
    A client with very many lots has more than are loaded; the transaction loads further ones if it needs them.
    """
    values: dict[str, object] = {
        "firm": viewer.firm_id,
        "membership": viewer.id,
        "client": viewer.client_id if isinstance(viewer, ClientUser) else None,
        "invoice": invoice_id,
        "key": key,
    }
    # Verify again on a retry: the session may have been revoked since.
    check = viewer.session_check
    if check is not None:
        values |= {"digest": check.token_digest, "now": now}
    loader = _loader(_with_named_binds(viewer), dialect, can_charge=can_charge, verifies_session=check is not None)
    return LoadQuery(loader, values)


def _with_named_binds(viewer: Viewer) -> Viewer:
    """The viewer with named binds for ids: viewers that differ only in these share a statement."""

    def bind(name: str) -> uuid.UUID:
        return cast("uuid.UUID", _BINDS[name])

    if isinstance(viewer, ClientUser):
        return ClientUser(bind("firm"), bind("membership"), bind("client"))
    return Member(bind("firm"), bind("membership"), viewer.role, viewer.rights)


@functools.cache
def _loader(viewer: Viewer, dialect: Dialect, *, can_charge: bool, verifies_session: bool) -> RowLoader:
    firm, client, invoice = models.Firm, models.Client, models.Invoice
    connection, customer = models.ProviderConnection, models.ProviderCustomer
    operation, settings = models.Operation, aliased(models.PaymentSettings)
    receivable, lot = aliased(models.Account), aliased(models.Account, _select_oldest_lots(), name="lot")
    conditions: dict[Any, tuple[ColumnElement[bool], ...]] = {
        operation: (operation.membership_id == _BINDS["membership"], operation.key == NamedBind("key", String())),
        invoice: (invoice.id == _BINDS["invoice"], visibility.invoices(viewer)),
        client: (client.id == invoice.client_id,),
    }
    if can_charge:
        conditions[connection] = (connection.id == settings.default_connection_id,)
        conditions[customer] = (customer.connection_id == connection.id, customer.client_id == client.id)
    conditions[receivable] = (receivable.invoice_id == invoice.id, receivable.kind == AccountKind.RECEIVABLE)
    for kind in _FIRM_ACCOUNT_KINDS:
        account = aliased(models.Account)
        conditions[account] = (account.kind == kind, account.client_id.is_(None))
    conditions[lot] = (lot.client_id == client.id,)
    statement: Any = ledger.select_firm(operation, settings, *itertools.islice(conditions, 1, None))
    statement = statement.join(settings, settings.firm_id == firm.id)
    for entity, condition in conditions.items():
        statement = statement.outerjoin(entity, and_(entity.firm_id == firm.id, *condition))
    if verifies_session:
        statement = statement.where(authentication.is_current(viewer))
    return RowLoader(statement.where(firm.id == _BINDS["firm"]).order_by(lot.opened_at, lot.id), dialect)


def _select_oldest_lots() -> Subquery:
    """Select the oldest lots of the invoice's client. A subquery, so that no others are read to sort them."""
    invoice = aliased(models.Invoice)
    client_id = (
        select(invoice.client_id)
        .where(invoice.firm_id == _BINDS["firm"], invoice.id == _BINDS["invoice"])
        .scalar_subquery()
    )
    return ledger.lots.select_oldest_lots(_BINDS["firm"], client_id).subquery()
