"""From the events of a case to one of its notices: the case as it stood, who issued it, which print it is.

A notice tells what was known when it was issued, however often it is printed. The receipt alone gets its
number before the materials are looked through: it tells of those found by its first print.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from data.core.case.evolve_case import case_of
from data.model.case import Case
from data.model.event import CaseDeclined, Event, NoticeIssued, NoticePrinted
from data.model.notice import NoticeKind
from data.notices.facts import Issue
from data.notices.notice_error import NoticeError

_DECISIONS = (NoticeKind.GRANT, NoticeKind.REFUSAL)


def issue_of(events: Sequence[Event], number: str, now: datetime) -> tuple[NoticeKind, Case, Issue]:
    """The notice of that number for `facts`, from all events of its case in their order.

    It is a reprint where the events tell of a print before; `now` is the moment of printing.

    Raises:
        NoticeError: the case has no notice of that number.
    """
    issued = next(
        (each for each in events if isinstance(each.body, NoticeIssued) and each.body.number == number), None
    )
    if issued is None or not isinstance(issued.body, NoticeIssued):
        raise NoticeError("unknown")
    kind = issued.body.notice
    prints = [each for each in events if isinstance(each.body, NoticePrinted) and each.body.number == number]
    last = issued.seq
    if kind is NoticeKind.RECEIPT:
        last = prints[0].seq if prints else events[-1].seq
    known = [each for each in events if each.seq <= last]
    case = case_of(known)
    if case is None:
        raise NoticeError("unknown")
    issue = Issue(
        number=number,
        at=issued.at,
        handler=issued.user,
        copy=len(prints),
        printed=now,
        declined=next((each.body for each in known if isinstance(each.body, CaseDeclined)), None),
        about=next((each.number for each in case.notices if each.kind in _DECISIONS), ""),
    )
    return kind, case, issue
