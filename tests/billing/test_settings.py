"""A firm enables prepayment, chooses methods, connects and disconnects providers."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import select

import models
from billing.access.policy import Denied
from billing.errors import InvalidAmount, InvalidInput, NotFound, ProviderRefused, ProviderUnavailable
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.prepayments import availability
from billing.prepayments.availability import RequirementCode
from billing.prepayments.disable_prepayment import disable_prepayment
from billing.prepayments.enable_prepayment import (
    EnablePrepayment,
    MethodNotOffered,
    PrepaymentBlocked,
    enable_prepayment,
)
from billing.providers import accounts, connect_provider
from billing.providers.connect_provider import ConnectProvider
from billing.providers.disconnect_provider import disconnect_provider
from billing.providers.set_default_provider import set_default_provider
from billing.settings.update_payment_settings import UpdatePaymentSettings, update_payment_settings
from models import FirmRole, MemberRight, PaymentMethod, PaymentMethodChoice, ProviderKind, ProviderStatus
from sandbox import Fault
from tests.support.firm import Firm, House

CARD, DEBIT, BOTH = tuple(PaymentMethodChoice)
STRIPE = ConnectProvider(ProviderKind.STRIPE, None, None)


async def choose(firm: Firm, method: PaymentMethodChoice | None) -> None:
    change = UpdatePaymentSettings(payment_method=method)
    await update_payment_settings(firm.house.services, firm.owner, change)


async def all_connections(firm: Firm) -> list[models.ProviderConnection]:
    async with firm.house.services.reads() as session:
        found = select(models.ProviderConnection).where(models.ProviderConnection.firm_id == firm.id)
        return list(await session.scalars(found.order_by(models.ProviderConnection.id)))


async def unmet(firm: Firm) -> list[str]:
    found = availability.requirements(await firm.settings(), await all_connections(firm))
    assert len(found) == 4
    return [one.code.value for one in found if not one.met]


async def test_every_unmet_requirement_is_named_at_once(house: House) -> None:
    """D2: all that is missing, with what mends it; and nothing changes."""
    firm = await house.firm()
    hide = UpdatePaymentSettings(hide_invoices_from_clients=True)
    await update_payment_settings(house.services, firm.owner, hide)
    async with firm.unmoved():
        with pytest.raises(PrepaymentBlocked) as blocked:
            await enable_prepayment(house.services, firm.owner, EnablePrepayment(minimum=Decimal(5)))
    assert [one.code for one in blocked.value.unmet] == list(RequirementCode)
    settings = await firm.settings()
    assert (settings.prepayment_enabled, settings.prepayment_minimum) == (False, None)


async def test_the_requirements_one_after_the_other(house: House) -> None:
    """D1, D2, D5: off for a new firm; the first provider to be connected is the default."""
    firm = await house.firm()
    assert await unmet(firm) == ["PROVIDER_CONNECTED", "DEFAULT_PROVIDER_SET", "PAYMENT_METHOD_CHOSEN"]
    await choose(firm, CARD)
    connection_id = await firm.connect()
    assert (await firm.settings()).default_connection_id == connection_id
    assert await unmet(firm) == []
    assert (await firm.settings()).prepayment_enabled is False
    await enable_prepayment(house.services, firm.owner, EnablePrepayment())
    assert (await firm.settings()).prepayment_enabled is True


async def test_the_prepayment_method_follows_the_payment_method(house: House) -> None:
    """D3, D4: equal with one of the first two; a choice with the third; narrowed, it follows."""
    firm = await house.firm()
    await firm.connect()
    await choose(firm, CARD)
    async with firm.unmoved():
        with pytest.raises(MethodNotOffered) as refused:
            await enable_prepayment(house.services, firm.owner, EnablePrepayment(method=DEBIT))
        assert refused.value.options == (CARD,)
    await enable_prepayment(house.services, firm.owner, EnablePrepayment())
    assert (await firm.settings()).prepayment_method is CARD
    await choose(firm, BOTH)
    assert availability.prepayment_method(await firm.settings()) is CARD
    await enable_prepayment(house.services, firm.owner, EnablePrepayment(method=DEBIT))
    assert availability.prepayment_method(await firm.settings()) is DEBIT
    assert availability.prepayment_method_options(await firm.settings()) == (CARD, DEBIT, BOTH)
    await choose(firm, CARD)
    assert availability.prepayment_method(await firm.settings()) is CARD


async def test_with_a_choice_it_has_to_be_made(house: House) -> None:
    """D3: with CARD_OR_BANK_DEBIT the firm picks; once picked it stays."""
    firm = await house.firm()
    await firm.connect()
    await choose(firm, BOTH)
    async with firm.unmoved():
        with pytest.raises(InvalidInput):
            await enable_prepayment(house.services, firm.owner, EnablePrepayment())
    await enable_prepayment(house.services, firm.owner, EnablePrepayment(method=DEBIT))
    await enable_prepayment(house.services, firm.owner, EnablePrepayment(minimum=Decimal(10)))
    assert (await firm.settings()).prepayment_method is DEBIT


async def test_bounds(house: House) -> None:
    """D10: exact amounts, the smaller below the larger, within what the provider charges; null clears."""
    firm = await house.ready_firm()
    for wish, refusal in (
        (EnablePrepayment(minimum=Decimal("10.001")), InvalidAmount),
        (EnablePrepayment(maximum=Decimal(0)), InvalidAmount),
        (EnablePrepayment(minimum=Decimal(20), maximum=Decimal(10)), InvalidInput),
        (EnablePrepayment(maximum=Decimal("0.49")), InvalidInput),
        (EnablePrepayment(minimum=Decimal(1_000_000)), InvalidInput),
    ):
        async with firm.unmoved():
            with pytest.raises(refusal):
                await enable_prepayment(house.services, firm.owner, wish)
    await enable_prepayment(house.services, firm.owner, EnablePrepayment(minimum=Decimal(10), maximum=Decimal(20)))
    await enable_prepayment(house.services, firm.owner, EnablePrepayment(maximum=None))
    settings = await firm.settings()
    assert (settings.prepayment_minimum, settings.prepayment_maximum) == (10_00, None)


async def test_off_leaves_everything_else(house: House) -> None:
    """D6: credits, partial payment and payments under way stay as they are; off twice is off."""
    firm = await house.ready_firm()
    await firm.prepay("50.00")
    under_way = await firm.ask_prepayment("20.00")
    await disable_prepayment(house.services, firm.owner)
    async with firm.unmoved():
        await disable_prepayment(house.services, firm.owner)
    await firm.come(under_way)
    invoice = await firm.issue("100.00")
    await firm.pay(invoice, "10.00")
    await firm.pay(invoice, "10.00", PaymentSource.CARD)
    assert await firm.credits() == (60_00, 0)


async def test_only_owner_and_admin(house: House) -> None:
    """D1, Roles: an employee with every right, and a client, may run no settings deed; other firms' do not exist."""
    firm, other = await house.ready_firm(), await house.ready_firm(name="Other")
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, *MemberRight)
    (connection,) = await all_connections(firm)
    async with firm.unmoved():
        for viewer in (employee, firm.client_user):
            for deed in (
                update_payment_settings(house.services, viewer, UpdatePaymentSettings(payment_method=CARD)),
                enable_prepayment(house.services, viewer, EnablePrepayment()),
                disable_prepayment(house.services, viewer),
                connect_provider.connect_provider(house.services, viewer, STRIPE),
                disconnect_provider(house.services, viewer, connection.id),
                set_default_provider(house.services, viewer, connection.id),
            ):
                with pytest.raises(Denied):
                    await deed
        with pytest.raises(NotFound):
            await disconnect_provider(house.services, other.owner, connection.id)
        with pytest.raises(NotFound):
            await set_default_provider(house.services, other.owner, connection.id)
    await disable_prepayment(house.services, admin)


