"""`import`: items, exchange records, item tables, calendars and settings into the hall, a file at a time."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clerk_tui.cli.connect.open_hall import open_database
from clerk_tui.cli.connect.session import Session, complain, record
from clerk_tui.cli.exits import Exit, Failure
from clerk_tui.cli.parser import Parser
from clerk_tui.shell import sentences
from data.catalogue.problem import CatalogueError, Remark
from data.catalogue.settings_file import SettingsError, holds_settings, read_settings
from data.law.calendar.overlay import OverlayError, read_overlay
from data.law.refusal import LawError
from data.model.item import Department, Item
from data.model.outcome import Refusal
from data.model.query import AskItem

if TYPE_CHECKING:
    from data.catalogue.joint import Known
    from data.store.sql_hall import SqlHall

SNIFFED = 4096


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


def declare_import(parser: Parser) -> None:
    """Its arguments."""
    parser.own.add_argument(
        "files", metavar="FILE", nargs="+", type=Path, help=parser.texts("cli.import.file")
    )


def run_import(session: Session, arguments: Namespace) -> Exit:
    """Bring files in; what is wrong with one does not keep the others out."""
    failed = 0
    with open_database(session) as (hall, _):
        for path in arguments.files:
            try:
                _bring_in(session, hall, path)
            except NotBroughtIn as error:
                failed += 1
                for reason in error.reasons:
                    complain(reason)
    if failed:
        raise Failure(Exit.REFUSED, "cli.import.some_failed", count=failed)
    return Exit.DONE


def _bring_in(session: Session, hall: SqlHall, path: Path) -> None:
    text, name = session.texts, path.name
    try:
        if _kind(path) == "toml":
            (_settings if holds_settings(path) else _calendar)(session, hall, path)
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
    done = hall.put_items(contents.items, contents.departments)
    if isinstance(done, Refusal):
        raise NotBroughtIn([text("cli.import.failed", file=name, why=sentences.refusal(text, done))])
    counts = {"added": len(done.added), "changed": len(done.changed), "unchanged": done.unchanged}
    remarks = [remark.told(text) for remark in contents.remarks]
    if session.json:
        record({"file": name, **counts, "remarks": remarks})
        return
    session.say("cli.import.items", file=name, **counts)
    for remark in remarks:
        session.say("cli.import.remark", file=name, remark=remark)


def _calendar(session: Session, hall: SqlHall, path: Path) -> None:
    overlay = read_overlay(path)
    refused = hall.put_overlay(overlay)
    if refused is not None:
        why = sentences.refusal(session.texts, refused)
        raise NotBroughtIn([session.texts("cli.import.failed", file=path.name, why=why)])
    if session.json:
        record({"file": path.name, "calendar": overlay.version, "days": len(overlay.days)})
    else:
        session.say("cli.import.calendar", file=path.name, version=overlay.version, days=len(overlay.days))


def _settings(session: Session, hall: SqlHall, path: Path) -> None:
    try:
        settings = read_settings(path, hall.settings)
    except SettingsError as error:
        why = session.texts(error.reason, **error.facts)
        raise NotBroughtIn([session.texts("cli.import.failed", file=path.name, why=why)]) from None
    hall.put_settings(settings)
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
