"""What a hall is asked and given once it can be reached: what became of things, what waited, its replica."""

from __future__ import annotations

from threading import RLock
from typing import Final

from data.model.account import Authority
from data.model.offline.journal import Carried
from data.model.outcome import Receipt
from data.offline.alone import Alone
from data.offline.journal import Journal, State
from data.offline.replica import Replica
from data.offline.sending import Sending, unanswered
from data.port.errors import HallUnavailable, NotAllowed
from data.port.hall import Hall
from data.remote.request import UNCLEAR

NO_REPLICA: Final = UNCLEAR | {"replica_spoilt"}
"""The hall answers, but has no replica to give: the window is its desk all the same."""


class CatchingUp:
    """The way back to one hall. The lock is never held while the network is waited for."""

    def __init__(
        self, lock: RLock, journal: Journal, replica: Replica, sending: Sending, alone: Alone
    ) -> None:
        self._lock = lock
        self._journal, self._replica, self._sending, self._alone = journal, replica, sending, alone
        self._carried: list[tuple[str, str]] = []

    def see(self, far: Hall) -> Authority | None:
        """Bring the replica up to date; what the user may do by now, where the hall says so.

        Raises:
            HallUnavailable: the hall cannot be reached, or somebody must sign in.
        """
        with self._lock:
            records, recent = self._journal.records, self._alone.recent
        try:
            self._replica.sync(far, records=records)
        except NotAllowed:
            return None
        with self._lock:
            self._alone.shown(recent)
        return far.standing().authority

    def see_if_given(self, far: Hall) -> Authority | None:
        """Bring the replica up to date, if the hall gives one; see `see`."""
        try:
            return self.see(far)
        except HallUnavailable as error:
            if error.reason not in NO_REPLICA:
                raise
            return None

    def learn(self, far: Hall) -> None:
        """Ask what has become of every command whose answer was lost.

        Raises:
            HallUnavailable: the hall cannot be reached, or somebody must sign in.
        """
        with self._lock:
            lost, records = self._sending.lost, self._journal.records
        try:
            receipts = self._replica.sync(far, lost, records)
        except (NotAllowed, HallUnavailable) as error:
            reason = error.reason if isinstance(error, HallUnavailable) else "not_allowed"
            if isinstance(error, HallUnavailable) and reason not in NO_REPLICA:
                raise
            with self._lock:
                self._sending.cannot_learn(lost, reason)
            return
        with self._lock:
            self._sending.learn(lost, receipts)

    def arrived_since(self, far: Hall, id_: str) -> bool:
        """Whether the hall has, after all, got a command to which it has given no answer.

        Raises:
            HallUnavailable: see `learn`.
        """
        entry = self._journal.entry(id_)
        if entry is None or not unanswered(entry):
            return False
        self.learn(far)
        entry = self._journal.entry(id_)
        return entry is not None and entry.state is State.DONE

    def send(self, far: Hall) -> None:
        """Send whatever has its turn. New commands may join meanwhile: nothing waits for the network.

        Raises:
            HallUnavailable: the hall is away, or somebody must sign in: the rest waits on.
        """
        while True:
            with self._lock:
                entry = self._sending.next()
                if entry is None:
                    return
                command = self._sending.as_sent(entry)
            outcome = self._sending.send(far, entry, command)
            with self._lock:
                self._sending.note(entry, command, outcome)
                if isinstance(outcome, Receipt):
                    here = entry.given.receipt
                    self._carried.append((here.stream if here is not None else "", outcome.stream))

    def carried(self) -> Carried:
        """What has been sent since this was last asked."""
        with self._lock:
            carried, self._carried = self._carried, []
        renamed = {here: there for here, there in carried if here and here != there}
        return Carried(sent=len(carried), renamed=tuple(renamed.items()))
