"""The README's commands give the output that it shows."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from pathlib import Path

from tests.support.server_process import run_server

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


async def test_terminal_walkthrough(tmp_path: Path) -> None:
    """From signing in to credits, on another port."""
    section = README[README.index("Or from a terminal") : README.index("## Test it")]
    script = "\n".join(re.findall(r"```sh\n(.*?)```", section, re.DOTALL))
    responses = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", section, re.DOTALL)]
    async with run_server(tmp_path) as server:
        assert "http://localhost:8000" in script
        completed = await asyncio.to_thread(
            subprocess.run,
            ("sh", "-e"),
            input=script.replace("http://localhost:8000", server.url),
            capture_output=True,
            text=True,
            check=True,
        )
    lines = [line for line in completed.stdout.splitlines() if line]
    assert [json.loads(lines[0]), lines[1], json.loads(lines[2])] == [responses[0], "succeeded", responses[1]]
