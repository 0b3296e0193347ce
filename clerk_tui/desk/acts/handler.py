"""What each act does: the command it sends, or the form that asks for what the command needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from clerk_tui.desk.acts.registry import Place
from clerk_tui.desk.acts.sender import Done, Sender
from clerk_tui.desk.state import DeskState
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.forms.confirm import Confirm
from clerk_tui.shell.forms.fields import Check, Field, TextField, Values
from clerk_tui.shell.forms.form import Form, Noticing
from clerk_tui.shell.hall_thread import HallThread
from clerk_tui.shell.notice_output import Scribe
from clerk_tui.shell.type_ahead import Typeahead
from data.model.command import CaseAct, CloseTicket
from data.model.item import ReasonKind
from data.model.notice import Notice, NoticeKind, Paper
from data.model.outcome import Receipt
from data.model.query import AskDraft
from data.port.hall import Hall
from widgets.base.ink import Spans
from widgets.base.message_line import MessageLine
from widgets.base.phrases import named
from widgets.case.checklist import Checklist
from widgets.case.route import Route
from widgets.queue.ticket_queue import Queue

DRAFT_PAPERS = (Paper.ROLL_58, Paper.ROLL_80)
"""The papers on which a draft fits beside the queue."""


class View(Protocol):
    """What acts need of the desk's screen: which pane has the keys, and what follows once lists have come."""

    @property
    def place(self) -> Place:
        """The pane that has the keys."""
        ...

    def perform(self, id: str) -> None:
        """Do an act, or say why it is not possible."""
        ...

    def perform_soon(self, id: str) -> None:
        """Do an act once all that has been asked of the hall is answered."""
        ...

    def show_pane(self, place: Place) -> None:
        """Give a pane the keys."""
        ...

    def step_pane(self, by: int) -> None:
        """Give the keys to the next pane."""
        ...

    def next_material(self) -> None:
        """Move the cursor of the checklist one down, once it is true again."""
        ...

    def show_case(self, code: str) -> None:
        """Bring a case just received into view, its checklist having the keys."""
        ...

    def show_filter(self) -> None:
        """Let the clerk type a filter."""
        ...

    def leave_filter(self, *, clear: bool) -> None:
        """Give the keys back to the list."""
        ...

    def leave(self) -> None:
        """Leave the program."""
        ...

    def cover(self) -> None:
        """Hide everything until somebody opens it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What acts work with: who sits here, what is known, where things are sent and said, and the panes."""

    context: DeskContext
    state: DeskState
    hall: HallThread
    ahead: Typeahead
    sender: Sender
    scribe: Scribe
    message: MessageLine
    queue: Queue
    checklist: Checklist
    route: Route
    view: View


class ActHandler:
    """Forms and questions, the same for every act."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.texts = desk.context.texts

    def handlers(self) -> Handlers:
        """What its acts do, by their ids."""
        raise NotImplementedError

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
        draft = self.desk.context.drafts.of(f"{act} {of}")
        title = self.texts(f"act.{act}")
        form = Form(
            self.desk.context, title, fields, intro=intro, draft=draft, first=first, noticing=noticing
        )

        def used(values: Values) -> None:
            self.desk.sender.typed = draft
            then(values)

        self.desk.sender.open(form, used)

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
        side = Confirm(self.desk.context, self.texts(f"act.{act}"), lines, question, sheets)
        self.desk.sender.open(side, lambda values: then())

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
                self.desk.sender.send(act, replace(command, **desk.context.who()))

            self.confirm(act, lines, then, sheets)

        desk.hall.use(drafted, show)
        desk.sender.wait()

    def send_all(self, act: str, commands: Sequence[CaseAct | CloseTicket], then: Done) -> None:
        """Send commands one after the other, each once the one before is done; a refusal ends it.

        `then` follows the last one.
        """
        first, *rest = commands
        sender = self.desk.sender
        if not rest:
            sender.send(act, first, then)
            return
        typed, sender.typed = sender.typed, None

        def next_one(receipt: Receipt) -> None:
            sender.typed = typed
            self.send_all(act, [replace(each, **self.desk.context.who()) for each in rest], then)

        sender.send("", first, next_one)
