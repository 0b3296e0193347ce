"""One thing that somebody can do at a screen, registered once; and the registry that all else reads.

The bindings, the key line, the help, the palette and the cheat sheet know of an act what its entry says. Its
texts are `<texts>.<id>` (its word), `<texts>_short.<id>` (its word on the key line, where that is another),
`<texts>_help.<id>` (a sentence) and `<texts>_initials.<id>` (initials by which the palette finds it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from textual.binding import Binding

from clerk_tui.shell.desk_context import Who
from data.core.authority import forbids
from data.core.context import CaseState
from data.model.account import Authority
from data.model.case import Status
from data.model.command import Command
from data.model.outcome import Refusal
from data.model.settings import HallCard
from data.model.view import CaseFile

ANYTHING = "-"
Handlers = Mapping[str, Callable[[], None]]
"""What each act does, by its id."""


class UnknownAct(LookupError):
    """Something names an act that is not registered."""

    def __init__(self, id: str) -> None:
        super().__init__(f"no act is registered as {id!r}")


class Group(StrEnum):
    """What kind of act it is; texts `group.<kind>`."""

    TICKET = "ticket"
    CASE = "case"
    STEP = "step"
    MATERIAL = "material"
    LOOK = "look"
    MOVE = "move"


class Circumstances(Protocol):
    """What a screen knows now by which it is judged what can be done."""

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written at all."""
        ...

    @property
    def ready(self) -> bool:
        """Whether the hall has answered."""
        ...

    @property
    def reviewing(self) -> bool:
        """Whether a department's reviewer sits here instead of a window's clerk."""
        ...

    @property
    def own_step(self) -> bool:
        """Whether a step of the case in view is in the hands of whoever sits here."""
        ...

    @property
    def cut_off(self) -> bool:
        """Whether the hall cannot be reached."""
        ...

    @property
    def file(self) -> CaseFile | None:
        """The case in view."""
        ...

    @property
    def authority(self) -> Authority | None:
        """What the signed-in user may do; None where nobody signs in."""
        ...

    @property
    def card(self) -> HallCard | None:
        """The hall; None before it is known."""
        ...

    @property
    def seat(self) -> str:
        """The window at which somebody sits."""
        ...

    def refusal(self, act: str, *, about_ticket: bool) -> Refusal | None:
        """Why an act of the hall is not possible now, as the hall said; None where it is or nobody knows."""
        ...


