"""Demo data: Lumière, a firm with prepayment and a history, and Atlas, a new one. Created through the use cases.

Each step finds what an interrupted start has left of it. The passwords are the last step.
"""

import asyncio
import datetime as dt
import itertools
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

import httpx
from sqlalchemy import select, update

import models
from billing.access.principals import ClientUser, Member
from billing.charges import sync
from billing.clients import create_client
from billing.clients.rules import ClientDetails
from billing.identity import directory, operator, passwords
from billing.invoices import create_invoice, void_invoice
from billing.invoices.rules import Line
from billing.payments import pay_invoice
from billing.payments.allocation import AmountChoice, AmountRequest, PartialAmount, PaymentSource
from billing.prepayments import enable_prepayment, make_prepayment
from billing.providers import connect_provider
from billing.providers.accounts import sync_connection
from billing.services import Services
from billing.settings import update_payment_settings
from models import FirmRole, JobKind, MemberRight, PaymentMethod, PaymentMethodChoice, PaymentStatus, ProviderKind
from server.container import App

Row = TypeVar("Row", bound=models.Base)

PASSWORD = "acompte-demo"  # noqa: S105  (public)
_LUMIERE, _ATLAS = "Lumière", "Atlas"
_PAST = dt.timedelta(days=23)
"""How long ago Lumière began, and issued what is overdue by now."""


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A person who can sign in to the demo."""

    firm: str
    email: str
    description: str
    is_client: bool = False


DEMO_USERS = (
    DemoUser(_LUMIERE, "owner@lumiere.test", "OWNER"),
    DemoUser(_LUMIERE, "admin@lumiere.test", "ADMIN"),
    DemoUser(_LUMIERE, "employee@lumiere.test", "EMPLOYEE: VIEW_ALL_CLIENTS"),
    DemoUser(_LUMIERE, "payments@lumiere.test", "EMPLOYEE: all rights"),
    DemoUser(_LUMIERE, "client@lumiere.test", "client Boulangerie Martin", is_client=True),
    DemoUser(_LUMIERE, "other-client@lumiere.test", "client Studio Blanc", is_client=True),
    DemoUser(_ATLAS, "owner@atlas.test", "OWNER"),
    DemoUser(_ATLAS, "client@atlas.test", "client Cedar & Co", is_client=True),
)


async def create_demo(app: App) -> None:
    """Create the demo firms if the database has no firm, or what an interrupted start has not created of them.

    The Stripe simulator, if there is one, must be served.
    """
    emails = [user.email for user in DEMO_USERS]
    async with app.services.reads() as session:
        has_firm = await session.scalar(select(models.Firm.id).limit(1)) is not None
        without_password = (models.Person.email.in_(emails), models.Person.password_hash.is_(None))
        is_interrupted = await session.scalar(select(models.Person.id).where(*without_password).limit(1)) is not None
    if has_firm and not is_interrupted:
        return
    await _create_atlas(app.services)
    await _create_lumiere(app)
    # One hash for all demo users, because hashing is slow on purpose.
    password_hash = await asyncio.to_thread(passwords.hash_password, PASSWORD)
    async with app.services.writes.begin() as session:
        await session.execute(update(models.Person).where(*without_password).values(password_hash=password_hash))


async def _get_or_create(get: Callable[[], Awaitable[Row]], create: Callable[[], Awaitable[object]]) -> Row:
    try:
        return await get()
    except operator.OperatorError:
        await create()
        return await get()


async def _create_firm(services: Services, name: str, owner: operator.PersonDetails, **attributes: str) -> models.Firm:
    return await _get_or_create(
        lambda: directory.get_firm(services, name),
        lambda: operator.create_firm(services, name=name, owner=owner, **attributes),
    )


async def _create_client(services: Services, firm_id: uuid.UUID, name: str, email: str, user_name: str) -> ClientUser:
    """Create a client with one user."""
    client = await _get_or_create(
        lambda: directory.get_client(services, firm_id, name),
        lambda: create_client.add_client(services, firm_id, ClientDetails(name)),
    )
    user = await _get_or_create(
        lambda: directory.get_client_user(services, firm_id, client.id, email),
        lambda: operator.add_client_user(services, firm_id, client.id, email=email, name=user_name, password=None),
    )
    return ClientUser(firm_id, user.id, client.id)


async def _create_member(
    services: Services, firm_id: uuid.UUID, email: str, name: str, role: FirmRole, rights: tuple[MemberRight, ...]
) -> None:
    await _get_or_create(
        lambda: directory.get_member(services, firm_id, email),
        lambda: operator.add_member(services, firm_id, email=email, name=name, password=None, role=role, rights=rights),
    )


async def _create_atlas(services: Services) -> None:
    owner = operator.PersonDetails("owner@atlas.test", "Olivia Stone", None)
    firm = await _create_firm(services, _ATLAS, owner, currency="USD", country="US", time_zone="America/New_York")
    await _create_client(services, firm.id, "Cedar & Co", "client@atlas.test", "Carl Cedar")


async def _create_lumiere(app: App) -> None:
    services = replace(app.services, clock=lambda: app.services.clock() - _PAST)
    owner_details = operator.PersonDetails("owner@lumiere.test", "Claire Lumière", None)
    firm = await _create_firm(services, _LUMIERE, owner_details, currency="EUR", country="FR", time_zone="Europe/Paris")
    firm_id, all_rights = firm.id, tuple(MemberRight)
    members = (
        ("admin@lumiere.test", "Amélie Roux", FirmRole.ADMIN, ()),
        ("employee@lumiere.test", "Émile Petit", FirmRole.EMPLOYEE, (MemberRight.VIEW_ALL_CLIENTS,)),
        ("payments@lumiere.test", "Pauline Meyer", FirmRole.EMPLOYEE, all_rights),
    )
    for email, name, role, rights in members:
        await _create_member(services, firm_id, email, name, role, rights)
    martin = await _create_client(services, firm_id, "Boulangerie Martin", "client@lumiere.test", "Marc Martin")
    blanc = await _create_client(services, firm_id, "Studio Blanc", "other-client@lumiere.test", "Bianca Blanc")
    owner = await directory.get_member(services, firm_id, owner_details.email)
    demo = _LumiereDemo(app, Member(firm_id, owner.id, FirmRole.OWNER, frozenset(all_rights)), martin)
    # The same days after an interruption: idempotency keys belong to one input.
    today = (firm.created_at + _PAST).date()
    await demo.create_earlier_invoices(services, martin.client_id, today)
    if app.simulator is not None:
        await demo.set_up()
    await demo.create_invoices(martin.client_id, blanc.client_id, today)


def _due_on(today: dt.date) -> dt.date:
    return today + dt.timedelta(days=21)


class _LumiereDemo:
    """Creates the history of the firm Lumière: its owner and a client user run use cases."""

    def __init__(self, app: App, owner: Member, user: ClientUser) -> None:
        self._app = app
        self._services = app.services
        self._owner = owner
        self._user = user
        self._idempotency_keys = (f"demo-{number}" for number in itertools.count(1))

    async def set_up(self) -> None:
        """Connect the Stripe simulator, accept cards and bank debits, enable prepayment."""
        services, owner = self._services, self._owner
        async with services.reads() as session:
            settings = await session.get_one(models.PaymentSettings, owner.firm_id)
        if settings.prepayment_enabled:
            return
        if settings.default_connection_id is None:
            await self._connect()
        both = PaymentMethodChoice.CARD_OR_BANK_DEBIT
        await update_payment_settings.update_payment_settings(
            services, owner, update_payment_settings.UpdatePaymentSettingsCommand(payment_method=both)
        )
        command = enable_prepayment.EnablePrepaymentCommand(method=both, minimum=Decimal(10))
        await enable_prepayment.enable_prepayment(services, owner, command)

    async def _connect(self) -> None:
        """Connect the Stripe simulator, and complete its onboarding."""
        services, owner = self._services, self._owner
        connection_id = await connect_provider.connect_provider(
            services, owner, connect_provider.ConnectProviderCommand(ProviderKind.STRIPE, None, None)
        )
        async with services.reads() as session:
            connection = await session.get_one(models.ProviderConnection, (owner.firm_id, connection_id))
        link = await connect_provider.create_onboarding_link(services, connection.onboarding_token)
        if link is None:
            raise RuntimeError("the Stripe simulator returned no onboarding link")
        async with httpx.AsyncClient() as browser:
            (await browser.get(self._local_url(link))).raise_for_status()
            await browser.post(self._local_url(link))
        await sync_connection(services, owner.firm_id, connection_id)

    def _local_url(self, url: str) -> str:
        """Rewrite one of our public URLs to the port on this machine."""
        settings = self._app.settings
        return url.replace(settings.base_url, f"http://127.0.0.1:{settings.port}", 1)

    async def create_earlier_invoices(self, past: Services, martin: uuid.UUID, today: dt.date) -> None:
        """Create a draft, an invoice that is to be paid, and one that is overdue by now."""
        due, overdue = _due_on(today), today - dt.timedelta(days=9)
        await self._create_invoice(martin, "Annual accounts", "1200.00", due, issue=False, services=past)
        await self._create_invoice(martin, "Payroll, 4 employees", "180.00", due, services=past)
        await self._create_invoice(martin, "VAT return, late filing", "95.50", overdue, services=past)

    async def create_invoices(self, martin: uuid.UUID, blanc: uuid.UUID, today: dt.date) -> None:
        """Create invoices in the other states and, with the Stripe simulator, credits."""
        due = _due_on(today)
        await self._create_invoice(blanc, "Company formation", "640.00", due)
        duplicate = await self._create_invoice(martin, "Entered twice by mistake", "180.00", due)
        await void_invoice.void_invoice(self._services, self._owner, duplicate, "Entered twice.")
        if self._app.simulator is None:
            return
        await self._prepay("500.00")
        partially_paid = await self._create_invoice(martin, "Bookkeeping, first quarter", "450.00", due)
        paid = await self._create_invoice(martin, "Opening of the books", "150.00", due)
        await self._pay(partially_paid, PartialAmount(Decimal(200)))
        await self._pay(paid, AmountChoice.FULL)

    async def _create_invoice(
        self,
        client_id: uuid.UUID,
        description: str,
        price: str,
        due_on: dt.date,
        *,
        issue: bool = True,
        services: Services | None = None,
    ) -> uuid.UUID:
        command = create_invoice.CreateInvoiceCommand(
            client_id=client_id,
            number=None,
            description=description,
            lines=(Line(description, Decimal(1), Decimal(price)),),
            deposit_requested=None,
            due_on=due_on,
            issue=issue,
            pay_from_credits=None,
            idempotency_key=next(self._idempotency_keys),
        )
        return (await create_invoice.create_invoice(services or self._services, self._owner, command)).invoice_id

    async def _prepay(self, amount: str) -> None:
        """Prepay by card. A payment window that an interrupted start has left open may have expired."""
        key = next(self._idempotency_keys)
        for attempt in itertools.count(1):
            command = make_prepayment.MakePrepaymentCommand(
                None, Decimal(amount), PaymentMethod.CARD, f"{key}-{attempt}"
            )
            result = await make_prepayment.make_prepayment(self._services, self._user, command)
            if result.replayed:
                await self._sync(result.prepayment_id)
            prepayment = await self._load(result.prepayment_id)
            if prepayment.status is PaymentStatus.REQUIRES_ACTION:
                await self._confirm(prepayment)
                await self._sync(prepayment.id)
                return
            if prepayment.status is PaymentStatus.SUCCEEDED:
                return

    async def _sync(self, prepayment_id: uuid.UUID) -> None:
        await sync.sync_charge(self._services, JobKind.SYNC_PREPAYMENT, self._user.firm_id, prepayment_id)

    async def _load(self, prepayment_id: uuid.UUID) -> models.Prepayment:
        async with self._services.reads() as session:
            return await session.get_one(models.Prepayment, (self._user.firm_id, prepayment_id))

    async def _confirm(self, prepayment: models.Prepayment) -> None:
        """Do what the payment page does."""
        services = self._services
        async with services.reads() as session:
            key = (prepayment.firm_id, prepayment.connection_id)
            connection = await session.get_one(models.ProviderConnection, key)
        async with httpx.AsyncClient() as browser:
            response = await browser.post(
                self._local_url(f"{services.provider.api_base}/v1/payment_intents/{prepayment.intent_id}/confirm"),
                data={"client_secret": prepayment.client_secret or "", "payment_method": "pm_card_visa"},
                headers={
                    "Authorization": f"Bearer {services.provider.publishable_key}",
                    "Stripe-Account": connection.account_id or "",
                },
            )
            response.raise_for_status()

    async def _pay(self, invoice_id: uuid.UUID, amount: AmountRequest) -> None:
        key = next(self._idempotency_keys)
        command = pay_invoice.PayInvoiceCommand(invoice_id, amount, PaymentSource.CREDITS, None, key)
        await pay_invoice.pay_invoice(self._services, self._user, command)
