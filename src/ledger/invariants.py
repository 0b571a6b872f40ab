"""Invariants of the ledger: for each, one SQL statement that finds the rows that violate it (D32, D33)."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class InvariantViolation:
    """A row that violates an invariant; `detail` is its id or name."""

    invariant: str
    firm_id: str
    detail: str


# The signed change of the client's balance: credits to lots and holds minus debits.
_CREDIT_CHANGES_SQL = """
    SELECT t.firm_id, t.id, t.event_seq, coalesce(c.client_id, d.client_id) AS client_id,
           CASE WHEN c.kind IN ('LOT', 'HELD') THEN t.amount ELSE 0 END
         - CASE WHEN d.kind IN ('LOT', 'HELD') THEN t.amount ELSE 0 END AS change
    FROM transfer t
    JOIN account d ON d.firm_id = t.firm_id AND d.id = t.debit_id
    JOIN account c ON c.firm_id = t.firm_id AND c.id = t.credit_id
"""

# The signed change of each bounded account, whose balance must not be negative.
_BOUNDED_ACCOUNTS_SQL = """
    SELECT t.firm_id, a.id AS account_id, t.event_seq, t.id,
           t.amount * CASE WHEN (a.kind IN ('LOT', 'HELD')) = (a.id = t.credit_id) THEN 1 ELSE -1 END AS change
    FROM account a JOIN transfer t ON t.firm_id = a.firm_id AND (t.debit_id = a.id OR t.credit_id = a.id)
    WHERE a.kind IN ('LOT', 'HELD', 'RECEIVABLE', 'PENDING')
