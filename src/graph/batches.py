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
        return asyncio.shield(super().load(key))
