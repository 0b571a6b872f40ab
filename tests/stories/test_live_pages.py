"""P9: a page that loses its connection now and then ends with the same state as one that reloads."""

from __future__ import annotations

import random
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing.access.principals import Viewer
from billing.credits import add_credit_note, reverse_credit
from billing.errors import DomainError
from billing.identity import memberships, operator
from billing.invoices import issue_invoice, void_invoice
from billing.payments import cancel_payment, refund_payment, release_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.record_offline_payment import RecordOfflinePaymentCommand, ToInvoice, record_offline_payment
from billing.prepayments import disable_prepayment, refund_prepayment
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from models import OfflineMethod, PaymentMethod
from tests.support import normalized_cache
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import global_id, query_data
from tests.support.long_runs import IS_LONG
from tests.support.subscription_client import Subscriber, subscribe

AMOUNTS = ("0.01", "5.00", "20.00", "33.33", "100.00")


class RandomActions:
    """Random actions on a client. Refused ones change nothing, so nothing may be sent of them."""

    def __init__(self, firm: Firm, rng: random.Random) -> None:
        self.firm, self.rng = firm, rng
        self.services = firm.app.services

    async def random_row(self, model: Any, *conditions: Any) -> Any:
        async with self.services.reads() as session:
            rows = await session.scalars(
                select(model).where(model.client_id == self.firm.client_id, *conditions).order_by(model.id)
            )
            return self.rng.choice(rows.all() or [None])

    async def run_one(self) -> None:
        actions: list[Callable[[], Awaitable[Any]]] = [
            self.invoice, self.draft, self.issue, self.pay, self.pay, self.charge, self.charge, self.prepay,
            self.prepay, self.confirm, self.confirm, self.confirm, self.cancel, self.void, self.note, self.reverse,
            self.offline, self.refund_prepayment, self.refund_payment, self.release, self.act_for_other_client,
            self.user, self.settings,
        ]  # fmt: skip
        with suppress(DomainError):
            await self.rng.choice(actions)()
        self.firm.app.clock.advance(seconds=self.rng.choice((0.001, 1, 70, 4000)))
        await self.firm.app.sandbox.tick()
        await self.firm.app.run_due_jobs()

    def random_amount(self) -> Decimal:
        return Decimal(self.rng.choice(AMOUNTS))

    async def invoice(self) -> None:
        await self.firm.create_invoice(str(self.random_amount()))

    async def draft(self) -> None:
        await self.firm.create_invoice(str(self.random_amount()), issue=False)

    async def issue(self) -> None:
        if draft := await self.random_row(models.Invoice, models.Invoice.issued_on.is_(None)):
            await issue_invoice.issue_invoice(self.services, self.firm.owner, draft.id)

    async def pay(self) -> None:
        if invoice := await self.random_row(models.Invoice):
            remainder_method = self.rng.choice((None, PaymentMethod.CARD))
            await self.firm.pay(
                invoice.id, self.rng.choice((AmountChoice.REMAINING, "5.00")), remainder_method=remainder_method
            )

    async def charge(self) -> None:
        if invoice := await self.random_row(models.Invoice):
            source = self.rng.choice((PaymentSource.CARD, PaymentSource.BANK_DEBIT))
            viewer: Viewer = self.rng.choice((self.firm.owner, self.firm.client_user))
            await self.firm.pay(invoice.id, AmountChoice.REMAINING, source, viewer=viewer)

    async def prepay(self) -> None:
        await self.firm.start_prepayment(str(self.random_amount()), self.rng.choice(list(PaymentMethod)))

    async def confirm(self) -> None:
        model = self.rng.choice((models.Payment, models.Prepayment))
        payment = await self.random_row(model, model.status == models.PaymentStatus.REQUIRES_ACTION)
        if payment is None:
            return
        card_methods = ("pm_card_visa", "pm_card_visa_chargeDeclinedStolenCard")
        await self.firm.confirm(
            payment,
            self.rng.choice(
                card_methods if payment.method is PaymentMethod.CARD else ("pm_success_de", "pm_failed_de")
            ),
        )

    async def cancel(self) -> None:
        if payment := await self.random_row(self.rng.choice((models.Payment, models.Prepayment))):
            await cancel_payment.cancel_payment(self.services, self.firm.owner, payment.id)

    async def void(self) -> None:
        if invoice := await self.random_row(models.Invoice):
            await void_invoice.void_invoice(self.services, self.firm.owner, invoice.id, "A mistake")

    async def note(self) -> None:
        command = add_credit_note.AddCreditNoteCommand(
            self.firm.client_id, self.random_amount(), "Sorry", self.firm.app.new_key()
        )
        await add_credit_note.add_credit_note(self.services, self.firm.owner, command)

    async def reverse(self) -> None:
        if entry := await self.random_row(models.CreditEntry):
            command = reverse_credit.ReverseCreditCommand(entry.id, None, "Not so", self.firm.app.new_key())
            await reverse_credit.reverse_credit(self.services, self.firm.owner, command)

    async def offline(self) -> None:
        if invoice := await self.random_row(models.Invoice):
            command = RecordOfflinePaymentCommand(
                ToInvoice(invoice.id, AmountChoice.REMAINING, excess_to_credits=False),
                OfflineMethod.CASH, None, None, self.firm.app.new_key(),
            )  # fmt: skip
            await record_offline_payment(self.services, self.firm.owner, command)

    async def refund_prepayment(self) -> None:
        if prepayment := await self.random_row(models.Prepayment):
            command = refund_prepayment.RefundPrepaymentCommand(
                prepayment.id, self.random_amount(), "Back", self.firm.app.new_key()
            )
            await refund_prepayment.refund_prepayment(self.services, self.firm.owner, command)

    async def refund_payment(self) -> None:
        if payment := await self.random_row(models.Payment):
            command = refund_payment.RefundPaymentCommand(
                payment.id, self.random_amount(), "Back", self.firm.app.new_key()
            )
            await refund_payment.refund_payment(self.services, self.firm.owner, command)

    async def release(self) -> None:
        if payment := await self.random_row(models.Payment):
            await release_payment.release_payment(self.services, self.firm.owner, payment.id)

    async def act_for_other_client(self) -> None:
        """Create an invoice of another client, which this client's pages must not receive."""
        await self.firm.create_invoice("7.00", self.other_client_id)

    async def user(self) -> None:
        """Add, remove or restore a client user."""
        existing = await self.random_row(models.ClientUser, models.ClientUser.id != self.firm.client_user.id)
        if existing is not None and existing.removed_at is None:
            await memberships.remove_client_user(self.services, self.firm.id, existing.id)
            return
        await operator.add_client_user(
            self.services, self.firm.id, self.firm.client_id, email="another@test", name="Another", password=None
        )

    async def settings(self) -> None:
        """Change what the firm offers or shows to all clients."""
        if self.rng.random() < 0.7:
            return
        hide = self.rng.random() < 0.2
        if hide:
            await disable_prepayment.disable_prepayment(self.services, self.firm.owner)
        command = UpdatePaymentSettingsCommand(hide_invoices_from_clients=hide)
        await update_payment_settings(self.services, self.firm.owner, command)

    other_client_id: uuid.UUID


