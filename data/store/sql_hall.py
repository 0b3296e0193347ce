"""`SqlHall`: the hall's one port on a SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from threading import Event as Stop
from typing import Final, TypeVar, cast

from sqlalchemy import bindparam, literal_column, select

from data.clock import Clock
from data.codec import write
from data.hall import Change, HallUnavailable, Standing
from data.law.calendar import Calendar
from data.law.overlay import Overlay
from data.law.refusal import LawError
from data.model.command import Command
from data.model.item import Catalogue, Department, Item
from data.model.outcome import Outcome, Refusal
from data.model.query import (
    AskApplicant,
    AskBoard,
    AskCase,
    AskCases,
    AskCollection,
    AskCounts,
    AskDay,
    AskDepartments,
    AskDraft,
    AskEarlier,
    AskEntries,
    AskFiled,
    AskHall,
    AskItem,
    AskItems,
    AskLicences,
    AskNotice,
    AskQueue,
    AskReady,
    AskStepCounts,
    AskSteps,
    AskWhy,
    AskWindow,
    Query,
)
from data.model.settings import HallCard, Settings, Window
from data.model.view import HallView
from data.model.zone import SHANGHAI
from data.store import (
    applicants,
    case_lists,
    cases,
    configuration,
    log,
    notice_queries,
    questions,
    queue_day,
    schema,
)
from data.store.carry_out import Work, carry_out
from data.store.case_lists import Reader
from data.store.configuration import COMPUTED, REVISION, Configuration, Installed
from data.store.connection import connect, reading, told, writing
from data.store.folding import Folded
from data.store.past import as_of
from data.store.statement import Statement
from data.store.tables import CASE
from data.store.watch import watch

Answer = TypeVar("Answer")

_OPEN_CODES: Final = Statement(
    select(CASE.c.code).where(CASE.c.district == bindparam("district"), literal_column("open = 1"))
)
_PROVISIONAL_CODES: Final = Statement(
    select(CASE.c.code).where(
        CASE.c.district == bindparam("district"), literal_column("open = 1"), CASE.c.provisional == 1
    )
)


class SqlHall:
    """A hall in a SQLite file. One thread owns it; `watch` may run in another."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        connection: sqlite3.Connection,
        *,
        read_only: bool,
        calendar: Calendar | None,
    ) -> None:
        """Use `open`."""
        self._path = path
        self._clock = clock
        self._connection = connection
        self._read_only = read_only
        self._calendar = calendar
        self._configuration: Configuration | None = None
        self._folded = Folded("")

    @classmethod
    def open(
        cls,
        path: Path,
        clock: Clock,
        *,
        read_only: bool = False,
        calendar: Calendar | None = None,
        durable: bool = True,
    ) -> SqlHall:
        """Open a hall's file; for writing, an older one is copied and upgraded first.

        Due dates that were provisional and are published by now are computed anew. `calendar` goes before
        the published one; `durable` False is for throw-away files: nothing waits for the disk.

        Raises:
            HallUnavailable: missing, not_a_database, newer, older (read-only), folder, disk_full, busy.
        """
        if not read_only:
            schema.upgrade(path)
        connection = connect(path, read_only=read_only, durable=durable)
        try:
            schema.check_revision(connection, path)
            hall = cls(path, clock, connection, read_only=read_only, calendar=calendar)
            with told(path):
                hall._catch_up()
        except BaseException:
            connection.close()
            raise
        return hall

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def read_only(self) -> bool:
        """Whether the file was opened for reading only."""
        return self._read_only

    @property
    def calendar(self) -> Calendar:
        """The published calendar with the hall's local days over it."""
        with told(self._path):
            return self._held().calendar

    @property
    def settings(self) -> Settings:
        """What the hall sets for itself."""
        with told(self._path):
            return self._held().settings

    def do(self, command: Command) -> Outcome:
        """Carry out a command; see `data.hall.Hall`."""
        with self._writing():
            return carry_out(self._work(), command)

    def do_many(self, commands: Iterable[Command]) -> tuple[Outcome, ...]:
        """Carry out commands in one transaction, each decided singly: all are kept or none."""
        with self._writing():
            return tuple(carry_out(self._work(), command) for command in commands)

    def ask(self, query: Query[Answer]) -> Answer:
        """Answer a question; see `data.hall.Hall`.

        As of a day before the newest event, the answer is the one that would have been given then. A clock
        alone never makes it so: the hall is as it is, even for a desk whose clock is behind.

        Raises:
            BadPageKey: `after` is not a key that a page of this list has given.
        """
        with told(self._path), reading(self._connection):
            work = self._work()
            day = query.today
            if day is None or day >= log.newest_day(self._connection, work.district):
                return cast(Answer, self._answer(query, work, day or work.now.date()))
            with self._past(work, day) as past:
                return cast(Answer, self._answer(query, past, day))

    def watch(self, stop: Stop, since: int | None = None) -> Iterator[Change]:
        """Changes by whomever, from this call on; see `data.hall.Hall`."""
        district = self._district()
        if since is None:
            with told(self._path):
                since, _ = log.head(self._connection, district)
        return watch(self._path, district, stop, since)

    def standing(self) -> Standing:
        """Always here."""
        return Standing()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def install(
        self,
        catalogue: Catalogue,
        card: HallCard,
        windows: Iterable[Window],
        settings: Settings | None = None,
    ) -> Installed | Refusal:
        """Set the hall up, or set it up anew; its region stays.

        Refused: another region (other_hall), windows that supervision codes cannot hold (window_codes), an
        item's version that is there with another content (item_version_taken).
        """
        with self._writing():
            given = settings or Settings()
            done = configuration.install(self._connection, catalogue, card, windows, given)
            self._configured(done)
        return done

    def put_items(self, items: Iterable[Item], departments: Iterable[Department] = ()) -> Installed | Refusal:
        """Write items that are new or in a new version; cases keep the version they were filed under."""
        with self._writing():
            done = configuration.put_items(self._connection, self._district(), items, departments)
            self._configured(done)
        return done

    def put_overlay(self, overlay: Overlay) -> Refusal | None:
        """Lay local days or a newly published year over the calendar; open cases are computed anew."""
        with self._writing():
            done = configuration.put_overlay(self._connection, self._district(), overlay)
            try:
                self._configured(done)
            except LawError as error:
                self._connection.execute("ROLLBACK")
                done = error.refusal
        return done

    def put_settings(self, settings: Settings) -> None:
        """Set the hall's own numbers; open cases are computed anew."""
        with self._writing():
            configuration.put_setting(
                self._connection, self._district(), configuration.SETTINGS, write(settings)
            )
            self._configured(None)

    def today(self) -> date:
        """The hall's day."""
        return self._clock.now().astimezone(SHANGHAI).date()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self._read_only:
            raise HallUnavailable("read_only", path=str(self._path))
        try:
            with told(self._path), writing(self._connection):
                yield
        except BaseException:
            # What was kept of undone events, or of a configuration that was not written, is not true.
            self._folded.forget()
            self._configuration = None
            raise

    def _configured(self, done: Installed | Refusal | None) -> None:
        """Count the configuration's revision and compute what depends on it, or undo a refused one."""
        if isinstance(done, Refusal):
            self._connection.execute("ROLLBACK")
            return
        district = self._district()
        revision = configuration.revision_of(self._connection, district) + 1
        configuration.put_setting(self._connection, district, REVISION, str(revision))
        self._recompute(_OPEN_CODES)

    def _recompute(self, codes: Statement) -> None:
        work = self._work()
        held = work.configuration
        for (code,) in codes.all(self._connection, district=held.district):
            case = work.folded.case(self._connection, code)
            item = work.folded.item(self._connection, case.item, case.version) if case else None
            if case is not None and item is not None:
                cases.put(self._connection, held.district, case, item, held.settings, held.calendar)
        configuration.put_setting(self._connection, held.district, COMPUTED, held.calendar.version)

    def _catch_up(self) -> None:
        """Compute provisional dates anew when the published calendar has grown since."""
        if self._read_only or configuration.district_of(self._connection) is None:
            return
        held = self._held()
        if held.computed_by != held.calendar.version:
            with self._writing():
                self._recompute(_PROVISIONAL_CODES)
            self._configuration = None

    def _district(self) -> str:
        if self._configuration is not None:
            return self._configuration.district
        with told(self._path):
            district = configuration.district_of(self._connection)
        if district is None:
            raise HallUnavailable("not_installed", path=str(self._path))
        return district

    def _held(self) -> Configuration:
        """The configuration, read again when somebody has written it."""
        district = self._district()
        held = self._configuration
        if held is None or configuration.revision_of(self._connection, district) != held.revision:
            before = self._folded
            held = configuration.configured(self._connection, district, self._calendar)
            self._configuration = held
            self._folded = before if before.district == district else Folded(district)
        return held

    def _work(self) -> Work:
        held = self._held()
        return Work(self._connection, held, self._folded, self._clock.now().astimezone(SHANGHAI))

    @contextmanager
    def _past(self, work: Work, day: date) -> Iterator[Work]:
        """What an earlier day is asked about: the hall as it was at its end."""
        connection = as_of(self._connection, work.configuration, day)
        try:
            end = datetime.combine(day, time.max, SHANGHAI)
            yield Work(connection, work.configuration, Folded(work.district), end)
        finally:
            connection.close()

    def _answer(self, query: Query[Answer], work: Work, today: date) -> object:
        reader = Reader(work.connection, work.district, work.folded, work.configuration.calendar)
        match query:
            case AskQueue():
                return questions.queue(work, query, today)
            case AskWindow():
                return questions.window_view(work, query, today)
            case AskBoard():
                return queue_day.board(work, today)
            case AskDay():
                return queue_day.day(work, query.day or today)
            case AskCases():
                return case_lists.cases(reader, query, today)
            case AskCase():
                return questions.one_case(work, reader, query, today)
            case AskWhy():
                return questions.why(work, query, today)
            case AskEarlier():
                return applicants.earlier(work, reader, query, today)
            case AskFiled():
                return applicants.filed(work, reader, query, today)
            case AskNotice():
                return notice_queries.issued(work, query)
            case AskDraft():
                return notice_queries.drafts(work, query)
            case AskCollection():
                return notice_queries.collection(work, query)
            case AskLicences():
                return applicants.held(work, query)
            case AskReady():
                return applicants.ready(work, reader, query, today)
            case AskApplicant():
                return questions.applicant(work, query)
            case AskStepCounts():
                return case_lists.step_counts(reader, query, today)
            case AskSteps():
                return case_lists.steps(reader, query, today)
            case AskCounts():
                return questions.counts(work, reader, query, today)
            case AskDepartments():
                return case_lists.departments(reader, today)
            case AskItems():
                return questions.items(work, query)
            case AskItem():
                return questions.one_item(work, query)
            case AskHall():
                held = work.configuration
                zones = tuple((each.code, each.letter, each.name, each.name_en) for each in held.zones)
                reasons = configuration.reasons_of(work.connection, work.district)
                return HallView(card=held.card, windows=held.windows, zones=zones, reasons=reasons)
            case AskEntries():
                return questions.entries(work, query)
            case _:
                raise TypeError(type(query).__name__)
