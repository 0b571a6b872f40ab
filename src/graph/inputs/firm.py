"""Input of changing the firm."""

from billing import email_addresses, text_input
from graph import described
from graph.scalars import Locale


@described.input_type
class UpdateFirmInput:
    """Changes to the firm. Omitted fields stay unchanged."""

    name: str | None = described.optional(
        f"The name, as clients see it: 1 to {text_input.MAX_NAME_LENGTH} characters. Cannot be null."
    )
    time_zone: str | None = described.optional(
        'The IANA name of the time zone: "Europe/Paris". Due dates and filters go by it at once; reports from the next'
        " day on, so that no past day of them changes. Cannot be null."
    )
    locale: Locale | None = described.optional(
        "The language of messages and mails to those who have not chosen one. Cannot be null."
    )
    reply_to: str | None = described.optional(
        f"The email address to which answers to the firm's mails go: at most {email_addresses.MAX_EMAIL_LENGTH}"
        " characters. Null removes it."
    )
