"""Who may know of what, written down a second time: from the table of roles, not from the code that holds it."""

from __future__ import annotations

import enum

import models
from models import InvoiceStatus, MemberRight, PaymentStatus
from tests.support.neighbours import Thing, Who

FOR_OWNER_AND_ADMIN = {"PaymentSettings", "PaymentProvider"}
"""Types that are refused to all others, whatever the id."""


def sees(who: Who, thing: Thing) -> bool:
    """Whether the object exists, as far as they can tell."""
    if who.is_nobody or who.firm_id != thing.firm_id:
        return False
    if thing.kind == "Firm":
        return True
    if thing.kind in FOR_OWNER_AND_ADMIN:
        return who.leads
    if getattr(thing.row, "removed_at", None) is not None:
        return False
    if thing.kind == "FirmMember":
        return who.leads or (who.viewer is not None and who.viewer.id == thing.own_id)
    if who.clients is not None and thing.client_id not in who.clients:
        return False
    if thing.kind == "Invoice" and who.is_client_user:
        return thing.row.issued_on is not None and not who.hidden
    return True


class Rule(enum.Enum):
    """Who reads a field of an object that they see. To all others it is null."""

    ALL = "everybody, as the firm's owner does"
    MEMBERS = "members of the firm; FORBIDDEN for clients"
    LEADS = "owner and admin; FORBIDDEN for all others"
    SHOWN = "everybody; null, and no error, for clients whose firm hides invoices"
    STARTER = "whoever started it, while it requires action; null, and no error, for all others"
    SELF = "everybody: whether it was them"
    ACTIONS = "everybody: what they may do with it"
    PAYERS = "whoever may pay it; FORBIDDEN for all others"
    SEAT = "whoever asked: of every seat another; see test_questions"
    SENDER = "whoever sent the key, and nobody else; see test_questions"
    SEALED = "everybody: another text each time; see test_who_follows_what"
    ANSWER = "in answers of mutations, and in what is followed, alone"


ALL, MEMBERS, LEADS, SHOWN, STARTER, SELF, ACTIONS, PAYERS, SEAT, SENDER, SEALED, ANSWER = Rule

ELSEWHERE = {Rule.SEAT, Rule.SENDER, Rule.ANSWER}
"""Not walked here: what is told differs from one who asks to the next, or is told once."""

_CONNECTION = {ALL: "edges pageInfo totalCount"}
_EDGE = {ALL: "cursor node"}
_REFUSAL = {ANSWER: "message"}

