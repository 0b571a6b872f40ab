"""Rules of invoices shared by their use cases: lines and totals, deposits, overdue, and a viewer's allowed actions."""

import enum
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement

import ledger
import models
from billing import amount_input, text_input
from billing.access.policy import MANAGE_INVOICES, MANAGE_PAYMENTS, PAY_INVOICES, has_permission
from billing.access.principals import Viewer
from billing.active_clients import is_active
from billing.errors import InvalidAmount, InvalidInput
from billing.prepayments import availability
from models import InvoiceStatus, PaymentMethod
from money import MAXIMUM_MINOR, InexactAmount, Money, round_half_up
from translation import format_number
from translation import gettext as _

MAX_LINES = 200
MAX_QUANTITY_DIGITS = 6
_MAX_QUANTITY = Decimal(1_000_000_000)


class InvoiceAction(enum.Enum):
    """An action on an invoice that a viewer can take now."""

    UPDATE = "UPDATE"
    ISSUE = "ISSUE"
    VOID = "VOID"
    PAY_FROM_CREDITS = "PAY_FROM_CREDITS"
    PAY_BY_CARD = "PAY_BY_CARD"
    PAY_BY_BANK_DEBIT = "PAY_BY_BANK_DEBIT"
    RECORD_OFFLINE_PAYMENT = "RECORD_OFFLINE_PAYMENT"


@dataclass(frozen=True, slots=True)
class Line:
    """An invoice line in a command. `unit_price` is a decimal in the firm's currency."""

    description: str
    quantity: Decimal
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class InvoiceResult:
    """The changed invoice and its client. `replayed`: the idempotency key was used before with the same input."""

    invoice_id: uuid.UUID
    client_id: uuid.UUID
    replayed: bool = False


def is_overdue(invoice: Any, today: Any) -> ColumnElement[bool]:
    """SQL: whether the invoice was due before `today` (in the firm's time zone) and is not fully paid. Never NULL."""
    is_late: ColumnElement[bool] = invoice.due_on.is_not(None) & (invoice.due_on < today)
    is_unpaid: ColumnElement[bool] = invoice.status.in_(models.PAYABLE_STATUSES)
    return is_unpaid & is_late


def can_be_updated(invoice: models.Invoice) -> bool:
    """Whether it can be updated: a draft in whole, an issued invoice in its description and due date (D59)."""
    return invoice.status is not InvoiceStatus.VOID


def can_be_issued(invoice: models.Invoice, client: models.Client) -> bool:
    """Whether it is a draft of an active client (D38)."""
    return invoice.status is InvoiceStatus.DRAFT and is_active(client)


def can_be_voided(invoice: models.Invoice, payments: Sequence[models.Payment]) -> bool:
    """Whether nothing but credits has paid it, and no payment is in progress (D21). `payments` are those applied."""
    is_paid_from_credits = invoice.paid == ledger.invoices.paid_from_credits(payments)
    return invoice.status is not InvoiceStatus.VOID and not invoice.pending and is_paid_from_credits


def allowed_actions(
    viewer: Viewer,
    invoice: models.Invoice,
    client: models.Client,
    payments: Sequence[models.Payment],
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
) -> tuple[InvoiceAction, ...]:
    """The actions that the viewer can take on the invoice now. `payments` are those applied to it."""
    is_payable = invoice.payable > 0 and is_active(client)
    can_pay = is_payable and has_permission(viewer, PAY_INVOICES)
    methods = availability.available_invoice_methods(settings, connections) if can_pay else ()
    can_manage = has_permission(viewer, MANAGE_INVOICES)
    allowed = {
        InvoiceAction.UPDATE: can_manage and can_be_updated(invoice),
        InvoiceAction.ISSUE: can_manage and can_be_issued(invoice, client),
        InvoiceAction.VOID: can_manage and can_be_voided(invoice, payments),
        InvoiceAction.PAY_FROM_CREDITS: can_pay and client.available > 0,
        InvoiceAction.PAY_BY_CARD: PaymentMethod.CARD in methods,
        InvoiceAction.PAY_BY_BANK_DEBIT: PaymentMethod.BANK_DEBIT in methods,
        InvoiceAction.RECORD_OFFLINE_PAYMENT: is_payable and has_permission(viewer, MANAGE_PAYMENTS),
    }
    return tuple(action for action, is_allowed in allowed.items() if is_allowed)


