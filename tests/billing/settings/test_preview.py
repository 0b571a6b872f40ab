"""What a change of settings would break is told before, and is what then happens."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

import models
from billing.access.policy import PermissionDenied
from billing.errors import DomainError, InvalidInput, NotFound
from billing.payments import quote
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.quote import PaymentInstruction
from billing.prepayments import availability
from billing.providers.disconnect_provider import disconnect_provider
from billing.providers.set_default_provider import set_default_provider
from billing.services import Snapshot
from billing.settings.preview import SettingsChange, SettingsPreview, preview_settings
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from billing.transaction import load_payment_settings
from billing.unset import UNSET, Unset
from models import FirmRole, MemberRight, PaymentMethodChoice, ProviderStatus
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows

CARD, DEBIT, BOTH = tuple(PaymentMethodChoice)
CONNECTED = ProviderStatus.CONNECTED
DAY = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
UNKNOWN_PROVIDER = 3


@dataclass(frozen=True)
class Account:
    """One of three accounts as it is before the change."""

    status: ProviderStatus
    card: bool
    debit: bool
    day: int


@dataclass(frozen=True)
class SettingsCase:
    """The settings before, and the change; accounts by number, 3 is one that the firm does not have."""

    accounts: tuple[Account, ...]
    default: int | None
    method: PaymentMethodChoice | None
    prepayment_method: PaymentMethodChoice | None
    enabled: bool
    hidden: bool
    hide: bool | Unset | None = UNSET
    choose: PaymentMethodChoice | Unset | None = UNSET
    make_default: int | Unset = UNSET
    disconnect: int | Unset = UNSET


def or_unset(what: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.just(UNSET) | what


@st.composite
def cases(draw: st.DrawFn) -> SettingsCase:
    statuses = st.sampled_from([CONNECTED, CONNECTED, *ProviderStatus])
    account = st.builds(Account, statuses, st.booleans(), st.booleans(), st.integers(0, 2))
    accounts = draw(st.tuples(account, account, account).filter(
        lambda found: sum(one.status is ProviderStatus.ONBOARDING for one in found) < 2
    ))  # fmt: skip
    method = draw(st.sampled_from([*PaymentMethodChoice, BOTH]) | st.none())
    # The database holds D3: with a choice of one, the prepayment method is that one.
    prepayment_method = draw(st.sampled_from(PaymentMethodChoice) | st.none()) if method is BOTH else method
    number = st.integers(0, UNKNOWN_PROVIDER)
    return SettingsCase(
        accounts, draw(st.integers(0, 2) | st.none()), method, prepayment_method, draw(st.booleans()),
        draw(st.booleans()), draw(or_unset(st.booleans() | st.none())),
        draw(or_unset(st.sampled_from(PaymentMethodChoice) | st.none())), draw(or_unset(number)), draw(or_unset(number)),
    )  # fmt: skip


async def set_up(firm: Firm, ids: Sequence[uuid.UUID], case: SettingsCase) -> None:
    """Write the case over what there is, behind everybody's back."""
    connection, terms = models.ProviderConnection, models.PaymentSettings
    async with firm.app.services.writes.begin() as session:
        for own_id in ids[:3]:  # one at a time may be ONBOARDING
            away = update(connection).where(connection.id == own_id).values(status=ProviderStatus.DISCONNECTED)
            await session.execute(away)
        for own_id, account in zip(ids, case.accounts, strict=False):
            values = {"status": account.status, "card_active": account.card, "bank_debit_active": account.debit}
            since = {"connected_at": DAY + dt.timedelta(days=account.day)}
            await session.execute(update(connection).where(connection.id == own_id).values(**values, **since))
        await session.execute(
            update(terms)
            .where(terms.firm_id == firm.id)
            .values(
                default_connection_id=None if case.default is None else ids[case.default],
                payment_method=case.method,
                prepayment_method=case.prepayment_method,
                prepayment_enabled=case.enabled,
                hide_invoices_from_clients=case.hidden,
            )
        )


