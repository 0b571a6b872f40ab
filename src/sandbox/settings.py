"""Settings of the simulator."""

import dataclasses
import pathlib

API_VERSION = "2026-10-28.endive"
"""The only supported version of Stripe's API."""


@dataclasses.dataclass(frozen=True)
class SimulatorSettings:
    """Database, URLs and keys of a simulator."""

    database: pathlib.Path
    """SQLite file with all state. Several processes may share it."""
    base_url: str
    """URL for browsers and the stripe library, without a trailing slash."""
    webhook_url: str | None
    """URL to which events of connected accounts are sent, if any."""
    webhook_secret: str
    secret_key: str = "sk_test_sandbox"  # noqa: S105 (for the simulator only)
    publishable_key: str = "pk_test_sandbox"
    mail_folder: pathlib.Path | None = None
    """Folder with the mails that the application sends, as files; without it, there are no pages of mails."""
    debit_delay_seconds: float = 20.0
    """Time until a bank debit in processing succeeds or fails, and until a pending refund succeeds."""
