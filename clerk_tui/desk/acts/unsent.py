"""What waits for the hall, and settling what it would not have."""

from __future__ import annotations

from collections.abc import Callable

from clerk_tui.desk.acts.handler import ActHandler
from clerk_tui.desk.acts.registry import DESK_ACTS
from clerk_tui.desk.dialogs.unsent_commands import ID, WAY, UnsentCommands, versions
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.forms.fields import TextField, Values
from data.model.offline.journal import Journalled, Unsent, Way
from data.port.hall import Hall
from widgets.base.ink import Spans

WORDS = {act.hall: act.word for act in reversed(tuple(DESK_ACTS)) if act.hall}
"""The words of the hall's acts."""
WIDTH = 36
"""The cells of a form's introduction."""


class Unsending(ActHandler):
    """What the acts on the journal do."""

    def handlers(self) -> Handlers:
        """The acts by their ids."""
        return {"unsent": self.unsent}

    def unsent(self) -> None:
        """Every command that the hall has not carried out."""
        self.desk.hall.use(_unsent, self._list)
        self.desk.sender.wait()

    def leave(self, told: str, then: Callable[[], None]) -> None:
        """Ask once before the desk is left with something that waits."""
        self.confirm("quit", [told], then)

    def _list(self, rows: tuple[Unsent, ...]) -> None:
        if not rows:
            self.desk.message.note(self.texts("unsent.none"))
            return
        by_id = {row.id: row for row in rows}

        def then(values: Values) -> None:
            self._ask_why(by_id[values[ID]], Way(values[WAY]))

        self.desk.sender.open(UnsentCommands(self.desk.context, rows, WORDS), then)

    def _ask_why(self, row: Unsent, way: Way) -> None:
        """Both versions once more, and the reason that the journal keeps."""
        intro: list[Spans] = [*versions(self.texts, row, WIDTH), ()]
        reason = TextField(name="reason", label=self.texts("field.reason"), required=True)

        def then(values: Values) -> None:
            self._settle(row, way, values["reason"])

        self.form(f"settle_{way}", (reason,), then, intro=intro, of=row.id)

    def _settle(self, row: Unsent, way: Way, reason: str) -> None:
        def settle(hall: Hall) -> str:
            if not isinstance(hall, Journalled):
                return "waits"
            return hall.settle(row.id, way, reason)

        def told(settled: str) -> None:
            text = self.texts(f"settled.{settled}")
            if settled in ("still", "waits"):
                self.desk.message.warn(text)
            else:
                self.desk.message.note(text)
            self.desk.state.refresh()
            self.desk.sender.wait()

        self.desk.hall.use(settle, told)
        self.desk.sender.wait()


def _unsent(hall: Hall) -> tuple[Unsent, ...]:
    return hall.unsent() if isinstance(hall, Journalled) else ()
