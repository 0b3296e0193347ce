"""The national construction-approval exchange's code of the state that a case has come to."""

from __future__ import annotations

from data.model.case import STATE_CODES, Status, Verdict
from data.model.event import CaseDecided
from data.model.view import CaseFile

CORRECTION_ANSWERED = 7
DEPARTMENT_STARTED = 8
SUSPENSION_ENDED = 10
GRANTED_TOLERATING = 12
WITHDRAWN_BEFORE_ACCEPTANCE = 2

_LATEST = {
    "case_accepted": STATE_CODES[Status.ACCEPTED],
    "step_started": DEPARTMENT_STARTED,
    "suspension_ended": SUSPENSION_ENDED,
    "correction_answered": CORRECTION_ANSWERED,
    "case_opened": STATE_CODES[Status.RECEIVED],
}


def state_code(case: CaseFile) -> int | None:
    """The code, from the state where that is enough and from what has happened where it is not.

    A case handed out keeps the code of its decision; one that the law has accepted by itself is accepted.
    A lane of a joint application that waits is received, and has no code once it is dropped.
    """
    match case.line.status:
        case Status.WITHDRAWN:
            return STATE_CODES[Status.WITHDRAWN] if case.accepted else WITHDRAWN_BEFORE_ACCEPTANCE
        case Status.RECEIVED if case.accepted is not None:
            return STATE_CODES[Status.ACCEPTED]
        case Status.RECEIVED | Status.ACCEPTED:
            kinds = [each.body.kind for each in case.timeline]
            return next(_LATEST[kind] for kind in reversed(kinds) if kind in _LATEST)
        case Status.GRANTED | Status.REFUSED | Status.COLLECTED:
            return _of_decision(case)
        case Status.PENDING:
            return STATE_CODES[Status.RECEIVED]
        case status:
            return STATE_CODES.get(status)


def _of_decision(case: CaseFile) -> int:
    granted = any(isinstance(each.body, CaseDecided) and each.body.granted for each in case.timeline)
    if not granted:
        return STATE_CODES[Status.REFUSED]
    tolerated = any(each.verdict is Verdict.TOLERATED for each in case.checklist)
    return GRANTED_TOLERATING if tolerated else STATE_CODES[Status.GRANTED]
