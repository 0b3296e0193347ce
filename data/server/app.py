"""The server's application: its routes, made from the queries, between the edge and the hall's threads."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from data.server.http.edge import COMMANDS, Edge, answered
from data.server.http.limits import Limits
from data.server.http.request_log import Write
from data.server.routes.changes import Streams
from data.server.routes.commands import Commanding
from data.server.routes.health import Pulse
from data.server.routes.openapi import OPENAPI
from data.server.routes.queries import QUERY_ROUTES, Queries
from data.server.routes.sign_in import SignInRoutes
from data.server.service import OpenAccess, OpenHall, Service, service_of
from data.time_source import TimeSource

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def make_app(
    open_hall: OpenHall,
    open_access: OpenAccess,
    clock: TimeSource,
    *,
    limits: Limits | None = None,
    write: Write = sys.stderr.write,
    key: bytes = b"",
    metrics: bool = True,
) -> FastAPI:
    """The application over a hall and its accounts, each opened by every thread for itself.

    `write` takes the lines of the log; `key` makes the pseudonyms in it, and is given where several processes
    keep one log. `metrics` False leaves `/metrics` to an address of its own. `app.state.service` holds the
    parts; whoever runs the application calls its `hub.end_streams()` before it waits for open connections.
    """
    service = service_of(open_hall, open_access, clock, limits or Limits(), write, key)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await service.start()
        try:
            yield
        finally:
            await service.close()

    app = FastAPI(
        title="clerk-tui",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.service = service
    app.add_exception_handler(HTTPException, _answered)
    app.add_middleware(
        Edge,
        commands=Commanding(service),
        streams=Streams(service.hub, service.gate, service.limits, service.metrics),
        clock=clock,
        limits=service.limits,
        metrics=service.metrics,
        lines=service.lines,
        names=service.names,
    )
    _route(app, service, metrics=metrics)
    return app


def _route(app: FastAPI, service: Service, *, metrics: bool) -> None:
    signing, pulse = SignInRoutes(service), Pulse(service, metrics=metrics)
    # The most asked for go first: a path is looked for in this order.
    endpoints: dict[str, dict[str, Endpoint]] = {COMMANDS: {"POST": Commanding(service).post}}
    for route in QUERY_ROUTES:
        asking = Queries(service, route)
        ways = {"GET": asking.get} if route.by_address else {}
        endpoints[route.path] = {**ways, **({"POST": asking.post} if route.by_body else {})}
    endpoints |= {
        "/v1/me": {"GET": signing.me},
        "/v1/health": {"GET": pulse.health},
        "/v1/ready": {"GET": pulse.ready},
        OPENAPI: {"GET": pulse.openapi},
        "/v1/sign-in": {"POST": signing.sign_in},
        "/v1/sign-out": {"POST": signing.sign_out},
        "/v1/unlock": {"POST": signing.unlock},
        "/v1/password": {"POST": signing.password},
    }
    if metrics:
        endpoints["/metrics"] = {"GET": pulse.metrics}
    for path, methods in endpoints.items():
        app.add_route(path, _by_method(methods), [*methods])


def _by_method(methods: dict[str, Endpoint]) -> Endpoint:
    """One endpoint for all the methods of a path; the head of an answer is that of its GET."""
    if "GET" in methods:
        methods = {**methods, "HEAD": methods["GET"]}

    async def serve(request: Request) -> Response:
        return await methods[request.method](request)

    return serve


async def _answered(request: Request, error: Exception) -> Response:
    return answered(request, error)
