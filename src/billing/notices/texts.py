"""The text of a notice: a sentence in the reader's language, from its kind and its frozen arguments (D49).

Texts for clients address them; texts for members name the client. While the firm hides its invoices, texts for clients
name none.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from models import DisputeStatus, NoticeKind
from money import Money
from translation import format_date
from translation import gettext as _


@dataclass(frozen=True, slots=True)
class _Values:
    """The arguments of a notice, in the reader's language. `number` is None without an invoice that may be named."""

    client: str
    amount: str
    number: str | None
    due_on: str | None
    provider: str
    status: str | None
    host: str


def notice_text(
    kind: NoticeKind, arguments: Mapping[str, Any], currency: str, *, for_client: bool, hides_invoices: bool = False
) -> str:
    """The text for a member, or for a user of the client. `currency` is the firm's."""
    due_on = arguments.get("due_on")
    values = _Values(
        client=arguments.get("client", ""),
        amount=Money(arguments.get("amount", 0), currency).format(),
        number=None if hides_invoices else arguments.get("number"),
        due_on=None if due_on is None else format_date(dt.date.fromisoformat(due_on)),
        provider=arguments.get("provider", ""),
        status=arguments.get("status"),
        host=arguments.get("host", ""),
    )
    # A kind that only one side reads has one text.
    texts = _MEMBER_TEXTS | _CLIENT_TEXTS if for_client else _CLIENT_TEXTS | _MEMBER_TEXTS
    return texts[kind](values)


def _client_payment_received(values: _Values) -> str:
    if values.number is None:
        return _("Your payment of {amount} was received.").format(amount=values.amount)
    return _("Your payment of {amount} for invoice {number} was received.").format(
        amount=values.amount, number=values.number
    )


def _client_payment_failed(values: _Values) -> str:
    if values.number is None:
        return _("Your payment of {amount} failed. Nothing was charged.").format(amount=values.amount)
    return _("Your payment of {amount} for invoice {number} failed. Nothing was charged.").format(
        amount=values.amount, number=values.number
    )


def _invoice_issued(values: _Values) -> str:
    if values.due_on is None:
        return _("You received invoice {number} for {amount}.").format(number=values.number, amount=values.amount)
    return _("You received invoice {number} for {amount}, due on {due_on}.").format(
        number=values.number, amount=values.amount, due_on=values.due_on
    )


def _payment_received(values: _Values) -> str:
    if values.number is None:
        return _("{client} paid {amount}. It was added to the client's credits.").format(
            client=values.client, amount=values.amount
        )
    return _("{client} paid {amount} for invoice {number}.").format(
        client=values.client, amount=values.amount, number=values.number
    )


def _dispute_closed(values: _Values) -> str:
    if values.status == DisputeStatus.WON.value:
        return _("The dispute of {client} over {amount} was decided in your favor.").format(
            client=values.client, amount=values.amount
        )
    return _("The dispute of {client} over {amount} was lost.").format(client=values.client, amount=values.amount)


_CLIENT_TEXTS: dict[NoticeKind, Callable[[_Values], str]] = {
    NoticeKind.PREPAYMENT_RECEIVED: lambda values: _(
        "Your prepayment of {amount} was received. It is available as credits."
    ).format(amount=values.amount),
    NoticeKind.PREPAYMENT_FAILED: lambda values: _("Your prepayment of {amount} failed. Nothing was charged.").format(
        amount=values.amount
    ),
    NoticeKind.PAYMENT_RECEIVED: _client_payment_received,
    NoticeKind.PAYMENT_FAILED: _client_payment_failed,
    NoticeKind.DEBIT_RETURNED: lambda values: _(
        "Your bank returned the debit of {amount}. The payment was reversed."
    ).format(amount=values.amount),
    NoticeKind.REFUND_SUCCEEDED: lambda values: _("You were refunded {amount}.").format(amount=values.amount),
    NoticeKind.REFUND_FAILED: lambda values: _("Your refund of {amount} failed. Nothing was refunded.").format(
        amount=values.amount
    ),
    NoticeKind.INVOICE_ISSUED: _invoice_issued,
    NoticeKind.INVOICE_OVERDUE: lambda values: _("Invoice {number} was due on {due_on}. {amount} is still due.").format(
        number=values.number, due_on=values.due_on, amount=values.amount
    ),
    NoticeKind.INVOICE_VOIDED: lambda values: _("Invoice {number} for {amount} was voided.").format(
        number=values.number, amount=values.amount
    ),
    NoticeKind.CREDIT_ADDED: lambda values: _("{amount} was added to your credits.").format(amount=values.amount),
}

_MEMBER_TEXTS: dict[NoticeKind, Callable[[_Values], str]] = {
    NoticeKind.PREPAYMENT_RECEIVED: lambda values: _("{client} prepaid {amount}.").format(
        client=values.client, amount=values.amount
    ),
    NoticeKind.PREPAYMENT_FAILED: lambda values: _("A prepayment of {amount} by {client} failed.").format(
        amount=values.amount, client=values.client
    ),
    NoticeKind.PAYMENT_RECEIVED: _payment_received,
    NoticeKind.PAYMENT_FAILED: lambda values: _(
        "A payment of {amount} by {client} for invoice {number} failed."
    ).format(amount=values.amount, client=values.client, number=values.number),
    NoticeKind.PAYMENT_STUCK: lambda values: _(
        "A payment of {amount} by {client} for invoice {number} is taking longer than expected. You can release it from"
        " the invoice."
    ).format(amount=values.amount, client=values.client, number=values.number),
    NoticeKind.DEBIT_RETURNED: lambda values: _("The bank returned a debit of {amount} from {client}.").format(
        amount=values.amount, client=values.client
    ),
    NoticeKind.DISPUTE_OPENED: lambda values: _("{client} disputes {amount} with their bank.").format(
        client=values.client, amount=values.amount
    ),
    NoticeKind.DISPUTE_CLOSED: _dispute_closed,
    NoticeKind.REFUND_SUCCEEDED: lambda values: _("{client} was refunded {amount}.").format(
        client=values.client, amount=values.amount
    ),
    NoticeKind.REFUND_FAILED: lambda values: _("A refund of {amount} to {client} failed.").format(
        amount=values.amount, client=values.client
    ),
    NoticeKind.INVOICE_OVERDUE: lambda values: _(
        "Invoice {number} to {client} was due on {due_on}. {amount} is still due."
    ).format(number=values.number, client=values.client, due_on=values.due_on, amount=values.amount),
    NoticeKind.PROVIDER_RESTRICTED: lambda values: _(
        "Your payment provider account {provider} is restricted. Provide the information that the provider requires to"
        " take payments again."
    ).format(provider=values.provider),
    NoticeKind.PREPAYMENT_UNAVAILABLE: lambda _values: _(
        "Clients cannot make prepayments any more, because a requirement is no longer met. See the payment settings."
    ),
    NoticeKind.WEBHOOK_ENDPOINT_DISABLED: lambda values: _(
        "Your webhook endpoint at {host} was disabled because deliveries to it failed. Enable it again once it accepts"
        " them."
    ).format(host=values.host),
}
