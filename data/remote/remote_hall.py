"""`RemoteHall`: the hall's one port over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields as fields_of
from datetime import datetime
from threading import Event as Stop
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

import httpx
from pydantic import TypeAdapter, ValidationError

from data.core.authority import unregistered
from data.law.refusal import LawError
from data.model.command import Command
from data.model.legal.article import LOCAL
from data.model.outcome import Conflict, Outcome, Receipt, Refusal
from data.model.query import Query
from data.port.codec import write_command
from data.port.errors import BadPageKey, HallUnavailable, NotAllowed
from data.port.queries import NAMES, UNSPOKEN, answer_adapter, query_adapter
from data.port.status import Change, HallStatus
from data.remote.answer_cache import Kept, KeptAnswers
from data.remote.changes import Changes
from data.remote.gate import Gate
from data.remote.request import AWAY, Reply

Answer = TypeVar("Answer")

OUTCOMES: Final[dict[str, type[Outcome]]] = {"receipt": Receipt, "refusal": Refusal, "conflict": Conflict}


class RemoteHall:
    """A hall behind a server's gate. One thread owns it; `watch` may run in another.

    A command that is answered by `HallUnavailable` may have been carried out: only the same command again
    tells, and changes nothing if it was.
    """

    def __init__(self, gate: Gate, *, read_only: bool = False) -> None:
        """Use `open`."""
        self._gate = gate
        self._read_only = read_only
        self._line = gate.line()
        self._kept = KeptAnswers()
        self._kept_for = ""
        self._connected = True
        self._known_at: datetime | None = None

    @classmethod
    def open(cls, gate: Gate, *, read_only: bool = False) -> RemoteHall:
        """The hall behind a gate, whose server has answered who is coming in.

        Raises:
            HallUnavailable: sign_in: nobody has, or their time is over; or the server cannot be reached.
        """
        hall = cls(gate, read_only=read_only)
        try:
            hall.enter()
        except BaseException:
            hall.close()
            raise
        return hall

    @property
    def gate(self) -> Gate:
        """The server's gate."""
        return self._gate

    def enter(self) -> None:
        """Ask the server who has signed in; also tells the difference of the clocks.

        Raises:
            HallUnavailable: see `open`.
        """
        reply = self._call("GET", "/v1/me")
        if reply.status != httpx.codes.OK or not isinstance(reply.fields.get("authority"), dict):
            raise _misunderstood(reply)

    def do(self, command: Command) -> Outcome:
        """Carry out a command; see `data.port.hall.Hall`."""
        if self._read_only:
            raise HallUnavailable("read_only", path=self._gate.address.url)
        nobody_s = unregistered(command)
        if nobody_s is not None:
            return nobody_s
        with self._reaching():
            reply = self._call("POST", "/v1/commands", body=write_command(command).encode())
            outcome = _outcome(reply)
            if outcome is None and _unfit(reply) == "nul":
                return Refusal(reason="nul")
            if outcome is None:
                raise _misunderstood(reply)
            return outcome

    def ask(self, query: Query[Answer]) -> Answer:
        """Answer a query; see `data.port.hall.Hall`.

        Raises:
            NotAllowed: it is not the user's to ask, or nobody has provided for it.
            LawError: it asks for what the law has no place for.
            BadPageKey: `after` is not a key that a page of this list has given.
        """
        nobody_s = unregistered(query)
        if nobody_s is not None:
            raise NotAllowed(nobody_s)
        with self._reaching():
            return self._asked(query)

    def _asked(self, query: Query[Answer]) -> Answer:
        name, kind = NAMES[type(query)], type(query)
        spoken = _spoken(name, query)
        if spoken is None:
            body = query_adapter(kind).dump_json(query)
            return self._read(kind, self._call("POST", f"/v1/{name}", body=body))
        asked = f"/v1/{name}?{urlencode(spoken)}" if spoken else f"/v1/{name}"
        kept = self._kept_answer(asked)
        reply = self._call("GET", asked, headers={"if-none-match": kept.mark} if kept is not None else {})
        if reply.status == httpx.codes.NOT_MODIFIED and kept is not None:
            answer: Answer = kept.answer  # type: ignore[assignment] # kept under the query that it answers
            return answer
        answer = self._read(kind, reply)
        mark = reply.headers.get("etag", "")
        if mark:
            self._kept.put(asked, Kept(mark, answer, len(reply.body)))
        return answer

    def watch(self, stop: Stop, since: int | None = None) -> Iterator[Change]:
        """Changes by whomever, from this call on; see `data.port.hall.Hall`."""
        return iter(Changes(self._gate, stop, since, self._heard))

    def standing(self) -> HallStatus:
        """How this desk stands to the server."""
        signed_in = self._gate.signed_in
        return HallStatus(
            far=True,
            connected=self._connected,
            known_at=self._known_at,
            ahead=self._gate.skew.ahead,
            authority=signed_in.authority if signed_in is not None else None,
            ends=self._gate.ends_soon,
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._line.close()

    def _heard(self, heard: bool) -> None:
        self._connected = heard

    def _call(
        self, method: str, path: str, *, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Reply:
        token = self._gate.token
        reply = self._line.call(method, path, token=token, body=body, headers=headers)
        self._connected = True
        if reply.status == httpx.codes.UNAUTHORIZED:
            raise self._gate.turned_away(token) if reply.is_json else HallUnavailable("not_a_hall")
        self._known_at = self._gate.clock.now()
        return reply

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """Take note of it where the hall is lost on the way."""
        try:
            yield
        except HallUnavailable as error:
            self._connected = self._connected and error.reason not in AWAY
            raise

    def _kept_answer(self, asked: str) -> Kept | None:
        """The answer last given to the same user."""
        token = self._gate.token
        if token != self._kept_for:
            self._kept.clear()
            self._kept_for = token
        return self._kept.get(asked)

    def _read(self, kind: type[Query[Answer]], reply: Reply) -> Answer:
        if reply.status == httpx.codes.OK and reply.is_json:
            try:
                answer: Answer = answer_adapter(kind).validate_json(reply.body)
            except ValidationError:
                # The message of the error would show the answer.
                raise HallUnavailable("not_understood") from None
            return answer
        refusal = _outcome(reply)
        if isinstance(refusal, Refusal):
            if reply.status == httpx.codes.FORBIDDEN:
                raise NotAllowed(refusal)
            raise LawError(refusal.reason, refusal.article or LOCAL, **refusal.facts)
        if _unfit(reply) == "page_key":
            raise BadPageKey
        raise _misunderstood(reply)


def _spoken(name: str, query: Query[Any]) -> dict[str, str] | None:
    """The fields of a query as they may stand in an address; None where they may not or cannot."""
    fields = query_adapter(type(query)).dump_python(query, mode="json", exclude_defaults=True)
    unspoken = any(each in fields for each in UNSPOKEN.get(name, ()))
    if unspoken or not all(isinstance(value, str | int) for value in fields.values()):
        return None
    return {each: str(value) for each, value in sorted(fields.items())}


def _outcome(reply: Reply) -> Outcome | None:
    """The outcome that an answer tells; None where it tells none."""
    fields = reply.fields
    kind = OUTCOMES.get(str(fields.get("outcome")))
    if kind is None:
        return None
    known = {each.name for each in fields_of(kind)}
    try:
        return TypeAdapter(kind).validate_python({name: fields[name] for name in known & fields.keys()})
    except ValidationError:
        raise HallUnavailable("not_understood") from None


def _unfit(reply: Reply) -> str:
    """What is wrong with a field that the server would not use; empty where that is not what it says."""
    facts = reply.fields.get("facts") if httpx.codes.is_client_error(reply.status) else None
    return str(facts.get("kind", "")) if isinstance(facts, dict) else ""


def _misunderstood(reply: Reply) -> HallUnavailable:
    """What an answer means that answers nothing."""
    if reply.status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        return HallUnavailable("asked_too_much")
    if reply.is_json and httpx.codes.is_client_error(reply.status):
        return HallUnavailable("not_understood")
    return HallUnavailable("not_a_hall")
