"""What the keys do now: the hints of the key line, the rows of the palette, the lines of the help."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from clerk_tui.desk.acts.registry import ACTS, BUILT_IN, BY_ID, KEPT, NEEDS_HALL, Act, Group, Place
from clerk_tui.desk.state import DeskState
from clerk_tui.shell.wording import refused
from data.model.item import ItemKind
from data.model.legal.clock import Light
from data.model.outcome import Refusal
from data.model.ticket import TicketStatus
from data.texts import Texts
from widgets.base.cells import cells, fit
from widgets.base.ink import Ink, Spans
from widgets.base.key_line import KeyHint
from widgets.base.light import INKS, light_word
from widgets.case.route import in_hand
from widgets.queue.ticket_queue import WAITING

NOT_HINTED = frozenset({Group.MOVE})
KEY_WIDTH = 7
PASSING = frozenset({"recall_too_soon"})
"""Refusals that pass with time alone: the hall is asked anew, for nobody tells when they have."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An act, and why it is not possible now; blank when it is."""

    act: Act
    why_not: str = ""


class Hints:
    """What can be done now, by what the hall has said."""

    def __init__(
        self,
        texts: Texts,
        state: DeskState,
        *,
        read_only: bool,
        reviewing: bool = False,
        cut_off: Callable[[], bool] = lambda: False,
        not_theirs: Callable[[str], Refusal | None] = lambda act: None,
        far: Callable[[], bool] = lambda: False,
    ) -> None:
        self._texts, self._state, self._read_only = texts, state, read_only
        self._reviewing, self._cut_off, self._not_theirs = reviewing, cut_off, not_theirs
        self._far = far

    def why_not(self, act: Act, place: Place) -> str:
        """Why an act is not possible now, in words; blank when it is, or when the hall must be asked."""
        texts, state = self._texts, self._state
        if act.writes and self._read_only:
            return texts("unavailable.read_only")
        if not state.ready and act.writes:
            return texts("desk.opening")
        if act.places and place not in act.places:
            return texts("desk.elsewhere", pane=texts("pane.checklist"))
        if self._reviewing and not act.at_review:
            return texts("review.at_window")
        forbidden = self._not_theirs(act.id)
        if forbidden is not None:
            return refused(texts, forbidden, state.file)
        if act.id in NEEDS_HALL and self._cut_off():
            return texts("refusal.cut_off")
        if act.id == "unsent" and not self._far():
            return texts("offline.near")
        needs_case = act.group in (Group.CASE, Group.STEP, Group.MATERIAL) and act.id != "new_case"
        if (needs_case or act.id == "why") and state.file is None:
            return texts("desk.no_case")
        if self._reviewing and self._of_a_step(act) and not self._own_step:
            return texts("review.not_ours")
        if act.id == "situation" and state.file is not None and not state.file.questions:
            return texts("materials.no_questions")
        if act.id == "at_once" and state.file is not None and state.file.kind is not ItemKind.INSTANT:
            return texts("at_once.not_instant")
        window = state.window
        if window is not None and act.id == "unhold" and not window.held:
            return texts("tickets.none_to_unhold")
        if window is not None and act.id == "revive" and not window.skipped:
            return texts("tickets.none_to_revive")
        if act.id in ("call_ticket", "raise_ticket") and state.tab != WAITING:
            return texts("tickets.none_under_cursor")
        refusal = state.refusal(act.hall, about_ticket=act.about_ticket) if act.hall else None
        if act.id == "return_step" and refusal is not None and refusal.reason == "step_not_before":
            return texts("review.nothing_before")
        if refusal is None or refusal.reason in PASSING:
            return ""
        return refused(texts, refusal, state.file)

    def line(self, place: Place) -> tuple[Sequence[KeyHint], Sequence[KeyHint]]:
        """The hints for the key line: those that may be left out, and those that may not."""
        shown: list[KeyHint] = []
        for act in self._in_order(place):
            possible = not self.why_not(act, place)
            if possible or self._is_expected(act):
                shown.append(self._hint(act, possible=possible))
        return shown, tuple(self._hint(BY_ID[each]) for each in KEPT)

    def palette(self, find: str, place: Place) -> Sequence[Offer]:
        """The acts that match what was typed, by their words, initials or English names."""
        wanted = find.casefold()
        offers = [Offer(act, self.why_not(act, place)) for act in ACTS]
        found = [offer for offer in offers if self._matches(offer.act, wanted)]
        found.sort(key=lambda offer: (bool(offer.why_not), not self._begins(offer.act, wanted)))
        return found

    def draw_offer(self, offer: Offer, width: int) -> Spans:
        """An act in the palette: its key, its word, and why it is not possible."""
        ink = Ink.DIM if offer.why_not else Ink.PLAIN
        return (
            (fit(self._key(offer.act), KEY_WIDTH), Ink.DIM if offer.why_not else Ink.KEY),
            (self._texts(f"act.{offer.act.id}"), ink),
            (f"  {offer.why_not}" if offer.why_not else "", Ink.DIM),
        )

    def help(self, place: Place) -> Sequence[Spans]:
        """The acts of a pane, those everywhere, and what the lights mean."""
        texts = self._texts
        about = "help.steps" if self._reviewing and place is Place.QUEUE else f"help.{place}"
        lines: list[Spans] = [((texts(about), Ink.PLAIN),), ()]
        done_here = [act for act in ACTS if act.at_review or not self._reviewing]
        width = max(cells(texts(f"act.{act.id}")) for act in done_here) + 2
        for group in Group:
            acts = [
                act for act in done_here if act.group is group and (not act.places or place in act.places)
            ]
            if not acts:
                continue
            lines.append(((texts(f"group.{group}"), Ink.TITLE),))
            lines += [self._help_line(act, place, width) for act in acts]
            if group is Group.MOVE:
                lines += [
                    ((fit(" ".join(keys), KEY_WIDTH + width), Ink.KEY), (texts(f"keys.{name}"), Ink.PLAIN))
                    for keys, name in BUILT_IN
                ]
            lines.append(())
        lines.append(((texts("help.lights"), Ink.TITLE),))
        for light in (Light.GREEN, Light.YELLOW, Light.RED, Light.LAW, Light.FROZEN):
            word = light_word(light, {Light.RED: -2, Light.LAW: -3}.get(light, 1), texts)
            lines.append(
                (
                    (word, INKS[light]),
                    (" " * (9 - len(word)), Ink.PLAIN),
                    (texts(f"help.{light.key}"), Ink.PLAIN),
                )
            )
        return lines

    def _help_line(self, act: Act, place: Place, width: int) -> Spans:
        why_not = self.why_not(act, place)
        return (
            (fit(self._key(act), KEY_WIDTH), Ink.DIM if why_not else Ink.KEY),
            (fit(self._texts(f"act.{act.id}"), width), Ink.DIM if why_not else Ink.BOLD),
            (self._texts(f"act_help.{act.id}"), Ink.DIM if why_not else Ink.PLAIN),
        )

    def _of_a_step(self, act: Act) -> bool:
        return act.group is Group.STEP or act.id in ("finish_step", "decide")

    @property
    def _own_step(self) -> bool:
        """Whether the department has a step of the case in hand."""
        file = self._state.file
        return file is not None and any(in_hand(step) and self._state.has(step) for step in file.route)

    def _in_order(self, place: Place) -> Iterator[Act]:
        """The acts as the clerk needs them: those of the focused list first, then looking about."""
        acts = [act for act in ACTS if act.group not in NOT_HINTED and act.id not in KEPT]
        acts = [act for act in acts if act.at_review or not self._reviewing]
        steps = [act for act in acts if act.group is Group.STEP]
        tickets = [act for act in acts if act.group is Group.TICKET]
        cases = [act for act in acts if act.group is Group.CASE and act.id != "new_case"]
        receive = [act for act in acts if act.id == "new_case"]
        materials = [act for act in acts if act.group is Group.MATERIAL]
        look = [act for act in acts if act.group is Group.LOOK]
        if place is Place.CHECKLIST and not self._reviewing:
            here = sorted((*materials, *cases), key=lambda act: not self._is_expected(act))
            yield from (*here, *look)
        elif place is Place.QUEUE and not self._reviewing and (self._state.tab == WAITING or self._called):
            yield from (*tickets, *receive, *look)
        elif place is Place.QUEUE and not self._reviewing:
            call = [act for act in tickets if act.id in ("call", "finish_ticket")]
            yield from (*call, *receive, *cases, *look)
        elif self._reviewing or place is Place.ROUTE:
            yield from (*steps[:1], *cases, *steps[1:], *look)
        else:
            yield from (*cases, *look)

    @property
    def _called(self) -> bool:
        window = self._state.window
        active = window.active if window is not None else None
        return active is not None and active.status is TicketStatus.CALLED

    def _is_expected(self, act: Act) -> bool:
        file = self._state.file
        return file is not None and file.line.status in act.expected

    def _hint(self, act: Act, *, possible: bool = True) -> KeyHint:
        return KeyHint(self._key(act), self._texts(f"act_short.{act.id}"), possible)

    def _key(self, act: Act) -> str:
        return self._texts(f"key.{act.label}") if f"key.{act.label}" in self._texts else act.label

    def _matches(self, act: Act, wanted: str) -> bool:
        texts = self._texts
        keys = (f"act.{act.id}", f"act_help.{act.id}", f"act_initials.{act.id}")
        words = (act.id.replace("_", " "), *(texts(key).casefold() for key in keys))
        return any(wanted in word for word in words)

    def _begins(self, act: Act, wanted: str) -> bool:
        texts = self._texts
        return any(
            texts(f"{kind}.{act.id}").casefold().startswith(wanted) for kind in ("act", "act_initials")
        )
