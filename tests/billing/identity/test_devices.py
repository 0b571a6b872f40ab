"""The names of devices in the list of sessions."""

from __future__ import annotations

import pytest

from billing.identity.devices import describe_device

_CHROME = "Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (_CHROME.format(system="Linux; Android 14"), "Chrome, Android"),
        (f"{_CHROME.format(system='Windows NT 10.0')} Edg/140.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("Firefox/1", "Firefox"),
        ("x" * 200, "x" * 80),
        ("\x00\x1b[31mevil\u202e", "[31mevil"),
        ("", None),
        ("\x00", None),
        (None, None),
    ],
)
def test_name_of_a_device(user_agent: str | None, name: str | None) -> None:
    """D45: browser and system if they are known; else the first word, without control characters."""
    assert describe_device(user_agent) == name
