"""Reading in batches: what fields that resolve side by side ask for comes with one statement."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from strawberry import dataloader

K = TypeVar("K")
T = TypeVar("T")


class DataLoader(dataloader.DataLoader[K, T]):
    """Strawberry's own, but that who no longer waits for an answer does not take it from the others.

    GraphQL stops the fields beside one that took their object down, and they may wait for what others wait for, too.
    """

    def load(self, key: K) -> Awaitable[T]:
        """The answer for this key."""
        answer = asyncio.ensure_future(super().load(key))
        answer.add_done_callback(_seen)
        return asyncio.shield(answer)


def _seen(answer: "asyncio.Future[T]") -> None:
    """An error is told to whoever waits for the answer; where nobody does any more, it is nobody's."""
    if not answer.cancelled():
        answer.exception()
