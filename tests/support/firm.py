"""The application and a firm for tests: a real database, the Stripe simulator in process, a clock that tests set."""

from __future__ import annotations

import datetime as dt
import functools
import shutil
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path

import httpx
from sqlalchemy import TextClause, delete, select, text

import gateway
import ledger
import models
from billing import worker
from billing.access import notice_audiences
from billing.access.principals import ClientUser, Member, Viewer, rights_of
from billing.clients import rules
from billing.clients.rules import ClientDetails
from billing.identity import people
from billing.invoices import create_invoice
from billing.invoices.rules import Line
from billing.payments import allocation, pay_invoice
from billing.prepayments import enable_prepayment, make_prepayment
from billing.providers import connect_provider
from billing.reporting import audit
from billing.services import Services
from billing.settings import update_payment_settings
from db.engines import Database
from models import FirmRole, MemberRight, PaymentMethod, PaymentMethodChoice
from sandbox import SimulatorSettings, StripeSimulator
from tests.support.database_backends import DatabaseBackend, copy_sqlite_file
from tests.support.mail_server import parse
from tests.support.stripe_transport import InProcessClient

SANDBOX_URL = "http://stripe.simulator"
WEBHOOK_SECRET = "whsec_test"


def _violated_invariants() -> TextClause:
    invariants = [*(ledger.invariants.INVARIANTS | audit.INVARIANTS).values()]
    tables = ", ".join(f"i{i}(firm_id, detail) AS ({statement})" for i, statement in enumerate(invariants))
    return text(f"WITH {tables} {' UNION ALL '.join(f'SELECT {i} FROM i{i}' for i in range(len(invariants)))}")


_VIOLATED_INVARIANTS = _violated_invariants()


