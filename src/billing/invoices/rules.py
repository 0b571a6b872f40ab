"""Invoices: pure rules that several deeds share, and what a viewer may do with one."""

from __future__ import annotations

import enum
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement

import ledger
import models
from billing import amount_input
from billing.access.policy import MANAGE_INVOICES, MANAGE_PAYMENTS, PAY_INVOICES, has_permission
from billing.access.principals import Viewer
from billing.errors import InvalidAmount, InvalidInput
from billing.prepayments import availability
from models import InvoiceStatus, PaymentMethod
from money import MAXIMUM_MINOR, InexactAmount, Money, round_half_up

_MAX_LINES = 200
_MAX_QUANTITY_DIGITS = 6
_MAX_QUANTITY = Decimal(1_000_000_000)
_OPEN_STATUSES = (InvoiceStatus.UNPAID, InvoiceStatus.PARTIALLY_PAID)


class InvoiceAction(enum.Enum):
    """What a viewer may do with an invoice now."""

    UPDATE = "UPDATE"
    ISSUE = "ISSUE"
    VOID = "VOID"
    PAY_FROM_CREDITS = "PAY_FROM_CREDITS"
    PAY_BY_CARD = "PAY_BY_CARD"
    PAY_BY_BANK_DEBIT = "PAY_BY_BANK_DEBIT"
    RECORD_OFFLINE_PAYMENT = "RECORD_OFFLINE_PAYMENT"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is asked for: amounts are exact decimals in the firm's currency."""

    description: str
    quantity: Decimal
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class InvoiceResult:
    """The invoice that a deed changed, and whose it is."""

    invoice_id: uuid.UUID
    client_id: uuid.UUID


def is_overdue(invoice: Any, today: Any) -> ColumnElement[bool]:
    """Whether an invoice's due day is over by the firm's day `today`, and it is not fully paid.

    For the database: true or false of every invoice, never unknown.
    """
    late: ColumnElement[bool] = invoice.due_on.is_not(None) & (invoice.due_on < today)
    is_open: ColumnElement[bool] = invoice.status.in_(_OPEN_STATUSES)
    return is_open & late


def allowed_actions(
    viewer: Viewer,
    invoice: models.Invoice,
    client: models.Client,
    payments: Sequence[models.Payment],
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
) -> tuple[InvoiceAction, ...]:
    """What the viewer may do with the invoice as it is now, with these payments of it."""
    payable = invoice.payable > 0
    methods = (
        availability.available_invoice_methods(settings, connections)
        if payable and has_permission(viewer, PAY_INVOICES)
        else ()
    )
    manages = has_permission(viewer, MANAGE_INVOICES)
    allowed = {
        InvoiceAction.UPDATE: manages and invoice.status is InvoiceStatus.DRAFT,
        InvoiceAction.ISSUE: manages and invoice.status is InvoiceStatus.DRAFT,
        InvoiceAction.VOID: manages
        and invoice.status is not InvoiceStatus.VOID
        and not invoice.pending
        and invoice.paid == ledger.invoices.paid_from_credits(payments),
        InvoiceAction.PAY_FROM_CREDITS: payable and client.available > 0 and has_permission(viewer, PAY_INVOICES),
        InvoiceAction.PAY_BY_CARD: PaymentMethod.CARD in methods,
        InvoiceAction.PAY_BY_BANK_DEBIT: PaymentMethod.BANK_DEBIT in methods,
        InvoiceAction.RECORD_OFFLINE_PAYMENT: payable and has_permission(viewer, MANAGE_PAYMENTS),
    }
    return tuple(action for action, is_allowed in allowed.items() if is_allowed)


def build_lines(lines: Sequence[Line], invoice: models.Invoice, currency: str) -> list[models.InvoiceLine]:
    """The invoice's lines with their amounts: quantity x unit price, half up (D11). Sets the invoice's total.

    Raise InvalidInput and InvalidAmount with the path of what cannot be taken.
    """
    if not 1 <= len(lines) <= _MAX_LINES:
        raise InvalidInput("lines", f"An invoice has 1 to {_MAX_LINES} lines.")
    rows = [_build_line(line, f"lines.{position}", invoice, position, currency) for position, line in enumerate(lines)]
    total = sum(row.amount for row in rows)
    if total > MAXIMUM_MINOR:
        raise InvalidAmount("lines", "The total is too large.")
    invoice.total = total
    return rows


def _build_line(line: Line, path: str, invoice: models.Invoice, position: int, currency: str) -> models.InvoiceLine:
    if not line.description.strip():
        raise InvalidInput(f"{path}.description", "A line needs a description.")
    quantity = line.quantity
    if not quantity.is_finite() or not 0 < quantity <= _MAX_QUANTITY:
        raise InvalidInput(f"{path}.quantity", "The quantity has to be more than zero, and not that large.")
    exponent = quantity.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > _MAX_QUANTITY_DIGITS:
        raise InvalidInput(f"{path}.quantity", f"A quantity has at most {_MAX_QUANTITY_DIGITS} decimal digits.")
    try:
        unit_price = Money.from_decimal(line.unit_price, currency).minor
    except InexactAmount as error:
        raise InvalidAmount(f"{path}.unitPrice", f"{currency} does not have that many digits.") from error
    if not 0 <= unit_price <= MAXIMUM_MINOR:
        raise InvalidAmount(f"{path}.unitPrice", "The price must not be negative, and not that large.")
    amount = round_half_up(quantity, unit_price)
    if amount > MAXIMUM_MINOR:
        raise InvalidAmount(path, "The line's amount is too large.")
    return models.InvoiceLine(
        firm_id=invoice.firm_id,
        invoice_id=invoice.id,
        position=position,
        description=line.description,
        quantity=quantity,
        unit_price=unit_price,
        amount=amount,
    )


def parse_deposit(requested: Decimal | None, total: int, currency: str) -> int | None:
    """The deposit requested in minor units, a part of the total (D19). Raise InvalidAmount."""
    if requested is None:
        return None
    minor = amount_input.parse_amount(requested, currency, "depositRequested")
    if minor > total:
        raise InvalidAmount("depositRequested", "A deposit is part of the total, or all of it.")
    return minor