Seen = TypeVar("Seen", bound=Circumstances)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why an act is not possible now: the key of a text, of a pane where it names one, or a refusal."""

    text: str = ""
    pane: str = ""
    refusal: Refusal | None = None


@dataclass(frozen=True, kw_only=True)
class Act(Generic[Seen]):
    """One thing that can be done at a screen, and everything that is known of it beforehand.

    `keys` as Textual names them, the first one shown, by a `label` where people write it otherwise; `texts`
    is what its texts begin with. `places` are the panes or screens where it can be done, none for all.
    `hinted`: the key line offers it; `kept`: at the end of the line, always; `often`: also beside what
    else is offered for a list.

    What must hold for it: `writes` (the hall is not only read), `needs_case` (a case is in view),
    `needs_hall` (the hall can be reached), `at_review` (done at a reviewer's desk, too), `of_own_step`
    (there, only with a step of the department's in hand). `hall` is the command of the hall whose refusal
    says why it is not possible; `passing` are refusals that pass with time alone, of which nobody tells: the
    hall is asked anew. `retold` are those told by a text of their own. `specimen` are commands with anything
    in them by which is tried whose act it is, where no answer of the hall says so. `unavailable` gives the
    text's key of what else stands in the way, blank for nothing. `expected` are the states of a case in which
    it is the likely next step, and stays on the key line when dimmed.
    """

    id: str
    keys: tuple[str, ...]
    group: Group
    label: str = ""
    texts: str = "act"
    places: frozenset[str] = frozenset()
    hinted: bool = True
    kept: bool = False
    often: bool = False
    writes: bool = True
    needs_case: bool = False
    needs_hall: bool = False
    at_review: bool = False
    of_own_step: bool = False
    hall: str = ""
    passing: frozenset[str] = frozenset()
    retold: Mapping[str, str] = field(default_factory=dict)
    specimen: Callable[[Who], tuple[Command, ...]] | None = None
    unavailable: Callable[[Seen], str] = lambda now: ""
    expected: frozenset[Status] = frozenset()

    @property
    def key(self) -> str:
        """Its first key, as people write it; where there is a text `key.<key>`, that says it."""
        return self.label or self.keys[0]

    @property
    def word(self) -> str:
        """The key of its word."""
        return f"{self.texts}.{self.id}"

    @property
    def short(self) -> str:
        """The key of its word on the key line, where that is another."""
        return f"{self.texts}_short.{self.id}"

    @property
    def sentence(self) -> str:
        """The key of the sentence that says what it does."""
        return f"{self.texts}_help.{self.id}"

    @property
    def initials(self) -> str:
        """The key of the initials by which it is found."""
        return f"{self.texts}_initials.{self.id}"

    @property
    def about_ticket(self) -> bool:
        """Whether the window's ticket, rather than the case in view, is acted on."""
        return self.group is Group.TICKET

    def is_at(self, place: str) -> bool:
        """Whether it can be done in a pane or on a screen."""
        return not self.places or place in self.places

    def is_expected(self, now: Seen) -> bool:
        """Whether it is the likely next step for the case in view."""
        return bool(self.expected) and now.file is not None and now.file.line.status in self.expected

    def forbidden(self, authority: Authority | None, hall: HallCard | None, window: str) -> Refusal | None:
        """Why it is not this user's at a window, by the rule of the hall itself; None where it is."""
        if authority is None or hall is None or self.specimen is None:
            return None
        who = Who(id=ANYTHING, at=datetime.now(UTC), user=authority.user, window=window)
        refusals = (forbids(authority, hall, CaseState(), each) for each in self.specimen(who))
        return next((each for each in refusals if each is not None), None)

    def obstacle(self, now: Seen, place: str) -> Obstacle | None:
        """What stands in its way now; None for nothing, or when the hall must be asked."""
        if self.writes and now.read_only:
            return Obstacle("unavailable.read_only")
        if self.writes and not now.ready:
            return Obstacle("desk.opening")
        if not self.is_at(place):
            return Obstacle("desk.elsewhere", pane=min(self.places))
        if now.reviewing and not self.at_review:
            return Obstacle("review.at_window")
        refusal = self.forbidden(now.authority, now.card, now.seat)
        if refusal is not None:
            return Obstacle(refusal=refusal)
        if self.needs_hall and now.cut_off:
            return Obstacle("refusal.cut_off")
        if self.needs_case and now.file is None:
            return Obstacle("desk.no_case")
        if self.of_own_step and now.reviewing and not now.own_step:
            return Obstacle("review.not_ours")
        text = self.unavailable(now)
        return Obstacle(text) if text else self._refused(now)

    def _refused(self, now: Seen) -> Obstacle | None:
        """What the hall has said of it."""
        refusal = now.refusal(self.hall, about_ticket=self.about_ticket) if self.hall else None
        if refusal is None or refusal.reason in self.passing:
            return None
        retold = self.retold.get(refusal.reason, "")
        return Obstacle(retold) if retold else Obstacle(refusal=refusal)


class Registry(Generic[Seen]):
    """The acts of one kind of screen. Whatever names an act comes through here.

    Raises:
        ValueError: two acts have one id.
    """

    def __init__(self, acts: Iterable[Act[Seen]]) -> None:
        self._acts = tuple(acts)
        self._by_id = {act.id: act for act in self._acts}
        if len(self._by_id) < len(self._acts):
            raise ValueError("two acts have one id")

    def __iter__(self) -> Iterator[Act[Seen]]:
        """The acts, in the order in which they are shown."""
        return iter(self._acts)

    def __getitem__(self, id: str) -> Act[Seen]:
        """The act of that id; raises `UnknownAct` where none is registered."""
        act = self._by_id.get(id)
        if act is None:
            raise UnknownAct(id)
        return act

    def at(self, place: str) -> tuple[Act[Seen], ...]:
        """What can be done in a pane or on a screen."""
        return tuple(act for act in self._acts if act.is_at(place))

    def bindings(self, place: str | None = None) -> list[Binding]:
        """The keys of all acts, or of those of one screen, to the action `act`.

        Enter comes before a list's own, so that what it opens is there when the next key comes.
        """
        acts = self._acts if place is None else self.at(place)
        return [self.binding(key, act.id) for act in acts for key in act.keys]

    def binding(self, key: str, id: str) -> Binding:
        """A key to an act; raises `UnknownAct` where none is registered by that id."""
        act = self[id]
        return Binding(key, f"act('{act.id}')", act.id, show=False, priority=key == "enter")

    def bound(self, handlers: Handlers) -> Handlers:
        """What each act does, none left out and none invented.

        Raises:
            UnknownAct: an act is handled that is not registered.
            ValueError: a registered act is handled by nothing.
        """
        for id in handlers:
            self[id]
        idle = [act.id for act in self._acts if act.id not in handlers]
        if idle:
            raise ValueError(f"nothing is done by {', '.join(idle)}")
        return dict(handlers)
