"""The settings preview states what a change would break, and the change then does exactly that."""

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
from billing.rows import load_payment_settings
from billing.services import Snapshot
from billing.settings.preview import SettingsChange, SettingsPreview, preview_settings
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from billing.unset import UNSET, Unset
from models import FirmRole, MemberRight, PaymentMethod, PaymentMethodChoice, ProviderStatus
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows

CARD, DEBIT, BOTH = tuple(PaymentMethodChoice)
CONNECTED = ProviderStatus.CONNECTED
DAY = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
UNKNOWN_PROVIDER = 3


@dataclass(frozen=True)
class Account:
    """One of the firm's three provider accounts before the change."""

    status: ProviderStatus
    card: bool
    debit: bool
    day: int


@dataclass(frozen=True)
class SettingsCase:
    """The settings before the change, and the change. Accounts are given by index; index 3 is not the firm's."""

    accounts: tuple[Account, ...]
    default: int | None
    method: PaymentMethodChoice | None
    prepayment_method: PaymentMethodChoice | None
    enabled: bool
    hidden: bool
    chosen: PaymentMethodChoice | None = None
    hide: bool | Unset = UNSET
    choose: PaymentMethodChoice | Unset | None = UNSET
    make_default: int | Unset = UNSET
    disconnect: int | Unset = UNSET


