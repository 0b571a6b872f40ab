"""The ASGI application: routes, middleware and background tasks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from billing import worker
from billing.charges import reconciliation
from billing.jobs import queue
from billing.live import poller
from db import listen_notify, migrations, retries
from graph import context
from graph.schema import Schema, build_schema
from resolvers import mutations, queries, subscriptions
from server.container import App
from server.http import auth, health, oidc, pages, persisted_documents, request_body, webhooks
from server.http.graphql import GraphQLEndpoint
from server.http.locale import LocaleMiddleware
from server.http.persisted_documents import PersistedDocuments
from server.logging import RequestLogMiddleware
from server.ops import metrics
from server.settings import Settings
from server.subscriptions.connections import LiveConnections
from server.subscriptions.websocket import GraphQLWebSocketEndpoint
from translation import gettext as _
from translation import load_catalogs

_log = structlog.get_logger()


def build_api(settings: Settings) -> tuple[Schema, PersistedDocuments | None]:
    """Build the schema and load the persisted documents, if any. Raises persisted_documents.InvalidManifest."""
    schema = build_schema(
        query=queries.Query,
        mutation=mutations.Mutation,
        subscription=subscriptions.Subscription,
        introspection=settings.graphiql,
    )
    manifest = settings.trusted_documents
    return schema, None if manifest is None else persisted_documents.load_manifest(manifest, schema)


def create_asgi_app(app: App, *, catches_up: bool = True) -> Starlette:
    """Create the ASGI application. Its start fails if the database schema is out of date.

    With `catches_up`, its start makes all jobs due: of processes that start together, one is enough. Raises
    persisted_documents.InvalidManifest.
    """
    settings = app.settings
    load_catalogs()
    schema, documents = build_api(settings)
    connections = LiveConnections(app, schema)
    graphql = GraphQLEndpoint(app, schema, connections, documents)
    application = Starlette(
        routes=_routes(app, graphql, GraphQLWebSocketEndpoint(connections, documents)),
        exception_handlers=dict.fromkeys(retries.OUTAGE_ERRORS, _unavailable),
        lifespan=partial(_lifespan, app, catches_up),
        middleware=[
            Middleware(LocaleMiddleware),
            Middleware(request_body.DiscardBodyMiddleware),
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


def _routes(app: App, graphql: GraphQLEndpoint, websocket: GraphQLWebSocketEndpoint) -> list[BaseRoute]:
    routes: list[BaseRoute] = [
        Route("/graphql", graphql, methods=["POST"]),
        WebSocketRoute("/graphql", websocket.serve),
        Route("/health", health.health),
        Route("/ready", partial(health.ready, app)),
        Route("/metrics", partial(metrics.get_metrics, app)),
        Route("/webhooks/stripe", partial(webhooks.receive_webhook, app), methods=["POST"]),
        Route("/providers/onboarding/{token}", partial(pages.start_onboarding, app)),
        Route("/providers/returned/{token}", partial(pages.finish_onboarding, app)),
    ]
    if app.settings.graphiql:
        routes += [
            Route("/", RedirectResponse("/graphiql/", 307), methods=["GET"]),
            Route("/graphiql", RedirectResponse("/graphiql/", 307), methods=["GET"]),
            Route("/graphiql/people.json", partial(pages.list_demo_users, app)),
            Mount("/graphiql", pages.GraphiQLFiles(directory=pages.GRAPHIQL, html=True)),
        ]
    if app.sandbox is not None:
        routes.append(Mount("/sandbox", app.sandbox.app))
    return routes


@asynccontextmanager
async def _lifespan(app: App, catches_up: bool, _application: Starlette) -> AsyncIterator[None]:
    await migrations.check_schema(app.database.read_engine, app.settings.database)
    for enqueue in (queue.make_all_due, reconciliation.enqueue_sweeps) if catches_up else ():
        await retries.retry_on_conflict(enqueue, app.services)
    tasks = [
        asyncio.create_task(worker.run_worker(app.services)),
        asyncio.create_task(poller.run_poller(app.services, app.database.poll_interval_seconds)),
        asyncio.create_task(metrics.report_process_metrics(app)),
    ]
    listener = listen_notify.listen_notify(app.database.url, app.services.notifications)
    if listener is not None:
        tasks.append(asyncio.create_task(listener.run()))
    if app.sandbox is not None:
        tasks.append(asyncio.create_task(app.sandbox.run()))
    yield
    # Commands continue after their client has disconnected; let them finish.
    await asyncio.gather(*context.running_commands, return_exceptions=True)
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    await app.database.close()


async def _unavailable(_request: Request, error: Exception) -> Response:
    """503 during a database outage, so that Stripe sends its webhook again."""
    if not retries.is_outage(error):
        raise error
    _log.warning("database unavailable", reason=retries.summarize_error(error))
    return PlainTextResponse(_("The server is busy. Please try again."), 503)
