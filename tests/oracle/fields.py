"""What every field of every type answers, written out plainly: firms, people, clients, invoices and what may be paid.

A function takes who asks, what the field is asked of (a row, mostly), and the arguments.
"""

from __future__ import annotations

import uuid
from typing import Any

import models
from billing.access.principals import ClientUser, rights_of
from billing.errors import DomainError
from billing.invoices import rules
from billing.payments import allocation
from billing.payments import quote as quotes
from billing.prepayments import availability
from models import FirmMember
from tests.oracle import pagination, settings
from tests.oracle.resolver_context import ResolverContext
from tests.oracle.values import bad_user_input, cursor, is_storable_text, read_global_id
from tests.oracle.vocabulary import (
    Arguments,
    Field,
    TypedRow,
    column_field,
    firm_of_viewer,
    money_field,
    person_field,
    same_row,
    visible_reference,
)

CURSOR_OF = "changesCursor of "
"""`Client.changesCursor` is another text each time: the oracle says whose it has to be."""

MODELS: dict[str, type] = {
    "Client": models.Client,
    "ClientUser": models.ClientUser,
    "CreditAccount": models.Client,
    "CreditEntry": models.CreditEntry,
    "Firm": models.Firm,
    "FirmMember": models.FirmMember,
    "Invoice": models.Invoice,
    "Payment": models.Payment,
    "PaymentProvider": models.ProviderConnection,
    "PaymentSettings": models.PaymentSettings,
    "Prepayment": models.Prepayment,
    "Refund": models.Refund,
}
"""Every type that implements Node, and the table that it is in."""


def resolve_by_id(context: ResolverContext, text: str, type_name: str) -> Any:
    """The object of that id, if it is of the type that is wanted and the viewer may know of it."""
    found = read_global_id(text)
    return _visible_row(context, *found) if found is not None and found[0] == type_name else None


def _visible_row(context: ResolverContext, type_name: str, own_id: uuid.UUID) -> Any:
    if type_name == "Firm":
        return context.rows.firm if own_id == context.rows.firm.id else None
    if type_name == "PaymentSettings":
        return context.visible_or_none(context.rows.settings) if own_id == context.rows.firm.id else None
    return context.visible_or_none(context.rows.by_id(MODELS[type_name], own_id))


def resolve_node(context: ResolverContext, text: str) -> Any:
    """An object of whatever type. Raise for nobody, and where the type is not for the viewer at all."""
    context.require_signed_in()
    found = read_global_id(text)
    if found is None or found[0] not in MODELS:
        return None
    if found[0] in context.restricted_types:
        context.require(context.restricted_types[found[0]])
    row = _visible_row(context, *found)
    return None if row is None else TypedRow(found[0], row)


def _resolve_nodes(context: ResolverContext, _root: None, arguments: Arguments) -> list[Any]:
    if len(arguments["ids"]) > 100:
        raise bad_user_input("`ids` must have at most 100 items.")
    found = []
    for text in arguments["ids"]:
        try:
            found.append(resolve_node(context, text))
        except Exception as error:  # GraphQL tells it in its place
            found.append(error)
    return found


def _resolve_viewer(context: ResolverContext, _root: None, _arguments: Arguments) -> TypedRow | None:
    if context.viewer is None:
        return None
    kind = "ClientUser" if isinstance(context.viewer, ClientUser) else "FirmMember"
    row = context.visible_or_none(context.rows.by_id(MODELS[kind], context.viewer.id))
    return None if row is None else TypedRow(kind, row)


def _resolve_operation(context: ResolverContext, _root: None, arguments: Arguments) -> models.Operation | None:
    key = arguments["idempotencyKey"]
    if len(key) > 255:
        raise bad_user_input("Enter at most 255 characters.", field="idempotencyKey")
    if not is_storable_text(key):
        raise bad_user_input("This contains a character that is not allowed.", field="idempotencyKey")
    found: list[models.Operation] = context.rows.where(
        models.Operation, membership_id=context.authenticated_viewer.id, key=key
    )
    return found[0] if found else None


def _resolve_members(context: ResolverContext, _firm: Any, _arguments: Arguments) -> list[FirmMember]:
    return [member for member in context.rows.where(FirmMember) if context.is_visible(member)]


def _resolve_prepayment_offer(
    context: ResolverContext, client: models.Client, _arguments: Arguments
) -> availability.PrepaymentOffer:
    return availability.prepayment_offer(
        context.rows.firm.currency, context.rows.settings, context.rows.connections, client
    )


def _resolve_deposit_due(context: ResolverContext, invoice: models.Invoice, _arguments: Arguments) -> Any:
    return None if invoice.deposit_requested is None else context.money(allocation.deposit_due(invoice))


def _resolve_actions(context: ResolverContext, invoice: models.Invoice, _arguments: Arguments) -> Any:
    rows = context.rows
    client, paid = rows.by_id(models.Client, invoice.client_id), rows.where(models.Payment, invoice_id=invoice.id)
    return list(
        rules.allowed_actions(context.authenticated_viewer, invoice, client, paid, rows.settings, rows.connections)
    )


def _resolve_quote(context: ResolverContext, invoice: models.Invoice, arguments: Arguments) -> TypedRow:
    rows, amount, rest = context.rows, arguments["amount"], arguments.get("rest")
    how_much = (
        allocation.PartialAmount(amount["partial"])
        if "partial" in amount
        else allocation.AmountChoice[amount["choice"]]
    )
    means = quotes.PaymentInstruction(
        how_much, allocation.PaymentSource[arguments["from"]], None if rest is None else models.PaymentMethod[rest]
    )
    client = rows.by_id(models.Client, invoice.client_id)
    try:
        decision = quotes.decide_payment(
            context.authenticated_viewer, means, invoice, client, rows.settings, rows.connections, rows.firm.currency
        )
    except DomainError as refusal:
        return TypedRow(type(refusal).__name__, refusal)
    return TypedRow("Quote", decision.quote)


