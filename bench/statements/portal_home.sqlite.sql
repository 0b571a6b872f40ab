-- :digest of the session's token, :now
SELECT json_object('viewer', json_object(
  '__typename', 'ClientUser', 'id', global_id('ClientUser', u.id), 'name', p.name, 'email', p.email,
  'client', json_object(
    'id', global_id('Client', c.id), 'name', c.name,
    'amountDue', iif(s.hide_invoices_from_clients, NULL, json_object('amount', printf('%.2f', c.due / 100.0))),
    'creditAccount', json_object(
      'id', global_id('CreditAccount', c.id),
      'balance', json_object('amount', printf('%.2f', (c.available + c.held) / 100.0), 'currencyCode', f.currency),
      'available', json_object('amount', printf('%.2f', c.available / 100.0)),
      'entries', (
        SELECT json_object(
          'edges', json_group_array(json_object('node', json(node))) FILTER (WHERE place <= 10),
          'pageInfo', json_object('hasNextPage', json(iif(count(*) > 10, 'true', 'false'))))
        FROM (
          SELECT row_number() OVER (ORDER BY e.event_seq DESC, e.id DESC) AS place, json_object(
            'id', global_id('CreditEntry', e.id), 'kind', e.kind,
            'amount', json_object('amount', printf('%.2f', e.amount / 100.0)),
            'balanceAfter', json_object('amount', printf('%.2f', e.balance_after / 100.0)),
            'createdAt', replace(iif(e.created_at LIKE '%.000000', substr(e.created_at, 1, 19), e.created_at), ' ', 'T') || 'Z') AS node
          FROM (SELECT * FROM credit_entry WHERE firm_id = u.firm_id AND client_id = u.client_id
                ORDER BY event_seq DESC, id DESC LIMIT 11) e))),
    'invoices', iif(s.hide_invoices_from_clients, NULL, (
      SELECT json_object(
        'edges', json_group_array(json_object('node', json(node))) FILTER (WHERE place <= 20),
        'pageInfo', json_object('hasNextPage', json(iif(count(*) > 20, 'true', 'false'))))
      FROM (
        SELECT row_number() OVER (ORDER BY i.id DESC) AS place, json_object(
          'id', global_id('Invoice', i.id), 'number', i.number, 'status', i.status, 'issuedOn', i.issued_on,
          'dueOn', i.due_on,
          'total', json_object('amount', printf('%.2f', i.total / 100.0), 'currencyCode', f.currency),
          'amountDue', json_object('amount', printf('%.2f', iif(i.status = 'VOID', 0, i.total - i.paid) / 100.0)),
          'lines', (
            SELECT json_group_array(json_object(
              'description', description, 'amount', json_object('amount', printf('%.2f', amount / 100.0))))
            FROM (SELECT description, amount FROM invoice_line
                  WHERE firm_id = u.firm_id AND invoice_id = i.id ORDER BY position)),
          'payments', (
            SELECT json_group_array(json_object(
              'id', global_id('Payment', id), 'status', iif(status = 'CREATING', 'REQUIRES_ACTION', status),
              'paidBy', paid_by, 'amount', json_object('amount', printf('%.2f', amount / 100.0)),
              'createdAt', replace(iif(created_at LIKE '%.000000', substr(created_at, 1, 19), created_at), ' ', 'T') || 'Z'))
            FROM (SELECT * FROM payment WHERE firm_id = u.firm_id AND invoice_id = i.id ORDER BY id))) AS node
        FROM (SELECT * FROM invoice WHERE firm_id = u.firm_id AND client_id = u.client_id AND status <> 'DRAFT'
              ORDER BY id DESC LIMIT 21) i))))))
FROM session o
  JOIN client_user u ON u.firm_id = o.firm_id AND u.id = o.client_user_id AND u.removed_at IS NULL
  JOIN person p ON p.id = u.person_id
  JOIN client c ON c.firm_id = u.firm_id AND c.id = u.client_id
  JOIN firm f ON f.id = u.firm_id
  JOIN payment_settings s ON s.firm_id = u.firm_id
WHERE o.token_digest = :digest AND o.expires_at > :now
