"""Texts in the reader's language: gettext catalogues, the current locale, dates by locale. Imports nothing of ours."""

from translation.accept_language import requested_locale
from translation.catalog import (
    DEFAULT_LOCALE,
    LOCALES,
    babel_locale,
    current_locale,
    find_locale,
    gettext,
    gettext_noop,
    load_catalogs,
    negotiate_locale,
    ngettext,
    switch_locale,
    use_locale,
)
from translation.formats import format_date, format_number
