"""Acts that change nothing in the hall: looking, finding, moving about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from clerk_tui.desk.acts.handler import ActHandler, Desk
from clerk_tui.desk.acts.registry import Place
from clerk_tui.desk.state import DeskState
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.forms.fields import Values
from clerk_tui.shell.forms.picker import PICKED, Picker
from clerk_tui.shell.forms.reader import Reader
from clerk_tui.shell.hints import Hints, Offer
from clerk_tui.shell.why_lines import why_lines
from data.model.legal.explanation import Explanation
from data.model.query import AskWhy
from data.model.view import CaseFile


class Looking(ActHandler):
    """What looking and moving do."""

    def __init__(self, desk: Desk, hints: Hints[DeskState]) -> None:
        super().__init__(desk)
        self._hints = hints

    def handlers(self) -> Handlers:
        """The acts by their ids."""
        panes = {place.value: self._pane(place) for place in Place}
        return {
            **panes,
            "why": self.why,
            "tomorrow": self.tomorrow,
            "scope": self.scope,
            "filter": self.desk.view.show_filter,
            "refresh": self.refresh,
            "next_pane": lambda: self.desk.view.step_pane(1),
            "previous_pane": lambda: self.desk.view.step_pane(-1),
            "help": self.help,
            "palette": self.palette,
            "out": self.out,
            "lock": self.desk.view.cover,
            "quit": self.desk.view.leave,
        }

    def why(self) -> None:
        """Each clock of the case in view, in words."""
        file = self.desk.state.file
        if file is None:
            return
        query = AskWhy(code=file.line.code, today=self.desk.state.as_of)
        self.desk.hall.ask(query, lambda told: self._read_why(file, told))
        self.desk.sender.wait()

    def tomorrow(self) -> None:
        """The lists and lights as they will be tomorrow, or today's again."""
        state = self.desk.state
        state.tomorrow = not state.tomorrow
        state.refresh()
        self.desk.sender.wait()
        self.desk.message.note(self.texts("desk.tomorrow" if state.tomorrow else "desk.today"))

    def scope(self) -> None:
        """This window's cases, or the whole hall's."""
        state = self.desk.state
        state.whole_hall = not state.whole_hall
        state.refresh()
        self.desk.sender.wait()
        self.desk.message.note(self.texts("desk.whole_hall" if state.whole_hall else "desk.this_window"))

    def refresh(self) -> None:
        """Ask anew for everything in view."""
        self.desk.state.refresh()
        self.desk.sender.wait()

    def help(self) -> None:
        """What the focused pane's keys do."""
        view = self.desk.view
        title = self.texts("help.title", pane=self.texts(f"pane.{view.place}"))
        self.desk.sender.open(Reader(self.desk.context, title, self._hints.help(view.place)), _nothing)

    def palette(self) -> None:
        """Any act, found by typing."""
        view = self.desk.view
        place = view.place

        def find(text: str, found: Callable[[Sequence[Offer[DeskState]]], None]) -> None:
            found(self._hints.palette(text, place))

        picker: Picker[Offer[DeskState]] = Picker(
            self.desk.context,
            self.texts("act.palette"),
            find,
            self._hints.draw_offer,
            lambda offer: offer.act.id,
            hint=self.texts("picker.act"),
        )

        def then(values: Values) -> None:
            view.perform(values[PICKED])

        self.desk.sender.open(picker, then)

    def out(self) -> None:
        """One step out: of the filter, of tomorrow, of a pane."""
        state, view = self.desk.state, self.desk.view
        if state.find:
            view.leave_filter(clear=True)
        elif state.beside:
            state.look_beside("")
            self.desk.sender.wait()
        elif view.place is not Place.QUEUE:
            view.show_pane(Place.QUEUE)
        elif state.tomorrow:
            self.tomorrow()
        elif state.whole_hall:
            self.scope()
        else:
            self.desk.message.note(self.texts("desk.outermost"))

    def _pane(self, place: Place) -> Callable[[], None]:
        return lambda: self.desk.view.show_pane(place)

    def _read_why(self, file: CaseFile, told: Sequence[Explanation]) -> None:
        title = self.texts("why_screen.title", code=file.line.code)
        self.desk.sender.open(Reader(self.desk.context, title, why_lines(told, file, self.texts)), _nothing)


def _nothing(values: Values) -> None:
    """Nothing follows from having read."""
