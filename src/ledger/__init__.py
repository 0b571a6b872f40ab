"""Double-entry ledger: the only code that writes transfers. Posted transfers never change (D32).

Functions take a `LedgerTransaction`, which holds the firm's lock. Amounts are minor units of the firm's currency.

- `events`: who did what, in the order of time
- `transaction`: the ledger transaction: lock, event, rows; open accounts, post transfers
- `invoices`: issue and void an invoice
- `payments`: reserve, hold credits, receive money, settle, release
- `unapply`: take a settled payment off its invoice, reapply it
- `credit_notes`: issue a credit note, record offline money as credits, reverse either of them
- `refunds`: hold, pay and reverse a refund, recover its loss
- `disputes`: withdraw and reinstate disputed funds (chargebacks), recover the loss
- `lots`: a client's unspent lots, oldest first
- `reversals`: reverse transfers, wholly or in part
- `balance_changes`: what a transfer adds to the stored totals of a client and an invoice
- `invariants`: conditions that hold at every commit, as SQL statements over the whole ledger
"""

from ledger import credit_notes, disputes, invariants, invoices, lots, payments, refunds, unapply
from ledger.events import EventMeta, build_event_changes, record_event, select_firm
from ledger.invariants import InvariantViolation
from ledger.transaction import LedgerTransaction
