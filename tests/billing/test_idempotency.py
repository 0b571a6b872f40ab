"""Idempotency keys: one key, one input, one membership, one effect (P1)."""

from __future__ import annotations

import asyncio
import dataclasses
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

import models
from billing import idempotency
from billing.errors import IdempotencyConflict, ProviderUnavailable
from billing.invoices.create_invoice import CreateInvoiceCommand, create_invoice
from billing.invoices.rules import Line
from billing.invoices.void_invoice import void_invoice
from billing.payments.allocation import AmountChoice, AmountRequest, PartialAmount, PaymentSource
from billing.payments.cancel_payment import cancel_payment
from billing.payments.pay_invoice import PayInvoiceCommand, pay_invoice
from billing.prepayments.make_prepayment import MakePrepaymentCommand, make_prepayment
from models import InvoiceStatus, PaymentMethod, PaymentStatus
from sandbox import Fault
from tests.support.firm import AppHarness, Firm

SOME, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)

AMOUNTS = st.decimals("0.01", "9999999999.99", places=2)
AMOUNT_REQUESTS: st.SearchStrategy[AmountRequest] = st.sampled_from(AmountChoice) | AMOUNTS.map(PartialAmount)
PAY_INVOICE_COMMANDS = st.builds(
    PayInvoiceCommand,
    invoice_id=st.sampled_from([SOME, OTHER]),
    amount=AMOUNT_REQUESTS,
    source=st.sampled_from(PaymentSource),
    remainder_method=st.sampled_from([None, *PaymentMethod]),
    idempotency_key=st.just("k"),
)


@given(first=PAY_INVOICE_COMMANDS, second=PAY_INVOICE_COMMANDS)
def test_only_equal_commands_have_equal_fingerprints(first: PayInvoiceCommand, second: PayInvoiceCommand) -> None:
    """D30: a difference in any field is a different input."""
    same = idempotency.fingerprint("payInvoice", first) == idempotency.fingerprint("payInvoice", second)
    assert same is (first == second)


@given(amount=AMOUNTS, zeros=st.integers(0, 5))
def test_notation_of_an_amount_does_not_matter(amount: Decimal, zeros: int) -> None:
    """D30: 250, 250.0 and 2.5E+2 are one amount."""
    command = MakePrepaymentCommand(SOME, amount, PaymentMethod.CARD, "k")
    for amount_again in (amount.normalize(), Decimal(f"{amount:f}" + "0" * zeros)):
        command_again = dataclasses.replace(command, amount=amount_again)
        assert idempotency.fingerprint("m", command_again) == idempotency.fingerprint("m", command)


def test_the_mutation_is_part_of_the_input() -> None:
    """D30: the same input to another mutation is a different command."""
    command = MakePrepaymentCommand(SOME, Decimal(1), PaymentMethod.CARD, "k")
    assert idempotency.fingerprint("one", command) != idempotency.fingerprint("other", command)


def create_invoice_command(firm: Firm, key: str, *, number: str | None = None) -> CreateInvoiceCommand:
    lines = (Line("Work", Decimal(1), Decimal(50)),)
    return CreateInvoiceCommand(firm.client_id, number, None, lines, None, None, True, None, key)


async def test_key_is_shared_by_all_mutations_of_one_membership(app: AppHarness) -> None:
    """D30: a key that made a prepayment creates no invoice; another membership's equal key is independent."""
    firm = await app.create_ready_firm()
    command = MakePrepaymentCommand(firm.client_id, Decimal(20), PaymentMethod.CARD, "k")
    result = await make_prepayment(app.services, firm.owner, command)
    async with firm.assert_unchanged():
        with pytest.raises(IdempotencyConflict) as conflict:
            await create_invoice(app.services, firm.owner, create_invoice_command(firm, "k"))
        assert conflict.value.operation.mutation == "makePrepayment"
        again = await make_prepayment(app.services, firm.owner, command)
        assert (again.prepayment_id, again.replayed) == (result.prepayment_id, True)
    invoice = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice, "5.00", PaymentSource.CARD, key="k")
    assert payment.status is PaymentStatus.REQUIRES_ACTION


