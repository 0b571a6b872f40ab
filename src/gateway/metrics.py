"""Metrics of the calls to the payment provider: outcomes and durations."""

import functools
import time
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from prometheus_client import Counter, Histogram

from gateway.types import ProviderBusy, ProviderObjectNotFound, ProviderRefused, ProviderUnavailable

P = ParamSpec("P")
T = TypeVar("T")

_CALLS = Counter("acompte_provider_calls", "Calls to the payment provider, by outcome.", ["outcome"])
_SECONDS = Histogram("acompte_provider_call_seconds", "Duration of calls to the payment provider.")
# The first match counts: ProviderBusy is a subclass of ProviderUnavailable.
_OUTCOMES = (
    (ProviderBusy, "busy"),
    (ProviderUnavailable, "unavailable"),
    (ProviderObjectNotFound, "missing"),
    (ProviderRefused, "refused"),
)


def instrument(call: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """Decorate a call so that it is counted and timed. Outcomes are those of `_OUTCOMES`, "answered" and "failed"."""

    @functools.wraps(call)
    async def instrumented(*args: P.args, **kwargs: P.kwargs) -> T:
        started = time.perf_counter()
        outcome = "failed"
        try:
            result = await call(*args, **kwargs)
            outcome = "answered"
        except Exception as error:
            outcome = next((name for kind, name in _OUTCOMES if isinstance(error, kind)), outcome)
            raise
        finally:
            _CALLS.labels(outcome).inc()
            _SECONDS.observe(time.perf_counter() - started)
        return result

    return instrumented
