"""Enabling prepayment, choosing methods, connecting and disconnecting providers."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import select

import models
from billing.access.policy import PermissionDenied
from billing.errors import InvalidAmount, InvalidInput, NotFound, ProviderRefused, ProviderUnavailable
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.prepayments import availability
from billing.prepayments.availability import RequirementCode
from billing.prepayments.disable_prepayment import disable_prepayment
from billing.prepayments.enable_prepayment import (
    EnablePrepaymentCommand,
    MethodNotOffered,
    PrepaymentBlocked,
    enable_prepayment,
)
from billing.providers import accounts, connect_provider
from billing.providers.connect_provider import ConnectProviderCommand
from billing.providers.disconnect_provider import disconnect_provider
from billing.providers.set_default_provider import set_default_provider
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from models import FirmRole, MemberRight, PaymentMethod, PaymentMethodChoice, ProviderKind, ProviderStatus
from sandbox import Fault
from tests.support.firm import SANDBOX_URL, AppHarness, Firm

CARD, DEBIT, BOTH = tuple(PaymentMethodChoice)
STRIPE = ConnectProviderCommand(ProviderKind.STRIPE, None, None)


async def choose_method(firm: Firm, method: PaymentMethodChoice | None) -> None:
    change = UpdatePaymentSettingsCommand(payment_method=method)
    await update_payment_settings(firm.app.services, firm.owner, change)


async def load_connections(firm: Firm) -> list[models.ProviderConnection]:
    async with firm.app.services.reads() as session:
        query = select(models.ProviderConnection).where(models.ProviderConnection.firm_id == firm.id)
        return list(await session.scalars(query.order_by(models.ProviderConnection.id)))


async def unmet_requirements(firm: Firm) -> list[str]:
    requirements = availability.check_requirements(await firm.settings(), await load_connections(firm))
    assert len(requirements) == 4
    return [requirement.code.value for requirement in requirements if not requirement.is_met]


async def test_every_unmet_requirement_is_named_at_once(app: AppHarness) -> None:
    """D2: with a message that says how to meet it; nothing changes."""
    firm = await app.create_firm()
    hide = UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    await update_payment_settings(app.services, firm.owner, hide)
    async with firm.assert_unchanged():
        with pytest.raises(PrepaymentBlocked) as blocked:
            await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(minimum=Decimal(5)))
    assert [requirement.code for requirement in blocked.value.unmet] == list(RequirementCode)
    settings = await firm.settings()
    assert (settings.prepayment_enabled, settings.prepayment_minimum) == (False, None)


async def test_meet_the_requirements_one_by_one(app: AppHarness) -> None:
    """D1, D2, D5: disabled for a new firm; the first provider to become connected becomes the default."""
    firm = await app.create_firm()
    assert await unmet_requirements(firm) == ["PROVIDER_CONNECTED", "DEFAULT_PROVIDER_SET", "PAYMENT_METHOD_CHOSEN"]
    await choose_method(firm, CARD)
    connection_id = await firm.connect()
    assert (await firm.settings()).default_connection_id == connection_id
    assert await unmet_requirements(firm) == []
    assert (await firm.settings()).prepayment_enabled is False
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand())
    assert (await firm.settings()).prepayment_enabled is True


async def test_prepayment_method_follows_the_payment_method(app: AppHarness) -> None:
    """D3, D4: equal to a single payment method, chosen with CARD_OR_BANK_DEBIT; if that is narrowed, it follows."""
    firm = await app.create_firm()
    await firm.connect()
    await choose_method(firm, CARD)
    async with firm.assert_unchanged():
        with pytest.raises(MethodNotOffered) as error:
            await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(method=DEBIT))
        assert error.value.options == (CARD,)
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand())
    assert (await firm.settings()).prepayment_method is CARD
    await choose_method(firm, BOTH)
    assert availability.effective_prepayment_method(await firm.settings()) is CARD
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(method=DEBIT))
    assert availability.effective_prepayment_method(await firm.settings()) is DEBIT
    assert availability.prepayment_method_options(await firm.settings()) == (CARD, DEBIT, BOTH)
    await choose_method(firm, CARD)
    assert availability.effective_prepayment_method(await firm.settings()) is CARD


@pytest.mark.parametrize("chosen", [CARD, DEBIT, BOTH])
@pytest.mark.parametrize("narrowed", [CARD, DEBIT])
async def test_widened_payment_method_restores_the_chosen_prepayment_method(
    app: AppHarness, chosen: PaymentMethodChoice, narrowed: PaymentMethodChoice
) -> None:
    """D4: what the firm chose is in force again, also if its settings were changed or cleared meanwhile."""
    firm = await app.create_ready_firm()
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(method=chosen))
    await choose_method(firm, narrowed)
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(method=narrowed, minimum=Decimal(5)))
    assert availability.effective_prepayment_method(await firm.settings()) is narrowed
    await choose_method(firm, None)
    await choose_method(firm, BOTH)
    settings = await firm.settings()
    assert (availability.effective_prepayment_method(settings), settings.prepayment_enabled) == (chosen, True)


async def test_prepayment_method_that_was_never_chosen_stays_when_widened(app: AppHarness) -> None:
    """D4: without a choice there is nothing to restore."""
    firm = await app.create_firm()
    await firm.connect()
    await choose_method(firm, CARD)
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand())
    await choose_method(firm, DEBIT)
    await choose_method(firm, BOTH)
    assert availability.effective_prepayment_method(await firm.settings()) is DEBIT


async def test_prepayment_method_must_be_chosen_with_card_or_bank_debit(app: AppHarness) -> None:
    """D3: once chosen it stays."""
    firm = await app.create_firm()
    await firm.connect()
    await choose_method(firm, BOTH)
    async with firm.assert_unchanged():
        with pytest.raises(InvalidInput):
            await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand())
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(method=DEBIT))
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(minimum=Decimal(10)))
    assert (await firm.settings()).prepayment_method is DEBIT


async def test_bounds(app: AppHarness) -> None:
    """D10: exact amounts, minimum below maximum, within the provider's limits; null clears."""
    firm = await app.create_ready_firm()
    for command, error in (
        (EnablePrepaymentCommand(minimum=Decimal("10.001")), InvalidAmount),
        (EnablePrepaymentCommand(maximum=Decimal(0)), InvalidAmount),
        (EnablePrepaymentCommand(minimum=Decimal(20), maximum=Decimal(10)), InvalidInput),
        (EnablePrepaymentCommand(maximum=Decimal("0.49")), InvalidInput),
        (EnablePrepaymentCommand(minimum=Decimal(1_000_000)), InvalidInput),
    ):
        async with firm.assert_unchanged():
            with pytest.raises(error):
                await enable_prepayment(app.services, firm.owner, command)
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(minimum=Decimal(10), maximum=Decimal(20)))
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(maximum=None))
    settings = await firm.settings()
    assert (settings.prepayment_minimum, settings.prepayment_maximum) == (10_00, None)


