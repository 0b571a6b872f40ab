"""Messages in the reader's language, from the gettext catalogues in `catalogs/`. The source texts are English.

The current locale belongs to the running task: a request sets it once, and each mail sets its reader's. A message is
translated where it is written, by `gettext("Enter at most {count} characters.").format(count=40)`: the whole literal is
the key of the catalogues, and named placeholders are filled in afterwards. A new language is one more catalogue.
"""

import functools
import gettext as gnu_gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import babel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DEFAULT_LOCALE = "en"
CATALOGS = Path(__file__).parent / "catalogs"
LOCALES = (DEFAULT_LOCALE, *sorted(path.stem for path in CATALOGS.glob("*.po")))
"""The languages that the system has texts in, as BCP 47 tags."""

_BY_LOWER_CASE = {locale.lower(): locale for locale in LOCALES}
_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT_LOCALE)


def current_locale() -> str:
    """The locale that messages are written in now: one of `LOCALES`."""
    return _locale.get()


@contextmanager
def use_locale(locale: str) -> Iterator[None]:
    """Write messages in this language, one of `LOCALES`, for the duration of the block."""
    token = _locale.set(locale)
    try:
        yield
    finally:
        _locale.reset(token)


def switch_locale(locale: str) -> None:
    """Write messages in this language, one of `LOCALES`, until the task or the enclosing `use_locale` ends."""
    _locale.set(locale)


@functools.lru_cache(maxsize=1000)
def find_locale(tag: str) -> str | None:
    """The locale that has texts for a BCP 47 tag: "FR" and "fr-CA" are "fr". None if there is none."""
    subtags = tag.lower().split("-")
    prefixes = ("-".join(subtags[:length]) for length in range(len(subtags), 0, -1))
    return next((_BY_LOWER_CASE[prefix] for prefix in prefixes if prefix in _BY_LOWER_CASE), None)


def negotiate_locale(*preferences: str | None) -> str:
    """The first preference that there are texts for, or English. A preference is a BCP 47 tag; None is skipped."""
    for preference in preferences:
        locale = None if preference is None else find_locale(preference)
        if locale is not None:
            return locale
    return DEFAULT_LOCALE


def gettext(message: str) -> str:
    """The message in the current language; the message itself if that has no translation."""
    locale = _locale.get()
    return message if locale == DEFAULT_LOCALE else _load(locale).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The plural form for `count` in the current language."""
    locale = _locale.get()
    if locale == DEFAULT_LOCALE:
        return singular if count == 1 else plural
    return _load(locale).ngettext(singular, plural, count)


def gettext_noop(message: str) -> str:
    """The message itself. Marks a literal for the catalogues that `gettext` translates later, where it is used."""
    return message


def load_catalogs() -> None:
    """Read all catalogues now, which takes milliseconds, instead of when a language is needed first."""
    for locale in LOCALES[1:]:
        _load(locale)


@functools.cache
def babel_locale(locale: str) -> babel.Locale:
    """The data of a locale on how it writes dates, numbers and amounts."""
    return babel.Locale.parse(locale, sep="-")


@functools.cache
def _load(locale: str) -> gnu_gettext.GNUTranslations:
    with (CATALOGS / f"{locale}.po").open("rb") as file:
        catalog = read_po(file, locale=babel_locale(locale))
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gnu_gettext.GNUTranslations(compiled)
