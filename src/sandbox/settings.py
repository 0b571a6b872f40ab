"""How one stand-in is set up."""

import dataclasses
import pathlib

API_VERSION = "2026-10-28.endive"
"""The one version of Stripe's API that is answered; a request that names another is refused."""


@dataclasses.dataclass(frozen=True)
class SandboxSettings:
    """Where the stand-in keeps its state, where it is reached, and whom it tells."""

    database: pathlib.Path
    """SQLite file with all of its state; several processes may share it."""
    base_url: str
    """Where browsers and the stripe client reach it, without a trailing slash."""
    webhook_url: str | None
    """Where signed events of connected accounts are sent; None sends none."""
    webhook_secret: str
    secret_key: str = "sk_test_sandbox"  # noqa: S105 (no secret: it opens nothing but the stand-in)
    publishable_key: str = "pk_test_sandbox"
    debit_delay_seconds: float = 20.0
    """After this long a bank debit that is processing succeeds or fails, and a refund that is pending is through."""
