"""Concurrent payments of one client, in one process and in several: each decides on what the others committed."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import pytest

import models
from billing.errors import DomainError, IdempotencyConflict, InsufficientCredits, NotFound
from billing.payments.allocation import (
    AmountChoice,
    AmountExceedsPayable,
    AmountRequest,
    InvoiceNotPayable,
    PartialAmount,
    PaymentSource,
)
from billing.payments.pay_invoice import PayInvoiceCommand, PayInvoiceResult, pay_invoice
from tests.support.driver_spy import spy_on_driver
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows
from tests.support.other_process import firm_in, other_process
from tests.support.round_trips import record_round_trips, written_tables

REMAINING = AmountChoice.REMAINING


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    """A firm whose client has credits of 30.00."""
    return await app.create_prepaid_firm("30.00")


@pytest.fixture
async def rival(app: AppHarness, firm: Firm) -> AsyncIterator[Firm]:
    """The firm in another process."""
    async with other_process(app) as rival_app:
        yield firm_in(rival_app, firm)


async def pay(firm: Firm, invoice_id: uuid.UUID, amount: AmountRequest | str, key: str) -> PayInvoiceResult:
    request = PartialAmount(Decimal(amount)) if isinstance(amount, str) else amount
    command = PayInvoiceCommand(invoice_id, request, PaymentSource.CREDITS, None, key)
    return await pay_invoice(firm.app.services, firm.client_user, command)


async def outcomes(payments: Iterable[Awaitable[PayInvoiceResult]]) -> Counter[str]:
    """Count the results of concurrent payments by their type."""
    results = await asyncio.gather(*payments, return_exceptions=True)
    return Counter(type(result).__name__ for result in results)


@asynccontextmanager
async def before_lock(app: AppHarness, run: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
    """Run this once, when the application's next transaction is about to lock the firm."""
    is_first = True

    async def on_write(_statements: object) -> None:
        nonlocal is_first
        if is_first:
            is_first = False
            await run()

    async with spy_on_driver(app, on_write=on_write):
        yield
    assert not is_first


async def test_one_of_twelve_pays_what_remains(firm: Firm, rival: Firm) -> None:
    """P4, D13: twelve payers in two processes ask for what remains: one pays it, and nothing remains for the others."""
    invoice = await firm.create_invoice("20.00")
    payers = [pay(firm if number % 2 else rival, invoice, REMAINING, f"key {number}") for number in range(12)]
    assert await outcomes(payers) == {"PayInvoiceResult": 1, "InvoiceNotPayable": 11}
    assert await firm.invoice_figures(invoice) == ("PAID", 20_00, 0, 0)
    assert await firm.credits() == (10_00, 0)
    assert await firm.credit_entries() == [("PREPAYMENT", 30_00, 30_00), ("INVOICE_PAYMENT", -20_00, 10_00)]


async def test_credits_are_not_overdrawn(firm: Firm, rival: Firm) -> None:
    """P4, D14: of twelve payers of 10.00 each, three spend the credits of 30.00, and nine are refused."""
    invoices = [await firm.create_invoice("10.00") for _ in range(12)]
    payers = [
        pay(firm if number % 2 else rival, invoice, "10.00", f"key {number}") for number, invoice in enumerate(invoices)
    ]
    assert await outcomes(payers) == {"PayInvoiceResult": 3, "InsufficientCredits": 9}
    figures = Counter([await firm.invoice_figures(invoice) for invoice in invoices])
    assert figures == {("PAID", 10_00, 0, 0): 3, ("UNPAID", 0, 0, 10_00): 9}
    assert await firm.credits() == (0, 0)
    assert await firm.lot_balances() == [0]


async def test_twelve_requests_with_one_key_pay_once(firm: Firm, rival: Firm) -> None:
    """P1, D30: one pays, and the others get the same payment."""
    invoice = await firm.create_invoice("100.00")
    results = await asyncio.gather(*(pay(firm if number % 2 else rival, invoice, "5.00", "k") for number in range(12)))
    assert sorted(result.replayed for result in results) == [False] + [True] * 11
    assert len({result.payment_ids for result in results}) == 1
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 5_00, 0, 95_00)


@pytest.mark.parametrize("amount", ["5.00", "6.00"])
async def test_another_process_uses_the_key_first(app: AppHarness, firm: Firm, rival: Firm, amount: str) -> None:
    """P1, D30: just before the lock; the same input is answered with its payment, another input is a conflict."""
    invoice = await firm.create_invoice("100.00")
    first: list[PayInvoiceResult] = []

    async def pay_first() -> None:
        first.append(await pay(rival, invoice, amount, "k"))

    async with before_lock(app, pay_first):
        if amount == "5.00":
            result = await pay(firm, invoice, "5.00", "k")
            assert (result.replayed, result.payment_ids) == (True, first[0].payment_ids)
        else:
            with pytest.raises(IdempotencyConflict):
                await pay(firm, invoice, "5.00", "k")
    assert not first[0].replayed
    assert (await firm.invoice_figures(invoice))[1] == int(Decimal(amount) * 100)


async def test_payment_is_decided_on_the_newest_state(app: AppHarness, firm: Firm, rival: Firm) -> None:
    """P4, D13: what remains, the credits and the status of the invoice are those of the moment of the lock."""
    invoice, other = await firm.create_invoice("20.00"), await firm.create_invoice("50.00")
    async with before_lock(app, lambda: rival.pay(invoice, "15.00")):
        (payment,) = await firm.pay(invoice, REMAINING)
    assert payment.amount == 5_00
    async with before_lock(app, lambda: rival.pay(other, "10.00")):
        with pytest.raises(InsufficientCredits):
            await firm.pay(other, "5.00")
    await firm.prepay("40.00")
    invoice = await firm.create_invoice("20.00")
    async with before_lock(app, lambda: rival.pay(invoice, REMAINING)):
        with pytest.raises(InvoiceNotPayable):
            await firm.pay(invoice, REMAINING)
    assert await firm.invoice_figures(invoice) == ("PAID", 20_00, 0, 0)


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        ("5.00", NotFound),
        ("101.00", AmountExceedsPayable),
        ("99.00", InsufficientCredits),
        (REMAINING, InvoiceNotPayable),
    ],
)
async def test_refused_payment_writes_nothing(
    app: AppHarness, firm: Firm, amount: AmountRequest | str, error: type[DomainError]
) -> None:
    """D30: no row of any table is changed, no write is sent, and the key is free."""
    invoice = await firm.create_invoice("100.00")
    if error is InvoiceNotPayable:
        await firm.prepay("70.00")
        await firm.pay(invoice, REMAINING)
    before = await all_rows(app.services)
    with record_round_trips() as log, pytest.raises(error):
        await pay(firm, models.new_id() if error is NotFound else invoice, amount, "k")
    assert log.statements
    assert not any(map(written_tables, log.statements))
    assert await all_rows(app.services) == before
    other = await firm.create_invoice("5.00")
    await firm.prepay("5.00")
    assert not (await pay(firm, other, REMAINING, "k")).replayed


async def test_replay_writes_nothing(app: AppHarness, firm: Firm) -> None:
    """D30: a key that was used answers with its payment, also once the invoice is paid and the credits are spent."""
    invoice = await firm.create_invoice("30.00")
    first = await pay(firm, invoice, REMAINING, "k")
    before: Any = await all_rows(app.services)
    again = await pay(firm, invoice, REMAINING, "k")
    assert (again.payment_ids, again.replayed) == (first.payment_ids, True)
    with pytest.raises(IdempotencyConflict):
        await pay(firm, invoice, "30.00", "k")
    assert await all_rows(app.services) == before
