"""Acts on tickets: calling, serving and finishing, and what a clerk does with one in the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time

from clerk_tui.desk.acts.handler import ActHandler
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.forms.fields import ChoiceField, TextField, Values
from data.law import identifier
from data.model.applicant import IdKind
from data.model.command import (
    CallNext,
    CallTicket,
    FinishTicket,
    Hold,
    Raise,
    Recall,
    Revive,
    Serve,
    Skip,
    TakeTicket,
    Transfer,
    Unhold,
)
from data.model.item import ReasonKind
from data.model.legal.time_zone import SHANGHAI
from data.model.ticket import Priority, TicketStatus
from data.model.view import TicketLine
from widgets.base.phrases import named

WHOLE_ID = 18
ZONE, WINDOW = "zone:", "window:"


class Tickets(ActHandler):
    """What the acts on tickets do."""

    def handlers(self) -> Handlers:
        """The acts by their ids."""
        return {
            "call": self.call,
            "came": self.came,
            "recall": self.recall,
            "skip": self.skip,
            "finish_ticket": self.finish,
            "finish_and_call": self.finish_and_call,
            "hold": self.hold,
            "unhold": self.unhold,
            "revive": self.revive,
            "transfer": self.transfer,
            "take_ticket": self.take,
            "call_ticket": lambda: self._with(self.call_out_of_order),
            "raise_ticket": lambda: self._with(self.put_before),
        }

    @property
    def _active(self) -> str:
        window = self.desk.state.window
        return window.active.id if window is not None and window.active is not None else ""

    def call(self) -> None:
        """Call the next."""
        self.desk.sender.send("call", CallNext(**self.desk.context.who()))

    def came(self) -> None:
        """The person has come."""
        self.desk.sender.send("came", Serve(**self.desk.context.who(), ticket=self._active))

    def recall(self) -> None:
        """Call once more."""
        self.desk.sender.send("recall", Recall(**self.desk.context.who(), ticket=self._active))

    def skip(self) -> None:
        """Nobody came."""
        self.desk.sender.send("skip", Skip(**self.desk.context.who(), ticket=self._active))

    def finish(self) -> None:
        """The person has been served."""
        self.desk.sender.send("finish_ticket", FinishTicket(**self.desk.context.who(), ticket=self._active))

    def finish_and_call(self) -> None:
        """The person has been served: call the next at once; where the window is free, just call."""
        if not self._active:
            self.call()
            return
        command = FinishTicket(**self.desk.context.who(), ticket=self._active)
        self.desk.sender.send("", command, lambda receipt: self.call())

    def hold(self) -> None:
        """Put the ticket aside, for a reason."""

        def then(values: Values) -> None:
            command = Hold(**self.desk.context.who(), ticket=self._active, reason=values["reason"])
            self.desk.sender.send("hold", command)

        self.form("hold", (self.reason(ReasonKind.HOLD),), then, of=self._active)

    def unhold(self) -> None:
        """Go on with a ticket that this window has put aside: the only one at once, else one of them."""
        window = self.desk.state.window
        held = window.held if window is not None else ()
        self._choose_one("unhold", held, lambda ticket: Unhold(**self.desk.context.who(), ticket=ticket))

    def revive(self) -> None:
        """Who was passed over has come: the only one at once, else one of the last ones."""
        window = self.desk.state.window
        skipped = window.skipped if window is not None else ()
        self._choose_one("revive", skipped, lambda ticket: Revive(**self.desk.context.who(), ticket=ticket))

    def transfer(self) -> None:
        """Send the ticket on to another zone's business or to one window, for a reason."""
        active = self._active

        def then(values: Values) -> None:
            where = values["where"]
            command = Transfer(
                **self.desk.context.who(),
                ticket=active,
                zone=where.removeprefix(ZONE) if where.startswith(ZONE) else "",
                to_window=where.removeprefix(WINDOW) if where.startswith(WINDOW) else "",
                reason=values["reason"],
            )
            self.desk.sender.send("transfer", command)

        view = self.desk.state.view
        windows = view.windows if view is not None else ()
        here = self.desk.context.window
        options = (
            *((f"{ZONE}{code}", word) for code, word in self._zones()),
            *(
                (f"{WINDOW}{each.code}", named(self.texts, each.name, each.name_en))
                for each in windows
                if each.code != here
            ),
        )
        where = ChoiceField(name="where", label=self.texts("field.where"), options=options or (("", "-"),))
        self.form("transfer", (where, self.reason(ReasonKind.TRANSFER)), then, of=active, first="where")

    def take(self) -> None:
        """Give out a number: walk-in, with priority, for an appointment's slot, for somebody known."""
        texts = self.texts
        priorities = tuple((each.value, texts(f"priority.{each}")) for each in Priority)

        def then(values: Values) -> None:
            command = TakeTicket(
                **self.desk.context.who(),
                zone=values["zone"],
                priority=Priority(values["priority"]),
                appointment=self._slot(values["slot"]),
                holder=values["holder"].strip(),
            )
            self.desk.sender.send("take_ticket", command)

        zone = ChoiceField(
            name="zone", label=texts("field.zone"), options=tuple(self._zones()) or (("", "-"),)
        )
        priority = ChoiceField(name="priority", label=texts("field.priority"), options=priorities)
        slot = TextField(
            name="slot", label=texts("field.slot"), check=self._wrong_slot, hint=texts("field.slot_hint")
        )
        holder = TextField(
            name="holder", label=texts("field.holder"), check=self._wrong_holder, eager=WHOLE_ID
        )
        self.form("take_ticket", (zone, priority, slot, holder), then, first="zone")

    def choose(self, ticket: TicketLine) -> None:
        """Enter on a ticket of the list: call it out of order, go on with it, or take it back."""
        if ticket.status is TicketStatus.HELD:
            self.desk.sender.send("unhold", Unhold(**self.desk.context.who(), ticket=ticket.id))
        elif ticket.status is TicketStatus.SKIPPED:
            self.desk.sender.send("revive", Revive(**self.desk.context.who(), ticket=ticket.id))
        else:
            self.call_out_of_order(ticket)

    def call_out_of_order(self, ticket: TicketLine) -> None:
        """Call this ticket before its turn, for a reason that is logged."""

        def then(values: Values) -> None:
            who = self.desk.context.who()
            self.desk.sender.send("call_ticket", CallTicket(**who, ticket=ticket.id, reason=values["reason"]))

        self.form("call_ticket", (self.reason(ReasonKind.OUT_OF_ORDER),), then, of=ticket.id)

    def put_before(self, ticket: TicketLine) -> None:
        """Put this ticket before others, for a reason."""

        def then(values: Values) -> None:
            who = self.desk.context.who()
            self.desk.sender.send("raise_ticket", Raise(**who, ticket=ticket.id, reason=values["reason"]))

        self.form("raise_ticket", (self.reason(ReasonKind.RAISE),), then, of=ticket.id)

    def _with(self, act: Callable[[TicketLine], None]) -> None:
        ticket = self.desk.queue.ticket
        if ticket is None:
            self.desk.message.warn(self.texts("tickets.none_under_cursor"))
        else:
            act(ticket)

    def _choose_one(
        self, act: str, tickets: Sequence[TicketLine], make: Callable[[str], Unhold | Revive]
    ) -> None:
        if not tickets:
            self.desk.message.warn(self.texts(f"tickets.none_to_{act}"))
            return
        if len(tickets) == 1:
            self.desk.sender.send(act, make(tickets[0].id))
            return
        options = tuple((each.id, each.number) for each in tickets)
        field = ChoiceField(name="ticket", label=self.texts("field.ticket"), options=options)
        self.form(
            act, (field,), lambda values: self.desk.sender.send(act, make(values["ticket"])), of="choose"
        )

    def _zones(self) -> Sequence[tuple[str, str]]:
        view = self.desk.state.view
        zones = view.zones if view is not None else ()
        return [
            (code, f"{letter} {named(self.texts, name, name_en)}") for code, letter, name, name_en in zones
        ]

    def _slot(self, text: str) -> datetime | None:
        """The appointment's slot today, from its hour and minute; None for a walk-in."""
        typed = text.strip().replace("：", ":")
        if not typed:
            return None
        hour, _, minute = typed.partition(":")
        slot = time(int(hour), int(minute or 0))
        return datetime.combine(self.desk.context.today(), slot, SHANGHAI)

    def _wrong_slot(self, values: Values) -> str:
        try:
            self._slot(values["slot"])
        except ValueError:
            return self.texts("tickets.slot_wrong")
        return ""

    def _wrong_holder(self, values: Values) -> str:
        if not values["holder"].strip():
            return ""
        try:
            identifier.check(IdKind.RESIDENT_ID, values["holder"], self.desk.context.today())
        except identifier.IdentifierError as error:
            return self.texts(error.key, **error.facts)
        return ""
