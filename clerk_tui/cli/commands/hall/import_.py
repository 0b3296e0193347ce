"""`import`: items, exchange records, item tables, calendars and settings into the hall, a file at a time."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict
from uuid import uuid4

from clerk_tui.cli.connect.open_hall import open_hall
from clerk_tui.cli.connect.session import Session, complain, record
from clerk_tui.cli.exits import Exit, Failure
from clerk_tui.cli.parser import Parser
from clerk_tui.shell import sentences
from data.catalogue.founding.settings_file import SettingsError, holds_settings, read_settings
from data.catalogue.problem import CatalogueError, Remark
from data.law.calendar.overlay import OverlayError, layer_of, read_overlay
from data.law.refusal import LawError
from data.model.command import ChangeSettings, Command, LayCalendar, PutItems
from data.model.item import Department, Item
from data.model.outcome import Conflict, Receipt, Refusal
from data.model.query import AskHall, AskItem
from data.port.hall import Hall
from data.time_source import TimeSource

if TYPE_CHECKING:
    from data.catalogue.joint import Known

SNIFFED = 4096
MOST_AT_ONCE: Final = 48_000
"""How many characters of items go to a server in one command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a file of items holds."""

    items: tuple[Item, ...]
    departments: tuple[Department, ...] = ()
    remarks: tuple[Remark, ...] = ()


class NotBroughtIn(Exception):
    """A file that stays out, and why, a line each."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__()


class Who(TypedDict):
    """What each of its commands carries."""

    id: str
    at: datetime
    user: str
    window: str
    reason: str


@dataclass(frozen=True, slots=True)
class Administrator:
    """Whoever brings files in: their hall, and why they do it."""

    session: Session
    hall: Hall
    clock: TimeSource
    reason: str | None

    def who(self, path: Path) -> Who:
        """The envelope of one command; the reason is the file where none was given."""
        reason = self.reason or self.session.texts("cli.import.reason", file=path.name)
        return Who(
            id=uuid4().hex,
            at=self.clock.now(),
            user=self.session.clerk,
            window=self.session.seat,
            reason=reason,
        )

    def give(self, command: Command, path: Path) -> tuple[str, ...]:
        """Give the hall a command: the kinds of its events, none where the hall is like that already.

        Raises:
            NotBroughtIn: the hall has refused it.
        """
        text, done = self.session.texts, self.hall.do(command)
        match done:
            case Receipt():
                return done.events
            case Refusal(reason="nothing_changes"):
                return ()
            case Refusal():
                why = sentences.refusal(text, done)
            case Conflict():
                why = sentences.conflict(text, done)
        raise NotBroughtIn([text("cli.import.failed", file=path.name, why=why)])


def declare_import(parser: Parser) -> None:
    """Its arguments."""
    parser.own.add_argument("--reason", metavar="TEXT", help=parser.texts("cli.import.why"))
    parser.own.add_argument(
        "files", metavar="FILE", nargs="+", type=Path, help=parser.texts("cli.import.file")
    )


def run_import(session: Session, arguments: Namespace) -> Exit:
    """Bring files in; what is wrong with one does not keep the others out."""
    failed = 0
    with open_hall(session) as (hall, clock):
        desk = Administrator(session, hall, clock, arguments.reason)
        for path in arguments.files:
            try:
                _bring_in(desk, path)
            except NotBroughtIn as error:
                failed += 1
                for reason in error.reasons:
                    complain(reason)
    if failed:
        raise Failure(Exit.REFUSED, "cli.import.some_failed", count=failed)
    return Exit.DONE


