"""How often the provider was asked, how it answered, and how long it took: figures for whoever runs the server."""

from __future__ import annotations

import functools
import time
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from prometheus_client import Counter, Histogram

from gateway.types import ProviderBusy, ProviderObjectNotFound, ProviderRefused, ProviderUnavailable

P = ParamSpec("P")
T = TypeVar("T")

_CALLS = Counter("acompte_provider_calls", "Calls to the payment provider, by how they were answered.", ["outcome"])
_SECONDS = Histogram("acompte_provider_call_seconds", "How long the payment provider took to answer.")
# The first that fits: who does not answer because the row is busy is a kind of unavailable.
_OUTCOMES = (
    (ProviderBusy, "busy"),
    (ProviderUnavailable, "unavailable"),
    (ProviderObjectNotFound, "missing"),
    (ProviderRefused, "refused"),
)


def instrument(call: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """The same call, counted: answered, busy, unavailable, missing, refused, or failed for anything unexpected."""

    @functools.wraps(call)
    async def answer(*arguments: P.args, **named: P.kwargs) -> T:
        began = time.perf_counter()
        outcome = "failed"
        try:
            answered = await call(*arguments, **named)
            outcome = "answered"
        except Exception as error:
            outcome = next((name for kind, name in _OUTCOMES if isinstance(error, kind)), outcome)
            raise
        finally:
            _CALLS.labels(outcome).inc()
            _SECONDS.observe(time.perf_counter() - began)
        return answered

    return answer
