SELECT u.firm_id, u.id, u.client_id
FROM session s JOIN client_user u ON u.firm_id = s.firm_id AND u.id = s.client_user_id AND u.removed_at IS NULL
WHERE s.token_digest = $1 AND s.expires_at > now()
