"""Inputs of mutations on clients."""

import strawberry

from billing import email_addresses, text_input
from billing.clients import rules
from graph import described

_NAME = f"The name: 1 to {text_input.MAX_NAME_LENGTH} characters."
_EMAIL = (
    "The email address for the client's own mail, in addition to its users' addresses: at most"
    f" {email_addresses.MAX_EMAIL_LENGTH} characters."
)
_REFERENCE = (
    f"The firm's own number for the client, at most {rules.MAX_REFERENCE_LENGTH} characters. No two clients of the firm"
    " have references that look the same."
)


@described.input_type
class CreateClientInput:
    """A client to create."""

    name: str = described.field(_NAME)
    email: str | None = described.optional(_EMAIL)
    reference: str | None = described.optional(_REFERENCE)
    idempotency_key: str = described.field(described.IDEMPOTENCY_KEY)


@described.input_type
class UpdateClientInput:
    """Changes to a client. Omitted fields stay unchanged; null clears a field."""

    client_id: strawberry.ID = described.field("The client to change.")
    name: str | None = described.optional(f"{_NAME} Cannot be null.")
    email: str | None = described.optional(_EMAIL)
    reference: str | None = described.optional(_REFERENCE)


@described.input_type
class ClientInput:
    """A client."""

    client_id: strawberry.ID = described.field("The client.")
