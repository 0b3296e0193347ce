"""Whether the process lives, whether its hall answers, and its numbers: for machines, without signing in."""

from __future__ import annotations

import json
from functools import cached_property
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from data.model.legal.time_zone import shanghai
from data.port.errors import HallUnavailable
from data.server.http import metrics
from data.server.http.problem_document import LATER, ProblemDocument
from data.server.http.request_context import context_of
from data.server.routes.openapi import OPENAPI, document
from data.server.routes.queries import MEDIA
from data.server.service import Service

READY_SECONDS: Final = 3.0


class Pulse:
    """The routes for machines."""

    def __init__(self, service: Service, *, metrics: bool) -> None:
        self._service = service
        self._metrics = metrics

    @cached_property
    def _document(self) -> bytes:
        return json.dumps(document(metrics=self._metrics), ensure_ascii=False).encode()

    async def health(self, request: Request) -> Response:
        """The process lives; the server's moment. Asks nothing of the hall."""
        context_of(request.scope).route = "/v1/health"
        now = shanghai(self._service.clock.now()).isoformat(timespec="milliseconds")
        return Response(json.dumps({"now": now}), HTTPStatus.OK, {"cache-control": "no-store"}, MEDIA)

    async def ready(self, request: Request) -> Response:
        """The hall's database answers; 503 otherwise, and while the server ends."""
        context_of(request.scope).route = "/v1/ready"
        if self._service.hub.ended or not self._service.writer.alive:
            raise ProblemDocument(HTTPStatus.SERVICE_UNAVAILABLE, "closing", headers=LATER)
        try:
            mark = await self._service.readers.do(lambda hall: hall.mark(), READY_SECONDS)
        except HallUnavailable as error:
            raise ProblemDocument(
                HTTPStatus.SERVICE_UNAVAILABLE, f"hall_{error.reason}", headers=LATER
            ) from None
        body = json.dumps({"position": mark.position})
        return Response(body, HTTPStatus.OK, {"cache-control": "no-store"}, MEDIA)

    async def openapi(self, request: Request) -> Response:
        """The API told as OpenAPI."""
        context_of(request.scope).route = OPENAPI
        headers = {"cache-control": "public, max-age=300"}
        return Response(self._document, HTTPStatus.OK, headers, MEDIA)

    async def metrics(self, request: Request) -> Response:
        """The numbers of this process, in Prometheus' text format."""
        context_of(request.scope).route = "/metrics"
        page = self._service.metrics.page()
        return Response(page, HTTPStatus.OK, {"cache-control": "no-store", "content-type": metrics.MEDIA})
