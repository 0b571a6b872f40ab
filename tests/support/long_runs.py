"""Whether the property tests draw a sample (`make test`) or many examples (`make test-long`)."""

from __future__ import annotations

import os

IS_LONG = os.environ.get("LONG") == "1"
