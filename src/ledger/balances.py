"""What a transfer does to the stored sums, told by the kinds of its two accounts alone. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from models import AccountKind

_CREDITS = (AccountKind.LOT, AccountKind.HELD)
_INVOICE = (AccountKind.DUE, AccountKind.PENDING)


@dataclass(frozen=True, slots=True)
class Effects:
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


def effects(debit: AccountKind, credit: AccountKind, amount: int) -> Effects:
    """The effects of moving `amount` minor units from the credited to the debited account."""

    def change(kind: AccountKind) -> int:
        return amount * ((credit is kind) - (debit is kind))

    settles = amount if debit in _CREDITS and credit in _INVOICE else 0
    takes_back = amount if debit in _INVOICE and credit in _CREDITS else 0
    return Effects(
        available=change(AccountKind.LOT),
        held=change(AccountKind.HELD),
        due=-(change(AccountKind.DUE) + change(AccountKind.PENDING)),
        paid=settles - takes_back,
        pending=-change(AccountKind.PENDING),
    )
