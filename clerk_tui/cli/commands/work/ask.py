"""`ask`: a question to the hall, its answer as JSON lines."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from clerk_tui.cli.connect.open_hall import open_hall
from clerk_tui.cli.connect.session import Session, record
from clerk_tui.cli.exits import Exit, Failure, misused
from clerk_tui.cli.parser import Parser, day, short
from clerk_tui.shell.sentences import sentence
from data.law.supervision_code import SupervisionCodeError, parse
from data.model import query as q
from data.model.legal.clock import Light
from data.model.view import CaseLine, Page
from data.port.codec import JSON, plain
from data.port.errors import BadPageKey
from data.port.hall import Hall
from data.texts import Texts

PAGE = 500
MOST = 10_000

Line = TypeVar("Line")
Pairs = dict[str, str]
Answers = Iterator[object]


@dataclass(frozen=True, slots=True)
class Question:
    """One query by name: the names it knows and how it is answered, a value a line."""

    names: tuple[str, ...]
    answer: Callable[[Hall, Pairs, date | None], Answers]
    required: tuple[str, ...] = ()


def declare_ask(parser: Parser) -> None:
    """Its arguments."""
    text, add = parser.texts, parser.own.add_argument
    add("query", metavar="QUERY", help=text("cli.ask.query", known=", ".join(QUESTIONS)))
    add("pairs", metavar="name=value", nargs="*", help=text("cli.ask.pairs"))


def run_ask(session: Session, arguments: Namespace) -> Exit:
    """Print the answer."""
    name: str = arguments.query
    question = QUESTIONS.get(name)
    if question is None:
        raise misused("cli.ask.unknown", given=short(name), known=", ".join(QUESTIONS))
    pairs = _pairs(arguments.pairs, name, question)
    if "window" in question.names and session.window:
        pairs.setdefault("window", session.window)
    if name in OF_A_CASE and pairs.get("code"):
        pairs["code"] = case_code(pairs["code"], session.texts)
    missing = [each for each in question.required if not pairs.get(each)]
    if missing:
        raise misused("cli.ask.missing", query=name, name=missing[0])
    with open_hall(session, read_only=True) as (hall, _):
        _print(question.answer(hall, pairs, session.today))
    return Exit.DONE


def _print(answers: Answers) -> None:
    try:
        for answer in answers:
            record(legible(plain(answer)))
    except BadPageKey:
        raise misused("cli.ask.after") from None


def legible(value: JSON, name: str = "") -> JSON:
    """The value with lights as words instead of their order, and counts by name."""
    if name == "light" and isinstance(value, int):
        return Light(value).key
    if name in ("lights", "tabs") and isinstance(value, list):
        pairs = [pair for pair in value if isinstance(pair, list)]
        return {str(legible(pair[0], name[:-1])): pair[1] for pair in pairs}
    if isinstance(value, dict):
        return {key: legible(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [legible(each) for each in value]
    return value


def case_code(text: str, texts: Texts) -> str:
    """A supervision code as typed.

    Raises:
        Failure: it is none (wrong use).
    """
    try:
        return str(parse(text))
    except SupervisionCodeError as error:
        reason = sentence(texts, error.key, error.facts)
        raise misused("cli.bad_code", given=short(text), reason=reason) from None


def _pairs(given: list[str], query: str, question: Question) -> Pairs:
    pairs: Pairs = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise misused("cli.ask.no_equals", given=short(pair))
        if name not in question.names:
            known = ", ".join(question.names) or "-"
            raise misused("cli.ask.name", query=query, given=short(name), known=known)
        pairs[name] = value
    return pairs


def _limit(pairs: Pairs) -> int | None:
    given = pairs.get("limit")
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 6 and 1 <= int(given) <= MOST):
        raise misused("cli.ask.limit", given=short(given), most=MOST)
    return int(given)


def _pages(ask: Callable[[int, str | None], Page[Line]], pairs: Pairs) -> Answers:
    """Every line of a list; with a `limit` that many, and then where the next ones begin."""
    limit, after = _limit(pairs), pairs.get("after")
    if limit is not None:
        page = ask(limit, after)
        yield from page.lines
        yield {"after": page.after, "total": page.total}
        return
    while True:
        page = ask(PAGE, after)
        yield from page.lines
        after = page.after
        if after is None:
            return


def _queue(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    window = pairs.get("window", "")
    return _pages(
        lambda limit, after: hall.ask(q.AskQueue(today=today, window=window, limit=limit, after=after)), pairs
    )


def _cases(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    given = pairs.get("tab", q.Tab.OPEN)
    if given not in tuple(q.Tab):
        raise misused("cli.ask.tab", given=short(given), known=", ".join(q.Tab))
    return _case_lines(hall, pairs, today, q.Tab(given))


def _case_lines(hall: Hall, pairs: Pairs, today: date | None, tab: q.Tab) -> Answers:
    def ask(limit: int, after: str | None) -> Page[CaseLine]:
        return hall.ask(
            q.AskCases(
                today=today,
                tab=tab,
                window=pairs.get("window", ""),
                department=pairs.get("department", ""),
                find=pairs.get("find", ""),
                limit=limit,
                after=after,
            )
        )

    return _pages(ask, pairs)


def _lights(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    return _case_lines(hall, pairs, today, q.Tab.LIGHTS)


def _case(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    code = pairs["code"]
    yield _found(hall.ask(q.AskCase(today=today, code=code)), "refusal.case_unknown", case=code)


def _steps(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    department = pairs.get("department", "")
    return _pages(
        lambda limit, after: hall.ask(
            q.AskSteps(today=today, department=department, limit=limit, after=after)
        ),
        pairs,
    )


def _items(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    find = pairs.get("find", "")
    return _pages(
        lambda limit, after: hall.ask(q.AskItems(today=today, find=find, limit=limit, after=after)), pairs
    )


def _item(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    code = pairs["code"]
    item = hall.ask(q.AskItem(today=today, code=code, version=pairs.get("version", "")))
    yield _found(item, "refusal.item_unknown", item=short(code))


def _entries(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    stream = pairs.get("stream", "")
    return _pages(
        lambda limit, after: hall.ask(q.AskEntries(today=today, stream=stream, limit=limit, after=after)),
        pairs,
    )


def _hall(hall: Hall, _pairs: Pairs, today: date | None) -> Answers:
    yield hall.ask(q.AskHall(today=today))


def _window(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    yield hall.ask(q.AskWindow(today=today, window=pairs["window"]))


def _counts(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    yield hall.ask(q.AskCounts(today=today, window=pairs.get("window", "")))


def _departments(hall: Hall, _pairs: Pairs, today: date | None) -> Answers:
    yield from hall.ask(q.AskDepartments(today=today))


def _board(hall: Hall, _pairs: Pairs, today: date | None) -> Answers:
    yield hall.ask(q.AskBoard(today=today))


def _day(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    given = pairs.get("day")
    try:
        named = None if given is None else day(given)
    except ValueError:
        raise misused("cli.usage.day", given=short(given or "")) from None
    yield hall.ask(q.AskDay(today=today, day=named))


def _earlier(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    yield from hall.ask(q.AskEarlier(today=today, code=pairs["code"]))


def _ready(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    yield from hall.ask(q.AskReady(today=today, code=pairs["code"]))


def _licences(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    yield from hall.ask(q.AskLicences(today=today, code=pairs["code"]))


def _applicant(hall: Hall, pairs: Pairs, today: date | None) -> Answers:
    code, command = pairs["code"], pairs["command"]
    applicant = hall.ask(q.AskApplicant(today=today, code=code, command=command))
    yield _found(applicant, "cli.ask.not_revealed", case=code)


def _found(answer: object | None, key: str, **facts: str) -> object:
    if answer is None:
        raise Failure(Exit.REFUSED, key, **facts)
    return answer


OF_A_CASE = frozenset({"case", "earlier", "ready", "licences", "applicant"})
_PAGED = ("limit", "after")

QUESTIONS = {
    "queue": Question(("window", *_PAGED), _queue),
    "cases": Question(("tab", "window", "department", "find", *_PAGED), _cases),
    "case": Question(("code",), _case, ("code",)),
    "steps": Question(("department", *_PAGED), _steps),
    "lights": Question(("window", "department", "find", *_PAGED), _lights),
    "items": Question(("find", *_PAGED), _items),
    "item": Question(("code", "version"), _item, ("code",)),
    "entries": Question(("stream", *_PAGED), _entries),
    "hall": Question((), _hall),
    "window": Question(("window",), _window, ("window",)),
    "counts": Question(("window",), _counts),
    "departments": Question((), _departments),
    "board": Question((), _board),
    "day": Question(("day",), _day),
    "earlier": Question(("code",), _earlier, ("code",)),
    "ready": Question(("code",), _ready, ("code",)),
    "licences": Question(("code",), _licences, ("code",)),
    "applicant": Question(("code", "command"), _applicant, ("code", "command")),
}
"""What can be asked, by name."""
