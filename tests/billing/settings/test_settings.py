"""A firm enables prepayment, chooses methods, connects and disconnects providers."""

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
from tests.support.firm import AppHarness, Firm

CARD, DEBIT, BOTH = tuple(PaymentMethodChoice)
STRIPE = ConnectProviderCommand(ProviderKind.STRIPE, None, None)


async def choose_method(firm: Firm, method: PaymentMethodChoice | None) -> None:
    change = UpdatePaymentSettingsCommand(payment_method=method)
    await update_payment_settings(firm.app.services, firm.owner, change)


async def load_connections(firm: Firm) -> list[models.ProviderConnection]:
    async with firm.app.services.reads() as session:
        found = select(models.ProviderConnection).where(models.ProviderConnection.firm_id == firm.id)
        return list(await session.scalars(found.order_by(models.ProviderConnection.id)))


async def unmet_requirements(firm: Firm) -> list[str]:
    found = availability.check_requirements(await firm.settings(), await load_connections(firm))
    assert len(found) == 4
    return [one.code.value for one in found if not one.is_met]


async def test_every_unmet_requirement_is_named_at_once(app: AppHarness) -> None:
    """D2: all that is missing, with what mends it; and nothing changes."""
    firm = await app.create_firm()
    hide = UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    await update_payment_settings(app.services, firm.owner, hide)
    async with firm.assert_unchanged():
        with pytest.raises(PrepaymentBlocked) as blocked:
            await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(minimum=Decimal(5)))
    assert [one.code for one in blocked.value.unmet] == list(RequirementCode)
    settings = await firm.settings()
    assert (settings.prepayment_enabled, settings.prepayment_minimum) == (False, None)


async def test_the_requirements_one_after_the_other(app: AppHarness) -> None:
    """D1, D2, D5: off for a new firm; the first provider to be connected is the default."""
    firm = await app.create_firm()
    assert await unmet_requirements(firm) == ["PROVIDER_CONNECTED", "DEFAULT_PROVIDER_SET", "PAYMENT_METHOD_CHOSEN"]
    await choose_method(firm, CARD)
    connection_id = await firm.connect()
    assert (await firm.settings()).default_connection_id == connection_id
    assert await unmet_requirements(firm) == []
    assert (await firm.settings()).prepayment_enabled is False
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand())
    assert (await firm.settings()).prepayment_enabled is True


async def test_the_prepayment_method_follows_the_payment_method(app: AppHarness) -> None:
    """D3, D4: equal with one of the first two; a choice with the third; narrowed, it follows."""
    firm = await app.create_firm()
    await firm.connect()
    await choose_method(firm, CARD)
    async with firm.assert_unchanged():
        with pytest.raises(MethodNotOffered) as refused:
            await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(method=DEBIT))
        assert refused.value.options == (CARD,)
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand())
    assert (await firm.settings()).prepayment_method is CARD
    await choose_method(firm, BOTH)
    assert availability.effective_prepayment_method(await firm.settings()) is CARD
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(method=DEBIT))
    assert availability.effective_prepayment_method(await firm.settings()) is DEBIT
    assert availability.prepayment_method_options(await firm.settings()) == (CARD, DEBIT, BOTH)
    await choose_method(firm, CARD)
    assert availability.effective_prepayment_method(await firm.settings()) is CARD


async def test_with_a_choice_it_has_to_be_made(app: AppHarness) -> None:
    """D3: with CARD_OR_BANK_DEBIT the firm picks; once picked it stays."""
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
    """D10: exact amounts, the smaller below the larger, within what the provider charges; null clears."""
    firm = await app.create_ready_firm()
    for wish, refusal in (
        (EnablePrepaymentCommand(minimum=Decimal("10.001")), InvalidAmount),
        (EnablePrepaymentCommand(maximum=Decimal(0)), InvalidAmount),
        (EnablePrepaymentCommand(minimum=Decimal(20), maximum=Decimal(10)), InvalidInput),
        (EnablePrepaymentCommand(maximum=Decimal("0.49")), InvalidInput),
        (EnablePrepaymentCommand(minimum=Decimal(1_000_000)), InvalidInput),
    ):
        async with firm.assert_unchanged():
            with pytest.raises(refusal):
                await enable_prepayment(app.services, firm.owner, wish)
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(minimum=Decimal(10), maximum=Decimal(20)))
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(maximum=None))
    settings = await firm.settings()
    assert (settings.prepayment_minimum, settings.prepayment_maximum) == (10_00, None)


