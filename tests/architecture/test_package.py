"""The package contains the built pages, so that a server needs no Node.js."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.architecture.conftest import ROOT, SOURCE
from tests.server.http.pages_build import write_build


def test_the_wheel_contains_the_built_pages(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    server = tmp_path / "src" / "server"
    shutil.copytree(SOURCE / "server", server, ignore=shutil.ignore_patterns("__pycache__", "web"))
    write_build(server / "web")
    build = "from setuptools.build_meta import build_wheel; print(build_wheel('.'))"
    completed = subprocess.run((sys.executable, "-c", build), cwd=tmp_path, check=True, capture_output=True, text=True)
    packed = set(zipfile.ZipFile(tmp_path / completed.stdout.splitlines()[-1]).namelist())
    for folder in (server / "web", server / "graphiql"):
        paths = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != ".vite"]
        files = {path.relative_to(server.parent).as_posix() for path in paths}
        assert files
        assert files <= packed
