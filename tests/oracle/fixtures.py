"""Three firms of different currencies, rich in all that can happen, and everybody who could ask about it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import models
from billing.access.principals import Viewer
from billing.providers import disconnect_provider
from billing.providers.connect_provider import ConnectProviderCommand, connect_provider
from billing.settings import update_payment_settings
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand
from models import FirmRole, MemberRight
from tests.oracle.lifecycles import ClientLifecycle
from tests.support import actions
from tests.support.firm import AppHarness, Firm


@dataclass(frozen=True)
class OracleFixture:
    """Everybody by name; nobody is one of them."""

    app: AppHarness
    viewers: Mapping[str, Viewer | None]


async def build_firms(house: AppHarness) -> OracleFixture:
    """Build it. The second firm hides its invoices; the third has no provider any more."""
    rich = await house.create_ready_firm(name="Dollar & Sons", currency="USD", country="US", zone="America/New_York")
    hiding = await house.create_ready_firm(name="Yen 100%", currency="JPY", country="JP", zone="Asia/Tokyo")
    alone = await house.create_ready_firm(name="Fils_Firm", currency="KWD", country="KW", zone="Asia/Kuwait")
    first, user, second = rich.client_id, rich.client_user, await _add_clients(rich)
    people: dict[str, Viewer | None] = {"nobody": None, "client user": user, **await _add_members(rich, second)}
    people["another user"] = await rich.add_user(first, "zoë")
    people["other client's user"] = await rich.add_user(second, "stranger")
    people["user of hidden invoices"], people["owner of hidden invoices"] = hiding.client_user, hiding.owner
    people["other firm's owner"], people["other firm's user"] = alone.owner, alone.client_user
    await ClientLifecycle(hiding, 100).run_all()
    await update_payment_settings.update_payment_settings(
        house.services, hiding.owner, UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    )
    await _populate_firm_without_provider(ClientLifecycle(alone, 3))
    rich.client_id, rich.client_user = second, await rich.add_user(second, "payer")
    await _populate_second_client(ClientLifecycle(rich, 2))
    rich.client_id, rich.client_user = first, user
    await ClientLifecycle(rich, 1).run_all(debits=True)
    await ClientLifecycle(rich, 1).unanswered_requests()
    return OracleFixture(house, people)


async def _add_clients(firm: Firm) -> uuid.UUID:
    """More clients, with names that are hard to look for."""
    for name in ("Émile & Sœurs", "100% Pure_Water", "emile", 'O\'Hara \\ "Co"'):
        await firm.add_client(name)
    firm.app.clock.advance(milliseconds=1250)
    return await firm.add_client("The other one")


async def _add_members(firm: Firm, second: uuid.UUID) -> dict[str, Viewer | None]:
    """Employees with each right and with none, each with a client assigned or not."""
    employee = FirmRole.EMPLOYEE
    found: dict[str, Viewer | None] = {
        "owner": firm.owner,
        "admin": await firm.add_member("admin", FirmRole.ADMIN),
        "employee": await firm.add_member("employee", employee),
    }
    for rights in ((), *((right,) for right in MemberRight), tuple(MemberRight)[:2], tuple(MemberRight)):
        name = "assigned employee with " + (" and ".join(right.name.lower() for right in rights) or "no right")
        member = await firm.add_member(name.replace(" ", "."), employee, *rights)
        await firm.assign(member, second if MemberRight.MANAGE_INVOICES in rights else firm.client_id)
        found[name] = member
    return found


async def _populate_second_client(life: ClientLifecycle) -> None:
    """Of another client of the rich firm, some of it; and the firm gets more providers."""
    await life.paid_invoices()
    await life.offline_and_credit_notes()
    await life.open_charges()
    firm, services = life.firm, life.firm.app.services
    gone = await firm.connect()
    await disconnect_provider.disconnect_provider(services, firm.owner, gone)
    await connect_provider(services, firm.owner, ConnectProviderCommand(models.ProviderKind.STRIPE, "Half way", None))


async def _populate_firm_without_provider(life: ClientLifecycle) -> None:
    """A firm whose one provider is gone, with a payment still under way there."""
    firm, services = life.firm, life.firm.app.services
    await life.detailed_invoices()
    await actions.issue_credit_note(firm, "0.125")
    await actions.record_offline(firm, "1234567.890", received_on=dt.date(2026, 3, 1))
    await firm.start_prepayment(life.decimal_amount(35))
    provider = (await firm.settings()).default_connection_id
    assert provider is not None
    await disconnect_provider.disconnect_provider(services, firm.owner, provider)
