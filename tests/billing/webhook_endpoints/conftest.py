"""A firm, and a receiver of its webhooks on this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.support.firm import AppHarness, Firm
from tests.support.webhook_receiver import WebhookReceiver, run_receiver


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_ready_firm()


@pytest.fixture
async def receiver() -> AsyncIterator[WebhookReceiver]:
    async with run_receiver() as receiver:
        yield receiver
