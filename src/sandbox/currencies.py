"""Currencies of Stripe: minimum and maximum amounts, decimal places, and the currency of each bank debit."""

import re

from sandbox import errors


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SUPPORTED = _words(
    """usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf
    clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr
    isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr
    mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd
    std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw"""
)
_WITHOUT_DIGITS = _words("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf")
_THREE_DIGITS = _words("bhd jod kwd omr tnd")
# Stripe writes these with two decimal places for compatibility; both must be zero.
_WHOLE_ONLY = frozenset(("isk", "ugx"))
_MINIMUM = {
    "aed": 200, "bgn": 100, "czk": 1500, "dkk": 250, "gbp": 30, "hkd": 400, "huf": 17500, "isk": 10000, "jpy": 50,
    "krw": 500, "mxn": 1000, "myr": 200, "nok": 300, "pln": 200, "ron": 200, "sek": 300, "thb": 1000, "ugx": 200000,
    "bhd": 200, "jod": 400, "kwd": 160, "omr": 200, "tnd": 1600,
}  # fmt: skip
_MAXIMUM = 99_999_999

DEBIT_CURRENCY = {
    "us_bank_account": "usd",
    "sepa_debit": "eur",
    "bacs_debit": "gbp",
    "acss_debit": "cad",
    "au_becs_debit": "aud",
}
"""Currency of each type of bank debit."""


def digits(currency: str) -> int:
    """Number of decimal places."""
    return 0 if currency in _WITHOUT_DIGITS else 3 if currency in _THREE_DIGITS else 2


def minimum(currency: str) -> int:
    """Smallest amount that can be charged, about half a US dollar."""
    return _MINIMUM.get(currency, 50)


def format_amount(amount: int, currency: str) -> str:
    """Format an amount, such as 12.50 EUR."""
    places = digits(currency)
    whole, rest = divmod(amount, 10**places)
    return f"{whole:,}{'.' + str(rest).zfill(places) if places else ''} {currency.upper()}"


def parse_amount(amount: str, currency: str) -> int:
    """Parse an amount such as 12.50 into Stripe's units. Raises ApiError if it has too many decimal places."""
    places = digits(currency)
    match = re.fullmatch(r"(\d{1,9})(?:[.,](\d+))?", amount.strip(), re.ASCII)
    if match is None or len(match[2] or "") > places:
        raise errors.invalid(f"Not an amount in {currency.upper()}: {amount}", param="amount")
    return int(match[1] + (match[2] or "").ljust(places, "0"))


def check_amount(amount: int, currency: str) -> None:
    """Raise ApiError if Stripe would not charge the amount."""
    if currency not in _SUPPORTED:
        raise errors.invalid(f"Invalid currency: {currency}.", param="currency")
    check_exact(amount, currency)
    if amount < minimum(currency):
        least = format_amount(minimum(currency), currency)
        raise errors.invalid(f"Amount must be at least {least}", code="amount_too_small", param="amount")
    if amount > _MAXIMUM:
        most = format_amount(_MAXIMUM, currency)
        raise errors.invalid(f"Amount must be no more than {most}", code="amount_too_large", param="amount")


def check_exact(amount: int, currency: str) -> None:
    """Raise ApiError if the amount is not positive or has more decimal places than the currency."""
    if amount < 1:
        raise errors.invalid(
            "This value must be greater than or equal to 1.", code="parameter_invalid_integer", param="amount"
        )
    step = 10 if currency in _THREE_DIGITS else 100 if currency in _WHOLE_ONLY else 1
    if amount % step:
        message = f"Invalid amount: in {currency} it must be a multiple of {step}."
        raise errors.invalid(message, code="invalid_charge_amount", param="amount")
