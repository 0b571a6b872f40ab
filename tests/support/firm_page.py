"""A page of a firm's dashboard: subscribes to `firmChanges`, and keeps what it has read in a normalized cache."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

from billing.access.principals import Viewer
from billing.services import Services, Snapshot
from graph.context import Context
from tests.support.graphql_client import CLIENT_ADDRESS, SCHEMA, query_data
from tests.support.normalized_cache import NormalizedCache, merge_into_cache, selection_of_type
from tests.support.subscription_client import Reauthenticate, Subscriber, reauthenticate_as

_TYPES = {"clients": "Client", "invoices": "Invoice", "payments": "Payment", "prepayments": "Prepayment"}
"""The lists of a firm, and the types of their rows."""

_NOTICE = "{ __typename id kind client { __typename id } }"
_LISTS = " ".join(
    f"{name}(first: 100) {{ edges {{ node {selection_of_type(type_)} }} }}" for name, type_ in _TYPES.items()
)
RELOAD = f"""{{ cursor: firm {{ changesCursor }} firm {{ {_LISTS} }}
  notices(first: 100) {{ edges {{ node {_NOTICE} }} }} }}"""
CHANGES = f"""subscription ($after: String) {{ firmChanges(after: $after) {{ cursor reload removedIds
  {" ".join(f"{name} {selection_of_type(type_)}" for name, type_ in _TYPES.items())}
  refunds {{ id }} disputes {{ id }} notices {_NOTICE} }} }}"""
BRIEF = """subscription ($after: String) { firmChanges(after: $after) { cursor reload removedIds
  clients { id } invoices { id status } payments { id status } prepayments { id }
  refunds { id status } disputes { id status }
  notices { id kind } } }"""


class FirmSubscriber(Subscriber):
    """A page that follows the firm."""

    async def next_change(self, seconds: float = 8) -> dict[str, Any]:
        """The next change; asserts that it has no errors."""
        result = await self.next_result(seconds)
        assert "errors" not in result, result
        change: dict[str, Any] = result["data"]["firmChanges"]
        self.changes.append(change)
        return change


@asynccontextmanager
async def follow_firm(
    services: Services,
    viewer: Viewer | None,
    after: str | None = None,
    *,
    query: str = BRIEF,
    reauthenticate: Reauthenticate | None = None,
) -> AsyncIterator[FirmSubscriber]:
    """Subscribe to the changes of the viewer's firm."""
    async with Snapshot(services) as snapshot:
        context = Context(
            services=services,
            viewer=viewer,
            snapshot=snapshot,
            address=CLIENT_ADDRESS,
            reauthenticate=reauthenticate or reauthenticate_as(viewer),
        )
        results = await SCHEMA.subscribe(query, {"after": after}, context_value=context)
        page = FirmSubscriber(results)
        async with aclosing(results):
            try:
                await page.wait_until_subscribed(services)
                yield page
            finally:
                await page.close()


async def firm_cursor(services: Services, viewer: Viewer) -> str | None:
    """`Firm.changesCursor`."""
    data = await query_data(services, viewer, "{ firm { changesCursor } }")
    cursor: str | None = data["firm"]["changesCursor"]
    return cursor


def _without_members(cache: NormalizedCache) -> NormalizedCache:
    """Members are read by their ids only: one whom no client refers to any more would be left over."""
    return {id_: row for id_, row in cache.items() if row["__typename"] != "FirmMember"}


class FirmPage:
    """A page with a normalized cache, which resumes from its last cursor."""

    def __init__(self, services: Services, viewer: Viewer) -> None:
        self.services, self.viewer = services, viewer
        self.cache: NormalizedCache = {}
        self.after = ""
        self.reloads = self.changes = 0

    async def fresh_cache(self) -> tuple[NormalizedCache, str]:
        """What a page reads when it reloads, with the rights of now."""
        async with Snapshot(self.services) as snapshot:
            viewer = await reauthenticate_as(self.viewer)(snapshot)
        assert viewer is not None
        data = await query_data(self.services, viewer, RELOAD)
        after: str = data.pop("cursor")["changesCursor"]
        cache: NormalizedCache = {}
        merge_into_cache(cache, data)
        return _without_members(cache), after

    async def reload(self) -> None:
        """Replace the cache."""
        self.cache, self.after = await self.fresh_cache()
        self.reloads += 1

    async def apply_change(self, page: FirmSubscriber, seconds: float = 8) -> None:
        """Apply the next change."""
        change = await page.next_change(seconds)
        self.changes += 1
        if change["reload"]:
            assert not any(change[name] for name in (*_TYPES, "refunds", "disputes", "notices", "removedIds"))
            await self.reload()
            return
        self.after = change["cursor"]
        merge_into_cache(self.cache, change)
        self.cache = _without_members(self.cache)
        for removed_id in change["removedIds"]:
            self.cache.pop(removed_id, None)

    async def catch_up(self, page: FirmSubscriber) -> None:
        """Apply changes until the cache equals that of a page that reloads."""
        while True:
            expected, _ = await self.fresh_cache()
            if self.cache == expected:
                return
            try:
                await self.apply_change(page)
            except TimeoutError as error:
                differing = {
                    id_: (self.cache.get(id_), expected.get(id_))
                    for id_ in self.cache.keys() | expected.keys()
                    if self.cache.get(id_) != expected.get(id_)
                }
                raise AssertionError(differing) from error
