"""Who may read what: a second implementation of the table of roles, independent of the application's code."""

from __future__ import annotations

import enum

import models
from models import InvoiceStatus, MemberRight, PaymentStatus
from tests.support.two_firms import ApiObject, Requester

FOR_OWNER_AND_ADMIN = {"PaymentSettings", "PaymentProvider", "WebhookEndpoint", "WebhookDelivery"}
"""Types that are forbidden to everyone else, whatever the id."""


CLIENTS_NOTICES = {"INVOICE_ISSUED", "INVOICE_VOIDED", "CREDIT_ADDED"}
"""The kinds of notices that only the client's users read."""
MEMBERS_NOTICES = {"PAYMENT_STUCK", "DISPUTE_OPENED", "DISPUTE_CLOSED"}
MANAGERS_NOTICES = {"PROVIDER_RESTRICTED", "PREPAYMENT_UNAVAILABLE", "WEBHOOK_ENDPOINT_DISABLED"}


def can_hear(requester: Requester, kind: str) -> bool:
    """Whether notices of this kind are for the requester, of the clients that they see."""
    if requester.is_client_user:
        is_hidden = requester.hidden and kind.startswith("INVOICE_")
        return kind not in MEMBERS_NOTICES | MANAGERS_NOTICES and not is_hidden
    return kind not in CLIENTS_NOTICES and (kind not in MANAGERS_NOTICES or requester.is_owner_or_admin)


NO_ACTIVITY = {
    "charge.opened", "charge.requires_action", "charge.refused", "invoice.overdue", "payment.stuck", "provider.opened",
    "provider.refused", "password.set",
}  # fmt: skip
"""Events that nobody reads as activity."""
MANAGERS_ACTIVITY = (
    "member.", "profile.", "ownership.", "firm.", "settings.", "prepayment.enabled", "prepayment.disabled",
    "provider.", "client.assigned", "client.unassigned",
)  # fmt: skip


def can_see_activity(requester: Requester, event: models.Event) -> bool:
    """Whether the requester reads an event of their firm or client as activity."""
    if event.kind in NO_ACTIVITY or (event.kind.startswith(MANAGERS_ACTIVITY) and not requester.is_owner_or_admin):
        return False
    if event.client_id is None and not requester.is_owner_or_admin:
        return False
    if event.kind.startswith("invitation."):
        return requester.has_rights(MemberRight.MANAGE_CLIENTS)
    if requester.is_client_user and event.kind.startswith("invoice.") and event.kind != "invoice.paid":
        return event.kind not in ("invoice.created", "invoice.updated") and not requester.hidden
    return True


def can_see(requester: Requester, object_: ApiObject) -> bool:
    """Whether the object exists for this requester."""
    if requester.is_anonymous or requester.firm_id != object_.firm_id:
        return False
    if object_.type_name == "Firm":
        return True
    if object_.type_name in FOR_OWNER_AND_ADMIN:
        return requester.is_owner_or_admin
    if getattr(object_.row, "removed_at", None) is not None:
        return False
    if object_.type_name == "FirmMember":
        return requester.is_owner_or_admin or (
            requester.viewer is not None and requester.viewer.id == object_.database_id
        )
    if (
        object_.type_name == "Invitation"
        and not requester.is_owner_or_admin
        and (object_.client_id is None or not requester.has_rights(MemberRight.MANAGE_CLIENTS))
    ):
        return False
    if requester.clients is not None and object_.client_id not in requester.clients:
        return False
    if object_.type_name == "Activity":
        is_hidden = requester.is_client_user and object_.is_of_draft
        return can_see_activity(requester, object_.row) and not is_hidden
    if object_.type_name == "Notice":
        return can_hear(requester, object_.row.kind.name)
    if object_.type_name == "Invoice" and requester.is_client_user:
        return object_.row.issued_on is not None and not requester.hidden
    return True


