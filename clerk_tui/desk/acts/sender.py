"""Carrying commands to the hall and forms to the screen, while the keys typed behind them wait."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from clerk_tui.desk.access.lock import SIGN_IN
from clerk_tui.desk.state import DeskState
from clerk_tui.shell import sentences, wording
from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.drafts import Draft
from clerk_tui.shell.forms.fields import Values
from clerk_tui.shell.forms.side import Side
from clerk_tui.shell.hall_thread import HallFailed, HallThread
from clerk_tui.shell.own_writes import OwnWrites
from clerk_tui.shell.type_ahead import Typeahead
from data.model.command import Command
from data.model.outcome import Conflict, Outcome, Receipt, Refusal
from data.port.errors import HallUnavailable
from data.port.status import Change
from widgets.base.message_line import MessageLine

Done = Callable[[Receipt], None]
Refused = Callable[[Refusal], bool]
"""Whether the refusal has been dealt with, so that nothing more need be said."""


class Sender:
    """Sends commands and says what came of them; shows forms and uses what they answer.

    `typed` is what was typed for the next command.
    """

    def __init__(
        self,
        screen: Screen[None],
        context: DeskContext,
        hall: HallThread,
        ahead: Typeahead,
        state: DeskState,
        message: MessageLine,
    ) -> None:
        self._screen, self._desk_context, self._hall, self._ahead = screen, context, hall, ahead
        self._state, self._message = state, message
        self._own = OwnWrites()
        self.typed: Draft | None = None

    def changed(self, change: Change) -> None:
        """Ask anew for what is in view, unless this desk has changed it and has asked already."""
        if not self._own.waits(change) and not self._own.covers(change):
            self._state.refresh()

    def send(
        self,
        act: str,
        command: Command,
        then: Done = lambda receipt: None,
        refused: Refused = lambda refusal: False,
    ) -> None:
        """Send a command; say what it has done once all in view is true again; of no `act` nothing is said.

        Once it is done, what was typed for it need not be kept. `refused` may answer a refusal by itself.
        Nothing is sent to a hall that is only read.
        """
        texts = self._desk_context.texts
        typed, self.typed = self.typed, None
        if self._desk_context.read_only:
            self._message.warn(texts("unavailable.read_only"))
            return
        self._ahead.hold()
        self._own.sent()

        def heard(outcome: Outcome) -> None:
            match outcome:
                case Receipt():
                    if typed is not None:
                        typed.clear()
                    then(outcome)
                    self._state.refresh(outcome)
                    self._hall.after(lambda: self._done(act, outcome))
                case Refusal():
                    if not refused(outcome):
                        self._message.warn(wording.refused(texts, outcome, self._state.file))
                    self._ahead.release()
                case Conflict():
                    self._message.warn(sentences.conflict(texts, outcome))
                    self._state.refresh()
                    self._hall.after(self._ahead.release)
            self._answered(outcome if isinstance(outcome, Receipt) else None)

        def failed(error: HallUnavailable) -> None:
            self._message.warn(sentences.unavailable(texts, error))
            if error.reason == SIGN_IN:
                self._screen.app.post_message(HallFailed(error, lost=False))
            self._ahead.release()
            self._answered(None)

        self._hall.do(command, heard, failed)

    def _answered(self, receipt: Receipt | None) -> None:
        for change in self._own.answered(receipt):
            self.changed(change)

    def open(self, side: Side, then: Callable[[Values], None]) -> None:
        """Show a form; keys wait until it takes them, and again until its answer has been used."""
        self._ahead.hold()

        def answered(values: Values | None) -> None:
            if values is not None:
                then(values)
            self._ahead.gone()
            self._ahead.release()

        side.leaving = side.pause = self._ahead.hold
        side.resume = self._ahead.release
        side.when_open = self._ahead.when_open
        self._ahead.when_open(lambda: self._screen.app.push_screen(side, answered))

    def wait(self) -> None:
        """Keep keys waiting until the hall has answered everything asked so far."""
        self._ahead.hold()
        self._hall.after(self._ahead.release)

    def _done(self, act: str, receipt: Receipt) -> None:
        today = self._desk_context.today()
        if act:
            self._message.say(wording.done(self._desk_context.texts, act, receipt, self._state.file, today))
        self._ahead.release()
