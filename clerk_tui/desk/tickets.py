"""Acts on tickets: calling, serving and finishing, and what a clerk does with one in the list."""

from __future__ import annotations

from clerk_tui.desk.asking import Asking, Handlers
from clerk_tui.desk.fields import ChoiceField, TextField, Values
from data.model.command import (
    CallNext,
    CallTicket,
    FinishTicket,
    Hold,
    Recall,
    Revive,
    Serve,
    Skip,
    TakeTicket,
    Transfer,
    Unhold,
)
from data.model.ticket import Priority, TicketStatus
from data.model.view import TicketLine
from widgets.words import named


class Tickets(Asking):
    """What the acts on tickets do."""

    def handlers(self) -> Handlers:
        """The acts by their ids."""
        return {
            "call": self.call,
            "came": self.came,
            "recall": self.recall,
            "skip": self.skip,
            "finish_ticket": self.finish,
            "hold": self.hold,
            "transfer": self.transfer,
            "take_ticket": self.take,
        }

    @property
    def _active(self) -> str:
        window = self.desk.picture.window
        return window.active.id if window is not None and window.active is not None else ""

    def call(self) -> None:
        """Call the next."""
        self.send("call", CallNext(**self.desk.sitting.who()))

    def came(self) -> None:
        """The person has come."""
        self.send("came", Serve(**self.desk.sitting.who(), ticket=self._active))

    def recall(self) -> None:
        """Call once more."""
        self.send("recall", Recall(**self.desk.sitting.who(), ticket=self._active))

    def skip(self) -> None:
        """Nobody came."""
        self.send("skip", Skip(**self.desk.sitting.who(), ticket=self._active))

    def finish(self) -> None:
        """The person has been served."""
        self.send("finish_ticket", FinishTicket(**self.desk.sitting.who(), ticket=self._active))

    def hold(self) -> None:
        """Put the ticket aside, for a reason."""

        def then(values: Values) -> None:
            command = Hold(**self.desk.sitting.who(), ticket=self._active, reason=values["reason"])
            self.send("hold", command)

        self.form("hold", (self._reason(),), then, of=self._active)

    def transfer(self) -> None:
        """Send the ticket on to another zone's business, for a reason."""

        def then(values: Values) -> None:
            command = Transfer(
                **self.desk.sitting.who(), ticket=self._active, zone=values["zone"], reason=values["reason"]
            )
            self.send("transfer", command)

        self.form("transfer", (self._zone(), self._reason()), then, of=self._active)

    def take(self) -> None:
        """Give out a number."""
        priorities = tuple((each.value, self.texts(f"priority.{each}")) for each in Priority)
        priority = ChoiceField(name="priority", label=self.texts("field.priority"), options=priorities)

        def then(values: Values) -> None:
            command = TakeTicket(
                **self.desk.sitting.who(), zone=values["zone"], priority=Priority(values["priority"])
            )
            self.send("take_ticket", command)

        self.form("take_ticket", (self._zone(), priority), then)

    def choose(self, ticket: TicketLine) -> None:
        """Enter on a ticket of the list: call it out of order, go on with it, or take it back."""
        if ticket.status is TicketStatus.HELD:
            self.send("unhold", Unhold(**self.desk.sitting.who(), ticket=ticket.id))
        elif ticket.status is TicketStatus.SKIPPED:
            self.send("revive", Revive(**self.desk.sitting.who(), ticket=ticket.id))
        else:

            def then(values: Values) -> None:
                who = self.desk.sitting.who()
                self.send("call_ticket", CallTicket(**who, ticket=ticket.id, reason=values["reason"]))

            self.form("call_ticket", (self._reason(),), then, of=ticket.id)

    def _reason(self) -> TextField:
        return TextField(name="reason", label=self.texts("field.reason"), required=True)

    def _zone(self) -> ChoiceField:
        view = self.desk.picture.view
        zones = view.zones if view is not None else ()
        options = tuple(
            (code, f"{letter} {named(self.texts, name, name_en)}") for code, letter, name, name_en in zones
        )
        return ChoiceField(name="zone", label=self.texts("field.zone"), options=options or (("", "-"),))
