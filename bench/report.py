"""The page: what was measured, as tables of medians with the least and the most beside them."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_PAGE = _FOLDER.parent / "docs" / "benchmarks.md"

_NO_RESULTS: dict[str, Any] = {"machine": {}, "how": {}, "figures": {}}


def write_page() -> None:
    """Write docs/benchmarks.md from the figures that were kept."""
    kept = _FOLDER / "results" / "latest.json"
    found = json.loads(kept.read_text()) if kept.exists() else _NO_RESULTS
    text = (_FOLDER / "page.md").read_text()
    parts = {"machine": machine(found), "how": methodology(found), "tables": tables(found), "growth": growth()}
    for name, part in parts.items():
        text = text.replace("{" + name + "}", part)
    _PAGE.write_text(text)


def machine(results: dict[str, Any]) -> str:
    """What it was measured on, in one paragraph."""
    return "; ".join(f"{name} {value}" for name, value in results["machine"].items()) + "."


def methodology(results: dict[str, Any]) -> str:
    """How much was measured, in one sentence."""
    of = results["how"]
    if not of:
        return "Not measured yet: `make bench`."
    return (
        f"{of['firms']} firms, each with {of['clients']} clients, each with {of['invoices']} invoices of {of['lines']}"
        f" lines; {of['rounds']} rounds of {of['seconds']:g} s after one to warm up."
    )


def growth() -> str:
    """The tables of how it grows, where that was measured."""
    kept = _FOLDER / "results" / "growth.json"
    if not kept.exists():
        return "Not measured yet: `make bench-growth`."
    found: dict[str, list[dict[str, str]]] = json.loads(kept.read_text())
    return "\n\n".join(_plain_table(name, rows) for name, rows in found.items())


def _plain_table(name: str, rows: list[dict[str, str]]) -> str:
    lines = [f"### {name}", "", f"| {' | '.join(rows[0])} |", f"|{'---|' * len(rows[0])}"]
    return "\n".join((*lines, *(f"| {' | '.join(row.values())} |" for row in rows)))


def tables(results: dict[str, Any]) -> str:
    """A table for each operation on each database."""
    return "\n\n".join(_table(name, figures) for name, figures in results["figures"].items())


def _table(name: str, figures: dict[str, list[dict[str, float]]]) -> str:
    lines = [
        f"### {name}",
        "",
        "| server | server CPU, us | times the floor's | answers/s | least to most | p50, ms | p99, ms |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    floor = next((_median(rounds, "cpu_us") for server, rounds in figures.items() if server.startswith("floor")), None)
    lines += [_row(server, rounds, floor) for server, rounds in figures.items() if rounds]
    return "\n".join(lines)


def _row(server: str, rounds: list[dict[str, float]], floor: float | None) -> str:
    rates = [one["rate"] for one in rounds]
    cpu, half, most = (_median(rounds, key) for key in ("cpu_us", "p50_ms", "p99_ms"))
    times = f"{cpu / floor:,.1f}" if floor else ""
    spread = f"{min(rates):,.0f} to {max(rates):,.0f}"
    return (
        f"| {server} | {cpu:,.0f} | {times} | {_median(rounds, 'rate'):,.0f} | {spread} | {half:,.1f} | {most:,.1f} |"
    )


def _median(rounds: list[dict[str, float]], key: str) -> float:
    return statistics.median(one[key] for one in rounds)
