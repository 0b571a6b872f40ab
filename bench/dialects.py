"""How the operations are put, and answers read in Acompte's words, where a contender has words of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.load import Body, pay_invoice, portal_home


@dataclass(frozen=True, slots=True)
class Dialect:
    """The two operations, and what turns an answer into the one that Acompte would give."""

    portal_home: Body
    pay_invoice: Body
    told: Callable[[Any], Any]


def _as_it_is(answer: Any) -> Any:
    return answer


OURS = Dialect(portal_home, pay_invoice, _as_it_is)


def _zulu(answer: Any) -> Any:
    """Moments in UTC end in +00:00 where nobody says otherwise."""
    match answer:
        case dict():
            return {key: _zulu(value) for key, value in answer.items()}
        case list():
            return [_zulu(value) for value in answer]
        case str():
            return answer.replace("+00:00", "Z")
    return answer


ISO = Dialect(portal_home, pay_invoice, _zulu)
