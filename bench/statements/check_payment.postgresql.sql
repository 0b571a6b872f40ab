-- $1 firm, $2 client, $3 invoice, $4 membership, $5 idempotency key
SELECT
  CASE WHEN i.status IN ('UNPAID', 'PARTIALLY_PAID') THEN i.total - i.paid - i.pending ELSE 0 END AS payable,
  c.available,
  EXISTS (SELECT 1 FROM operation o WHERE o.firm_id = $1 AND o.membership_id = $4 AND o.key = $5) AS known
FROM invoice i
  JOIN client c ON c.firm_id = i.firm_id AND c.id = i.client_id
  JOIN payment_settings s ON s.firm_id = i.firm_id
WHERE i.firm_id = $1 AND i.client_id = $2 AND i.id = $3 AND i.status <> 'DRAFT' AND NOT s.hide_invoices_from_clients
