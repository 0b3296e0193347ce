"""A window's own copy of what concerns it: a hall's file that is no log, filled from the hall's replicas.

Every question of a desk is answered from it by the same statements as at the hall. Streams are taken in
whole in place of what was known of them, so the log's triggers are left out; each event keeps its hash.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import insert

from data.model.offline.snapshot import CopiedItem, CopiedStream, HallConfiguration, WindowSnapshot
from data.model.outcome import Receipt
from data.port.codec import read, write
from data.port.errors import HallUnavailable
from data.store.engine.sqlite_connection import APPLICATION, connect, told, writing
from data.store.engine.statement import Statement
from data.store.loading import configuration
from data.store.loading.configuration import Configuration
from data.store.loading.folded import Folded
from data.store.log import events as log
from data.store.log.chain import Link, hash_of
from data.store.schema.setting_keys import COMPUTED, REVISION
from data.store.schema.tables import EVENT, METADATA
from data.store.schema.upgrade import check_revision, fill
from data.store.write import hall_rows
from data.store.write.projection import OF_A_STREAM, Grounds, put_anew

COPIED: Final = "copied"
"""The setting that says whose copy it is and as of when."""
KEPT_DAYS: Final = 1
"""How many days a case that has ended stays in the copy, and a ticket of an earlier day."""

_ADD_EVENT: Final = Statement(insert(EVENT))
_OVER: Final = """
    SELECT code FROM case_row WHERE district = :district AND open = 0 AND filed < :before
    AND NOT EXISTS (
        SELECT 1 FROM event WHERE event.district = case_row.district AND event.stream = case_row.code
        AND substr(event.at, 1, 10) >= :before)"""
_GONE: Final = """
    SELECT id FROM ticket_row WHERE district = :district AND day < :before
    AND status NOT IN ('called', 'serving')"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """Whose copy it is: the window, who had signed in there, and up to where the hall is known in it.

    `records` says up to which record of the window's journal its work was with the hall by then.
    """

    window: str
    user: str
    at: datetime
    position: int
    revision: int
    records: int = 0


def make(path: Path) -> None:
    """A new, empty copy, for its owner alone.

    Raises:
        HallUnavailable: folder, disk_full.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise HallUnavailable("folder", path=str(path.parent), problem=error.strerror or "") from None
    with told(path):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            with writing(connection):
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                fill(connection, triggers=False)
                # One stream after the other is put in its place: a window may seem busy twice on the way.
                connection.execute("DROP INDEX ix_ticket_row_active")
        finally:
            connection.close()


