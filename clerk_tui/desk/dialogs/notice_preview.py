"""The notices of a case, the one under the cursor laid out below as it will be printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.forms.side import Side
from clerk_tui.shell.hall_thread import HallThread
from clerk_tui.shell.notice_output import Failed, Output, Scribe, Way
from data.model.notice import Notice, NoticeKind, Paper
from data.model.notice_facts import NoticeFacts
from data.port.hall import Hall
from data.texts import Language
from widgets.base.cells import cells, fit
from widgets.base.ink import Ink, Spans
from widgets.base.line_list import LineList
from widgets.base.lines import Heading, Lines
from widgets.base.sheet import Sheet

MOST_LISTED = 4
"""The lines that the list of notices takes at most; the rest of the screen is paper."""
PAPERS = tuple(Paper)


@dataclass(frozen=True, slots=True)
class Offered:
    """One notice that can be printed: of which case, under which number, and how to come by what it tells."""

    kind: NoticeKind
    number: str
    case: str
    prints: int
    day: str
    facts: Callable[[Hall], NoticeFacts | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the clerk wants printed, and how."""

    offered: Offered
    notice: Notice
    way: Way


class NoticePreview(Side):
    """Shows notices; `wanted` is told what is to be put on paper, after which the side is gone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", show=False, priority=True),
        Binding("down,j", "step(1)", show=False, priority=True),
        Binding("up,k", "step(-1)", show=False, priority=True),
        Binding("space,pagedown", "page(1)", show=False, priority=True),
        Binding("backspace,pageup", "page(-1)", show=False, priority=True),
        Binding("right,tab", "paper(1)", show=False, priority=True),
        Binding("left,shift+tab", "paper(-1)", show=False, priority=True),
        Binding("l", "language", show=False, priority=True),
        Binding("enter,p", "put_out", show=False, priority=True),
        Binding("f", "put_out('file')", show=False, priority=True),
        Binding("d", "put_out('pdf')", show=False, priority=True),
        Binding("ctrl+q", "app.quit", show=False, priority=True),
    ]

    def __init__(
        self,
        context: DeskContext,
        hall: HallThread,
        scribe: Scribe,
        offered: Sequence[Offered],
        wanted: Callable[[Wanted], None],
        *,
        at: str = "",
    ) -> None:
        super().__init__()
        self._desk_context, self._hall, self._scribe, self._wanted = context, hall, scribe, wanted
        self._offered, self._first = offered, at
        self._paper, self._language = scribe.output.paper, context.texts.language
        self._notice: Notice | None = None
        self._list: LineList[Offered] = LineList(
            self._draw, lambda row: row.number or row.kind.value, context.palette, id="notices"
        )
        self._heading = Heading(context.palette, "+", id="paper")
        self._sheet = Sheet(context.palette, id="sheet")
        self._hint = Lines(context.palette, id="hint")

    @property
    def sheet(self) -> Sheet:
        """The paper."""
        return self._sheet

    def compose(self) -> ComposeResult:
        """The list over the paper over the keys."""
        heading = Heading(self._desk_context.palette, "+", id="title")
        heading.title(self._desk_context.texts("pane.notices"))
        heading.mark(focused=True)
        with Vertical(id="reader"):
            yield heading
            yield self._list
            yield self._heading
            yield self._sheet
            yield self._hint

    def on_mount(self) -> None:
        """Show the notice to begin with."""
        self._list.styles.height = min(len(self._offered), MOST_LISTED)
        self._list.show_rows(self._offered, at=self._first or None)
        self._write()
        self.ready(self._list)

    @on(events.Resize)
    def _resized(self) -> None:
        self._show_keys()

    def action_step(self, by: int) -> None:
        """Another notice."""
        before = self._list.cursor
        self._list.action_step(by)
        if self._list.cursor != before:
            self._write()

    def action_page(self, by: int) -> None:
        """Scroll the paper."""
        self._sheet.page(by)

    def action_paper(self, by: int) -> None:
        """Another paper."""
        self._paper = PAPERS[(PAPERS.index(self._paper) + by) % len(PAPERS)]
        self._write()

    def action_language(self) -> None:
        """The other language."""
        self._language = Language.EN if self._language is Language.ZH else Language.ZH
        self._write()

    def action_leave(self) -> None:
        """Back to the desk."""
        self.dismiss(None)

    def action_put_out(self, way: Way | None = None) -> None:
        """Put the notice on paper, or say why it cannot be."""
        offered, notice = self._list.current, self._notice
        if offered is None or notice is None:
            return
        if way == "pdf" and self._paper is not Paper.PAGE:
            self._paper = Paper.PAGE
            self._write(lambda: self.action_put_out("pdf"))
            return
        self.dismiss({})
        self._wanted(Wanted(offered, notice, way or self._scribe.output.usual))

    def _write(self, then: Callable[[], None] = lambda: None) -> None:
        """Lay the notice under the cursor out on the paper, in the hall's thread; keys wait for it."""
        offered, language, paper, scribe = self._list.current, self._language, self._paper, self._scribe
        if offered is None:
            return
        self._notice = None

        def write(hall: Hall) -> Notice | Failed:
            told = offered.facts(hall)
            return Failed("notice.error.unknown") if told is None else scribe.write(told, language, paper)

        def written(notice: Notice | Failed) -> None:
            texts = self._desk_context.texts
            if isinstance(notice, Failed):
                self._sheet.say(texts(notice.key, **notice.facts))
            else:
                self._notice = notice
                self._sheet.show(notice.lines, paper.columns, notice.symbol)
            self._show_keys()
            self.resume()
            then()

        self.pause()
        self._hall.use(write, written)

    def _draw(self, row: Offered, width: int) -> Spans:
        texts = self._desk_context.texts
        prints = texts("notices.printed", times=row.prints) if row.prints else texts("notices.unprinted")
        name = texts(f"notice.kind.{row.kind}")
        number = row.number or texts("notices.on_issue")
        beside = 24 if texts.language is Language.ZH else 30
        left = width - beside - cells(row.day) - cells(prints) - 3
        return (
            (fit(name, beside), Ink.BOLD),
            (fit(number, max(left, 0)), Ink.PLAIN),
            (f" {row.day} ", Ink.DIM),
            (prints, Ink.DIM if row.prints else Ink.WARN),
        )

    def _show_keys(self) -> None:
        texts, output = self._desk_context.texts, self._scribe.output
        self._heading.title(
            texts(f"paper.{self._paper}"), ((texts(f"language.{self._language}") + " ", Ink.DIM),)
        )
        there = _there(output)
        way = texts(f"notices.way.{output.usual}", there=there)
        self._hint.show_lines((((f" {texts('notices.hint', way=way)}", Ink.DIM),),))


def _there(output: Output) -> str:
    """The name of the printer's command; files need no more than the word."""
    return output.command[0].rsplit("/", 1)[-1] if output.command else ""


def first_of(notices: Sequence[Offered]) -> str:
    """The number to begin with: the first that has not been printed, else the newest."""
    fresh = next((each for each in notices if not each.prints), None)
    return (fresh or notices[-1]).number if notices else ""
