"""What a transfer adds to the stored totals of a client and an invoice, by the kinds of its two accounts. Pure.

The totals are columns of `models.Client` and `models.Invoice`; `LedgerTransaction.post` updates them.
"""

from dataclasses import dataclass

from models import AccountKind

_CREDIT_KINDS = (AccountKind.LOT, AccountKind.HELD)
_INVOICE_KINDS = (AccountKind.RECEIVABLE, AccountKind.PENDING)


@dataclass(frozen=True, slots=True)
class BalanceChanges:
    """Changes in minor units: `available`, `held` and `due` of the client, `paid` of the invoice, `pending` of both."""

    available: int = 0
    held: int = 0
    due: int = 0
    paid: int = 0
    pending: int = 0

    @property
    def balance(self) -> int:
        """The change of the client's balance (D33). If it is not zero, the transfer is a credit entry."""
        return self.available + self.held


def compute_balance_changes(debit: AccountKind, credit: AccountKind, amount: int) -> BalanceChanges:
    """Return what a transfer of `amount` minor units between accounts of these kinds changes."""

    def credited(kind: AccountKind) -> int:
        return amount * ((credit is kind) - (debit is kind))

    applied = amount if debit in _CREDIT_KINDS and credit in _INVOICE_KINDS else 0
    unapplied = amount if debit in _INVOICE_KINDS and credit in _CREDIT_KINDS else 0
    return BalanceChanges(
        available=credited(AccountKind.LOT),
        held=credited(AccountKind.HELD),
        due=-(credited(AccountKind.RECEIVABLE) + credited(AccountKind.PENDING)),
        paid=applied - unapplied,
        pending=-credited(AccountKind.PENDING),
    )
