"""What a transfer does to the stored sums, told by the kinds of its two accounts alone. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from models import AccountKind

_CREDIT_KINDS = (AccountKind.LOT, AccountKind.HELD)
_INVOICE_KINDS = (AccountKind.RECEIVABLE, AccountKind.PENDING)


@dataclass(frozen=True, slots=True)
class BalanceChanges:
    """Changes in minor units. Of the client: available, held, due. Of the invoice: paid, pending."""

    available: int = 0
    held: int = 0
    due: int = 0
    paid: int = 0
    pending: int = 0

    @property
    def balance(self) -> int:
        """The change of the client's balance: lots and held together (D33). Not zero: it is a credit entry."""
        return self.available + self.held


def compute_balance_changes(debit: AccountKind, credit: AccountKind, amount: int) -> BalanceChanges:
    """The effects of moving `amount` minor units from the credited to the debited account."""

    def change(kind: AccountKind) -> int:
        return amount * ((credit is kind) - (debit is kind))

    settles = amount if debit in _CREDIT_KINDS and credit in _INVOICE_KINDS else 0
    takes_back = amount if debit in _INVOICE_KINDS and credit in _CREDIT_KINDS else 0
    return BalanceChanges(
        available=change(AccountKind.LOT),
        held=change(AccountKind.HELD),
        due=-(change(AccountKind.RECEIVABLE) + change(AccountKind.PENDING)),
        paid=settles - takes_back,
        pending=-change(AccountKind.PENDING),
    )
