"""What a legal clock shows: its start, limit, due date, what is left of it, and its light."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from data.model.legal.article import Article


class ClockKind(StrEnum):
    """The clocks of a case; each has its own limit, law and light."""

    ACCEPTANCE = "acceptance"
    PROMISED = "promised"
    STATUTORY = "statutory"
    JOINT = "joint"
    PRELIMINARY = "preliminary"
    STEP = "step"
    SUSPENSION = "suspension"
    DEBT = "debt"
    DELIVERY = "delivery"
    INSTANT = "instant"


class Light(IntEnum):
    """The colours of domain rule 3, in order of gravity; never shown by colour alone."""

    NONE = 0
    GREEN = 1
    FROZEN = 2
    YELLOW = 3
    RED = 4
    LAW = 5

    @property
    def key(self) -> str:
        """The stable lower-case name of the light, for texts, styles and JSON."""
        return self.name.lower()


class Running(StrEnum):
    """Whether a clock still runs."""

    RUNNING = "running"
    FROZEN = "frozen"
    FINISHED = "finished"
    DEEMED = "deemed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One clock of a case as of a day.

    `limit` and `extension` are in working days. `due` is None while the clock is frozen.
    `left` is the number of working days from today (not counted) to `due` (counted): 0 means due today,
    below 0 the working days overrun; for a frozen clock the days that will be left when it resumes.
    `provisional` says that `due` needs a year whose calendar is not published.
    `subject` names the step, material or suspension the clock belongs to.
    """

    kind: ClockKind
    start: date
    limit: int
    extension: int = 0
    due: date | None
    left: int
    running: Running
    light: Light
    provisional: bool
    article: Article
    subject: str = ""
    ended: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """The days on which a case's light changes if nothing else happens: what a list needs to show lights.

    Every `…_from` is the first day of its colour. `accept_from`..`accept_until` is the yellow stretch of the
    acceptance clock, after which the case is deemed accepted; the other colours begin after it.
    `frozen` and `running` say what shows before any of them. All None and False: no light.
    `due` is the earliest due date after acceptance, `law_due` the earliest that the law sets, `left` the
    working days left when a frozen case resumes. `provisional`: one of these days is in a year whose
    calendar is not published, and moves when it is.
    """

    running: bool = False
    frozen: bool = False
    accept_from: date | None = None
    accept_until: date | None = None
    yellow_from: date | None = None
    red_from: date | None = None
    law_from: date | None = None
    due: date | None = None
    law_due: date | None = None
    left: int | None = None
    provisional: bool = False
