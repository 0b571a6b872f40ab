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
from resolvers import mutations, queries, subscriptions
from server.container import App
from server.http import auth, oidc, persisted_documents
from server.http.graphql import GraphQLEndpoint
from server.http.health import Health
from server.http.pages import GRAPHIQL, GraphiQLFiles, Pages
from server.http.persisted_documents import PersistedDocuments
from server.http.webhooks import StripeWebhook
from server.logging import RequestLogMiddleware
from server.ops import metrics
from server.ops.metrics import MetricsEndpoint
from server.settings import Settings
from server.subscriptions.connections import LiveConnections
from server.subscriptions.websocket import GraphQLWebSocketEndpoint

_log = structlog.get_logger()


def build_api(settings: Settings) -> tuple[Schema, PersistedDocuments | None]:
    """What may be asked: all that the schema has, or the trusted documents alone. Raise trusted_documents.Unusable."""
    schema = build_schema(
        query=queries.Query,
        mutation=mutations.Mutation,
        subscription=subscriptions.Subscription,
        introspection=settings.graphiql,
    )
    manifest = settings.trusted_documents
    return schema, None if manifest is None else persisted_documents.load_manifest(manifest, schema)


def create_asgi_app(app: App) -> Starlette:
    """The application of this house; it refuses to start on a database that is not up to date.

    Raise trusted_documents.Unusable.
    """
    settings = app.settings
    schema, trusted = build_api(settings)
    connections = LiveConnections(app, schema)
    graphql = GraphQLEndpoint(app, schema, connections, trusted)
    application = Starlette(
        routes=_routes(app, graphql, GraphQLWebSocketEndpoint(connections, trusted)),
        exception_handlers=dict.fromkeys(retries.OUTAGE_ERRORS, _unavailable),
        lifespan=_lifespan(app),
        middleware=[
            Middleware(RequestLogMiddleware),
            Middleware(
                CORSMiddleware,
                allow_origins=sorted(settings.origins),
                allow_methods=["POST"],
                allow_headers=["authorization", "content-type", auth.PREFLIGHT_HEADER, oidc.MEMBERSHIP_HEADER],
                allow_credentials=True,
            ),
        ],
    )
    application.state.connections = connections
    return application


def _routes(app: App, graphql: GraphQLEndpoint, sockets: GraphQLWebSocketEndpoint) -> list[BaseRoute]:
    pages, health = Pages(app), Health(app)
    routes: list[BaseRoute] = [
        Route("/graphql", graphql, methods=["POST"]),
        WebSocketRoute("/graphql", sockets.serve),
        Route("/health", health.health),
        Route("/ready", health.ready),
        Route("/metrics", MetricsEndpoint(app).get),
        Route("/webhooks/stripe", StripeWebhook(app).post, methods=["POST"]),
        Route("/providers/onboarding/{token}", pages.start_onboarding),
        Route("/providers/returned/{token}", pages.finish_onboarding),
    ]
    if app.settings.graphiql:
        routes += [
            Route("/", _redirect_to_graphiql),
            Route("/graphiql", _redirect_to_graphiql),
            Route("/graphiql/people.json", pages.list_demo_users),
            Mount("/graphiql", GraphiQLFiles(directory=GRAPHIQL, html=True)),
        ]
    if app.sandbox is not None:
        routes.append(Mount("/sandbox", app.sandbox.app))
    return routes


def _lifespan(app: App) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[None]:
        await migrations.check_schema(app.database.read_engine, app.settings.database)
        await reconciliation.enqueue_sweeps(app.services)
        beside = [
            asyncio.create_task(worker.run_worker(app.services)),
            asyncio.create_task(poller.run_poller(app.services, app.database.poll_interval_seconds)),
            asyncio.create_task(metrics.report_process_metrics(app)),
        ]
        carrier = listen_notify.listen_notify(app.database.url, app.services.notifications)
        if carrier is not None:
            beside.append(asyncio.create_task(carrier.run()))
        if app.sandbox is not None:
            beside.append(asyncio.create_task(app.sandbox.run()))
        yield
        # Deeds of callers that are gone run to their end: what was begun is not left to the next start.
        await asyncio.gather(*context.running_commands, return_exceptions=True)
        for task in beside:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await app.database.close()

    return lifespan


async def _unavailable(_request: Request, error: Exception) -> Response:
    """The database is busy or gone: whoever asked, a provider with a message among them, asks again later."""
    if not retries.is_outage(error):
        raise error
    _log.warning("database not available", why=retries.summarize_error(error))
    return PlainTextResponse("The server is busy. Please try again.", 503)


async def _redirect_to_graphiql(_request: Request) -> Response:
    return RedirectResponse("/graphiql/", 307)
