"""One rule for all texts that people write (D36)."""

from __future__ import annotations

import time
import unicodedata

import pytest

from billing import text_input
from billing.errors import InvalidInput

ORDINARY_TEXTS = {
    "Persian with a zero-width non-joiner": "شرکت می\u200cخواهم",
    "Hindi with a zero-width joiner": "क्\u200dष सेवा",
    "Sinhala": "ශ්\u200dරී ලංකා",
    "Japanese with an ideographic space": "山田\u3000太郎税理士事務所",
    "French with a non-breaking space": "Dupont\u00a0& Fils",
    "French with a narrow one": "Société\u202fX",
    "a family": "Bakery 👨\u200d👩\u200d👧",
    "a flag of tags": "Pub 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "Hebrew with points": "שָׁלוֹם",
    "Hebrew with a direction mark": "חברה\u200f (2)",
    "Arabic letter mark": "شركة\u061c 12",
    "a heart with a variation selector": "❤\ufe0f",
    "a word with a soft hyphen": "Donau\u00addampf",
    "a letter newer than Python's tables": "\U0001fae9",
    "quotes and signs": 'O\'Hara \\ "Co" <b>&amp; 100%_',
}
REFUSED = {
    "a bell": "a\x07b",
    "NUL": "a\0b",
    "escape": "\x1b[31mred",
    "delete": "a\x7fb",
    "a C1 control": "a\x9bb",
    "a lone surrogate": "a\ud83db",
    "left-to-right override": "a\u202db",
    "right-to-left override": "invoice\u202efdp.exe",
    "an embedding": "a\u202bb",
    "pop directional formatting": "a\u202cb",
    "right-to-left isolate": "a\u2067b",
    "first strong isolate": "a\u2068b",
    "pop directional isolate": "a\u2069b",
}


@pytest.mark.parametrize("text", ORDINARY_TEXTS.values(), ids=ORDINARY_TEXTS)
def test_ordinary_texts_are_taken(text: str) -> None:
    """D36: unchanged, but for the form of the same characters."""
    expected = unicodedata.normalize("NFC", text)
    assert text_input.parse_line(text, "name", 200) == text_input.parse_lines(text, "name", 200) == expected
    assert not text_input.is_blank(text)


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_controls_and_bidirectional_overrides_are_refused(text: str) -> None:
    """D36: in a text of one line and in one of several."""
    for parse in (text_input.parse_line, text_input.parse_lines):
        with pytest.raises(InvalidInput) as refused:
            parse(text, "lines.2.description", 200)
        assert refused.value.field == "lines.2.description"
        assert str(refused.value) == "This contains a character that is not allowed."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029"])
def test_line_ends_stand_only_where_a_text_has_several_lines(end: str) -> None:
    """D36: descriptions have lines; names, numbers and reasons are one."""
    text = f" First{end}{end}second\tcolumn{end}"
    assert text_input.parse_lines(text, "description", 200) == "First\n\nsecond\tcolumn"
    with pytest.raises(InvalidInput) as refused:
        text_input.parse_line(f"First{end}second", "reason", 200)
    assert str(refused.value) == "Enter this on one line."
    assert text_input.parse_line(f"First{end}", "reason", 200) == "First"


def test_texts_are_trimmed_and_composed() -> None:
    """D36: NFC, and no white space around. The length is that of the result."""
    assert text_input.parse_line(" \u3000Cafe\u0301\u00a0 ", "name", 4) == "Café"
    assert text_input.parse_line("한글".encode().decode(), "name", 2) == "한글"
    assert text_input.parse_line(unicodedata.normalize("NFD", "한글"), "name", 2) == "한글"
    for text in ("Cafés", "x" * 100_000):
        with pytest.raises(InvalidInput) as refused:
            text_input.parse_line(text, "name", 4)
        assert str(refused.value) == "Enter at most 4 characters."


@pytest.mark.parametrize("text", ["", " ", "\u3000\u00a0", "\u200b\u200d\u2060", "\u3164", "\u2800\ufe0f\U000e0020"])
def test_what_nobody_can_see_is_blank(text: str) -> None:
    """D36: such a name or number would be an empty place on a page."""
    assert text_input.is_blank(text)


def test_appearance() -> None:
    """D36: what looks the same has one appearance; what looks different has not."""
    same = ("RÉ 12", "RE\u0301 12", "ＲÉ\u3000１２", "R\u200bÉ\u00a0 12\ufe0f", "\u202aRÉ\u202c 1\u00ad2")
    assert {text_input.appearance(text) for text in same} == {"RÉ 12"}
    different = ("ré 12", "RE 12", "RÉ12", "RÉ 1 2", "RÉ-12")
    assert len({text_input.appearance(text) for text in (*different, "RÉ 12")}) == 6


def test_search_keys() -> None:
    """D36: capitals of every script, and compatibility forms."""
    for text, expected in {
        "ÉCOLE": "école",
        "E\u0301cole": "école",
        "Straße": "strasse",
        "STRASSE": "strasse",
        "ΟΔΟΣ": "οδοσ",
        "οδος": "οδοσ",
        "ЖИЗНЬ": "жизнь",
        "ᲘᲚᲘᲐ": "ილია",
        "ﬁle": "file",
        "㍿": "株式会社",
        "می\u200cخواهم": "میخواهم",
    }.items():
        assert text_input.search_key(text) == text_input.search_key(text_input.search_key(text)) == expected


def test_a_letter_has_at_most_30_marks() -> None:
    """P10: sorting marks takes quadratic time: 200 lines of them would take half a second."""
    assert len(text_input.parse_lines("q" + "\u0301\u0323" * 15, "description", 500)) == 31
    lines = ["q" + "\u0301" * 749 + "\u0323" * 749] * 200
    started_at = time.process_time()
    for line in lines:
        with pytest.raises(InvalidInput) as refused:
            text_input.parse_lines(line, "description", 500)
        assert str(refused.value) == "This contains too many accents on one character."
    assert time.process_time() - started_at < 0.1
