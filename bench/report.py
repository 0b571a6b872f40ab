"""Renders docs/benchmarks.md: medians of what was measured, with the range of the rounds."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_PAGE = _FOLDER.parent / "docs" / "benchmarks.md"

_NO_RESULTS: dict[str, Any] = {"machine": {}, "how": {}, "figures": {}}


def write_page() -> None:
    """Write docs/benchmarks.md from the stored results."""
    path = _FOLDER / "results" / "latest.json"
    results = json.loads(path.read_text()) if path.exists() else _NO_RESULTS
    text = (_FOLDER / "page.md").read_text()
    parts = {"machine": machine(results), "how": methodology(results), "tables": tables(results), "growth": growth()}
    for name, part in parts.items():
        text = text.replace("{" + name + "}", part)
    _PAGE.write_text(text)


def machine(results: dict[str, Any]) -> str:
    """The machine and the versions, in one paragraph."""
    return "; ".join(f"{name} {value}" for name, value in results["machine"].items()) + "."


def methodology(results: dict[str, Any]) -> str:
    """How much was measured, in one sentence."""
    settings = results["how"]
    if not settings:
        return "Not measured yet: `make bench`."
    data = "{firms} firms, each with {clients} clients, each with {invoices} invoices of {lines} lines".format(
        **settings
    )
    return f"{data}; {settings['rounds']} rounds of {settings['seconds']:g} s after one to warm up."


def growth() -> str:
    """The tables of bench.growth, if it was run."""
    path = _FOLDER / "results" / "growth.json"
    if not path.exists():
        return "Not measured yet: `make bench-growth`."
    tables_by_name: dict[str, list[dict[str, str]]] = json.loads(path.read_text())
    return "\n\n".join(_plain_table(name, rows) for name, rows in tables_by_name.items())


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
        "| server | server CPU, us | times the baseline's | responses/s | range | p50, ms | p99, ms |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    baseline = next(
        (_median(rounds, "cpu_us") for server, rounds in figures.items() if server.startswith("baseline")), None
    )
    lines += [_row(server, rounds, baseline) for server, rounds in figures.items() if rounds]
    return "\n".join(lines)


def _row(server: str, rounds: list[dict[str, float]], baseline: float | None) -> str:
    rates = [round_["rate"] for round_ in rounds]
    cpu, p50, p99 = (_median(rounds, key) for key in ("cpu_us", "p50_ms", "p99_ms"))
    times = f"{cpu / baseline:,.1f}" if baseline else ""
    spread = f"{min(rates):,.0f} to {max(rates):,.0f}"
    return f"| {server} | {cpu:,.0f} | {times} | {_median(rounds, 'rate'):,.0f} | {spread} | {p50:,.1f} | {p99:,.1f} |"


def _median(rounds: list[dict[str, float]], key: str) -> float:
    return statistics.median(round_[key] for round_ in rounds)
