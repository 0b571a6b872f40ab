"""The languages and time zones that firms and people can choose, and the default language of a country."""

import functools
import zoneinfo

from babel.languages import get_official_languages

from billing.errors import InvalidInput
from translation import LOCALES, negotiate_locale
from translation import gettext as _


def parse_time_zone(name: str, field: str) -> str:
    """The IANA name of a time zone. Raises InvalidInput."""
    if name not in _time_zone_names():
        raise InvalidInput(field, _("{value} is not a time zone (such as Europe/Paris).").format(value=name))
    return name


def parse_locale(tag: str, field: str) -> str:
    """The language that a BCP 47 tag names, in any case: one of `translation.LOCALES` (D65). Raises InvalidInput."""
    for locale in LOCALES:
        if locale.lower() == tag.lower():
            return locale
    raise InvalidInput(field, _("Choose one of these languages: {locales}.").format(locales=", ".join(LOCALES)))


def default_locale(country: str) -> str:
    """The first official language of the country (ISO 3166) that there are texts in, else English (D65)."""
    return negotiate_locale(*get_official_languages(country))


@functools.cache
def _time_zone_names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())
