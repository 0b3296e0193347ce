"""The day's balance of the queue, and its end: whoever was not served is recorded as not served."""

from __future__ import annotations

from collections.abc import Sequence

from clerk_tui.desk.acts.handler import ActHandler
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.forms.reader import Reader
from data.model.command import CloseTicket
from data.model.query import AskDay
from data.model.ticket import TicketStatus
from data.model.view import DayView
from widgets.base.cells import cells, fit
from widgets.base.ink import Ink, Spans
from widgets.base.phrases import named

COUNTS = ("taken", "served", "not_served", "waiting", "called", "serving", "held", "skipped", "never_called")
GAP = 2


class Day(ActHandler):
    """What the acts on the day do."""

    def handlers(self) -> Handlers:
        """The acts by their ids."""
        return {"day": self.day, "close_day": self.close_day}

    def day(self) -> None:
        """Show what became of the day's numbers."""
        self.desk.hall.ask(AskDay(), self._read)
        self.desk.sender.wait()

    def close_day(self) -> None:
        """End the day: ask once, naming those who have not been served."""
        self.desk.hall.ask(AskDay(), self._close)
        self.desk.sender.wait()

    def _close(self, day: DayView) -> None:
        texts = self.texts
        if not day.over:
            self.desk.message.warn(texts("refusal.day_not_over", closing=f"{day.closing:%H:%M}"))
            return
        left = [each for each in day.unfinished if each.status is not TicketStatus.SERVING]
        serving = [each.number for each in day.unfinished if each.status is TicketStatus.SERVING]
        if serving:
            self.desk.message.warn(texts("refusal.ticket_serving", number=", ".join(serving)))
            return
        if not left:
            self.desk.message.note(texts("balance.all_done"))
            return
        lines = [texts("balance.left", count=len(left)), ", ".join(each.number for each in left)]
        commands = [CloseTicket(**self.desk.context.who(), ticket=each.id) for each in left]
        self.confirm("close_day", lines, lambda: self.send_all("close_day", commands, lambda receipt: None))

    def _read(self, day: DayView) -> None:
        title = self.texts("balance.title", day=day.day)
        self.desk.sender.open(Reader(self.desk.context, title, self._lines(day)), lambda values: None)

    def _lines(self, day: DayView) -> Sequence[Spans]:
        texts = self.texts
        labels = {name: texts(f"balance.{name}") for name in (*COUNTS, "average_wait", "longest_wait")}
        width = max(cells(label) for label in labels.values()) + GAP
        lines: list[Spans] = [
            ((fit(labels[name], width), Ink.PLAIN), (f"{getattr(day, name):>5}", Ink.BOLD)) for name in COUNTS
        ]
        for name, minutes in (("average_wait", day.average_wait), ("longest_wait", day.longest_wait)):
            told = "-" if minutes is None else texts("queue.waited", minutes=minutes)
            lines.append(((fit(labels[name], width), Ink.PLAIN), (told, Ink.BOLD)))
        lines += [(), ((texts("balance.windows"), Ink.TITLE),)]
        for each in day.windows:
            served = texts("balance.attended", count=each.attended, minutes=each.average)
            name = fit(named(texts, each.name, each.name_en), width)
            lines.append(((name, Ink.PLAIN), (served, Ink.PLAIN)))
        if day.unfinished:
            lines += [(), ((texts("balance.unfinished"), Ink.TITLE),)]
            lines += [
                ((fit(each.number, width), Ink.BOLD), (texts(f"ticket.{each.status}"), Ink.WARN))
                for each in day.unfinished
            ]
        return lines
