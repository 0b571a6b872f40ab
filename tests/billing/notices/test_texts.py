"""The text of each kind of notice, for members and for clients, in each language (D49)."""

from __future__ import annotations

from typing import Any

import pytest

from billing.notices.texts import notice_text
from models import NoticeKind
from translation import LOCALES, use_locale

ARGUMENTS: dict[str, Any] = {
    "client": "Lumière", "amount": 1234_50, "number": "00012", "due_on": "2026-03-05", "provider": "Stripe",
    "status": "WON",
}  # fmt: skip


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_has_texts(kind: NoticeKind, locale: str) -> None:
    """D49: for both readers, without placeholders left; amounts and days as the language writes them."""
    with use_locale(locale):
        for for_client in (True, False):
            text = notice_text(kind, ARGUMENTS, "EUR", for_client=for_client)
            assert text
            assert "{" not in text
    with use_locale("en"):
        english = notice_text(kind, ARGUMENTS, "EUR", for_client=False)
    if locale != "en":
        with use_locale(locale):
            assert notice_text(kind, ARGUMENTS, "EUR", for_client=False) != english


def test_examples() -> None:
    """D49: the sentences that people read."""

    def of(kind: NoticeKind, *, for_client: bool = False, **changes: Any) -> str:
        return notice_text(kind, ARGUMENTS | changes, "EUR", for_client=for_client)

    assert of(NoticeKind.PAYMENT_RECEIVED) == "Lumière paid €1,234.50 for invoice 00012."
    assert of(NoticeKind.PAYMENT_RECEIVED, for_client=True) == (
        "Your payment of €1,234.50 for invoice 00012 was received."
    )
    assert of(NoticeKind.PAYMENT_RECEIVED, number=None) == (
        "Lumière paid €1,234.50. It was added to the client's credits."
    )
    assert of(NoticeKind.INVOICE_OVERDUE, for_client=True) == (
        "Invoice 00012 was due on 5\xa0March\xa02026. €1,234.50 is still due."
    )
    assert of(NoticeKind.INVOICE_ISSUED, for_client=True, due_on=None) == "You received invoice 00012 for €1,234.50."
    assert of(NoticeKind.DISPUTE_CLOSED, status="LOST") == "The dispute of Lumière over €1,234.50 was lost."


@pytest.mark.parametrize("kind", [NoticeKind.PAYMENT_RECEIVED, NoticeKind.PAYMENT_FAILED])
def test_hidden_invoices_are_not_named(kind: NoticeKind) -> None:
    """D50: while the firm hides its invoices, clients learn no invoice number from a notice."""
    text = notice_text(kind, ARGUMENTS, "EUR", for_client=True, hides_invoices=True)
    assert "00012" not in text
    assert "€1,234.50" in text


def test_names_are_literal() -> None:
    """D49: braces in a name are no placeholders."""
    text = notice_text(NoticeKind.PREPAYMENT_RECEIVED, ARGUMENTS | {"client": "{amount} & Co"}, "EUR", for_client=False)
    assert text == "{amount} & Co prepaid €1,234.50."