async def test_off_leaves_everything_else(app: AppHarness) -> None:
    """D6: credits, partial payment and payments under way stay as they are; off twice is off."""
    firm = await app.create_ready_firm()
    await firm.prepay("50.00")
    under_way = await firm.start_prepayment("20.00")
    await disable_prepayment(app.services, firm.owner)
    async with firm.assert_unchanged():
        await disable_prepayment(app.services, firm.owner)
    await firm.settle_charge(under_way)
    invoice = await firm.create_invoice("100.00")
    await firm.pay(invoice, "10.00")
    await firm.pay(invoice, "10.00", PaymentSource.CARD)
    assert await firm.credits() == (60_00, 0)


async def test_only_owner_and_admin(app: AppHarness) -> None:
    """D1, Roles: an employee with every right, and a client, may run no settings deed; other firms' do not exist."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, *MemberRight)
    (connection,) = await load_connections(firm)
    async with firm.assert_unchanged():
        for viewer in (employee, firm.client_user):
            for deed in (
                update_payment_settings(app.services, viewer, UpdatePaymentSettingsCommand(payment_method=CARD)),
                enable_prepayment(app.services, viewer, EnablePrepaymentCommand()),
                disable_prepayment(app.services, viewer),
                connect_provider.connect_provider(app.services, viewer, STRIPE),
                disconnect_provider(app.services, viewer, connection.id),
                set_default_provider(app.services, viewer, connection.id),
            ):
                with pytest.raises(PermissionDenied):
                    await deed
        with pytest.raises(NotFound):
            await disconnect_provider(app.services, other.owner, connection.id)
        with pytest.raises(NotFound):
            await set_default_provider(app.services, other.owner, connection.id)
    await disable_prepayment(app.services, admin)


async def test_connecting_again_while_onboarding_is_the_same_account(app: AppHarness) -> None:
    """Stripe, exactly: one account, pressed twelve times at once; a new one only once it is through."""
    firm = await app.create_firm()
    pressed = await asyncio.gather(
        *(connect_provider.connect_provider(app.services, firm.owner, STRIPE) for _ in range(12))
    )
    assert len(set(pressed)) == 1
    (connection,) = await load_connections(firm)
    assert (connection.status, connection.account_id is not None) == (ProviderStatus.ONBOARDING, True)
    url = connect_provider.onboarding_url(app.services, connection)
    assert url == f"http://house/providers/onboarding/{connection.onboarding_token}"
    await firm.connect()
    assert (await load_connections(firm))[0].status is ProviderStatus.CONNECTED
    assert connect_provider.onboarding_url(app.services, (await load_connections(firm))[0]) is None
    assert await connect_provider.create_onboarding_link(app.services, connection.onboarding_token) is None
    assert await firm.connect() != connection.id
    assert (await firm.settings()).default_connection_id == connection.id


async def test_return_addresses_are_ours(app: AppHarness) -> None:
    """Nobody is sent to an origin that the server does not know."""
    firm = await app.create_firm()
    async with firm.assert_unchanged():
        for url in ("http://evil.test/x", "http://portal.evil.test", "javascript:alert(1)", "//portal", "http://[", ""):
            wish = ConnectProviderCommand(ProviderKind.STRIPE, None, url)
            with pytest.raises(InvalidInput):
                await connect_provider.connect_provider(app.services, firm.owner, wish)
    good = ConnectProviderCommand(ProviderKind.STRIPE, None, "http://portal/settings")
    await connect_provider.connect_provider(app.services, firm.owner, good)
    assert (await load_connections(firm))[0].return_url == "http://portal/settings"


async def test_the_provider_does_not_answer_or_refuses(app: AppHarness) -> None:
    """P5: no answer: go on later with the same account; a clear no: nothing of it stays."""
    firm = await app.create_firm()
    app.sandbox.faults.add(Fault("drop", when="after", path="/v1/accounts$", times=2))
    with pytest.raises(ProviderUnavailable):
        await connect_provider.connect_provider(app.services, firm.owner, STRIPE)
    connection_id = await connect_provider.connect_provider(app.services, firm.owner, STRIPE)
    assert [one.id for one in await load_connections(firm)] == [connection_id]
    nowhere = await app.create_firm(name="Nowhere", country="F1")
    with pytest.raises(ProviderRefused):
        await connect_provider.connect_provider(app.services, nowhere.owner, STRIPE)
    assert await load_connections(nowhere) == []


async def test_restricted_is_not_connected(app: AppHarness) -> None:
    """Stripe, exactly: details submitted, charges not enabled: RESTRICTED, and not the default."""
    firm = await app.create_firm()
    connection = await firm.connection(await firm.connect("restricted"))
    assert connection.status is ProviderStatus.RESTRICTED
    assert (await firm.settings()).default_connection_id is None


async def test_disconnecting_the_default(app: AppHarness) -> None:
    """D5, D6: another connected one becomes it; what is under way still settles; the last one leaves none."""
    firm = await app.create_ready_firm()
    (first,) = await load_connections(firm)
    second = await firm.connect()
    under_way = await firm.start_prepayment("20.00")
    await disconnect_provider(app.services, firm.owner, first.id)
    assert (await firm.settings()).default_connection_id == second
    await firm.settle_charge(under_way)
    assert await firm.credits() == (20_00, 0)
    async with firm.assert_unchanged():
        await disconnect_provider(app.services, firm.owner, first.id)
        with pytest.raises(InvalidInput):
            await set_default_provider(app.services, firm.owner, first.id)
    await disconnect_provider(app.services, firm.owner, second)
    assert (await firm.settings()).default_connection_id is None
    assert await unmet_requirements(firm) == ["PROVIDER_CONNECTED", "DEFAULT_PROVIDER_SET", "PAYMENT_METHOD_CHOSEN"]
    assert (await firm.settings()).prepayment_enabled is True


async def test_another_default(app: AppHarness) -> None:
    """D5: the firm may choose; choosing it again changes nothing."""
    firm = await app.create_ready_firm()
    second = await firm.connect()
    await set_default_provider(app.services, firm.owner, second)
    assert (await firm.settings()).default_connection_id == second
    async with firm.assert_unchanged():
        await set_default_provider(app.services, firm.owner, second)


async def act_on_account(house: AppHarness, firm: Firm, action: str, **data: str) -> None:
    (connection,) = await load_connections(firm)
    await house.browser.post(
        f"http://stand-in/_control/accounts/{connection.account_id}/{action}",
        data=data,
        headers={"Authorization": "Bearer sk_test_sandbox"},
    )
    await accounts.sync_connection(house.services, firm.id, connection.id)


async def test_a_capability_lost_narrows_what_is_offered(app: AppHarness) -> None:
    """D4: offered is what is chosen and can be taken now; with none left, prepayment is not available; and back."""
    firm = await app.create_ready_firm()
    await act_on_account(app, firm, "capabilities", card_payments="inactive")
    assert availability.available_invoice_methods(await firm.settings(), await load_connections(firm)) == (
        PaymentMethod.BANK_DEBIT,
    )
    await act_on_account(app, firm, "capabilities", sepa_debit_payments="inactive")
    assert availability.available_invoice_methods(await firm.settings(), await load_connections(firm)) == ()
    assert not availability.is_prepayment_available(await firm.settings(), await load_connections(firm))
    await act_on_account(app, firm, "capabilities", card_payments="active")
    assert availability.is_prepayment_available(await firm.settings(), await load_connections(firm))


async def test_deauthorized_at_the_provider(app: AppHarness) -> None:
    """Not shown, it takes no new payments; told by the provider, too, it is disconnected; credits can be spent."""
    firm = await app.create_ready_firm()
    await firm.prepay("50.00")
    await act_on_account(app, firm, "deauthorize")
    (connection,) = await load_connections(firm)
    assert connection.status is ProviderStatus.RESTRICTED
    assert not availability.is_prepayment_available(await firm.settings(), [connection])
    await accounts.close_connection(app.services, firm.id, connection.id)
    assert [one.status for one in await load_connections(firm)] == [ProviderStatus.DISCONNECTED]
    await firm.pay(await firm.create_invoice("50.00"), AmountChoice.FULL)


async def test_what_cannot_be_cleared(app: AppHarness) -> None:
    """Null clears, where there may be nothing: the payment method; not the others."""
    firm = await app.create_ready_firm()
    async with firm.assert_unchanged():
        for wish in (
            UpdatePaymentSettingsCommand(hide_invoices_from_clients=None),
            UpdatePaymentSettingsCommand(credit_application=None),
        ):
            with pytest.raises(InvalidInput):
                await update_payment_settings(app.services, firm.owner, wish)
    await choose_method(firm, None)
    assert await unmet_requirements(firm) == ["PAYMENT_METHOD_CHOSEN"]


async def test_client_offer_exposes_nothing_internal(app: AppHarness) -> None:
    """D7: a polite reason; the suggestion is what is due, less the credits available."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
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
