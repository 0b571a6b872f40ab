"""Who can read which notices, and who gets them by e-mail unless they decide otherwise (D50): one table."""

from dataclasses import dataclass

from billing.access.policy import ANY_MEMBER, ANY_VIEWER, OWNER_OR_ADMIN, Permission, has_permission
from billing.access.principals import Viewer
from models import NoticeKind


@dataclass(frozen=True, slots=True)
class NoticeAudience:
    """`readers` can read notices of a kind, each of the clients that they see. `emailed_by_default` also get them by
    e-mail. With `is_of_invoice`, client users read none while the firm hides its invoices.
    """

    readers: Permission
    emailed_by_default: Permission
    is_of_invoice: bool = False


_CLIENT_USERS = Permission(client_user=True)

_OWNER_OR_ADMIN_AND_CLIENT_USERS = Permission(roles=OWNER_OR_ADMIN.roles, client_user=True)

_MONEY = NoticeAudience(ANY_VIEWER, _OWNER_OR_ADMIN_AND_CLIENT_USERS)
_ANY_MEMBER = NoticeAudience(ANY_MEMBER, OWNER_OR_ADMIN)
_OWNER_OR_ADMIN = NoticeAudience(OWNER_OR_ADMIN, OWNER_OR_ADMIN)

AUDIENCES: dict[NoticeKind, NoticeAudience] = {
    NoticeKind.PREPAYMENT_RECEIVED: _MONEY,
    NoticeKind.PREPAYMENT_FAILED: _MONEY,
    NoticeKind.PAYMENT_RECEIVED: _MONEY,
    NoticeKind.PAYMENT_FAILED: _MONEY,
    NoticeKind.PAYMENT_STUCK: _ANY_MEMBER,
    NoticeKind.DEBIT_RETURNED: _MONEY,
    NoticeKind.DISPUTE_OPENED: _ANY_MEMBER,
    NoticeKind.DISPUTE_CLOSED: _ANY_MEMBER,
    NoticeKind.REFUND_SUCCEEDED: NoticeAudience(ANY_VIEWER, _CLIENT_USERS),
    NoticeKind.REFUND_FAILED: _MONEY,
    # What the firm itself does is news to the client only: its members find it in the activity.
    NoticeKind.INVOICE_ISSUED: NoticeAudience(_CLIENT_USERS, _CLIENT_USERS, is_of_invoice=True),
    NoticeKind.INVOICE_OVERDUE: NoticeAudience(ANY_VIEWER, _CLIENT_USERS, is_of_invoice=True),
    NoticeKind.INVOICE_VOIDED: NoticeAudience(_CLIENT_USERS, _CLIENT_USERS, is_of_invoice=True),
    NoticeKind.CREDIT_ADDED: NoticeAudience(_CLIENT_USERS, _CLIENT_USERS),
    NoticeKind.PROVIDER_RESTRICTED: _OWNER_OR_ADMIN,
    NoticeKind.PREPAYMENT_UNAVAILABLE: _OWNER_OR_ADMIN,
    NoticeKind.WEBHOOK_ENDPOINT_DISABLED: _OWNER_OR_ADMIN,
}

INVOICE_KINDS = tuple(kind for kind, audience in AUDIENCES.items() if audience.is_of_invoice)
"""The kinds that client users cannot read while the firm hides its invoices."""

WEBHOOK_KINDS = tuple(kind for kind, audience in AUDIENCES.items() if OWNER_OR_ADMIN.roles <= audience.readers.roles)
"""The kinds that webhook endpoints can get: those that the owner and the admins, who read the deliveries, can read."""


def readable_notice_kinds(viewer: Viewer) -> tuple[NoticeKind, ...]:
    """The kinds of notices that the viewer can read."""
    return tuple(kind for kind, audience in AUDIENCES.items() if has_permission(viewer, audience.readers))


def is_emailed_by_default(viewer: Viewer, kind: NoticeKind) -> bool:
    """Whether the viewer gets notices of this kind by e-mail without having chosen so."""
    return has_permission(viewer, AUDIENCES[kind].emailed_by_default)
