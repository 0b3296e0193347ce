"""What each act does: the command it sends, or the form that asks for what the command needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from clerk_tui.desk.state import DeskState
from clerk_tui.shell.context import DeskContext
from clerk_tui.shell.drafts import Draft
from clerk_tui.shell.forms.confirm import Confirm
from clerk_tui.shell.forms.fields import Check, Field, TextField, Values
from clerk_tui.shell.forms.form import Form, Noticing
from clerk_tui.shell.forms.side import Side
from clerk_tui.shell.hall_thread import HallThread
from clerk_tui.shell.notice_output import Scribe
from data.model.command import CaseAct, CloseTicket, Command
from data.model.item import ReasonKind
from data.model.notice import Notice, NoticeKind, Paper
from data.model.outcome import Receipt, Refusal
from data.model.query import AskDraft
from data.model.view import MaterialLine, StepLine, TicketLine
from data.port.hall import Hall
from widgets.base.ink import Spans
from widgets.base.phrases import named

DRAFT_PAPERS = (Paper.ROLL_58, Paper.ROLL_80)
"""The papers on which a draft fits beside the queue."""
Done = Callable[[Receipt], None]
Refused = Callable[[Refusal], bool]
"""Whether the refusal has been dealt with, so that nothing more need be said."""


class Desk(Protocol):
    """What acts need of the desk's screen."""

    sitting: DeskContext
    state: DeskState
    hall: HallThread
    scribe: Scribe

    def carry_out(self, act: str, command: Command, then: Done, refused: Refused) -> None:
        """Send a command, and say what it has done; `refused` may answer a refusal by itself."""
        ...

    def open(self, side: Side, then: Callable[[Values], None]) -> None:
        """Show a form, and do something with what it answers unless it is left."""
        ...

    def warn(self, text: str) -> None:
        """Say why something is not possible."""
        ...

    def draft(self, name: str) -> Draft:
        """What was typed into that form before it was left."""
        ...

    def wait(self) -> None:
        """Keep keys waiting until the hall has answered everything asked so far."""
        ...

    def perform_soon(self, name: str) -> None:
        """Do an act once all that has been asked of the hall is answered."""
        ...

    def pause(self) -> None:
        """Keep keys waiting until `resume`."""
        ...

    def resume(self) -> None:
        """Let keys come again."""
        ...

    def note(self, text: str) -> None:
        """Say something by the way."""
        ...

    def ticket(self) -> TicketLine | None:
        """The ticket under the cursor of the queue."""
        ...

    def material(self) -> MaterialLine | None:
        """The material under the cursor of the checklist."""
        ...

    def step(self) -> StepLine | None:
        """The step under the cursor of the route."""
        ...

    def show_pane(self, pane: str) -> None:
        """Give a pane the keys."""
        ...

    def next_material(self) -> None:
        """Move the cursor of the checklist one down."""
        ...


class ActHandler:
    """Forms and questions, the same for every act."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.texts = desk.sitting.texts
        self._typed: Draft | None = None

    def form(
        self,
        act: str,
        fields: Sequence[Field],
        then: Callable[[Values], None],
        *,
        intro: Sequence[Spans] = (),
        of: str = "",
        first: str = "",
        noticing: Noticing | None = None,
    ) -> None:
        """Ask for some fields; what is typed is kept, per act and case, until it has been put to use."""
        self._typed = draft = self.desk.draft(f"{act} {of}")
        title = self.texts(f"act.{act}")
        form = Form(
            self.desk.sitting, title, fields, intro=intro, draft=draft, first=first, noticing=noticing
        )
        self.desk.open(form, then)

    def reason(
        self,
        *kinds: ReasonKind,
        name: str = "reason",
        required: bool = True,
        check: Check = lambda values: "",
    ) -> TextField:
        """A line for a reason, with the hall's standard phrases for it."""
        view = self.desk.state.view
        reasons = view.reasons if view is not None else ()
        return TextField(
            name=name,
            label=self.texts(f"field.{name}"),
            required=required,
            check=check,
            phrases=tuple(
                named(self.texts, each.text, each.text_en) for each in reasons if set(kinds) & set(each.kinds)
            ),
        )

    def confirm(
        self,
        act: str,
        lines: Sequence[str],
        then: Callable[[], None],
        sheets: Mapping[Paper, Sequence[Notice]] | None = None,
    ) -> None:
        """Ask once, showing what will be issued."""
        question = self.texts(f"confirm.{act}")
        side = Confirm(self.desk.sitting, self.texts(f"act.{act}"), lines, question, sheets)
        self.desk.open(side, lambda values: then())

    def issue(self, act: str, command: CaseAct, lines: Sequence[str]) -> None:
        """Ask once, showing the notices that the command will issue as they will be printed, then send it."""
        desk, language = self.desk, self.texts.language

        def drafted(hall: Hall) -> Mapping[Paper, Sequence[Notice]]:
            # What the applicant signs comes first.
            drafts = hall.ask(AskDraft(commands=(command,)))
            told = sorted(drafts, key=lambda each: each.kind is not NoticeKind.TOLERANCE)
            written = {
                paper: [desk.scribe.write(each, language, paper) for each in told] for paper in DRAFT_PAPERS
            }
            return {
                paper: [each for each in notices if isinstance(each, Notice)]
                for paper, notices in written.items()
                if notices
            }

        def show(sheets: Mapping[Paper, Sequence[Notice]]) -> None:
            def then() -> None:
                self.send(act, replace(command, **desk.sitting.who()))

            self.confirm(act, lines, then, sheets)

        desk.hall.use(drafted, show)
        desk.wait()

    def send(
        self,
        act: str,
        command: Command,
        then: Done | None = None,
        refused: Refused = lambda refusal: False,
    ) -> None:
        """Send a command; once it is done, what was typed for it need not be kept."""
        typed, self._typed = self._typed, None

        def done(receipt: Receipt) -> None:
            if typed is not None:
                typed.clear()
            if then is not None:
                then(receipt)

        self.desk.carry_out(act, command, done, refused)

    def send_all(self, act: str, commands: Sequence[CaseAct | CloseTicket], then: Done) -> None:
        """Send commands one after the other, each once the one before is done; a refusal ends it.

        `then` follows the last one.
        """
        first, *rest = commands
        if not rest:
            self.send(act, first, then)
            return
        typed = self._typed
        self._typed = None

        def next_one(receipt: Receipt) -> None:
            self._typed = typed
            self.send_all(act, [replace(each, **self.desk.sitting.who()) for each in rest], then)

        self.send("", first, next_one)


Handlers = Mapping[str, Callable[[], None]]
