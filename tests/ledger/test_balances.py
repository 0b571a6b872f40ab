"""What a transfer does to the stored sums, told by the kinds of its two accounts."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.balances import BalanceChanges, compute_balance_changes
from models import AccountKind

CASH, LOT, HELD = AccountKind.CASH_PROVIDER, AccountKind.LOT, AccountKind.HELD
DUE, PENDING = AccountKind.RECEIVABLE, AccountKind.PENDING
BILLED, REVENUE = AccountKind.BILLED_CLEARING, AccountKind.REVENUE
CREDITS, INVOICE = {LOT, HELD}, {DUE, PENDING}

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
        (DUE, BILLED, BalanceChanges(due=7)),
        (BILLED, DUE, BalanceChanges(due=-7)),
        (PENDING, DUE, BalanceChanges(pending=7)),
        (DUE, PENDING, BalanceChanges(pending=-7)),
        (LOT, DUE, BalanceChanges(available=-7, due=-7, paid=7)),
        (LOT, PENDING, BalanceChanges(available=-7, due=-7, paid=7, pending=-7)),
        (HELD, DUE, BalanceChanges(held=-7, due=-7, paid=7)),
        (HELD, PENDING, BalanceChanges(held=-7, due=-7, paid=7, pending=-7)),
        (DUE, HELD, BalanceChanges(held=7, due=7, paid=-7)),
        (BILLED, REVENUE, BalanceChanges()),
    ],
)
def test_what_each_movement_does(debit: AccountKind, credit: AccountKind, expected: BalanceChanges) -> None:
    """D12, D15, D33: every pair of accounts that money moves between."""
    assert compute_balance_changes(debit, credit, 7) == expected


@given(kinds, kinds, amounts)
def test_back_again_is_as_if_nothing_had_been(debit: AccountKind, credit: AccountKind, amount: int) -> None:
    """D32: a reversal is the same transfer the other way round, and undoes all of it."""
    there, back = compute_balance_changes(debit, credit, amount), compute_balance_changes(credit, debit, amount)
    assert [a + b for a, b in zip(astuple(there), astuple(back), strict=True)] == [0] * 5


@given(kinds, kinds, amounts, amounts)
def test_in_two_parts_or_in_one(debit: AccountKind, credit: AccountKind, one: int, other: int) -> None:
    """D33: the sums do not depend on how a sum is cut."""
    parts = zip(
        astuple(compute_balance_changes(debit, credit, one)),
        astuple(compute_balance_changes(debit, credit, other)),
        strict=True,
    )
    assert tuple(a + b for a, b in parts) == astuple(compute_balance_changes(debit, credit, one + other))


@given(kinds, kinds, amounts)
def test_an_entry_is_what_passes_between_the_client_and_the_rest(
    debit: AccountKind, credit: AccountKind, amount: int
) -> None:
    """D33: the balance is lots and what is held; setting aside and giving back do not change it."""
    into, out = credit in CREDITS, debit in CREDITS
    assert compute_balance_changes(debit, credit, amount).balance == amount * (into - out)


@given(st.lists(transfers, max_size=30))
def test_the_sums_are_those_of_the_accounts(made: list[tuple[AccountKind, AccountKind, int]]) -> None:
    """D12, D33: however money moves, the stored sums are what adding up all the accounts gives."""
    balances: Counter[AccountKind] = Counter()
    found = [0] * 5
    settled = 0
    for debit, credit, amount in made:
        balances[credit] += amount
        balances[debit] -= amount
        found = [a + b for a, b in zip(found, astuple(compute_balance_changes(debit, credit, amount)), strict=True)]
        settled += amount * ((debit in CREDITS and credit in INVOICE) - (debit in INVOICE and credit in CREDITS))
    due, pending = -balances[DUE] - balances[PENDING], -balances[PENDING]
    assert found == [balances[LOT], balances[HELD], due, settled, pending]


@given(st.lists(amounts, max_size=5), amounts)
def test_an_invoices_sums_add_up(paid: list[int], unpaid: int) -> None:
    """D12: issued, begun and settled: what is due is the total less what is paid, whatever is pending."""
    total = sum(paid) + unpaid
    sums = [compute_balance_changes(DUE, BILLED, total)]
    for part in paid:
        sums += [compute_balance_changes(PENDING, DUE, part), compute_balance_changes(HELD, PENDING, part)]
    sums.append(compute_balance_changes(PENDING, DUE, unpaid))
    assert sum(one.due for one in sums) == total - sum(one.paid for one in sums) == unpaid
    assert sum(one.pending for one in sums) == unpaid