async def test_connecting_again_while_onboarding_is_the_same_account(house: House) -> None:
    """Stripe, exactly: one account, pressed twelve times at once; a new one only once it is through."""
    firm = await house.firm()
    pressed = await asyncio.gather(
        *(connect_provider.connect_provider(house.services, firm.owner, STRIPE) for _ in range(12))
    )
    assert len(set(pressed)) == 1
    (connection,) = await all_connections(firm)
    assert (connection.status, connection.account_id is not None) == (ProviderStatus.ONBOARDING, True)
    url = connect_provider.onboarding_url(house.services, connection)
    assert url == f"http://house/providers/onboarding/{connection.onboarding_token}"
    await firm.connect()
    assert (await all_connections(firm))[0].status is ProviderStatus.CONNECTED
    assert connect_provider.onboarding_url(house.services, (await all_connections(firm))[0]) is None
    assert await connect_provider.fresh_link(house.services, connection.onboarding_token) is None
    assert await firm.connect() != connection.id
    assert (await firm.settings()).default_connection_id == connection.id


async def test_return_addresses_are_ours(house: House) -> None:
    """Nobody is sent to an origin that the server does not know."""
    firm = await house.firm()
    async with firm.unmoved():
        for url in ("http://evil.test/x", "http://portal.evil.test", "javascript:alert(1)", "//portal", "http://[", ""):
            wish = ConnectProvider(ProviderKind.STRIPE, None, url)
            with pytest.raises(InvalidInput):
                await connect_provider.connect_provider(house.services, firm.owner, wish)
    good = ConnectProvider(ProviderKind.STRIPE, None, "http://portal/settings")
    await connect_provider.connect_provider(house.services, firm.owner, good)
    assert (await all_connections(firm))[0].return_url == "http://portal/settings"


