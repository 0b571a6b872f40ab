"""The page: what was measured, as tables of medians with the least and the most beside them."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_PAGE = _FOLDER.parent / "docs" / "benchmarks.md"


def write() -> None:
    """Write docs/benchmarks.md from the figures that were kept."""
    found = json.loads((_FOLDER / "results" / "latest.json").read_text())
    text = (_FOLDER / "page.md").read_text()
    _PAGE.write_text(text.replace("{machine}", machine(found)).replace("{tables}", tables(found)))


def machine(found: dict[str, Any]) -> str:
    """What it was measured on, in one paragraph."""
    return "; ".join(f"{name} {value}" for name, value in found["machine"].items()) + "."


def tables(found: dict[str, Any]) -> str:
    """A table for each operation on each database."""
    return "\n\n".join(_table(name, figures) for name, figures in found["figures"].items())


def _table(name: str, figures: dict[str, list[dict[str, float]]]) -> str:
    lines = [
        f"### {name[:1].upper()}{name[1:]}",
        "",
        "| server | answers/s | least to most | server CPU, us | p50, ms | p99, ms |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for server, rounds in figures.items():
        if not rounds:
            continue
        rates = [one["rate"] for one in rounds]
        cells = [_median(rounds, key) for key in ("cpu_us", "p50_ms", "p99_ms")]
        spread = f"{min(rates):,.0f} to {max(rates):,.0f}"
        lines.append(
            f"| {server} | {statistics.median(rates):,.0f} | {spread}"
            f" | {cells[0]:,.0f} | {cells[1]:,.1f} | {cells[2]:,.1f} |"
        )
    return "\n".join(lines)


def _median(rounds: list[dict[str, float]], key: str) -> float:
    return statistics.median(one[key] for one in rounds)
