"""Examines a database, read-only: the chain, the receipts, the triggers, and every row against its events."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Final

from sqlalchemy import bindparam, func, select

from data.law.calendar.working_days import Calendar
from data.model.outcome import Receipt
from data.port.codec import read as read_value
from data.store.backends.opening import is_address, store_at
from data.store.engine import moment
from data.store.engine.database import Database
from data.store.engine.sqlite_connection import connect, reading, told, unavailable
from data.store.engine.statement import Statement
from data.store.loading import configuration
from data.store.loading.configuration import Configuration
from data.store.log.chain import FIRST_PREV, Link, hash_of
from data.store.schema import postgres_triggers, triggers
from data.store.schema.tables import EVENT, RECEIPT
from data.store.schema.upgrade import check_revision
from data.store.upkeep.refold import row_problems
from data.store.upkeep.verification import Problem, Verification

_LOG: Final = Statement(
    select(*(EVENT.c[name] for name in Link._fields)).order_by(EVENT.c.district, EVENT.c.position)
)
_RECEIPT: Final = Statement(
    select(RECEIPT.c.body).where(
        RECEIPT.c.district == bindparam("district"), RECEIPT.c.command == bindparam("command")
    )
)
_EARLIER: Final = Statement(
    select(func.count()).where(
        EVENT.c.district == bindparam("district"),
        EVENT.c.stream == bindparam("stream"),
        EVENT.c.position < bindparam("position"),
    )
)
_OWN: Final = Statement(
    select(func.count()).where(
        EVENT.c.district == bindparam("district"),
        EVENT.c.stream == bindparam("stream"),
        EVENT.c.command == bindparam("command"),
    )
)
_STRAY_RECEIPTS: Final = Statement(
    select(RECEIPT.c.district, RECEIPT.c.command).except_(select(EVENT.c.district, EVENT.c.command))
)
_RECEIPTS: Final = Statement(select(func.count()).select_from(RECEIPT))


@dataclass(slots=True)
class Chain:
    """The walk along the log: what was found, and the streams whose events are not as they were."""

    connection: Database
    problems: list[Problem] = field(default_factory=list)
    unmatched: list[Problem] = field(default_factory=list)
    spoilt: set[str] = field(default_factory=set)
    events: int = 0
    heads: dict[str, str] = field(default_factory=dict)

    @property
    def head(self) -> str:
        """The hash of the newest event; of several districts' logs, the digest of what each comes to."""
        if len(self.heads) > 1:
            told = "".join(f"{district} {head}\n" for district, head in sorted(self.heads.items()))
            return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()
        return next(iter(self.heads.values()), FIRST_PREV)

    def walk(self) -> None:
        """Every event in its order, and for every command its receipt."""
        for (_, command), links in groupby(self._linked(), key=lambda link: (link.district, link.command)):
            self._check_receipt(command, list(links))
        # What a changed event did to its receipt is said already by naming the event.
        self.problems += [each for each in self.unmatched if each.facts["stream"] not in self.spoilt]
        for _, command in _STRAY_RECEIPTS.all(self.connection):
            self.problems.append(Problem(key="receipt_stray", facts={"command": command}))

    def _linked(self) -> Iterator[Link]:
        district, last, prevs = "", 0, {FIRST_PREV}
        for row in _LOG.stream(self.connection):
            link = Link(*row)
            if link.district != district:
                district, last, prevs = link.district, 0, {FIRST_PREV}
            actual = hash_of(link)
            gap = link.position != last + 1
            if gap:
                self.problems.append(Problem(key="event_missing", facts={"position": str(last + 1)}))
            if actual != link.hash:
                self._report("event_changed", link, misplaced=gap)
            elif link.prev not in prevs and not gap:
                self._report("chain_broken", link, misplaced=False)
            last, prevs = link.position, {link.hash, actual}
            self.events += 1
            self.heads[link.district] = link.hash
            yield link

    def _report(self, key: str, link: Link, *, misplaced: bool) -> None:
        """Name the case and the event: by the command's receipt, for the columns may have been changed.

        An event whose place in the log was changed is named by what it says of itself.
        """
        stream, seq = link.stream, link.seq
        if not misplaced:
            receipt = self._receipt(link.district, link.command)
            if receipt is not None and not self._of_another_lane(link, receipt):
                stream = receipt.stream
            earlier = _EARLIER.one(
                self.connection, district=link.district, stream=stream, position=link.position
            )
            seq = (earlier[0] if earlier else 0) + 1
        self.spoilt |= {stream, link.stream}
        facts = {"stream": stream, "seq": str(seq), "position": str(link.position)}
        self.problems.append(Problem(key=key, facts=facts))

    def _of_another_lane(self, link: Link, receipt: Receipt) -> bool:
        """Whether all events of the receipt are there beside this one, which is then another case's."""
        if link.stream == receipt.stream:
            return False
        own = _OWN.one(
            self.connection, district=link.district, stream=receipt.stream, command=receipt.command
        )
        return own is not None and own[0] == len(receipt.events)

    def _check_receipt(self, command: str, links: list[Link]) -> None:
        first, last = links[0], links[-1]
        receipt = self._receipt(first.district, command)
        if receipt is not None and receipt.command == command:
            # A command about one case of a joint application may write events of the others, too.
            written: dict[str, list[Link]] = {}
            for link in links:
                written.setdefault(link.stream, []).append(link)
            parts = [
                (stream, own[-1].seq, tuple(link.kind for link in own)) for stream, own in written.items()
            ]
            others = [(each.stream, each.seq, each.events) for each in receipt.others]
            told = [(receipt.stream, receipt.seq, receipt.events), *others]
            if told == parts and moment.stored(receipt.at) == first.at:
                return
            last = next(
                (written[part[0]][-1] for part in parts if part not in told), written[parts[-1][0]][-1]
            )
        facts = {"stream": last.stream, "seq": str(last.seq), "position": str(last.position)}
        self.unmatched.append(Problem(key="receipt_differs", facts=facts))

    def _receipt(self, district: str, command: str) -> Receipt | None:
        row = _RECEIPT.one(self.connection, district=district, command=command)
        if row is None:
            return None
        try:
            return read_value(Receipt, row[0])
        except ValueError:
            return None


