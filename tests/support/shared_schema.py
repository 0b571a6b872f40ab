"""The schema for applications of tests: its types take longer to build than most tests of the server do."""

from __future__ import annotations

import copy
import functools
from pathlib import Path

from server.http.app import Api, build_api
from server.http.single_page_apps import BUILD
from server.settings import Settings


def new_api(settings: Settings, build: Path = BUILD) -> Api:
    """What `build_api` returns: of shared types, where there are no persisted documents, and with caches of its own."""
    if settings.served_pages or settings.trusted_documents is not None:
        return build_api(settings, build)
    unused = _unused_api(settings.graphiql)
    schema = copy.copy(unused.schema)
    schema.document_cache = copy.deepcopy(unused.schema.document_cache)
    schema.compile_budget = copy.deepcopy(unused.schema.compile_budget)
    return Api(schema, unused.documents)


@functools.cache
def _unused_api(graphiql: bool) -> Api:
    return build_api(
        Settings(portal_url="https://portal.test", dashboard_url="https://dashboard.test", graphiql=graphiql)
    )
