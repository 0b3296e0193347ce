"""`init`: a hall's database made, empty or a demo."""

from __future__ import annotations

import re
from argparse import Namespace
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

from clerk_tui.cli.connect.options import Place
from clerk_tui.cli.connect.session import Session
from clerk_tui.cli.exits import Exit, Failure, misused
from clerk_tui.cli.parser import Parser, short
from data.demo.demo_place import CARD, FIRST_DAY, LAST_DAY, MOST_CASES
from data.law.supervision_code import ALPHABET
from data.model.command import setting_up
from data.model.legal.time_zone import SHANGHAI
from data.model.outcome import Refusal
from data.model.settings import HallCard, Window

MOST_WINDOWS = 99


MOST_SEED = 10**9


def declare_init(parser: Parser) -> None:
    """The arguments of `init`."""
    text, add = parser.texts, parser.own.add_argument
    add("--demo", action="store_true", help=text("cli.init.demo"))
    cases, seed = parser.number(1, MOST_CASES), parser.number(0, MOST_SEED)
    add("--cases", metavar="N", type=cases, help=text("cli.init.cases"))
    add("--seed", metavar="S", type=seed, help=text("cli.init.seed"))
    add("--name", metavar="NAME", default="政务服务中心", help=text("cli.init.name"))
    add("--region", metavar="CODE", default=CARD.region, help=text("cli.init.region"))
    add("--hall", metavar="X", default=CARD.code, help=text("cli.init.hall"))
    windows = parser.number(1, MOST_WINDOWS)
    add("--windows", metavar="N", type=windows, default=8, help=text("cli.init.windows"))


def run_init(session: Session, arguments: Namespace) -> Exit:
    """Make a database: an empty hall with our catalogue, or a demo hall."""
    if not arguments.demo and (arguments.cases is not None or arguments.seed is not None):
        raise misused("cli.init.without_demo")
    card = _card(arguments)
    place, named = session.place, session.named
    if session.db is None and isinstance(place, Path):
        place.parent.mkdir(parents=True, exist_ok=True)
    if arguments.demo:
        from data.demo.demo_database import make_database

        today = demo_day(session)
        made = make_database(place, today=today, cases=arguments.cases, seed=arguments.seed)
        session.say("cli.init.demo_done", path=named, cases=made.cases, commands=made.commands, today=today)
        return Exit.DONE
    windows = tuple(
        Window(code=str(number), name=f"{number}号窗口", name_en=f"Window {number}")
        for number in range(1, arguments.windows + 1)
    )
    items = _install(session, place, card, windows)
    session.say("cli.init.done", path=named, items=items, windows=len(windows))
    return Exit.DONE


def demo_day(session: Session) -> date:
    """The day on which a demo is set.

    Raises:
        Failure: no demo can be set on it (wrong use).
    """
    today = session.day()
    if not FIRST_DAY <= today <= LAST_DAY:
        raise misused("cli.init.day", first=FIRST_DAY, last=LAST_DAY)
    return today


def _card(arguments: Namespace) -> HallCard:
    region: str = arguments.region
    code: str = arguments.hall
    name: str = arguments.name
    if not re.fullmatch("[0-9]{6}", region):
        raise misused("cli.init.region_wrong", given=short(region))
    if len(code) != 1 or code not in ALPHABET:
        raise misused("cli.init.hall_wrong", given=short(code))
    if not name.strip():
        raise misused("cli.init.name_blank")
    return HallCard(region=region, code=code, name=name)


def _install(session: Session, place: Place, card: HallCard, windows: tuple[Window, ...]) -> int:
    """A hall with our own catalogue and no case; answers how many items it offers."""
    from data.catalogue.files import read_catalogue
    from data.store.upkeep.founding import found

    catalogue = read_catalogue()
    set_up = setting_up(
        catalogue,
        card,
        windows,
        id=uuid4().hex,
        at=datetime.now(SHANGHAI),
        user=session.clerk,
        reason=session.texts("cli.init.reason"),
    )
    done = found(place, set_up)
    if isinstance(done, Refusal):
        raise Failure(Exit.WRONG_USE, f"refusal.{done.reason}", **done.facts)
    return len(catalogue.items)
