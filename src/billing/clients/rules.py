"""Rules of clients shared by their use cases: their texts, what money is left, and a viewer's allowed actions."""

import dataclasses
import datetime as dt
import enum
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

import models
from billing import email_addresses, text_input
from billing.access.policy import (
    MAKE_PREPAYMENTS,
    MANAGE_CLIENTS,
    MANAGE_INVOICES,
    MANAGE_PAYMENTS,
    Permission,
    has_permission,
)
from billing.access.principals import Viewer
from billing.active_clients import is_active
from billing.charges.lifecycle import OPEN_STATUSES
from billing.email_addresses import MAX_EMAIL_LENGTH
from billing.errors import DomainError, InvalidInput
from billing.prepayments import availability
from money import Money
from translation import gettext as _

MAX_REFERENCE_LENGTH = 40

_prepayment = aliased(models.Prepayment)


class ClientAction(enum.Enum):
    """An action on a client that a viewer can take now."""

    UPDATE = "UPDATE"
    ARCHIVE = "ARCHIVE"
    UNARCHIVE = "UNARCHIVE"
    INVITE_USER = "INVITE_USER"
    CREATE_INVOICE = "CREATE_INVOICE"
    MAKE_PREPAYMENT = "MAKE_PREPAYMENT"
    ADD_CREDIT_NOTE = "ADD_CREDIT_NOTE"
    RECORD_OFFLINE_PAYMENT = "RECORD_OFFLINE_PAYMENT"


@dataclass(frozen=True, slots=True)
class ClientDetails:
    """A client's name, email address and reference, as the firm enters them. None: the client has none."""

    name: str
    email: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class ClientResult:
    """The client; `replayed`: the idempotency key was used before with the same input."""

    client_id: uuid.UUID
    replayed: bool = False


class ClientHasMoney(DomainError):
    """The client cannot be archived: it has credits, owes money, or has payments in progress (D38).

    `amount_pending` includes prepayments in progress.
    """

    def __init__(self, balance: Money, amount_due: Money, amount_pending: Money) -> None:
        super().__init__(
            _(
                "This client cannot be archived: its credits are {balance}, its amount due is {due}, and {pending} are"
                " in progress."
            ).format(balance=balance.format(), due=amount_due.format(), pending=amount_pending.format())
        )
        self.balance, self.amount_due, self.amount_pending = balance, amount_due, amount_pending


def parse_details(details: ClientDetails) -> ClientDetails:
    """The details in the form in which they are stored; blank ones are None. Raises InvalidInput."""
    return ClientDetails(
        text_input.parse_name(details.name, "name"),
        None if details.email is None else parse_client_email(details.email),
        None if details.reference is None else parse_reference(details.reference),
    )


def parse_client_email(text: str) -> str | None:
    """The client's email address; None if it is blank. Raises InvalidInput."""
    email = text_input.parse_line(text, "email", MAX_EMAIL_LENGTH)
    if text_input.is_blank(email):
        return None
    return email_addresses.parse_email(email, "email")


def parse_reference(text: str) -> str | None:
    """The firm's own number for the client; None if it is blank. Raises InvalidInput."""
    reference = text_input.parse_line(text, "reference", MAX_REFERENCE_LENGTH)
    return None if text_input.is_blank(reference) else reference


def details_of(client: models.Client) -> ClientDetails:
    """The client's details, as they are stored."""
    return ClientDetails(client.name, client.email, client.reference)


def set_details(client: models.Client, details: ClientDetails) -> None:
    """Set the parsed details, and the keys by which they are ordered, compared and searched (D36, D37)."""
    client.name, client.email, client.reference = dataclasses.astuple(details)
    client.name_key = text_input.search_key(client.name)[: models.NAME_KEY_LENGTH]
    client.search_key = text_input.joint_search_key(client.name, client.reference, client.email)
    client.reference_key = reference_key(client.reference)


def reference_key(reference: str | None) -> str | None:
    """What is seen of the reference: no two clients of a firm have the same (D37)."""
    return None if reference is None else text_input.appearance(reference)


async def check_reference(session: AsyncSession, firm_id: uuid.UUID, reference: str | None) -> None:
    """Raise InvalidInput if a client of the firm has a reference that looks the same, archived or not (D37)."""
    if reference is None:
        return
    taken = select(models.Client.id).where(
        models.Client.firm_id == firm_id, models.Client.reference_key == reference_key(reference)
    )
    if await session.scalar(taken) is not None:
        raise InvalidInput("reference", _("Another client has this reference already."))


def new_client(firm_id: uuid.UUID, details: ClientDetails, created_at: dt.datetime) -> models.Client:
    """A client without credits. The details are parsed."""
    client = models.Client(firm_id=firm_id, id=models.new_id(), created_at=created_at)
    set_details(client, details)
    return client


def open_prepayment_total(client: Any) -> ColumnElement[int]:
    """SQL: the amount of the client's prepayments in progress, in minor units. `client` is a row or an alias."""
    of_client = (_prepayment.firm_id == client.firm_id) & (_prepayment.client_id == client.id)
    total: ColumnElement[int] = func.coalesce(func.sum(_prepayment.amount), 0)
    return select(total).where(of_client, _prepayment.status.in_(OPEN_STATUSES)).scalar_subquery()


def blocks_archiving(client: models.Client, open_prepayments: int) -> bool:
    """Whether the client has credits, owes money, or has payments or prepayments in progress (D38)."""
    return bool(client.available or client.held or client.due or client.pending or open_prepayments)


def allowed_actions(
    viewer: Viewer,
    client: models.Client,
    open_prepayments: int,
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
) -> tuple[ClientAction, ...]:
    """The actions that the viewer can take on a visible client now, by the rules that its use cases check.

    `open_prepayments` is the amount of the client's prepayments in progress, in minor units.
    """
    active = is_active(client)

    def may(permission: Permission) -> bool:
        return has_permission(viewer, permission)

    allowed = {
        ClientAction.UPDATE: may(MANAGE_CLIENTS),
        ClientAction.ARCHIVE: may(MANAGE_CLIENTS) and active and not blocks_archiving(client, open_prepayments),
        ClientAction.UNARCHIVE: may(MANAGE_CLIENTS) and not active,
        ClientAction.INVITE_USER: may(MANAGE_CLIENTS) and active,
        ClientAction.CREATE_INVOICE: may(MANAGE_INVOICES) and active,
        ClientAction.MAKE_PREPAYMENT: may(MAKE_PREPAYMENTS) and availability.can_prepay(settings, connections, client),
        ClientAction.ADD_CREDIT_NOTE: may(MANAGE_PAYMENTS) and active,
        ClientAction.RECORD_OFFLINE_PAYMENT: may(MANAGE_PAYMENTS) and active,
    }
    return tuple(action for action, is_allowed in allowed.items() if is_allowed)