def _bring_in(desk: Administrator, path: Path) -> None:
    session, hall = desk.session, desk.hall
    text, name = session.texts, path.name
    try:
        if _kind(path) == "toml":
            (_settings if holds_settings(path) else _calendar)(desk, path)
            return
        contents = _read(path, lambda code: hall.ask(AskItem(code=code)))
    except CatalogueError as error:
        raise NotBroughtIn(problem.told(text) for problem in error.problems) from None
    except OverlayError as error:
        raise NotBroughtIn([sentences.refusal(text, error.refusal)]) from None
    except LawError as error:
        why = sentences.refusal(text, error.refusal)
        raise NotBroughtIn([text("cli.import.failed", file=name, why=why)]) from None
    except OSError as error:
        why = text("cli.os_error", problem=error.strerror or "")
        raise NotBroughtIn([text("cli.import.failed", file=name, why=why)]) from None
    counts = _offer(desk, contents, path)
    remarks = [remark.told(text) for remark in contents.remarks]
    if session.json:
        record({"file": name, **counts, "remarks": remarks})
        return
    session.say("cli.import.items", file=name, **counts)
    for remark in remarks:
        session.say("cli.import.remark", file=name, remark=remark)


def _offer(desk: Administrator, contents: Contents, path: Path) -> dict[str, int]:
    """Put what a file holds: how many items are new, in a new version, and there already."""
    kinds: Counter[str] = Counter()
    departments = contents.departments
    for items in _parts(contents.items, far=desk.hall.standing().far):
        command = PutItems(**desk.who(path), items=items, departments=departments)
        kinds.update(desk.give(command, path))
        departments = ()
    added, changed = kinds["item_added"], kinds["item_revised"]
    return {"added": added, "changed": changed, "unchanged": len(contents.items) - added - changed}


def _parts(items: tuple[Item, ...], *, far: bool) -> Iterator[tuple[Item, ...]]:
    """All items at once, or so many at a time as a command to a server may hold."""
    from data.port.codec import write

    if not far:
        yield items
        return
    part: list[Item] = []
    size = 0
    for item in items:
        length = len(write(item))
        if part and size + length > MOST_AT_ONCE:
            yield tuple(part)
            part, size = [], 0
        part.append(item)
        size += length
    yield tuple(part)


def _calendar(desk: Administrator, path: Path) -> None:
    overlay = read_overlay(path)
    desk.give(LayCalendar(**desk.who(path), layer=layer_of(overlay)), path)
    session = desk.session
    if session.json:
        record({"file": path.name, "calendar": overlay.version, "days": len(overlay.days)})
    else:
        session.say("cli.import.calendar", file=path.name, version=overlay.version, days=len(overlay.days))


def _settings(desk: Administrator, path: Path) -> None:
    session = desk.session
    try:
        settings = read_settings(path, desk.hall.ask(AskHall()).settings)
    except SettingsError as error:
        why = session.texts(error.reason, **error.facts)
        raise NotBroughtIn([session.texts("cli.import.failed", file=path.name, why=why)]) from None
    desk.give(ChangeSettings(**desk.who(path), settings=settings), path)
    if session.json:
        from data.port.codec import plain

        record({"file": path.name, "settings": plain(settings)})
    else:
        session.say("cli.import.settings", file=path.name)


def _read(path: Path, known: Known) -> Contents:
    from data.catalogue.exchange.record import failure
    from data.catalogue.exchange.records import read_exchange
    from data.catalogue.files import read_item_file
    from data.catalogue.table import read_table

    match _kind(path):
        case "json":
            record = read_exchange(path)
            return Contents(items=(record.item,), departments=(record.department,), remarks=record.remarks)
        case "yaml" | "yml":
            file = read_item_file(path, known=known)
            return Contents(items=file.items, remarks=file.remarks)
        case "csv":
            table = read_table(path)
            return Contents(items=table.items, departments=table.departments, remarks=table.remarks)
        case _:
            raise failure(path, "cli.import.kind")


def _kind(path: Path) -> str:
    """What a file is: by the end of its name, or else, for JSON, by how it begins."""
    if path.suffix:
        return path.suffix[1:].lower()
    with path.open("rb") as file:
        return "json" if file.read(SNIFFED).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else ""
