"""Going into the lanes of a joint case and back to the whole, the list staying where it is."""

from __future__ import annotations

from clerk_tui.desk.acts.handler import ActHandler
from clerk_tui.desk.acts.registry import Place
from clerk_tui.shell.acts import Handlers
from data.model.view import CaseFile
from widgets.case.lanes import lane_at


class LaneActs(ActHandler):
    """What the acts on lanes do."""

    def handlers(self) -> Handlers:
        """The acts by their ids."""
        return {"whole": self.whole}

    def enter(self, code: str) -> None:
        """Bring a lane into view."""
        self.desk.state.look_beside(code)
        self.desk.sender.wait()

    def enter_by_key(self, key: str) -> None:
        """Bring the lane of that key into view."""
        file = self.desk.state.file
        code = lane_at(file, key)
        if code:
            self.enter(code)
        else:
            self.desk.message.warn(self.texts(_why_none(file)))

    def whole(self) -> None:
        """From a lane to the joint application that it belongs to."""
        file = self.desk.state.file
        if file is None or not file.joint:
            self.desk.message.warn(self.texts("lane.none"))
            return
        self.desk.state.look_beside(file.joint)
        self.desk.sender.wait()
        self.desk.view.show_pane(Place.ROUTE)


def _why_none(file: CaseFile | None) -> str:
    return "lane.no_such" if file is not None and file.lanes else "lane.none"
