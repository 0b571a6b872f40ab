"""What every field of every type answers, written out plainly: firms, people, clients, invoices and what may be paid.

A function takes who asks, what the field is asked of (a row, mostly), and the arguments.
"""

from __future__ import annotations

import uuid
from typing import Any

import models
from billing.access.principals import ClientUser, rights_of
from billing.errors import Refusal
from billing.invoices import rules
from billing.payments import allocation
from billing.payments import quote as quotes
from billing.prepayments import availability
from models import FirmMember
from tests.oracle import pages, settings
from tests.oracle.asked import Asked
from tests.oracle.values import bad, cursor, is_text, read_global_id
from tests.oracle.words import Arguments, Field, Named, column, itself, own_firm, person, row_of, sum_of

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


def by_id(asked: Asked, text: str, wanted: str) -> Any:
    """The object of that id, if it is of the type that is wanted and the viewer may know of it."""
    found = read_global_id(text)
    return _seen(asked, *found) if found is not None and found[0] == wanted else None


def _seen(asked: Asked, type_name: str, own_id: uuid.UUID) -> Any:
    if type_name == "Firm":
        return asked.rows.firm if own_id == asked.rows.firm.id else None
    if type_name == "PaymentSettings":
        return asked.seen(asked.rows.settings) if own_id == asked.rows.firm.id else None
    return asked.seen(asked.rows.one(MODELS[type_name], own_id))


def node(asked: Asked, text: str) -> Any:
    """An object of whatever type. Raise for nobody, and where the type is not for the viewer at all."""
    asked.come_in()
    found = read_global_id(text)
    if found is None or found[0] not in MODELS:
        return None
    if found[0] in asked.guarded:
        asked.open(asked.guarded[found[0]])
    row = _seen(asked, *found)
    return None if row is None else Named(found[0], row)


def _nodes(asked: Asked, _root: None, arguments: Arguments) -> list[Any]:
    if len(arguments["ids"]) > 100:
        raise bad("At most 100 ids are taken at once.")
    found = []
    for text in arguments["ids"]:
        try:
            found.append(node(asked, text))
        except Exception as error:  # GraphQL tells it in its place
            found.append(error)
    return found


def _viewer(asked: Asked, _root: None, _arguments: Arguments) -> Named | None:
    if asked.viewer is None:
        return None
    kind = "ClientUser" if isinstance(asked.viewer, ClientUser) else "FirmMember"
    row = asked.seen(asked.rows.one(MODELS[kind], asked.viewer.id))
    return None if row is None else Named(kind, row)


def _operation(asked: Asked, _root: None, arguments: Arguments) -> models.Operation | None:
    key = arguments["idempotencyKey"]
    if len(key) > 255:
        raise bad("This is too long: at most 255 characters.", field="idempotencyKey")
    if not is_text(key):
        raise bad("This holds a character that is no text.", field="idempotencyKey")
    found: list[models.Operation] = asked.rows.all(models.Operation, seat_id=asked.who.id, key=key)
    return found[0] if found else None


def _members(asked: Asked, _firm: Any, _arguments: Arguments) -> list[FirmMember]:
    return [member for member in asked.rows.all(FirmMember) if asked.sees(member)]


def _offer(asked: Asked, client: models.Client, _arguments: Arguments) -> availability.Offer:
    return availability.prepayment_offer(asked.rows.firm.currency, asked.rows.settings, asked.rows.connections, client)


def _deposit_due(asked: Asked, invoice: models.Invoice, _arguments: Arguments) -> Any:
    return None if invoice.deposit_requested is None else asked.money(allocation.deposit_due(invoice))


def _actions(asked: Asked, invoice: models.Invoice, _arguments: Arguments) -> Any:
    rows = asked.rows
    client, paid = rows.one(models.Client, invoice.client_id), rows.all(models.Payment, invoice_id=invoice.id)
    return list(rules.actions(asked.who, invoice, client, paid, rows.settings, rows.connections))


def _quote(asked: Asked, invoice: models.Invoice, arguments: Arguments) -> Named:
    rows, amount, rest = asked.rows, arguments["amount"], arguments.get("rest")
    how_much = (
        allocation.Partial(amount["partial"]) if "partial" in amount else allocation.AmountChoice[amount["choice"]]
    )
    means = quotes.Means(
        how_much, allocation.PaymentSource[arguments["from"]], None if rest is None else models.PaymentMethod[rest]
    )
    client = rows.one(models.Client, invoice.client_id)
    try:
        decision = quotes.decide(asked.who, means, invoice, client, rows.settings, rows.connections, rows.firm.currency)
    except Refusal as refusal:
        return Named(type(refusal).__name__, refusal)
    return Named("Quote", decision.quote)


