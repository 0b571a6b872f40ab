"""Texts in the reader's language: gettext catalogues, the current locale, dates by locale. Imports nothing of ours."""

from translation.catalog import DEFAULT_LOCALE, LOCALES, current_locale, gettext, negotiate_locale, ngettext, use_locale
from translation.dates import format_date, format_instant
