"""Two firms to try things with: one all set up, one brand new. Made once, through the same deeds as everything else."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

import httpx
from sqlalchemy import select

import models
from billing.access.principals import ClientUser, Member
from billing.charges import sync
from billing.identity import accounts
from billing.invoices import create_invoice, void_invoice
from billing.invoices.rules import Line
from billing.payments import pay_invoice
from billing.payments.allocation import AmountChoice, Intention, Partial, PaymentSource
from billing.prepayments import enable_prepayment, make_prepayment
from billing.providers import connect_provider
from billing.providers.accounts import sync_connection
from billing.services import Services
from billing.settings import update_payment_settings
from models import FirmRole, JobKind, MemberRight, PaymentMethod, PaymentMethodChoice, ProviderKind
from server.container import House

PASSWORD = "acompte-demo"  # noqa: S105  (shown on the terminal: it is for trying out)
_LUMIERE, _ATLAS = "Lumière", "Atlas"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in to the demo."""

    firm: str
    email: str
    what: str


PEOPLE = (
    Person(_LUMIERE, "owner@lumiere.test", "OWNER"),
    Person(_LUMIERE, "admin@lumiere.test", "ADMIN"),
    Person(_LUMIERE, "employee@lumiere.test", "EMPLOYEE: VIEW_ALL_CLIENTS"),
    Person(_LUMIERE, "payments@lumiere.test", "EMPLOYEE: all rights"),
    Person(_LUMIERE, "client@lumiere.test", "client Boulangerie Martin"),
    Person(_LUMIERE, "other-client@lumiere.test", "client Studio Blanc"),
    Person(_ATLAS, "owner@atlas.test", "OWNER"),
    Person(_ATLAS, "client@atlas.test", "client Cedar & Co"),
)


async def make(house: House) -> bool:
    """Make the demo's firms where there is no firm at all. Whether it did. The server must be listening."""
    async with house.services.reads() as session:
        if await session.scalar(select(models.Firm.id).limit(1)) is not None:
            return False
    await _atlas(house.services)
    await _lumiere(house)
    return True


async def _atlas(services: Services) -> None:
    owner = accounts.NewSeat("owner@atlas.test", "Olivia Stone", PASSWORD)
    founded = await accounts.create_firm(
        services, name=_ATLAS, currency="USD", country="US", time_zone="America/New_York", owner=owner
    )
    firm_id = founded.firm_id
    client_id = await accounts.add_client(services, firm_id, name="Cedar & Co")
    await accounts.add_client_user(
        services, firm_id, client_id, email="client@atlas.test", name="Carl Cedar", password=PASSWORD
    )


async def _lumiere(house: House) -> None:
    services = house.services
    founded = await accounts.create_firm(
        services,
        name=_LUMIERE,
        currency="EUR",
        country="FR",
        time_zone="Europe/Paris",
        owner=accounts.NewSeat("owner@lumiere.test", "Claire Lumière", PASSWORD),
    )
    firm_id = founded.firm_id
    everything = tuple(MemberRight)
    members = (
        ("admin@lumiere.test", "Amélie Roux", FirmRole.ADMIN, ()),
        ("employee@lumiere.test", "Émile Petit", FirmRole.EMPLOYEE, (MemberRight.VIEW_ALL_CLIENTS,)),
        ("payments@lumiere.test", "Pauline Meyer", FirmRole.EMPLOYEE, everything),
    )
    for email, name, role, rights in members:
        await accounts.add_member(
            services, firm_id, email=email, name=name, password=PASSWORD, role=role, rights=rights
        )
    martin = await accounts.add_client(services, firm_id, name="Boulangerie Martin")
    blanc = await accounts.add_client(services, firm_id, name="Studio Blanc")
    user_id = await accounts.add_client_user(
        services, firm_id, martin, email="client@lumiere.test", name="Marc Martin", password=PASSWORD
    )
    await accounts.add_client_user(
        services, firm_id, blanc, email="other-client@lumiere.test", name="Bianca Blanc", password=PASSWORD
    )
    owner = Member(firm_id, founded.owner_id, FirmRole.OWNER, frozenset(everything))
    demo = _Demo(house, owner, ClientUser(firm_id, user_id, martin))
    if house.sandbox is not None:
        await demo.set_up()
    await demo.invoices(martin, blanc)


