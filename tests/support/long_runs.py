"""How much is drawn: a sample in `make test`, all there is in `make test-long`."""

from __future__ import annotations

import os

IS_LONG = os.environ.get("LONG") == "1"
