"""P9: a page that follows, and loses its connection now and then, ends with the same state as one that is read anew."""

from __future__ import annotations

import random
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, update

import models
from billing.access.principals import System, Viewer
from billing.credits import add_credit_note, reverse_credit
from billing.errors import DomainError
from billing.invoices import issue_invoice, void_invoice
from billing.payments import cancel_payment, refund_payment, release_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.record_offline_payment import RecordOfflinePaymentCommand, ToInvoice, record_offline_payment
from billing.prepayments import disable_prepayment, refund_prepayment
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from billing.transaction import begin_transaction
from models import OfflineMethod, PaymentMethod
from tests.support import normalized_cache
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import global_id, query_data
from tests.support.long_runs import IS_LONG
from tests.support.subscription_client import Subscriber, subscribe

AMOUNTS = ("0.01", "5.00", "20.00", "33.33", "100.00")


class RandomActions:
    """Whatever can happen to a client, drawn. What is refused is refused: nothing is to be told of it."""

    def __init__(self, firm: Firm, rng: random.Random) -> None:
        self.firm, self.draw = firm, rng
        self.services = firm.app.services

    async def random_row(self, model: Any, *conditions: Any) -> Any:
        async with self.services.reads() as session:
            found = await session.scalars(
                select(model).where(model.client_id == self.firm.client_id, *conditions).order_by(model.id)
            )
            return self.draw.choice(found.all() or [None])

    async def run_one(self) -> None:
        deeds: list[Callable[[], Awaitable[Any]]] = [
            self.invoice, self.draft, self.issue, self.pay, self.pay, self.charge, self.charge, self.prepay,
            self.prepay, self.confirm, self.confirm, self.confirm, self.cancel, self.void, self.note, self.reverse,
            self.offline, self.refund_prepayment, self.refund_payment, self.release, self.act_for_other_client, self.user,
            self.settings,
        ]  # fmt: skip
        with suppress(DomainError):
            await self.draw.choice(deeds)()
        self.firm.app.clock.advance(seconds=self.draw.choice((0.001, 1, 70, 4000)))
        await self.firm.app.sandbox.tick()
        await self.firm.app.run_due_jobs()

    def random_amount(self) -> Decimal:
        return Decimal(self.draw.choice(AMOUNTS))

    async def invoice(self) -> None:
        await self.firm.create_invoice(str(self.random_amount()))

    async def draft(self) -> None:
        await self.firm.create_invoice(str(self.random_amount()), issue=False)

    async def issue(self) -> None:
        if draft := await self.random_row(models.Invoice, models.Invoice.issued_on.is_(None)):
            await issue_invoice.issue_invoice(self.services, self.firm.owner, draft.id)

    async def pay(self) -> None:
        if invoice := await self.random_row(models.Invoice):
            rest = self.draw.choice((None, PaymentMethod.CARD))
            await self.firm.pay(invoice.id, self.draw.choice((AmountChoice.REMAINING, "5.00")), remainder_method=rest)

    async def charge(self) -> None:
        if invoice := await self.random_row(models.Invoice):
            source = self.draw.choice((PaymentSource.CARD, PaymentSource.BANK_DEBIT))
            viewer: Viewer = self.draw.choice((self.firm.owner, self.firm.client_user))
            await self.firm.pay(invoice.id, AmountChoice.REMAINING, source, viewer=viewer)

    async def prepay(self) -> None:
        await self.firm.start_prepayment(str(self.random_amount()), self.draw.choice(list(PaymentMethod)))

    async def confirm(self) -> None:
        model = self.draw.choice((models.Payment, models.Prepayment))
        charge = await self.random_row(model, model.status == models.PaymentStatus.REQUIRES_ACTION)
        if charge is None:
            return
        card = ("pm_card_visa", "pm_card_visa_chargeDeclinedStolenCard")
        await self.firm.confirm(
            charge, self.draw.choice(card if charge.method is PaymentMethod.CARD else ("pm_success_de", "pm_failed_de"))
        )

    async def cancel(self) -> None:
        if charge := await self.random_row(self.draw.choice((models.Payment, models.Prepayment))):
            await cancel_payment.cancel_payment(self.services, self.firm.owner, charge.id)

    async def void(self) -> None:
        if invoice := await self.random_row(models.Invoice):
            await void_invoice.void_invoice(self.services, self.firm.owner, invoice.id, "A mistake")

    async def note(self) -> None:
        wish = add_credit_note.AddCreditNoteCommand(
            self.firm.client_id, self.random_amount(), "Sorry", self.firm.app.new_key()
        )
        await add_credit_note.add_credit_note(self.services, self.firm.owner, wish)

    async def reverse(self) -> None:
        if entry := await self.random_row(models.CreditEntry):
            wish = reverse_credit.ReverseCreditCommand(entry.id, None, "Not so", self.firm.app.new_key())
            await reverse_credit.reverse_credit(self.services, self.firm.owner, wish)

    async def offline(self) -> None:
        if invoice := await self.random_row(models.Invoice):
            wish = RecordOfflinePaymentCommand(
                ToInvoice(invoice.id, AmountChoice.REMAINING, excess_to_credits=False),
                OfflineMethod.CASH, None, None, self.firm.app.new_key(),
            )  # fmt: skip
            await record_offline_payment(self.services, self.firm.owner, wish)

    async def refund_prepayment(self) -> None:
        if prepayment := await self.random_row(models.Prepayment):
            wish = refund_prepayment.RefundPrepaymentCommand(
                prepayment.id, self.random_amount(), "Back", self.firm.app.new_key()
            )
            await refund_prepayment.refund_prepayment(self.services, self.firm.owner, wish)

    async def refund_payment(self) -> None:
        if payment := await self.random_row(models.Payment):
            wish = refund_payment.RefundPaymentCommand(
                payment.id, self.random_amount(), "Back", self.firm.app.new_key()
            )
            await refund_payment.refund_payment(self.services, self.firm.owner, wish)

    async def release(self) -> None:
        if payment := await self.random_row(models.Payment):
            await release_payment.release_payment(self.services, self.firm.owner, payment.id)

    async def act_for_other_client(self) -> None:
        """What happens to another client is no matter of this one."""
        await self.firm.create_invoice("7.00", self.other_client_id)

    async def user(self) -> None:
        """A user comes, or goes, or comes back."""
        known = await self.random_row(models.ClientUser, models.ClientUser.id != self.firm.client_user.id)
        if known is None:
            await self.firm.add_user(self.firm.client_id, "another")
        what = "client_user.changed"
        async with begin_transaction(
            self.services, System(self.firm.id), what, client_id=self.firm.client_id
        ) as transaction:
            if known is not None:
                removed = None if known.removed_at else transaction.now
                user = update(models.ClientUser).where(models.ClientUser.id == known.id)
                await transaction.session.execute(user.values(removed_at=removed))

    async def settings(self) -> None:
        """What the firm offers, or shows, changes for everybody."""
        if self.draw.random() < 0.7:
            return
        hide = self.draw.random() < 0.2
        if hide:
            await disable_prepayment.disable_prepayment(self.services, self.firm.owner)
        wish = UpdatePaymentSettingsCommand(hide_invoices_from_clients=hide)
        await update_payment_settings(self.services, self.firm.owner, wish)

    other_client_id: uuid.UUID


