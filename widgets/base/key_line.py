"""The last line: the keys that apply now, the expected but impossible ones dimmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from widgets.base.cells import cells
from widgets.base.ink import Ink, Palette
from widgets.base.lines import Lines


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key, the word for what it does, and whether it can be done now."""

    key: str
    word: str
    possible: bool = True


class KeyLine(Lines):
    """Key hints, as many as fit; those at the end that must not be missing are kept."""

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self._hints: list[KeyHint] = []
        self._coming: Iterator[KeyHint] = iter(())
        self._kept: Sequence[KeyHint] = ()

    def show_hints(self, hints: Iterable[KeyHint], kept: Sequence[KeyHint]) -> None:
        """Show other hints; no more of them are taken than there is room for, and one."""
        self._hints, self._coming, self._kept = [], iter(hints), kept
        self._draw()

    def on_resize(self) -> None:
        """Show as many as fit now."""
        self._draw()

    def _draw(self) -> None:
        room = self.size.width - 1 - sum(_width(hint) for hint in self._kept)
        shown: list[KeyHint] = []
        for hint in self._as_needed():
            if _width(hint) > room:
                break
            shown.append(hint)
            room -= _width(hint)
        spans: list[tuple[str, Ink]] = [(" ", Ink.PLAIN)]
        for hint in (*shown, *self._kept):
            spans += [
                (hint.key, Ink.KEY if hint.possible else Ink.DIM),
                (_between(hint) + hint.word, Ink.PLAIN if hint.possible else Ink.DIM),
                (" " + _between(hint), Ink.PLAIN),
            ]
        self.show_lines((tuple(spans),))

    def _as_needed(self) -> Iterator[KeyHint]:
        """The hints taken before, then others."""
        yield from tuple(self._hints)
        for hint in self._coming:
            self._hints.append(hint)
            yield hint


def _width(hint: KeyHint) -> int:
    return cells(hint.key) + cells(hint.word) + 1 + 2 * len(_between(hint))


def _between(hint: KeyHint) -> str:
    """A space where the word would otherwise run into its key."""
    return " " if hint.word.isascii() else ""