def build_lines(lines: Sequence[Line], invoice: models.Invoice, currency: str) -> list[models.InvoiceLine]:
    """Build the invoice's lines and set its total. A line's amount is quantity x unit price, rounded half up (D11).

    Raises InvalidInput and InvalidAmount.
    """
    if not 1 <= len(lines) <= MAX_LINES:
        raise InvalidInput("lines", _("Enter 1 to {count} lines.").format(count=MAX_LINES))
    rows = [_build_line(line, f"lines.{position}", invoice, position, currency) for position, line in enumerate(lines)]
    total = sum(row.amount for row in rows)
    if total > MAXIMUM_MINOR:
        text = _("The total exceeds {maximum}.")
        raise InvalidAmount("lines", text.format(maximum=Money(MAXIMUM_MINOR, currency).format()))
    invoice.total = total
    return rows


def _build_line(line: Line, path: str, invoice: models.Invoice, position: int, currency: str) -> models.InvoiceLine:
    if text_input.is_blank(line.description):
        raise InvalidInput(f"{path}.description", _("Enter a description."))
    quantity = line.quantity
    if not quantity.is_finite() or not 0 < quantity <= _MAX_QUANTITY:
        text = _("Enter a quantity greater than zero, and at most {maximum}.")
        raise InvalidInput(f"{path}.quantity", text.format(maximum=format_number(_MAX_QUANTITY)))
    exponent = quantity.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MAX_QUANTITY_DIGITS:
        text = _("Enter a quantity with at most {count} decimal places.")
        raise InvalidInput(f"{path}.quantity", text.format(count=MAX_QUANTITY_DIGITS))
    try:
        unit_price = Money.from_decimal(line.unit_price, currency).minor
    except InexactAmount as error:
        raise InvalidAmount(f"{path}.unitPrice", amount_input.decimal_places_message(currency)) from error
    maximum = Money(MAXIMUM_MINOR, currency).format()
    if not 0 <= unit_price <= MAXIMUM_MINOR:
        raise InvalidAmount(f"{path}.unitPrice", _("Enter a price from zero to {maximum}.").format(maximum=maximum))
    amount = round_half_up(quantity, unit_price)
    if amount > MAXIMUM_MINOR:
        raise InvalidAmount(path, _("The amount of the line exceeds {maximum}.").format(maximum=maximum))
    return models.InvoiceLine(
        firm_id=invoice.firm_id,
        invoice_id=invoice.id,
        position=position,
        description=line.description,
        quantity=quantity,
        unit_price=unit_price,
        amount=amount,
    )


def set_texts(invoice: models.Invoice, number: str, description: str | None) -> None:
    """Set number and description, and the keys by which they are compared and searched (D36), and ordered (D60)."""
    invoice.number, invoice.description = number, description
    invoice.number_key = text_input.appearance(number)
    invoice.number_order_key = text_input.natural_order_key(number, models.NUMBER_ORDER_KEY_LENGTH)
    invoice.search_key = text_input.joint_search_key(number, description)


def parse_deposit(requested: Decimal | None, total: int, currency: str) -> int | None:
    """The requested deposit in minor units, at most `total`; none if it is None or zero (D19). Raises InvalidAmount."""
    if not requested:
        return None
    minor = amount_input.parse_amount(requested, currency, "depositRequested")
    if minor > total:
        raise InvalidAmount("depositRequested", _("The deposit exceeds the total of the invoice."))
    return minor
