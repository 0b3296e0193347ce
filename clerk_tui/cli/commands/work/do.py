"""`do`: commands as JSON lines in, one outcome a line out, each line told once what it did is durable."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NoReturn
from uuid import uuid4

from clerk_tui.cli.connect.open_hall import open_hall
from clerk_tui.cli.connect.session import Session, record
from clerk_tui.cli.exits import Exit, misused
from clerk_tui.cli.parser import Parser
from clerk_tui.shell import sentences
from data.model.command import Command
from data.model.outcome import Conflict, Outcome, Receipt, Refusal
from data.model.query import AskCase
from data.port.codec import JSON, LONGEST_LINE, BadCommand, command_schema, plain, read_command
from data.port.errors import HallUnavailable
from data.port.hall import Hall
from data.time_source import TimeSource

LAST_CASE = "@case"
LAST_TICKET = "@ticket"
LANE = f"{LAST_CASE}:"
"""What stands before the item of a lane of the last case opened."""
NAMES = {"case_opened": LAST_CASE, "ticket_taken": LAST_TICKET, "ticket_called": LAST_TICKET}
COMMENT = b"#"
LONGEST_BYTES = LONGEST_LINE * 4


def declare_do(parser: Parser) -> None:
    """Its arguments."""
    text, add = parser.texts, parser.own.add_argument
    add("file", metavar="FILE", nargs="?", default="-", help=text("cli.do.file"))
    add("--stop", action="store_true", help=text("cli.do.stop"))
    add("--schema", action="store_true", help=text("cli.do.schema"))


def run_do(session: Session, arguments: Namespace) -> Exit:
    """Carry out every line; the exit code is that of the gravest outcome."""
    if arguments.schema:
        record(command_schema())
        return Exit.DONE
    gravest = Exit.DONE
    with _source(arguments.file) as lines, open_hall(session) as (hall, clock):
        run = _Run(session, hall, clock)
        for number, text in _numbered(lines):
            code = run.carry_out(number, text)
            gravest = max(gravest, code)
            if code is Exit.UNAVAILABLE or (arguments.stop and code is not Exit.DONE):
                break
    return gravest


@dataclass(slots=True)
class _Run:
    """One run through the lines; remembers the last case opened, its lanes, and the last ticket."""

    session: Session
    hall: Hall
    clock: TimeSource
    last: dict[str, str] = field(default_factory=dict)

    def carry_out(self, number: int, text: bytes) -> Exit:
        """Carry out one line and print what came of it."""
        texts = self.session.texts
        try:
            command = self._read(text)
        except BadCommand as bad:
            message = sentences.sentence(texts, f"command.{bad.reason}", bad.facts)
            record({"outcome": "invalid", "line": number, "reason": bad.reason, "message": message})
            return Exit.WRONG_USE
        try:
            outcome = self.hall.do(command)
            self._remember(outcome)
        except HallUnavailable as error:
            message = sentences.unavailable(texts, error)
            record(
                {
                    "outcome": "unavailable",
                    "line": number,
                    "command": command.id,
                    "reason": error.reason,
                    "message": message,
                }
            )
            return Exit.UNAVAILABLE
        return self._told(number, command, outcome)

    def _remember(self, outcome: Outcome) -> None:
        if not isinstance(outcome, Receipt):
            return
        for kind in outcome.events:
            if kind in NAMES:
                self.last[NAMES[kind]] = outcome.stream
        if outcome.others and "case_opened" in outcome.events:
            file = self.hall.ask(AskCase(code=outcome.stream))
            for lane in file.lanes if file is not None else ():
                self.last[f"{LANE}{lane.item}"] = lane.code

    def _told(self, number: int, command: Command, outcome: Outcome) -> Exit:
        fields = plain(outcome)
        assert isinstance(fields, dict)
        head: dict[str, JSON] = {"outcome": type(outcome).__name__.lower(), "line": number}
        match outcome:
            case Receipt():
                record({**head, **fields})
                return Exit.DONE
            case Refusal():
                message = sentences.refusal(self.session.texts, outcome)
                record({**head, "command": command.id, **fields, "message": message})
                return Exit.REFUSED
            case Conflict():
                message = sentences.conflict(self.session.texts, outcome)
                record({**head, "command": command.id, **fields, "message": message})
                return Exit.CONFLICT

    def _read(self, text: bytes) -> Command:
        """The command of a line, with what was left out filled in."""
        if len(text) > LONGEST_BYTES:
            raise BadCommand("too_long", limit=str(LONGEST_LINE))
        try:
            fields = json.loads(text.decode("utf-8-sig"), parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise BadCommand("json") from None
        if not isinstance(fields, dict):
            raise BadCommand("object")
        fields.setdefault("id", str(uuid4()))
        fields.setdefault("at", self.clock.now().isoformat())
        fields.setdefault("user", self.session.clerk)
        fields.setdefault("window", self.session.seat)
        for name in ("case", "ticket"):
            mentioned = fields.get(name)
            if not isinstance(mentioned, str):
                continue
            if mentioned.startswith(LANE) or mentioned in (LAST_CASE, LAST_TICKET):
                if mentioned not in self.last:
                    raise BadCommand("nothing_before", field=name, mentioned=mentioned)
                fields[name] = self.last[mentioned]
        return read_command(json.dumps(fields))


def _numbered(lines: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, with their numbers; an endless line is not read to its end."""
    number = 0
    while True:
        text = lines.readline(LONGEST_BYTES + 1)
        if not text:
            return
        number += 1
        rest = text
        while rest and not rest.endswith(b"\n"):
            rest = lines.readline(LONGEST_BYTES)
        stripped = text.strip()
        if stripped and not stripped.startswith(COMMENT):
            yield number, stripped


def _source(file: str) -> AbstractContextManager[BinaryIO]:
    if file == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise misused("cli.file_unreadable", file=file, problem=error.strerror or "") from None


def _no_constant(_name: str) -> NoReturn:
    raise ValueError
