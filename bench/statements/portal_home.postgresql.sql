-- $1 digest of the session's token
SELECT row_to_json(answer) FROM (SELECT row_to_json(v) AS viewer FROM (
  SELECT
    'ClientUser' AS "__typename",
    encode(('ClientUser:' || u.id)::bytea, 'base64') AS id,
    p.name,
    p.email,
    (SELECT row_to_json(k) FROM (
      SELECT
        encode(('Client:' || c.id)::bytea, 'base64') AS id,
        c.name,
        owed AS "amountDue",
        (SELECT row_to_json(a) FROM (
          SELECT
            encode(('CreditAccount:' || c.id)::bytea, 'base64') AS id,
            whole AS balance,
            usable AS available,
            (SELECT row_to_json(l) FROM (
              SELECT page.edges, info AS "pageInfo"
              FROM (
                SELECT coalesce(json_agg(edge) FILTER (WHERE place <= 10), '[]') AS edges, count(*) > 10 AS more
                FROM (
                  SELECT row_number() OVER () AS place, edge
                  FROM (
                    SELECT
                      encode(('CreditEntry:' || e.id)::bytea, 'base64') AS id,
                      e.kind,
                      changed AS amount,
                      after AS "balanceAfter",
                      to_char(e.created_at AT TIME ZONE 'UTC',
                        CASE WHEN e.created_at = date_trunc('second', e.created_at)
                          THEN 'YYYY-MM-DD"T"HH24:MI:SS"Z"' ELSE 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"' END) AS "createdAt"
                    FROM credit_entry e,
                      LATERAL (SELECT (e.amount * 0.01)::text AS amount) changed,
                      LATERAL (SELECT (e.balance_after * 0.01)::text AS amount) after
                    WHERE e.firm_id = c.firm_id AND e.client_id = c.id
                    ORDER BY e.event_seq DESC, e.id DESC LIMIT 11
                  ) node, LATERAL (SELECT node) edge
                ) placed
              ) page, LATERAL (SELECT page.more AS "hasNextPage") info
            ) l) AS entries
          FROM
            LATERAL (SELECT ((c.available + c.held) * 0.01)::text AS amount, f.currency AS "currencyCode") whole,
            LATERAL (SELECT (c.available * 0.01)::text AS amount) usable
        ) a) AS "creditAccount",
        (SELECT row_to_json(l) FROM (
          SELECT page.edges, info AS "pageInfo"
          FROM (
            SELECT coalesce(json_agg(edge) FILTER (WHERE place <= 20), '[]') AS edges, count(*) > 20 AS more
            FROM (
              SELECT row_number() OVER () AS place, edge
              FROM (
                SELECT
                  encode(('Invoice:' || i.id)::bytea, 'base64') AS id,
                  i.number,
                  i.status,
                  i.issued_on AS "issuedOn",
                  i.due_on AS "dueOn",
                  sum_of_lines AS total,
                  unpaid AS "amountDue",
                  (SELECT coalesce(json_agg(line), '[]') FROM (
                    SELECT l.description, price AS amount
                    FROM invoice_line l, LATERAL (SELECT (l.amount * 0.01)::text AS amount) price
                    WHERE l.firm_id = i.firm_id AND l.invoice_id = i.id ORDER BY l.position
                  ) line) AS lines,
                  (SELECT coalesce(json_agg(payment), '[]') FROM (
                    SELECT
                      encode(('Payment:' || y.id)::bytea, 'base64') AS id,
                      CASE y.status WHEN 'CREATING' THEN 'REQUIRES_ACTION' ELSE y.status END AS status,
                      y.paid_by AS "paidBy",
                      part AS amount,
                      to_char(y.created_at AT TIME ZONE 'UTC',
                        CASE WHEN y.created_at = date_trunc('second', y.created_at)
                          THEN 'YYYY-MM-DD"T"HH24:MI:SS"Z"' ELSE 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"' END) AS "createdAt"
                    FROM payment y, LATERAL (SELECT (y.amount * 0.01)::text AS amount) part
                    WHERE y.firm_id = i.firm_id AND y.invoice_id = i.id ORDER BY y.id
                  ) payment) AS payments
                FROM invoice i,
                  LATERAL (SELECT (i.total * 0.01)::text AS amount, f.currency AS "currencyCode") sum_of_lines,
                  LATERAL (SELECT (CASE i.status WHEN 'VOID' THEN 0 ELSE i.total - i.paid END * 0.01)::text AS amount) unpaid
                WHERE i.firm_id = c.firm_id AND i.client_id = c.id AND i.status <> 'DRAFT'
                ORDER BY i.id DESC LIMIT 21
              ) node, LATERAL (SELECT node) edge
            ) placed
          ) page, LATERAL (SELECT page.more AS "hasNextPage") info
          WHERE NOT s.hide_invoices_from_clients
        ) l) AS invoices
      FROM client c
        JOIN firm f ON f.id = c.firm_id
        JOIN payment_settings s ON s.firm_id = c.firm_id
        LEFT JOIN LATERAL (SELECT (c.due * 0.01)::text AS amount) owed ON NOT s.hide_invoices_from_clients
      WHERE c.firm_id = u.firm_id AND c.id = u.client_id
    ) k) AS client
  FROM session o
    JOIN client_user u ON u.firm_id = o.firm_id AND u.id = o.client_user_id AND u.removed_at IS NULL
    JOIN person p ON p.id = u.person_id
  WHERE o.token_digest = $1 AND o.expires_at > now()
) v) answer
