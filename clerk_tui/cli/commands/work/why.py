"""`why`: every clock of a case in words, with each day counted or not, and the law."""

from __future__ import annotations

from argparse import Namespace

from clerk_tui.cli.commands.work.ask import case_code
from clerk_tui.cli.connect.open_hall import open_hall
from clerk_tui.cli.connect.session import Session, line, record
from clerk_tui.cli.exits import Exit, Failure
from clerk_tui.cli.parser import Parser
from data.law.identifier import shown
from data.law.supervision_code import grouped
from data.model.legal.clock import Clock, ClockKind
from data.model.query import AskCase, AskWhy
from data.model.view import CaseFile
from data.port.explanation_json import explanation_json
from data.texts import Language
from data.texts.explanation import explained


def declare_why(parser: Parser) -> None:
    """Its arguments."""
    parser.own.add_argument("code", metavar="CODE", help=parser.texts("cli.why.code"))


def run_why(session: Session, arguments: Namespace) -> Exit:
    """Print why a case's clocks show what they show."""
    code = case_code(arguments.code, session.texts)
    text = session.texts
    with open_hall(session, read_only=True) as (hall, _):
        case = hall.ask(AskCase(today=session.today, code=code))
        explanations = hall.ask(AskWhy(today=session.today, code=code))
    if case is None:
        raise Failure(Exit.REFUSED, "refusal.case_unknown", case=code)
    if session.json:
        record({"case": code, "clocks": [explanation_json(each) for each in explanations]})
        return Exit.DONE
    name = case.line.item_name_en if session.language is Language.EN else ""
    line(f"{grouped(code)}  {shown(name or case.line.item_name)}")
    if not explanations:
        session.say("cli.why.nothing_runs", status=text(f"status.{case.line.status}"))
    for explanation in explanations:
        line("")
        for each in explained(explanation, text, _subject(explanation.clock, case, session)):
            line(shown(each))
    return Exit.DONE


def _subject(clock: Clock, case: CaseFile, session: Session) -> str:
    """The name of the step or the material that a clock belongs to."""
    english = session.language is Language.EN
    if clock.kind is ClockKind.STEP:
        names = {each.code: (each.name, each.name_en) for each in case.route}
    else:
        names = {each.code: (each.name, each.name_en) for each in case.checklist}
    name, name_en = names.get(clock.subject, ("", ""))
    return name_en if english and name_en else name