def or_unset(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.just(UNSET) | strategy


@st.composite
def cases(draw: st.DrawFn) -> SettingsCase:
    statuses = st.sampled_from([CONNECTED, CONNECTED, *ProviderStatus])
    account = st.builds(Account, statuses, st.booleans(), st.booleans(), st.integers(0, 2))
    accounts = draw(st.tuples(account, account, account).filter(
        lambda accounts: sum(account.status is ProviderStatus.ONBOARDING for account in accounts) < 2
    ))  # fmt: skip
    method = draw(st.sampled_from([*PaymentMethodChoice, BOTH]) | st.none())
    # A database constraint enforces D3: with a single payment method, the prepayment method equals it.
    prepayment_method = draw(st.sampled_from(PaymentMethodChoice) | st.none()) if method is BOTH else method
    number = st.integers(0, UNKNOWN_PROVIDER)
    return SettingsCase(
        accounts,
        default=draw(st.integers(0, 2) | st.none()),
        method=method,
        prepayment_method=prepayment_method,
        enabled=draw(st.booleans()),
        hidden=draw(st.booleans()),
        chosen=draw(st.sampled_from(PaymentMethodChoice) | st.none()),
        hide=draw(or_unset(st.booleans())),
        choose=draw(or_unset(st.sampled_from(PaymentMethodChoice) | st.none())),
        make_default=draw(or_unset(number)),
        disconnect=draw(or_unset(number)),
    )


async def write_case(firm: Firm, ids: Sequence[uuid.UUID], case: SettingsCase) -> None:
    """Write the case into the database, bypassing the use cases."""
    connection, payment_settings = models.ProviderConnection, models.PaymentSettings
    async with firm.app.services.writes.begin() as session:
        for own_id in ids[:3]:  # one at a time may be ONBOARDING
            disconnect = update(connection).where(connection.id == own_id).values(status=ProviderStatus.DISCONNECTED)
            await session.execute(disconnect)
        for own_id, account in zip(ids, case.accounts, strict=False):
            values = {"status": account.status, "card_active": account.card, "bank_debit_active": account.debit}
            dates = {"connected_at": DAY + dt.timedelta(days=account.day)}
            await session.execute(update(connection).where(connection.id == own_id).values(**values, **dates))
        await session.execute(
            update(payment_settings)
            .where(payment_settings.firm_id == firm.id)
            .values(
                default_connection_id=None if case.default is None else ids[case.default],
                payment_method=case.method,
                prepayment_method=case.prepayment_method,
                chosen_prepayment_method=case.chosen,
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
    """The preview; asserts that nothing changes."""
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
    """Apply the change with one use case after another."""
    services, owner = firm.app.services, firm.owner
    command = UpdatePaymentSettingsCommand(change.hide_invoices_from_clients, change.payment_method)
    await update_payment_settings(services, owner, command)
    if change.default_connection_id is not UNSET:
        await set_default_provider(services, owner, change.default_connection_id)
    if change.disconnect_connection_id is not UNSET:
        await disconnect_provider(services, owner, change.disconnect_connection_id)


async def chargeable(firm: Firm, invoice_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """The invoices whose payable amount the owner could charge by card or debit."""
    async with firm.app.services.reads() as session:
        settings_and_connections = await load_payment_settings(session, firm.id)
    chargeable_ids = set()
    for invoice_id in invoice_ids:
        for source in (PaymentSource.CARD, PaymentSource.BANK_DEBIT):
            with suppress(DomainError):
                instruction = PaymentInstruction(AmountChoice.REMAINING, source, None)
                quote.decide_payment(
                    firm.owner,
                    instruction,
                    await firm.invoice(invoice_id),
                    await firm.client(),
                    *settings_and_connections,
                    "EUR",
                )
                chargeable_ids.add(invoice_id)
    return chargeable_ids


def offered(
    payment_settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection]
) -> tuple[PaymentMethod, ...]:
    """The methods that clients can prepay with."""
    client = models.Client(due=0, pending=0, available=0)
    return availability.prepayment_offer("EUR", payment_settings, connections, client).methods


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    """A firm with invoices in every state, and open payments and prepayments through its account."""
    firm = await app.create_prepaid_firm("20.00")
    await firm.pay(await firm.create_invoice("50.00"), "20.00")
    await firm.pay(await firm.create_invoice("20.00"), "20.00", PaymentSource.CARD)
    await firm.pay(await firm.create_invoice("60.00"), "10.00", PaymentSource.BANK_DEBIT)
    await firm.create_invoice("70.00")
    await firm.create_invoice("80.00", issue=False)
    await firm.start_prepayment("5.00")
    return firm


@pytest.fixture
async def ids(firm: Firm) -> list[uuid.UUID]:
    """The ids of the firm's account, of two more of its accounts, and of none of its."""
    first = (await firm.settings()).default_connection_id
    assert first is not None
    account_ids = [first]
    for number in range(2):
        row = models.ProviderConnection(
            firm_id=firm.id, id=models.new_id(), kind=models.ProviderKind.STRIPE, name=f"Account {number}",
            account_id=f"acct_more_{number}", livemode=False, status=ProviderStatus.RESTRICTED,
            onboarding_token=f"token {number}", created_at=DAY,
        )  # fmt: skip
        async with firm.app.services.writes.begin() as session:
            session.add(row)
        account_ids.append(row.id)
    return [*account_ids, models.new_id()]


ALL = Account(CONNECTED, card=True, debit=True, day=0)
LATER = Account(CONNECTED, card=True, debit=False, day=2)
SOONER = Account(CONNECTED, card=False, debit=True, day=1)


async def invoice_ids_of(firm: Firm) -> list[uuid.UUID]:
    rows = (await all_rows(firm.app.services))["invoice"]
    return [row[1] for row in rows]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(case=SettingsCase((ALL, LATER, SOONER), 0, CARD, CARD, True, False, disconnect=0))
@example(case=SettingsCase((ALL, LATER, LATER), 0, BOTH, BOTH, True, False, choose=None))
@example(case=SettingsCase((ALL, LATER, SOONER), 0, BOTH, DEBIT, True, False, make_default=1, disconnect=1))
@given(case=cases())
async def test_change_has_the_previewed_effects(firm: Firm, ids: list[uuid.UUID], case: SettingsCase) -> None:
    """D2 to D6: for any settings and any change; the preview is refused exactly if the change is."""
    await write_case(firm, ids, case)
    change = change_of(case, ids)
    invoice_ids = await invoice_ids_of(firm)
    before = await chargeable(firm, invoice_ids)
    async with firm.app.services.reads() as session:
        offered_before = offered(*await load_payment_settings(session, firm.id))
    affected_account = case.default if case.disconnect is UNSET else case.disconnect
    try:
        previewed = await preview(firm, change)
    except InvalidInput:
        with pytest.raises((InvalidInput, NotFound)):
            await apply_change(firm, change)
        return
    await apply_change(firm, change)
    async with firm.app.services.reads() as session:
        settings_and_connections = await load_payment_settings(session, firm.id)
    still_chargeable, still_offered = await chargeable(firm, invoice_ids), offered(*settings_and_connections)
    assert previewed == SettingsPreview(
        prepayment_available=availability.is_prepayment_available(*settings_and_connections),
        prepayment_method=availability.effective_prepayment_method(settings_and_connections[0]),
        removed_prepayment_methods=tuple(method for method in offered_before if method not in still_offered),
        unmet=tuple(
            requirement
            for requirement in availability.check_requirements(*settings_and_connections)
            if not requirement.is_met
        ),
        unpayable_invoices=0 if still_chargeable else len(before),
        pending_payments=3 if affected_account == 0 else 0,
    )


async def test_examples(app: AppHarness, firm: Firm) -> None:
    """D2, D4, D6: hiding invoices, narrowing and clearing the method, disconnecting the only provider."""
    only = (await firm.settings()).default_connection_id
    assert only is not None

    async def preview_of(**change: Any) -> tuple[bool, list[str], int, int]:
        previewed = await preview(firm, SettingsChange(**change))
        codes = [requirement.code.value for requirement in previewed.unmet]
        return previewed.prepayment_available, codes, previewed.unpayable_invoices, previewed.pending_payments

    assert await preview_of() == (True, [], 0, 3)
    assert await preview_of(hide_invoices_from_clients=True) == (False, ["INVOICES_VISIBLE_TO_CLIENTS"], 0, 3)
    assert await preview_of(payment_method=CARD) == (True, [], 0, 3)
    assert await preview_of(payment_method=None) == (False, ["PAYMENT_METHOD_CHOSEN"], 3, 3)
    assert await preview_of(disconnect_connection_id=only) == (
        False,
        ["PROVIDER_CONNECTED", "DEFAULT_PROVIDER_SET", "PAYMENT_METHOD_CHOSEN"],
        3,
        3,
    )
    another = await firm.connect()
    assert await preview_of(disconnect_connection_id=only) == (True, [], 0, 3)
    assert await preview_of(disconnect_connection_id=another) == (True, [], 0, 0)
    await disconnect_provider(app.services, firm.owner, only)
    assert await preview_of(disconnect_connection_id=only) == (True, [], 0, 3)
    assert await preview_of() == (True, [], 0, 0)
    with pytest.raises(InvalidInput) as error:
        await preview(firm, SettingsChange(default_connection_id=only))
    assert error.value.field == "defaultProviderId"


async def test_preview_shows_a_narrowed_prepayment_method(firm: Firm) -> None:
    """D4: which method is in force after the change, and which ones clients lose."""
    card, debit = PaymentMethod.CARD, PaymentMethod.BANK_DEBIT

    async def preview_of(**change: Any) -> tuple[PaymentMethodChoice | None, tuple[PaymentMethod, ...]]:
        previewed = await preview(firm, SettingsChange(**change))
        return previewed.prepayment_method, previewed.removed_prepayment_methods

    assert await preview_of() == (BOTH, ())
    assert await preview_of(payment_method=CARD) == (CARD, (debit,))
    assert await preview_of(payment_method=DEBIT) == (DEBIT, (card,))
    assert await preview_of(payment_method=None) == (None, (card, debit))
    assert await preview_of(hide_invoices_from_clients=True) == (BOTH, (card, debit))
    await apply_change(firm, SettingsChange(payment_method=CARD))
    assert await preview_of(payment_method=BOTH) == (BOTH, ())
    assert await preview_of(payment_method=DEBIT) == (DEBIT, (card,))


async def test_unknown_provider_is_refused(app: AppHarness, firm: Firm) -> None:
    """Another firm's account is answered like an unknown one; the error has the field."""
    other = await app.create_ready_firm(name="Other")
    other_account = (await other.settings()).default_connection_id
    assert other_account is not None
    for own_id in (other_account, models.new_id()):
        for field, change in (
            ("defaultProviderId", SettingsChange(default_connection_id=own_id)),
            ("disconnectProviderId", SettingsChange(disconnect_connection_id=own_id)),
        ):
            with pytest.raises(InvalidInput) as error:
                await preview(firm, change)
            assert (error.value.field, str(error.value)) == (field, "Provider not found.")


async def test_only_owner_and_admin(firm: Firm) -> None:
    """D1, Roles: an employee with every right sees no settings."""
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, *MemberRight)
    for viewer in (employee, firm.client_user):
        with pytest.raises(PermissionDenied):
            await preview(firm, SettingsChange(), viewer)
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    assert (await preview(firm, SettingsChange(), admin)).prepayment_available
