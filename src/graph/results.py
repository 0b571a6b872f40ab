"""Results whose data the database has serialized."""

import json
from typing import Any

from strawberry.types.execution import ExecutionResult


class PreserializedResult(ExecutionResult):
    """A result whose data the database has serialized: `text` is JSON."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.errors = None
        self.extensions = None

    @property
    def data(self) -> dict[str, Any] | None:  # type: ignore[override]
        """The parsed data."""
        data: dict[str, Any] = json.loads(self.text)
        return data
