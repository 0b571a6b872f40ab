"""Three firms in different currencies with all kinds of data, and viewers of every kind."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, update

import models
from billing.access import visibility
from billing.access.notice_audiences import WEBHOOK_KINDS, readable_notice_kinds
from billing.access.principals import Viewer
from billing.clients import archive_client, create_client
from billing.clients.rules import ClientDetails
from billing.notices.mark_notices_read import MarkNoticesReadCommand, mark_notices_read
from billing.notices.preferences import update_notice_preferences
from billing.providers import disconnect_provider
from billing.providers.connect_provider import ConnectProviderCommand, connect_provider
from billing.settings import update_payment_settings
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand
from billing.webhook_endpoints.delete_webhook_endpoint import delete_webhook_endpoint
from models import FirmRole, MemberRight
from tests.oracle.lifecycles import ClientLifecycle
from tests.support import actions
from tests.support.firm import AppHarness, Firm
from tests.support.notices import load_notices
from tests.support.webhooks import create_endpoint


@dataclass(frozen=True)
class OracleFixture:
    """The viewers by name, including none."""

    app: AppHarness
    viewers: Mapping[str, Viewer | None]


async def build_firms(app: AppHarness) -> OracleFixture:
    """Create the firms. The second one hides its invoices; the third has disconnected its provider."""
    rich = await app.create_ready_firm(name="Dollar & Sons", currency="USD", country="US", time_zone="America/New_York")
    hiding = await app.create_ready_firm(name="Yen 100%", currency="JPY", country="JP", time_zone="Asia/Tokyo")
    without_provider = await app.create_ready_firm(
        name="Fils_Firm", currency="KWD", country="KW", time_zone="Asia/Kuwait"
    )
    first, user, second = rich.client_id, rich.client_user, await _add_clients(rich)
    viewers: dict[str, Viewer | None] = {"nobody": None, "client user": user, **await _add_members(rich, second)}
    viewers["another user"] = await rich.add_user(first, "zoë")
    viewers["other client's user"] = await rich.add_user(second, "stranger")
    viewers["user of hidden invoices"], viewers["owner of hidden invoices"] = hiding.client_user, hiding.owner
    viewers["other firm's owner"], viewers["other firm's user"] = without_provider.owner, without_provider.client_user
    await ClientLifecycle(hiding, 100).run_all()
    await update_payment_settings.update_payment_settings(
        app.services, hiding.owner, UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    )
    await _populate_firm_without_provider(ClientLifecycle(without_provider, 3))
    rich.client_id, rich.client_user = second, await rich.add_user(second, "payer")
    await _populate_second_client(ClientLifecycle(rich, 2))
    rich.client_id, rich.client_user = first, user
    await ClientLifecycle(rich, 1).run_all(debits=True)
    await ClientLifecycle(rich, 1).unanswered_requests()
    async with app.services.writes.begin() as session:
        await session.execute(update(models.Firm).where(models.Firm.id == rich.id).values(reply_to="us@dollar.test"))
        await session.execute(update(models.Person).values(locale="fr").where(models.Person.name.startswith("e")))
    await app.choose_mails_by_default()
    await _read_notices(app, viewers)
    for firm in (rich, hiding):
        await _add_webhook_endpoints(firm)
    return OracleFixture(app, viewers)


async def _read_notices(app: AppHarness, viewers: Mapping[str, Viewer | None]) -> None:
    """Some viewers have read some of their notices, one by one and all up to a time, and chosen which come by mail."""
    for name in ("owner", "client user", "user of hidden invoices"):
        viewer = viewers[name]
        assert viewer is not None
        async with app.services.reads() as session:
            visible = select(models.Notice).where(visibility.notices(viewer)).order_by(models.Notice.event_seq)
            notices = list(await session.scalars(visible))
        early, some = notices[len(notices) // 3], tuple(notice.id for notice in notices[::4])
        for command in (MarkNoticesReadCommand(some, None), MarkNoticesReadCommand(None, early.created_at)):
            app.clock.advance(milliseconds=1500)
            await mark_notices_read(app.services, viewer, command)
        await update_notice_preferences(app.services, viewer, readable_notice_kinds(viewer)[::2])


async def _add_webhook_endpoints(firm: Firm) -> None:
    """Two endpoints with deliveries that wait, failed or succeeded, and a deleted one."""
    chosen = [models.NoticeKind.DISPUTE_OPENED, models.NoticeKind.PREPAYMENT_RECEIVED]
    endpoints = [await create_endpoint(firm, "http://127.0.0.1:9/", kinds) for kinds in (None, chosen, None)]
    notices = [notice for notice in await load_notices(firm) if notice.kind in WEBHOOK_KINDS]
    now, failures = firm.app.clock(), [*models.WebhookFailure]
    for endpoint in endpoints:
        async with firm.app.services.writes.begin() as session:
            for index, notice in enumerate(notices[:30]):
                failure, delivery = failures[index % len(failures)], models.WebhookDelivery(
                    firm_id=firm.id, id=models.new_id(), endpoint_id=endpoint.id, notice_id=notice.id, created_at=now,
                )  # fmt: skip
                if index % 3 == 0:
                    delivery.succeeded_at, delivery.last_status = now, 204
                elif index % 3 == 1:
                    delivery.attempts, delivery.last_error, delivery.last_status = index, failure, 500
                    delivery.next_attempt_at = now
                session.add(delivery)
    await delete_webhook_endpoint(firm.app.services, firm.owner, endpoints[2].id)


async def _add_clients(firm: Firm) -> uuid.UUID:
    """Add clients with names that are hard to search for; return the last one."""
    for name in ("Émile & Sœurs", "100% Pure_Water", "emile", 'O\'Hara \\ "Co"'):
        await firm.add_client(name)
    firm.app.clock.advance(milliseconds=1250)
    services = firm.app.services
    await create_client.add_client(services, firm.id, ClientDetails("Emile", "Général@Client.test", "RÉF 1"))
    archived = await create_client.add_client(services, firm.id, ClientDetails("Émile & fils", None, "client_2"))
    await archive_client.archive_client(services, firm.owner, archived)
    return await firm.add_client("The other one")


async def _add_members(firm: Firm, second_client_id: uuid.UUID) -> dict[str, Viewer | None]:
    """Add an owner, an admin, and employees with and without rights and assigned clients."""
    employee = FirmRole.EMPLOYEE
    members: dict[str, Viewer | None] = {
        "owner": firm.owner,
        "admin": await firm.add_member("admin", FirmRole.ADMIN),
        "employee": await firm.add_member("employee", employee),
    }
    for rights in ((), *((right,) for right in MemberRight), tuple(MemberRight)[:2], tuple(MemberRight)):
        name = "assigned employee with " + (" and ".join(right.name.lower() for right in rights) or "no right")
        member = await firm.add_member(name.replace(" ", "."), employee, *rights)
        await firm.assign(member, second_client_id if MemberRight.MANAGE_INVOICES in rights else firm.client_id)
        members[name] = member
    return members


async def _populate_second_client(lifecycle: ClientLifecycle) -> None:
    """Run some use cases for a second client, and give the firm more provider connections."""
    await lifecycle.paid_invoices()
    await lifecycle.offline_and_credit_notes()
    await lifecycle.open_charges()
    firm, services = lifecycle.firm, lifecycle.firm.app.services
    disconnected = await firm.connect()
    await disconnect_provider.disconnect_provider(services, firm.owner, disconnected)
    await connect_provider(services, firm.owner, ConnectProviderCommand(models.ProviderKind.STRIPE, "Half way", None))


async def _populate_firm_without_provider(lifecycle: ClientLifecycle) -> None:
    """Run some use cases, and disconnect the only provider while a prepayment is open there."""
    firm, services = lifecycle.firm, lifecycle.firm.app.services
    await lifecycle.detailed_invoices()
    await actions.issue_credit_note(firm, "0.125")
    await actions.record_offline(firm, "1234567.890", received_on=dt.date(2026, 3, 1))
    await firm.start_prepayment(lifecycle.decimal_amount(35))
    provider = (await firm.settings()).default_connection_id
    assert provider is not None
    await disconnect_provider.disconnect_provider(services, firm.owner, provider)
