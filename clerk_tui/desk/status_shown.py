"""How the desk stands to its hall: in the status line all the time, in the message line when it changes."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from clerk_tui.desk.far_news import FarNews
from clerk_tui.desk.reviewer_state import ReviewerState
from clerk_tui.desk.state import DeskState
from clerk_tui.shell import sentences
from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.hall_thread import HallThread
from data.law.supervision_code import grouped
from data.model.offline.journal import Carried, Journalled
from data.port.errors import HallUnavailable
from data.port.hall import Hall
from data.port.status import HallStatus
from data.texts import Texts
from widgets.base import status_line
from widgets.base.brief import SHORT, brief
from widgets.base.message_line import MessageLine
from widgets.base.phrases import named
from widgets.base.status_line import StatusLine

SIMPLY = frozenset({"", "unreachable", "timeout"})
"""The reasons that say no more than that nobody answers."""
MINUTES, HOURS = 60, 24 * 60


class Told(Protocol):
    """What the standing needs of the desk's screen."""

    context: DeskContext
    state: DeskState
    hall: HallThread
    status: StatusLine
    message: MessageLine


class StatusShown:
    """What is shown of how the desk stands. Everything happens on the app's thread."""

    def __init__(self, desk: Told) -> None:
        self._desk = desk
        self._texts = desk.context.texts
        self._connected = True
        self._unsettled = 0
        self._news = FarNews(self._texts)

    def look(self) -> None:
        """Say so when the hall has been lost, or found again with what was sent to it."""
        standing = self._desk.hall.standing
        news = " ".join(self._news.said(standing))
        if news:
            self._desk.message.warn(news)
        before, self._unsettled = self._unsettled, standing.unsettled
        if standing.connected == self._connected:
            if standing.unsettled > before:
                self._desk.message.warn(self._texts("offline.to_settle", count=standing.unsettled))
            return
        self._connected = standing.connected
        if not standing.connected:
            self._desk.hall.use(_why_away, self._lost)
            return
        self._desk.hall.use(_carried, self._found)

    def show(self) -> None:
        """Show the status line."""
        state, context, texts = self._desk.state, self._desk.context, self._texts
        view, as_of, standing = state.view, state.as_of, self._desk.hall.standing
        window = context.window
        hall = ""
        if view is not None:
            hall = named(texts, view.card.name, view.card.name_en)
            names = {each.code: named(texts, each.name, each.name_en) for each in view.windows}
            window = names.get(window, window)
        if isinstance(state, ReviewerState):
            line = state.department
            window = brief(texts, line.name, line.name_en, line.short, SHORT) if line is not None else ""
        now = context.clock.now()
        unsettled = texts("offline.unsettled", count=standing.unsettled) if standing.unsettled else ""
        self._desk.status.show(
            status_line.StatusFacts(
                hall=hall,
                window=window,
                user=context.user,
                counts=state.counts,
                demo=context.demo or (view is not None and view.card.demo),
                read_only=context.read_only,
                # How many wait by now is not known here.
                queue=not context.department and standing.connected,
                as_of=texts("desk.as_of", day=f"{as_of:%m-%d}") if as_of else "",
                away=away(texts, standing, now),
                unsettled=unsettled,
                moment=now,
            )
        )

    def leaving(self) -> str:
        """What is to be known before the desk is left; blank where nothing waits."""
        standing = self._desk.hall.standing
        waiting, unsettled = standing.waiting, standing.unsettled
        if not waiting and not unsettled:
            return ""
        key = "leaving" if waiting and unsettled else "leaving_unsent" if waiting else "leaving_unsettled"
        return self._texts(f"offline.{key}", waiting=waiting, unsettled=unsettled)

    def _lost(self, reason: str | None) -> None:
        """Say why, where it is not simply that nobody answers, and what goes on."""
        texts = self._texts
        why = sentences.unavailable(texts, HallUnavailable(reason or "timeout"))
        if reason is None:
            self._desk.message.warn(texts("offline.lost_shown", why=why))
        elif reason in SIMPLY:
            self._desk.message.warn(texts("offline.lost"))
        else:
            self._desk.message.warn(texts("offline.lost_why", why=why))

    def _found(self, carried: Carried | None) -> None:
        """Say what has come of the cut, and follow the case in view to the code that it has at the hall."""
        unsettled = self._desk.hall.standing.unsettled
        sent, renamed = (carried.sent, carried.renamed) if carried is not None else (0, ())
        key = "found_unsettled" if unsettled else "found" if sent else "found_nothing"
        told = [self._texts(f"offline.{key}", sent=sent, unsettled=unsettled)]
        told += [self._texts("offline.renamed", old=grouped(old), new=grouped(new)) for old, new in renamed]
        (self._desk.message.warn if unsettled else self._desk.message.note)(" ".join(told))
        self._desk.state.rename(dict(renamed))


def _carried(hall: Hall) -> Carried | None:
    return hall.carried() if isinstance(hall, Journalled) else None


def _why_away(hall: Hall) -> str | None:
    """Why the hall was lost; None where nothing is kept to go on with."""
    return hall.why_away() if isinstance(hall, Journalled) else None


def away(texts: Texts, standing: HallStatus, now: datetime) -> str:
    """That the hall cannot be reached, how old what is known of it is, and how much waits for it."""
    if standing.connected:
        return texts("offline.waiting", count=standing.waiting) if standing.waiting else ""
    told = [texts("offline.away")]
    if standing.known_at is not None:
        told.append(age(texts, max(0, int((now - standing.known_at).total_seconds()) // 60)))
    if standing.waiting:
        told.append(texts("offline.waiting", count=standing.waiting))
    return " ".join(told)


def age(texts: Texts, minutes: int) -> str:
    """Minutes as somebody says them: hours from the first on, days from the second."""
    if minutes < MINUTES:
        return texts("offline.minutes", count=minutes)
    if minutes < 2 * HOURS:
        return texts("offline.hours", count=minutes // MINUTES)
    return texts("offline.days", count=minutes // HOURS)
