"""The thread that prepares documents and compiles plans, one at a time: meanwhile the event loop serves others."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="compile")


async def run(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a function that only computes in the compile thread, after those that wait there, and return its result."""
    return await asyncio.get_running_loop().run_in_executor(_thread, lambda: function(*args, **kwargs))