class Copy:
    """A copy that is open for writing. It may be used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Open a copy.

        Raises:
            HallUnavailable: missing, not_a_database, newer, older, busy.
        """
        self._path = path
        self._connection = connect(path)
        try:
            # What is no longer the window's is not to be found in the file either.
            self._connection.execute("PRAGMA secure_delete = ON")
            check_revision(self._connection, path)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @property
    def copied(self) -> Copied | None:
        """Whose copy it is; None while nothing has been taken in."""
        with told(self._path):
            districts = configuration.districts_of(self._connection)
            text = configuration.setting(self._connection, districts[0], COPIED) if districts else None
        return read(Copied, text) if text else None

    def take(self, pages: Sequence[WindowSnapshot], window: str, user: str, records: int) -> None:
        """Take in a replica, all its pages at once: the copy is as before or whole."""
        first = pages[0]
        with told(self._path), writing(self._connection):
            if first.fresh:
                self._empty()
            if first.fittings is not None:
                self._fit(first.fittings, first.revision)
            district = self._district()
            for page in pages:
                for item in page.items:
                    self._put_item(district, item)
            held = configuration.configured(self._connection, district)
            self._replace(held, {each.stream: each for page in pages for each in page.streams}.values())
            if first.fittings is not None:
                self._compute(held)
            self._prune(held, first.at.date())
            mark = Copied(
                window=window,
                user=user,
                at=first.at,
                position=first.position,
                revision=first.revision,
                records=records,
            )
            configuration.put_setting(self._connection, district, COPIED, write(mark))

    def touch(self, at: datetime, records: int) -> None:
        """Take note that nothing had changed by that moment of the hall."""
        copied = self.copied
        if copied is None:
            return
        mark = replace(copied, at=max(at, copied.at), records=records)
        with told(self._path), writing(self._connection):
            configuration.put_setting(self._connection, self._district(), COPIED, write(mark))

    def receipt_of(self, command: str) -> Receipt | None:
        """What a command came to, by its events in the copy; None where it has none there."""
        with told(self._path):
            rows = self._connection.execute(
                "SELECT stream, seq, kind, at FROM event WHERE command = ? ORDER BY position", (command,)
            ).fetchall()
        if not rows:
            return None
        stream = rows[0][0]
        own = [row for row in rows if row[0] == stream]
        return Receipt(
            command=command,
            stream=stream,
            seq=own[-1][1],
            events=tuple(row[2] for row in own),
            at=datetime.fromisoformat(own[0][3]),
        )

    def length_of(self, stream: str) -> int:
        """The number of a stream's last event in the copy, 0 where it is not there."""
        with told(self._path):
            return log.length_of(self._connection, self._district(), stream)

    def duplicate(self, path: Path) -> None:
        """Make another file of the same content, for its owner alone; an older one there is replaced."""
        for each in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            each.unlink(missing_ok=True)
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except OSError as error:
            raise HallUnavailable("folder", path=str(path.parent), problem=error.strerror or "") from None
        with told(path):
            target = sqlite3.connect(path, isolation_level=None)
            try:
                self._connection.backup(target)
            finally:
                target.close()

    def _district(self) -> str:
        districts = configuration.districts_of(self._connection)
        if not districts:
            raise HallUnavailable("not_installed", path=str(self._path))
        return districts[0]

    def _empty(self) -> None:
        for table in reversed(METADATA.sorted_tables):
            self._connection.execute(f'DELETE FROM "{table.name}"')

    def _fit(self, fittings: HallConfiguration, revision: int) -> None:
        """Set the copy up as the hall is; its items come apart."""
        connection, district = self._connection, fittings.card.region
        hall_rows.put_card(connection, district, fittings.card)
        hall_rows.put_settings(connection, district, fittings.settings)
        hall_rows.put_reasons(connection, district, fittings.reasons)
        hall_rows.put_zones(connection, district, fittings.zones)
        hall_rows.put_stations(connection, district, fittings.stations)
        hall_rows.put_windows(connection, district, fittings.windows)
        for department in fittings.departments:
            hall_rows.put_department(connection, district, department)
        hall_rows.put_layers(connection, district, fittings.layers)
        configuration.put_setting(connection, district, REVISION, str(revision))

    def _put_item(self, district: str, copied: CopiedItem) -> None:
        hall_rows.put_item(self._connection, district, copied.item, newest=copied.newest)

    def _replace(self, held: Configuration, streams: Iterable[CopiedStream]) -> None:
        """Put whole streams in place of what was known of them."""
        streams = tuple(streams)
        for each in streams:
            self._remove(held.district, each.stream)
        for each in streams:
            rows = [
                {"district": held.district, "stream": each.stream, **asdict(event)} for event in each.events
            ]
            if any(hash_of(Link(**row)) != row["hash"] for row in rows):
                raise HallUnavailable("replica_spoilt", stream=each.stream)
            _ADD_EVENT.each(self._connection, rows)
        grounds = Grounds(self._connection, held, Folded(held.district))
        put_anew(grounds, (each.stream for each in streams))

    def _compute(self, held: Configuration) -> None:
        """Write the rows of every case anew: the settings or the calendar are others."""
        codes = [str(code) for (code,) in self._connection.execute("SELECT code FROM case_row").fetchall()]
        put_anew(Grounds(self._connection, held, Folded(held.district)), codes)
        configuration.put_setting(self._connection, held.district, COMPUTED, held.calendar.version)

    def _remove(self, district: str, stream: str) -> None:
        # The rows of a case hang on its own, which goes last.
        for table, column in reversed(OF_A_STREAM):
            self._connection.execute(
                f'DELETE FROM {table.name} WHERE district = ? AND "{column}" = ?', (district, stream)
            )
        self._connection.execute("DELETE FROM event WHERE district = ? AND stream = ?", (district, stream))

    def _prune(self, held: Configuration, today: date) -> None:
        """Forget what is no longer the window's work: cases that have ended, tickets of earlier days.

        The cases of one joint application go together.
        """
        own = {"district": held.district, "before": (today - timedelta(days=KEPT_DAYS)).isoformat()}
        over = {str(code) for (code,) in self._connection.execute(_OVER, own)}
        folded = Folded(held.district)
        families = {code: self._family(folded, code) for code in over}
        for code, family in families.items():
            if family <= over:
                self._remove(held.district, code)
        for (ticket,) in self._connection.execute(_GONE, own).fetchall():
            self._remove(held.district, ticket)

    def _family(self, folded: Folded, code: str) -> set[str]:
        """The case and the others of its joint application."""
        case = folded.case(self._connection, code)
        whole = folded.case(self._connection, case.joint) if case is not None and case.joint else case
        return {code} if whole is None else {code, whole.code, *(lane for _, lane in whole.lanes)}


def is_copy_of(copied: Copied | None, window: str, user: str) -> bool:
    """Whether a copy was filled at that window by whoever sits there now."""
    return copied is not None and (copied.window, copied.user) == (window, user)
