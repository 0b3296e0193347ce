"""`SqlHall`: the hall's one port on a database, a SQLite file or PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from itertools import repeat
from pathlib import Path
from threading import Event as Stop
from typing import Any, TypeVar, cast

from data.core import queries
from data.core.authority import may_not_ask
from data.law.calendar.working_days import Calendar
from data.model.account import Authority
from data.model.command import Command, HallCommand, SetUpHall
from data.model.legal.time_zone import SHANGHAI, shanghai
from data.model.outcome import Outcome, Receipt
from data.model.query import Query
from data.model.settings import Settings
from data.port.errors import HallUnavailable, NotAllowed
from data.port.status import Change, HallStatus, Mark
from data.store.answers import READERS
from data.store.backends.opening import store_at
from data.store.backends.sqlite_store import SqliteStore
from data.store.backends.watch import streams_since
from data.store.engine.database import Database, Store
from data.store.loading import configuration
from data.store.loading.configuration import Configuration
from data.store.loading.context import StoreContext
from data.store.loading.folded import Folded
from data.store.log import events as log
from data.store.log.receipts import Receipts
from data.store.read.case import case_of
from data.store.read.past import as_of
from data.store.upkeep.founding import first_context
from data.store.write.handle import carry_out
from data.store.write.reconfigure import PROVISIONAL, recompute, reconfigured
from data.time_source import TimeSource

Answer = TypeVar("Answer")


class SqlHall:
    """A hall in a database. One thread owns it; `watch` may run in another."""

    def __init__(
        self,
        store: Store,
        clock: TimeSource,
        *,
        district: str | None = None,
        calendar: Calendar | None = None,
        alone: bool = False,
    ) -> None:
        """Open the hall of a district in a store; where there is but one, it need not be named.

        Due dates that were provisional and are published by now are computed anew. `calendar` goes before
        the published one. `alone` is a window's own replica of a hall that it is cut off from.

        Raises:
            HallUnavailable: which_district (there are several), other_hall (it is not there), and what the
                store raises.
        """
        self._store = store
        self._clock = clock
        self._calendar = calendar
        self._alone = alone
        self._named = district
        self._configuration: Configuration | None = None
        self._folded = Folded("")
        self._catch_up()

    @classmethod
    def open(
        cls,
        path: Path,
        clock: TimeSource,
        *,
        read_only: bool = False,
        calendar: Calendar | None = None,
        durable: bool = True,
        alone: bool = False,
    ) -> SqlHall:
        """Open a hall's file; for writing, an older one is copied and upgraded first.

        `durable` False is for throw-away files: nothing waits for the disk.

        Raises:
            HallUnavailable: missing, not_a_database, newer, older (read-only), folder, disk_full, busy.
        """
        store = SqliteStore(path, read_only=read_only, durable=durable)
        return cls._in(store, clock, calendar=calendar, alone=alone)

    @classmethod
    def at(
        cls, place: str | Path, clock: TimeSource, *, read_only: bool = False, district: str | None = None
    ) -> SqlHall:
        """Open a hall wherever it is: a file, or `postgresql://…` (`backends.opening.store_at`)."""
        return cls._in(store_at(place, read_only=read_only), clock, district=district)

    @classmethod
    def _in(
        cls,
        store: Store,
        clock: TimeSource,
        *,
        district: str | None = None,
        calendar: Calendar | None = None,
        alone: bool = False,
    ) -> SqlHall:
        try:
            return cls(store, clock, district=district, calendar=calendar, alone=alone)
        except BaseException:
            store.close()
            raise

    @property
    def store(self) -> Store:
        """What the hall is kept in."""
        return self._store

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading only."""
        return self._store.read_only

    @property
    def calendar(self) -> Calendar:
        """The published calendar with the hall's local days over it."""
        with self._store.reading() as connection:
            return self._held(connection).calendar

    @property
    def settings(self) -> Settings:
        """What the hall sets for itself."""
        with self._store.reading() as connection:
            return self._held(connection).settings

    @property
    def district(self) -> str:
        """The district whose hall this is (GB/T 2260)."""
        with self._store.reading() as connection:
            return self._district(connection)

    def do(self, command: Command, authority: Authority | None = None) -> Outcome:
        """Carry out a command of somebody who may do what `authority` says; see `data.port.hall.Hall`."""
        (outcome,) = self.do_many((command,), (authority,))
        return outcome

    def do_many(
        self, commands: Iterable[Command], authorities: Iterable[Authority | None] | None = None
    ) -> tuple[Outcome, ...]:
        """Carry out commands in one transaction, each decided singly: all are kept or none.

        Each is decided at the clock's moment when its turn has come.
        """
        expected = [each.id for each in commands] if isinstance(commands, Sequence) else []
        given = repeat(None) if authorities is None else authorities
        outcomes = []
        with self._writing() as connection:
            work = receipts = None
            for command, authority in zip(commands, given, strict=False):
                if work is None or receipts is None:
                    work = self._work_for(connection, command)
                    receipts = Receipts(connection, work.district, expected)
                turn = replace(work, authority=authority, now=self.now())
                outcomes.append(carry_out(turn, command, receipts))
                if isinstance(command, HallCommand) and isinstance(outcomes[-1], Receipt):
                    work = self._reconfigured(work)
        if work is not None and work.tail.position is not None:
            self._folded.written(work.tail.position)
        return tuple(outcomes)

    def ask(self, query: Query[Answer], authority: Authority | None = None) -> Answer:
        """Answer a query; see `data.port.hall.Hall`.

        As of a day before the newest event, the answer is the one that would have been given then. A clock
        alone never makes it so: the hall is as it is, even for a desk whose clock is behind.

        Raises:
            BadPageKey: `after` is not a key that a page of this list has given.
            NotAllowed: the query is not one of the user's.
        """
        _, answers = self.ask_unless(query, authority, lambda mark: False)
        return answers[0]

    def ask_unless(
        self, query: Query[Answer], authority: Authority | None, unchanged: Callable[[Mark], bool]
    ) -> tuple[Mark, tuple[Answer, ...]]:
        """Where the hall stands and the one answer to a query; none where the asker has it already.

        Raises:
            BadPageKey, NotAllowed: as `ask` does.
        """
        with self._store.reading() as connection:
            work, mark = self._work_at(connection, authority)
            _allow(query, work)
            if unchanged(mark):
                return mark, ()
            day = query.today
            if day is None or day >= log.newest_day(connection, work.district):
                return mark, (cast(Answer, self._answer(query, work, day or work.now.date())),)
            with self._past(work, day) as past:
                return mark, (cast(Answer, self._answer(query, past, day)),)

    def mark(self) -> Mark:
        """Where the hall stands: another mark after everything that is written."""
        with self._store.peeking() as connection:
            return log.mark(connection, self._district(connection))

    def watch(self, stop: Stop, since: int | None = None) -> Iterator[Change]:
        """Changes by whomever, from this call on; see `data.port.hall.Hall`."""
        with self._store.peeking() as connection:
            district = self._district(connection)
            if since is None:
                since, _ = log.head(connection, district)
        return self._store.watch(district, stop, since)

    def streams_since(self, position: int, most: int) -> tuple[Change, ...]:
        """What has been written after a position, as at most so many changes of 5,000 events each."""
        changes: list[Change] = []
        with self._store.reading() as connection:
            district = self._district(connection)
            while len(changes) < most and (change := streams_since(connection, district, position)):
                changes.append(change)
                position = change.position
        return tuple(changes)

    def standing(self) -> HallStatus:
        """Always here."""
        return HallStatus()

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def today(self) -> date:
        """The hall's day."""
        return self.now().date()

    def now(self) -> datetime:
        """The hall's moment, in Asia/Shanghai."""
        return shanghai(self._clock.now())

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        if self._store.read_only:
            raise HallUnavailable("read_only", path=self._store.name)
        try:
            with self._store.writing(self._named) as connection:
                yield connection
        except BaseException:
            # What was kept of undone events, or of a configuration that was not written, is not true.
            self._folded.forget()
            self._configuration = None
            raise

    def _catch_up(self) -> None:
        """Compute provisional dates anew when the published calendar has grown since."""
        with self._store.reading() as connection:
            self._named = self._known(connection)
            if self._named is None:
                return
            held = self._held(connection)
        if held.computed_by != held.calendar.version and not self._store.read_only:
            with self._writing() as connection:
                recompute(self._work(connection), PROVISIONAL)
            self._configuration = None

    def _known(self, connection: Database) -> str | None:
        """The district of this hall, None before it is set up."""
        districts = configuration.districts_of(connection)
        if self._named is not None and self._named not in districts and districts:
            raise HallUnavailable("other_hall", path=self._store.name, district=self._named)
        if self._named is None and len(districts) > 1:
            raise HallUnavailable("which_district", path=self._store.name, known=", ".join(districts))
        return self._named if self._named in districts else next(iter(districts), None)

    def _district(self, connection: Database) -> str:
        if self._named is None:
            # Another program may have set the hall up since.
            self._named = self._known(connection)
        if self._named is None:
            raise HallUnavailable("not_installed", path=self._store.name)
        return self._named

    def _held(self, connection: Database) -> Configuration:
        """The configuration, read again when somebody has written it."""
        district = self._district(connection)
        return self._held_at(connection, configuration.revision_of(connection, district))

    def _held_at(self, connection: Database, revision: int) -> Configuration:
        held = self._configuration
        if held is None or held.revision != revision:
            held = configuration.configured(connection, self._district(connection), self._calendar)
            self._configuration = held
        return held

    def _work_for(self, connection: Database, command: Command) -> StoreContext:
        """What the first command of a transaction works with: in an empty database, a hall to be set up."""
        if isinstance(command, SetUpHall) and self._known(connection) is None:
            work = first_context(connection, command, self.now())
            self._folded = work.folded
            return work
        return self._work(connection)

    def _reconfigured(self, work: StoreContext) -> StoreContext:
        """The same work in the hall as it is now set up."""
        self._named = work.district
        work = reconfigured(work, self._calendar)
        self._configuration = work.configuration
        return work

    def _work(self, connection: Database, authority: Authority | None = None) -> StoreContext:
        return self._work_at(connection, authority)[0]

    def _work_at(self, connection: Database, authority: Authority | None) -> tuple[StoreContext, Mark]:
        mark = log.mark(connection, self._district(connection))
        held = self._held_at(connection, mark.revision)
        if self._folded.district != held.district:
            self._folded = Folded(held.district)
        self._folded.catch_up(connection, mark.position)
        tail = log.Tail(connection, held.district)
        return StoreContext(connection, held, self._folded, self.now(), tail, authority, self._alone), mark

    @contextmanager
    def _past(self, work: StoreContext, day: date) -> Iterator[StoreContext]:
        """What an earlier day is asked about: the hall as it was at its end."""
        connection = as_of(self._store, work.connection, work.configuration, day)
        try:
            end = datetime.combine(day, time.max, SHANGHAI)
            folded = Folded(work.district)
            tail = log.Tail(connection, work.district)
            yield replace(work, connection=connection, folded=folded, now=end, tail=tail)
        finally:
            connection.close()

    def _answer(self, query: Query[Answer], work: StoreContext, today: date) -> object:
        return READERS[type(query)](work, query, today)


def _allow(query: Query[Any], work: StoreContext) -> None:
    """Raises `NotAllowed` where the query is not the user's, or nobody's."""
    spec = queries.spec_of(query)
    codes = spec.cases(query) if spec is not None and work.authority is not None else ()
    # What is about no case is asked about once all the same.
    for code in codes or ("",):
        named = case_of(work, code) if code else None
        item = work.folded.item(work.connection, named.item, named.version) if named else None
        refusal = may_not_ask(work.authority, work.configuration.card, query, named, item)
        if refusal is not None:
            raise NotAllowed(refusal)
