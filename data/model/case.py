"""A case (办件) as its events have made it, and the dates its clocks run by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.model.applicant import Applicant
from data.model.item import SuspensionKind
from data.model.notice import NoticeKind


class Status(StrEnum):
    """Where a case stands. `STATE_CODES` gives the national exchange's numbers."""

    RECEIVED = "received"
    CORRECTION = "correction"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    GRANTED = "granted"
    REFUSED = "refused"
    COLLECTED = "collected"
    WITHDRAWN = "withdrawn"
    NOT_REQUIRED = "not_required"
    DECLINED = "declined"
    PENDING = "pending"
    DROPPED = "dropped"
    REVOKED = "revoked"

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen to the case at the window."""
        return self in _ENDED


_ENDED = frozenset(
    {
        Status.COLLECTED,
        Status.WITHDRAWN,
        Status.NOT_REQUIRED,
        Status.DECLINED,
        Status.DROPPED,
        Status.REVOKED,
    }
)


class Channel(StrEnum):
    """How the application was filed (GB/T 39046-2020: 1 window, 2 PC, 3 mobile, 4 courier)."""

    WINDOW = "window"
    ONLINE = "online"
    COURIER = "courier"


class Verdict(StrEnum):
    """What the clerk found of one material."""

    UNCHECKED = "unchecked"
    THERE = "there"
    MISSING = "missing"
    DEFECTIVE = "defective"
    TOLERATED = "tolerated"
    PROMISED = "promised"
    REUSED = "reused"
    NOT_APPLICABLE = "not_applicable"


class Need(StrEnum):
    """What a reviewer says is needed before a step can be finished."""

    SUSPENSION = "suspension"
    MATERIALS = "materials"


class Trust(StrEnum):
    """How far a material is to be trusted.

    A issued by the authority, B checked against the original at the window, C uploaded and still to be
    checked, D self-made or promised.
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The state of one material of a case's checklist.

    `asked` is the number of the last correction notice that named it (0: none), `renewed` whether it has
    been handed in since; `reason` says what is missing or wrong, `licence` which licence it is reused from.
    """

    material: str
    verdict: Verdict = Verdict.UNCHECKED
    originals: int = 0
    copies: int = 0
    pages: int = 0
    trust: Trust | None = None
    reason: str = ""
    licence: str = ""
    asked: int = 0
    renewed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction notice (补正告知): told on a day, naming materials, answered when all have arrived."""

    number: int
    told: date
    materials: tuple[str, ...]
    answered: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """One stretch of excluded time (Art. 45): noticed on P for `days` working days, resumed on R."""

    kind: SuspensionKind
    noticed: date
    days: int
    resumed: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """The one extension (Art. 42) by `days` working days, who approved it and why."""

    granted: date
    days: int
    approver: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """A tolerated material (容缺) that must follow by `due`; `settled` is the day it arrived.

    `days` is the item's own limit in working days from acceptance.
    """

    material: str
    days: int
    settled: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRun:
    """One step of a case's route: who has it and when it started and finished.

    `holder` has claimed it; `needs` is what they said is missing, with `note` for the reasons. `silent` says
    that nobody finished it and its limit did; `left_out` that the situation does not need it.
    """

    step: str
    started: datetime | None = None
    finished: datetime | None = None
    by: str = ""
    colleague: str = ""
    agrees: bool | None = None
    note: str = ""
    holder: str = ""
    needs: Need | None = None
    silent: bool = False
    left_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision: granted or refused, its reasons, the number and the end of the licence."""

    on: date
    granted: bool
    reasons: str = ""
    licence: str = ""
    valid_to: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The result handed out: to whom, how, and on what day."""

    on: date
    recipient: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedNotice:
    """A notice of the case: its number, when it was issued, and how often it was printed."""

    kind: NoticeKind
    number: str
    issued: datetime
    seq: int
    prints: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One application, from receipt to collection, as its events up to `seq` have made it.

    A lane of a joint application names the whole in `joint` and is PENDING until it begins; the whole names
    its `lanes` as (item, supervision code).
    """

    code: str
    seq: int
    item: str
    version: str
    status: Status
    channel: Channel
    applicant: Applicant
    received: datetime
    clerk: str
    window: str
    ticket: str = ""
    last: datetime
    checks: tuple[Check, ...] = ()
    corrections: tuple[Correction, ...] = ()
    accepted: date | None = None
    deemed: bool = False
    suspensions: tuple[Suspension, ...] = ()
    extension: Extension | None = None
    debts: tuple[Debt, ...] = ()
    steps: tuple[StepRun, ...] = ()
    decision: Decision | None = None
    delivery: Delivery | None = None
    situation: tuple[tuple[str, str], ...] = ()
    notices: tuple[IssuedNotice, ...] = ()
    joint: str = ""
    lanes: tuple[tuple[str, str], ...] = ()
    ended: date | None = None

    def check(self, material: str) -> Check | None:
        """The checklist line of that material, or None."""
        return next((each for each in self.checks if each.material == material), None)

    def run(self, step: str) -> StepRun | None:
        """The run of that step, or None."""
        return next((each for each in self.steps if each.step == step), None)

    def notice(self, number: str) -> IssuedNotice | None:
        """The notice of that number, or None."""
        return next((each for each in self.notices if each.number == number), None)

    @property
    def open_correction(self) -> Correction | None:
        """The correction notice that still waits for materials, if any."""
        return next((each for each in self.corrections if each.answered is None), None)

    @property
    def open_suspension(self) -> Suspension | None:
        """The suspension that still runs, if any."""
        return next((each for each in self.suspensions if each.resumed is None), None)


STATE_CODES = {
    Status.RECEIVED: 1,
    Status.CORRECTION: 6,
    Status.ACCEPTED: 3,
    Status.SUSPENDED: 9,
    Status.GRANTED: 11,
    Status.REFUSED: 13,
    Status.WITHDRAWN: 14,
    Status.NOT_REQUIRED: 4,
    Status.DECLINED: 5,
    Status.REVOKED: 15,
}
"""The construction-approval exchange's code of each state that has one; the rest depends on the events."""
