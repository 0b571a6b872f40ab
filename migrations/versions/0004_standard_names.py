"""Standard names of columns and account kinds, and a code for each transfer"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KINDS = {"DUE": "RECEIVABLE", "BILLED": "BILLED_CLEARING", "NOTES": "CREDIT_NOTES", "LOSS": "WRITE_OFFS"}
# The first matching pattern decides, because a reference may contain another one.
_CODES = (
    ("refund:%:covered:%", "REFUND_LOSS_RECOVERED"),
    ("refund:%:failed:undo:%", "REFUND_REVERSED"),
    ("dispute:%:covered:%", "DISPUTE_LOSS_RECOVERED"),
    ("dispute:%:reinstated:%:undo:%", "DISPUTE_REINSTATED"),
    ("refund:%:held:%", "REFUND_HELD"),
    ("%:again:%", "PAYMENT_REAPPLIED"),
    ("%:undo:%", "PAYMENT_UNAPPLIED"),
    ("refund:%:held", "REFUND_HELD"),
    ("refund:%:paid", "REFUND_PAID"),
    ("refund:%:lost", "REFUND_LOSS"),
    ("dispute:%:lost", "DISPUTE_LOSS"),
    ("dispute:%:withdrawn:%", "DISPUTE_WITHDRAWN"),
    ("credit:%:reversed:%", "CREDIT_REVERSED"),
    ("credit:%", "CREDIT_ISSUED"),
    ("invoice:%:undone", "INVOICE_VOIDED"),
    ("invoice:%", "INVOICE_ISSUED"),
    ("transfer:%:undone", "CREDITS_RELEASED"),
    ("payment:%:begun:undone", "PAYMENT_RELEASED"),
    ("payment:%:begun", "PAYMENT_RESERVED"),
    ("payment:%:held:%", "CREDITS_HELD"),
    ("payment:%:settled:%", "REVENUE_RECOGNIZED"),
    ("payment:%:settled", "PAYMENT_SETTLED"),
    ("%:received", "MONEY_RECEIVED"),
)
_CODE_CASE = " ".join(["CASE", *(f"WHEN cause LIKE '{pattern}' THEN '{code}'" for pattern, code in _CODES), "END"])
_KIND_CASE = " ".join(["CASE kind", *(f"WHEN '{old}' THEN '{new}'" for old, new in _KINDS.items()), "ELSE kind END"])
# References of recognized credit notes end with the old name of their account.
_REFERENCE = "CASE WHEN cause LIKE '%:notes' THEN substr(cause, 1, length(cause) - 5) || 'credit_notes' ELSE cause END"


def _execute(statement: str) -> None:
    # Not `op.execute`, which would take the colons in references for bind parameters.
    op.get_bind().exec_driver_sql(statement)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _upgrade_postgresql()
    else:
        _upgrade_sqlite()


def downgrade() -> None:
    message = "this migration cannot be reverted: restore a backup"
    raise NotImplementedError(message)


def _upgrade_postgresql() -> None:
    for statement in _POSTGRESQL:
        _execute(statement)


def _upgrade_sqlite() -> None:
    for table, create, old_columns in _TABLES:
        _execute(create)
        _execute(f"INSERT INTO new_{table} SELECT {old_columns} FROM {table}")
        _execute(f"DROP TABLE {table}")
        _execute(f"ALTER TABLE new_{table} RENAME TO {table}")
    _execute("DROP INDEX ix_prepayment_under_way")
    for index in (*_INDEXES, _PREPAYMENT_INDEX):
        _execute(index)


_POSTGRESQL = (
    "ALTER TABLE operation RENAME COLUMN seat_id TO membership_id",
    "ALTER TABLE operation RENAME CONSTRAINT uq_operation_firm_id_seat_id_key TO uq_operation_firm_id_membership_id_key",
    "ALTER TABLE payment RENAME COLUMN partner_id TO split_tender_id",
    "ALTER TABLE payment RENAME CONSTRAINT fk_payment_firm_id_partner_id TO fk_payment_firm_id_split_tender_id",
    "ALTER TABLE payment RENAME CONSTRAINT uq_payment_firm_id_partner_id TO uq_payment_firm_id_split_tender_id",
    "ALTER INDEX ix_payment_under_way RENAME TO ix_payment_open",
    "ALTER INDEX ix_prepayment_under_way RENAME TO ix_prepayment_open",
    "ALTER TABLE account RENAME COLUMN debits TO debits_posted",
    "ALTER TABLE account RENAME COLUMN credits TO credits_posted",
    *(
        f"ALTER TABLE account DROP CONSTRAINT ck_account_{name}"
        for name in ("kind", "invoice_not_overpaid", "of_client", "of_invoice")
    ),
    "DROP INDEX uq_account_due",
    f"UPDATE account SET kind = {_KIND_CASE} WHERE kind IN ('DUE', 'BILLED', 'NOTES', 'LOSS')",
    (
        "ALTER TABLE account ADD CONSTRAINT ck_account_kind CHECK (kind IN ('CASH_PROVIDER', 'CASH_OFFLINE', 'LOT', 'HELD',"
        " 'RECEIVABLE', 'PENDING', 'BILLED_CLEARING', 'REVENUE', 'CREDIT_NOTES', 'WRITE_OFFS'))"
    ),
    (
        "ALTER TABLE account ADD CONSTRAINT ck_account_invoice_not_overpaid"
        " CHECK (kind NOT IN ('RECEIVABLE', 'PENDING') OR debits_posted >= credits_posted)"
    ),
    (
        "ALTER TABLE account ADD CONSTRAINT ck_account_of_client"
        " CHECK ((kind IN ('LOT', 'HELD', 'RECEIVABLE', 'PENDING')) = (client_id IS NOT NULL))"
    ),
    (
        "ALTER TABLE account ADD CONSTRAINT ck_account_of_invoice"
        " CHECK ((kind IN ('RECEIVABLE', 'PENDING')) = (invoice_id IS NOT NULL))"
    ),
    "CREATE UNIQUE INDEX uq_account_receivable ON account (firm_id, invoice_id) WHERE kind = 'RECEIVABLE'",
    "ALTER TABLE transfer ADD COLUMN code VARCHAR(40)",
    f"UPDATE transfer SET code = {_CODE_CASE}, cause = {_REFERENCE}",
    "ALTER TABLE transfer ALTER COLUMN code SET NOT NULL",
    (
        "ALTER TABLE transfer ADD CONSTRAINT ck_transfer_code CHECK (code IN ('INVOICE_ISSUED', 'INVOICE_VOIDED',"
        " 'PAYMENT_RESERVED', 'PAYMENT_RELEASED', 'CREDITS_HELD', 'CREDITS_RELEASED', 'MONEY_RECEIVED', 'CREDIT_ISSUED',"
        " 'CREDIT_REVERSED', 'PAYMENT_SETTLED', 'REVENUE_RECOGNIZED', 'PAYMENT_UNAPPLIED', 'PAYMENT_REAPPLIED',"
        " 'REFUND_HELD', 'REFUND_PAID', 'REFUND_LOSS', 'REFUND_LOSS_RECOVERED', 'REFUND_REVERSED', 'DISPUTE_WITHDRAWN',"
        " 'DISPUTE_LOSS', 'DISPUTE_LOSS_RECOVERED', 'DISPUTE_REINSTATED'))"
    ),
    "ALTER TABLE transfer RENAME COLUMN cause TO reference",
    "ALTER TABLE transfer RENAME CONSTRAINT uq_transfer_firm_id_cause TO uq_transfer_firm_id_reference",
)

_OPERATION = """
CREATE TABLE new_operation (
    firm_id CHAR(32) NOT NULL,
    id CHAR(32) NOT NULL,
    membership_id CHAR(32) NOT NULL,
    "key" VARCHAR(255) NOT NULL,
    mutation VARCHAR(60) NOT NULL,
    fingerprint VARCHAR(64) NOT NULL,
    client_id CHAR(32) NOT NULL,
    invoice_id CHAR(32),
    created_at DATETIME NOT NULL,
    CONSTRAINT pk_operation PRIMARY KEY (firm_id, id),
    CONSTRAINT fk_operation_firm_id_client_id FOREIGN KEY(firm_id, client_id) REFERENCES client (firm_id, id),
    CONSTRAINT fk_operation_firm_id_invoice_id FOREIGN KEY(firm_id, invoice_id) REFERENCES invoice (firm_id, id),
    CONSTRAINT uq_operation_firm_id_membership_id_key UNIQUE (firm_id, membership_id, "key"),
    CONSTRAINT fk_operation_firm_id FOREIGN KEY(firm_id) REFERENCES firm (id)
)
"""

_PAYMENT = """
CREATE TABLE new_payment (
    firm_id CHAR(32) NOT NULL,
    id CHAR(32) NOT NULL,
    client_id CHAR(32) NOT NULL,
    invoice_id CHAR(32) NOT NULL,
    operation_id CHAR(32),
    event_seq BIGINT NOT NULL,
    split_tender_id CHAR(32),
    amount BIGINT NOT NULL,
    applied BIGINT NOT NULL,
    refunded BIGINT NOT NULL,
    paid_by VARCHAR(40) NOT NULL,
    offline_method VARCHAR(40),
    status VARCHAR(40) NOT NULL,
    created_at DATETIME NOT NULL,
    settled_at DATETIME,
    connection_id CHAR(32),
    method VARCHAR(40),
    intent_id VARCHAR(255),
    client_secret VARCHAR(255),
    failure_code VARCHAR(40),
    provider_code VARCHAR(100),
    expires_at DATETIME,
    processing_since DATETIME,
    ended_at DATETIME,
    changed_seq BIGINT NOT NULL,
    CONSTRAINT pk_payment PRIMARY KEY (firm_id, id),
    CONSTRAINT fk_payment_firm_id_client_id_invoice_id FOREIGN KEY(firm_id, client_id, invoice_id) REFERENCES invoice (firm_id, client_id, id),
    CONSTRAINT fk_payment_firm_id_event_seq FOREIGN KEY(firm_id, event_seq) REFERENCES event (firm_id, seq),
    CONSTRAINT fk_payment_firm_id_connection_id FOREIGN KEY(firm_id, connection_id) REFERENCES provider_connection (firm_id, id),
    CONSTRAINT fk_payment_firm_id_operation_id FOREIGN KEY(firm_id, operation_id) REFERENCES operation (firm_id, id),
    CONSTRAINT fk_payment_firm_id_split_tender_id FOREIGN KEY(firm_id, split_tender_id) REFERENCES payment (firm_id, id),
    CONSTRAINT uq_payment_firm_id_client_id_id UNIQUE (firm_id, client_id, id),
    CONSTRAINT uq_payment_firm_id_split_tender_id UNIQUE (firm_id, split_tender_id),
    CONSTRAINT uq_payment_connection_id_intent_id UNIQUE (connection_id, intent_id),
    CONSTRAINT ck_payment_amount CHECK (amount > 0),
    CONSTRAINT ck_payment_applied CHECK (refunded >= 0 AND applied >= 0 AND applied + refunded <= amount),
    CONSTRAINT ck_payment_applied_when_succeeded CHECK (applied = 0 OR status = 'SUCCEEDED'),
    CONSTRAINT ck_payment_provider CHECK ((paid_by IN ('CARD', 'BANK_DEBIT')) = (connection_id IS NOT NULL)),
    CONSTRAINT ck_payment_method_as_paid_by CHECK (method IS NULL OR method = paid_by),
    CONSTRAINT ck_payment_offline_method CHECK ((paid_by = 'OFFLINE') = (offline_method IS NOT NULL)),
    CONSTRAINT ck_payment_settled_at CHECK ((status = 'SUCCEEDED' AND settled_at IS NOT NULL) OR (status <> 'SUCCEEDED' AND settled_at IS NULL) OR status = 'RELEASED'),
    CONSTRAINT ck_payment_intent CHECK (status NOT IN ('REQUIRES_ACTION', 'PROCESSING') OR intent_id IS NOT NULL OR paid_by = 'CREDITS'),
    CONSTRAINT ck_payment_ended_at CHECK (status NOT IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING') OR ended_at IS NULL),
    CONSTRAINT ck_payment_paid_by CHECK (paid_by IN ('CREDITS', 'CARD', 'BANK_DEBIT', 'OFFLINE')),
    CONSTRAINT ck_payment_offline_kind CHECK (offline_method IN ('CASH', 'CHEQUE', 'WIRE', 'OTHER')),
    CONSTRAINT ck_payment_status CHECK (status IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING', 'SUCCEEDED', 'FAILED', 'CANCELED', 'RELEASED')),
    CONSTRAINT ck_payment_method CHECK (method IN ('CARD', 'BANK_DEBIT'))
)
"""

_ACCOUNT = """
CREATE TABLE new_account (
    firm_id CHAR(32) NOT NULL,
    id CHAR(32) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    client_id CHAR(32),
    invoice_id CHAR(32),
    payment_id CHAR(32),
    prepayment_id CHAR(32),
    refund_id CHAR(32),
    source VARCHAR(40),
    debits_posted BIGINT NOT NULL,
    credits_posted BIGINT NOT NULL,
    opened_at DATETIME NOT NULL,
    changed_seq BIGINT NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (firm_id, id),
    CONSTRAINT fk_account_firm_id_currency FOREIGN KEY(firm_id, currency) REFERENCES firm (id, currency),
    CONSTRAINT fk_account_firm_id_client_id FOREIGN KEY(firm_id, client_id) REFERENCES client (firm_id, id),
    CONSTRAINT fk_account_firm_id_client_id_invoice_id FOREIGN KEY(firm_id, client_id, invoice_id) REFERENCES invoice (firm_id, client_id, id),
    CONSTRAINT fk_account_firm_id_client_id_payment_id FOREIGN KEY(firm_id, client_id, payment_id) REFERENCES payment (firm_id, client_id, id),
    CONSTRAINT fk_account_firm_id_client_id_prepayment_id FOREIGN KEY(firm_id, client_id, prepayment_id) REFERENCES prepayment (firm_id, client_id, id),
    CONSTRAINT fk_account_firm_id_client_id_refund_id FOREIGN KEY(firm_id, client_id, refund_id) REFERENCES refund (firm_id, client_id, id),
    CONSTRAINT uq_account_firm_id_currency_id UNIQUE (firm_id, currency, id),
    CONSTRAINT uq_account_firm_id_payment_id_kind UNIQUE (firm_id, payment_id, kind),
    CONSTRAINT uq_account_firm_id_refund_id UNIQUE (firm_id, refund_id),
    CONSTRAINT uq_account_firm_id_prepayment_id UNIQUE (firm_id, prepayment_id),
    CONSTRAINT ck_account_sums CHECK (debits_posted >= 0 AND credits_posted >= 0),
    CONSTRAINT ck_account_credits_not_overdrawn CHECK (kind NOT IN ('LOT', 'HELD') OR credits_posted >= debits_posted),
    CONSTRAINT ck_account_invoice_not_overpaid CHECK (kind NOT IN ('RECEIVABLE', 'PENDING') OR debits_posted >= credits_posted),
    CONSTRAINT ck_account_of_client CHECK ((kind IN ('LOT', 'HELD', 'RECEIVABLE', 'PENDING')) = (client_id IS NOT NULL)),
    CONSTRAINT ck_account_of_invoice CHECK ((kind IN ('RECEIVABLE', 'PENDING')) = (invoice_id IS NOT NULL)),
    CONSTRAINT ck_account_source CHECK ((kind = 'LOT') = (source IS NOT NULL)),
    CONSTRAINT ck_account_of_payment CHECK (kind <> 'PENDING' OR payment_id IS NOT NULL),
    CONSTRAINT ck_account_held_for CHECK (kind <> 'HELD' OR (payment_id IS NULL) <> (refund_id IS NULL)),
    CONSTRAINT ck_account_of_refund CHECK (refund_id IS NULL OR kind = 'HELD'),
    CONSTRAINT ck_account_of_prepayment CHECK (prepayment_id IS NULL OR kind = 'LOT'),
    CONSTRAINT ck_account_kind CHECK (kind IN ('CASH_PROVIDER', 'CASH_OFFLINE', 'LOT', 'HELD', 'RECEIVABLE', 'PENDING', 'BILLED_CLEARING', 'REVENUE', 'CREDIT_NOTES', 'WRITE_OFFS')),
    CONSTRAINT ck_account_source_kind CHECK (source IN ('PREPAYMENT', 'PAYMENT_RECEIVED', 'CREDIT_NOTE', 'OFFLINE_PAYMENT', 'INVOICE_PAYMENT', 'REFUND', 'DISPUTE', 'REVERSAL'))
)
"""

_TRANSFER = """
CREATE TABLE new_transfer (
    firm_id CHAR(32) NOT NULL,
    id CHAR(32) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    event_seq BIGINT NOT NULL,
    debit_id CHAR(32) NOT NULL,
    credit_id CHAR(32) NOT NULL,
    amount BIGINT NOT NULL,
    code VARCHAR(40) NOT NULL,
    reference VARCHAR(200) NOT NULL,
    reverses_id CHAR(32),
    CONSTRAINT pk_transfer PRIMARY KEY (firm_id, id),
    CONSTRAINT fk_transfer_firm_id_event_seq FOREIGN KEY(firm_id, event_seq) REFERENCES event (firm_id, seq),
    CONSTRAINT fk_transfer_firm_id_currency_debit_id FOREIGN KEY(firm_id, currency, debit_id) REFERENCES account (firm_id, currency, id),
    CONSTRAINT fk_transfer_firm_id_currency_credit_id FOREIGN KEY(firm_id, currency, credit_id) REFERENCES account (firm_id, currency, id),
    CONSTRAINT fk_transfer_firm_id_reverses_id FOREIGN KEY(firm_id, reverses_id) REFERENCES transfer (firm_id, id),
    CONSTRAINT uq_transfer_firm_id_reference UNIQUE (firm_id, reference),
    CONSTRAINT ck_transfer_amount CHECK (amount > 0),
    CONSTRAINT ck_transfer_two_accounts CHECK (debit_id <> credit_id),
    CONSTRAINT ck_transfer_code CHECK (code IN ('INVOICE_ISSUED', 'INVOICE_VOIDED', 'PAYMENT_RESERVED', 'PAYMENT_RELEASED', 'CREDITS_HELD', 'CREDITS_RELEASED', 'MONEY_RECEIVED', 'CREDIT_ISSUED', 'CREDIT_REVERSED', 'PAYMENT_SETTLED', 'REVENUE_RECOGNIZED', 'PAYMENT_UNAPPLIED', 'PAYMENT_REAPPLIED', 'REFUND_HELD', 'REFUND_PAID', 'REFUND_LOSS', 'REFUND_LOSS_RECOVERED', 'REFUND_REVERSED', 'DISPUTE_WITHDRAWN', 'DISPUTE_LOSS', 'DISPUTE_LOSS_RECOVERED', 'DISPUTE_REINSTATED'))
)
"""

_TABLES = (
    ("operation", _OPERATION, 'firm_id, id, seat_id, "key", mutation, fingerprint, client_id, invoice_id, created_at'),
    (
        "payment",
        _PAYMENT,
        "firm_id, id, client_id, invoice_id, operation_id, event_seq, partner_id, amount, applied, refunded, paid_by, offline_method, status, created_at, settled_at, connection_id, method, intent_id, client_secret, failure_code, provider_code, expires_at, processing_since, ended_at, changed_seq",
    ),
    (
        "account",
        _ACCOUNT,
        f"firm_id, id, currency, {_KIND_CASE}, client_id, invoice_id, payment_id, prepayment_id, refund_id, source, debits, credits, opened_at, changed_seq",
    ),
    (
        "transfer",
        _TRANSFER,
        f"firm_id, id, currency, event_seq, debit_id, credit_id, amount, {_CODE_CASE}, {_REFERENCE}, reverses_id",
    ),
)
_INDEXES = (
    "CREATE INDEX ix_payment_by_client ON payment (firm_id, client_id, id)",
    "CREATE INDEX ix_payment_changed ON payment (firm_id, client_id, changed_seq)",
    "CREATE INDEX ix_payment_firm_id_invoice_id ON payment (firm_id, invoice_id)",
    "CREATE INDEX ix_payment_firm_id_operation_id ON payment (firm_id, operation_id)",
    "CREATE INDEX ix_payment_open ON payment (firm_id, id) WHERE status IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING')",
    "CREATE INDEX ix_account_changed ON account (firm_id, client_id, changed_seq)",
    "CREATE INDEX ix_account_unspent ON account (firm_id, client_id, opened_at, id) WHERE kind = 'LOT' AND credits_posted > debits_posted",
    "CREATE UNIQUE INDEX uq_account_of_firm ON account (firm_id, kind) WHERE client_id IS NULL",
    "CREATE UNIQUE INDEX uq_account_receivable ON account (firm_id, invoice_id) WHERE kind = 'RECEIVABLE'",
    "CREATE INDEX ix_transfer_firm_id_credit_id ON transfer (firm_id, credit_id)",
    "CREATE INDEX ix_transfer_firm_id_debit_id ON transfer (firm_id, debit_id)",
    "CREATE INDEX ix_transfer_firm_id_event_seq ON transfer (firm_id, event_seq)",
    "CREATE INDEX ix_transfer_firm_id_reverses_id ON transfer (firm_id, reverses_id)",
)
_PREPAYMENT_INDEX = (
    "CREATE INDEX ix_prepayment_open ON prepayment (firm_id, id)"
    " WHERE status IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING')"
)
