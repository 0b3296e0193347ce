"""`POST /v1/commands`: one command in, its outcome out once it is durable."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from pydantic import Field, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from data.core.context import refuse
from data.model.command import Command
from data.model.outcome import Conflict, Outcome, Receipt, Refusal
from data.port.codec import LONGEST_LINE, BadCommand, write_outcome
from data.server.http.bad_input import bad, read
from data.server.http.edge import COMMANDS, json_of
from data.server.http.problem_document import conflicting, refused
from data.server.http.request_context import context_of
from data.server.routes.queries import MEDIA
from data.server.service import Service
from data.store.log.receipts import receipt_of
from data.store.sql_hall import SqlHall

ACTS: Final[TypeAdapter[Command]] = TypeAdapter(Annotated[Command, Field(discriminator="act")])


class Commanding:
    """The route of commands; as an application of its own it is one layer below the edge."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one command."""
        response = await self.post(Request(scope, receive, send))
        await response(scope, receive, send)

    async def post(self, request: Request) -> Response:
        """Carry out a command; the same id again gives the first receipt again."""
        context = context_of(request.scope)
        context.route = COMMANDS
        service = self._service
        _, session = await service.enter(request)
        body = await json_of(request, service.limits.body_bytes, service.limits.body_seconds)
        command = _read(body)
        context.act = command.act
        outcome = await self._too_old(command)
        if outcome is None:
            outcome = await service.writer.do(command, session.authority, service.limits.answer_seconds)
        context.outcome = type(outcome).__name__.lower()
        service.metrics.commands.labels(command.act, context.outcome).inc()
        return _response(outcome)

    async def _too_old(self, command: Command) -> Outcome | None:
        """A refusal of what was given too long ago, unless it was carried out and the answer was lost."""
        service = self._service
        oldest = service.limits.oldest
        if command.at >= service.clock.now() - oldest:
            return None
        given = await service.readers.do(
            lambda hall: _receipt_of(hall, command.id), service.limits.answer_seconds
        )
        return None if given else refuse("too_old", days=oldest.days)


def _receipt_of(hall: SqlHall, id_: str) -> bool:
    district = hall.district
    with hall.store.reading() as connection:
        return receipt_of(connection, district, id_) is not None


def _read(body: bytes) -> Command:
    """A command, of exactly the types it should have.

    Raises:
        Problem: 400 for what is no JSON, 413 for too much of it, 422 for a field that does not fit.
    """
    if len(body) > LONGEST_LINE:
        raise bad(BadCommand("too_long", limit=str(LONGEST_LINE)))
    return read(ACTS, body)


def _response(outcome: Outcome) -> Response:
    match outcome:
        case Receipt():
            body = write_outcome(outcome).encode()
            return Response(body, HTTPStatus.OK, {"cache-control": "no-store"}, MEDIA)
        case Refusal():
            raise refused(outcome)
        case Conflict():
            raise conflicting(outcome)