async def test_the_provider_does_not_answer_or_refuses(house: House) -> None:
    """P5: no answer: go on later with the same account; a clear no: nothing of it stays."""
    firm = await house.firm()
    house.sandbox.faults.add(Fault("drop", when="after", path="/v1/accounts$", times=2))
    with pytest.raises(ProviderUnavailable):
        await connect_provider.connect_provider(house.services, firm.owner, STRIPE)
    connection_id = await connect_provider.connect_provider(house.services, firm.owner, STRIPE)
    assert [one.id for one in await all_connections(firm)] == [connection_id]
    nowhere = await house.firm(name="Nowhere", country="F1")
    with pytest.raises(ProviderRefused):
        await connect_provider.connect_provider(house.services, nowhere.owner, STRIPE)
    assert await all_connections(nowhere) == []


async def test_restricted_is_not_connected(house: House) -> None:
    """Stripe, exactly: details submitted, charges not enabled: RESTRICTED, and not the default."""
    firm = await house.firm()
    connection = await firm.connection(await firm.connect("restricted"))
    assert connection.status is ProviderStatus.RESTRICTED
    assert (await firm.settings()).default_connection_id is None


async def test_disconnecting_the_default(house: House) -> None:
    """D5, D6: another connected one becomes it; what is under way still settles; the last one leaves none."""
    firm = await house.ready_firm()
    (first,) = await all_connections(firm)
    second = await firm.connect()
    under_way = await firm.ask_prepayment("20.00")
    await disconnect_provider(house.services, firm.owner, first.id)
    assert (await firm.settings()).default_connection_id == second
    await firm.come(under_way)
    assert await firm.credits() == (20_00, 0)
    async with firm.unmoved():
        await disconnect_provider(house.services, firm.owner, first.id)
        with pytest.raises(InvalidInput):
            await set_default_provider(house.services, firm.owner, first.id)
    await disconnect_provider(house.services, firm.owner, second)
    assert (await firm.settings()).default_connection_id is None
    assert await unmet(firm) == ["PROVIDER_CONNECTED", "DEFAULT_PROVIDER_SET", "PAYMENT_METHOD_CHOSEN"]
    assert (await firm.settings()).prepayment_enabled is True


