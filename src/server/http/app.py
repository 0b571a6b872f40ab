"""The ASGI application: which door is where, and what runs beside them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from billing import worker
from billing.charges import reconciliation
from billing.live import poller
from db import listen_notify, migrations, retries
from graph import context
from graph.schema import Schema, build_schema
from resolvers import schema_roots
from server.container import House
from server.http import auth, oidc, persisted_documents
from server.http.graphql import GraphQLEndpoint
from server.http.health import Health
from server.http.pages import GRAPHIQL, GraphiQLFiles, Pages
from server.http.persisted_documents import TrustedDocuments
from server.http.webhooks import StripeWebhook
from server.logging import RequestLog
from server.ops import metrics
from server.ops.metrics import Metrics
from server.settings import Settings
from server.subscriptions.connections import Live
from server.subscriptions.websocket import GraphQLSockets

_log = structlog.get_logger()


def build_api(settings: Settings) -> tuple[Schema, TrustedDocuments | None]:
    """What may be asked: all that the schema has, or the trusted documents alone. Raise trusted_documents.Unusable."""
    schema = build_schema(
        query=schema_roots.Query,
        mutation=schema_roots.Mutation,
        subscription=schema_roots.Subscription,
        introspection=settings.graphiql,
    )
    manifest = settings.trusted_documents
    return schema, None if manifest is None else persisted_documents.taken(manifest, schema)


def create_application(house: House) -> Starlette:
    """The application of this house; it refuses to start on a database that is not up to date.

    Raise trusted_documents.Unusable.
    """
    settings = house.settings
    schema, trusted = build_api(settings)
    connections = Live(house, schema)
    graphql = GraphQLEndpoint(house, schema, connections, trusted)
    application = Starlette(
        routes=_routes(house, graphql, GraphQLSockets(connections, trusted)),
        exception_handlers=dict.fromkeys(retries.KINDS, _unavailable),
        lifespan=_lifespan(house),
        middleware=[
            Middleware(RequestLog),
            Middleware(
                CORSMiddleware,
                allow_origins=sorted(settings.origins),
                allow_methods=["POST"],
                allow_headers=["authorization", "content-type", auth.PREFLIGHT_HEADER, oidc.SEAT_HEADER],
                allow_credentials=True,
            ),
        ],
    )
    application.state.live = connections
    return application


def _routes(house: House, graphql: GraphQLEndpoint, sockets: GraphQLSockets) -> list[BaseRoute]:
    pages, health = Pages(house), Health(house)
    routes: list[BaseRoute] = [
        Route("/graphql", graphql, methods=["POST"]),
        WebSocketRoute("/graphql", sockets.open),
        Route("/health", health.health),
        Route("/ready", health.ready),
        Route("/metrics", Metrics(house).get),
        Route("/webhooks/stripe", StripeWebhook(house).post, methods=["POST"]),
        Route("/providers/onboarding/{token}", pages.onboarding),
        Route("/providers/returned/{token}", pages.returned),
    ]
    if house.settings.graphiql:
        routes += [
            Route("/", _to_graphiql),
            Route("/graphiql", _to_graphiql),
            Route("/graphiql/people.json", pages.people),
            Mount("/graphiql", GraphiQLFiles(directory=GRAPHIQL, html=True)),
        ]
    if house.sandbox is not None:
        routes.append(Mount("/sandbox", house.sandbox.app))
    return routes


def _lifespan(house: House) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[None]:
        await migrations.check(house.database.read_engine, house.settings.database)
        await reconciliation.want_sweeps(house.services)
        beside = [
            asyncio.create_task(worker.work(house.services)),
            asyncio.create_task(poller.watch(house.services, house.database.look_seconds)),
            asyncio.create_task(metrics.keep(house)),
        ]
        carrier = listen_notify.listen_notify(house.database.url, house.services.signals)
        if carrier is not None:
            beside.append(asyncio.create_task(carrier.run()))
        if house.sandbox is not None:
            beside.append(asyncio.create_task(house.sandbox.run()))
        yield
        # Deeds of callers that are gone run to their end: what was begun is not left to the next start.
        await asyncio.gather(*context.under_way, return_exceptions=True)
        for task in beside:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await house.database.close()

    return lifespan


async def _unavailable(_request: Request, error: Exception) -> Response:
    """The database is busy or gone: whoever asked, a provider with a message among them, asks again later."""
    if not retries.is_outage(error):
        raise error
    _log.warning("database not available", why=retries.in_a_line(error))
    return PlainTextResponse("The server is busy. Please try again.", 503)


async def _to_graphiql(_request: Request) -> Response:
    return RedirectResponse("/graphiql/", 307)
