-- Issues $3 invoices, each of one line of 1.00, to client $2 of firm $1.
WITH batch AS MATERIALIZED (
  SELECT n, f.seq + n AS seq, f.currency, uuidv7() AS invoice, uuidv7() AS due, uuidv7() AS transfer, a.id AS billed,
    m.id AS member, greatest(clock_timestamp(), (SELECT e.at FROM event e WHERE e.firm_id = f.id AND e.seq = f.seq)) AS at
  FROM firm f
    JOIN account a ON a.firm_id = f.id AND a.kind = 'BILLED_CLEARING'
    JOIN firm_member m ON m.firm_id = f.id AND m.role = 'OWNER', generate_series(1, $3::bigint) n
  WHERE f.id = $1
), event_rows AS (
  INSERT INTO event (firm_id, seq, id, kind, member_id, client_id, at, subject_type, subject_id)
  SELECT $1, seq, uuidv7(), 'invoice.issued', member, $2, at, 'INVOICE', invoice FROM batch
), invoice_rows AS (
  INSERT INTO invoice (firm_id, id, client_id, event_seq, number, number_key, number_order_key, search_key, status,
    total, paid, pending, issued_on, due_on, created_at, changed_seq)
  SELECT $1, invoice, $2, seq, 'M' || seq, 'M' || seq, 'm' || lpad(length(seq::text)::text, 4, '0') || seq,
    'm' || seq || chr(10), 'UNPAID', 100, 0, 0, at::date, at::date + 30, at, seq FROM batch
), line_rows AS (
  INSERT INTO invoice_line (firm_id, invoice_id, position, description, quantity, unit_price, amount)
  SELECT $1, invoice, 0, 'Advice', '1', 100, 100 FROM batch
), receivable_rows AS (
  INSERT INTO account (firm_id, id, currency, kind, client_id, invoice_id, debits_posted, credits_posted, opened_at, changed_seq)
  SELECT $1, due, currency, 'RECEIVABLE', $2, invoice, 100, 0, at, seq FROM batch
), transfer_rows AS (
  INSERT INTO transfer (firm_id, id, currency, event_seq, debit_id, credit_id, amount, code, reference)
  SELECT $1, transfer, currency, seq, due, billed, 100, 'INVOICE_ISSUED', 'invoice:' || invoice || ':issued' FROM batch
), client_row AS (
  UPDATE client SET due = due + 100 * $3 WHERE firm_id = $1 AND id = $2
), firm_row AS (
  UPDATE firm SET seq = seq + $3 WHERE id = $1
)
UPDATE account SET credits_posted = credits_posted + 100 * $3 WHERE firm_id = $1 AND kind = 'BILLED_CLEARING'
