"""`init`: a hall's database made: a demo, a hall on our own catalogue, or one that is told whole in files."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from clerk_tui.cli.connect.session import Session, complain
from clerk_tui.cli.exits import Exit, Failure, misused
from clerk_tui.cli.parser import Parser, short
from data.demo.demo_place import CARD, FIRST_DAY, LAST_DAY, MOST_CASES
from data.law.supervision_code import ALPHABET
from data.model.outcome import Refusal
from data.model.settings import HallCard, Window
from data.time_source import RealClock

if TYPE_CHECKING:
    from data.catalogue.founding.whole_hall import WholeHall

MOST_WINDOWS = 99
WINDOWS = 8
NAME = "政务服务中心"
MOST_SEED = 10**9

_OWN = ("name", "region", "hall", "catalogue", "windows")
"""What is told of a hall that is no demo."""


def declare_init(parser: Parser) -> None:
    """The arguments of `init`."""
    text, add = parser.texts, parser.own.add_argument
    add("--demo", action="store_true", help=text("cli.init.demo"))
    cases, seed = parser.number(1, MOST_CASES), parser.number(0, MOST_SEED)
    add("--cases", metavar="N", type=cases, help=text("cli.init.cases"))
    add("--seed", metavar="S", type=seed, help=text("cli.init.seed"))
    add("--name", metavar="NAME", help=text("cli.init.name"))
    add("--region", metavar="CODE", help=text("cli.init.region"))
    add("--hall", metavar="X", help=text("cli.init.hall"))
    add("--catalogue", metavar="DIR", type=Path, help=text("cli.init.catalogue"))
    add("--windows", metavar="N|FILE", type=_number_or_file(parser), help=text("cli.init.windows"))


def _number_or_file(parser: Parser) -> Callable[[str], int | Path]:
    number = parser.number(1, MOST_WINDOWS)

    def convert(text: str) -> int | Path:
        if re.fullmatch("[+-]?[0-9]+", text):
            return number(text)
        if not text.strip():
            raise ArgumentTypeError(parser.texts("cli.usage.number", given=""))
        return Path(text)

    return convert


def run_init(session: Session, arguments: Namespace) -> Exit:
    """Make a database: an empty hall, or a demo hall."""
    if arguments.demo:
        return _demo(session, arguments)
    if arguments.cases is not None or arguments.seed is not None:
        raise misused("cli.init.without_demo")
    whole = _whole(session, arguments)
    if whole is None:
        return Exit.WRONG_USE
    _make_folder(session)
    _install(session, whole)
    plan = whole.plan
    facts = {"items": len(whole.catalogue.items), "windows": len(plan.windows), "path": session.named}
    if plan.stations:
        session.say("cli.init.done_stations", **facts, stations=len(plan.stations))
    else:
        session.say("cli.init.done", **facts)
    for remark in whole.remarks:
        session.say("cli.import.remark", file=plan.file, remark=remark.told(session.texts))
    return Exit.DONE


def _demo(session: Session, arguments: Namespace) -> Exit:
    given = [f"--{name}" for name in _OWN if getattr(arguments, name) is not None]
    if given:
        raise misused("cli.init.demo_own", given=" ".join(given))
    from data.demo.demo_database import make_database

    today = demo_day(session)
    _make_folder(session)
    made = make_database(session.place, today=today, cases=arguments.cases, seed=arguments.seed)
    facts = {"cases": made.cases, "commands": made.commands, "today": today}
    session.say("cli.init.demo_done", path=session.named, **facts)
    return Exit.DONE


def _make_folder(session: Session) -> None:
    """Make the user's data folder, where no other place was named."""
    if session.db is None and isinstance(session.place, Path):
        session.place.parent.mkdir(parents=True, exist_ok=True)


def demo_day(session: Session) -> date:
    """The day on which a demo is set.

    Raises:
        Failure: no demo can be set on it (wrong use).
    """
    today = session.day()
    if not FIRST_DAY <= today <= LAST_DAY:
        raise misused("cli.init.day", first=FIRST_DAY, last=LAST_DAY)
    return today


def _whole(session: Session, arguments: Namespace) -> WholeHall | None:
    """The hall that is asked for, or None after telling everything that keeps it from being made."""
    from data.catalogue.founding.hall_file import HallPlan
    from data.catalogue.founding.whole_hall import read_whole
    from data.catalogue.problem import CatalogueError

    over = _told(arguments)
    windows: int | Path | None = arguments.windows
    if not isinstance(windows, Path):
        card = HallCard(
            region=over.get("region", CARD.region),
            code=over.get("code", CARD.code),
            name=over.get("name", NAME),
        )
        told: Path | HallPlan = HallPlan(file="", card=card, windows=_numbered(windows or WINDOWS))
    else:
        told = windows
    try:
        return read_whole(arguments.catalogue, told, over)
    except CatalogueError as error:
        for problem in error.problems:
            complain(problem.told(session.texts))
        return None


def _numbered(count: int) -> tuple[Window, ...]:
    return tuple(
        Window(code=str(number), name=f"{number}号窗口", name_en=f"Window {number}")
        for number in range(1, count + 1)
    )


def _told(arguments: Namespace) -> dict[str, str]:
    """What options say of the hall."""
    region: str | None = arguments.region
    code: str | None = arguments.hall
    name: str | None = arguments.name
    if region is not None and not re.fullmatch("[0-9]{6}", region):
        raise misused("cli.init.region_wrong", given=short(region))
    if code is not None and (len(code) != 1 or code not in ALPHABET):
        raise misused("cli.init.hall_wrong", given=short(code))
    if name is not None and not name.strip():
        raise misused("cli.init.name_blank")
    given = {"region": region, "code": code, "name": name}
    return {field: value for field, value in given.items() if value is not None}


def _install(session: Session, whole: WholeHall) -> None:
    from data.model.command import setting_up
    from data.store.upkeep.founding import found

    plan = whole.plan
    command = setting_up(
        whole.catalogue,
        plan.card,
        plan.windows,
        plan.settings,
        plan.stations,
        id=uuid4().hex,
        at=RealClock().now(),
        user=session.clerk,
        reason=session.texts("cli.init.reason"),
    )
    done = found(session.place, command)
    if isinstance(done, Refusal):
        raise Failure(Exit.WRONG_USE, f"refusal.{done.reason}", **done.facts)
