"""Settling what the hall would not have: both versions, and what the clerk decides of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from data.model.command import CaseCommand, Command, OpenCase
from data.model.offline.journal import Unsent, Version, Wait, Way
from data.model.query import AskCase, AskWindow
from data.model.view import CaseFile
from data.offline.journal import Again, Dropped, Entry, Journal, State
from data.offline.sending import Sending, unanswered
from data.port.codec import write_command
from data.port.errors import HallUnavailable, NotAllowed
from data.port.hall import Hall
from data.time_source import TimeSource

OF_THE_TICKET = frozenset({"ticket_unknown", "ticket_elsewhere", "ticket_not_serving", "ticket_another_day"})
"""The refusals of a case because its ticket is over: given again, it is received without one."""


class Settling:
    """What a clerk is shown of the journal, and does about it. Used by the thread that owns the hall."""

    def __init__(self, journal: Journal, sending: Sending, clock: TimeSource, user: str) -> None:
        self._journal, self._sending, self._clock, self._user = journal, sending, clock, user

    def unsent(self, far: Hall | None) -> tuple[Unsent, ...]:
        """Every command that the hall has not carried out, oldest first; `far` tells its own version."""
        entries = self._journal.in_state(State.WAITING, State.UNSETTLED)
        held = {each.id: self._behind(each) for each in entries}
        files: dict[str, CaseFile | None] = {}
        return tuple(self._unsent(entry, far, files, held[entry.id]) for entry in entries)

    def now(self, id_: str) -> str:
        """How an entry stands that has been settled; blank where nothing more is to be told."""
        entry = self._journal.entry(id_)
        states = {
            State.DONE: "done",
            State.UNSETTLED: "still",
            State.DROPPED: "dropped",
            State.WAITING: "waits",
        }
        return states[entry.state] if entry is not None else ""

    def settle(self, far: Hall, id_: str, way: Way, reason: str) -> str:
        """Write down what the clerk decides; one given again is then to be sent.

        Raises:
            HallUnavailable: the hall cannot say how things stand; unknown_entry; reason_blank.
        """
        entry = self._journal.entry(id_)
        if entry is None or self._sending.wait(entry) not in (Wait.SETTLING, Wait.SOMEBODY):
            raise HallUnavailable("nothing_to_settle")
        if not reason.strip():
            raise HallUnavailable("reason_needed")
        file = self._file(far, self.code(entry))
        seq = file.line.seq if file is not None else None
        if way is Way.AGAIN:
            command = write_command(self._again(entry, seq))
            self._journal.write(id_, Again(command=command, by=self._user, reason=reason), self._clock.now())
            return "waits"
        for each in (entry, *self._of_its_case(entry)):
            dropped = Dropped(by=self._user, reason=reason, seq=seq)
            self._journal.write(each.id, dropped, self._clock.now())
        return "dropped"

    def code(self, entry: Entry) -> str:
        """The case or ticket as the hall knows it; blank for a case that the hall has not received."""
        command = entry.command
        if isinstance(command, OpenCase):
            return ""
        if not isinstance(command, CaseCommand):
            return str(getattr(command, "ticket", ""))
        opener = self._journal.entry(entry.given.opener) if entry.given.opener else None
        if opener is not None and not entry.renewed:
            return opener.done.stream if opener.done is not None else ""
        return command.case

    def streams(self, entry: Entry) -> frozenset[str]:
        """What an entry is about, by the names that it has here and at the hall."""
        here = {entry.given.receipt.stream} if entry.given.receipt is not None else set()
        return frozenset({*here, self.code(entry)} - {""})

    def _again(self, entry: Entry, seq: int | None) -> Command:
        """The command once more, as things stand, by who sits here now.

        It has an id of its own, unless the hall may have it after all: under the same id it is done once.
        An application was received when it was, whenever it gets to the hall.
        """
        id_ = entry.command.id if unanswered(entry) else uuid4().hex
        command = replace(entry.command, id=id_, user=self._user)
        refusal = entry.stopped.refusal if entry.stopped is not None else None
        reason = refusal.reason if refusal is not None else ""
        if isinstance(command, OpenCase):
            ticket = "" if reason in OF_THE_TICKET else command.ticket
            return replace(command, again=command.again or reason == "open_already", ticket=ticket)
        command = replace(command, at=self._clock.now())
        if isinstance(command, CaseCommand):
            return replace(command, case=self.code(entry) or command.case, expected=seq)
        return command

    def _of_its_case(self, entry: Entry) -> tuple[Entry, ...]:
        """What hangs on a case that the hall is not to receive."""
        if not isinstance(entry.command, OpenCase):
            return ()
        waiting = self._journal.in_state(State.WAITING, State.UNSETTLED)
        return tuple(each for each in waiting if each.given.opener == entry.id)

    def _behind(self, entry: Entry) -> int:
        """How many commands wait behind it."""
        behind = {entry.id}
        for each in self._journal.in_state(State.WAITING):
            if not each.renewed and not behind.isdisjoint((*each.given.after, each.given.opener)):
                behind.add(each.id)
        return len(behind) - 1

    def _unsent(
        self, entry: Entry, far: Hall | None, files: dict[str, CaseFile | None], behind: int
    ) -> Unsent:
        wait = self._sending.wait(entry)
        assert wait is not None
        given, stopped, code = entry.given, entry.stopped, self.code(entry)
        receipt = given.receipt
        here = None
        if receipt is not None:
            here = Version(
                seq=receipt.seq,
                status=given.status,
                events=receipt.events,
                by=entry.first.user,
                at=receipt.at,
            )
        outcome = (stopped.refusal or stopped.conflict) if stopped is not None else None
        return Unsent(
            id=entry.id,
            act=entry.command.act,
            at=entry.first.at,
            user=entry.command.user,
            stream=receipt.stream if receipt is not None else code,
            code=code,
            item_name=given.item_name,
            item_name_en=given.item_name_en,
            wait=wait,
            here=here,
            there=self._there(far, entry, code, files) if wait is Wait.SETTLING else None,
            outcome=outcome if wait is Wait.SETTLING else None,
            problem=stopped.problem if stopped is not None and wait is Wait.SETTLING else "",
            behind=behind,
        )

    def _there(
        self, far: Hall | None, entry: Entry, code: str, files: dict[str, CaseFile | None]
    ) -> Version | None:
        """How the hall has it; None where it does not have it, or cannot be asked."""
        if far is None or not code:
            return None
        if not isinstance(entry.command, CaseCommand):
            return self._ticket(far, entry.command.window, code)
        if code not in files:
            files[code] = self._file(far, code)
        file = files[code]
        if file is None:
            return None
        known = entry.stopped.conflict if entry.stopped is not None else None
        last = file.timeline[-1] if file.timeline else None
        since = known.expected if known is not None else file.line.seq
        return Version(
            seq=file.line.seq,
            status=f"status.{file.line.status}",
            events=tuple(line.body.kind for line in file.timeline if line.seq > since),
            by=last.user if last is not None else "",
            at=last.at if last is not None else None,
        )

    def _ticket(self, far: Hall, window: str, ticket: str) -> Version | None:
        view = far.ask(AskWindow(window=window))
        lines = (*((view.active,) if view.active is not None else ()), *view.held, *view.skipped)
        line = next((each for each in lines if each.id == ticket), None)
        return Version(seq=0, status=f"ticket.{line.status}") if line is not None else None

    def _file(self, far: Hall, code: str) -> CaseFile | None:
        try:
            return far.ask(AskCase(code=code)) if code else None
        except NotAllowed:
            return None


def streams_of(command: Command) -> frozenset[str]:
    """What a command is about: its case, or its ticket."""
    if isinstance(command, OpenCase):
        return frozenset()
    named: Mapping[str, str] = {name: getattr(command, name, "") for name in ("case", "ticket")}
    return frozenset(each for each in named.values() if each)
