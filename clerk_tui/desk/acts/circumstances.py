"""What the desk knows now by which its acts are judged."""

from __future__ import annotations

from clerk_tui.desk.state import DeskState
from clerk_tui.shell.context import DeskContext
from clerk_tui.shell.hall_thread import HallThread
from data.model.account import Authority
from data.model.outcome import Refusal
from data.model.settings import HallCard
from data.model.ticket import TicketStatus
from data.model.view import CaseFile, WindowView
from widgets.case.route import in_hand


class DeskCircumstances:
    """A view of the state, of who sits here, and of how the desk stands to its hall; it keeps nothing."""

    def __init__(self, state: DeskState, sitting: DeskContext, hall: HallThread) -> None:
        self._state, self._sitting, self._hall = state, sitting, hall

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written at all."""
        return self._sitting.read_only

    @property
    def ready(self) -> bool:
        """Whether the hall has answered."""
        return self._state.ready

    @property
    def reviewing(self) -> bool:
        """Whether a department's reviewer sits here instead of a window's clerk."""
        return bool(self._sitting.department)

    @property
    def own_step(self) -> bool:
        """Whether a step of the case in view is in the hands of whoever sits here."""
        file = self.file
        return file is not None and any(in_hand(step) and self._state.has(step) for step in file.route)

    @property
    def cut_off(self) -> bool:
        """Whether the hall cannot be reached."""
        return not self._hall.standing.connected

    @property
    def far(self) -> bool:
        """Whether the hall is behind a network."""
        return self._hall.standing.far

    @property
    def authority(self) -> Authority | None:
        """What the signed-in user may do; None where nobody signs in."""
        return self._hall.standing.authority

    @property
    def card(self) -> HallCard | None:
        """The hall; None before it is known."""
        view = self._state.view
        return view.card if view is not None else None

    @property
    def window(self) -> str:
        """The window at which somebody sits."""
        return self._sitting.window

    @property
    def file(self) -> CaseFile | None:
        """The case in view."""
        return self._state.file

    @property
    def view(self) -> WindowView | None:
        """The window's tickets; None before they are known."""
        return self._state.window

    @property
    def tab(self) -> str:
        """The list in view."""
        return self._state.tab

    @property
    def called(self) -> bool:
        """Whether somebody has been called and has not come yet."""
        active = self.view.active if self.view is not None else None
        return active is not None and active.status is TicketStatus.CALLED

    def refusal(self, act: str, *, about_ticket: bool) -> Refusal | None:
        """Why an act of the hall is not possible now, as the hall said; None where it is or nobody knows."""
        return self._state.refusal(act, about_ticket=about_ticket)
