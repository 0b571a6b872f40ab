"""The oracle's fields for owners and admins: payment settings, their preview, and the money report."""

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
    """What one transfer adds to the figures of the money report (D34)."""

    def __init__(self, rows: FirmRows, transfer: models.Transfer) -> None:
        self.amount = transfer.amount
        self.debit = rows.by_id(models.Account, transfer.debit_id).kind
        self.credit = rows.by_id(models.Account, transfer.credit_id).kind
        reversed_ = rows.by_id(models.Transfer, transfer.reverses_id)
        self.is_reversal = reversed_ is not None
        self.reference = transfer.reference if reversed_ is None else reversed_.reference

    def credit_delta(self, *kinds: AccountKind) -> int:
        """Return by how much the credit side of accounts of these kinds grew."""
        return self.amount * ((self.credit in kinds) - (self.debit in kinds))

    @property
    def cash_in(self) -> int:
        """The cash received; reversals do not count."""
        return self.amount if self.debit in _CASH and not self.is_reversal else 0

    def cash_out(self, *reference_prefixes: str) -> int:
        """Return the cash paid out for such references, less what was reversed of it."""
        is_out = self.credit in _CASH and self.reference.startswith(reference_prefixes)
        is_back = self.debit in _CASH and self.is_reversal and self.reference.startswith(reference_prefixes)
        return self.amount * (is_out - is_back)

    @property
    def unspent_credit_notes(self) -> int:
        """By how much unspent credit notes grew."""
        return -self.credit_delta(AccountKind.CREDIT_NOTES)

    @property
    def credits_held(self) -> int:
        """By how much credits other than credit notes grew."""
        return self.credit_delta(AccountKind.LOT, AccountKind.HELD) - self.unspent_credit_notes


def money_report(context: ResolverContext, _firm: Any, arguments: Arguments) -> dict[str, Any]:
    """The report for a period of days in the firm's time zone, both ends included."""
    first, last = arguments["from"], arguments["to"]
    if last < first:
        raise bad_user_input("The end date is before the start date.", field="to")
    if last - first > dt.timedelta(days=36_525):
        raise bad_user_input("A report covers at most 100 years.", field="to")

    def total(figure: Callable[[_ReportedTransfer], int], includes: Callable[[dt.date], bool]) -> Money:
        def amount_of(transfer: models.Transfer, at: dt.datetime) -> int:
            return (
                figure(_ReportedTransfer(context.rows, transfer)) if includes(at.astimezone(context.zone).date()) else 0
            )

        return context.money(context.rows.sum_transfers(amount_of))

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
    return lambda _context, figures, _: figures[name]


_MONEY_REPORT = {
    name: _figure(name)
    for name in (
        *("from", "to", "cashIn", "refunds", "disputed", "losses", "revenue"),
        *("creditsHeldAtStart", "creditsHeldAtEnd", "notesUnspentAtEnd"),
    )
}


def _non_null(change: Arguments, name: str) -> Any:
    if name in change and change[name] is None:
        raise bad_user_input("This field cannot be cleared.", field=name)
    return change.get(name, UNSET)


def _provider(change: Arguments, name: str) -> Any:
    if _non_null(change, name) is UNSET:
        return UNSET
    node_id = read_global_id(change[name])
    if node_id is None or node_id[0] != "PaymentProvider":
        raise bad_user_input("Provider not found.", field=name)
    return node_id[1]


def preview(context: ResolverContext, settings: models.PaymentSettings, arguments: Arguments) -> dict[str, Any]:
    """The effects that a change of the settings would have."""
    rows, change = context.rows, arguments["change"]
    method = change.get("paymentMethod", UNSET)
    settings_change = preview_settings.SettingsChange(
        hide_invoices_from_clients=_non_null(change, "hideInvoicesFromClients"),
        payment_method=models.PaymentMethodChoice[method] if isinstance(method, str) else method,
        default_connection_id=_provider(change, "defaultProviderId"),
        disconnect_connection_id=_provider(change, "disconnectProviderId"),
    )
    try:
        changed = preview_settings.simulate_change(settings, rows.connections, settings_change)
    except InvalidInput as error:
        raise bad_user_input(str(error), field=error.field) from None
    loses_all = bool(
        availability.available_invoice_methods(settings, rows.connections)
    ) and not availability.available_invoice_methods(*changed)
    disconnected_id = settings_change.disconnect_connection_id
    before, after = (
        availability.available_prepayment_methods(*configuration)
        if availability.is_prepayment_available(*configuration)
        else ()
        for configuration in ((settings, rows.connections), changed)
    )
    return {
        "prepaymentStaysAvailable": availability.is_prepayment_available(*changed),
        "prepaymentMethod": availability.effective_prepayment_method(changed[0]),
        "removedPrepaymentMethods": [method for method in before if method not in after],
        "unmetRequirements": [
            requirement for requirement in availability.check_requirements(*changed) if not requirement.is_met
        ],
        "unpayableInvoices": sum(invoice.payable > 0 for invoice in rows.where(models.Invoice)) if loses_all else 0,
        "pendingPayments": _count_open_payments(
            rows, disconnected_id if isinstance(disconnected_id, uuid.UUID) else settings.default_connection_id
        ),
    }


def _count_open_payments(rows: FirmRows, connection_id: uuid.UUID | None) -> int:
    if connection_id is None:
        return 0
    open_statuses = ("CREATING", "REQUIRES_ACTION", "PROCESSING")
    payments = rows.where(models.Payment, connection_id=connection_id)
    payments += rows.where(models.Prepayment, connection_id=connection_id)
    return sum(payment.status.name in open_statuses for payment in payments)


_PREVIEW = {
    name: _figure(name)
    for name in (
        *("prepaymentStaysAvailable", "prepaymentMethod", "removedPrepaymentMethods"),
        *("unmetRequirements", "unpayableInvoices", "pendingPayments"),
    )
}

FIELDS: dict[str, dict[str, Field]] = {
    "PaymentSettings": {
        "hideInvoicesFromClients": column_field("hide_invoices_from_clients"),
        "providers": lambda context, _, __: context.rows.connections,
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
        "methods": lambda _context, row, _: availability.active_methods(row),
        "onboardingUrl": lambda context, row, _: connect_provider.onboarding_url(context.services, row),
    },
    "PrepaymentSettings": {
        "enabled": column_field("prepayment_enabled"),
        "availableToClients": lambda context, row, _: availability.is_prepayment_available(
            row, context.rows.connections
        ),
        "method": lambda _context, row, _: availability.effective_prepayment_method(row),
        "methodOptions": lambda _context, row, _: availability.prepayment_method_options(row),
        "minimum": money_field("prepayment_minimum"),
        "maximum": money_field("prepayment_maximum"),
        "requirements": lambda context, row, _: availability.check_requirements(row, context.rows.connections),
    },
    "PrepaymentRequirement": {
        "code": column_field("code"),
        "met": column_field("is_met"),
        "message": column_field("message"),
    },
    "PaymentSettingsPreview": _PREVIEW,
    "MoneyReport": _MONEY_REPORT,
}
