"""Whole histories of two clients of a firm, drawn at random, each step held against what ought to be true.

Amounts are drawn relative to what there is (nothing, one unit, half, all, all and one), else nearly all would be
refused. `make test-long` draws many more.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

import models
from billing import worker
from billing.access.principals import Viewer
from billing.errors import DomainError, IdempotencyConflict, ProviderUnavailable
from billing.invoices import create_invoice, issue_invoice, void_invoice
from billing.invoices.rules import Line
from billing.jobs import queue
from billing.payments import allocation, cancel_payment, pay_invoice
from billing.prepayments import make_prepayment
from billing.providers import webhooks
from billing.settings import update_payment_settings
from models import CreditApplication, PaymentMethod
from sandbox import Fault
from sandbox.webhooks import signature
from tests.ledger.test_append_only import APPEND_ONLY_TABLES, check_append_only
from tests.stories.reference_model import MAX_CHARGE, MIN_CHARGE, Invoice, ProviderPayment, ReferenceModel
from tests.support.database_backends import DatabaseBackend
from tests.support.firm import SANDBOX_URL, WEBHOOK_SECRET, AppHarness, Firm, build_app
from tests.support.long_runs import IS_LONG

T = TypeVar("T")
OPEN_INTENT_STATUSES = {"requires_payment_method", "requires_confirmation", "requires_action"}
ENDED_STATUSES = {"CANCELED", "FAILED"}
COMMON: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "verbosity": Verbosity.normal,
    "print_blob": True,
}
QUICK_SETTINGS = settings(max_examples=7, stateful_step_count=35, database=None, phases=[Phase.generate], **COMMON)
LONG_SETTINGS = settings(max_examples=400, stateful_step_count=80, **COMMON)
# In memory where there is such a folder: nothing here has to outlive the power.
MEMORY_FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

SHARE_AMOUNTS: dict[str, Callable[[int], int]] = {
    "nothing": lambda _: 0,
    "one": lambda _: 1,
    "half": lambda there: there // 2,
    "all": lambda there: there,
    "all and one": lambda there: there + 1,
}
shares = st.sampled_from(["half", "all", "half", "all", "one", "nothing", "all and one"])
requested_amounts = st.one_of(shares, st.sampled_from(["REMAINING", "REMAINING", "FULL", "DEPOSIT"]))
picks = st.integers(0, 9)
methods = st.sampled_from(["CARD", "CARD", "BANK_DEBIT"])


@dataclass(frozen=True)
class ReadyFirm:
    """A firm that is ready, with two clients, that every history starts from."""

    firm: Firm
    client_ids: tuple[uuid.UUID, uuid.UUID]
    viewers: tuple[Viewer, Viewer]
    owner: Any
    account: str


@dataclass(frozen=True)
class SentCommand:
    """A wish that was accepted, to be sent again."""

    viewer: Viewer
    command: make_prepayment.MakePrepaymentCommand | pay_invoice.PayInvoiceCommand
    result_ids: tuple[uuid.UUID, ...]


class BillingStateMachine(RuleBasedStateMachine):
    """One history. Each rule is a step; after each, everything is compared."""

    backend: ClassVar[DatabaseBackend]
    step_counts: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="history-", dir=MEMORY_FOLDER))
        self.stack = AsyncExitStack()
        self.is_whole = False
        self.ideal = ReferenceModel()
        self.presses: list[SentCommand] = []
        self.mishaps = 0
        self.run(self._set_up())
        self.is_whole = True

    def run(self, steps: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(steps)

    async def _set_up(self) -> None:
        self.house: AppHarness = await self.stack.enter_async_context(build_app(self.backend, self.folder))
        self.look = self.stack.enter_context(self.backend.inspect(self.house.database))
        self.ready = await set_up_ready_firm(self.house)
        self.firm = self.ready.firm
        self.watch = await self.stack.enter_async_context(check_append_only(self.house))

    async def run_due_jobs(self) -> None:
        """Run every job that is due now, one after the other: drawn again, a history has to go the same way."""
        services = self.house.services
        while leases := await queue.lease_due(services, 1):
            await worker._run_job(services, leases[0])

    # ---- steps

    def step(self, name: str, action: Callable[[], Coroutine[Any, Any, None]], *, moves_money: bool = False) -> None:
        """Do it, take over what the provider made of it, and compare everything."""
        before = self.ideal.snapshot()
        is_whole, self.is_whole = self.is_whole, False
        self.run(action())
        self.sync_model()
        self.assert_matches_model()
        self.is_whole = is_whole
        self.step_counts[name] += 1
        if moves_money:
            self.step_counts["money steps"] += 1
            self.step_counts["moved"] += self.ideal.snapshot() != before

    @initialize()
    def set_up_credits(self) -> None:
        """Both clients have two sums to spend, an older and a newer one, and something to pay."""
        for share in ("half", "all"):
            for client in (0, 1):
                self.prepay(client, share, "CARD", mishap=False)
                self.pay_in_the_browser(0, 0, at_once=True)
            self.time_passes(1, work=False, settle=False)
        for client in (0, 1):
            self.invoice(client, "all", deposit=False, draft=False)

    @rule(client=st.integers(0, 1), share=shares, deposit=st.booleans(), draft=st.booleans())
    def invoice(self, client: int, share: str, deposit: bool, draft: bool) -> None:
        """An invoice, as large as the client's credits are, and a draft or issued at once."""
        total = 2 * SHARE_AMOUNTS[share](self.ideal.available(client) or 40_00)

        async def deed() -> None:
            wish = create_invoice.CreateInvoiceCommand(
                client_id=self.ready.client_ids[client],
                number=None,
                description=None,
                lines=(Line("Work", Decimal(1), Decimal(total) / 100),),
                deposit_requested=Decimal(total // 2) / 100 if deposit and total > 1 else None,
                due_on=None,
                issue=not draft,
                pay_from_credits=None,
                idempotency_key=self.house.new_key(),
            )
            made = await create_invoice.create_invoice(self.house.services, self.ready.owner, wish)
            requested = total // 2 if deposit and total > 1 else None
            invoice = Invoice(made.invoice_id.hex, client, total, requested)
            self.ideal.invoices.append(invoice)
            if not draft:
                self.ideal.issue(invoice)

        self.step("invoice", deed)

    @precondition(lambda self: any(one.draft for one in self.ideal.invoices))
    @rule(pick=picks)
    def issue(self, pick: int) -> None:
        """A draft is issued, and issued again."""
        drafts = [one for one in self.ideal.invoices if one.draft]
        invoice = drafts[pick % len(drafts)]

        async def deed() -> None:
            await issue_invoice.issue_invoice(self.house.services, self.ready.owner, uuid.UUID(invoice.id))
            self.ideal.issue(invoice)
            await issue_invoice.issue_invoice(self.house.services, self.ready.owner, uuid.UUID(invoice.id))

        self.step("issue", deed)

    @precondition(lambda self: any(one.paid and not one.void for one in self.ideal.invoices))
    @rule(pick=picks)
    def void(self, pick: int) -> None:
        """D21: refused while a payment is under way or other money than credits is on it."""
        invoice = self.ideal.invoices[pick % len(self.ideal.invoices)]

        async def deed() -> None:
            refused = not invoice.void and bool(invoice.pending or self.ideal.has_provider_payment(invoice))
            deed = void_invoice.void_invoice(self.house.services, self.ready.owner, uuid.UUID(invoice.id), "mistake")
            assert await error_name(deed) == ("InvoiceNotChangeable" if refused else None)
            if not refused and not invoice.void:
                self.ideal.void(invoice)

        self.step("void", deed, moves_money=True)

    @precondition(lambda self: self.ideal.invoices)
    @rule(pick=picks, requested=requested_amounts, by_owner=st.booleans())
    def pay_from_credits(self, pick: int, requested: str, by_owner: bool) -> None:
        """D14: any part, at once, or refused and nothing moved."""
        self.pay(pick, requested, "CREDITS", None, by_owner=by_owner, mishap=False)

    @precondition(lambda self: self.ideal.invoices)
    @rule(pick=picks, requested=requested_amounts, method=methods, by_owner=st.booleans(), mishap=st.integers(0, 5))
    def pay_by_charge(self, pick: int, requested: str, method: str, by_owner: bool, mishap: int) -> None:
        """D15: by card or debit; now and then the provider's answer is lost."""
        self.pay(pick, requested, method, None, by_owner=by_owner, mishap=not mishap)

    @precondition(lambda self: self.ideal.invoices)
    @rule(pick=picks, requested=requested_amounts, method=methods, by_owner=st.booleans(), mishap=st.integers(0, 5))
    def pay_by_both(self, pick: int, requested: str, method: str, by_owner: bool, mishap: int) -> None:
        """D16: from credits, and what they do not cover by card or debit."""
        self.pay(pick, requested, "CREDITS", method, by_owner=by_owner, mishap=not mishap)

    def pay(
        self, pick: int, requested: str, source: str, remainder_method: str | None, *, by_owner: bool, mishap: bool
    ) -> None:
        payable = [one for one in self.ideal.invoices if one.payable]
        invoices = payable if payable and pick else self.ideal.invoices
        invoice = invoices[pick % len(invoices)]
        there = invoice.payable
        if source == "CREDITS" and remainder_method is None and pick % 2:
            there = min(there, self.ideal.available(invoice.client)) or there
        sum_or_word = SHARE_AMOUNTS[requested](there) if requested in SHARE_AMOUNTS else requested
        viewer = self.ready.owner if by_owner else self.ready.viewers[invoice.client]
        intention = (
            allocation.PartialAmount(Decimal(sum_or_word) / 100)
            if isinstance(sum_or_word, int)
            else allocation.AmountChoice(sum_or_word)
        )
        asked = pay_invoice.PayInvoiceCommand(
            uuid.UUID(invoice.id),
            intention,
            allocation.PaymentSource(source),
            None if remainder_method is None else PaymentMethod(remainder_method),
            self.house.new_key(),
        )

        async def deed() -> None:
            expected = self.ideal.expected_error(
                invoice,
                sum_or_word,
                source,
                has_remainder_method=remainder_method is not None,
                is_client=viewer is not self.ready.owner,
            )
            if expected is not None:
                assert await error_name(pay_invoice.pay_invoice(self.house.services, viewer, asked)) == expected
                return
            amount = self.ideal.resolve_amount(invoice, sum_or_word)
            from_credits = self.ideal.credits_part(invoice, amount, source)
            charged = amount - from_credits
            if not charged:
                paid = await pay_invoice.pay_invoice(self.house.services, viewer, asked)
                self.ideal.pay_from_credits(invoice, amount)
                self.presses.append(SentCommand(viewer, asked, paid.payment_ids))
                return
            ids = await self.send_with_faults(viewer, asked, mishap=mishap)
            takes = self.ideal.allocate(invoice.client, from_credits)
            charge_id = self.row("SELECT id FROM payment WHERE connection_id IS NOT NULL ORDER BY id DESC")[0]
            method = source if remainder_method is None else remainder_method
            self.ideal.start_charge(ProviderPayment(charge_id, invoice.client, charged, method, invoice, takes))
            self.presses.append(SentCommand(viewer, asked, ids))

        self.step("pay", deed, moves_money=True)

    async def send_with_faults(self, viewer: Viewer, command: Any, *, mishap: bool) -> tuple[uuid.UUID, ...]:
        """Send a wish that asks the provider; with a mishap, nobody hears the provider's answer."""
        if mishap:
            when = "before" if self.mishaps % 2 else "after"
            self.house.sandbox.faults.add(Fault("drop", when, path="/payment_intents$", times=2))  # type: ignore[arg-type]
            self.mishaps += 1
            self.step_counts["mishaps"] += 1
        try:
            ids = await self.send(viewer, command)
        except ProviderUnavailable:
            assert mishap
            return ()
        finally:
            self.house.sandbox.faults.clear()
        assert not mishap
        return ids

    async def send(self, viewer: Viewer, command: Any, *, replayed: bool = False) -> tuple[uuid.UUID, ...]:
        if isinstance(command, pay_invoice.PayInvoiceCommand):
            paid = await pay_invoice.pay_invoice(self.house.services, viewer, command)
            assert paid.replayed is replayed
            return paid.payment_ids
        made = await make_prepayment.make_prepayment(self.house.services, viewer, command)
        assert made.replayed is replayed
        return (made.prepayment_id,)

    @rule(client=st.integers(0, 1), share=shares, method=methods, mishap=st.booleans())
    def prepay(self, client: int, share: str, method: str, mishap: bool) -> None:
        """D8: a window is opened, and nothing is credited yet."""
        amount = SHARE_AMOUNTS[share](self.ideal.due(client) or 100_00)
        wish = make_prepayment.MakePrepaymentCommand(
            self.ready.client_ids[client], Decimal(amount) / 100, PaymentMethod(method), self.house.new_key()
        )
        viewer = self.ready.viewers[client]

        async def deed() -> None:
            if not MIN_CHARGE <= amount <= MAX_CHARGE:
                expected = "InvalidAmount" if amount <= 0 else "AmountOutOfRange"
                assert await error_name(make_prepayment.make_prepayment(self.house.services, viewer, wish)) == expected
                return
            ids = await self.send_with_faults(viewer, wish, mishap=mishap)
            charge_id = self.row("SELECT id FROM prepayment ORDER BY id DESC")[0]
            self.ideal.start_charge(ProviderPayment(charge_id, client, amount, method, None, []))
            self.presses.append(SentCommand(viewer, wish, ids))

        self.step("prepay", deed)

    @precondition(lambda self: self.confirmable_charges())
    @rule(pick=picks, fate=st.sampled_from([0, 0, 0, 1]), at_once=st.booleans())
    def pay_in_the_browser(self, pick: int, fate: int, at_once: bool) -> None:
        """The payer confirms: it succeeds, is declined, or the bank takes the debit in. Told at once, or not."""
        waiting = self.confirmable_charges()
        charge = waiting[pick % len(waiting)]
        good, bad = {
            "CARD": ("pm_card_visa", "pm_card_visa_chargeDeclined"),
            "BANK_DEBIT": ("pm_success_fr", "pm_failed_fr"),
        }[charge.method]

        async def deed() -> None:
            intent, secret = self.intent(charge)
            await self.house.browser.post(
                f"{SANDBOX_URL}/v1/payment_intents/{intent}/confirm",
                data={"client_secret": secret, "payment_method": bad if fate else good},
                headers={"Authorization": "Bearer pk_test_sandbox", "Stripe-Account": self.ready.account},
            )
            if at_once:
                await self.post_webhook(charge, "payment_intent.succeeded")

        self.step("confirm", deed, moves_money=True)

    @precondition(lambda self: any(one.is_open for one in self.ideal.charges))
    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        """D23, D35: only what waits for its payer; at the provider first, and what it says is booked."""
        under_way = [one for one in self.ideal.charges if one.is_open]
        charges = under_way if pick else self.ideal.charges
        charge = charges[pick % len(charges)]

        async def deed() -> None:
            is_open = charge.status == "REQUIRES_ACTION" and self.provider_state(charge) in OPEN_INTENT_STATUSES
            viewer = self.ready.viewers[charge.client]
            deed = cancel_payment.cancel_payment(self.house.services, viewer, uuid.UUID(charge.id))
            expected = None if is_open or charge.status == "CANCELED" else "PaymentNotChangeable"
            assert await error_name(deed) == expected

        self.step("cancel", deed, moves_money=True)

    @precondition(lambda self: any(one.status in ENDED_STATUSES for one in self.ideal.charges))
    @rule(pick=picks)
    def succeed_late(self, pick: int) -> None:
        """D25: the provider had it canceled, and yet the money comes."""
        self.step("work", self.run_due_jobs)
        ended = [one for one in self.ideal.charges if one.status in ENDED_STATUSES and self.intent(one)[0]]
        if not ended:
            return
        charge = ended[pick % len(ended)]

        async def deed() -> None:
            charge.was_tampered = True
            self.house.sandbox.tamper(self.intent(charge)[0], status="succeeded", amount_received=charge.amount)
            await self.post_webhook(charge, "payment_intent.succeeded")

        self.step("come after all", deed, moves_money=True)
        assert charge.status == "SUCCEEDED"

    @rule(minutes=st.sampled_from([0.2, 1, 10, 10, 61, 61, 1500]), work=st.booleans(), settle=st.booleans())
    def time_passes(self, minutes: float, work: bool, settle: bool) -> None:
        """D29, D35: whoever is told nothing asks by themselves; after ten minutes everything is known."""

        async def deed() -> None:
            self.house.clock.advance(minutes=minutes)
            if settle:
                await self.house.sandbox.tick()
            if work:
                await self.run_due_jobs()

        self.step("time", deed)
        if work and minutes >= 10:
            for charge in self.ideal.charges:
                self.assert_known(charge)

    @precondition(lambda self: self.ideal.charges)
    @rule(
        pick=picks,
        kind=st.sampled_from(["succeeded", "payment_failed", "processing", "canceled", "requires_action"]),
        times=st.integers(1, 3),
    )
    def deliver_webhook(self, pick: int, kind: str, times: int) -> None:
        """D9, D23: however often and in whatever order: what is true is fetched."""
        charge = self.ideal.charges[pick % len(self.ideal.charges)]

        async def deed() -> None:
            if not self.intent(charge)[0]:
                return
            for _ in range(times):
                await self.post_webhook(charge, f"payment_intent.{kind}")

        self.step("message", deed)
        if self.intent(charge)[0]:
            self.assert_known(charge)

    @precondition(lambda self: self.presses)
    @rule(pick=picks, other=st.booleans())
    def resend_command(self, pick: int, other: bool) -> None:
        """D30: the same key again answers with the same objects; with another input it is a conflict."""
        press = self.presses[-1 - pick % len(self.presses)]

        async def deed() -> None:
            wish: Any = press.command
            if other and isinstance(wish, make_prepayment.MakePrepaymentCommand):
                changed = make_prepayment.MakePrepaymentCommand(
                    wish.client_id, wish.amount + 1, wish.method, wish.idempotency_key
                )
                with pytest.raises(IdempotencyConflict):
                    await make_prepayment.make_prepayment(self.house.services, press.viewer, changed)
                return
            ids = await self.send(press.viewer, wish, replayed=True)
            assert not press.result_ids or ids == press.result_ids

        self.step("press again", deed)

    @precondition(lambda self: len(self.ideal.invoices) % 4 == 3)
    @rule(on_issue=st.booleans())
    def change_the_settings(self, on_issue: bool) -> None:
        """D20: from now on credits pay an invoice when it is issued, or do not."""

        async def deed() -> None:
            choice = CreditApplication.ON_ISSUE if on_issue else CreditApplication.MANUAL
            await update_payment_settings.update_payment_settings(
                self.house.services,
                self.ready.owner,
                update_payment_settings.UpdatePaymentSettingsCommand(credit_application=choice),
            )
            self.ideal.applies_credits_on_issue = on_issue

        self.step("settings", deed)

    # ---- what is there

    def row(self, statement: str, *parameters: object) -> tuple[Any, ...]:
        """The first row of the answer."""
        return self.look(statement, *parameters)[0]

    def intent(self, charge: ProviderPayment) -> tuple[str, str]:
        """The charge's intent at the provider, and its secret; empty where there is none yet."""
        table = "prepayment" if charge.invoice is None else "payment"
        found = self.row(f"SELECT intent_id, client_secret FROM {table} WHERE id = ?", charge.id)
        return found[0] or "", found[1] or ""

    def provider_state(self, charge: ProviderPayment) -> str:
        """The intent's status as the provider has it."""
        intent, _ = self.intent(charge)
        return str(self.house.sandbox.tamper(intent)["status"]) if intent else "none"

    def confirmable_charges(self) -> list[ProviderPayment]:
        """Those whose payer has a window open."""
        return [
            one
            for one in self.ideal.charges
            if one.status == "REQUIRES_ACTION" and self.provider_state(one) in OPEN_INTENT_STATUSES
        ]

    async def post_webhook(self, charge: ProviderPayment, kind: str) -> None:
        """The provider's signed message comes in; the worker does what it asks for."""
        body = json.dumps(
            {
                "type": kind,
                "account": self.ready.account,
                "livemode": False,
                "data": {"object": {"id": self.intent(charge)[0]}},
            }
        )
        now = self.house.clock()
        signed = signature(body, WEBHOOK_SECRET, int(now.timestamp()))
        hint = self.house.services.provider.parse_webhook(body.encode(), signed, now)
        assert hint is not None
        assert await webhooks.handle_webhook(self.house.services, hint)
        await self.run_due_jobs()

    # ---- what ought to be

    def sync_model(self) -> None:
        """Take over the ends that charges have come to, each of which the provider must have said."""
        for charge in self.ideal.charges:
            table = "prepayment" if charge.invoice is None else "payment"
            (status,) = self.row(f"SELECT status FROM {table} WHERE id = ?", charge.id)
            if status == charge.status:
                continue
            truth = self.provider_state(charge)
            if status == "SUCCEEDED":
                assert truth == "succeeded"
                (lot,) = self.row(f"SELECT id FROM account WHERE kind = 'LOT' AND {table}_id = ?", charge.id)
                self.ideal.settle_charge(charge, (self.house.clock.timestamp(), lot))
            elif status in ENDED_STATUSES:
                assert truth in ("canceled", "none")
                self.ideal.close_charge(charge, status)
            else:
                assert charge.is_open
                charge.status = status

    def assert_known(self, charge: ProviderPayment) -> None:
        """Our row says what the provider says."""
        expected = {
            "succeeded": {"SUCCEEDED"},
            "canceled": ENDED_STATUSES,
            "processing": {"PROCESSING"},
            "none": ENDED_STATUSES,
        }
        assert charge.status in expected.get(self.provider_state(charge), {"REQUIRES_ACTION"})

    def assert_matches_model(self) -> None:
        """D12, D14, D18, D33: credits, invoices, and how much of each sum that came is unspent."""
        for client, client_id in enumerate(self.ready.client_ids):
            found = self.row("SELECT available, held, due FROM client WHERE id = ?", client_id.hex)
            ideal = self.ideal
            assert found == (ideal.available(client), ideal.held(client), ideal.due(client))
        for invoice in self.ideal.invoices:
            found = self.row("SELECT status, paid, pending FROM invoice WHERE id = ?", invoice.id)
            assert found == (invoice.status, invoice.paid, invoice.pending)
        lots = self.look(
            "SELECT coalesce(payment_id, prepayment_id, id), credits_posted - debits_posted FROM account WHERE kind = 'LOT'"
        )
        assert dict(lots) == {charge_id: lot.unspent for charge_id, lot in self.ideal.lots.items()}
        for charge in self.ideal.charges:
            if charge.had_reserved_credits:
                (part,) = self.row("SELECT status FROM payment WHERE split_tender_id = ?", charge.id)
                assert part == charge.status or (charge.status == "SUCCEEDED" and part in ENDED_STATUSES)
        assert self.watch.violations == []

    async def _close(self) -> None:
        """Everything comes to an end by itself, but a debit that the bank keeps; and no row was ever charged twice."""
        for _ in range(2):
            self.house.clock.advance(minutes=61)
            await self.house.sandbox.tick()
            await self.run_due_jobs()
        self.sync_model()
        self.assert_matches_model()
        assert not [one for one in self.ideal.charges if one.is_open]
        created = self.house.sandbox.events(kind="payment_intent.created")
        rows = Counter(one["data"]["object"]["metadata"]["acompte_id"] for one in created)
        assert set(rows.values()) <= {1}
        assert {uuid.UUID(row).hex for row in rows} <= {one.id for one in self.ideal.charges}
        self.step_counts["posted"] += sum(self.watch.inserts[table] for table in APPEND_ONLY_TABLES)
        await self.house.audit()

    def teardown(self) -> None:
        try:
            if self.is_whole:
                self.run(self._close())
        finally:
            self.house.skip_audit = True
            self.run(self.stack.aclose())
            self.runner.close()
            shutil.rmtree(self.folder)


async def error_name(use_case: Coroutine[Any, Any, object]) -> str | None:
    """The name of what the deed was refused with."""
    try:
        await use_case
    except DomainError as refused:
        return type(refused).__name__
    return None


async def set_up_ready_firm(house: AppHarness) -> ReadyFirm:
    firm = await house.create_ready_firm()
    other = await firm.add_client()
    user = await firm.add_user(other, "other")
    async with house.services.reads() as session:
        settings = await session.get_one(models.PaymentSettings, firm.id)
    assert settings.default_connection_id is not None
    account = (await firm.connection(settings.default_connection_id)).account_id
    assert account is not None
    return ReadyFirm(firm, (firm.client_id, other), (firm.client_user, user), firm.owner, account)


@pytest.mark.parametrize("shard", [1, 2])
def test_model_holds_for_any_history(database_backend: DatabaseBackend, shard: int) -> None:
    """D9, D12 to D16, D18, D20, D21, D23, D25, D29, D30, D32, D33, D35, in any order, with any amounts."""
    tally: Counter[str] = Counter()

    class Shard(BillingStateMachine):
        backend = database_backend
        step_counts = tally

    if IS_LONG:
        run_state_machine_as_test(Shard, settings=LONG_SETTINGS)
    else:
        run_state_machine_as_test(seed(shard)(Shard), settings=QUICK_SETTINGS)
    assert tally["moved"] / tally["money steps"] >= 0.3, tally
    assert tally["posted"] > 100, tally
