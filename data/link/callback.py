"""What the hall says to a department that calls back with an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from data.link.answer import Answer, Rubbish, read_answer
from data.link.signatures import DEPARTMENT, Key
from data.link.taking import Fate, Taken, note_spoilt, take
from data.model.link import LinkProblem
from data.port.errors import HallUnavailable
from data.port.hall import Hall
from data.time_source import TimeSource

PATH: Final = "/answers"
NOBODY: Final = Key("", b"nobody has this key, and the time to say so is that of any other")
NOT_NOW: Final = frozenset({"time_backwards", "from_the_future"})
"""Clocks that differ too much at this moment: the answer itself is not at fault."""
NOT_THERE: Final = frozenset({"case_unknown", "step_unknown"})
FATES: Final = {
    Fate.TAKEN: HTTPStatus.OK,
    Fate.KEPT: HTTPStatus.OK,
    Fate.CHANGED: HTTPStatus.CONFLICT,
    Fate.REFUSED: HTTPStatus.UNPROCESSABLE_ENTITY,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, a result in one word, and a reason where there is one. Nothing of a case is in it."""

    status: HTTPStatus
    result: str
    reason: str = ""

    def body(self) -> bytes:
        """The reply as JSON."""
        fields = {"result": self.result, "reason": self.reason} if self.reason else {"result": self.result}
        return json.dumps(fields, separators=(",", ":")).encode()


class Callback:
    """Takes signed answers to `POST /answers`. `wall` is the real clock, `clock` the hall's."""

    def __init__(self, hall: Hall, keys: Mapping[str, Key], clock: TimeSource, wall: TimeSource) -> None:
        self._hall = hall
        self._keys = dict(keys)
        self._clock = clock
        self._wall = wall

    def reply(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Answer a request; `headers` has its names in lower case, `path` is with its query.

        200 taken, or kept because it came late; 400 rubbish; 401 not signed by a department, or not now;
        403 another department's step; 404 no such case or step; 409 another answer under a number that was
        taken; 422 refused by a rule; 503 not now, to be sent again.
        """
        if path != PATH:
            return Reply(HTTPStatus.NOT_FOUND, "no_such_path")
        if method != "POST":
            return Reply(HTTPStatus.METHOD_NOT_ALLOWED, "post_only")
        key = self._keys.get(headers.get(DEPARTMENT, ""), NOBODY)
        if not key.signed(method, path, headers, body, self._wall.now()) or key is NOBODY:
            return Reply(HTTPStatus.UNAUTHORIZED, "not_signed")
        try:
            return self._taken(key.department, body)
        except HallUnavailable as error:
            return Reply(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", error.reason)

    def _taken(self, department: str, body: bytes) -> Reply:
        try:
            answer = read_answer(body)
        except Rubbish:
            case, step = _meant(body)
            self._spoilt(department, case, step, LinkProblem.ANSWER_RUBBISH)
            return Reply(HTTPStatus.BAD_REQUEST, "rubbish")
        taken = take(self._hall, self._clock, department, answer)
        if taken.reason in NOT_NOW:
            return Reply(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", taken.reason)
        self._note(department, answer, taken)
        return Reply(_status(taken), taken.fate.value, taken.reason)

    def _note(self, department: str, answer: Answer, taken: Taken) -> None:
        if taken.fate is Fate.CHANGED:
            self._spoilt(department, answer.case, answer.step, LinkProblem.ANSWER_CHANGED)
        elif taken.fate is Fate.REFUSED:
            self._spoilt(department, answer.case, answer.step, LinkProblem.ANSWER_REFUSED)

    def _spoilt(self, department: str, case: str, step: str, problem: LinkProblem) -> None:
        if case and step:
            note_spoilt(self._hall, self._clock, department, case, step, problem)


def _status(taken: Taken) -> HTTPStatus:
    if taken.reason in NOT_THERE:
        return HTTPStatus.NOT_FOUND
    if taken.reason == "step_elsewhere":
        return HTTPStatus.FORBIDDEN
    return FATES[taken.fate]


def _meant(body: bytes) -> tuple[str, str]:
    """The case and the step that rubbish seems to mean, if it tells as much."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(fields, dict):
        return "", ""
    case, step = fields.get("case"), fields.get("step")
    if not isinstance(case, str) or not isinstance(step, str) or len(case) > 100 or len(step) > 100:
        return "", ""
    return (case, step) if (case + step).isprintable() else ("", "")