class _Demo:
    """The firm that is all set up: what its owner and a client's user did so far."""

    def __init__(self, house: House, owner: Member, user: ClientUser) -> None:
        self._house = house
        self._services = house.services
        self._owner = owner
        self._user = user
        self._keys = 0

    def _key(self) -> str:
        self._keys += 1
        return f"demo-{self._keys}"

    async def set_up(self) -> None:
        """Connect the stand-in for Stripe, offer cards and bank debits, enable prepayment."""
        services, owner = self._services, self._owner
        connection_id = await connect_provider.connect_provider(
            services, owner, connect_provider.ConnectProvider(ProviderKind.STRIPE, None, None)
        )
        async with services.reads() as session:
            connection = await session.get_one(models.ProviderConnection, (owner.firm_id, connection_id))
        link = await connect_provider.fresh_link(services, connection.onboarding_token)
        if link is None:
            message = "the stand-in gave no onboarding link"
            raise RuntimeError(message)
        async with httpx.AsyncClient() as browser:
            (await browser.get(self._here(link))).raise_for_status()
            await browser.post(self._here(link))
        await sync_connection(services, owner.firm_id, connection_id)
        both = PaymentMethodChoice.CARD_OR_BANK_DEBIT
        await update_payment_settings.update_payment_settings(
            services, owner, update_payment_settings.UpdatePaymentSettings(payment_method=both)
        )
        wish = enable_prepayment.EnablePrepayment(method=both, minimum=Decimal(10))
        await enable_prepayment.enable_prepayment(services, owner, wish)

    def _here(self, url: str) -> str:
        """The same address as this machine reaches it."""
        settings = self._house.settings
        return url.replace(settings.base_url, f"http://127.0.0.1:{settings.port}", 1)

    async def invoices(self, martin: uuid.UUID, blanc: uuid.UUID) -> None:
        """Invoices in every state, and, where payments can be made, credits."""
        today = self._services.clock().date()
        later, earlier = today + dt.timedelta(days=21), today - dt.timedelta(days=9)
        await self._invoice(martin, "Annual accounts", "1200.00", later, issue=False)
        await self._invoice(martin, "Payroll, 4 employees", "180.00", later)
        await self._invoice(martin, "VAT return, late filing", "95.50", earlier)
        await self._invoice(blanc, "Company formation", "640.00", later)
        withdrawn = await self._invoice(martin, "Entered twice by mistake", "180.00", later)
        await void_invoice.void_invoice(self._services, self._owner, withdrawn, "Entered twice.")
        if self._house.sandbox is None:
            return
        await self._prepay("500.00")
        partly = await self._invoice(martin, "Bookkeeping, first quarter", "450.00", later)
        fully = await self._invoice(martin, "Bookkeeping, December", "150.00", earlier)
        await self._pay(partly, Partial(Decimal(200)))
        await self._pay(fully, AmountChoice.FULL)

    async def _invoice(
        self, client_id: uuid.UUID, what: str, price: str, due_on: dt.date, *, issue: bool = True
    ) -> uuid.UUID:
        wish = create_invoice.CreateInvoice(
            client_id=client_id,
            number=None,
            description=what,
            lines=(Line(what, Decimal(1), Decimal(price)),),
            deposit_requested=None,
            due_on=due_on,
            issue=issue,
            pay_from_credits=None,
            idempotency_key=self._key(),
        )
        return (await create_invoice.create_invoice(self._services, self._owner, wish)).invoice_id

    async def _prepay(self, amount: str) -> None:
        services, user = self._services, self._user
        wish = make_prepayment.MakePrepayment(None, Decimal(amount), PaymentMethod.CARD, self._key())
        made = await make_prepayment.make_prepayment(services, user, wish)
        async with services.reads() as session:
            prepayment = await session.get_one(models.Prepayment, (user.firm_id, made.prepayment_id))
            connection = await session.get_one(models.ProviderConnection, (user.firm_id, prepayment.connection_id))
        async with httpx.AsyncClient() as browser:
            answer = await browser.post(
                self._here(f"{services.provider.api_base}/v1/payment_intents/{prepayment.intent_id}/confirm"),
                data={"client_secret": prepayment.client_secret or "", "payment_method": "pm_card_visa"},
                headers={
                    "Authorization": f"Bearer {services.provider.publishable_key}",
                    "Stripe-Account": connection.account_id or "",
                },
            )
            answer.raise_for_status()
        await sync.sync_charge(services, JobKind.SYNC_PREPAYMENT, user.firm_id, prepayment.id)

    async def _pay(self, invoice_id: uuid.UUID, amount: Intention) -> None:
        wish = pay_invoice.PayInvoice(invoice_id, amount, PaymentSource.CREDITS, None, self._key())
        await pay_invoice.pay_invoice(self._services, self._user, wish)