class CachingClient:
    """A page with its cache. It is away now and then, and goes on from the last cursor it had."""

    def __init__(self, firm: Firm, viewer: Viewer) -> None:
        self.firm, self.viewer = firm, viewer
        self.cache: normalized_cache.NormalizedCache = {}
        self.after = ""
        self.reloads = self.changes = 0

    async def reload(self) -> None:
        self.cache, self.after = await self.fresh_cache()
        self.reloads += 1

    async def fresh_cache(self) -> tuple[normalized_cache.NormalizedCache, str]:
        told = await query_data(
            self.firm.app.services,
            self.viewer,
            normalized_cache.RELOAD_QUERY,
            client=global_id("Client", self.firm.client_id),
        )
        found: normalized_cache.NormalizedCache = {}
        after: str = told.pop("client")["changesCursor"]
        normalized_cache.merge_into_cache(found, told)
        return found, after

    async def apply_change(self, page: Subscriber) -> None:
        change = await page.next_change()
        self.changes += 1
        if change["reload"]:
            assert not any(change[name] for name in (*normalized_cache.LIST_FIELDS, "entries", "removedIds"))
            await self.reload()
            return
        self.after = change["cursor"]
        normalized_cache.merge_into_cache(self.cache, change)
        for each in change["removedIds"]:
            self.cache.pop(each, None)

    async def catch_up(self, page: Subscriber) -> None:
        """Everything that comes, until the state is that of a page that is read anew."""
        while True:
            expected, _ = await self.fresh_cache()
            if self.cache == expected:
                return
            try:
                await self.apply_change(page)
            except TimeoutError:
                assert self.cache == expected


@pytest.mark.parametrize("seed", range(100 if IS_LONG else 2))
async def test_a_page_that_reconnects_ends_where_one_that_reloads_does(app: AppHarness, seed: int) -> None:
    """P9: whatever happens, whenever the connection is lost, and whoever looks; and nothing of drafts is told."""
    draw = random.Random(seed)
    firm = await app.create_ready_firm()
    deeds = RandomActions(firm, draw)
    deeds.other_client_id = await firm.add_client()
    readers = [CachingClient(firm, firm.owner), CachingClient(firm, firm.client_user)]
    for reader in readers:
        await reader.reload()
    for _ in range(12):
        for reader in readers:
            async with subscribe(
                app.services, reader.viewer, firm.client_id, reader.after, query=normalized_cache.CHANGES_SUBSCRIPTION
            ) as page:
                for _ in range(draw.randint(0, 3)):
                    await deeds.run_one()
                await reader.catch_up(page)
        # Nobody looks.
        for _ in range(draw.randint(0, 3)):
            await deeds.run_one()
    assert sum(reader.changes for reader in readers) >= 12
