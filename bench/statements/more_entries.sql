-- Records $3 offline payments of 1.00 as credits of client $2 of firm $1: each has an event, a lot and a credit entry.
WITH batch AS MATERIALIZED (
  SELECT n, f.seq + n AS seq, f.currency, c.available, c.held, uuidv7() AS lot, uuidv7() AS transfer, a.id AS cash,
    m.id AS member, greatest(clock_timestamp(), (SELECT e.at FROM event e WHERE e.firm_id = f.id AND e.seq = f.seq)) AS at
  FROM firm f
    JOIN client c ON c.firm_id = f.id AND c.id = $2
    JOIN account a ON a.firm_id = f.id AND a.kind = 'CASH_OFFLINE'
    JOIN firm_member m ON m.firm_id = f.id AND m.role = 'OWNER', generate_series(1, $3::bigint) n
  WHERE f.id = $1
), event_rows AS (
  INSERT INTO event (firm_id, seq, id, kind, member_id, client_id, at, subject_type, subject_id)
  SELECT $1, seq, uuidv7(), 'offline_payment.recorded', member, $2, at, 'CREDIT_ENTRY', transfer FROM batch
), lot_rows AS (
  INSERT INTO account (firm_id, id, currency, kind, client_id, source, debits_posted, credits_posted, opened_at, changed_seq)
  SELECT $1, lot, currency, 'LOT', $2, 'OFFLINE_PAYMENT', 0, 100, at, seq FROM batch
), transfer_rows AS (
  INSERT INTO transfer (firm_id, id, currency, event_seq, debit_id, credit_id, amount, code, reference)
  SELECT $1, transfer, currency, seq, cash, lot, 100, 'CREDIT_ISSUED', 'credit:' || lot FROM batch
), entry_rows AS (
  INSERT INTO credit_entry (firm_id, id, client_id, event_seq, kind, amount, balance_after, lot_id, offline_method,
    received_on, created_at)
  SELECT $1, transfer, $2, seq, 'OFFLINE_PAYMENT', 100, available + held + 100 * n, lot, 'WIRE', at::date, at FROM batch
), client_row AS (
  UPDATE client SET available = available + 100 * $3 WHERE firm_id = $1 AND id = $2
), firm_row AS (
  UPDATE firm SET seq = seq + $3 WHERE id = $1
)
UPDATE account SET debits_posted = debits_posted + 100 * $3 WHERE firm_id = $1 AND kind = 'CASH_OFFLINE'
