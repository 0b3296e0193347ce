"""The national construction-approval exchange's codes: where a case has come to, and by which way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from data.model.case import STATE_CODES, Status, Verdict
from data.model.event import (
    Body,
    CaseAccepted,
    CaseDecided,
    CaseDeclined,
    CaseOpened,
    CaseWithdrawn,
    CorrectionAnswered,
    CorrectionAsked,
    DebtSettled,
    LaneBegan,
    LicenceRevoked,
    MaterialChecked,
    StepStarted,
    SuspensionEnded,
    SuspensionStarted,
)
from data.model.legal.time_zone import day_of
from data.model.view import CaseCourse, TimelineLine

RECEIVED = STATE_CODES[Status.RECEIVED]
WITHDRAWN_BEFORE_ACCEPTANCE = 2
ACCEPTED = STATE_CODES[Status.ACCEPTED]
CORRECTION_ANSWERED = 7
DEPARTMENT_STARTED = 8
SUSPENSION_ENDED = 10
GRANTED_TOLERATING = 12
WITHDRAWN = STATE_CODES[Status.WITHDRAWN]

_WHILE_OPEN = frozenset({RECEIVED, ACCEPTED, CORRECTION_ANSWERED, DEPARTMENT_STARTED, SUSPENSION_ENDED})
_OF_DECISION = frozenset({STATE_CODES[Status.GRANTED], GRANTED_TOLERATING, STATE_CODES[Status.REFUSED]})
_OF_EVENT: dict[type[Body], int] = {
    CaseOpened: RECEIVED,
    CorrectionAsked: STATE_CODES[Status.CORRECTION],
    CorrectionAnswered: CORRECTION_ANSWERED,
    SuspensionStarted: STATE_CODES[Status.SUSPENDED],
    SuspensionEnded: SUSPENSION_ENDED,
    LicenceRevoked: STATE_CODES[Status.REVOKED],
}


@dataclass(frozen=True, slots=True)
class StateMark:
    """A case came to a state: its code, the day that counts (Asia/Shanghai), and when it was recorded.

    `at` is None where the law did it (Art. 32(4)) and nothing has been written since. `department` is the
    department that started, for that state only.
    """

    code: int
    on: date
    at: datetime | None
    department: str = ""


def state_code(case: CaseCourse) -> int | None:
    """The code of the state that a case has come to.

    A case handed out keeps the code of its decision; one that the law has accepted by itself is accepted.
    A lane of a joint application that waits is received, and has no code once it is dropped.
    """
    match case.line.status:
        case Status.WITHDRAWN:
            return WITHDRAWN if case.accepted else WITHDRAWN_BEFORE_ACCEPTANCE
        case Status.RECEIVED | Status.ACCEPTED:
            return [mark.code for mark in state_marks(case) if mark.code in _WHILE_OPEN][-1]
        case Status.GRANTED | Status.REFUSED | Status.COLLECTED:
            return next(mark.code for mark in reversed(state_marks(case)) if mark.code in _OF_DECISION)
        case Status.PENDING:
            return RECEIVED
        case status:
            return STATE_CODES.get(status)


def state_marks(case: CaseCourse) -> tuple[StateMark, ...]:
    """Every state that a case has come to, in order: what the exchange is told one after the other.

    A department starts (8) once, with its first step before the decision. Handing out, extensions and a lane
    that is dropped have no code.
    """
    way = _Way(case)
    marks = [mark for line in case.timeline for mark in way.after(line)]
    if case.accepted is not None and not way.accepted and not way.ended:
        marks.append(StateMark(ACCEPTED, case.accepted, None))
    return tuple(marks)


class _Way:
    """What matters to the codes of the events still to come."""

    def __init__(self, case: CaseCourse) -> None:
        self.accepted = False
        self.ended = False
        self._tolerated: set[str] = set()
        self._started: set[str] = set()
        self._departments = dict(case.departments)

    def after(self, line: TimelineLine) -> Iterator[StateMark]:
        """The state that an event brings about, if it does."""
        body, day = line.body, day_of(line.at)
        match body:
            case MaterialChecked() | DebtSettled():
                self._material(body)
            case CaseAccepted() | LaneBegan():
                self.accepted = True
                yield StateMark(ACCEPTED, body.on, line.at)
            case StepStarted():
                department = self._departments.get(body.step, "")
                if department and department not in self._started:
                    self._started.add(department)
                    yield StateMark(DEPARTMENT_STARTED, day, line.at, department)
            case CaseDeclined() | CaseWithdrawn():
                self.ended = True
                yield StateMark(self._without_decision(body), day, line.at)
            case CaseDecided():
                self.ended = True
                yield StateMark(self._decided(body), day, line.at)
            case _:
                if type(body) in _OF_EVENT:
                    yield StateMark(_OF_EVENT[type(body)], day, line.at)

    def _material(self, body: MaterialChecked | DebtSettled) -> None:
        if isinstance(body, MaterialChecked) and body.verdict is Verdict.TOLERATED:
            self._tolerated.add(body.material)
        else:
            self._tolerated.discard(body.material)

    def _without_decision(self, body: CaseDeclined | CaseWithdrawn) -> int:
        if isinstance(body, CaseWithdrawn):
            return WITHDRAWN if self.accepted else WITHDRAWN_BEFORE_ACCEPTANCE
        return STATE_CODES[Status.DECLINED if body.ground == "not_our_authority" else Status.NOT_REQUIRED]

    def _decided(self, body: CaseDecided) -> int:
        if not body.granted:
            return STATE_CODES[Status.REFUSED]
        return GRANTED_TOLERATING if self._tolerated else STATE_CODES[Status.GRANTED]