def change_of(case: SettingsCase, ids: Sequence[uuid.UUID]) -> SettingsChange:
    return SettingsChange(
        case.hide,
        case.choose,
        UNSET if case.make_default is UNSET else ids[case.make_default],
        UNSET if case.disconnect is UNSET else ids[case.disconnect],
    )


async def preview(firm: Firm, change: SettingsChange, viewer: Any = None) -> SettingsPreview:
    """As a page would ask; nothing at all changes."""
    services = firm.app.services
    before = await all_rows(services)
    async with services.reads() as session:
        now, connections = await load_payment_settings(session, firm.id)
    try:
        async with Snapshot(services) as snapshot:
            return await preview_settings(snapshot, viewer or firm.owner, now, connections, change)
    finally:
        assert await all_rows(services) == before


async def apply_change(firm: Firm, change: SettingsChange) -> None:
    """The change itself, deed after deed."""
    services, owner = firm.app.services, firm.owner
    wish = UpdatePaymentSettingsCommand(change.hide_invoices_from_clients, change.payment_method)
    await update_payment_settings(services, owner, wish)
    if change.default_connection_id is not UNSET:
        await set_default_provider(services, owner, change.default_connection_id)
    if change.disconnect_connection_id is not UNSET:
        await disconnect_provider(services, owner, change.disconnect_connection_id)


