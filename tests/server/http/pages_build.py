"""A tiny build of the pages, as `make web` writes one."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

ME = "query Me { viewer { __typename } }"
SCRIPT = "console.log('portal');\n" * 100


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def write_build(folder: Path, *documents: str) -> Path:
    """Write both apps, and a manifest of the documents."""
    for name in ("portal", "dashboard"):
        assets = folder / name / "assets"
        assets.mkdir(parents=True)
        (folder / name / "index.html").write_text(f"<!doctype html><title>{name}</title>")
        (assets / "index-Ab1_-9Zx.js").write_text(SCRIPT)
        (folder / name / "icon.svg").write_text("<svg/>")
        (folder / name / ".vite").mkdir()
        (folder / name / ".vite" / "manifest.json").write_text("{}")
        (assets / "index-Ab1_-9Zx.css").write_text("a { b: c }")
        (assets / "font-Ab1_-9Zx.woff2").write_bytes(b"wOF2")
    (folder / "documents.json").write_text(json.dumps({sha256_of(text): text for text in documents or (ME,)}))
    return folder
