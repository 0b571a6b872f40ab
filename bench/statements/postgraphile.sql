-- The functions that PostGraphile exposes as fields: the viewer, lists in Acompte's order, and the payment.
CREATE FUNCTION viewer() RETURNS client_user LANGUAGE sql STABLE AS $$
  SELECT * FROM client_user
  WHERE firm_id = current_setting('bench.firm_id')::uuid AND id = current_setting('bench.client_user_id')::uuid
$$;

CREATE FUNCTION client_entries(c client) RETURNS SETOF credit_entry LANGUAGE sql STABLE AS $$
  SELECT * FROM credit_entry WHERE firm_id = c.firm_id AND client_id = c.id ORDER BY event_seq DESC, id DESC
$$;

CREATE FUNCTION client_portal_invoices(c client) RETURNS SETOF invoice LANGUAGE sql STABLE AS $$
  SELECT i.* FROM invoice i JOIN payment_settings s ON s.firm_id = i.firm_id
  WHERE i.firm_id = c.firm_id AND i.client_id = c.id AND i.status <> 'DRAFT' AND NOT s.hide_invoices_from_clients
  ORDER BY i.id DESC
$$;

-- PostGraphile exposes a foreign key only where an index starts with its columns, which this one has not.
CREATE FUNCTION invoice_payments(i invoice) RETURNS SETOF payment LANGUAGE sql STABLE AS $$
  SELECT * FROM payment WHERE firm_id = i.firm_id AND invoice_id = i.id ORDER BY id
$$;

CREATE FUNCTION invoice_amount_due(i invoice) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT CASE i.status WHEN 'VOID' THEN 0 ELSE i.total - i.paid END
$$;

-- The baseline's two statements, by name: $1 and so on are their parameters.
CREATE FUNCTION check_payment(uuid, uuid, uuid, uuid, text)
RETURNS TABLE (payable bigint, available bigint, known boolean) LANGUAGE sql AS $$ {check} $$;

CREATE FUNCTION write_payment(uuid, bigint, timestamptz, uuid, uuid, uuid, bigint, text, text)
RETURNS TABLE (payment uuid, available bigint, held bigint, status text, total bigint, paid bigint, pending bigint)
LANGUAGE sql AS $$ {write} $$;

CREATE FUNCTION pay_invoice(invoice_id uuid, amount bigint, key text, fingerprint text) RETURNS payment
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  viewer_firm_id uuid := current_setting('bench.firm_id');
  membership_id uuid := current_setting('bench.client_user_id');
  viewer_client_id uuid := current_setting('bench.client_id');
  event_seq bigint;
  state record;
  new_payment_id uuid;
  result payment;
BEGIN
  UPDATE firm f SET seq = f.seq + 1, last_payment_number = f.last_payment_number + 1 WHERE f.id = viewer_firm_id
    RETURNING f.seq INTO event_seq;
  SELECT * INTO state FROM check_payment(viewer_firm_id, viewer_client_id, invoice_id, membership_id, key);
  IF state IS NULL OR state.known OR amount <= 0 OR amount > least(state.payable, state.available) THEN
    RAISE EXCEPTION 'refused';
  END IF;
  SELECT w.payment INTO new_payment_id
  FROM write_payment(
    viewer_firm_id, event_seq, clock_timestamp(), membership_id, viewer_client_id, invoice_id, amount, key, fingerprint
  ) w;
  SELECT p.* INTO result FROM payment p WHERE p.firm_id = viewer_firm_id AND p.id = new_payment_id;
  RETURN result;
END $$;