async def test_disabling_leaves_everything_else_as_it_is(app: AppHarness) -> None:
    """D6: credits, partial payment and open payments; repeating is safe."""
    firm = await app.create_prepaid_firm("50.00")
    open_prepayment = await firm.start_prepayment("20.00")
    await disable_prepayment(app.services, firm.owner)
    async with firm.assert_unchanged():
        await disable_prepayment(app.services, firm.owner)
    await firm.settle_charge(open_prepayment)
    invoice = await firm.create_invoice("100.00")
    await firm.pay(invoice, "10.00")
    await firm.pay(invoice, "10.00", PaymentSource.CARD)
    assert await firm.credits() == (60_00, 0)


async def test_only_owner_and_admin(app: AppHarness) -> None:
    """D1, Roles: denied to employees with every right and to clients; another firm's providers are not found."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, *MemberRight)
    (connection,) = await load_connections(firm)
    async with firm.assert_unchanged():
        for viewer in (employee, firm.client_user):
            for use_case in (
                update_payment_settings(app.services, viewer, UpdatePaymentSettingsCommand(payment_method=CARD)),
                enable_prepayment(app.services, viewer, EnablePrepaymentCommand()),
                disable_prepayment(app.services, viewer),
                connect_provider.connect_provider(app.services, viewer, STRIPE),
                disconnect_provider(app.services, viewer, connection.id),
                set_default_provider(app.services, viewer, connection.id),
            ):
                with pytest.raises(PermissionDenied):
                    await use_case
        with pytest.raises(NotFound):
            await disconnect_provider(app.services, other.owner, connection.id)
        with pytest.raises(NotFound):
            await set_default_provider(app.services, other.owner, connection.id)
    await disable_prepayment(app.services, admin)


async def test_connecting_again_while_onboarding_is_the_same_account(app: AppHarness) -> None:
    """Twelve concurrent requests create one account; a new one is created only after its onboarding."""
    firm = await app.create_firm()
    connection_ids = await asyncio.gather(
        *(connect_provider.connect_provider(app.services, firm.owner, STRIPE) for _ in range(12))
    )
    assert len(set(connection_ids)) == 1
    (connection,) = await load_connections(firm)
    assert (connection.status, connection.account_id is not None) == (ProviderStatus.ONBOARDING, True)
    url = connect_provider.onboarding_url(app.services, connection)
    assert url == f"{app.services.public_url}/providers/onboarding/{connection.onboarding_token}"
    await firm.connect()
    assert (await load_connections(firm))[0].status is ProviderStatus.CONNECTED
    assert connect_provider.onboarding_url(app.services, (await load_connections(firm))[0]) is None
    assert await connect_provider.create_onboarding_link(app.services, connection.onboarding_token) is None
    assert await firm.connect() != connection.id
    assert (await firm.settings()).default_connection_id == connection.id


async def test_return_url_must_be_of_a_known_origin(app: AppHarness) -> None:
    firm = await app.create_firm()
    async with firm.assert_unchanged():
        for url in ("http://evil.test/x", "http://portal.evil.test", "javascript:alert(1)", "//portal", "http://[", ""):
            command = ConnectProviderCommand(ProviderKind.STRIPE, None, url)
            with pytest.raises(InvalidInput):
                await connect_provider.connect_provider(app.services, firm.owner, command)
    command_with_known_origin = ConnectProviderCommand(ProviderKind.STRIPE, None, "http://portal/settings")
    await connect_provider.connect_provider(app.services, firm.owner, command_with_known_origin)
    assert (await load_connections(firm))[0].return_url == "http://portal/settings"


async def test_connect_without_an_answer_and_with_a_refusal(app: AppHarness) -> None:
    """P5: after a lost answer the same account is continued; after a refusal nothing stays."""
    firm = await app.create_firm()
    app.sandbox.faults.add(Fault("drop", when="after", path="/v1/accounts$", times=2))
    with pytest.raises(ProviderUnavailable):
        await connect_provider.connect_provider(app.services, firm.owner, STRIPE)
    connection_id = await connect_provider.connect_provider(app.services, firm.owner, STRIPE)
    assert [connection.id for connection in await load_connections(firm)] == [connection_id]
    nowhere = await app.create_firm(name="Nowhere", country="F1")
    with pytest.raises(ProviderRefused):
        await connect_provider.connect_provider(app.services, nowhere.owner, STRIPE)
    assert await load_connections(nowhere) == []


async def test_restricted_account_is_not_connected(app: AppHarness) -> None:
    """Details are submitted but charges not enabled: RESTRICTED, and not the default."""
    firm = await app.create_firm()
    connection = await firm.connection(await firm.connect("restricted"))
    assert connection.status is ProviderStatus.RESTRICTED
    assert (await firm.settings()).default_connection_id is None


async def test_disconnecting_the_default(app: AppHarness) -> None:
    """D5, D6: another connected one replaces it; open payments still settle; after the last one there is no default."""
    firm = await app.create_ready_firm()
    (first,) = await load_connections(firm)
    second = await firm.connect()
    open_prepayment = await firm.start_prepayment("20.00")
    await disconnect_provider(app.services, firm.owner, first.id)
    assert (await firm.settings()).default_connection_id == second
    await firm.settle_charge(open_prepayment)
    assert await firm.credits() == (20_00, 0)
    async with firm.assert_unchanged():
        await disconnect_provider(app.services, firm.owner, first.id)
        with pytest.raises(InvalidInput):
            await set_default_provider(app.services, firm.owner, first.id)
    await disconnect_provider(app.services, firm.owner, second)
    assert (await firm.settings()).default_connection_id is None
    assert await unmet_requirements(firm) == ["PROVIDER_CONNECTED", "DEFAULT_PROVIDER_SET", "PAYMENT_METHOD_CHOSEN"]
    assert (await firm.settings()).prepayment_enabled is True


async def test_choose_another_default(app: AppHarness) -> None:
    """D5: choosing it again changes nothing."""
    firm = await app.create_ready_firm()
    second = await firm.connect()
    await set_default_provider(app.services, firm.owner, second)
    assert (await firm.settings()).default_connection_id == second
    async with firm.assert_unchanged():
        await set_default_provider(app.services, firm.owner, second)


async def control_account(app: AppHarness, firm: Firm, action: str, **data: str) -> None:
    (connection,) = await load_connections(firm)
    await app.browser.post(
        f"{SANDBOX_URL}/_control/accounts/{connection.account_id}/{action}",
        data=data,
        headers={"Authorization": "Bearer sk_test_sandbox"},
    )
    await accounts.sync_connection(app.services, firm.id, connection.id)


async def test_lost_capability_narrows_the_offered_methods(app: AppHarness) -> None:
    """D4: without any, prepayment is not available; it is again when a capability returns."""
    firm = await app.create_ready_firm()
    await control_account(app, firm, "capabilities", card_payments="inactive")
    assert availability.available_invoice_methods(await firm.settings(), await load_connections(firm)) == (
        PaymentMethod.BANK_DEBIT,
    )
    await control_account(app, firm, "capabilities", sepa_debit_payments="inactive")
    assert availability.available_invoice_methods(await firm.settings(), await load_connections(firm)) == ()
    assert not availability.is_prepayment_available(await firm.settings(), await load_connections(firm))
    await control_account(app, firm, "capabilities", card_payments="active")
    assert availability.is_prepayment_available(await firm.settings(), await load_connections(firm))


async def test_deauthorized_at_the_provider(app: AppHarness) -> None:
    """Without access it takes no new payments; after the webhook it is disconnected. Credits can still be spent."""
    firm = await app.create_prepaid_firm("50.00")
    await control_account(app, firm, "deauthorize")
    (connection,) = await load_connections(firm)
    assert connection.status is ProviderStatus.RESTRICTED
    assert not availability.is_prepayment_available(await firm.settings(), [connection])
    await accounts.close_connection(app.services, firm.id, connection.id)
    assert [row.status for row in await load_connections(firm)] == [ProviderStatus.DISCONNECTED]
    await firm.pay(await firm.create_invoice("50.00"), AmountChoice.FULL)


async def test_payment_method_can_be_cleared(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    await choose_method(firm, None)
    assert await unmet_requirements(firm) == ["PAYMENT_METHOD_CHOSEN"]


async def test_client_offer_exposes_nothing_internal(app: AppHarness) -> None:
    """D7: a polite reason; the suggestion is the amount due minus available credits."""
    firm = await app.create_prepaid_firm("30.00")
    await firm.create_invoice("50.00")
    offer = availability.prepayment_offer(
        "EUR", await firm.settings(), await load_connections(firm), await firm.client()
    )
    assert offer.suggested_amount is not None
    assert (offer.available, offer.reason, offer.suggested_amount.minor) == (True, None, 20_00)
    await disable_prepayment(app.services, firm.owner)
    offer = availability.prepayment_offer(
        "EUR", await firm.settings(), await load_connections(firm), await firm.client()
    )
    assert (offer.available, offer.methods, offer.minimum) == (False, (), None)
    assert offer.reason == "Prepayments are not available at the moment. Please contact your firm."