def verify(place: str | Path, calendar: Calendar | None = None) -> Verification:
    """Examine a whole database without writing to it; desks may go on meanwhile.

    `place` is a file or the address of a database, all of whose districts are examined. `calendar` goes
    before the one of the published years and the hall's overlays.

    Raises:
        HallUnavailable: missing, not_a_database, newer, older, folder, busy, unreachable.
    """
    with _opened(place) as connection:
        return _examined(connection, str(place), calendar)


@contextmanager
def _opened(place: str | Path) -> Iterator[Database]:
    if is_address(place):
        store = store_at(place, read_only=True)
        try:
            with store.reading() as connection:
                yield connection
        finally:
            store.close()
        return
    path = Path(place)
    connection = connect(path, read_only=True)
    # A byte that was changed may have left text that is no UTF-8; it must still be read to be named.
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        check_revision(connection, path)
        with told(path), reading(connection):
            yield connection
    finally:
        connection.close()


def _examined(connection: Database, name: str, calendar: Calendar | None) -> Verification:
    chain = Chain(connection)
    cases = tickets = receipts = 0
    try:
        chain.problems += _file_problems(connection)
        chain.problems += _trigger_problems(connection)
        chain.walk()
        row = _RECEIPTS.one(connection)
        receipts = row[0] if row else 0
        for held in _configurations(connection, calendar, chain.problems):
            known, numbers, found = row_problems(connection, held, chain.spoilt)
            cases, tickets = cases + known, tickets + numbers
            chain.problems += found
    except sqlite3.DatabaseError as error:
        if unavailable(error, Path(name)).reason != "failed":
            raise
        chain.problems.append(Problem(key="damaged", facts={"problem": str(error)}))
    return Verification(
        events=chain.events,
        cases=cases,
        tickets=tickets,
        receipts=receipts,
        head=chain.head,
        problems=tuple(chain.problems),
    )


def _configurations(
    connection: Database, calendar: Calendar | None, problems: list[Problem]
) -> Iterator[Configuration]:
    for district in configuration.districts_of(connection):
        try:
            yield configuration.configured(connection, district, calendar)
        except ValueError:
            problems.append(Problem(key="configuration"))


def _file_problems(connection: Database) -> list[Problem]:
    """What SQLite itself finds wrong with its file; PostgreSQL keeps its own pages and keys."""
    if not isinstance(connection, sqlite3.Connection):
        return []
    told = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    strays = [f"{row[0]} -> {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")]
    return [Problem(key="damaged", facts={"problem": line}) for line in (*told, *strays) if line != "ok"]


def _trigger_problems(connection: Database) -> list[Problem]:
    if isinstance(connection, sqlite3.Connection):
        found = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        names = triggers.altered(found)
    else:
        names = postgres_triggers.altered(connection.execute(postgres_triggers.FOUND).fetchall())
    return [Problem(key="trigger", facts={"trigger": name}) for name in names]