async def test_another_default(house: House) -> None:
    """D5: the firm may choose; choosing it again changes nothing."""
    firm = await house.ready_firm()
    second = await firm.connect()
    await set_default_provider(house.services, firm.owner, second)
    assert (await firm.settings()).default_connection_id == second
    async with firm.unmoved():
        await set_default_provider(house.services, firm.owner, second)


async def control(house: House, firm: Firm, what: str, **data: str) -> None:
    (connection,) = await all_connections(firm)
    await house.browser.post(
        f"http://stand-in/_control/accounts/{connection.account_id}/{what}",
        data=data,
        headers={"Authorization": "Bearer sk_test_sandbox"},
    )
    await accounts.sync_connection(house.services, firm.id, connection.id)


async def test_a_capability_lost_narrows_what_is_offered(house: House) -> None:
    """D4: offered is what is chosen and can be taken now; with none left, prepayment is not available; and back."""
    firm = await house.ready_firm()
    await control(house, firm, "capabilities", card_payments="inactive")
    assert availability.offered(await firm.settings(), await all_connections(firm)) == (PaymentMethod.BANK_DEBIT,)
    await control(house, firm, "capabilities", sepa_debit_payments="inactive")
    assert availability.offered(await firm.settings(), await all_connections(firm)) == ()
    assert not availability.prepayment_available(await firm.settings(), await all_connections(firm))
    await control(house, firm, "capabilities", card_payments="active")
    assert availability.prepayment_available(await firm.settings(), await all_connections(firm))


async def test_deauthorized_at_the_provider(house: House) -> None:
    """Not shown, it takes no new payments; told by the provider, too, it is disconnected; credits can be spent."""
    firm = await house.ready_firm()
    await firm.prepay("50.00")
    await control(house, firm, "deauthorize")
    (connection,) = await all_connections(firm)
    assert connection.status is ProviderStatus.RESTRICTED
    assert not availability.prepayment_available(await firm.settings(), [connection])
    await accounts.close_connection(house.services, firm.id, connection.id)
    assert [one.status for one in await all_connections(firm)] == [ProviderStatus.DISCONNECTED]
    await firm.pay(await firm.issue("50.00"), AmountChoice.FULL)


async def test_what_cannot_be_cleared(house: House) -> None:
    """Null clears, where there may be nothing: the payment method; not the others."""
    firm = await house.ready_firm()
    async with firm.unmoved():
        for wish in (
            UpdatePaymentSettings(hide_invoices_from_clients=None),
            UpdatePaymentSettings(credit_application=None),
        ):
            with pytest.raises(InvalidInput):
                await update_payment_settings(house.services, firm.owner, wish)
    await choose(firm, None)
    assert await unmet(firm) == ["PAYMENT_METHOD_CHOSEN"]


async def test_the_offer_tells_clients_nothing_internal(house: House) -> None:
    """D7: a polite reason; the suggestion is what is due, less the credits available."""
    firm = await house.ready_firm()
    await firm.prepay("30.00")
    await firm.issue("50.00")
    offer = availability.prepayment_offer(
        "EUR", await firm.settings(), await all_connections(firm), await firm.client()
    )
    assert offer.suggested_amount is not None
    assert (offer.available, offer.reason, offer.suggested_amount.minor) == (True, None, 20_00)
    await disable_prepayment(house.services, firm.owner)
    offer = availability.prepayment_offer(
        "EUR", await firm.settings(), await all_connections(firm), await firm.client()
    )
    assert (offer.available, offer.methods, offer.minimum) == (False, (), None)
    assert offer.reason == "Prepayments are not available at the moment. Please ask your firm."
