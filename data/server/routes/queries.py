"""Queries over HTTP: one route for each, made from `data.port.queries`."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import typing
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from data.law.refusal import LawError
from data.model.account import Authority
from data.model.legal.time_zone import shanghai
from data.model.query import Query
from data.port.errors import BadPageKey
from data.port.queries import QUERIES, UNSPOKEN, query_adapter, write_answer
from data.port.status import Mark
from data.server.http.bad_input import MOST_WHOLE, acts_named, first, read, unfit
from data.server.http.edge import json_of
from data.server.http.problem_document import ProblemDocument, refused
from data.server.http.request_context import context_of
from data.server.service import Service
from data.server.workers.kept_answers import Made
from data.store.engine.paging import MOST_LINES
from data.store.sql_hall import SqlHall

MEDIA: Final = "application/json"
MOST_FIELDS: Final = 20
LONGEST_QUERY: Final = 4_096
WORTH_PACKING: Final = 1_024

ANY: Final = "*"

_WHOLE: Final = re.compile(r"-?[0-9]{1,10}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class QueryRoute:
    """How a query is asked: by an address where every field that it needs may stand in one."""

    name: str
    kind: type[Query[Any]]
    fields: Mapping[str, Any]
    unspoken: tuple[str, ...]
    by_address: bool
    by_body: bool

    @property
    def path(self) -> str:
        """Its path."""
        return f"/v1/{self.name}"


def route_of(name: str) -> QueryRoute:
    """How the query of that name is asked."""
    kind = QUERIES[name]
    hints = typing.get_type_hints(kind)
    fields = {field.name: hints[field.name] for field in dataclasses.fields(kind)}
    unspoken = UNSPOKEN.get(name, ())
    structured = tuple(each for each, hint in fields.items() if typing.get_origin(hint) is tuple)
    needed = {each.name for each in dataclasses.fields(kind) if each.default is dataclasses.MISSING}
    apart = (*unspoken, *structured)
    return QueryRoute(
        name=name,
        kind=kind,
        fields={each: hint for each, hint in fields.items() if each not in apart},
        unspoken=unspoken,
        by_address=needed.isdisjoint(apart),
        by_body=bool(apart),
    )


QUERY_ROUTES: Final = tuple(route_of(name) for name in QUERIES)


@dataclasses.dataclass(frozen=True, slots=True)
class Answered:
    """An answer ready to be sent; `body` None where the caller has it already."""

    tag: str
    body: bytes | None
    packed: bool = False


class Queries:
    """The routes of one query."""

    def __init__(self, service: Service, route: QueryRoute) -> None:
        self._service = service
        self._route = route
        self._adapter = query_adapter(route.kind)

    async def get(self, request: Request) -> Response:
        """Answer a query that stands in the address; 304 where nothing has changed since."""
        context_of(request.scope).route = self._route.path
        _, session = await self._service.enter(request)
        query = self._read_address(request.scope["query_string"])
        held = request.headers.get("if-none-match", "")
        answer = await self._answered(query, session.authority, request, held)
        headers = {"etag": answer.tag, "cache-control": "private, no-cache", "vary": _VARY}
        if answer.body is None:
            return Response(None, HTTPStatus.NOT_MODIFIED, headers)
        return _response(answer, headers)

    async def post(self, request: Request) -> Response:
        """Answer a query whose fields are nobody else's business, or do not fit in an address."""
        context_of(request.scope).route = self._route.path
        _, session = await self._service.enter(request)
        limits = self._service.limits
        body = await json_of(request, limits.body_bytes, limits.body_seconds)
        acts_named(body)
        query = self._checked(read(self._adapter, body))
        answer = await self._answered(query, session.authority, request, "")
        return _response(answer, {"cache-control": "no-store", "vary": _VARY})

    def _read_address(self, text: bytes) -> Query[Any]:
        if len(text) > LONGEST_QUERY:
            raise ProblemDocument(
                HTTPStatus.REQUEST_URI_TOO_LONG, "too_long", facts={"limit": str(LONGEST_QUERY)}
            )
        given: dict[str, str] = {}
        try:
            pairs = parse_qsl(
                text.decode("ascii"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=MOST_FIELDS,
            )
        except ValueError:
            raise unfit("-", "query") from None
        for name, value in pairs:
            if name in self._route.unspoken:
                raise ProblemDocument(HTTPStatus.BAD_REQUEST, "unspoken", facts={"field": name})
            if name not in self._route.fields:
                raise unfit(name, "unexpected_keyword_argument")
            if name in given:
                raise unfit(name, "twice")
            hint = self._route.fields[name]
            if hint is int and not (_WHOLE.fullmatch(value) and abs(int(value)) <= MOST_WHOLE):
                raise unfit(name, "int_parsing")
            if hint == date | None and not _DAY.fullmatch(value):
                raise unfit(name, "date_parsing")
            if "\0" in value:
                raise unfit(name, "nul")
            given[name] = value
        try:
            return self._checked(self._adapter.validate_strings(given))
        except ValidationError as error:
            raise first(error) from None

    def _checked(self, query: Query[Any]) -> Query[Any]:
        limit: int | None = getattr(query, "limit", None)
        if limit is not None and not 1 <= limit <= MOST_LINES:
            raise unfit("limit", "range")
        return query

    async def _answered(
        self, query: Query[Any], authority: Authority, request: Request, held: str
    ) -> Answered:
        service = self._service
        now = shanghai(service.clock.now())
        pool = service.past if query.today is not None and query.today < now.date() else service.readers
        minute = now.isoformat(timespec="minutes")
        packs = "gzip" in request.headers.get("accept-encoding", "")

        def tag_of(mark: Mark) -> str:
            return _tag(mark.position, mark.revision, minute, authority, query)

        def answer(hall: SqlHall) -> Answered:
            found: list[Made] = []

            def is_there(mark: Mark) -> bool:
                if held == ANY or tag_of(mark) in held:
                    return True
                made = service.kept.of(mark, now, query)
                found.extend([] if made is None else [made])
                return made is not None

            mark, answers = hall.ask_unless(query, authority, is_there)
            if answers:
                found.append(Made(write_answer(type(query), answers[0])))
                service.kept.keep(mark, now, query, found[0])
            if not found:
                return Answered(tag_of(mark), None)
            packed = packs and len(found[0].body) >= WORTH_PACKING
            return Answered(tag_of(mark), found[0].packed if packed else found[0].body, packed)

        try:
            return await pool.do(answer, service.limits.answer_seconds)
        except BadPageKey:
            facts = {"field": "after", "kind": "page_key"}
            raise ProblemDocument(HTTPStatus.NOT_FOUND, "page_key", facts=facts) from None
        except LawError as error:
            raise refused(error.refusal) from None


_VARY: Final = "Authorization, Accept-Encoding"


def _tag(position: int, revision: int, minute: str, authority: Authority, query: Query[Any]) -> str:
    """What the answer depends on: all that was written, the minute, and who asks what. A weak tag."""
    told = f"{position} {revision} {minute} {authority} {query}".encode("utf-8", "surrogatepass")
    return f'W/"{hashlib.blake2b(told, digest_size=12).hexdigest()}"'


def _response(answer: Answered, headers: dict[str, str]) -> Response:
    if answer.packed:
        headers = {**headers, "content-encoding": "gzip"}
    return Response(answer.body, HTTPStatus.OK, headers, MEDIA)