def _resolve_suggested_amount(
    context: ResolverContext, offer: availability.PrepaymentOffer, _arguments: Arguments
) -> Any:
    return None if context.invoices_hidden else offer.suggested_amount


FIELDS: dict[str, dict[str, Field]] = {
    "Query": {
        "viewer": _resolve_viewer,
        "node": lambda asked, _, arguments: resolve_node(asked, arguments["id"]),
        "nodes": _resolve_nodes,
        "firm": firm_of_viewer,
        "client": lambda asked, _, arguments: resolve_by_id(asked, arguments["id"], "Client"),
        "invoice": lambda asked, _, arguments: resolve_by_id(asked, arguments["id"], "Invoice"),
        "operation": _resolve_operation,
    },
    "Money": {"amount": lambda _asked, money, _: money.decimal, "currencyCode": column_field("currency")},
    "PageInfo": {
        "hasNextPage": column_field("has_next_page"),
        "endCursor": lambda _asked, page, _: cursor(page.rows[-1].id) if page.rows else None,
    },
    "Firm": {
        "name": column_field("name"),
        "currencyCode": column_field("currency"),
        "timeZone": column_field("time_zone"),
        "paymentSettings": lambda asked, _, __: asked.rows.settings,
        "members": _resolve_members,
        "clients": pagination.clients,
        "invoices": pagination.invoices,
        "payments": pagination.payments,
        "prepayments": pagination.prepayments,
        "moneyReport": settings.money_report,
    },
    "FirmMember": {
        "name": person_field("name"),
        "email": person_field("email"),
        "role": column_field("role"),
        "rights": lambda _asked, row, _: [right for right in models.MemberRight if right in rights_of(row)],
        "firm": firm_of_viewer,
    },
    "ClientUser": {
        "name": person_field("name"),
        "email": person_field("email"),
        "client": visible_reference(models.Client, "client_id"),
    },
    "Client": {
        "name": column_field("name"),
        "firm": firm_of_viewer,
        "users": lambda asked, row, _: [
            user for user in asked.rows.where(models.ClientUser, client_id=row.id) if asked.is_visible(user)
        ],
        "creditAccount": same_row,
        "prepaymentOffer": _resolve_prepayment_offer,
        "invoices": pagination.invoices,
        "amountDue": lambda asked, row, _: None if asked.invoices_hidden else asked.money(row.due),
        "payments": pagination.payments,
        "prepayments": pagination.prepayments,
        "changesCursor": lambda _asked, row, _: f"{CURSOR_OF}{row.id}",
    },
    "PrepaymentOffer": {
        "available": column_field("available"),
        "reason": column_field("reason"),
        "methods": column_field("methods"),
        "minimum": column_field("minimum"),
        "maximum": column_field("maximum"),
        "suggestedAmount": _resolve_suggested_amount,
    },
    "Invoice": {
        "number": column_field("number"),
        "client": visible_reference(models.Client, "client_id"),
        "status": column_field("status"),
        "isOverdue": lambda asked, row, _: pagination.is_overdue(asked, row),
        "description": column_field("description"),
        "lines": lambda asked, row, _: asked.rows.where(models.InvoiceLine, invoice_id=row.id),
        "total": money_field("total"),
        "amountPaid": money_field("paid"),
        "amountPending": money_field("pending"),
        "amountDue": money_field("amount_due"),
        "amountPayable": money_field("payable"),
        "depositRequested": money_field("deposit_requested"),
        "depositDue": _resolve_deposit_due,
        "issuedOn": column_field("issued_on"),
        "dueOn": column_field("due_on"),
        "payments": lambda asked, row, _: asked.rows.where(models.Payment, invoice_id=row.id),
        "actions": _resolve_actions,
        "quote": _resolve_quote,
    },
    "InvoiceLine": {
        "description": column_field("description"),
        "quantity": column_field("quantity"),
        "unitPrice": money_field("unit_price"),
        "amount": money_field("amount"),
    },
    "Quote": {
        "amount": lambda _asked, quote, _: quote.figures.amount,
        "fromCredits": lambda _asked, quote, _: quote.figures.from_credits,
        "charged": lambda _asked, quote, _: quote.figures.charged,
        "amountDueAfter": lambda _asked, quote, _: quote.figures.amount_due_after,
        "creditsAfter": lambda _asked, quote, _: quote.figures.credits_after,
        "token": column_field("token"),
    },
    "InvalidAmount": {"field": column_field("field")},
    "InvalidInput": {"field": column_field("field")},
    "AmountExceedsPayable": {"payable": column_field("payable"), "excess": column_field("excess")},
    "AmountOutOfRange": {"minimum": column_field("minimum"), "maximum": column_field("maximum")},
    "NothingPayable": {"pending": column_field("pending")},
    "InsufficientCredits": {"available": column_field("available"), "missing": column_field("missing")},
    "InvoiceNotPayable": {"status": column_field("status")},
    "FullAmountNotPossible": {"payable": column_field("payable")},
    "NoDepositDue": {},
    "MethodUnavailable": {"methods": column_field("methods")},
}
"""By type and name; `settings` and `fields_of_money` have the rest. What a kind of types has alike is in `schema`."""
