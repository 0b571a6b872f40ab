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
from tests.oracle.resolver_context import ResolverContext
from tests.oracle.rows import FirmRows
from tests.oracle.values import bad_user_input, read_global_id
from tests.oracle.vocabulary import Arguments, Field, column_field, money_field, same_row, visible_reference

_CASH = (AccountKind.CASH_PROVIDER, AccountKind.CASH_OFFLINE)


class _ReportedTransfer:
    """What one transfer moved, in the words of the report (D34)."""

    def __init__(self, rows: FirmRows, transfer: models.Transfer) -> None:
        self.amount = transfer.amount
        self.debit = rows.by_id(models.Account, transfer.debit_id).kind
        self.credit = rows.by_id(models.Account, transfer.credit_id).kind
        undone = rows.by_id(models.Transfer, transfer.reverses_id)
        self.is_reversal = undone is not None
        self.reference = transfer.reference if undone is None else undone.reference

    def credit_delta(self, *kinds: AccountKind) -> int:
        """By how much accounts of these kinds grew, on their credit side."""
        return self.amount * ((self.credit in kinds) - (self.debit in kinds))

    @property
    def cash_in(self) -> int:
        """Money that came, and not back."""
        return self.amount if self.debit in _CASH and not self.is_reversal else 0

    def cash_out(self, *reference_prefixes: str) -> int:
        """Money that went out for such a cause, less what came back of it."""
        went = self.credit in _CASH and self.reference.startswith(reference_prefixes)
        came_back = self.debit in _CASH and self.is_reversal and self.reference.startswith(reference_prefixes)
        return self.amount * (went - came_back)

    @property
    def unspent_credit_notes(self) -> int:
        """By how much unspent notes grew."""
        return -self.credit_delta(AccountKind.CREDIT_NOTES)

    @property
    def credits_held(self) -> int:
        """By how much credits grew, without notes."""
        return self.credit_delta(AccountKind.LOT, AccountKind.HELD) - self.unspent_credit_notes


def money_report(context: ResolverContext, _firm: Any, arguments: Arguments) -> dict[str, Any]:
    """The report over these days of the firm, both included."""
    first, last = arguments["from"], arguments["to"]
    if last < first:
        raise bad_user_input("The end date is before the start date.", field="to")
    if last - first > dt.timedelta(days=36_525):
        raise bad_user_input("A report covers at most 100 years.", field="to")

    def total(figure: Callable[[_ReportedTransfer], int], during: Callable[[dt.date], bool]) -> Money:
        def counts(transfer: models.Transfer, at: dt.datetime) -> int:
            return (
                figure(_ReportedTransfer(context.rows, transfer)) if during(at.astimezone(context.zone).date()) else 0
            )

        return context.money(context.rows.sum_transfers(counts))

    return {
        "from": first,
        "to": last,
        "cashIn": total(lambda transaction: transaction.cash_in, lambda day: first <= day <= last),
        "refunds": total(
            lambda transaction: transaction.cash_out("refund:", "credit:"), lambda day: first <= day <= last
        ),
        "disputed": total(lambda transaction: transaction.cash_out("dispute:"), lambda day: first <= day <= last),
        "losses": total(
            lambda transaction: -transaction.credit_delta(AccountKind.WRITE_OFFS), lambda day: first <= day <= last
        ),
        "revenue": total(
            lambda transaction: transaction.credit_delta(AccountKind.REVENUE), lambda day: first <= day <= last
        ),
        "creditsHeldAtStart": total(lambda transaction: transaction.credits_held, lambda day: day < first),
        "creditsHeldAtEnd": total(lambda transaction: transaction.credits_held, lambda day: day <= last),
        "notesUnspentAtEnd": total(lambda transaction: transaction.unspent_credit_notes, lambda day: day <= last),
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
        raise bad_user_input("This field cannot be cleared.", field=name)
    found = read_global_id(change[name])
    if found is None or found[0] != "PaymentProvider":
        raise bad_user_input("The firm has no such provider.", field=name)
    return found[1]


def preview(context: ResolverContext, settings: models.PaymentSettings, arguments: Arguments) -> dict[str, Any]:
    """What the change would do."""
    rows, change = context.rows, arguments["change"]
    method = change.get("paymentMethod", UNSET)
    wish = preview_settings.SettingsChange(
        hide_invoices_from_clients=change.get("hideInvoicesFromClients", UNSET),
        payment_method=models.PaymentMethodChoice[method] if isinstance(method, str) else method,
        default_connection_id=_provider(change, "defaultProviderId"),
        disconnect_connection_id=_provider(change, "disconnectProviderId"),
    )
    try:
        then = preview_settings.simulate_change(settings, rows.connections, wish)
    except InvalidInput as refusal:
        raise bad_user_input(str(refusal), field=refusal.field) from None
    loses_all = bool(
        availability.available_invoice_methods(settings, rows.connections)
    ) and not availability.available_invoice_methods(*then)
    concerned = wish.disconnect_connection_id
    return {
        "prepaymentStaysAvailable": availability.is_prepayment_available(*then),
        "unmetRequirements": [one for one in availability.check_requirements(*then) if not one.is_met],
        "unpayableInvoices": sum(invoice.payable > 0 for invoice in rows.where(models.Invoice)) if loses_all else 0,
        "pendingPayments": _has_open_charges(
            rows, concerned if isinstance(concerned, uuid.UUID) else settings.default_connection_id
        ),
    }


def _has_open_charges(rows: FirmRows, connection_id: uuid.UUID | None) -> int:
    if connection_id is None:
        return 0
    under_way = ("CREATING", "REQUIRES_ACTION", "PROCESSING")
    charges = rows.where(models.Payment, connection_id=connection_id)
    charges += rows.where(models.Prepayment, connection_id=connection_id)
    return sum(charge.status.name in under_way for charge in charges)


_PREVIEW = {
    name: _figure(name)
    for name in ("prepaymentStaysAvailable", "unmetRequirements", "unpayableInvoices", "pendingPayments")
}

FIELDS: dict[str, dict[str, Field]] = {
    "PaymentSettings": {
        "hideInvoicesFromClients": column_field("hide_invoices_from_clients"),
        "providers": lambda asked, _, __: asked.rows.connections,
        "defaultProvider": visible_reference(models.ProviderConnection, "default_connection_id"),
        "paymentMethod": column_field("payment_method"),
        "creditApplication": column_field("credit_application"),
        "prepayment": same_row,
        "preview": preview,
    },
    "PaymentProvider": {
        "kind": column_field("kind"),
        "name": column_field("name"),
        "status": column_field("status"),
        "methods": lambda _asked, row, _: availability.active_methods(row),
        "onboardingUrl": lambda asked, row, _: connect_provider.onboarding_url(asked.services, row),
    },
    "PrepaymentSettings": {
        "enabled": column_field("prepayment_enabled"),
        "availableToClients": lambda asked, row, _: availability.is_prepayment_available(row, asked.rows.connections),
        "method": lambda _asked, row, _: availability.effective_prepayment_method(row),
        "methodOptions": lambda _asked, row, _: availability.prepayment_method_options(row),
        "minimum": money_field("prepayment_minimum"),
        "maximum": money_field("prepayment_maximum"),
        "requirements": lambda asked, row, _: availability.check_requirements(row, asked.rows.connections),
    },
    "PrepaymentRequirement": {
        "code": column_field("code"),
        "met": column_field("met"),
        "message": column_field("message"),
    },
    "PaymentSettingsPreview": _PREVIEW,
    "MoneyReport": _MONEY_REPORT,
}