"""

INVARIANTS: dict[str, str] = {
    "account totals equal the sums of their transfers": """
        SELECT a.firm_id, a.id FROM account a
        WHERE a.debits_posted <> (SELECT coalesce(sum(t.amount), 0) FROM transfer t
                           WHERE t.firm_id = a.firm_id AND t.debit_id = a.id)
           OR a.credits_posted <> (SELECT coalesce(sum(t.amount), 0) FROM transfer t
                            WHERE t.firm_id = a.firm_id AND t.credit_id = a.id)""",
    "debits equal credits in each firm and currency": """
        SELECT firm_id, currency FROM account GROUP BY firm_id, currency
        HAVING sum(debits_posted) <> sum(credits_posted)""",
    "no bounded account was ever below zero": f"""
        SELECT firm_id, account_id FROM (
            SELECT firm_id, account_id,
                   sum(change) OVER (PARTITION BY firm_id, account_id ORDER BY event_seq, id) AS balance
            FROM ({_BOUNDED_ACCOUNTS_SQL}) AS moves) AS prefixes
        WHERE balance < 0""",
    "a client's available credits equal the balance of its lots": """
        SELECT c.firm_id, c.id FROM client c
        WHERE c.available <> (SELECT coalesce(sum(a.credits_posted - a.debits_posted), 0) FROM account a
                              WHERE a.firm_id = c.firm_id AND a.client_id = c.id AND a.kind = 'LOT')""",
    "a client's reserved credits equal its holds": """
        SELECT c.firm_id, c.id FROM client c
        WHERE c.held <> (SELECT coalesce(sum(a.credits_posted - a.debits_posted), 0) FROM account a
                         WHERE a.firm_id = c.firm_id AND a.client_id = c.id AND a.kind = 'HELD')""",
    "a client's balance equals the sum of its credit entries": """
        SELECT c.firm_id, c.id FROM client c
        WHERE c.available + c.held <> (SELECT coalesce(sum(e.amount), 0) FROM credit_entry e
                                       WHERE e.firm_id = c.firm_id AND e.client_id = c.id)""",
    "each credit entry has the balance after it": """
        SELECT firm_id, id FROM (
            SELECT firm_id, id, balance_after,
                   sum(amount) OVER (PARTITION BY firm_id, client_id ORDER BY event_seq, id) AS balance
            FROM credit_entry) AS running
        WHERE balance <> balance_after""",
    "a transfer is a credit entry exactly if it changes the balance": f"""
        SELECT coalesce(t.firm_id, e.firm_id), coalesce(t.id, e.id)
        FROM ({_CREDIT_CHANGES_SQL}) AS t
        LEFT JOIN credit_entry e ON e.firm_id = t.firm_id AND e.id = t.id
        WHERE t.change <> coalesce(e.amount, 0) OR (e.id IS NOT NULL AND e.client_id <> t.client_id)""",
    "an invoice's payable amount equals its receivable account": """
        SELECT i.firm_id, i.id FROM invoice i
        WHERE CASE WHEN i.status IN ('DRAFT', 'VOID') THEN 0 ELSE i.total - i.paid - i.pending END
           <> (SELECT coalesce(sum(a.debits_posted - a.credits_posted), 0) FROM account a
               WHERE a.firm_id = i.firm_id AND a.invoice_id = i.id AND a.kind = 'RECEIVABLE')""",
    "an invoice's pending amount equals its pending accounts": """
        SELECT i.firm_id, i.id FROM invoice i
        LEFT JOIN (SELECT firm_id, invoice_id, sum(debits_posted - credits_posted) AS amount FROM account
                   WHERE kind = 'PENDING' GROUP BY firm_id, invoice_id) AS p
               ON p.firm_id = i.firm_id AND p.invoice_id = i.id
        WHERE i.pending <> coalesce(p.amount, 0)""",
    "a client's amount due equals the sum of its invoices": """
        SELECT c.firm_id, c.id FROM client c
        WHERE c.due <> (SELECT coalesce(sum(i.total - i.paid), 0) FROM invoice i
                        WHERE i.firm_id = c.firm_id AND i.client_id = c.id AND i.status NOT IN ('DRAFT', 'VOID'))""",
    "a client's pending amount equals the sum of its invoices": """
        SELECT c.firm_id, c.id FROM client c
        WHERE c.pending <> (SELECT coalesce(sum(i.pending), 0) FROM invoice i
                            WHERE i.firm_id = c.firm_id AND i.client_id = c.id)""",
    "billed clearing equals the amount due on all invoices": """
        SELECT f.id, f.name FROM firm f
        WHERE (SELECT coalesce(sum(a.credits_posted - a.debits_posted), 0) FROM account a
               WHERE a.firm_id = f.id AND a.kind = 'BILLED_CLEARING')
           <> (SELECT coalesce(sum(i.total - i.paid), 0) FROM invoice i
               WHERE i.firm_id = f.id AND i.status NOT IN ('DRAFT', 'VOID'))""",
    "reversals credit the debited account, and at most the reversed amount": """
        SELECT o.firm_id, o.id FROM transfer o
        JOIN transfer r ON r.firm_id = o.firm_id AND r.reverses_id = o.id
        GROUP BY o.firm_id, o.id, o.amount, o.debit_id
        HAVING sum(r.amount) > o.amount OR sum(CASE WHEN r.credit_id = o.debit_id THEN 0 ELSE 1 END) > 0""",
    "a firm's events are numbered without gaps": """
        SELECT f.id, f.seq FROM firm f
        WHERE f.seq <> (SELECT count(*) FROM event e WHERE e.firm_id = f.id)
           OR f.seq <> (SELECT coalesce(max(e.seq), 0) FROM event e WHERE e.firm_id = f.id)""",
    "no event of a firm is earlier than the event before it": """
        SELECT e.firm_id, e.seq FROM event e
        JOIN event p ON p.firm_id = e.firm_id AND p.seq = e.seq - 1
        WHERE e.at < p.at""",
}


async def check_invariants(session: AsyncSession, invariants: dict[str, str] = INVARIANTS) -> list[InvariantViolation]:
    """Return the violations in all firms, in the session's snapshot."""
    return [
        InvariantViolation(invariant, str(firm_id), str(detail))
        for invariant, statement in invariants.items()
        for firm_id, detail in await session.execute(text(statement))
    ]