class CachingClient:
    """A page with a normalized cache, which resumes from its last cursor."""

    def __init__(self, firm: Firm, viewer: Viewer) -> None:
        self.firm, self.viewer = firm, viewer
        self.cache: normalized_cache.NormalizedCache = {}
        self.after = ""
        self.reloads = self.changes = 0

    async def reload(self) -> None:
        self.cache, self.after = await self.fresh_cache()
        self.reloads += 1

    async def fresh_cache(self) -> tuple[normalized_cache.NormalizedCache, str]:
        data = await query_data(
            self.firm.app.services,
            self.viewer,
            normalized_cache.RELOAD_QUERY,
            client=global_id("Client", self.firm.client_id),
        )
        cache: normalized_cache.NormalizedCache = {}
        after: str = data.pop("client")["changesCursor"]
        normalized_cache.merge_into_cache(cache, data)
        return cache, after

    async def apply_change(self, page: Subscriber) -> None:
        change = await page.next_change()
        self.changes += 1
        if change["reload"]:
            assert not any(change[name] for name in (*normalized_cache.LIST_FIELDS, "entries", "removedIds"))
            await self.reload()
            return
        self.after = change["cursor"]
        normalized_cache.merge_into_cache(self.cache, change)
        for removed_id in change["removedIds"]:
            self.cache.pop(removed_id, None)

    async def catch_up(self, page: Subscriber) -> None:
        """Apply changes until the cache equals that of a page that reloads."""
        while True:
            expected, _ = await self.fresh_cache()
            if self.cache == expected:
                return
            try:
                await self.apply_change(page)
            except TimeoutError:
                assert self.cache == expected


@pytest.mark.parametrize("seed", range(100 if IS_LONG else 1))
async def test_reconnecting_page_ends_with_the_state_of_a_reload(app: AppHarness, seed: int) -> None:
    """P9: whatever happens, whenever the connection is lost, for owner and client user; drafts stay invisible."""
    rng = random.Random(seed)
    firm = await app.create_ready_firm()
    actions = RandomActions(firm, rng)
    actions.other_client_id = await firm.add_client()
    pages = [CachingClient(firm, firm.owner), CachingClient(firm, firm.client_user)]
    for client in pages:
        await client.reload()
    for _ in range(12):
        for client in pages:
            async with subscribe(
                app.services, client.viewer, firm.client_id, client.after, query=normalized_cache.CHANGES_SUBSCRIPTION
            ) as page:
                for _ in range(rng.randint(0, 3)):
                    await actions.run_one()
                await client.catch_up(page)
        # While no page is connected.
        for _ in range(rng.randint(0, 3)):
            await actions.run_one()
    assert sum(client.changes for client in pages) >= 12
