"""A mail to send."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from gateway import MailAddress, OutgoingMail

MAIL_ID = uuid.UUID("01946b00-0000-7000-8000-000000000001")
SENDER = "billing@acompte.test"


def build_mail(**changes: Any) -> OutgoingMail:
    values: dict[str, Any] = {
        "id": MAIL_ID,
        "created_at": dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC),
        "sender_name": "Dupont & Fils",
        "recipient": MailAddress("ada@client.test", "Ada Martin"),
        "reply_to": "anne@dupont.test",
        "locale": "fr",
        "subject": "Votre facture",
        "text": "Bonjour Ada,\n\nune facture est arrivée.\n",
        "html": "<p>Bonjour Ada, une facture est arrivée.</p>\n",
    }
    return OutgoingMail(**{**values, **changes})
