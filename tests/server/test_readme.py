"""What the README tells a newcomer to paste does what it says."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from pathlib import Path

from tests.support.server_process import run_server

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


async def test_the_walk_in_a_terminal(tmp_path: Path) -> None:
    """From signing in to credits that are there, word for word; only the port is another."""
    walk = README[README.index("Or from a terminal") : README.index("## Test it")]
    pasted = "\n".join(re.findall(r"```sh\n(.*?)```", walk, re.DOTALL))
    shown = [json.loads(each) for each in re.findall(r"```json\n(.*?)```", walk, re.DOTALL)]
    async with run_server(tmp_path) as server:
        assert "http://localhost:8000" in pasted
        ended = await asyncio.to_thread(
            subprocess.run,
            ("sh", "-e"),
            input=pasted.replace("http://localhost:8000", server.url),
            capture_output=True,
            text=True,
            check=True,
        )
    said = [line for line in ended.stdout.splitlines() if line]
    assert [json.loads(said[0]), said[1], json.loads(said[2])] == [shown[0], "succeeded", shown[1]]
