"""The currencies of ISO 4217 and their decimal digits. The smallest and largest charge: `gateway.limits`.

Not Babel's data: that is CLDR's, which has fewer digits for some currencies.
"""

_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"
_TWO_DIGITS = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP
    CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES
    KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK
    NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB
    TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
"""

_DIGITS: dict[str, int] = {
    code: digits for digits, codes in ((0, _NO_DIGITS), (2, _TWO_DIGITS), (3, _THREE_DIGITS)) for code in codes.split()
}


class UnknownCurrency(ValueError):
    """The code is not that of a currency in ISO 4217."""


def check_currency(code: str) -> str:
    """Return the code. Raises UnknownCurrency if it is not in ISO 4217."""
    if code not in _DIGITS:
        raise UnknownCurrency(code)
    return code


def currency_digits(code: str) -> int:
    """Return the currency's decimal digits: JPY 0, USD 2, KWD 3 (D11). Raises UnknownCurrency for other codes."""
    return _DIGITS[check_currency(code)]
