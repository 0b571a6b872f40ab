"""Who asks, and what they may know of: the table of roles in docs/rules.md, written out."""

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
from tests.oracle.rows import FirmRows, Rows
from tests.oracle.values import refused


@dataclass(frozen=True)
class Access:
    """What `@allowed` says of a field or a type."""

    roles: frozenset[str]
    rights: frozenset[str]
    client_user: bool

    def admits(self, viewer: Viewer) -> bool:
        """Whether it is for them: owner and admin have every right."""
        if isinstance(viewer, ClientUser):
            return self.client_user
        if viewer.role.name in self.roles:
            return True
        return bool(self.rights) and (
            viewer.role.name in ("OWNER", "ADMIN") or self.rights <= {right.name for right in viewer.rights}
        )


class Asked:
    """One question: by whom, when, over which rows."""

    def __init__(self, rows: Rows, services: Services, viewer: Viewer | None, guarded: Mapping[str, Access]) -> None:
        self.viewer = viewer
        self.guarded = guarded
        """Types that are not for everybody, and for whom they are."""
        self.services = services
        self.now: dt.datetime = services.clock()
        self._rows = None if viewer is None else rows.of(viewer.firm_id)

    @property
    def rows(self) -> FirmRows:
        """The rows of the viewer's own firm: there are no others."""
        assert self._rows is not None
        return self._rows

    @property
    def who(self) -> Viewer:
        """Who asks, once it is known to be somebody."""
        assert self.viewer is not None
        return self.viewer

    @property
    def zone(self) -> ZoneInfo:
        """Whose days the firm goes by."""
        return ZoneInfo(self.rows.firm.time_zone)

    def money(self, minor: int) -> Money:
        """So many minor units of the firm's one currency."""
        return Money(minor, self.rows.firm.currency)

    def come_in(self) -> None:
        """Refuse nobody."""
        if self.viewer is None:
            raise refused("UNAUTHENTICATED", "Sign in first.")

    def open(self, access: Access) -> None:
        """Refuse whoever does not have the access."""
        self.come_in()
        if not access.admits(self.who):
            raise refused("FORBIDDEN", "You are not allowed to do this.")

    @property
    def leads(self) -> bool:
        """Whether it is an owner or an admin."""
        return isinstance(self.viewer, Member) and self.viewer.role in (FirmRole.OWNER, FirmRole.ADMIN)

    @property
    def invoices_hidden(self) -> bool:
        """Whether the firm hides invoices, and it is a client's user who asks."""
        return isinstance(self.viewer, ClientUser) and self.rows.settings.hide_invoices_from_clients

    def sees(self, row: Any) -> bool:
        """Whether a row of the viewer's firm is for them to know of."""
        match row:
            case models.Firm():
                return True
            case models.PaymentSettings() | models.ProviderConnection():
                return self.leads
            case models.FirmMember():
                return row.removed_at is None and (self.leads or row.id == self.who.id)
            case models.Client():
                return self._sees_client(row)
            case models.ClientUser() if row.removed_at is not None:
                return False
            case models.Invoice() if isinstance(self.viewer, ClientUser) and row.issued_on is None:
                return False
            case models.Invoice() if self.invoices_hidden:
                return False
        return self._sees_client(self.rows.one(models.Client, row.client_id))

    def _sees_client(self, client: models.Client) -> bool:
        if isinstance(self.viewer, ClientUser):
            return client.id == self.viewer.client_id
        assert self.viewer is not None
        if self.leads or MemberRight.VIEW_ALL_CLIENTS in self.viewer.rights:
            return True
        return bool(self.rows.all(models.Assignment, member_id=self.viewer.id, client_id=client.id))

    def seen(self, row: Any) -> Any:
        """The row, if it is there and for the viewer to know of."""
        return row if row is not None and self.sees(row) else None

    def started(self, event: models.Event) -> bool:
        """Whether it was the viewer who did it."""
        return self.who.id in (event.member_id, event.client_user_id)

    def doer(self, event: models.Event) -> str:
        """The name of who did it, those who have left included."""
        seat = self.rows.one(models.FirmMember, event.member_id) or self.rows.one(
            models.ClientUser, event.client_user_id
        )
        return "Acompte" if seat is None else self.rows.people[seat.person_id].name
