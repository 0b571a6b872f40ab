"""The ASGI application: routes, middleware and background tasks."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

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
from server.http import auth, health, oidc, pages, persisted_documents, request_body, single_page_apps, webhooks
from server.http.graphql import GraphQLEndpoint
from server.http.locale import LocaleMiddleware
from server.http.persisted_documents import Manifest, PersistedDocuments
from server.logging import RequestLogMiddleware
from server.ops import metrics
from server.settings import Settings
from server.subscriptions.connections import LiveConnections
from server.subscriptions.websocket import GraphQLWebSocketEndpoint
from translation import gettext as _
from translation import load_catalogs

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Api:
    """The schema, and the persisted documents."""

    schema: Schema
    documents: PersistedDocuments


def build_api(settings: Settings, build: Path = single_page_apps.BUILD) -> Api:
    """Build the schema and load the persisted documents. Raises persisted_documents.InvalidManifest.

    `build`: the built pages.
    """
    schema = build_schema(
        query=queries.Query,
        mutation=mutations.Mutation,
        subscription=subscriptions.Subscription,
        introspection=settings.graphiql,
    )
    documents = persisted_documents.load_documents(
        list(_manifests(settings, build / "documents.json")), schema, accept_others=settings.trusted_documents is None
    )
    return Api(schema, documents)


def _manifests(settings: Settings, of_pages: Path) -> Iterator[Manifest]:
    trusted = settings.trusted_documents
    if isinstance(trusted, Path):
        yield Manifest("TRUSTED_DOCUMENTS", trusted)
    # A server whose pages are not built starts without their documents, unless the settings name these.
    if settings.served_pages and (of_pages.exists() or trusted == "pages"):
        yield Manifest("The pages' documents", of_pages)


def create_asgi_app(
    app: App, api: Api | None = None, *, build: Path = single_page_apps.BUILD, catches_up: bool = True
) -> Starlette:
    """Create the ASGI application. Its start fails if the database schema is out of date.

    With `catches_up`, its start makes all jobs due: of processes that start together, one is enough. `api` is that of
    `build_api`, or else built here. Raises persisted_documents.InvalidManifest.
    """
    settings = app.settings
    load_catalogs()
    api = api or build_api(settings, build)
    connections = LiveConnections(app, api.schema)
    graphql = GraphQLEndpoint(app, api.schema, connections, api.documents)
    application = Starlette(
        routes=_routes(app, graphql, GraphQLWebSocketEndpoint(connections, api.documents), build),
        exception_handlers=dict.fromkeys(retries.DATABASE_ERRORS, _unavailable),
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


def _routes(app: App, graphql: GraphQLEndpoint, websocket: GraphQLWebSocketEndpoint, build: Path) -> list[BaseRoute]:
    routes: list[BaseRoute] = [
        Route("/graphql", graphql, methods=["POST"]),
        WebSocketRoute("/graphql", websocket.serve),
        Route("/health", health.health),
        Route("/ready", partial(health.ready, app)),
        Route("/metrics", partial(metrics.get_metrics, app)),
        Route("/webhooks/stripe", partial(webhooks.receive_webhook, app), methods=["POST"]),
        Route("/providers/onboarding/{token}", partial(pages.start_onboarding, app)),
        Route("/providers/returned/{token}", partial(pages.finish_onboarding, app)),
        Route("/providers/payments/{reference}", partial(pages.show_payment, app)),
        Route("/", RedirectResponse(app.settings.portal_base_url, 307), methods=["GET"]),
        *single_page_apps.routes(app, build),
    ]
    if app.settings.graphiql:
        routes += [
            Route("/graphiql", RedirectResponse("/graphiql/", 307), methods=["GET"]),
            Route("/graphiql/people.json", partial(pages.list_demo_users, app)),
            Mount("/graphiql", pages.GraphiQLFiles(directory=pages.GRAPHIQL, html=True)),
        ]
    if app.simulator is not None:
        routes.append(Mount("/sandbox", app.simulator.app))
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
    listener = listen_notify.create_listener(app.database.url, app.services.notifications)
    if listener is not None:
        tasks.append(asyncio.create_task(listener.run()))
    if app.simulator is not None:
        tasks.append(asyncio.create_task(app.simulator.run()))
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
