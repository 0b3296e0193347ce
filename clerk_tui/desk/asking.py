"""What each act does: the command it sends, or the form that asks for what the command needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from clerk_tui.desk.confirm import Confirm
from clerk_tui.desk.fields import Field, Values
from clerk_tui.desk.form import Form, Side
from clerk_tui.desk.picture import Picture
from clerk_tui.desk.service import HallThread
from clerk_tui.desk.sitting import Sitting
from data.model.command import Command
from data.model.outcome import Receipt, Refusal
from data.model.view import CaseFile, MaterialLine, StepLine
from widgets.ink import Spans

Done = Callable[[Receipt], None]
Refused = Callable[[Refusal], bool]
"""Whether the refusal has been dealt with, so that nothing more need be said."""


class Desk(Protocol):
    """What acts need of the desk's screen."""

    sitting: Sitting
    picture: Picture
    hall: HallThread

    def carry_out(self, act: str, command: Command, then: Done, refused: Refused) -> None:
        """Send a command, and say what it has done; `refused` may answer a refusal by itself."""
        ...

    def open(self, side: Side, then: Callable[[Values], None]) -> None:
        """Show a form, and do something with what it answers unless it is left."""
        ...

    def warn(self, text: str) -> None:
        """Say why something is not possible."""
        ...

    def draft(self, name: str) -> dict[str, str]:
        """What was typed into that form before it was left."""
        ...

    def wait(self) -> None:
        """Keep keys waiting until the hall has answered everything asked so far."""
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


class Asking:
    """Forms and questions, the same for every act."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.texts = desk.sitting.texts
        self._typed: dict[str, str] = {}

    def form(
        self,
        act: str,
        fields: Sequence[Field],
        then: Callable[[Values], None],
        *,
        intro: Sequence[Spans] = (),
        of: str = "",
    ) -> None:
        """Ask for some fields; what is typed is kept, per act and case, when the form is left."""
        self._typed = draft = self.desk.draft(f"{act} {of}")
        title = self.texts(f"act.{act}")
        self.desk.open(Form(self.desk.sitting, title, fields, intro=intro, draft=draft), then)

    def confirm(self, act: str, lines: Sequence[str], then: Callable[[], None]) -> None:
        """Ask once, showing what will be issued."""
        question = self.texts(f"confirm.{act}")
        side = Confirm(self.desk.sitting, self.texts(f"act.{act}"), lines, question)
        self.desk.open(side, lambda values: then())

    def send(
        self,
        act: str,
        command: Command,
        then: Done | None = None,
        refused: Refused = lambda refusal: False,
    ) -> None:
        """Send a command; once it is done, what was typed for it need not be kept."""
        typed, self._typed = self._typed, {}

        def done(receipt: Receipt) -> None:
            typed.clear()
            if then is not None:
                then(receipt)

        self.desk.carry_out(act, command, done, refused)


Handlers = Mapping[str, Callable[[], None]]
CaseHandler = Callable[[CaseFile], None]