async def chargeable(firm: Firm, invoice_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """The invoices of which the owner could charge what is payable, by whichever method."""
    async with firm.app.services.reads() as session:
        terms = await load_payment_settings(session, firm.id)
    found = set()
    for invoice_id in invoice_ids:
        for source in (PaymentSource.CARD, PaymentSource.BANK_DEBIT):
            with suppress(DomainError):
                how = PaymentInstruction(AmountChoice.REMAINING, source, None)
                quote.decide_payment(
                    firm.owner, how, await firm.invoice(invoice_id), await firm.client(), *terms, "EUR"
                )
                found.add(invoice_id)
    return found


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    """A firm with invoices in every state, and payments and prepayments under way through its account."""
    firm = await app.create_ready_firm()
    await firm.prepay("20.00")
    await firm.pay(await firm.create_invoice("50.00"), "20.00")
    await firm.pay(await firm.create_invoice("20.00"), "20.00", PaymentSource.CARD)
    await firm.pay(await firm.create_invoice("60.00"), "10.00", PaymentSource.BANK_DEBIT)
    await firm.create_invoice("70.00")
    await firm.create_invoice("80.00", issue=False)
    await firm.start_prepayment("5.00")
    return firm


@pytest.fixture
async def ids(firm: Firm) -> list[uuid.UUID]:
    """The firm's own account, two more of its own, and one of nobody's."""
    first = (await firm.settings()).default_connection_id
    assert first is not None
    found = [first]
    for number in range(2):
        row = models.ProviderConnection(
            firm_id=firm.id, id=models.new_id(), kind=models.ProviderKind.STRIPE, name=f"Account {number}",
            account_id=f"acct_more_{number}", livemode=False, status=ProviderStatus.RESTRICTED,
            onboarding_token=f"token {number}", created_at=DAY,
        )  # fmt: skip
        async with firm.app.services.writes.begin() as session:
            session.add(row)
        found.append(row.id)
    return [*found, models.new_id()]


ALL = Account(CONNECTED, card=True, debit=True, day=0)
LATER = Account(CONNECTED, card=True, debit=False, day=2)
SOONER = Account(CONNECTED, card=False, debit=True, day=1)


async def invoices_of(firm: Firm) -> list[uuid.UUID]:
    found = (await all_rows(firm.app.services))["invoice"]
    return [row[1] for row in found]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(case=SettingsCase((ALL, LATER, SOONER), 0, CARD, CARD, True, False, disconnect=0))
@example(case=SettingsCase((ALL, LATER, LATER), 0, BOTH, BOTH, True, False, choose=None))
@example(case=SettingsCase((ALL, LATER, SOONER), 0, BOTH, DEBIT, True, False, make_default=1, disconnect=1))
@given(case=cases())
async def test_it_is_what_then_happens(firm: Firm, ids: list[uuid.UUID], case: SettingsCase) -> None:
    """D2 to D6: whatever the settings and the change; and it is refused exactly when the change is."""
    await set_up(firm, ids, case)
    change = change_of(case, ids)
    bills = await invoices_of(firm)
    before = await chargeable(firm, bills)
    concerned = case.default if case.disconnect is UNSET else case.disconnect
    try:
        told = await preview(firm, change)
    except InvalidInput:
        with pytest.raises((InvalidInput, NotFound)):
            await apply_change(firm, change)
        return
    await apply_change(firm, change)
    async with firm.app.services.reads() as session:
        terms = await load_payment_settings(session, firm.id)
    left = await chargeable(firm, bills)
    assert told == SettingsPreview(
        prepayment_available=availability.is_prepayment_available(*terms),
        unmet=tuple(one for one in availability.check_requirements(*terms) if not one.is_met),
        unpayable_invoices=0 if left else len(before),
        pending_payments=3 if concerned == 0 else 0,
    )


async def test_by_hand(app: AppHarness, firm: Firm) -> None:
    """D2, D4, D6: hiding invoices, narrowing and clearing the method, disconnecting the only provider."""
    only = (await firm.settings()).default_connection_id
    assert only is not None

    async def told(**change: Any) -> tuple[bool, list[str], int, int]:
        found = await preview(firm, SettingsChange(**change))
        codes = [one.code.value for one in found.unmet]
        return found.prepayment_available, codes, found.unpayable_invoices, found.pending_payments

    assert await told() == (True, [], 0, 3)
    assert await told(hide_invoices_from_clients=True) == (False, ["INVOICES_VISIBLE_TO_CLIENTS"], 0, 3)
    assert await told(payment_method=CARD) == (True, [], 0, 3)
    assert await told(payment_method=None) == (False, ["PAYMENT_METHOD_CHOSEN"], 3, 3)
    assert await told(disconnect_connection_id=only) == (
        False,
        ["PROVIDER_CONNECTED", "DEFAULT_PROVIDER_SET", "PAYMENT_METHOD_CHOSEN"],
        3,
        3,
    )
    another = await firm.connect()
    assert await told(disconnect_connection_id=only) == (True, [], 0, 3)
    assert await told(disconnect_connection_id=another) == (True, [], 0, 0)
    await disconnect_provider(app.services, firm.owner, only)
    assert await told(disconnect_connection_id=only) == (True, [], 0, 3)
    assert await told() == (True, [], 0, 0)
    with pytest.raises(InvalidInput) as refused:
        await preview(firm, SettingsChange(default_connection_id=only))
    assert refused.value.field == "defaultProviderId"


async def test_what_the_firm_does_not_have(app: AppHarness, firm: Firm) -> None:
    """Another firm's account is one that never was: the same answer, naming the field."""
    other = await app.create_ready_firm(name="Other")
    theirs = (await other.settings()).default_connection_id
    assert theirs is not None
    for own_id in (theirs, models.new_id()):
        for field, change in (
            ("defaultProviderId", SettingsChange(default_connection_id=own_id)),
            ("disconnectProviderId", SettingsChange(disconnect_connection_id=own_id)),
        ):
            with pytest.raises(InvalidInput) as refused:
                await preview(firm, change)
            assert (refused.value.field, str(refused.value)) == (field, "The firm has no such provider.")


async def test_only_owner_and_admin(firm: Firm) -> None:
    """D1, Roles: an employee with every right learns nothing of settings."""
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, *MemberRight)
    for viewer in (employee, firm.client_user):
        with pytest.raises(PermissionDenied):
            await preview(firm, SettingsChange(), viewer)
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    assert (await preview(firm, SettingsChange(), admin)).prepayment_available