async def test_equal_keys_of_two_memberships_are_independent(app: AppHarness) -> None:
    """D30: a key belongs to the membership that sent it, for `payInvoice` as for every other mutation."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    prepayments, payments = set[uuid.UUID](), set[uuid.UUID]()
    for viewer in (firm.owner, firm.client_user):
        prepayment = MakePrepaymentCommand(firm.client_id, Decimal(20), PaymentMethod.CARD, "prepay")
        prepaid = await make_prepayment(app.services, viewer, prepayment)
        payment = PayInvoiceCommand(invoice, PartialAmount(Decimal(20)), PaymentSource.CARD, None, "pay")
        paid = await pay_invoice(app.services, viewer, payment)
        assert (prepaid.replayed, paid.replayed) == (False, False)
        prepayments.add(prepaid.prepayment_id)
        payments.update(paid.payment_ids)
    assert (len(prepayments), len(payments)) == (2, 2)
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 40_00, 10_00)


async def test_twelve_concurrent_requests_create_one_invoice(app: AppHarness) -> None:
    """P1, D30: eleven get the first one's result; with different inputs, eleven get a conflict."""
    firm = await app.create_ready_firm()
    results = await asyncio.gather(
        *(create_invoice(app.services, firm.owner, create_invoice_command(firm, "k")) for _ in range(12))
    )
    assert len({result.invoice_id for result in results}) == 1
    assert sorted(result.replayed for result in results) == [False] + [True] * 11
    outcomes = await asyncio.gather(
        *(
            create_invoice(app.services, firm.owner, create_invoice_command(firm, "other", number=f"N{n}"))
            for n in range(12)
        ),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["IdempotencyConflict"] * 11 + ["InvoiceResult"]
    assert (await firm.client()).due == 100_00


async def test_replay_returns_the_objects_as_they_are_now(app: AppHarness) -> None:
    """D30: the same objects, in their current state; nothing changes."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    command = PayInvoiceCommand(invoice, AmountChoice.FULL, PaymentSource.CARD, None, "k")
    first = await pay_invoice(app.services, firm.client_user, command)
    await cancel_payment(app.services, firm.client_user, first.payment_ids[0])
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    async with firm.assert_unchanged():
        again = await pay_invoice(app.services, firm.client_user, command)
        assert (again.payment_ids, again.replayed) == (first.payment_ids, True)
    assert (await firm.payment(again.payment_ids[0])).status is PaymentStatus.CANCELED
    assert (await firm.invoice(invoice)).status is InvoiceStatus.VOID


async def test_concurrent_request_that_committed_first(app: AppHarness) -> None:
    """D30: the second request looks again when it has the firm's lock, so it is neither executed nor refused."""
    firm = await app.create_prepaid_firm("50.00")
    invoice = await firm.create_invoice("50.00")
    results = await asyncio.gather(*(firm.pay(invoice, AmountChoice.FULL, key="k") for _ in range(2)))
    assert len({payments[0].id for payments in results}) == 1
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)


async def test_unknown_outcome_holds_the_key(app: AppHarness) -> None:
    """P5, D30: while the outcome is unknown, other input is a conflict, even if its amount is payable."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    app.sandbox.faults.add(Fault("timeout", path="payment_intents$", times=2))
    with pytest.raises(ProviderUnavailable):
        await firm.pay(invoice, "20.00", PaymentSource.CARD, key="k")
    async with firm.assert_unchanged():
        with pytest.raises(IdempotencyConflict):
            await firm.pay(invoice, "21.00", PaymentSource.CARD, key="k")
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 20_00, 30_00)


async def test_key_is_stored_with_its_result(app: AppHarness) -> None:
    """D30: claimed in the transaction that writes the payment, with its client and invoice."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice, "20.00", PaymentSource.CARD, key="k")
    async with app.services.reads() as session:
        operation = (await session.scalars(select(models.Operation).where(models.Operation.key == "k"))).one()
    assert (operation.id, operation.membership_id) == (payment.operation_id, firm.client_user.id)
    assert (operation.client_id, operation.invoice_id) == (firm.client_id, invoice)
