"""The current language, what a browser asks for, and how dates, numbers and amounts are written."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable

import pytest

import translation
from money import Money
from translation import gettext, negotiate_locale, ngettext, requested_locale, use_locale


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("fr", "fr"),
        ("FR-ca", "fr"),
        ("fr-CA, en;q=0.8", "fr"),
        ("en;q=0.8, fr;q=0.9", "fr"),
        ("en, fr", "en"),
        ("de, fr;q=0.1", "fr"),
        ("de-AT , de ; q = 0.9 , fr ; Q=0.8", "fr"),
        ("de", None),
        ("*", None),
        ("*, fr;q=0.9", None),
        ("fr, *;q=0.1", "fr"),
        ("fr;q=0", None),
        ("fr;q=0.000, en;q=0.001", "en"),
        ("", None),
        (";q=1,,;,fr;q=high,fr;q=-1,fr;q=1e3,<fr>", None),
        ("fr" * 9, None),
        ("x" * 999 + ",fr", None),
        (",".join(["de;q=0.9"] * 1000), None),
    ],
)
def test_accept_language(header: str, locale: str | None) -> None:
    """D65: the best language that there are texts in; what is no language range is skipped."""
    assert requested_locale(header) == locale


def test_negotiate_locale() -> None:
    """D65: the first that there are texts in, else English."""
    assert negotiate_locale(None, "tlh", "fr-BE", "en") == "fr"
    assert negotiate_locale() == negotiate_locale(None, "", "-") == "en"


def test_plural_forms() -> None:
    """In French, zero is singular."""
    forms = ("Too many new documents. Please try again in {count} second.",
             "Too many new documents. Please try again in {count} seconds.")  # fmt: skip
    assert [ngettext(*forms, count)[-8:] for count in (0, 1, 2)] == ["seconds.", " second.", "seconds."]
    with use_locale("fr"):
        assert [ngettext(*forms, count)[-9:] for count in (0, 1, 2)] == [" seconde.", " seconde.", "secondes."]


async def test_language_of_a_task() -> None:
    """A task inherits the language, and its own does not reach others."""

    async def translate(locale: str | None) -> str:
        if locale is not None:
            translation.switch_locale(locale)
        await asyncio.sleep(0)
        return gettext("Not found.")

    with use_locale("fr"):
        answers = await asyncio.gather(translate(None), translate("en"), translate(None))
        translation.switch_locale("en")
    assert list(answers) == ["Introuvable.", "Not found.", "Introuvable."]
    assert translation.current_locale() == "en"


def test_dates_and_numbers() -> None:
    formats: tuple[Callable[[], str], ...] = (
        lambda: translation.format_date(dt.date(2026, 3, 2)),
        lambda: translation.format_number(1_000_000),
    )
    assert [each() for each in formats] == ["2\xa0March\xa02026", "1,000,000"]
    with use_locale("fr"):
        assert [each() for each in formats] == ["2\xa0mars\xa02026", "1\u202f000\u202f000"]


@pytest.mark.parametrize(
    ("minor", "currency", "english", "french"),
    [
        (250_00, "EUR", "€250.00", "250,00\xa0€"),
        (-1_234_50, "EUR", "-€1,234.50", "-1\u202f234,50\xa0€"),
        (1500, "JPY", "¥1,500", "1\u202f500\xa0JPY"),
        (1, "KWD", "KWD0.001", "0,001\xa0KWD"),
        (999_999_999_999, "USD", "$9,999,999,999.99", "9\u202f999\u202f999\u202f999,99\xa0$US"),
    ],
)
def test_amounts(minor: int, currency: str, english: str, french: str) -> None:
    """D11, D65: with exactly the digits of the currency in each language; for operators, the same everywhere."""
    amount = Money(minor, currency)
    assert amount.format().replace("\xa0", "") == english
    with use_locale("fr"):
        assert amount.format() == french
        assert str(amount) == f"{amount.decimal} {currency}"