class ReadRule(enum.Enum):
    """Who reads a field of a visible object. For anyone else it is null."""

    ALL = "everyone, as the firm's owner does"
    MEMBERS = "members of the firm; FORBIDDEN for client users"
    ROW_MEMBERS = "members of the firm; null without an error for client users"
    ROW_OWNER_AND_ADMIN = "owner and admin; null without an error for everyone else"
    CLIENT_MANAGERS = "members with MANAGE_CLIENTS; null without an error for everyone else"
    VISIBLE = "whoever may see the object; null without an error for everyone else"
    OWNER_AND_ADMIN = "owner and admin; FORBIDDEN for everyone else"
    NULL_IF_HIDDEN = "everyone; null without an error for clients whose firm hides invoices"
    INITIATOR = "its initiator while it requires action; null without an error for everyone else"
    SELF = "everyone: whether the actor is the viewer"
    ACTIONS = "everyone: what they may do with it"
    PAYMENT_ACTIONS = "everyone: what they may do with the payment or prepayment"
    PAYERS = "viewers who may pay it; null without an error for everyone else"
    PER_MEMBERSHIP = "everyone: another value for each membership; see test_query_fields, test_notices"
    KEY_OWNER = "the membership that sent the key; see test_query_fields"
    SEALED_CURSOR = "everyone: another value at each read; see test_subscription_access"
    PAYLOAD_ONLY = "only part of mutation results and subscription events"


(
    ALL,
    MEMBERS,
    ROW_MEMBERS,
    ROW_OWNER_AND_ADMIN,
    CLIENT_MANAGERS,
    VISIBLE,
    OWNER_AND_ADMIN,
    NULL_IF_HIDDEN,
    INITIATOR,
    SELF,
    ACTIONS,
    PAYMENT_ACTIONS,
    PAYERS,
    PER_MEMBERSHIP,
    KEY_OWNER,
    SEALED_CURSOR,
    PAYLOAD_ONLY,
) = ReadRule

TESTED_ELSEWHERE = {ReadRule.PER_MEMBERSHIP, ReadRule.KEY_OWNER, ReadRule.PAYLOAD_ONLY}
"""Not compared here: the values differ between requesters, or are returned once."""

_CONNECTION = {ALL: "edges pageInfo totalCount"}
_EDGE = {ALL: "cursor node"}
_USER_ERROR = {PAYLOAD_ONLY: "message"}

