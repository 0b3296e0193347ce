"""What the keys do now: the hints of the key line, the rows of the palette, the lines of the help."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic

from clerk_tui.shell.acts import Act, Group, Obstacle, Registry, Seen
from clerk_tui.shell.wording import refused
from data.model.legal.clock import Light
from data.texts import Texts
from widgets.base.cells import cells, fit
from widgets.base.ink import Ink, Spans
from widgets.base.key_line import KeyHint
from widgets.base.light import INKS, light_word

KEY_WIDTH: Final = 7
"""The least cells for a key in a list of acts."""
LIGHT_WIDTH: Final = 9
SHOWN_LEFT: Final = {Light.GREEN: 5, Light.YELLOW: 0, Light.RED: -2, Light.LAW: -3, Light.FROZEN: 7}
"""The lights that the help explains, each with a number of days left that it has."""


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """Keys that a widget has of its own, as people read them, and the key of the text that says what for."""

    keys: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings(Generic[Seen]):
    """What a screen's hints take besides the acts themselves.

    `order` are the acts of a place as they are needed there, the most needed first; `offered` those that the
    palette offers. `about` gives the key of the text that says what a place shows. `lights` begins the texts
    of what the lights mean.
    """

    order: Callable[[str], Iterable[Act[Seen]]]
    offered: Callable[[str], Iterable[Act[Seen]]]
    about: Callable[[str], str]
    built_in: tuple[BuiltIn, ...]
    lights: str


@dataclass(frozen=True, slots=True)
class Offer(Generic[Seen]):
    """An act, and why it is not possible now; blank when it is."""

    act: Act[Seen]
    why_not: str = ""


class Hints(Generic[Seen]):
    """What can be done now, by what the hall has said."""

    def __init__(
        self, texts: Texts, registry: Registry[Seen], now: Seen, surroundings: Surroundings[Seen]
    ) -> None:
        self._texts, self._registry, self._now = texts, registry, now
        self._surroundings = surroundings
        keys = [cells(self._key(act)) for act in registry]
        self._key_width = max([KEY_WIDTH - 1, *keys]) + 1
        self._built_in_width = max((cells(_together(each)) for each in surroundings.built_in), default=0) + 2

    def why_not(self, act: Act[Seen], place: str) -> Obstacle | None:
        """Why an act is not possible now; None when it is, or when the hall must be asked."""
        return act.obstacle(self._now, place)

    def told(self, obstacle: Obstacle) -> str:
        """What stands in an act's way, in words."""
        texts = self._texts
        if obstacle.refusal is not None:
            return refused(texts, obstacle.refusal, self._now.file)
        if obstacle.pane:
            return texts(obstacle.text, pane=texts(f"pane.{obstacle.pane}"))
        return texts(obstacle.text)

    def line(self, place: str) -> tuple[Iterator[KeyHint], Sequence[KeyHint]]:
        """The hints for the key line: those that may be left out, and those that may not.

        The first are worked out as they are taken: nobody asks about an act for which there is no room.
        """
        return self._hinted(place), tuple(self._hint(act) for act in self._registry if act.kept)

    def _hinted(self, place: str) -> Iterator[KeyHint]:
        for act in self._surroundings.order(place):
            if act.hinted and not act.kept:
                possible = self.why_not(act, place) is None
                if possible or act.is_expected(self._now):
                    yield self._hint(act, possible=possible)

    def palette(self, find: str, place: str) -> Sequence[Offer[Seen]]:
        """The acts that match what was typed, by their words, initials or English names."""
        wanted = find.casefold()
        matching = [act for act in self._surroundings.offered(place) if self._matches(act, wanted)]
        offers = [Offer(act, self._why_not_told(act, place)) for act in matching]
        offers.sort(key=lambda offer: (bool(offer.why_not), not self._begins(offer.act, wanted)))
        return offers

    def draw_offer(self, offer: Offer[Seen], width: int) -> Spans:
        """An act in the palette: its key, its word, and why it is not possible."""
        ink = Ink.DIM if offer.why_not else Ink.PLAIN
        return (
            (fit(self._key(offer.act), self._key_width), Ink.DIM if offer.why_not else Ink.KEY),
            (self._texts(offer.act.word), ink),
            (f"  {offer.why_not}" if offer.why_not else "", Ink.DIM),
        )

    def help(self, place: str) -> Sequence[Spans]:
        """What a place shows, its acts, those everywhere, and what the lights mean."""
        texts, around = self._texts, self._surroundings
        lines: list[Spans] = [((texts(around.about(place)), Ink.PLAIN),), ()]
        done_here = [act for act in self._registry if act.at_review or not self._now.reviewing]
        width = max(cells(texts(act.word)) for act in done_here) + 2
        for group in Group:
            acts = [act for act in done_here if act.group is group and act.is_at(place)]
            if not acts:
                continue
            lines.append(((texts(f"group.{group}"), Ink.TITLE),))
            lines += [self._help_line(act, place, width) for act in acts]
            if group is Group.MOVE:
                room = max(self._key_width + width, self._built_in_width)
                lines += [
                    ((fit(_together(each), room), Ink.KEY), (texts(each.text), Ink.PLAIN))
                    for each in around.built_in
                ]
            lines.append(())
        lines.append(((texts(f"{around.lights}.lights"), Ink.TITLE),))
        for light, left in SHOWN_LEFT.items():
            word = light_word(light, left, texts)
            gap = " " * (LIGHT_WIDTH - cells(word))
            meaning = texts(f"{around.lights}.{light.key}")
            lines.append(((word, INKS[light]), (gap, Ink.PLAIN), (meaning, Ink.PLAIN)))
        return lines

    def _help_line(self, act: Act[Seen], place: str, width: int) -> Spans:
        dimmed = self.why_not(act, place) is not None
        return (
            (fit(self._key(act), self._key_width), Ink.DIM if dimmed else Ink.KEY),
            (fit(self._texts(act.word), width), Ink.DIM if dimmed else Ink.BOLD),
            (self._texts(act.sentence), Ink.DIM if dimmed else Ink.PLAIN),
        )

    def _why_not_told(self, act: Act[Seen], place: str) -> str:
        obstacle = self.why_not(act, place)
        return "" if obstacle is None else self.told(obstacle)

    def _hint(self, act: Act[Seen], *, possible: bool = True) -> KeyHint:
        word = act.short if act.short in self._texts else act.word
        return KeyHint(self._key(act), self._texts(word), possible)

    def _key(self, act: Act[Seen]) -> str:
        return self._texts(f"key.{act.key}") if f"key.{act.key}" in self._texts else act.key

    def _matches(self, act: Act[Seen], wanted: str) -> bool:
        texts = self._texts
        words = (texts(key).casefold() for key in (act.word, act.sentence, act.initials))
        return any(wanted in word for word in (act.id.replace("_", " "), *words))

    def _begins(self, act: Act[Seen], wanted: str) -> bool:
        return any(self._texts(key).casefold().startswith(wanted) for key in (act.word, act.initials))


def _together(each: BuiltIn) -> str:
    return " ".join(each.keys)
