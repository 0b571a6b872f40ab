"""One wish pays once: a key, its input, and whoever sent it."""

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
from billing.invoices.create_invoice import CreateInvoice, create_invoice
from billing.invoices.rules import Line
from billing.invoices.void_invoice import void_invoice
from billing.payments.allocation import AmountChoice, Intention, Partial, PaymentSource
from billing.payments.cancel_payment import cancel_payment
from billing.payments.pay_invoice import PayInvoice, pay_invoice
from billing.prepayments.make_prepayment import MakePrepayment, make_prepayment
from models import InvoiceStatus, PaymentMethod, PaymentStatus
from sandbox import Fault
from tests.support.firm import Firm, House

SOME, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)

AMOUNTS = st.decimals("0.01", "9999999999.99", places=2)
INTENTIONS: st.SearchStrategy[Intention] = st.sampled_from(AmountChoice) | AMOUNTS.map(Partial)
WISHES = st.builds(
    PayInvoice,
    invoice_id=st.sampled_from([SOME, OTHER]),
    amount=INTENTIONS,
    source=st.sampled_from(PaymentSource),
    rest=st.sampled_from([None, *PaymentMethod]),
    idempotency_key=st.just("k"),
)


@given(first=WISHES, second=WISHES)
def test_equal_wishes_and_no_others_are_the_same(first: PayInvoice, second: PayInvoice) -> None:
    """D30: another input is told apart, whatever is other in it."""
    same = idempotency.fingerprint("payInvoice", first) == idempotency.fingerprint("payInvoice", second)
    assert same is (first == second)


@given(amount=AMOUNTS, zeros=st.integers(0, 5))
def test_an_amount_written_otherwise_is_the_same(amount: Decimal, zeros: int) -> None:
    """D30: 250, 250.0 and 2.5E+2 are one amount."""
    wish = MakePrepayment(SOME, amount, PaymentMethod.CARD, "k")
    for other in (amount.normalize(), Decimal(f"{amount:f}" + "0" * zeros)):
        again = dataclasses.replace(wish, amount=other)
        assert idempotency.fingerprint("m", again) == idempotency.fingerprint("m", wish)


def test_the_mutation_is_part_of_the_input() -> None:
    """D30: the same input to another mutation is another wish."""
    wish = MakePrepayment(SOME, Decimal(1), PaymentMethod.CARD, "k")
    assert idempotency.fingerprint("one", wish) != idempotency.fingerprint("other", wish)


def new_invoice(firm: Firm, key: str, *, number: str | None = None) -> CreateInvoice:
    lines = (Line("Work", Decimal(1), Decimal(50)),)
    return CreateInvoice(firm.client_id, number, None, lines, None, None, True, None, key)


async def test_one_key_of_one_person_for_all_mutations(house: House) -> None:
    """D30: a key that made a prepayment makes no invoice; somebody else's equal key is another key."""
    firm = await house.ready_firm()
    prepayment = MakePrepayment(firm.client_id, Decimal(20), PaymentMethod.CARD, "k")
    made = await make_prepayment(house.services, firm.owner, prepayment)
    async with firm.unmoved():
        with pytest.raises(IdempotencyConflict) as conflict:
            await create_invoice(house.services, firm.owner, new_invoice(firm, "k"))
        assert conflict.value.operation.mutation == "makePrepayment"
        again = await make_prepayment(house.services, firm.owner, prepayment)
        assert (again.prepayment_id, again.replayed) == (made.prepayment_id, True)
    invoice = await firm.issue("50.00")
    (paid,) = await firm.pay(invoice, "5.00", PaymentSource.CARD, key="k")
    assert paid.status is PaymentStatus.REQUIRES_ACTION


async def test_twelve_at_once_make_one_invoice(house: House) -> None:
    """P1, D30: one is first, eleven are told what came of it; with other inputs eleven are told of the conflict."""
    firm = await house.ready_firm()
    made = await asyncio.gather(
        *(create_invoice(house.services, firm.owner, new_invoice(firm, "k")) for _ in range(12))
    )
    assert len({one.invoice_id for one in made}) == 1
    assert sorted(one.replayed for one in made) == [False] + [True] * 11
    answers = await asyncio.gather(
        *(create_invoice(house.services, firm.owner, new_invoice(firm, "other", number=f"N{n}")) for n in range(12)),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in answers) == ["Created"] + ["IdempotencyConflict"] * 11
    assert (await firm.client()).due == 100_00


async def test_the_answer_is_as_things_are_now(house: House) -> None:
    """D30: the same objects, as they are now, whatever became of them since; nothing moves."""
    firm = await house.ready_firm()
    invoice = await firm.issue("50.00")
    wish = PayInvoice(invoice, AmountChoice.FULL, PaymentSource.CARD, None, "k")
    first = await pay_invoice(house.services, firm.client_user, wish)
    await cancel_payment(house.services, firm.client_user, first.payment_ids[0])
    await void_invoice(house.services, firm.owner, invoice, "mistake")
    async with firm.unmoved():
        again = await pay_invoice(house.services, firm.client_user, wish)
        assert (again.payment_ids, again.replayed) == (first.payment_ids, True)
    assert (await firm.payment(again.payment_ids[0])).status is PaymentStatus.CANCELED
    assert (await firm.invoice(invoice)).status is InvoiceStatus.VOID


async def test_a_twin_that_was_first_while_we_waited(house: House) -> None:
    """D30: known only with the firm locked: the second of the two decides nothing, not even about its own refusal."""
    firm = await house.ready_firm()
    await firm.prepay("50.00")
    invoice = await firm.issue("50.00")
    answers = await asyncio.gather(*(firm.pay(invoice, AmountChoice.FULL, key="k") for _ in range(2)))
    assert len({one[0].id for one in answers}) == 1
    assert await firm.figures(invoice) == ("PAID", 50_00, 0, 0)


async def test_an_unknown_end_keeps_the_key(house: House) -> None:
    """P5, D30: while it is not known what happened, another input is a conflict, also for what is payable."""
    firm = await house.ready_firm()
    invoice = await firm.issue("50.00")
    house.sandbox.faults.add(Fault("timeout", path="payment_intents$", times=2))
    with pytest.raises(ProviderUnavailable):
        await firm.pay(invoice, "20.00", PaymentSource.CARD, key="k")
    async with firm.unmoved():
        with pytest.raises(IdempotencyConflict):
            await firm.pay(invoice, "21.00", PaymentSource.CARD, key="k")
    assert await firm.figures(invoice) == ("UNPAID", 0, 20_00, 30_00)


async def test_the_key_is_kept_with_what_came_of_it(house: House) -> None:
    """D30: claimed with the intent, in one transaction; for its client and, where there is one, its invoice."""
    firm = await house.ready_firm()
    invoice = await firm.issue("50.00")
    (payment,) = await firm.pay(invoice, "20.00", PaymentSource.CARD, key="k")
    async with house.services.reads() as session:
        operation = (await session.scalars(select(models.Operation).where(models.Operation.key == "k"))).one()
    assert (operation.id, operation.seat_id) == (payment.operation_id, firm.client_user.id)
    assert (operation.client_id, operation.invoice_id) == (firm.client_id, invoice)
