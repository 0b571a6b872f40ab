"""What is for owner and admin: settings, the preview of a change, the money report, counted row by row."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import models
from billing.errors import InvalidInput
from billing.prepayments import availability
from billing.providers import connect_provider
from billing.settings import preview as preview_settings
from billing.unset import UNSET
from models import AccountKind
from money import Money
from tests.oracle.asked import Asked
from tests.oracle.rows import FirmRows
from tests.oracle.values import bad, read_global_id
from tests.oracle.words import Arguments, Field, column, itself, row_of, sum_of

_CASH = (AccountKind.CASH_PROVIDER, AccountKind.CASH_OFFLINE)


class _Book:
    """What one transfer moved, in the words of the report (D34)."""

    def __init__(self, rows: FirmRows, transfer: models.Transfer) -> None:
        self.amount = transfer.amount
        self.debit = rows.one(models.Account, transfer.debit_id).kind
        self.credit = rows.one(models.Account, transfer.credit_id).kind
        undone = rows.one(models.Transfer, transfer.reverses_id)
        self.undoes = undone is not None
        self.cause = transfer.cause if undone is None else undone.cause

    def added(self, *kinds: AccountKind) -> int:
        """By how much accounts of these kinds grew, on their credit side."""
        return self.amount * ((self.credit in kinds) - (self.debit in kinds))

    @property
    def cash_in(self) -> int:
        """Money that came, and not back."""
        return self.amount if self.debit in _CASH and not self.undoes else 0

    def cash_out(self, *causes: str) -> int:
        """Money that went out for such a cause, less what came back of it."""
        went = self.credit in _CASH and self.cause.startswith(causes)
        came_back = self.debit in _CASH and self.undoes and self.cause.startswith(causes)
        return self.amount * (went - came_back)

    @property
    def notes(self) -> int:
        """By how much unspent notes grew."""
        return -self.added(AccountKind.NOTES)

    @property
    def held(self) -> int:
        """By how much credits grew, without notes."""
        return self.added(AccountKind.LOT, AccountKind.HELD) - self.notes


def money_report(asked: Asked, _firm: Any, arguments: Arguments) -> dict[str, Any]:
    """The report over these days of the firm, both included."""
    first, last = arguments["from"], arguments["to"]
    if last < first:
        raise bad("The last day is before the first.", field="to")
    if last - first > dt.timedelta(days=36_525):
        raise bad("A report covers at most a hundred years.", field="to")

    def total(figure: Callable[[_Book], int], during: Callable[[dt.date], bool]) -> Money:
        def counts(transfer: models.Transfer, at: dt.datetime) -> int:
            return figure(_Book(asked.rows, transfer)) if during(at.astimezone(asked.zone).date()) else 0

        return asked.money(asked.rows.total(counts))

    return {
        "from": first,
        "to": last,
        "cashIn": total(lambda book: book.cash_in, lambda day: first <= day <= last),
        "refunds": total(lambda book: book.cash_out("refund:", "credit:"), lambda day: first <= day <= last),
        "disputed": total(lambda book: book.cash_out("dispute:"), lambda day: first <= day <= last),
        "losses": total(lambda book: -book.added(AccountKind.LOSS), lambda day: first <= day <= last),
        "revenue": total(lambda book: book.added(AccountKind.REVENUE), lambda day: first <= day <= last),
        "creditsHeldAtStart": total(lambda book: book.held, lambda day: day < first),
        "creditsHeldAtEnd": total(lambda book: book.held, lambda day: day <= last),
        "notesUnspentAtEnd": total(lambda book: book.notes, lambda day: day <= last),
    }


def _figure(name: str) -> Field:
    return lambda _asked, figures, _: figures[name]


_MONEY_REPORT = {
    name: _figure(name)
    for name in (
        *("from", "to", "cashIn", "refunds", "disputed", "losses", "revenue"),
        *("creditsHeldAtStart", "creditsHeldAtEnd", "notesUnspentAtEnd"),
    )
}


def _provider(change: Arguments, name: str) -> Any:
    if name not in change:
        return UNSET
    if change[name] is None:
        raise bad("This cannot be cleared.", field=name)
    found = read_global_id(change[name])
    if found is None or found[0] != "PaymentProvider":
        raise bad("The firm has no such provider.", field=name)
    return found[1]


def preview(asked: Asked, settings: models.PaymentSettings, arguments: Arguments) -> dict[str, Any]:
    """What the change would do."""
    rows, change = asked.rows, arguments["change"]
    method = change.get("paymentMethod", UNSET)
    wish = preview_settings.SettingsChange(
        hide_invoices_from_clients=change.get("hideInvoicesFromClients", UNSET),
        payment_method=models.PaymentMethodChoice[method] if isinstance(method, str) else method,
        default_connection_id=_provider(change, "defaultProviderId"),
        disconnect_connection_id=_provider(change, "disconnectProviderId"),
    )
    try:
        then = preview_settings.after(settings, rows.connections, wish)
    except InvalidInput as refusal:
        raise bad(str(refusal), field=refusal.field) from None
    loses_all = bool(availability.offered(settings, rows.connections)) and not availability.offered(*then)
    concerned = wish.disconnect_connection_id
    return {
        "prepaymentStaysAvailable": availability.prepayment_available(*then),
        "unmetRequirements": [one for one in availability.requirements(*then) if not one.met],
        "unpayableInvoices": sum(invoice.payable > 0 for invoice in rows.all(models.Invoice)) if loses_all else 0,
        "pendingPayments": _under_way(
            rows, concerned if isinstance(concerned, uuid.UUID) else settings.default_connection_id
        ),
    }


def _under_way(rows: FirmRows, connection_id: uuid.UUID | None) -> int:
    if connection_id is None:
        return 0
    under_way = ("CREATING", "REQUIRES_ACTION", "PROCESSING")
    charges = rows.all(models.Payment, connection_id=connection_id)
    charges += rows.all(models.Prepayment, connection_id=connection_id)
    return sum(charge.status.name in under_way for charge in charges)


_PREVIEW = {
    name: _figure(name)
    for name in ("prepaymentStaysAvailable", "unmetRequirements", "unpayableInvoices", "pendingPayments")
}

FIELDS: dict[str, dict[str, Field]] = {
    "PaymentSettings": {
        "hideInvoicesFromClients": column("hide_invoices_from_clients"),
        "providers": lambda asked, _, __: asked.rows.connections,
        "defaultProvider": row_of(models.ProviderConnection, "default_connection_id"),
        "paymentMethod": column("payment_method"),
        "creditApplication": column("credit_application"),
        "prepayment": itself,
        "preview": preview,
    },
    "PaymentProvider": {
        "kind": column("kind"),
        "name": column("name"),
        "status": column("status"),
        "methods": lambda _asked, row, _: availability.connection_methods(row),
        "onboardingUrl": lambda asked, row, _: connect_provider.onboarding_url(asked.services, row),
    },
    "PrepaymentSettings": {
        "enabled": column("prepayment_enabled"),
        "availableToClients": lambda asked, row, _: availability.prepayment_available(row, asked.rows.connections),
        "method": lambda _asked, row, _: availability.prepayment_method(row),
        "methodOptions": lambda _asked, row, _: availability.prepayment_method_options(row),
        "minimum": sum_of("prepayment_minimum"),
        "maximum": sum_of("prepayment_maximum"),
        "requirements": lambda asked, row, _: availability.requirements(row, asked.rows.connections),
    },
    "PrepaymentRequirement": {"code": column("code"), "met": column("met"), "message": column("message")},
    "PaymentSettingsPreview": _PREVIEW,
    "MoneyReport": _MONEY_REPORT,
}