@dataclass
class Clock:
    """The time of the application and of the Stripe simulator. It stands still until a test advances it."""

    now: dt.datetime = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def timestamp(self) -> float:
        return self.now.timestamp()

    def advance(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


def new_client(firm_id: uuid.UUID, name: str, now: dt.datetime) -> models.Client:
    """A client without credits, whose row is not added yet."""
    return rules.new_client(firm_id, ClientDetails(name), now)


@dataclass
class AppHarness:
    """The application's services, and what tests control them with."""

    services: Services
    database: Database
    sandbox: StripeSimulator
    clock: Clock
    browser: httpx.AsyncClient
    backend: DatabaseBackend
    folder: Path
    keys: int = field(default=0)
    firms: int = field(default=0)
    skip_audit: bool = False
    """For tests that make the ledger inconsistent."""
    mails_notices: bool = False
    """Whether new members and users get notices by e-mail, as in production. Mails take a fifth of a payment's time."""

    def new_key(self) -> str:
        """A fresh idempotency key."""
        self.keys += 1
        return f"key-{self.keys}"

    async def create_firm(
        self, name: str = "Lumière", currency: str = "EUR", country: str = "FR", time_zone: str = "Europe/Paris"
    ) -> Firm:
        """A firm with an owner and one client, which has one user. No provider is connected."""
        self.firms += 1
        firm_id, now = models.new_id(), self.clock()
        client = new_client(firm_id, f"{name}'s client", now)
        async with self.services.writes.begin() as session:
            session.add(
                models.Firm(
                    id=firm_id, name=name, currency=currency, country=country, time_zone=time_zone, created_at=now
                )
            )
            await session.flush()
            session.add(models.PaymentSettings(firm_id=firm_id))
            session.add(client)
        firm = Firm(self, firm_id, client.id, currency)
        firm.owner = await firm.add_member("owner", FirmRole.OWNER)
        firm.client_user = await firm.add_user(client.id, "client")
        return firm

    async def create_ready_firm(self, **attributes: str) -> Firm:
        """A firm with Stripe connected, cards and bank debits accepted, and prepayment enabled.

        If it is the first step of a test, it is restored from a snapshot, which the first such test saves.
        """
        if attributes or not self._is_new:
            return await self._set_up_ready_firm(**attributes)
        return await self._restore_or_save("ready_firm", self._set_up_ready_firm)

    async def create_prepaid_firm(self, amount: str) -> Firm:
        """A ready firm whose client then bought credits by card, as `Firm.prepay` does. The first step of a test.

        Restored from a snapshot, which the first test with this amount saves: to prepay takes most of a short test.
        """
        assert self._is_new

        async def set_up() -> Firm:
            firm = await self.create_ready_firm()
            await firm.prepay(amount)
            return firm

        return await self._restore_or_save(f"prepaid_{amount.replace('.', '_')}", set_up)

    async def create_firm_by(self, set_up: Callable[[AppHarness], Awaitable[Firm]]) -> Firm:
        """The firm that `set_up`, a function of a test module, creates as its only one. The first step of a test.

        Restored from a snapshot, which the first test that uses the function saves.
        """
        assert self._is_new
        name = f"{'_'.join(set_up.__module__.split('.')[-2:])}_{set_up.__name__}".replace("test_", "")
        return await self._restore_or_save(name, functools.partial(set_up, self))

    async def choose_mails_by_default(self) -> None:
        """Reset everybody's notice preferences to the default, in which notices are sent by e-mail."""
        self.mails_notices = True
        async with self.services.writes.begin() as session:
            await session.execute(delete(models.NoticePreference))

    @property
    def _is_new(self) -> bool:
        return not self.firms and self.clock.now == Clock.now

    async def _restore_or_save(self, name: str, set_up: Callable[[], Awaitable[Firm]]) -> Firm:
        snapshots = self.backend.snapshot_data.setdefault(self.database, {})
        if self.mails_notices:
            name = f"{name}_with_mails"
        if name not in snapshots:
            firm = await set_up()
            await self.backend.save_snapshot(self.database, name)
            folder = self.backend.folder / f"{firm.id}_{name}"
            copy_sqlite_file(self.folder / "sandbox.db", folder.with_suffix(".db"))
            if (self.folder / "mail").exists():
                shutil.copytree(self.folder / "mail", folder)
            snapshots[name] = _FirmSnapshot(firm, folder, self.clock.now, self.keys)
            return firm
        snapshot = snapshots[name]
        await self.backend.restore_snapshot(self.database, name)
        copy_sqlite_file(snapshot.folder.with_suffix(".db"), self.folder / "sandbox.db")
        if snapshot.folder.exists():
            shutil.copytree(snapshot.folder, self.folder / "mail")
        self.firms, self.clock.now, self.keys = 1, snapshot.now, snapshot.keys
        firm = Firm(self, snapshot.firm.id, snapshot.firm.client_id, "EUR")
        firm.owner, firm.client_user = snapshot.firm.owner, snapshot.firm.client_user
        return firm

    async def _set_up_ready_firm(self, **attributes: str) -> Firm:
        firm = await self.create_firm(**attributes)
        await firm.connect()
        methods = PaymentMethodChoice.CARD_OR_BANK_DEBIT
        await update_payment_settings.update_payment_settings(
            self.services, firm.owner, update_payment_settings.UpdatePaymentSettingsCommand(payment_method=methods)
        )
        await enable_prepayment.enable_prepayment(
            self.services, firm.owner, enable_prepayment.EnablePrepaymentCommand(method=methods)
        )
        return firm

    def mails(self) -> list[EmailMessage]:
        """The mails that were sent, oldest first."""
        return [parse(file.read_bytes()) for file in sorted((self.folder / "mail").glob("*.eml"))]

    async def run_due_jobs(self) -> None:
        """Run jobs until none is due."""
        while await worker.run_due_jobs(self.services) and await self._has_due_jobs():
            pass

    async def _has_due_jobs(self) -> bool:
        """Whether a further round of the worker may find any. One statement, where an idle round has several."""
        async with self.services.reads() as session:
            due = select(models.Job.id).where(models.Job.run_at <= self.clock()).limit(1)
            return await session.scalar(due) is not None

    async def audit(self) -> None:
        """Assert that no invariant of the ledger is violated."""
        # One statement, because most of the time of `audit.audit` is spent between its statements.
        async with self.services.reads() as session:
            violated = (await session.execute(_VIOLATED_INVARIANTS)).all()
        assert not violated, await audit.audit(self.services)


@dataclass
class Firm:
    """A firm, with shortcuts for use cases."""

    app: AppHarness
    id: uuid.UUID
    client_id: uuid.UUID
    currency: str
    owner: Member = field(init=False)
    client_user: ClientUser = field(init=False)

    async def add_member(self, name: str, role: FirmRole, *rights: MemberRight) -> Member:
        now = self.app.clock()
        person = await self._person(name)
        member = models.FirmMember(
            firm_id=self.id,
            id=models.new_id(),
            person_id=person,
            role=role,
            manage_payments=MemberRight.MANAGE_PAYMENTS in rights,
            manage_invoices=MemberRight.MANAGE_INVOICES in rights,
            view_all_clients=MemberRight.VIEW_ALL_CLIENTS in rights,
            manage_clients=MemberRight.MANAGE_CLIENTS in rights,
            created_at=now,
        )
        viewer = Member(self.id, member.id, role, rights_of(member))
        async with self.app.services.writes.begin() as session:
            session.add(member)
            session.add_all(self._preferences(viewer))
        return viewer

    async def add_client(self, name: str = "Other client") -> uuid.UUID:
        client = new_client(self.id, name, self.app.clock())
        async with self.app.services.writes.begin() as session:
            session.add(client)
        return client.id

    async def add_user(self, client_id: uuid.UUID, name: str) -> ClientUser:
        person = await self._person(name)
        user_id = models.new_id()
        async with self.app.services.writes.begin() as session:
            session.add(
                models.ClientUser(
                    firm_id=self.id, id=user_id, client_id=client_id, person_id=person, created_at=self.app.clock()
                )
            )
            session.add_all(self._preferences(ClientUser(self.id, user_id, client_id)))
        return ClientUser(self.id, user_id, client_id)

    def _preferences(self, viewer: Viewer) -> list[models.NoticePreference]:
        """Rows that turn off e-mails of notices, unless `mails_notices`."""
        kinds = () if self.app.mails_notices else notice_audiences.readable_notice_kinds(viewer)
        return [
            models.NoticePreference(firm_id=self.id, membership_id=viewer.id, kind=kind, by_email=False)
            for kind in kinds
            if notice_audiences.is_emailed_by_default(viewer, kind)
        ]

    async def assign(self, member: Member, client_id: uuid.UUID) -> None:
        async with self.app.services.writes.begin() as session:
            session.add(models.Assignment(firm_id=self.id, member_id=member.id, client_id=client_id))

    async def _person(self, name: str) -> uuid.UUID:
        person_id = models.new_id()
        email = f"{name}@{self.id.hex[-12:]}.test"
        async with self.app.services.writes.begin() as session:
            search_key = people.search_key(name, email)
            person = models.Person(
                id=person_id, email=email, name=name, search_key=search_key, created_at=self.app.clock()
            )
            session.add(person)
        return person_id

    async def connect(self, outcome: str | None = None) -> uuid.UUID:
        """Connect Stripe, and complete the simulator's onboarding as a browser does."""
        services = self.app.services
        connection_id = await connect_provider.connect_provider(
            services, self.owner, connect_provider.ConnectProviderCommand(models.ProviderKind.STRIPE, None, None)
        )
        connection = await self.connection(connection_id)
        link = await connect_provider.create_onboarding_link(services, connection.onboarding_token)
        assert link is not None
        await self.app.browser.get(link)
        await self.app.browser.post(link, data={"outcome": outcome} if outcome else {})
        await connect_provider.handle_onboarding_return(services, connection.onboarding_token)
        await self.app.run_due_jobs()
        return connection_id

    async def connection(self, connection_id: uuid.UUID) -> models.ProviderConnection:
        async with self.app.services.reads() as session:
            return await session.get_one(models.ProviderConnection, (self.id, connection_id))

    async def settings(self) -> models.PaymentSettings:
        async with self.app.services.reads() as session:
            return await session.get_one(models.PaymentSettings, self.id)

    async def client(self, client_id: uuid.UUID | None = None) -> models.Client:
        async with self.app.services.reads() as session:
            return await session.get_one(models.Client, (self.id, client_id or self.client_id))

    async def credits(self, client_id: uuid.UUID | None = None) -> tuple[int, int]:
        """The client's available and held credits, in minor units."""
        client = await self.client(client_id)
        return client.available, client.held

    async def invoice(self, invoice_id: uuid.UUID) -> models.Invoice:
        async with self.app.services.reads() as session:
            return await session.get_one(models.Invoice, (self.id, invoice_id))

    async def payment(self, payment_id: uuid.UUID) -> models.Payment:
        async with self.app.services.reads() as session:
            return await session.get_one(models.Payment, (self.id, payment_id))

    async def prepayment(self, prepayment_id: uuid.UUID) -> models.Prepayment:
        async with self.app.services.reads() as session:
            return await session.get_one(models.Prepayment, (self.id, prepayment_id))

    async def event_seq(self) -> int:
        """The firm's number of events. While it stays the same, no money moves."""
        async with self.app.services.reads() as session:
            return (await session.scalars(select(models.Firm.seq).where(models.Firm.id == self.id))).one()

    async def create_invoice(
        self, total: str, client_id: uuid.UUID | None = None, due_on: dt.date | None = None, *, issue: bool = True
    ) -> uuid.UUID:
        """Create an invoice of one line, and return its id."""
        command = create_invoice.CreateInvoiceCommand(
            client_id=client_id or self.client_id,
            number=None,
            description=None,
            lines=(Line("Work", Decimal(1), Decimal(total)),),
            deposit_requested=None,
            due_on=due_on,
            issue=issue,
            pay_from_credits=None,
            idempotency_key=self.app.new_key(),
        )
        return (await create_invoice.create_invoice(self.app.services, self.owner, command)).invoice_id

    async def start_prepayment(
        self,
        amount: str,
        method: PaymentMethod = PaymentMethod.CARD,
        viewer: Viewer | None = None,
        memo: str | None = None,
    ) -> models.Prepayment:
        """Create a prepayment that the payer has not confirmed yet. The client's user makes it by default."""
        command = make_prepayment.MakePrepaymentCommand(
            self.client_id, Decimal(amount), method, self.app.new_key(), memo
        )
        result = await make_prepayment.make_prepayment(self.app.services, viewer or self.client_user, command)
        return await self.prepayment(result.prepayment_id)

    async def prepay(self, amount: str) -> uuid.UUID:
        """Buy credits by card, and return the id of the succeeded prepayment."""
        prepayment = await self.start_prepayment(amount)
        await self.confirm(prepayment, "pm_card_visa")
        await self.app.sandbox.tick()
        self.app.clock.advance(seconds=60)
        await self.app.run_due_jobs()
        return prepayment.id

    async def pay(
        self,
        invoice_id: uuid.UUID,
        amount: allocation.AmountRequest | str,
        source: allocation.PaymentSource = allocation.PaymentSource.CREDITS,
        remainder_method: PaymentMethod | None = None,
        viewer: Viewer | None = None,
        key: str | None = None,
    ) -> list[models.Payment]:
        """Pay an invoice, by default as the client's user. A string is a partial amount.

        Return the payments; the one from credits is last.
        """
        request = allocation.PartialAmount(Decimal(amount)) if isinstance(amount, str) else amount
        command = pay_invoice.PayInvoiceCommand(
            invoice_id, request, source, remainder_method, key or self.app.new_key()
        )
        result = await pay_invoice.pay_invoice(self.app.services, viewer or self.client_user, command)
        payments = [await self.payment(payment_id) for payment_id in result.payment_ids]
        return sorted(payments, key=lambda payment: payment.paid_by is models.PaidBy.CREDITS)

    async def settle_charge(self, charge: models.Payment | models.Prepayment, method: str = "pm_card_visa") -> None:
        """Confirm as the payer does, and sync with the provider."""
        await self.confirm(charge, method)
        self.app.clock.advance(seconds=60)
        await self.app.run_due_jobs()

    async def invoice_figures(self, invoice_id: uuid.UUID) -> tuple[str, int, int, int]:
        """An invoice's status, and its paid, pending and payable amounts in minor units."""
        invoice = await self.invoice(invoice_id)
        return invoice.status.value, invoice.paid, invoice.pending, invoice.payable

    async def credit_entries(self) -> list[tuple[str, int, int]]:
        """Kind, amount and balance after of the client's credit entries, oldest first."""
        async with self.app.services.reads() as session:
            entries = await session.scalars(
                select(models.CreditEntry)
                .where(models.CreditEntry.firm_id == self.id, models.CreditEntry.client_id == self.client_id)
                .order_by(models.CreditEntry.event_seq, models.CreditEntry.id)
            )
            return [(entry.kind.value, entry.amount, entry.balance_after) for entry in entries]

    async def lot_balances(self) -> list[int]:
        """The balances of the firm's lots in minor units, oldest first."""
        async with self.app.services.reads() as session:
            accounts = await session.scalars(
                select(models.Account)
                .where(models.Account.firm_id == self.id, models.Account.kind == models.AccountKind.LOT)
                .order_by(models.Account.opened_at, models.Account.id)
            )
            return [account.credits_posted - account.debits_posted for account in accounts]

    @asynccontextmanager
    async def assert_unchanged(self) -> AsyncIterator[None]:
        """Assert that the block adds no event to the firm and does not change the client's credits."""
        before = await self.event_seq(), await self.credits()
        yield
        assert (await self.event_seq(), await self.credits()) == before

    async def confirm(self, charge: models.Payment | models.Prepayment, method: str) -> httpx.Response:
        """Confirm as Stripe.js does: with the publishable key, the client secret and a test payment method."""
        connection = await self.connection(charge.connection_id) if charge.connection_id else None
        assert connection is not None
        assert connection.account_id is not None
        return await self.app.browser.post(
            f"{SANDBOX_URL}/v1/payment_intents/{charge.intent_id}/confirm",
            data={"client_secret": charge.client_secret or "", "payment_method": method},
            headers={"Authorization": "Bearer pk_test_sandbox", "Stripe-Account": connection.account_id},
        )


@dataclass(frozen=True)
class _FirmSnapshot:
    """What a snapshot of the database does not have."""

    firm: Firm
    folder: Path
    """The mails that were sent. Beside it is the simulator's database."""
    now: dt.datetime
    keys: int


@asynccontextmanager
async def build_app(backend: DatabaseBackend, folder: Path) -> AsyncIterator[AppHarness]:
    """The application on an empty database; the Stripe simulator's file is in the folder. Audited at the end."""
    clock = Clock()
    sandbox = StripeSimulator(
        SimulatorSettings(folder / "sandbox.db", SANDBOX_URL, None, WEBHOOK_SECRET), clock=clock.timestamp
    )
    provider = gateway.Provider(
        "sk_test_sandbox",
        "pk_test_sandbox",
        WEBHOOK_SECRET,
        api_base=SANDBOX_URL,
        http_client=InProcessClient(sandbox.app),
    )
    browser = httpx.AsyncClient(transport=httpx.ASGITransport(app=sandbox.app))
    async with backend.open() as database:
        services = Services(
            reads=database.reads,
            writes=database.writes,
            driver=database.driver,
            provider=provider,
            public_url="http://acompte.test",
            return_origins=frozenset({"http://portal"}),
            token_secret=b"token secret of the tests",
            portal_url="http://portal",
            dashboard_url="http://dashboard",
            mailer=gateway.FolderMailer(folder / "mail", "acompte@acompte.test"),
            webhook_sender=gateway.WebhookSender(allows_loopback=True),
            clock=clock,
        )
        try:
            app = AppHarness(services, database, sandbox, clock, browser, backend, folder)
            yield app
            if not app.skip_audit:
                await app.audit()
        finally:
            await browser.aclose()
            await sandbox.aclose()
