"""Who is compared, and on which database."""

from __future__ import annotations

import sys

from bench.contenders.acompte import SETTINGS
from bench.dialects import ISO
from bench.servers import Contender


def _python(module: str) -> tuple[str, ...]:
    return (sys.executable, "-m", f"bench.contenders.{module}")


_PRODUCTION = tuple(SETTINGS.items())

CONSTANT = Contender("constant JSON", _python("constant"))
ON_POSTGRESQL = (
    Contender("floor", _python("floor")),
    Contender("Acompte", _python("acompte"), _PRODUCTION),
    Contender("Strawberry, as documented", _python("strawberry_documented"), dialect=ISO),
    Contender("Ariadne, as documented", _python("ariadne_documented")),
)
ON_SQLITE = ()