def _suggested(asked: Asked, offer: availability.Offer, _arguments: Arguments) -> Any:
    return None if asked.invoices_hidden else offer.suggested_amount


FIELDS: dict[str, dict[str, Field]] = {
    "Query": {
        "viewer": _viewer,
        "node": lambda asked, _, arguments: node(asked, arguments["id"]),
        "nodes": _nodes,
        "firm": own_firm,
        "client": lambda asked, _, arguments: by_id(asked, arguments["id"], "Client"),
        "invoice": lambda asked, _, arguments: by_id(asked, arguments["id"], "Invoice"),
        "operation": _operation,
    },
    "Money": {"amount": lambda _asked, money, _: money.decimal, "currencyCode": column("currency")},
    "PageInfo": {
        "hasNextPage": column("goes_on"),
        "endCursor": lambda _asked, page, _: cursor(page.rows[-1].id) if page.rows else None,
    },
    "Firm": {
        "name": column("name"),
        "currencyCode": column("currency"),
        "timeZone": column("time_zone"),
        "paymentSettings": lambda asked, _, __: asked.rows.settings,
        "members": _members,
        "clients": pages.clients,
        "invoices": pages.invoices,
        "payments": pages.payments,
        "prepayments": pages.prepayments,
        "moneyReport": settings.money_report,
    },
    "FirmMember": {
        "name": person("name"),
        "email": person("email"),
        "role": column("role"),
        "rights": lambda _asked, row, _: [right for right in models.MemberRight if right in rights_of(row)],
        "firm": own_firm,
    },
    "ClientUser": {"name": person("name"), "email": person("email"), "client": row_of(models.Client, "client_id")},
    "Client": {
        "name": column("name"),
        "firm": own_firm,
        "users": lambda asked, row, _: [
            user for user in asked.rows.all(models.ClientUser, client_id=row.id) if asked.sees(user)
        ],
        "creditAccount": itself,
        "prepaymentOffer": _offer,
        "invoices": pages.invoices,
        "amountDue": lambda asked, row, _: None if asked.invoices_hidden else asked.money(row.due),
        "payments": pages.payments,
        "prepayments": pages.prepayments,
        "changesCursor": lambda _asked, row, _: f"{CURSOR_OF}{row.id}",
    },
    "PrepaymentOffer": {
        "available": column("available"),
        "reason": column("reason"),
        "methods": column("methods"),
        "minimum": column("minimum"),
        "maximum": column("maximum"),
        "suggestedAmount": _suggested,
    },
    "Invoice": {
        "number": column("number"),
        "client": row_of(models.Client, "client_id"),
        "status": column("status"),
        "isOverdue": lambda asked, row, _: pages.is_overdue(asked, row),
        "description": column("description"),
        "lines": lambda asked, row, _: asked.rows.all(models.InvoiceLine, invoice_id=row.id),
        "total": sum_of("total"),
        "amountPaid": sum_of("paid"),
        "amountPending": sum_of("pending"),
        "amountDue": sum_of("amount_due"),
        "amountPayable": sum_of("payable"),
        "depositRequested": sum_of("deposit_requested"),
        "depositDue": _deposit_due,
        "issuedOn": column("issued_on"),
        "dueOn": column("due_on"),
        "payments": lambda asked, row, _: asked.rows.all(models.Payment, invoice_id=row.id),
        "actions": _actions,
        "quote": _quote,
    },
    "InvoiceLine": {
        "description": column("description"),
        "quantity": column("quantity"),
        "unitPrice": sum_of("unit_price"),
        "amount": sum_of("amount"),
    },
    "Quote": {
        "amount": lambda _asked, quote, _: quote.figures.amount,
        "fromCredits": lambda _asked, quote, _: quote.figures.from_credits,
        "charged": lambda _asked, quote, _: quote.figures.charged,
        "amountDueAfter": lambda _asked, quote, _: quote.figures.amount_due_after,
        "creditsAfter": lambda _asked, quote, _: quote.figures.credits_after,
        "token": column("token"),
    },
    "InvalidAmount": {"field": column("field")},
    "InvalidInput": {"field": column("field")},
    "AmountExceedsPayable": {"payable": column("payable"), "excess": column("excess")},
    "AmountOutOfRange": {"minimum": column("minimum"), "maximum": column("maximum")},
    "NothingPayable": {"pending": column("pending")},
    "InsufficientCredits": {"available": column("available"), "missing": column("missing")},
    "InvoiceNotPayable": {"status": column("status")},
    "FullAmountNotPossible": {"payable": column("payable")},
    "NoDepositDue": {},
    "MethodUnavailable": {"methods": column("methods")},
}
"""By type and name; `settings` and `fields_of_money` have the rest. What a kind of types has alike is in `schema`."""
