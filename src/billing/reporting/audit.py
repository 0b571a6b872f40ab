"""Audit: check all invariants of the ledger, of payments and of jobs. The SQL of each selects its violations."""

import ledger
from billing.services import Services
from ledger import InvariantViolation

INVARIANTS: dict[str, str] = {
    "the lines of an invoice sum to its total": """
        SELECT i.firm_id, i.id FROM invoice i
        WHERE i.total <> (SELECT coalesce(sum(l.amount), 0) FROM invoice_line l
                          WHERE l.firm_id = i.firm_id AND l.invoice_id = i.id)""",
    "exactly the succeeded prepayments are credited, with their amounts": """
        SELECT p.firm_id, p.id FROM prepayment p
        LEFT JOIN credit_entry e ON e.firm_id = p.firm_id AND e.prepayment_id = p.id AND e.kind = 'PREPAYMENT'
        WHERE (p.status = 'SUCCEEDED') <> (e.id IS NOT NULL) OR e.amount <> p.amount""",
    "exactly the settled payments by card or debit are credited, with their amounts": """
        SELECT p.firm_id, p.id FROM payment p
        LEFT JOIN credit_entry e ON e.firm_id = p.firm_id AND e.payment_id = p.id AND e.kind = 'PAYMENT_RECEIVED'
        WHERE p.paid_by IN ('CARD', 'BANK_DEBIT')
          AND ((p.settled_at IS NOT NULL) <> (e.id IS NOT NULL) OR e.amount <> p.amount)""",
    "every offline payment is credited with its amount": """
        SELECT p.firm_id, p.id FROM payment p
        LEFT JOIN credit_entry e ON e.firm_id = p.firm_id AND e.payment_id = p.id AND e.kind = 'OFFLINE_PAYMENT'
        WHERE p.paid_by = 'OFFLINE' AND (e.id IS NULL OR e.amount <> p.amount OR p.status <> 'SUCCEEDED')""",
    "exactly the succeeded payments from credits are taken from credits, with their amounts": """
        SELECT p.firm_id, p.id FROM payment p
        LEFT JOIN transfer t ON t.firm_id = p.firm_id AND t.id = (
            SELECT s.id FROM transfer s
            JOIN account h ON h.firm_id = s.firm_id AND h.id = s.debit_id
            JOIN account i ON i.firm_id = s.firm_id AND i.id = s.credit_id
            WHERE s.firm_id = p.firm_id AND h.payment_id = p.id
              AND h.kind = 'HELD' AND i.kind IN ('RECEIVABLE', 'PENDING')
            ORDER BY s.event_seq, s.id LIMIT 1)
        WHERE p.paid_by = 'CREDITS' AND ((p.status = 'SUCCEEDED') <> (t.id IS NOT NULL) OR t.amount <> p.amount)""",
    "settled payments and prepayments are numbered without gaps": """
        SELECT f.id, f.id FROM firm f
        LEFT JOIN (
            SELECT n.firm_id, count(DISTINCT n.number) AS numbers, count(*) AS settled, max(n.number) AS newest FROM (
                SELECT firm_id, number FROM payment WHERE number IS NOT NULL
                UNION ALL SELECT firm_id, number FROM prepayment WHERE number IS NOT NULL) AS n
            GROUP BY n.firm_id) AS s ON s.firm_id = f.id
        WHERE f.last_payment_number <> coalesce(s.newest, 0)
           OR f.last_payment_number <> coalesce(s.numbers, 0) OR f.last_payment_number <> coalesce(s.settled, 0)""",
    "a payment's applied amount is what was applied to its invoice less what was unapplied": """
        SELECT p.firm_id, p.id FROM payment p
        LEFT JOIN (
            SELECT m.firm_id, m.payment_id, sum(m.amount) AS amount FROM (
                SELECT t.firm_id, d.payment_id, t.amount FROM transfer t
                JOIN account d ON d.firm_id = t.firm_id AND d.id = t.debit_id AND d.kind IN ('LOT', 'HELD')
                JOIN account c ON c.firm_id = t.firm_id AND c.id = t.credit_id AND c.kind IN ('RECEIVABLE', 'PENDING')
                UNION ALL
                SELECT t.firm_id, c.payment_id, -t.amount FROM transfer t
                JOIN account d ON d.firm_id = t.firm_id AND d.id = t.debit_id AND d.kind IN ('RECEIVABLE', 'PENDING')
                JOIN account c ON c.firm_id = t.firm_id AND c.id = t.credit_id AND c.kind IN ('LOT', 'HELD')) AS m
            GROUP BY m.firm_id, m.payment_id) AS s ON s.firm_id = p.firm_id AND s.payment_id = p.id
        WHERE p.applied <> coalesce(s.amount, 0)""",
    "an invoice's paid amount is the sum of the applied amounts of its payments": """
        SELECT i.firm_id, i.id FROM invoice i
        WHERE i.paid <> (SELECT coalesce(sum(p.applied), 0) FROM payment p
                         WHERE p.firm_id = i.firm_id AND p.invoice_id = i.id)""",
    "a refunded amount is the sum of the succeeded refunds": """
        SELECT c.firm_id, c.id FROM (
            SELECT firm_id, id, refunded FROM payment UNION ALL SELECT firm_id, id, refunded FROM prepayment) AS c
        WHERE c.refunded <> (SELECT coalesce(sum(r.amount), 0) FROM refund r
                             WHERE r.firm_id = c.firm_id AND (r.payment_id = c.id OR r.prepayment_id = c.id)
                               AND r.status = 'SUCCEEDED')""",
    "an open refund holds its amount, and any other holds nothing": """
        SELECT r.firm_id, r.id FROM refund r
        LEFT JOIN account a ON a.firm_id = r.firm_id AND a.refund_id = r.id
        WHERE coalesce(a.credits_posted - a.debits_posted, 0)
           <> CASE WHEN r.status IN ('CREATING', 'PROCESSING') THEN r.amount - r.lost ELSE 0 END""",
    "a prepayment is the sum of what remains, is reserved, was used and was refunded or disputed": """
        SELECT p.firm_id, p.id FROM prepayment p
        JOIN account l ON l.firm_id = p.firm_id AND l.prepayment_id = p.id
        WHERE p.amount <> l.credits_posted - l.debits_posted
            + (SELECT coalesce(sum(r.amount - r.lost), 0) FROM refund r
               WHERE r.firm_id = p.firm_id AND r.prepayment_id = p.id AND r.status <> 'FAILED')
            + (SELECT coalesce(-sum(e.amount), 0) FROM credit_entry e
               WHERE e.firm_id = p.firm_id AND e.prepayment_id = p.id AND e.kind = 'DISPUTE')
            + (SELECT coalesce(sum(CASE WHEN t.debit_id = l.id THEN t.amount ELSE -t.amount END), 0)
               FROM transfer t
               JOIN account h ON h.firm_id = t.firm_id
                AND h.id = CASE WHEN t.debit_id = l.id THEN t.credit_id ELSE t.debit_id END
               WHERE t.firm_id = p.firm_id AND (t.debit_id = l.id OR t.credit_id = l.id)
                 AND h.kind = 'HELD' AND h.payment_id IS NOT NULL)""",
    "disputes withdrew exactly what the ledger says": """
        SELECT f.id, f.name FROM firm f
        WHERE (SELECT coalesce(sum(d.amount * (d.withdrawals - d.reinstatements)), 0) FROM dispute d
               WHERE d.firm_id = f.id)
           <> (SELECT coalesce(sum(CASE WHEN c.kind = 'CASH_PROVIDER' THEN t.amount ELSE -t.amount END), 0)
               FROM transfer t
               JOIN account c ON c.firm_id = t.firm_id AND c.id = t.credit_id
               JOIN account b ON b.firm_id = t.firm_id AND b.id = t.debit_id
               WHERE t.firm_id = f.id AND t.code IN ('DISPUTE_WITHDRAWN', 'DISPUTE_LOSS', 'DISPUTE_REINSTATED')
                 AND (c.kind = 'CASH_PROVIDER' OR b.kind = 'CASH_PROVIDER'))""",
    "the firm's losses are what refunds and disputes took from payments beyond their amounts": """
        SELECT f.id, f.name FROM firm f
        WHERE (SELECT coalesce(sum(a.debits_posted - a.credits_posted), 0) FROM account a
               WHERE a.firm_id = f.id AND a.kind = 'WRITE_OFFS')
            + (SELECT coalesce(sum(r.lost), 0) FROM refund r
               WHERE r.firm_id = f.id AND r.status IN ('CREATING', 'PROCESSING'))
           <> (SELECT coalesce(sum(CASE WHEN o.went > o.amount THEN o.went - o.amount ELSE 0 END), 0) FROM (
                 SELECT c.firm_id, c.amount,
                        (SELECT coalesce(sum(r.amount), 0) FROM refund r
                         WHERE r.firm_id = c.firm_id AND (r.payment_id = c.id OR r.prepayment_id = c.id)
                           AND r.status <> 'FAILED')
                      + (SELECT coalesce(sum(d.amount * (d.withdrawals - d.reinstatements)), 0) FROM dispute d
                         WHERE d.firm_id = c.firm_id AND (d.payment_id = c.id OR d.prepayment_id = c.id)) AS went
                 FROM (SELECT firm_id, id, amount FROM payment
                       UNION ALL SELECT firm_id, id, amount FROM prepayment) AS c) AS o
               WHERE o.firm_id = f.id)""",
    # Money of a provider part that succeeds after it was closed becomes credits: the credits part stays closed (D25).
    "both parts of a split tender have the same status, or the provider part succeeded late": """
        SELECT p.firm_id, p.id FROM payment p
        JOIN payment q ON q.firm_id = p.firm_id AND q.id = p.split_tender_id
        WHERE p.paid_by = 'CREDITS' AND p.status <> q.status
          AND NOT (p.status IN ('FAILED', 'CANCELED') AND q.status = 'SUCCEEDED')""",
    "an ended provider payment has no client secret, and a settled or failed one has ended": """
        SELECT c.firm_id, c.id FROM (
            SELECT firm_id, id, client_secret, status, ended_at, settled_at FROM payment WHERE connection_id IS NOT NULL
            UNION ALL SELECT firm_id, id, client_secret, status, ended_at, settled_at FROM prepayment) AS c
        WHERE (c.ended_at IS NOT NULL AND c.client_secret IS NOT NULL)
           OR (c.settled_at IS NOT NULL AND c.ended_at IS NULL)
           OR (c.status IN ('FAILED', 'CANCELED') AND c.ended_at IS NULL)""",
    "an invoice's pending amount is the sum of its open payments": """
        SELECT i.firm_id, i.id FROM invoice i
        WHERE i.pending <> (SELECT coalesce(sum(p.amount), 0) FROM payment p
                            WHERE p.firm_id = i.firm_id AND p.invoice_id = i.id
                              AND p.status IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING'))""",
    "a client's held credits are those of open payments and refunds": """
        SELECT c.firm_id, c.id FROM client c
        WHERE c.held <> (SELECT coalesce(sum(p.amount), 0) FROM payment p
                         WHERE p.firm_id = c.firm_id AND p.client_id = c.id AND p.paid_by = 'CREDITS'
                           AND p.status IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING'))
                      + (SELECT coalesce(sum(r.amount - r.lost), 0) FROM refund r
                         WHERE r.firm_id = c.firm_id AND r.client_id = c.id
                           AND r.status IN ('CREATING', 'PROCESSING'))""",
    "both parts of a split tender refer to each other and to the same invoice": """
        SELECT p.firm_id, p.id FROM payment p
        LEFT JOIN payment q ON q.firm_id = p.firm_id AND q.id = p.split_tender_id
        WHERE p.split_tender_id IS NOT NULL AND (q.split_tender_id IS NULL OR q.split_tender_id <> p.id
           OR q.invoice_id <> p.invoice_id)""",
    # D34 over the whole history: cash = revenue + (credits held - unspent credit notes) - losses, from stored totals.
    "cash is revenue plus credits held less losses": """
        SELECT f.id, f.name FROM firm f
        WHERE (SELECT coalesce(sum(a.debits_posted - a.credits_posted), 0) FROM account a WHERE a.firm_id = f.id
               AND a.kind IN ('CASH_PROVIDER', 'CASH_OFFLINE', 'REVENUE', 'CREDIT_NOTES', 'WRITE_OFFS'))
           <> (SELECT coalesce(sum(c.available + c.held), 0) FROM client c WHERE c.firm_id = f.id)""",
    "cash leaves only by refunds, reversals and disputes, and returns only from them": """
        SELECT t.firm_id, t.id FROM transfer t
        JOIN account a ON a.firm_id = t.firm_id AND a.id IN (t.debit_id, t.credit_id)
        LEFT JOIN transfer r ON r.firm_id = t.firm_id AND r.id = t.reverses_id
        WHERE a.kind IN ('CASH_PROVIDER', 'CASH_OFFLINE') AND NOT (a.id = t.debit_id AND r.id IS NULL)
          AND NOT EXISTS (SELECT 1 FROM transfer o
                          WHERE o.firm_id = t.firm_id AND o.id = CASE WHEN a.id = t.debit_id THEN r.id ELSE t.id END
                            AND o.code IN ('REFUND_PAID', 'REFUND_LOSS', 'REFUND_LOSS_RECOVERED', 'CREDIT_REVERSED',
                                           'DISPUTE_WITHDRAWN', 'DISPUTE_LOSS', 'DISPUTE_LOSS_RECOVERED'))""",
    "every provider payment that has not ended has a sync job": """
        SELECT c.firm_id, c.id FROM (
            SELECT firm_id, id, 'SYNC_PAYMENT' AS kind, ended_at FROM payment WHERE connection_id IS NOT NULL
            UNION ALL SELECT firm_id, id, 'SYNC_PREPAYMENT', ended_at FROM prepayment) AS c
        LEFT JOIN job j ON j.firm_id = c.firm_id AND j.kind = c.kind AND j.subject_id = c.id
        WHERE c.ended_at IS NULL AND j.id IS NULL""",
    "every queued mail has a job": """
        SELECT m.firm_id, m.id FROM mail m
        LEFT JOIN job j ON j.firm_id = m.firm_id AND j.kind = 'SEND_MAIL' AND j.subject_id = m.id
        WHERE m.status = 'QUEUED' AND j.id IS NULL""",
    "every open refund has a sync job": """
        SELECT r.firm_id, r.id FROM refund r
        LEFT JOIN job j ON j.firm_id = r.firm_id AND j.subject_id = coalesce(r.payment_id, r.prepayment_id)
        WHERE r.status IN ('CREATING', 'PROCESSING') AND j.id IS NULL""",
}


async def audit(services: Services) -> list[InvariantViolation]:
    """Check every invariant for all firms in one snapshot. Returns the violations."""
    async with services.reads() as session:
        return await ledger.invariants.check_invariants(session, ledger.invariants.INVARIANTS | INVARIANTS)