RULES_BY_TYPE: dict[str, dict[ReadRule, str]] = {
    "Query": {
        ALL: "viewer node nodes firm client invoice",
        KEY_OWNER: "operation",
        PER_MEMBERSHIP: "notices sessions invitation",
    },
    "Actor": {ALL: "kind name", SELF: "isViewer", VISIBLE: "member"},
    "FirmMember": {
        ALL: "id name email locale role rights firm",
        ROW_OWNER_AND_ADMIN: "assignedClients",
        PER_MEMBERSHIP: "memberships noticePreferences",
    },
    "ClientUser": {ALL: "id name email locale client", PER_MEMBERSHIP: "memberships noticePreferences"},
    "Notice": {ALL: "id kind createdAt client subject", PER_MEMBERSHIP: "text readAt"},
    "NoticeConnection": {PER_MEMBERSHIP: "edges pageInfo totalCount unreadCount"},
    "Activity": {ALL: "id kind event at actor client subject reason changes"},
    "ActivityChange": {ALL: "field before after"},
    "ActivityConnection": _CONNECTION,
    "ActivityEdge": _EDGE,
    "NoticeEdge": {PER_MEMBERSHIP: "cursor node"},
    "NoticePreferencesPayload": {PER_MEMBERSHIP: "email available"},
    "Membership": {PER_MEMBERSHIP: "id firmName clientName role isCurrent"},
    "Session": {PER_MEMBERSHIP: "id createdAt lastSeenAt device isCurrent"},
    "Invitation": {ALL: "id email name role rights client status expiresAt createdAt actor"},
    "InvitationPreview": {PER_MEMBERSHIP: "firmName clientName role email name needsPassword"},
    "Firm": {
        ALL: "id name currencyCode timeZone locale replyTo",
        OWNER_AND_ADMIN: "paymentSettings members moneyReport invitations activity webhookEndpoints",
        MEMBERS: "clients invoices payments prepayments creditEntries refunds disputes",
        SEALED_CURSOR: "changesCursor",
    },
    "PaymentSettings": {
        ALL: "id hideInvoicesFromClients providers defaultProvider paymentMethod creditApplication prepayment preview"
    },
    "PaymentSettingsPreview": {
        ALL: "prepaymentStaysAvailable prepaymentMethod removedPrepaymentMethods unmetRequirements unpayableInvoices"
        " pendingPayments"
    },
    "WebhookEndpoint": {ALL: "id url kinds status createdAt deliveries"},
    "WebhookDelivery": {ALL: "id notice attempts succeededAt nextAttemptAt lastStatus lastError"},
    "WebhookDeliveryConnection": _CONNECTION,
    "WebhookDeliveryEdge": _EDGE,
    "MoneyReport": {
        ALL: ("from to cashIn refunds disputed losses revenue creditsHeldAtStart creditsHeldAtEnd notesUnspentAtEnd")
    },
    "PaymentProvider": {ALL: "id kind name status methods onboardingUrl"},
    "PrepaymentSettings": {ALL: "enabled availableToClients method methodOptions minimum maximum requirements"},
    "PrepaymentRequirement": {ALL: "code met message"},
    "Client": {
        ALL: "id name email reference archivedAt firm users creditAccount prepaymentOffer payments prepayments"
        " activity",
        ROW_OWNER_AND_ADMIN: "assignedMembers",
        ACTIONS: "actions",
        SEALED_CURSOR: "changesCursor",
        NULL_IF_HIDDEN: "invoices amountDue",
        CLIENT_MANAGERS: "invitations",
    },
    "PrepaymentOffer": {ALL: "available reason methods minimum maximum", NULL_IF_HIDDEN: "suggestedAmount"},
    "CreditAccount": {ALL: "id client balance balanceAt reserved available entries"},
    "CreditEntry": {
        ALL: (
            "id kind amount balanceAfter createdAt actor reason prepayment payment reverses remaining offlineMethod"
            " receivedOn"
        )
    },
    "Prepayment": {
        ALL: (
            "id number client amount method memo status failure card remaining actor createdAt settledAt receivedOn"
            " refundable refunded refunds dispute disputes uses"
        ),
        ROW_MEMBERS: "providerReference",
        INITIATOR: "checkout",
        PAYMENT_ACTIONS: "actions",
    },
    "Payment": {
        ALL: (
            "id number client invoice amount paidBy offlineMethod reason status failure card partner actor createdAt"
            " settledAt receivedOn refundable refunded refunds dispute disputes fundedBy"
        ),
        ROW_MEMBERS: "providerReference",
        INITIATOR: "checkout",
        PAYMENT_ACTIONS: "actions",
    },
    "Refund": {ALL: "id amount status failure reason actor createdAt settledAt payment prepayment"},
    "Dispute": {
        ALL: "id client payment prepayment status amount withdrawn openedAt closedAt",
        ROW_MEMBERS: "reason evidenceDueAt",
    },
    "CardDetails": {ALL: "brand last4"},
    "CreditUse": {ALL: "source payment amount"},
    "PaymentFailure": {ALL: "code message", ROW_MEMBERS: "providerCode"},
    "StripeCheckout": {ALL: "publishableKey clientSecret accountId apiBase"},
    "Invoice": {
        ALL: (
            "id number client status isOverdue description lines total amountPaid amountPending amountDue"
            " amountPayable depositRequested depositDue issuedOn dueOn lastPaidAt voidedAt voidReason payments"
        ),
        ACTIONS: "actions",
        PAYERS: "quote",
    },
    "Quote": {ALL: "amount fromCredits charged amountDueAfter creditsAfter", PER_MEMBERSHIP: "token"},
    "InvoiceLine": {ALL: "description quantity unitPrice amount"},
    "Money": {ALL: "amount currencyCode"},
    "PageInfo": {ALL: "hasNextPage hasPreviousPage startCursor endCursor"},
    "ClientConnection": _CONNECTION,
    "InvoiceConnection": _CONNECTION,
    "PaymentConnection": _CONNECTION,
    "PrepaymentConnection": _CONNECTION,
    "CreditEntryConnection": _CONNECTION,
    "InvitationConnection": _CONNECTION,
    "RefundConnection": _CONNECTION,
    "DisputeConnection": _CONNECTION,
    "ClientEdge": _EDGE,
    "InvoiceEdge": _EDGE,
    "PaymentEdge": _EDGE,
    "PrepaymentEdge": _EDGE,
    "CreditEntryEdge": _EDGE,
    "InvitationEdge": _EDGE,
    "RefundEdge": _EDGE,
    "DisputeEdge": _EDGE,
    # The following types are part of mutation results only.
    "Subscription": {PAYLOAD_ONLY: "clientChanges firmChanges"},
    "FirmChange": {
        PAYLOAD_ONLY: "cursor reload clients invoices payments prepayments refunds disputes notices removedIds"
    },
    "ClientChange": {PAYLOAD_ONLY: "cursor reload client invoices payments prepayments entries removedIds"},
    "SignInPayload": {PAYLOAD_ONLY: "viewer accessToken"},
    "SeatChoice": {PAYLOAD_ONLY: "seats"},
    "InvitePayload": {PAYLOAD_ONLY: "invitation replayed"},
    "InvitationPayload": {PAYLOAD_ONLY: "invitation"},
    "MemberPayload": {PAYLOAD_ONLY: "member"},
    "FirmPayload": {PAYLOAD_ONLY: "firm"},
    "ClientPayload": {PAYLOAD_ONLY: "client replayed"},
    "PasswordPayload": {PAYLOAD_ONLY: "message"},
    "RequestPasswordResetPayload": {PAYLOAD_ONLY: "message"},
    "SessionsPayload": {PAYLOAD_ONLY: "sessions"},
    "Seat": {PAYLOAD_ONLY: "id firmName clientName role"},
    "ProfilePayload": {PAYLOAD_ONLY: "viewer"},
    "PaymentSettingsPayload": {PAYLOAD_ONLY: "paymentSettings"},
    "ConnectPaymentProviderPayload": {PAYLOAD_ONLY: "paymentSettings provider"},
    "MakePrepaymentPayload": {PAYLOAD_ONLY: "prepayment creditAccount replayed"},
    "PayInvoicePayload": {PAYLOAD_ONLY: "invoice payments creditAccount replayed"},
    "MoneyPayload": {PAYLOAD_ONLY: "payments prepayment invoice creditAccount"},
    "CreateInvoicePayload": {PAYLOAD_ONLY: "invoice creditAccount replayed"},
    "InvoicePayload": {PAYLOAD_ONLY: "invoice creditAccount"},
    "Operation": {
        KEY_OWNER: "idempotencyKey mutation status createdAt client invoice invitation payments prepayment refund entry"
    },
    "QuoteStale": {PAYLOAD_ONLY: "message quote"},
    "CreditPayload": {PAYLOAD_ONLY: "creditAccount entry replayed"},
    "CreateWebhookEndpointPayload": {PAYLOAD_ONLY: "webhookEndpoint secret"},
    "WebhookEndpointPayload": {PAYLOAD_ONLY: "webhookEndpoint"},
    "DeleteWebhookEndpointPayload": {PAYLOAD_ONLY: "firm"},
    "WebhookDeliveryPayload": {PAYLOAD_ONLY: "delivery"},
    "MarkNoticesReadPayload": {PAYLOAD_ONLY: "notices unreadCount"},
    "RecordOfflinePaymentPayload": {PAYLOAD_ONLY: "payment creditAccount invoice replayed"},
    "RefundPaymentPayload": {PAYLOAD_ONLY: "refund payment invoice creditAccount replayed"},
    "RefundPrepaymentPayload": {PAYLOAD_ONLY: "refund prepayment creditAccount replayed"},
    "NotRefundable": {PAYLOAD_ONLY: "message refundable blockedBy"},
    "NotFound": _USER_ERROR,
    "NoDepositDue": _USER_ERROR,
    "PrepaymentUnavailable": _USER_ERROR,
    "ProviderUnavailable": _USER_ERROR,
    "SignInFailed": _USER_ERROR,
    "AlreadyMember": _USER_ERROR,
    "MemberNotChangeable": _USER_ERROR,
    "InvitationNotChangeable": _USER_ERROR,
    "TokenNotValid": _USER_ERROR,
    "WrongPassword": _USER_ERROR,
    "WeakPassword": _USER_ERROR,
    "InvalidAmount": {PAYLOAD_ONLY: "message field"},
    "InvalidInput": {PAYLOAD_ONLY: "message field"},
    "AmountExceedsPayable": {PAYLOAD_ONLY: "message payable excess"},
    "NothingPayable": {PAYLOAD_ONLY: "message pending"},
    "FullAmountNotPossible": {PAYLOAD_ONLY: "message payable"},
    "InsufficientCredits": {PAYLOAD_ONLY: "message available missing"},
    "InvoiceNotPayable": {PAYLOAD_ONLY: "message status"},
    "InvoiceNotChangeable": {PAYLOAD_ONLY: "message status"},
    "ClientHasMoney": {PAYLOAD_ONLY: "message balance amountDue amountPending"},
    "PaymentNotChangeable": {PAYLOAD_ONLY: "message status"},
    "MethodUnavailable": {PAYLOAD_ONLY: "message methods"},
    "MethodNotOffered": {PAYLOAD_ONLY: "message options"},
    "PrepaymentBlocked": {PAYLOAD_ONLY: "message unmet"},
    "AmountOutOfRange": {PAYLOAD_ONLY: "message minimum maximum"},
    "IdempotencyConflict": {PAYLOAD_ONLY: "message operation"},
    "ProviderRefused": {PAYLOAD_ONLY: "message code"},
}

