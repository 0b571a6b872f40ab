"""Random histories of a firm's two clients; after each step, everything is compared with the reference model.

Amounts are drawn relative to what there is (nothing, one unit, half, all, all and one): otherwise nearly all payments
would be refused. `make test-long` draws many more.
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
QUICK_SETTINGS = settings(max_examples=6, stateful_step_count=35, database=None, phases=[Phase.generate], **COMMON)
LONG_SETTINGS = settings(max_examples=400, stateful_step_count=80, **COMMON)
# In memory if possible: no data has to survive a power failure.
MEMORY_FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

SHARE_AMOUNTS: dict[str, Callable[[int], int]] = {
    "nothing": lambda _: 0,
    "one": lambda _: 1,
    "half": lambda whole: whole // 2,
    "all": lambda whole: whole,
    "all and one": lambda whole: whole + 1,
}
shares = st.sampled_from(["half", "all", "half", "all", "one", "nothing", "all and one"])
requested_amounts = st.one_of(shares, st.sampled_from(["REMAINING", "REMAINING", "FULL", "DEPOSIT"]))
picks = st.integers(0, 9)
methods = st.sampled_from(["CARD", "CARD", "BANK_DEBIT"])


@dataclass(frozen=True)
class ReadyFirm:
    """A firm with prepayment enabled and two clients, from which every history starts."""

    firm: Firm
    client_ids: tuple[uuid.UUID, uuid.UUID]
    viewers: tuple[Viewer, Viewer]
    owner: Any
    account: str


@dataclass(frozen=True)
class SentCommand:
    """An accepted command, which can be sent again."""

    viewer: Viewer
    command: make_prepayment.MakePrepaymentCommand | pay_invoice.PayInvoiceCommand
    result_ids: tuple[uuid.UUID, ...]


class BillingStateMachine(RuleBasedStateMachine):
    """One history. Each rule is a step, after which everything is compared."""

    backend: ClassVar[DatabaseBackend]
    step_counts: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="history-", dir=MEMORY_FOLDER))
        self.stack = AsyncExitStack()
        self.is_consistent = False
        self.model = ReferenceModel()
        self.sent_commands: list[SentCommand] = []
        self.fault_count = 0
        self.run(self._set_up())
        self.is_consistent = True

    def run(self, steps: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(steps)

    async def _set_up(self) -> None:
        self.app: AppHarness = await self.stack.enter_async_context(build_app(self.backend, self.folder))
        self.query = self.stack.enter_context(self.backend.inspect(self.app.database))
        self.ready = await set_up_ready_firm(self.app)
        self.firm = self.ready.firm
        self.append_only = await self.stack.enter_async_context(check_append_only(self.app))

    async def run_due_jobs(self) -> None:
        """Run the due jobs one after the other, so that a history is reproducible."""
        services = self.app.services
        while leases := await queue.lease_due(services, 1):
            await worker._run_job(services, leases[0])

    # ---- steps

    def step(self, name: str, action: Callable[[], Coroutine[Any, Any, None]], *, moves_money: bool = False) -> None:
        """Act, apply what the provider did to the model, and compare everything."""
        before = self.model.snapshot()
        was_consistent, self.is_consistent = self.is_consistent, False
        self.run(action())
        self.sync_model()
        self.assert_matches_model()
        self.is_consistent = was_consistent
        self.step_counts[name] += 1
        if moves_money:
            self.step_counts["money steps"] += 1
            self.step_counts["moved"] += self.model.snapshot() != before

    @initialize()
    def set_up_credits(self) -> None:
        """Both clients get an older and a newer lot, and an invoice."""
        for share in ("half", "all"):
            for client in (0, 1):
                self.prepay(client, share, "CARD", with_fault=False)
                self.pay_in_the_browser(0, 0, with_webhook=True)
            self.time_passes(1, work=False, settle=False)
        for client in (0, 1):
            self.invoice(client, "all", deposit=False, draft=False)

    @rule(client=st.integers(0, 1), share=shares, deposit=st.booleans(), draft=st.booleans())
    def invoice(self, client: int, share: str, deposit: bool, draft: bool) -> None:
        """An invoice of twice the share of available credits, as a draft or issued."""
        total = 2 * SHARE_AMOUNTS[share](self.model.available(client) or 40_00)

        async def act() -> None:
            command = create_invoice.CreateInvoiceCommand(
                client_id=self.ready.client_ids[client],
                number=None,
                description=None,
                lines=(Line("Work", Decimal(1), Decimal(total) / 100),),
                deposit_requested=Decimal(total // 2) / 100 if deposit and total > 1 else None,
                due_on=None,
                issue=not draft,
                pay_from_credits=None,
                idempotency_key=self.app.new_key(),
            )
            created = await create_invoice.create_invoice(self.app.services, self.ready.owner, command)
            requested = total // 2 if deposit and total > 1 else None
            invoice = Invoice(created.invoice_id.hex, client, total, requested)
            self.model.invoices.append(invoice)
            if not draft:
                self.model.issue(invoice)

        self.step("invoice", act)

    @precondition(lambda self: any(invoice.draft for invoice in self.model.invoices))
    @rule(pick=picks)
    def issue(self, pick: int) -> None:
        """Issue a draft, twice."""
        drafts = [invoice for invoice in self.model.invoices if invoice.draft]
        invoice = drafts[pick % len(drafts)]

        async def act() -> None:
            await issue_invoice.issue_invoice(self.app.services, self.ready.owner, uuid.UUID(invoice.id))
            self.model.issue(invoice)
            await issue_invoice.issue_invoice(self.app.services, self.ready.owner, uuid.UUID(invoice.id))

        self.step("issue", act)

    @precondition(lambda self: any(invoice.paid and not invoice.void for invoice in self.model.invoices))
    @rule(pick=picks)
    def void(self, pick: int) -> None:
        """D21: refused while a payment is open, or provider or offline money is applied."""
        invoice = self.model.invoices[pick % len(self.model.invoices)]

        async def act() -> None:
            refused = not invoice.void and bool(invoice.pending or self.model.has_provider_payment(invoice))
            use_case = void_invoice.void_invoice(self.app.services, self.ready.owner, uuid.UUID(invoice.id), "mistake")
            assert await error_name(use_case) == ("InvoiceNotChangeable" if refused else None)
            if not refused and not invoice.void:
                self.model.void(invoice)

        self.step("void", act, moves_money=True)

    @precondition(lambda self: self.model.invoices)
    @rule(pick=picks, requested=requested_amounts, by_owner=st.booleans())
    def pay_from_credits(self, pick: int, requested: str, by_owner: bool) -> None:
        """D14: any part, at once; or refused without effect."""
        self.pay(pick, requested, "CREDITS", None, by_owner=by_owner, with_fault=False)

    @precondition(lambda self: self.model.invoices)
    @rule(pick=picks, requested=requested_amounts, method=methods, by_owner=st.booleans(), with_fault=st.integers(0, 5))
    def pay_by_charge(self, pick: int, requested: str, method: str, by_owner: bool, with_fault: int) -> None:
        """D15: by card or debit; sometimes the provider's response is lost."""
        self.pay(pick, requested, method, None, by_owner=by_owner, with_fault=not with_fault)

    @precondition(lambda self: self.model.invoices)
    @rule(pick=picks, requested=requested_amounts, method=methods, by_owner=st.booleans(), with_fault=st.integers(0, 5))
    def pay_by_both(self, pick: int, requested: str, method: str, by_owner: bool, with_fault: int) -> None:
        """D16: from credits, and the remainder by card or debit."""
        self.pay(pick, requested, "CREDITS", method, by_owner=by_owner, with_fault=not with_fault)

    def pay(
        self, pick: int, requested: str, source: str, remainder_method: str | None, *, by_owner: bool, with_fault: bool
    ) -> None:
        payable = [candidate for candidate in self.model.invoices if candidate.payable]
        invoices = payable if payable and pick else self.model.invoices
        invoice = invoices[pick % len(invoices)]
        base = invoice.payable
        if source == "CREDITS" and remainder_method is None and pick % 2:
            base = min(base, self.model.available(invoice.client)) or base
        amount_or_choice = SHARE_AMOUNTS[requested](base) if requested in SHARE_AMOUNTS else requested
        viewer = self.ready.owner if by_owner else self.ready.viewers[invoice.client]
        amount_request = (
            allocation.PartialAmount(Decimal(amount_or_choice) / 100)
            if isinstance(amount_or_choice, int)
            else allocation.AmountChoice(amount_or_choice)
        )
        command = pay_invoice.PayInvoiceCommand(
            uuid.UUID(invoice.id),
            amount_request,
            allocation.PaymentSource(source),
            None if remainder_method is None else PaymentMethod(remainder_method),
            self.app.new_key(),
        )

        async def act() -> None:
            expected = self.model.expected_error(
                invoice,
                amount_or_choice,
                source,
                has_remainder_method=remainder_method is not None,
                is_client=viewer is not self.ready.owner,
            )
            if expected is not None:
                assert await error_name(pay_invoice.pay_invoice(self.app.services, viewer, command)) == expected
                return
            amount = self.model.resolve_amount(invoice, amount_or_choice)
            from_credits = self.model.credits_part(invoice, amount, source)
            charged = amount - from_credits
            if not charged:
                result = await pay_invoice.pay_invoice(self.app.services, viewer, command)
                self.model.pay_from_credits(invoice, amount)
                self.sent_commands.append(SentCommand(viewer, command, result.payment_ids))
                return
            ids = await self.send_with_faults(viewer, command, with_fault=with_fault)
            portions = self.model.allocate(invoice.client, from_credits)
            charge_id = self.row("SELECT id FROM payment WHERE connection_id IS NOT NULL ORDER BY id DESC")[0]
            method = source if remainder_method is None else remainder_method
            self.model.start_charge(ProviderPayment(charge_id, invoice.client, charged, method, invoice, portions))
            self.sent_commands.append(SentCommand(viewer, command, ids))

        self.step("pay", act, moves_money=True)

    async def send_with_faults(self, viewer: Viewer, command: Any, *, with_fault: bool) -> tuple[uuid.UUID, ...]:
        """Send a command that calls the provider; with a fault, the provider's response is lost."""
        if with_fault:
            when = "before" if self.fault_count % 2 else "after"
            self.app.sandbox.faults.add(Fault("drop", when, path="/payment_intents$", times=2))  # type: ignore[arg-type]
            self.fault_count += 1
            self.step_counts["faults"] += 1
        try:
            ids = await self.send(viewer, command)
        except ProviderUnavailable:
            assert with_fault
            return ()
        finally:
            self.app.sandbox.faults.clear()
        assert not with_fault
        return ids

    async def send(self, viewer: Viewer, command: Any, *, replayed: bool = False) -> tuple[uuid.UUID, ...]:
        if isinstance(command, pay_invoice.PayInvoiceCommand):
            pay_result = await pay_invoice.pay_invoice(self.app.services, viewer, command)
            assert pay_result.replayed is replayed
            return pay_result.payment_ids
        prepay_result = await make_prepayment.make_prepayment(self.app.services, viewer, command)
        assert prepay_result.replayed is replayed
        return (prepay_result.prepayment_id,)

    @rule(client=st.integers(0, 1), share=shares, method=methods, with_fault=st.booleans())
    def prepay(self, client: int, share: str, method: str, with_fault: bool) -> None:
        """D8: a payment window opens, and nothing is credited yet."""
        amount = SHARE_AMOUNTS[share](self.model.due(client) or 100_00)
        command = make_prepayment.MakePrepaymentCommand(
            self.ready.client_ids[client], Decimal(amount) / 100, PaymentMethod(method), self.app.new_key()
        )
        viewer = self.ready.viewers[client]

        async def act() -> None:
            if not MIN_CHARGE <= amount <= MAX_CHARGE:
                expected = "InvalidAmount" if amount <= 0 else "AmountOutOfRange"
                assert await error_name(make_prepayment.make_prepayment(self.app.services, viewer, command)) == expected
                return
            ids = await self.send_with_faults(viewer, command, with_fault=with_fault)
            charge_id = self.row("SELECT id FROM prepayment ORDER BY id DESC")[0]
            self.model.start_charge(ProviderPayment(charge_id, client, amount, method, None, []))
            self.sent_commands.append(SentCommand(viewer, command, ids))

        self.step("prepay", act)

    @precondition(lambda self: self.confirmable_charges())
    @rule(pick=picks, declines=st.sampled_from([0, 0, 0, 1]), with_webhook=st.booleans())
    def pay_in_the_browser(self, pick: int, declines: int, with_webhook: bool) -> None:
        """The payer confirms: it succeeds, is declined, or the debit is processing. With or without a webhook."""
        confirmable = self.confirmable_charges()
        charge = confirmable[pick % len(confirmable)]
        good, bad = {
            "CARD": ("pm_card_visa", "pm_card_visa_chargeDeclined"),
            "BANK_DEBIT": ("pm_success_fr", "pm_failed_fr"),
        }[charge.method]

        async def act() -> None:
            intent, secret = self.intent(charge)
            await self.app.browser.post(
                f"{SANDBOX_URL}/v1/payment_intents/{intent}/confirm",
                data={"client_secret": secret, "payment_method": bad if declines else good},
                headers={"Authorization": "Bearer pk_test_sandbox", "Stripe-Account": self.ready.account},
            )
            if with_webhook:
                await self.post_webhook(charge, "payment_intent.succeeded")

        self.step("confirm", act, moves_money=True)

    @precondition(lambda self: any(charge.is_open for charge in self.model.charges))
    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        """D23, D35: only payments that require action, at the provider first; its state is recorded."""
        open_charges = [charge for charge in self.model.charges if charge.is_open]
        charges = open_charges if pick else self.model.charges
        charge = charges[pick % len(charges)]

        async def act() -> None:
            is_open = charge.status == "REQUIRES_ACTION" and self.provider_state(charge) in OPEN_INTENT_STATUSES
            viewer = self.ready.viewers[charge.client]
            use_case = cancel_payment.cancel_payment(self.app.services, viewer, uuid.UUID(charge.id))
            expected = None if is_open or charge.status == "CANCELED" else "PaymentNotChangeable"
            assert await error_name(use_case) == expected

        self.step("cancel", act, moves_money=True)

    @precondition(lambda self: any(charge.status in ENDED_STATUSES for charge in self.model.charges))
    @rule(pick=picks)
    def succeed_late(self, pick: int) -> None:
        """D25: the money arrives although the provider had canceled the intent."""
        self.step("work", self.run_due_jobs)
        ended = [charge for charge in self.model.charges if charge.status in ENDED_STATUSES and self.intent(charge)[0]]
        if not ended:
            return
        charge = ended[pick % len(ended)]

        async def act() -> None:
            charge.was_tampered = True
            self.app.sandbox.tamper(self.intent(charge)[0], status="succeeded", amount_received=charge.amount)
            await self.post_webhook(charge, "payment_intent.succeeded")

        self.step("succeed late", act, moves_money=True)
        assert charge.status == "SUCCEEDED"

    @rule(minutes=st.sampled_from([0.2, 1, 10, 10, 61, 61, 1500]), work=st.booleans(), settle=st.booleans())
    def time_passes(self, minutes: float, work: bool, settle: bool) -> None:
        """D29, D35: everything is polled, so after ten minutes the provider's state is known."""

        async def act() -> None:
            self.app.clock.advance(minutes=minutes)
            if settle:
                await self.app.sandbox.tick()
            if work:
                await self.run_due_jobs()

        self.step("time", act)
        if work and minutes >= 10:
            for charge in self.model.charges:
                self.assert_known(charge)

    @precondition(lambda self: self.model.charges)
    @rule(
        pick=picks,
        kind=st.sampled_from(["succeeded", "payment_failed", "processing", "canceled", "requires_action"]),
        times=st.integers(1, 3),
    )
    def deliver_webhook(self, pick: int, kind: str, times: int) -> None:
        """D9, D23: in any number and order, since state is fetched."""
        charge = self.model.charges[pick % len(self.model.charges)]

        async def act() -> None:
            if not self.intent(charge)[0]:
                return
            for _ in range(times):
                await self.post_webhook(charge, f"payment_intent.{kind}")

        self.step("webhook", act)
        if self.intent(charge)[0]:
            self.assert_known(charge)

    @precondition(lambda self: self.sent_commands)
    @rule(pick=picks, with_other_input=st.booleans())
    def resend_command(self, pick: int, with_other_input: bool) -> None:
        """D30: the same key returns the same objects; with other input it is a conflict."""
        sent = self.sent_commands[-1 - pick % len(self.sent_commands)]

        async def act() -> None:
            command: Any = sent.command
            if with_other_input and isinstance(command, make_prepayment.MakePrepaymentCommand):
                changed = make_prepayment.MakePrepaymentCommand(
                    command.client_id, command.amount + 1, command.method, command.idempotency_key
                )
                with pytest.raises(IdempotencyConflict):
                    await make_prepayment.make_prepayment(self.app.services, sent.viewer, changed)
                return
            ids = await self.send(sent.viewer, command, replayed=True)
            assert not sent.result_ids or ids == sent.result_ids

        self.step("resend", act)

    @precondition(lambda self: len(self.model.invoices) % 4 == 3)
    @rule(on_issue=st.booleans())
    def change_the_settings(self, on_issue: bool) -> None:
        """D20: turn the application of credits on issue on or off."""

        async def act() -> None:
            choice = CreditApplication.ON_ISSUE if on_issue else CreditApplication.MANUAL
            await update_payment_settings.update_payment_settings(
                self.app.services,
                self.ready.owner,
                update_payment_settings.UpdatePaymentSettingsCommand(credit_application=choice),
            )
            self.model.applies_credits_on_issue = on_issue

        self.step("settings", act)

    # ---- queries

    def row(self, statement: str, *parameters: object) -> tuple[Any, ...]:
        """The first row of the result."""
        return self.query(statement, *parameters)[0]

    def intent(self, charge: ProviderPayment) -> tuple[str, str]:
        """The payment's intent id and client secret; empty if there is none yet."""
        table = "prepayment" if charge.invoice is None else "payment"
        row = self.row(f"SELECT intent_id, client_secret FROM {table} WHERE id = ?", charge.id)
        return row[0] or "", row[1] or ""

    def provider_state(self, charge: ProviderPayment) -> str:
        """The intent's status at the provider."""
        intent, _ = self.intent(charge)
        return str(self.app.sandbox.tamper(intent)["status"]) if intent else "none"

    def confirmable_charges(self) -> list[ProviderPayment]:
        """The payments with an open payment window."""
        return [
            charge
            for charge in self.model.charges
            if charge.status == "REQUIRES_ACTION" and self.provider_state(charge) in OPEN_INTENT_STATUSES
        ]

    async def post_webhook(self, charge: ProviderPayment, kind: str) -> None:
        """Deliver the signed webhook, and run the due jobs."""
        body = json.dumps(
            {
                "type": kind,
                "account": self.ready.account,
                "livemode": False,
                "data": {"object": {"id": self.intent(charge)[0]}},
            }
        )
        now = self.app.clock()
        signed = signature(body, WEBHOOK_SECRET, int(now.timestamp()))
        notice = self.app.services.provider.parse_webhook(body.encode(), signed, now)
        assert notice is not None
        assert await webhooks.handle_webhook(self.app.services, notice)
        await self.run_due_jobs()

    # ---- the model

    def sync_model(self) -> None:
        """Apply ended payments to the model, which the provider must have reported."""
        for charge in self.model.charges:
            table = "prepayment" if charge.invoice is None else "payment"
            (status,) = self.row(f"SELECT status FROM {table} WHERE id = ?", charge.id)
            if status == charge.status:
                continue
            provider_state = self.provider_state(charge)
            if status == "SUCCEEDED":
                assert provider_state == "succeeded"
                (lot,) = self.row(f"SELECT id FROM account WHERE kind = 'LOT' AND {table}_id = ?", charge.id)
                self.model.settle_charge(charge, (self.app.clock.timestamp(), lot))
            elif status in ENDED_STATUSES:
                assert provider_state in ("canceled", "none")
                self.model.close_charge(charge, status)
            else:
                assert charge.is_open
                charge.status = status

    def assert_known(self, charge: ProviderPayment) -> None:
        """Our status matches the provider's."""
        expected = {
            "succeeded": {"SUCCEEDED"},
            "canceled": ENDED_STATUSES,
            "processing": {"PROCESSING"},
            "none": ENDED_STATUSES,
        }
        assert charge.status in expected.get(self.provider_state(charge), {"REQUIRES_ACTION"})

    def assert_matches_model(self) -> None:
        """D12, D14, D18, D33: credits, invoices, and what is unspent of each lot."""
        for client, client_id in enumerate(self.ready.client_ids):
            row = self.row("SELECT available, held, due FROM client WHERE id = ?", client_id.hex)
            model = self.model
            assert row == (model.available(client), model.held(client), model.due(client))
        for invoice in self.model.invoices:
            row = self.row("SELECT status, paid, pending FROM invoice WHERE id = ?", invoice.id)
            assert row == (invoice.status, invoice.paid, invoice.pending)
        lots = self.query(
            "SELECT coalesce(payment_id, prepayment_id, id), credits_posted - debits_posted"
            " FROM account WHERE kind = 'LOT'"
        )
        assert dict(lots) == {charge_id: lot.unspent for charge_id, lot in self.model.lots.items()}
        for charge in self.model.charges:
            if charge.had_reserved_credits:
                (split_status,) = self.row("SELECT status FROM payment WHERE split_tender_id = ?", charge.id)
                assert split_status == charge.status or (
                    charge.status == "SUCCEEDED" and split_status in ENDED_STATUSES
                )
        assert self.append_only.violations == []

    async def _close(self) -> None:
        """Everything ends by itself, except debits that the bank has; no row was charged twice."""
        for _ in range(2):
            self.app.clock.advance(minutes=61)
            await self.app.sandbox.tick()
            await self.run_due_jobs()
        self.sync_model()
        self.assert_matches_model()
        assert not [charge for charge in self.model.charges if charge.is_open]
        created = self.app.sandbox.events(kind="payment_intent.created")
        rows = Counter(event["data"]["object"]["metadata"]["acompte_id"] for event in created)
        assert set(rows.values()) <= {1}
        assert {uuid.UUID(row).hex for row in rows} <= {charge.id for charge in self.model.charges}
        self.step_counts["posted"] += sum(self.append_only.inserts[table] for table in APPEND_ONLY_TABLES)
        await self.app.audit()

    def teardown(self) -> None:
        try:
            if self.is_consistent:
                self.run(self._close())
        finally:
            self.app.skip_audit = True
            self.run(self.stack.aclose())
            self.runner.close()
            shutil.rmtree(self.folder)


async def error_name(use_case: Coroutine[Any, Any, object]) -> str | None:
    """The class name of the error that the use case raised, or None."""
    try:
        await use_case
    except DomainError as error:
        return type(error).__name__
    return None


async def set_up_ready_firm(app: AppHarness) -> ReadyFirm:
    firm = await app.create_ready_firm()
    other = await firm.add_client()
    user = await firm.add_user(other, "other")
    async with app.services.reads() as session:
        settings = await session.get_one(models.PaymentSettings, firm.id)
    assert settings.default_connection_id is not None
    account = (await firm.connection(settings.default_connection_id)).account_id
    assert account is not None
    return ReadyFirm(firm, (firm.client_id, other), (firm.client_user, user), firm.owner, account)


@pytest.mark.parametrize("shard", [1, 2] if IS_LONG else [1])
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
