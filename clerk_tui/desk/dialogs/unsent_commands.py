"""What the hall has not carried out, one line each, and both versions of what is to be settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from clerk_tui.shell import sentences
from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.forms.side import Side
from clerk_tui.shell.wording import refused
from data.law.supervision_code import grouped
from data.model.legal.time_zone import shanghai
from data.model.offline.journal import Unsent, Version, Wait, Way
from data.model.outcome import Conflict, Refusal
from data.texts import Texts
from widgets.base.cells import cells, fit, wrap
from widgets.base.ink import Ink, Spans
from widgets.base.line_list import LineList
from widgets.base.lines import Heading, Lines
from widgets.base.phrases import named

ID, WAY = "id", "way"
SETTLED: Final = frozenset({Wait.SETTLING, Wait.SOMEBODY})
"""What a clerk may settle: what the hall would not have, and what somebody else has left behind."""
VERSIONS: Final = 9
"""Lines for both versions."""
_INKS: Final = {Wait.SETTLING: Ink.BAD, Wait.BEHIND: Ink.WARN, Wait.SOMEBODY: Ink.WARN, Wait.TURN: Ink.DIM}


class UnsentCommands(Side):
    """Answers {ID: the command, WAY: how it is settled}, or None when left.

    `words` are the keys of the words of those acts of the hall that have no text of their own.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,Y", "leave", show=False, priority=True),
        Binding("a", "settle('again')", show=False, priority=True),
        Binding("d", "settle('drop')", show=False, priority=True),
        Binding("ctrl+q", "app.quit", show=False, priority=True),
    ]

    def __init__(
        self, context: DeskContext, rows: Sequence[Unsent], words: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        super().__init__()
        self._desk_context, self._source, self._words = context, rows, words
        self._list: LineList[Unsent] = LineList(self._draw, lambda row: row.id, context.palette, id="lines")
        self._versions = Lines(context.palette, id="versions")

    def compose(self) -> ComposeResult:
        """The title, a line for each, both versions of the one under the cursor, the keys."""
        palette, texts = self._desk_context.palette, self._desk_context.texts
        heading = Heading(palette, "Y", id="title")
        heading.title(texts("unsent.title", count=len(self._source)))
        heading.mark(focused=True)
        with Vertical(id="reader"):
            yield heading
            yield self._list
            yield self._versions
            yield Lines(palette, (((f" {texts('unsent.hint')}", Ink.DIM),),), id="hint")

    def on_mount(self) -> None:
        """Begin with the first that is to be settled."""
        first = next((row for row in self._source if row.wait is Wait.SETTLING), self._source[0])
        self._list.show_rows(list(self._source), at=first.id)
        self._show()
        self.ready(self._list)

    def on_resize(self) -> None:
        """Fold the versions to the width."""
        self._show()

    def on_line_list_highlighted(self) -> None:
        """Show the versions of the one under the cursor."""
        self._show()

    def action_leave(self) -> None:
        """Go back to the desk; everything stays as it is."""
        self.dismiss(None)

    def action_settle(self, way: str) -> None:
        """Settle the one under the cursor, if it is to be settled."""
        row = self._list.current
        if row is not None and row.wait in SETTLED:
            self.dismiss({ID: row.id, WAY: Way(way).value})

    def _draw(self, row: Unsent, width: int) -> Spans:
        texts = self._desk_context.texts
        wait = texts(f"unsent.wait.{row.wait}")
        at, word = shanghai(row.at), act_word(texts, row.act, self._words)
        left = f"{at:%m-%d %H:%M} {word} {about(texts, row)}"
        return ((fit(left, max(width - cells(wait) - 1, 10)), Ink.PLAIN), (f" {wait}", _INKS[row.wait]))

    def _show(self) -> None:
        row = self._list.current
        width = max(self.size.width - 3, 20)
        lines = list(versions(self._desk_context.texts, row, width)) if row is not None else []
        self._versions.show_lines(tuple(lines[:VERSIONS]))


def versions(texts: Texts, row: Unsent, width: int) -> Iterator[Spans]:
    """What was done here, what the hall has, and why it would not have it."""
    yield from _labelled(texts("unsent.here"), _version(texts, row.here, "unsent.unknown"), Ink.PLAIN, width)
    if row.wait is not Wait.SETTLING:
        yield from _labelled(
            texts("unsent.why"), texts(f"unsent.why.{row.wait}", user=row.user), Ink.DIM, width
        )
        return
    there = "unsent.not_there" if row.there is None else ""
    yield from _labelled(texts("unsent.there"), _version(texts, row.there, there), Ink.PLAIN, width)
    yield from _labelled(texts("unsent.why"), _answer(texts, row), Ink.WARN, width)
    if row.behind:
        behind = texts("unsent.behind", count=row.behind)
        yield from _labelled("", behind, Ink.DIM, width)


def act_word(texts: Texts, act: str, words: Mapping[str, str]) -> str:
    """A command in one word."""
    if f"did.{act}" in texts:
        return texts(f"did.{act}")
    return texts(words[act]) if act in words else act


def about(texts: Texts, row: Unsent) -> str:
    """The case or ticket that a command is about, and its item."""
    stream = row.code or row.stream
    code = grouped(stream) if "-" not in stream else stream.rpartition("-")[2]
    return f"{code} {named(texts, row.item_name, row.item_name_en)}".strip()


def _version(texts: Texts, version: Version | None, unknown: str) -> str:
    if version is None:
        return texts(unknown)
    parts = [texts(version.status)] if version.status else []
    events = [
        texts(f"event.{kind}") + (f"×{count}" if count > 1 else "")
        for kind, count in ((kind, len(list(same))) for kind, same in groupby(version.events))
    ]
    if events:
        parts = [f"{' '.join(parts)} ({', '.join(events)})".strip()]
    if version.at is not None:
        parts.append(f"{version.by} {shanghai(version.at):%m-%d %H:%M}".strip())
    return "; ".join(parts) or texts(unknown or "unsent.not_there")


def _answer(texts: Texts, row: Unsent) -> str:
    match row.outcome:
        case Refusal():
            return refused(texts, row.outcome, None)
        case Conflict():
            return sentences.conflict(texts, row.outcome)
        case _:
            key = f"unsent.{row.problem}"
            return texts(key) if key in texts else texts("unsent.problem", reason=row.problem)


def _labelled(label: str, text: str, ink: Ink, width: int) -> Iterator[Spans]:
    """A label, and what it says folded beside it."""
    room = 10
    first, *rest = wrap(text, max(width - room, 10)) or [""]
    yield ((f" {fit(label, room - 1)}", Ink.TITLE), (first, ink))
    for line in rest:
        yield ((" " * room, Ink.PLAIN), (line, ink))