RULE_BY_FIELD = {
    f"{kind}.{name}": rule for kind, fields in RULES_BY_TYPE.items() for rule, names in fields.items()
    for name in names.split()
}  # fmt: skip
"""The rule of each field of each object type."""


def allowed_actions(requester: Requester, invoice: models.Invoice, available: int, paid_with_money: int) -> set[str]:
    """The actions that the requester has on a visible invoice, if card and debit are offered."""
    actions = set()
    payable = invoice.total - invoice.paid - invoice.pending
    is_open = invoice.status in (InvoiceStatus.UNPAID, InvoiceStatus.PARTIALLY_PAID) and payable > 0
    if requester.has_rights(MemberRight.MANAGE_INVOICES):
        if invoice.status is InvoiceStatus.DRAFT:
            actions.add("ISSUE")
        if invoice.status is not InvoiceStatus.VOID:
            actions.add("UPDATE")
        if invoice.status is not InvoiceStatus.VOID and not invoice.pending and not paid_with_money:
            actions.add("VOID")
    if is_open and requester.has_rights(MemberRight.MANAGE_PAYMENTS):
        actions.add("RECORD_OFFLINE_PAYMENT")
    if is_open and can_pay(requester):
        actions |= {"PAY_BY_CARD", "PAY_BY_BANK_DEBIT"} | ({"PAY_FROM_CREDITS"} if available else set())
    return actions


