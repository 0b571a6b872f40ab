"""Who hears of which notices, and who gets them by e-mail unless they decide otherwise (D50): one table."""

from dataclasses import dataclass

from billing.access.policy import ANY_MEMBER, OWNER_OR_ADMIN, Permission, has_permission
from billing.access.principals import Viewer
from models import FirmRole, NoticeKind


@dataclass(frozen=True, slots=True)
class NoticeAudience:
    """`readers` can read notices of a kind, each of the clients that they see. `email` also get them by e-mail by
    default. With `is_of_invoice`, client users read none while the firm hides its invoices.
    """

    readers: Permission
    email: Permission
    is_of_invoice: bool = False


_CLIENT_USERS = Permission(client_user=True)
_EVERYBODY = Permission(roles=frozenset(FirmRole), client_user=True)
_OWNER_OR_ADMIN_AND_CLIENT_USERS = Permission(roles=OWNER_OR_ADMIN.roles, client_user=True)

_MONEY = NoticeAudience(_EVERYBODY, _OWNER_OR_ADMIN_AND_CLIENT_USERS)
_STAFF = NoticeAudience(ANY_MEMBER, OWNER_OR_ADMIN)
_MANAGERS = NoticeAudience(OWNER_OR_ADMIN, OWNER_OR_ADMIN)

AUDIENCES: dict[NoticeKind, NoticeAudience] = {
    NoticeKind.PREPAYMENT_RECEIVED: _MONEY,
    NoticeKind.PREPAYMENT_FAILED: _MONEY,
    NoticeKind.PAYMENT_RECEIVED: _MONEY,
    NoticeKind.PAYMENT_FAILED: _MONEY,
    NoticeKind.PAYMENT_STUCK: _STAFF,
    NoticeKind.DEBIT_RETURNED: _MONEY,
    NoticeKind.DISPUTE_OPENED: _STAFF,
    NoticeKind.DISPUTE_CLOSED: _STAFF,
    NoticeKind.REFUND_SUCCEEDED: NoticeAudience(_EVERYBODY, _CLIENT_USERS),
    NoticeKind.REFUND_FAILED: _MONEY,
    # What the firm itself does is news to the client only: its members find it in the activity.
    NoticeKind.INVOICE_ISSUED: NoticeAudience(_CLIENT_USERS, _CLIENT_USERS, is_of_invoice=True),
    NoticeKind.INVOICE_OVERDUE: NoticeAudience(_EVERYBODY, _CLIENT_USERS, is_of_invoice=True),
    NoticeKind.INVOICE_VOIDED: NoticeAudience(_CLIENT_USERS, _CLIENT_USERS, is_of_invoice=True),
    NoticeKind.CREDIT_ADDED: NoticeAudience(_CLIENT_USERS, _CLIENT_USERS),
    NoticeKind.PROVIDER_RESTRICTED: _MANAGERS,
    NoticeKind.PREPAYMENT_UNAVAILABLE: _MANAGERS,
    NoticeKind.WEBHOOK_ENDPOINT_DISABLED: _MANAGERS,
}

INVOICE_KINDS = tuple(kind for kind, audience in AUDIENCES.items() if audience.is_of_invoice)
"""The kinds that client users cannot read while the firm hides its invoices."""

WEBHOOK_KINDS = tuple(kind for kind, audience in AUDIENCES.items() if OWNER_OR_ADMIN.roles <= audience.readers.roles)
"""The kinds that webhook endpoints can get: those that the owner and the admins, who read the deliveries, can read."""


def available_kinds(viewer: Viewer) -> tuple[NoticeKind, ...]:
    """The kinds of notices that the viewer may hear of at all."""
    return tuple(kind for kind, audience in AUDIENCES.items() if has_permission(viewer, audience.readers))


def is_emailed_by_default(viewer: Viewer, kind: NoticeKind) -> bool:
    """Whether the viewer gets notices of this kind by e-mail without having chosen so."""
    return has_permission(viewer, AUDIENCES[kind].email)
