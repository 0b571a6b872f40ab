"""What names, email addresses, languages and time zones of firms and people may be."""

import functools
import zoneinfo

from babel.languages import get_official_languages

from billing import text_input
from billing.errors import InvalidInput
from translation import LOCALES, negotiate_locale
from translation import gettext as _

MAX_NAME_LENGTH = 200
_MAX_EMAIL_LENGTH = 254


def parse_name(field: str, name: str) -> str:
    """The name as it is stored (D36). Raises InvalidInput."""
    parsed = text_input.parse_line(name, field, MAX_NAME_LENGTH)
    if text_input.is_blank(parsed):
        raise InvalidInput(field, _("Enter a name of 1 to {count} characters.").format(count=MAX_NAME_LENGTH))
    return parsed


def parse_email_address(field: str, address: str) -> str:
    """The address, trimmed. Raises InvalidInput."""
    email = address.strip()
    local, _at, domain = email.partition("@")
    is_plain = email.isprintable() and " " not in email
    if not local or not domain or "@" in domain or not is_plain or len(email) > _MAX_EMAIL_LENGTH:
        raise InvalidInput(field, _("{value!r} is not an email address.").format(value=address))
    return email


def parse_time_zone(field: str, name: str) -> str:
    """The IANA name of a time zone. Raises InvalidInput."""
    if name not in _time_zone_names():
        raise InvalidInput(field, _("{value} is not a time zone (such as Europe/Paris).").format(value=name))
    return name


def parse_locale(field: str, tag: str) -> str:
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
