"""A client of server-sent events: graphql-sse's distinct connections."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx

SSE_HEADERS = {"Accept": "text/event-stream"}
COMPLETE = "event: complete\ndata:"


class EventStream:
    """Reads a response frame by frame, split at empty lines as urql does."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._text = response.aiter_text()
        self._buffer = ""

    async def next_frame(self, seconds: float = 8) -> str | None:
        """The next frame; None at the end of the stream."""
        async with asyncio.timeout(seconds):
            while "\n\n" not in self._buffer:
                try:
                    self._buffer += await anext(self._text)
                except StopAsyncIteration:
                    return None
        frame, _, self._buffer = self._buffer.partition("\n\n")
        return frame

    async def next_result(self) -> dict[str, Any]:
        """The next result; heartbeats are skipped."""
        while True:
            frame = await self.next_frame()
            assert frame is not None
            if frame != ":":
                break
        event, _, data = frame.partition("\n")
        assert (event, data[:6]) == ("event: next", "data: ")
        result: dict[str, Any] = json.loads(data[6:])
        return result

    async def assert_completed(self) -> None:
        """Assert that the stream completes and ends."""
        assert [await self.next_frame(), await self.next_frame()] == [COMPLETE, None]
