"""What a transfer adds to the stored totals, by the kinds of its two accounts."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.balance_changes import BalanceChanges, compute_balance_changes
from models import AccountKind

CASH, LOT, HELD = AccountKind.CASH_PROVIDER, AccountKind.LOT, AccountKind.HELD
RECEIVABLE, PENDING = AccountKind.RECEIVABLE, AccountKind.PENDING
BILLED, REVENUE = AccountKind.BILLED_CLEARING, AccountKind.REVENUE
CREDITS, INVOICE = {LOT, HELD}, {RECEIVABLE, PENDING}

kinds = st.sampled_from(AccountKind)
amounts = st.integers(1, 10**15)
transfers = st.tuples(kinds, kinds, amounts)


@pytest.mark.parametrize(
    ("debit", "credit", "expected"),
    [
        (CASH, LOT, BalanceChanges(available=7)),
        (LOT, HELD, BalanceChanges(available=-7, held=7)),
        (HELD, LOT, BalanceChanges(available=7, held=-7)),
        (LOT, CASH, BalanceChanges(available=-7)),
        (RECEIVABLE, BILLED, BalanceChanges(due=7)),
        (BILLED, RECEIVABLE, BalanceChanges(due=-7)),
        (PENDING, RECEIVABLE, BalanceChanges(pending=7)),
        (RECEIVABLE, PENDING, BalanceChanges(pending=-7)),
        (LOT, RECEIVABLE, BalanceChanges(available=-7, due=-7, paid=7)),
        (LOT, PENDING, BalanceChanges(available=-7, due=-7, paid=7, pending=-7)),
        (HELD, RECEIVABLE, BalanceChanges(held=-7, due=-7, paid=7)),
        (HELD, PENDING, BalanceChanges(held=-7, due=-7, paid=7, pending=-7)),
        (RECEIVABLE, HELD, BalanceChanges(held=7, due=7, paid=-7)),
        (BILLED, REVENUE, BalanceChanges()),
    ],
)
def test_changes_of_each_kind_of_transfer(debit: AccountKind, credit: AccountKind, expected: BalanceChanges) -> None:
    """D12, D15, D33: every pair of accounts between which transfers are posted."""
    assert compute_balance_changes(debit, credit, 7) == expected


@given(kinds, kinds, amounts)
def test_reversal_cancels_the_changes(debit: AccountKind, credit: AccountKind, amount: int) -> None:
    """D32: a reversal is the same transfer the other way round."""
    posted, reversal = compute_balance_changes(debit, credit, amount), compute_balance_changes(credit, debit, amount)
    assert [a + b for a, b in zip(astuple(posted), astuple(reversal), strict=True)] == [0] * 5


@given(kinds, kinds, amounts, amounts)
def test_changes_are_additive(debit: AccountKind, credit: AccountKind, first: int, second: int) -> None:
    """D33: two transfers change as much as one of their sum."""
    parts = zip(
        astuple(compute_balance_changes(debit, credit, first)),
        astuple(compute_balance_changes(debit, credit, second)),
        strict=True,
    )
    assert tuple(a + b for a, b in parts) == astuple(compute_balance_changes(debit, credit, first + second))


@given(kinds, kinds, amounts)
def test_balance_changes_if_money_enters_or_leaves_credits(
    debit: AccountKind, credit: AccountKind, amount: int
) -> None:
    """D33: the balance is lots and holds together, so holding and releasing do not change it."""
    enters, leaves = credit in CREDITS, debit in CREDITS
    assert compute_balance_changes(debit, credit, amount).balance == amount * (enters - leaves)


@given(st.lists(transfers, max_size=30))
def test_totals_equal_account_balances(posted: list[tuple[AccountKind, AccountKind, int]]) -> None:
    """D12, D33: after any transfers, the stored totals are the sums over the accounts."""
    balances: Counter[AccountKind] = Counter()
    totals = [0] * 5
    paid = 0
    for debit, credit, amount in posted:
        balances[credit] += amount
        balances[debit] -= amount
        totals = [a + b for a, b in zip(totals, astuple(compute_balance_changes(debit, credit, amount)), strict=True)]
        paid += amount * ((debit in CREDITS and credit in INVOICE) - (debit in INVOICE and credit in CREDITS))
    due, pending = -balances[RECEIVABLE] - balances[PENDING], -balances[PENDING]
    assert totals == [balances[LOT], balances[HELD], due, paid, pending]


@given(st.lists(amounts, max_size=5), amounts)
def test_totals_of_an_invoice(paid: list[int], unpaid: int) -> None:
    """D12: due is total less paid, whatever is pending."""
    total = sum(paid) + unpaid
    changes = [compute_balance_changes(RECEIVABLE, BILLED, total)]
    for part in paid:
        changes += [compute_balance_changes(PENDING, RECEIVABLE, part), compute_balance_changes(HELD, PENDING, part)]
    changes.append(compute_balance_changes(PENDING, RECEIVABLE, unpaid))
    assert sum(change.due for change in changes) == total - sum(change.paid for change in changes) == unpaid
    assert sum(change.pending for change in changes) == unpaid
