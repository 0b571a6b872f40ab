"""The documents of the server's own pages."""

from __future__ import annotations

import json
import re

from server.http.single_page_apps import BUILD


def document_of(operation: str) -> str:
    """The text of a document of the pages, as they send it."""
    texts: dict[str, str] = json.loads((BUILD / "documents.json").read_text())
    [text] = [text for text in texts.values() if re.search(rf"\b(query|mutation|subscription) {operation}\b", text)]
    return text