DECISIONS: dict[str, dict[Rule, str]] = {
    "Query": {ALL: "viewer node nodes firm client invoice", SENDER: "operation"},
    "Actor": {ALL: "kind name", SELF: "isViewer", LEADS: "member"},
    "FirmMember": {ALL: "id name email role rights firm"},
    "ClientUser": {ALL: "id name email client"},
    "Firm": {
        ALL: "id name currencyCode timeZone",
        LEADS: "paymentSettings members moneyReport",
        MEMBERS: "clients invoices payments prepayments",
    },
    "PaymentSettings": {
        ALL: "id hideInvoicesFromClients providers defaultProvider paymentMethod creditApplication prepayment preview"
    },
    "PaymentSettingsPreview": {ALL: "prepaymentStaysAvailable unmetRequirements unpayableInvoices pendingPayments"},
    "MoneyReport": {
        ALL: ("from to cashIn refunds disputed losses revenue creditsHeldAtStart creditsHeldAtEnd notesUnspentAtEnd")
    },
    "PaymentProvider": {ALL: "id kind name status methods onboardingUrl"},
    "PrepaymentSettings": {ALL: "enabled availableToClients method methodOptions minimum maximum requirements"},
    "PrepaymentRequirement": {ALL: "code met message"},
    "Client": {
        ALL: "id name firm users creditAccount prepaymentOffer payments prepayments",
        SEALED: "changesCursor",
        SHOWN: "invoices amountDue",
    },
    "PrepaymentOffer": {ALL: "available reason methods minimum maximum", SHOWN: "suggestedAmount"},
    "CreditAccount": {ALL: "id client balance balanceAt reserved available entries"},
    "CreditEntry": {
        ALL: (
            "id kind amount balanceAfter createdAt actor reason prepayment payment reverses remaining offlineMethod"
            " receivedOn"
        ),
    },
    "Prepayment": {
        ALL: (
            "id client amount method status failure remaining actor createdAt settledAt refundable refunded refunds"
            " dispute uses"
        ),
        STARTER: "checkout",
    },
    "Payment": {
        ALL: (
            "id client invoice amount paidBy offlineMethod status failure partner actor createdAt settledAt refundable"
            " refunded refunds dispute fundedBy"
        ),
        STARTER: "checkout",
    },
    "Refund": {ALL: "id amount status failure reason actor createdAt settledAt payment prepayment"},
    "CreditUse": {ALL: "source payment amount"},
    "PaymentFailure": {ALL: "code message", MEMBERS: "providerCode"},
    "StripeCheckout": {ALL: "publishableKey clientSecret accountId apiBase"},
    "Invoice": {
        ALL: (
            "id number client status isOverdue description lines total amountPaid amountPending amountDue"
            " amountPayable depositRequested depositDue issuedOn dueOn payments"
        ),
        ACTIONS: "actions",
        PAYERS: "quote",
    },
    "Quote": {ALL: "amount fromCredits charged amountDueAfter creditsAfter", SEAT: "token"},
    "InvoiceLine": {ALL: "description quantity unitPrice amount"},
    "Money": {ALL: "amount currencyCode"},
    "PageInfo": {ALL: "hasNextPage endCursor"},
    "ClientConnection": _CONNECTION,
    "InvoiceConnection": _CONNECTION,
    "PaymentConnection": _CONNECTION,
    "PrepaymentConnection": _CONNECTION,
    "CreditEntryConnection": _CONNECTION,
    "ClientEdge": _EDGE,
    "InvoiceEdge": _EDGE,
    "PaymentEdge": _EDGE,
    "PrepaymentEdge": _EDGE,
    "CreditEntryEdge": _EDGE,
    # What follows is met in answers of mutations alone.
    "Subscription": {ANSWER: "clientChanges"},
    "ClientChange": {ANSWER: "cursor reload client invoices payments prepayments entries removedIds"},
    "SignInPayload": {ANSWER: "viewer accessToken"},
    "SeatChoice": {ANSWER: "seats"},
    "Seat": {ANSWER: "id firmName clientName role"},
    "PaymentSettingsPayload": {ANSWER: "paymentSettings"},
    "ConnectPaymentProviderPayload": {ANSWER: "paymentSettings provider"},
    "MakePrepaymentPayload": {ANSWER: "prepayment creditAccount replayed"},
    "PayInvoicePayload": {ANSWER: "invoice payments creditAccount replayed"},
    "MoneyPayload": {ANSWER: "payments prepayment invoice creditAccount"},
    "CreateInvoicePayload": {ANSWER: "invoice creditAccount replayed"},
    "InvoicePayload": {ANSWER: "invoice creditAccount"},
    "Operation": {SENDER: "idempotencyKey mutation status createdAt client invoice payments prepayment refund entry"},
    "QuoteStale": {ANSWER: "message quote"},
    "CreditPayload": {ANSWER: "creditAccount entry replayed"},
    "RecordOfflinePaymentPayload": {ANSWER: "payment creditAccount invoice replayed"},
    "RefundPaymentPayload": {ANSWER: "refund payment invoice creditAccount replayed"},
    "RefundPrepaymentPayload": {ANSWER: "refund prepayment creditAccount replayed"},
    "NotRefundable": {ANSWER: "message refundable blockedBy"},
    "NotFound": _REFUSAL,
    "NoDepositDue": _REFUSAL,
    "PrepaymentUnavailable": _REFUSAL,
    "ProviderUnavailable": _REFUSAL,
    "SignInFailed": _REFUSAL,
    "InvalidAmount": {ANSWER: "message field"},
    "InvalidInput": {ANSWER: "message field"},
    "AmountExceedsPayable": {ANSWER: "message payable excess"},
    "NothingPayable": {ANSWER: "message pending"},
    "FullAmountNotPossible": {ANSWER: "message payable"},
    "InsufficientCredits": {ANSWER: "message available missing"},
    "InvoiceNotPayable": {ANSWER: "message status"},
    "InvoiceNotChangeable": {ANSWER: "message status"},
    "PaymentNotChangeable": {ANSWER: "message status"},
    "MethodUnavailable": {ANSWER: "message methods"},
    "MethodNotOffered": {ANSWER: "message options"},
    "PrepaymentBlocked": {ANSWER: "message unmet"},
    "AmountOutOfRange": {ANSWER: "message minimum maximum"},
    "IdempotencyConflict": {ANSWER: "message operation"},
    "ProviderRefused": {ANSWER: "message code"},
}

RULES = {
    f"{kind}.{name}": rule for kind, fields in DECISIONS.items() for rule, names in fields.items()
    for name in names.split()
}  # fmt: skip
"""The one decision on each field of each object type."""


def actions(who: Who, invoice: models.Invoice, available: int, paid_with_money: int) -> set[str]:
    """Which buttons somebody has beside an invoice that they see, with card and debit offered and credits available."""
    found = set()
    payable = invoice.total - invoice.paid - invoice.pending
    is_open = invoice.status in (InvoiceStatus.UNPAID, InvoiceStatus.PARTIALLY_PAID) and payable > 0
    if who.has(MemberRight.MANAGE_INVOICES):
        if invoice.status is InvoiceStatus.DRAFT:
            found |= {"UPDATE", "ISSUE"}
        if invoice.status is not InvoiceStatus.VOID and not invoice.pending and not paid_with_money:
            found.add("VOID")
    if is_open and who.has(MemberRight.MANAGE_PAYMENTS):
        found.add("RECORD_OFFLINE_PAYMENT")
    if is_open and pays(who):
        found |= {"PAY_BY_CARD", "PAY_BY_BANK_DEBIT"} | ({"PAY_FROM_CREDITS"} if available else set())
    return found


def pays(who: Who) -> bool:
    """Whether they may pay invoices that they see."""
    return who.is_client_user or who.has(MemberRight.MANAGE_PAYMENTS, MemberRight.MANAGE_INVOICES)


def opens_window(who: Who, thing: Thing) -> bool:
    """Whether they are given the secret of the payment window."""
    waits = thing.row.status is PaymentStatus.REQUIRES_ACTION and thing.row.client_secret is not None
    return waits and who.viewer is not None and thing.doer == who.viewer.id