def allowed_client_actions(
    requester: Requester, client: models.Client, open_prepayments: int, *, prepayment_available: bool
) -> set[str]:
    """The actions that the requester has on a visible client."""
    actions = set()
    is_archived = client.archived_at is not None
    has_money = any((client.available, client.held, client.due, client.pending, open_prepayments))
    if requester.has_rights(MemberRight.MANAGE_CLIENTS):
        actions.add("UPDATE")
        actions |= {"UNARCHIVE"} if is_archived else {"INVITE_USER"}
        if not is_archived and not has_money:
            actions.add("ARCHIVE")
    if is_archived:
        return actions
    if requester.has_rights(MemberRight.MANAGE_INVOICES):
        actions.add("CREATE_INVOICE")
    if requester.has_rights(MemberRight.MANAGE_PAYMENTS):
        actions |= {"ADD_CREDIT_NOTE", "RECORD_OFFLINE_PAYMENT"}
    if prepayment_available and (requester.is_client_user or requester.has_rights(MemberRight.MANAGE_PAYMENTS)):
        actions.add("MAKE_PREPAYMENT")
    return actions


def allowed_payment_actions(requester: Requester, object_: ApiObject, *, is_refundable: bool) -> set[str]:
    """The actions that the requester has on a visible payment or prepayment."""
    can_manage, status = requester.has_rights(MemberRight.MANAGE_PAYMENTS), object_.row.status
    actions = {"OPEN_CHECKOUT"} if can_see_checkout(requester, object_) else set()
    if status is PaymentStatus.REQUIRES_ACTION and (can_manage or requester.is_client_user):
        actions.add("CANCEL")
    if can_manage and object_.type_name == "Payment" and status in (PaymentStatus.CREATING, PaymentStatus.PROCESSING):
        actions.add("RELEASE")
    return actions | ({"REFUND"} if can_manage and is_refundable else set())


def can_pay(requester: Requester) -> bool:
    """Whether the requester may pay visible invoices."""
    return requester.is_client_user or requester.has_rights(MemberRight.MANAGE_PAYMENTS, MemberRight.MANAGE_INVOICES)


def can_see_checkout(requester: Requester, object_: ApiObject) -> bool:
    """Whether the requester gets the client secret of the payment window."""
    requires_action = object_.row.status is PaymentStatus.REQUIRES_ACTION and object_.row.client_secret is not None
    return requires_action and requester.viewer is not None and object_.actor_id == requester.viewer.id
