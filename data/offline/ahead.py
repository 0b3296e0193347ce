"""Going ahead of the hall: the replica as this window has changed it alone, until the hall has it all.

It is a hall of its own, made from the replica by carrying out once more what the hall does not have. It is
thrown away as soon as the hall is back, and may be made again at any time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from data.model.account import Authority
from data.model.command import CaseCommand, Command, OpenCase
from data.model.outcome import Outcome, Receipt, Refusal
from data.model.query import AskCourse, AskWindow, Query
from data.offline.journal import Entry, Given, Journal, State, seq_of
from data.offline.replica import Replica, remove
from data.offline.settling import OF_THE_TICKET
from data.port.codec import write_command
from data.store.sql_hall import SqlHall
from data.time_source import TimeSource

Answer = TypeVar("Answer")

AHEAD: Final = "ahead.db"


class Ahead:
    """A window that goes on alone. Used by one thread at a time."""

    def __init__(self, replica: Replica, journal: Journal, folder: Path, clock: TimeSource) -> None:
        """Make it from the replica and whatever of the journal is not in it.

        Raises:
            HallUnavailable: not_installed (there is no replica yet), folder, disk_full.
        """
        self._path = folder / AHEAD
        self._journal = journal
        self._last: dict[str, str] = {}
        self._opened: dict[str, str] = {}
        replica.duplicate(self._path)
        self._hall = SqlHall.open(self._path, clock, durable=False, alone=True)
        self._lengths: dict[str, int] = {}
        for entry in self._missing(replica, journal.entries):
            self._replay(entry)

    def ask(self, query: Query[Answer], authority: Authority | None) -> Answer:
        """Answer a question from the window's own replica."""
        return self._hall.ask(query, authority)

    def do(self, command: Command, authority: Authority | None) -> Outcome:
        """Carry out a command here; nothing of it is kept for the hall yet, nor has a position in its log."""
        outcome = self._hall.do(command, authority)
        return replace(outcome, position=0) if isinstance(outcome, Receipt) else outcome

    def given(self, command: Command, receipt: Receipt | None, *, lost: bool) -> Given:
        """What the journal is to keep of a command; one that was carried out here is counted in."""
        streams = _streams_of(command)
        case = command.case if isinstance(command, CaseCommand) else ""
        given = Given(
            command=write_command(command),
            receipt=receipt,
            lost=lost,
            after=tuple(dict.fromkeys(self._last[each] for each in streams if each in self._last)),
            # What the hall may have got already goes there once more as it was.
            base="" if lost else self._last.get(case, ""),
            opener="" if lost else self._opened.get(case, ""),
            **self._label(command, receipt),
        )
        if receipt is not None:
            self._count(command.id, command, receipt)
        return given

    def close(self) -> None:
        """Throw it away."""
        self._hall.close()
        remove(self._path)

    def _missing(self, replica: Replica, entries: Iterable[Entry]) -> Iterable[Entry]:
        """What has been done here, or at the hall, and is not in the replica; in its order.

        What waits behind something unsettled is left out with it: the replica is the hall's.
        """
        out: set[str] = set()
        for entry in entries:
            if entry.state is State.UNSETTLED or not out.isdisjoint((*entry.given.after, entry.given.opener)):
                out.add(entry.id)
            elif entry.given.receipt is not None and (entry.state is State.WAITING or _since(replica, entry)):
                yield entry

    def _replay(self, entry: Entry) -> None:
        """Carry out once more what is not in the replica; what no longer fits is the hall's to say."""
        command = entry.command
        if isinstance(command, CaseCommand):
            command = replace(command, case=self._case_of(entry, command))
            if command.expected is not None and entry.given.base and not entry.renewed:
                command = replace(command, expected=self._seen(entry, command.case))
        outcome = self._hall.do(command)
        if isinstance(command, OpenCase) and isinstance(outcome, Refusal) and outcome.reason in OF_THE_TICKET:
            # Whom the hall has called just before the cut the replica does not know: the case is there still.
            outcome = self._hall.do(replace(command, ticket=""))
        if isinstance(outcome, Receipt):
            self._count(entry.id, command, outcome)

    def _case_of(self, entry: Entry, command: CaseCommand) -> str:
        """The code of the case here: as it was opened here, or as the hall has opened it since."""
        opener = self._journal.entry(entry.given.opener) if entry.given.opener and not entry.renewed else None
        if opener is None:
            return command.case
        here = next((stream for stream, id_ in self._opened.items() if id_ == opener.id), "")
        return here or (opener.done.stream if opener.done is not None else command.case)

    def _seen(self, entry: Entry, case: str) -> int | None:
        """The number here of the event that a command has seen last: of what it was done after."""
        base = self._journal.entry(entry.given.base)
        if entry.given.base in self._last.values() or base is None:
            return self._lengths.get(case)
        return seq_of(base, case)

    def _count(self, id_: str, command: Command, receipt: Receipt) -> None:
        for stream, seq in (
            (receipt.stream, receipt.seq),
            *((each.stream, each.seq) for each in receipt.others),
        ):
            self._last[stream] = id_
            self._lengths[stream] = seq
        if isinstance(command, OpenCase):
            self._opened[receipt.stream] = id_

    def _label(self, command: Command, receipt: Receipt | None) -> dict[str, str]:
        """How the case or ticket stands here now, and what it is called."""
        if isinstance(command, OpenCase | CaseCommand):
            code = command.case if isinstance(command, CaseCommand) else receipt.stream if receipt else ""
            course = self._hall.ask(AskCourse(code=code)) if code else None
            if course is None:
                return {}
            line = course.line
            return {
                "status": f"status.{line.status}",
                "item_name": line.item_name,
                "item_name_en": line.item_name_en,
            }
        ticket = getattr(command, "ticket", "")
        window = self._hall.ask(AskWindow(window=command.window))
        lines = (*((window.active,) if window.active is not None else ()), *window.held, *window.skipped)
        status = next((line.status.value for line in lines if line.id == ticket), "")
        return {"status": f"ticket.{status}" if status else ""}


def _since(replica: Replica, entry: Entry) -> bool:
    """Whether the hall has carried an entry out after the replica was taken."""
    known = replica.copied.records if replica.copied is not None else 0
    return entry.done is not None and entry.n > known and not replica.has(entry.done)


def _streams_of(command: Command) -> tuple[str, ...]:
    """The case or ticket that a command is about, or builds on."""
    named = (getattr(command, name, "") for name in ("case", "ticket"))
    return tuple(each for each in named if isinstance(each, str) and each)
