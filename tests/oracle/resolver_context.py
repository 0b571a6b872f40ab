"""The viewer of a query and what they may see: the table of roles in docs/rules.md as code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import models
from billing.access.principals import ClientUser, Member, Viewer
from billing.services import Services
from models import FirmRole, MemberRight
from money import Money
from tests.oracle.rows import AllRows, FirmRows
from tests.oracle.values import graphql_error


@dataclass(frozen=True)
class Access:
    """The arguments of `@allowed` on a field or type."""

    roles: frozenset[str]
    rights: frozenset[str]
    client_user: bool

    def allows(self, viewer: Viewer) -> bool:
        """Whether the viewer has the permission; owners and admins have every right."""
        if isinstance(viewer, ClientUser):
            return self.client_user
        if viewer.role.name in self.roles:
            return True
        return bool(self.rights) and (
            viewer.role.name in ("OWNER", "ADMIN") or self.rights <= {right.name for right in viewer.rights}
        )


class ResolverContext:
    """The context of one query: viewer, time and rows."""

    def __init__(
        self, rows: AllRows, services: Services, viewer: Viewer | None, restricted_types: Mapping[str, Access]
    ) -> None:
        self.viewer = viewer
        self.restricted_types = restricted_types
        """The types with `@allowed`."""
        self.services = services
        self.now: dt.datetime = services.clock()
        self.all_rows = rows
        self._rows = None if viewer is None else rows.of_firm(viewer.firm_id)

    @property
    def rows(self) -> FirmRows:
        """The rows of the viewer's firm."""
        assert self._rows is not None
        return self._rows

    @property
    def authenticated_viewer(self) -> Viewer:
        """The viewer of a signed-in request."""
        assert self.viewer is not None
        return self.viewer

    @property
    def zone(self) -> ZoneInfo:
        """The firm's time zone."""
        return ZoneInfo(self.rows.firm.time_zone)

    def money(self, minor: int) -> Money:
        """Return an amount of minor units in the firm's currency."""
        return Money(minor, self.rows.firm.currency)

    def require_signed_in(self) -> None:
        """Raise UNAUTHENTICATED without a viewer."""
        if self.viewer is None:
            raise graphql_error("UNAUTHENTICATED", "You are not signed in.")

    def require(self, access: Access) -> None:
        """Raise UNAUTHENTICATED or FORBIDDEN unless the viewer has the permission."""
        self.require_signed_in()
        if not access.allows(self.authenticated_viewer):
            raise graphql_error("FORBIDDEN", "You do not have permission to do this.")

    @property
    def is_owner_or_admin(self) -> bool:
        """Whether the viewer is an owner or an admin."""
        return isinstance(self.viewer, Member) and self.viewer.role in (FirmRole.OWNER, FirmRole.ADMIN)

    @property
    def invoices_hidden(self) -> bool:
        """Whether the firm hides invoices from this viewer."""
        return isinstance(self.viewer, ClientUser) and self.rows.settings.hide_invoices_from_clients

    def is_visible(self, row: Any) -> bool:
        """Whether the viewer may see a row of their firm."""
        match row:
            case models.Firm():
                return True
            case models.PaymentSettings() | models.ProviderConnection():
                return self.is_owner_or_admin
            case models.WebhookEndpoint() | models.WebhookDelivery():
                return self._is_of_present_endpoint(row)
            case models.FirmMember():
                return row.removed_at is None and (self.is_owner_or_admin or row.id == self.authenticated_viewer.id)
            case models.Invitation():
                return self.is_owner_or_admin or self._manages(self.rows.by_id(models.Client, row.client_id))
            case models.Event():
                return self._is_activity(row)
            case models.Client():
                return self._is_client_visible(row)
            case models.ClientUser() if row.removed_at is not None:
                return False
            case models.Invoice() if self.invoices_hidden or (
                isinstance(self.viewer, ClientUser) and row.issued_on is None
            ):
                return False
            case models.Notice() if row.client_id is None or not self._can_hear(row.kind.name):
                return self._can_hear(row.kind.name)
            case models.Payment() | models.Prepayment() if row.refused_at is not None:
                return False
        return self._is_client_visible(self.rows.by_id(models.Client, row.client_id))

    def _is_of_present_endpoint(self, row: Any) -> bool:
        endpoint = self.rows.by_id(models.WebhookEndpoint, getattr(row, "endpoint_id", row.id))
        return self.is_owner_or_admin and endpoint.deleted_at is None

    def _is_activity(self, event: models.Event) -> bool:
        """Whether the viewer reads the event as activity."""
        silent = (
            "charge.opened", "charge.requires_action", "charge.refused", "invoice.overdue", "payment.stuck",
            "provider.opened", "provider.refused", "password.set",
        )  # fmt: skip
        payment = self.rows.by_id(models.Payment, event.subject_id)
        charge = payment or self.rows.by_id(models.Prepayment, event.subject_id)
        if event.kind in silent or (event.subject_id and charge is not None and charge.refused_at is not None):
            return False
        if self.is_owner_or_admin:
            return True
        client = self.rows.by_id(models.Client, event.client_id)
        if client is None or not self._is_client_visible(client) or event.kind.endswith("assigned"):
            return False
        if event.kind.startswith("invitation."):
            return self._manages(client)
        invoice = self.rows.by_id(models.Invoice, event.subject_id)
        if not isinstance(self.viewer, ClientUser) or (invoice is None and not event.kind.startswith("invoice.")):
            return True
        if event.kind in ("invoice.created", "invoice.updated"):
            return False
        return invoice is None or self.is_visible(invoice)

    def _manages(self, client: models.Client | None) -> bool:
        is_manager = isinstance(self.viewer, Member) and MemberRight.MANAGE_CLIENTS in self.viewer.rights
        return is_manager and client is not None and self._is_client_visible(client)

    def _can_hear(self, kind: str) -> bool:
        """Whether notices of this kind are for the viewer."""
        is_managers = kind in ("PROVIDER_RESTRICTED", "PREPAYMENT_UNAVAILABLE", "WEBHOOK_ENDPOINT_DISABLED")
        if isinstance(self.viewer, ClientUser):
            is_staffs = kind in ("PAYMENT_STUCK", "DISPUTE_OPENED", "DISPUTE_CLOSED")
            return not (is_managers or is_staffs or (kind.startswith("INVOICE_") and self.invoices_hidden))
        is_clients = kind in ("INVOICE_ISSUED", "INVOICE_VOIDED", "CREDIT_ADDED")
        return not is_clients and (not is_managers or self.is_owner_or_admin)

    def _is_client_visible(self, client: models.Client) -> bool:
        if isinstance(self.viewer, ClientUser):
            return client.id == self.viewer.client_id
        assert self.viewer is not None
        if self.is_owner_or_admin or MemberRight.VIEW_ALL_CLIENTS in self.viewer.rights:
            return True
        return bool(self.rows.where(models.Assignment, member_id=self.viewer.id, client_id=client.id))

    def visible_or_none(self, row: Any) -> Any:
        """Return the row if it exists and the viewer may see it, else None."""
        return row if row is not None and self.is_visible(row) else None

    def is_started_by_viewer(self, event: models.Event) -> bool:
        """Whether the viewer is the actor of the event."""
        return self.authenticated_viewer.id in (event.member_id, event.client_user_id)

    def actor_name(self, event: models.Event) -> str:
        """Return the name of the event's actor, including those who have left."""
        membership = self.rows.by_id(models.FirmMember, event.member_id) or self.rows.by_id(
            models.ClientUser, event.client_user_id
        )
        return "Acompte" if membership is None else self.rows.people[membership.person_id].name
