"""`notice`: the notices of a case, looked at, printed or written to a file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from uuid import uuid4

from clerk_tui.cli.commands.work.ask import case_code
from clerk_tui.cli.connect.desk_options import PAPERS, argv_of
from clerk_tui.cli.connect.open_hall import open_hall
from clerk_tui.cli.connect.session import Session, line, record
from clerk_tui.cli.exits import Exit, Failure
from clerk_tui.cli.parser import Parser, short
from clerk_tui.shell import sentences
from data.law.identifier import shown
from data.model.case import IssuedNotice
from data.model.command import PrintNotice
from data.model.legal.time_zone import shanghai
from data.model.notice import Notice, Paper
from data.model.outcome import Conflict, Receipt, Refusal
from data.model.query import AskCase, AskNotice
from data.model.view import CaseFile
from data.port.hall import Hall
from data.time_source import TimeSource

PDF = ".pdf"


def declare_notice(parser: Parser) -> None:
    """Its arguments."""
    text, add = parser.texts, parser.own.add_argument
    add("code", metavar="CODE", help=text("cli.notice.code"))
    add("number", metavar="NUMBER", nargs="?", default="", help=text("cli.notice.number"))
    add("--paper", choices=PAPERS, default=Paper.PAGE.value, help=text("cli.help.paper"))
    add("--templates", metavar="DIR", type=Path, help=text("cli.help.templates"))
    ways = parser.own.add_mutually_exclusive_group()
    ways.add_argument("--to", metavar="FILE", type=Path, help=text("cli.notice.to"))
    ways.add_argument("--command", dest="print_command", metavar="CMD", help=text("cli.notice.command"))


def run_notice(session: Session, arguments: Namespace) -> Exit:
    """List a case's notices, or show one, or put it on paper and record that."""
    code = case_code(arguments.code, session.texts)
    on_paper = arguments.to is not None or arguments.print_command is not None
    command = argv_of(arguments.print_command) if arguments.print_command is not None else ()
    with open_hall(session, read_only=not on_paper) as (hall, clock):
        file = hall.ask(AskCase(today=session.today, code=code))
        if file is None:
            raise Failure(Exit.REFUSED, "refusal.case_unknown", case=code)
        if not arguments.number:
            return _list(session, file)
        issued = _wanted(file, arguments.number)
        if arguments.to is not None and arguments.to.suffix.lower() == PDF:
            arguments.paper = Paper.PAGE.value
        notice = _written(session, hall, file, issued, arguments)
        if not on_paper:
            for each in notice.lines:
                line(each)
            return Exit.DONE
        _put_out(notice, arguments.to, command, clock)
        return _recorded(session, hall, clock, file, issued, to_file=arguments.to is not None)


def _list(session: Session, file: CaseFile) -> Exit:
    text = session.texts
    for each in file.notices:
        if session.json:
            record(
                {
                    "number": each.number,
                    "kind": each.kind.value,
                    "issued": shanghai(each.issued).isoformat(),
                    "prints": each.prints,
                }
            )
            continue
        prints = text("notices.printed", times=each.prints) if each.prints else text("notices.unprinted")
        issued = f"{shanghai(each.issued):%Y-%m-%d}"
        line(f"{shown(each.number)}  {text(f'notice.kind.{each.kind}')}  {issued}  {prints}")
    return Exit.DONE


def _wanted(file: CaseFile, given: str) -> IssuedNotice:
    """The notice of that number, or the last one of that kind."""
    found = [each for each in file.notices if given in (each.number, each.kind.value)]
    if not found:
        raise Failure(Exit.REFUSED, "refusal.notice_unknown", number=short(given))
    return found[-1]


def _written(
    session: Session, hall: Hall, file: CaseFile, issued: IssuedNotice, arguments: Namespace
) -> Notice:
    from data.notices.book import NoticeBook
    from data.notices.notice_error import NoticeError

    told = hall.ask(AskNotice(code=file.line.code, number=issued.number))
    if told is None:
        raise Failure(Exit.REFUSED, "refusal.notice_unknown", number=issued.number)
    try:
        return NoticeBook(arguments.templates).write(told, session.language, Paper(arguments.paper))
    except NoticeError as error:
        raise Failure(Exit.REFUSED, error.key, **error.facts) from None


def _put_out(notice: Notice, to: Path | None, command: tuple[str, ...], clock: TimeSource) -> None:
    from data.notices import printing
    from data.notices.notice_error import NoticeError

    try:
        if to is None:
            printing.to_command(command, notice.text)
        elif to.suffix.lower() == PDF:
            from data.notices.pdf import pdf

            printing.to_file(to, pdf([notice], clock.now()))
        else:
            printing.to_file(to, notice.text)
    except NoticeError as error:
        raise Failure(Exit.UNAVAILABLE, error.key, **error.facts) from None


def _recorded(
    session: Session, hall: Hall, clock: TimeSource, file: CaseFile, issued: IssuedNotice, *, to_file: bool
) -> Exit:
    outcome = hall.do(
        PrintNotice(
            id=uuid4().hex,
            at=clock.now(),
            user=session.clerk,
            window=session.seat,
            case=file.line.code,
            number=issued.number,
            to="file" if to_file else "printer",
        )
    )
    match outcome:
        case Receipt():
            session.say("done.file_notice" if to_file else "done.print_notice", notice=issued.number)
            return Exit.DONE
        case Refusal():
            raise Failure(
                Exit.REFUSED, "cli.notice.unrecorded", reason=sentences.refusal(session.texts, outcome)
            )
        case Conflict():
            reason = sentences.conflict(session.texts, outcome)
            raise Failure(Exit.CONFLICT, "cli.notice.unrecorded", reason=reason)
