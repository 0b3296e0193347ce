"""What the keys of the wall do: the key line, the rows of the palette, the lines of the help."""

from __future__ import annotations

from collections.abc import Sequence

from clerk_tui.monitor.acts import BY_ID, KEPT, MOVES, Act, Place, acts_of
from data.model.legal.clock import Light
from data.texts import Texts
from widgets.base.cells import cells, fit
from widgets.base.ink import Ink, Spans
from widgets.base.key_line import KeyHint
from widgets.base.light import INKS, light_word

KEY_WIDTH = 10
MOVES_WIDTH = 22
WORD_WIDTH = 12
LIGHT_WIDTH = 9
SPECIMENS = {Light.GREEN: 5, Light.YELLOW: 0, Light.RED: -2, Light.LAW: -3, Light.FROZEN: 7}


class Hints:
    """The words for a screen's keys."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def line(self, place: Place) -> tuple[Sequence[KeyHint], Sequence[KeyHint]]:
        """The hints for the key line: those that may be left out, and those that may not."""
        hinted = [act for act in acts_of(place) if act.hinted and act.id not in KEPT]
        return [self._hint(act) for act in hinted], [self._hint(BY_ID[each]) for each in KEPT]

    def palette(self, find: str, place: Place) -> Sequence[Act]:
        """The acts that match what was typed, by their words or initials; all where nothing was."""
        wanted = find.casefold()
        found = [act for act in acts_of(place) if act.id != "palette" and self._matches(act, wanted)]
        return sorted(found, key=lambda act: not self._begins(act, wanted))

    def draw_act(self, act: Act, width: int) -> Spans:
        """An act in the palette: its key and its word."""
        return (fit(self._key(act), KEY_WIDTH), Ink.KEY), (self._texts(f"wall_act.{act.id}"), Ink.PLAIN)

    def help(self, place: Place) -> Sequence[Spans]:
        """What the screen shows, its keys, and what the lights mean."""
        texts = self._texts
        lines: list[Spans] = [((texts(f"wall_about.{place}"), Ink.PLAIN),), ()]
        lines += [self._help_line(self._key(act), f"wall_act.{act.id}", act.id) for act in acts_of(place)]
        lines += [
            ((fit(keys, MOVES_WIDTH), Ink.KEY), (texts(f"wall_move.{name}"), Ink.PLAIN))
            for name, keys in _moves().items()
        ]
        lines += [(), ((texts("wall_help.lights_mean"), Ink.TITLE),)]
        for light, left in SPECIMENS.items():
            word = light_word(light, left, texts)
            gap = " " * (LIGHT_WIDTH - cells(word))
            meaning = texts(f"wall_light.{light.key}")
            lines.append(((word, INKS[light]), (gap, Ink.PLAIN), (meaning, Ink.PLAIN)))
        return lines

    def _help_line(self, key: str, word: str, id: str) -> Spans:
        return (
            (fit(key, KEY_WIDTH), Ink.KEY),
            (fit(self._texts(word), WORD_WIDTH), Ink.BOLD),
            (self._texts(f"wall_help.{id}"), Ink.PLAIN),
        )

    def _hint(self, act: Act) -> KeyHint:
        return KeyHint(self._key(act), self._texts(f"wall_act.{act.id}"))

    def _key(self, act: Act) -> str:
        key = f"wall_key.{act.label}"
        return self._texts(key) if key in self._texts else act.label

    def _matches(self, act: Act, wanted: str) -> bool:
        texts = self._texts
        words = (f"wall_act.{act.id}", f"wall_help.{act.id}", f"wall_initials.{act.id}")
        return not wanted or any(wanted in texts(key).casefold() for key in words)

    def _begins(self, act: Act, wanted: str) -> bool:
        texts = self._texts
        words = (f"wall_act.{act.id}", f"wall_initials.{act.id}")
        return any(texts(key).casefold().startswith(wanted) for key in words)


def _moves() -> dict[str, str]:
    """The keys of each way to move the cursor, both directions together."""
    moves: dict[str, str] = {}
    for keys, action in MOVES:
        name = action.partition("(")[0]
        moves[name] = f"{moves[name]} {keys}" if name in moves else keys
    return moves
