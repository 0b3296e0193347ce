"""The lanes of a joint application at a glance: one line a lane, with the key that leads into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.model.case import Status
from data.model.legal.clock import Light
from data.model.legal.time_zone import shanghai
from data.model.view import CaseFile, LaneLine
from data.texts import Texts
from widgets.base.brief import LEAST_PLACE, brief
from widgets.base.cells import cells, crop, fit
from widgets.base.ink import Ink, Spans, width_of
from widgets.base.light import INKS, light_word, provisional_word
from widgets.base.phrases import named

KEYS = ("5", "6", "7", "8", "9")
"""The keys that lead into the first lanes; any lane is entered from its line."""
LEAST_NAME = 12


class Lanes:
    """Draws the lanes of one joint application, their columns fitted to all of them."""

    def __init__(self, texts: Texts, lines: Sequence[LaneLine]) -> None:
        self._texts = texts
        self._keys = {line.code: key for line, key in zip(lines, KEYS, strict=False)}
        self._short: Mapping[str, str] = {
            line.item: self._keys.get(line.code, self._name(line)) for line in lines
        }
        self._widest = max((cells(self._name(line)) for line in lines), default=0)
        self._state_width = max((width_of(self._state(line)) for line in lines), default=0)

    def draw(self, line: LaneLine, width: int) -> Spans:
        """A lane's line: its key, its item, who has which step, and its light or what became of it."""
        running = line.status in (Status.ACCEPTED, Status.SUSPENDED)
        room = max(width - self._state_width - 4, 0)
        # A lane in nobody's hands has all the room for its name.
        name = min(self._widest, max(room * 2 // 5, LEAST_NAME)) if line.step else room
        middle = max(room - name, 0)
        return (
            (fit(self._keys.get(line.code, ""), 2), Ink.KEY),
            (fit(self._name(line), name), Ink.BOLD if running else Ink.PLAIN),
            (" ", Ink.PLAIN),
            (fit(self._who(line, middle), middle), Ink.PLAIN),
            (" ", Ink.PLAIN),
            *self._state(line),
        )

    def _name(self, line: LaneLine) -> str:
        return named(self._texts, line.item_name, line.item_name_en)

    def _who(self, line: LaneLine, width: int) -> str:
        """Who has which step, and since when where there is room for it."""
        texts = self._texts
        if not line.step:
            return ""
        step = named(texts, line.step_name, line.step_name_en)
        since = f"{shanghai(line.since):%m-%d}" if line.since else ""
        person = line.holder
        room = width - cells(step) - 1 - (cells(person) + 1 if person else 0)
        given = (line.step_department_name, line.step_department_name_en, line.step_department_short)
        department = brief(texts, *given, room) if room >= LEAST_PLACE else ""
        words = " ".join(part for part in (department, person, step) if part)
        return f"{words} {since}" if cells(words) + cells(since) + 1 <= width else crop(words, width)

    def _state(self, line: LaneLine) -> Spans:
        texts = self._texts
        if line.waits_for:
            lanes = texts("lane.and").join(self._short[each] for each in line.waits_for)
            return ((texts("lane.waits", lanes=lanes), Ink.DIM),)
        if line.status in (Status.ACCEPTED, Status.SUSPENDED) and line.light is not Light.NONE:
            word = provisional_word(light_word(line.light, line.left, texts), provisional=line.provisional)
            return ((word, INKS[line.light]),)
        ink = {Status.GRANTED: Ink.GOOD, Status.COLLECTED: Ink.GOOD, Status.REFUSED: Ink.BAD}
        return ((texts(f"status.{line.status}"), ink.get(line.status, Ink.DIM)),)


def lane_at(file: CaseFile | None, key: str) -> str:
    """The supervision code of the lane that a key leads into; blank where there is none."""
    place = KEYS.index(key)
    lanes = file.lanes if file is not None else ()
    return lanes[place].code if place < len(lanes) else ""
