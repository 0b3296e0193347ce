"""Why a clock shows what it shows: its start, every day counted or not, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.model.legal.clock import Clock


class DayKind(StrEnum):
    """Why a day is worked or not, counted or not. Texts: `day.<kind>`."""

    WORKING = "working"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    LOCAL_WORKING = "local_working"
    LOCAL_OFF = "local_off"
    SUSPENDED = "suspended"


class Began(StrEnum):
    """What a clock started from. Texts: `why.began.<kind>`."""

    RECEIVED = "received"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    DEEMED = "deemed"
    NOTICED = "noticed"
    STARTED = "started"
    DECIDED = "decided"


class Change(StrEnum):
    """What would change a clock's light or its due date. Texts: `why.change.<kind>`."""

    ACCEPT = "accept"
    CORRECT = "correct"
    ANSWER = "answer"
    DECIDE = "decide"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    SETTLE = "settle"
    FINISH = "finish"
    DELIVER = "deliver"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """One counted day, or a run of days not counted for one reason.

    `number` is the day's place in the limit, None where it is not counted; `working` how many of the days
    are worked. `holiday` is a key of the texts (`holiday.<key>`), `name` a holiday's name as a hall
    gives it or the kind of the suspension.
    """

    first: date
    last: date
    kind: DayKind
    number: int | None = None
    working: int = 0
    holiday: str = ""
    name: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a clock shows what it shows on `today`.

    `lines` run from the day after the clock's start to its due date, or to today while it is frozen.
    `excluded` are the working days not counted because of suspensions; `lapsed` the day by which nothing
    was told, where that is why the case is deemed accepted; `most_extension` the working days that an
    extension may add. `horizon` is the last published day of the calendar named by `calendar`.
    """

    clock: Clock
    today: date
    began: Began
    lines: tuple[DayLine, ...]
    excluded: int
    changes: tuple[Change, ...]
    horizon: date
    calendar: str
    lapsed: date | None = None
    most_extension: int = 0
