-- $1 firm, $2 event number, $3 now, $4 client user, $5 client, $6 invoice, $7 amount, $8 idempotency key,
-- $9 fingerprint. The statement that locks the firm has taken the payment's number.
-- No lot here is a credit note; spending one is not revenue.
WITH lots AS (
  SELECT id, credits_posted - debits_posted AS free, sum(credits_posted - debits_posted) OVER (ORDER BY opened_at, id) - (credits_posted - debits_posted) AS before
  FROM account WHERE firm_id = $1 AND client_id = $5 AND kind = 'LOT' AND credits_posted > debits_posted
), parts AS MATERIALIZED (
  SELECT id, least(free, $7 - before)::bigint AS part, uuidv7() AS transfer FROM lots WHERE before < $7
), ids AS MATERIALIZED (
  -- After the parts' own, in the order in which the money moves.
  SELECT uuidv7() AS operation, uuidv7() AS payment, uuidv7() AS held, uuidv7() AS settled, uuidv7() AS recognition,
    f.currency, f.last_payment_number AS number, due.id AS due, billed.id AS billed, revenue.id AS revenue
  FROM (SELECT count(*) FROM parts) AS first, firm f, account due, account billed, account revenue
  WHERE f.id = $1 AND due.firm_id = $1 AND due.invoice_id = $6 AND due.kind = 'RECEIVABLE'
    AND billed.firm_id = $1 AND billed.kind = 'BILLED_CLEARING' AND billed.client_id IS NULL
    AND revenue.firm_id = $1 AND revenue.kind = 'REVENUE' AND revenue.client_id IS NULL
), event_row AS (
  INSERT INTO event (firm_id, seq, id, kind, client_user_id, client_id, at, subject_type, subject_id)
  SELECT $1, $2, uuidv7(), 'invoice.paid', $4, $5, $3, 'PAYMENT', payment FROM ids
), operation_row AS (
  INSERT INTO operation (firm_id, id, membership_id, key, mutation, fingerprint, client_id, invoice_id, created_at)
  SELECT $1, operation, $4, $8, 'payInvoice', $9, $5, $6, $3 FROM ids
), payment_row AS (
  INSERT INTO payment (firm_id, id, client_id, invoice_id, operation_id, event_seq, amount, applied, refunded, paid_by,
    status, number, created_at, settled_at, changed_seq)
  SELECT $1, payment, $5, $6, operation, $2, $7, $7, 0, 'CREDITS', 'SUCCEEDED', number, $3, $3, $2 FROM ids
), hold_row AS (
  INSERT INTO account (firm_id, id, currency, kind, client_id, payment_id, debits_posted, credits_posted, opened_at, changed_seq)
  SELECT $1, held, currency, 'HELD', $5, payment, $7, $7, $3, $2 FROM ids
), transfer_rows AS (
  INSERT INTO transfer (firm_id, id, currency, event_seq, debit_id, credit_id, amount, code, reference)
  SELECT $1, parts.transfer, currency, $2, parts.id, held, part, 'CREDITS_HELD', 'payment:' || payment || ':held:' || parts.id
  FROM ids, parts
  UNION ALL SELECT $1, settled, currency, $2, held, due, $7, 'PAYMENT_SETTLED', 'payment:' || payment || ':settled' FROM ids
  UNION ALL SELECT $1, recognition, currency, $2, billed, revenue, $7, 'REVENUE_RECOGNIZED', 'payment:' || payment || ':settled:revenue' FROM ids
), account_rows AS (
  UPDATE account a SET debits_posted = a.debits_posted + m.debits_posted, credits_posted = a.credits_posted + m.credits_posted, changed_seq = $2
  FROM (
    SELECT id, part AS debits_posted, 0 AS credits_posted FROM parts
    UNION ALL SELECT due, 0, $7 FROM ids
    UNION ALL SELECT billed, $7, 0 FROM ids
    UNION ALL SELECT revenue, 0, $7 FROM ids
  ) m
  WHERE a.firm_id = $1 AND a.id = m.id
), client_row AS (
  UPDATE client SET available = available - $7, due = due - $7 WHERE firm_id = $1 AND id = $5 RETURNING available, held
), invoice_row AS (
  UPDATE invoice SET paid = paid + $7, changed_seq = $2, last_paid_at = $3,
    status = CASE WHEN paid + $7 = total THEN 'PAID' ELSE 'PARTIALLY_PAID' END
  WHERE firm_id = $1 AND id = $6 RETURNING status, total, paid, pending
), entry_row AS (
  INSERT INTO credit_entry (firm_id, id, client_id, event_seq, kind, amount, balance_after, payment_id, created_at)
  SELECT $1, settled, $5, $2, 'INVOICE_PAYMENT', -$7, c.available + c.held, payment, $3 FROM ids, client_row c
)
SELECT ids.payment, c.available, c.held, i.status, i.total, i.paid, i.pending FROM ids, client_row c, invoice_row i
