"""The audit: every invariant of the books, of payments and of what keeps them going, in one go."""

from __future__ import annotations

import ledger
from billing.services import Services
from ledger import Finding

INVARIANTS: dict[str, str] = {
    "lines sum to the total": """
        SELECT i.firm_id, i.id FROM invoice i
        WHERE i.total <> (SELECT coalesce(sum(l.amount), 0) FROM invoice_line l
                          WHERE l.firm_id = i.firm_id AND l.invoice_id = i.id)""",
    "a prepayment that succeeded is credited, exactly, and no other": """
        SELECT p.firm_id, p.id FROM prepayment p
        LEFT JOIN credit_entry e ON e.firm_id = p.firm_id AND e.prepayment_id = p.id AND e.kind = 'PREPAYMENT'
        WHERE (p.status = 'SUCCEEDED') <> (e.id IS NOT NULL) OR e.amount <> p.amount""",
    "money of a payment that came is credited, exactly, and no other": """
        SELECT p.firm_id, p.id FROM payment p
        LEFT JOIN credit_entry e ON e.firm_id = p.firm_id AND e.payment_id = p.id AND e.kind = 'PAYMENT_RECEIVED'
        WHERE p.paid_by IN ('CARD', 'BANK_DEBIT')
          AND ((p.settled_at IS NOT NULL) <> (e.id IS NOT NULL) OR e.amount <> p.amount)""",
    "a payment from credits that succeeded is taken from credits, exactly, and no other": """
        SELECT p.firm_id, p.id FROM payment p
        LEFT JOIN credit_entry e ON e.firm_id = p.firm_id AND e.payment_id = p.id AND e.kind = 'INVOICE_PAYMENT'
        WHERE p.paid_by = 'CREDITS' AND ((p.status = 'SUCCEEDED') <> (e.id IS NOT NULL) OR -e.amount <> p.amount)""",
    "an invoice is paid by what its payments applied, less what was taken back": """
        SELECT i.firm_id, i.id FROM invoice i
        WHERE i.paid <> (SELECT coalesce(-sum(e.amount), 0) FROM credit_entry e
                         JOIN payment p ON p.firm_id = e.firm_id AND p.id = e.payment_id
                         WHERE p.firm_id = i.firm_id AND p.invoice_id = i.id
                           AND e.kind IN ('INVOICE_PAYMENT', 'REVERSAL'))""",
    "an invoice's pending is that of its payments under way": """
        SELECT i.firm_id, i.id FROM invoice i
        WHERE i.pending <> (SELECT coalesce(sum(p.amount), 0) FROM payment p
                            WHERE p.firm_id = i.firm_id AND p.invoice_id = i.id
                              AND p.status IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING'))""",
    "payments under way hold what they reserved, and no other does": """
        SELECT c.firm_id, c.id FROM client c
        WHERE c.held <> (SELECT coalesce(sum(p.amount), 0) FROM payment p
                         WHERE p.firm_id = c.firm_id AND p.client_id = c.id AND p.paid_by = 'CREDITS'
                           AND p.status IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING'))""",
    "a payment and its partner name each other": """
        SELECT p.firm_id, p.id FROM payment p
        LEFT JOIN payment q ON q.firm_id = p.firm_id AND q.id = p.partner_id
        WHERE p.partner_id IS NOT NULL AND (q.partner_id IS NULL OR q.partner_id <> p.id
           OR q.invoice_id <> p.invoice_id)""",
    # D34 over all days: cash = revenue + (what clients have - notes) - losses, all of them sums that are stored.
    "cash is what was earned and what clients hold, less what was lost": """
        SELECT f.id, f.name FROM firm f
        WHERE (SELECT coalesce(sum(a.debits - a.credits), 0) FROM account a WHERE a.firm_id = f.id
               AND a.kind IN ('CASH_PROVIDER', 'CASH_OFFLINE', 'REVENUE', 'NOTES', 'LOSS'))
           <> (SELECT coalesce(sum(c.available + c.held), 0) FROM client c WHERE c.firm_id = f.id)""",
    "cash leaves by a refund, a reversal or a dispute, and comes in anew or back from one of them": """
        SELECT t.firm_id, t.id FROM transfer t
        JOIN account a ON a.firm_id = t.firm_id AND a.id IN (t.debit_id, t.credit_id)
        LEFT JOIN transfer r ON r.firm_id = t.firm_id AND r.id = t.reverses_id
        WHERE a.kind IN ('CASH_PROVIDER', 'CASH_OFFLINE') AND NOT (a.id = t.debit_id AND r.id IS NULL)
          AND NOT EXISTS (SELECT 1 FROM transfer o
                          WHERE o.firm_id = t.firm_id AND o.id = CASE WHEN a.id = t.debit_id THEN r.id ELSE t.id END
                            AND (o.cause LIKE 'refund:%' OR o.cause LIKE 'credit:%' OR o.cause LIKE 'dispute:%'))""",
    "every charge under way has the job that asks after it": """
        SELECT c.firm_id, c.id FROM (
            SELECT firm_id, id, 'SYNC_PAYMENT' AS kind, status FROM payment WHERE connection_id IS NOT NULL
            UNION ALL SELECT firm_id, id, 'SYNC_PREPAYMENT', status FROM prepayment) AS c
        LEFT JOIN job j ON j.firm_id = c.firm_id AND j.kind = c.kind AND j.subject_id = c.id
        WHERE c.status IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING') AND j.id IS NULL""",
}


async def audit(services: Services) -> list[Finding]:
    """Check every invariant over all firms, in one snapshot. An empty list: everything is right."""
    async with services.reads() as session:
        return await ledger.audit_books(session, ledger.INVARIANTS | INVARIANTS)
