"""Which contenders are compared on which database."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.contenders.acompte import SETTINGS
from bench.dialects import ISO_DATETIMES, POSTGRAPHILE
from bench.servers import Contender


def _python(module: str) -> tuple[str, ...]:
    return (sys.executable, "-m", f"bench.contenders.{module}")


def _node(module: str) -> tuple[str, ...]:
    folder = Path(__file__).parent
    return (str(folder / "node_modules" / ".bin" / "node"), str(folder / "contenders" / f"{module}.mjs"))


_PRODUCTION = tuple(SETTINGS.items())

CONSTANT_JSON = Contender("constant JSON: the limit of the load generator", _python("constant"))
ON_POSTGRESQL = (
    Contender("baseline", _python("baseline")),
    Contender("Acompte", _python("acompte"), _PRODUCTION),
    Contender("Strawberry, as documented", _python("strawberry_documented"), dialect=ISO_DATETIMES),
    Contender("Mercurius with JIT", _node("mercurius")),
    Contender("PostGraphile 5", _node("postgraphile"), dialect=POSTGRAPHILE),
    Contender("Ariadne, as documented", _python("ariadne_documented")),
)
ON_SQLITE = (
    Contender("baseline, SQLite", _python("baseline_sqlite")),
    Contender("Acompte, SQLite", _python("acompte"), _PRODUCTION),
)
