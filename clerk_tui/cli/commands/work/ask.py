"""`ask`: a query to the hall by its name, its answer as JSON lines."""

from __future__ import annotations

import dataclasses
import json
import sys
import typing
from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import date
from enum import EnumType
from types import MappingProxyType
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from clerk_tui.cli.connect.open_hall import open_hall
from clerk_tui.cli.connect.session import Session, record
from clerk_tui.cli.exits import Exit, Failure, misused
from clerk_tui.cli.parser import Parser, day, short
from clerk_tui.shell.sentences import sentence
from data.law.supervision_code import SupervisionCodeError, parse
from data.model.legal.clock import Light
from data.model.query import Query
from data.model.view import Page
from data.port.codec import JSON, plain
from data.port.errors import BadPageKey
from data.port.hall import Hall
from data.port.queries import OF_A_CASE, QUERIES, UNSPOKEN, answer_type, query_adapter
from data.texts import Texts

PAGE = 500
MOST = 10_000
FROM_INPUT = "-"

Line = TypeVar("Line")
Pairs = dict[str, str]
Answers = Iterator[object]

SHORTHANDS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = MappingProxyType(
    {"lights": ("cases", {"tab": "lights"})}
)
"""Names for a query with some of its conditions given."""

NAMES: Final = (*QUERIES, *SHORTHANDS)
"""What can be asked, by name."""

NOTHING: Final = MappingProxyType(
    {
        "case": "refusal.case_unknown",
        "course": "refusal.case_unknown",
        "item": "refusal.item_unknown",
        "applicant": "cli.ask.not_revealed",
    }
)
"""The sentence for a query to which there is no answer, where it has one of its own."""


@dataclasses.dataclass(frozen=True, slots=True)
class Form:
    """What a query can be told by `name=value`; `given` is told already."""

    name: str
    kind: type[Query[Any]]
    hints: Mapping[str, Any]
    required: tuple[str, ...]
    given: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its conditions."""
        return tuple(name for name in self.hints if name not in self.given)


def form_of(name: str) -> Form:
    """What the query of a name can be told, all but the day, which is `--today`."""
    name, given = SHORTHANDS.get(name, (name, {}))
    kind = QUERIES[name]
    hints = typing.get_type_hints(kind)
    own = [each for each in dataclasses.fields(kind) if each.name != "today"]
    return Form(
        name=name,
        kind=kind,
        hints={each.name: hints[each.name] for each in own},
        required=tuple(each.name for each in own if each.default is dataclasses.MISSING),
        given=given,
    )


def declare_ask(parser: Parser) -> None:
    """Its arguments."""
    text, add = parser.texts, parser.own.add_argument
    add("query", metavar="QUERY", help=text("cli.ask.query", known=", ".join(NAMES)))
    add("pairs", metavar="name=value", nargs="*", help=text("cli.ask.pairs"))


def run_ask(session: Session, arguments: Namespace) -> Exit:
    """Print the answer."""
    name: str = arguments.query
    if name not in NAMES:
        raise misused("cli.ask.unknown", given=short(name), known=", ".join(NAMES))
    form = form_of(name)
    pairs = _pairs(arguments.pairs, name, form)
    if "window" in form.hints and session.window:
        pairs.setdefault("window", session.window)
    if OF_A_CASE.get(form.name) == "code" and pairs.get("code"):
        pairs["code"] = case_code(pairs["code"], session.texts)
    missing = [each for each in form.required if not pairs.get(each)]
    if missing:
        raise misused("cli.ask.missing", query=name, name=missing[0])
    query = _query(form, pairs, session.today)
    with open_hall(session, read_only=True) as (hall, _):
        _print(_answers(hall, form, query, pairs))
    return Exit.DONE


def whole(hall: Hall, query: Query[Page[Line]]) -> Iterator[Line]:
    """Every line of a list, from its beginning or from where `after` of the query says."""
    asked: Any = query
    while True:
        page: Page[Line] = hall.ask(dataclasses.replace(asked, limit=PAGE))
        yield from page.lines
        if page.after is None:
            return
        asked = dataclasses.replace(asked, after=page.after)


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


def _print(answers: Answers) -> None:
    try:
        for answer in answers:
            record(legible(plain(answer)))
    except BadPageKey:
        raise misused("cli.ask.after") from None


def _answers(hall: Hall, form: Form, query: Query[Any], pairs: Pairs) -> Answers:
    """The answer, a value a line: all of a list, or with `limit` a page and where the next one begins."""
    if typing.get_origin(answer_type(form.kind)) is Page and "limit" not in pairs:
        yield from whole(hall, query)
        return
    answer = hall.ask(query)
    if isinstance(answer, Page):
        yield from answer.lines
        yield {"after": answer.after, "total": answer.total}
    elif isinstance(answer, tuple):
        yield from answer
    elif answer is None:
        code = short(pairs.get("code", "-"))
        raise Failure(Exit.REFUSED, NOTHING.get(form.name, "cli.ask.nothing"), case=code, item=code)
    else:
        yield answer


def _pairs(given: list[str], asked: str, form: Form) -> Pairs:
    pairs: Pairs = dict(form.given)
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise misused("cli.ask.no_equals", given=short(pair))
        if name not in form.names:
            known = ", ".join(form.names) or "-"
            raise misused("cli.ask.name", query=asked, given=short(name), known=known)
        if value == FROM_INPUT and name in UNSPOKEN.get(form.name, ()):
            # What may be personal need not stand where other users of the machine see it.
            value = sys.stdin.readline().rstrip("\r\n")
        pairs[name] = value
    return pairs


def _query(form: Form, pairs: Pairs, today: date | None) -> Query[Any]:
    """The query as it was told.

    Raises:
        Failure: a value that does not fit (wrong use).
    """
    told = {name: _value(form, name, value) for name, value in pairs.items()}
    if today is not None:
        told["today"] = today.isoformat()
    try:
        return query_adapter(form.kind).validate_json(json.dumps(told))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        name = str(first["loc"][0])
        raise misused("cli.ask.value", name=name, given=short(pairs.get(name, "-"))) from None


def _value(form: Form, name: str, value: str) -> JSON:
    """A value as JSON has it, for the condition of a name."""
    hint = form.hints[name]
    if name == "limit":
        if not (value.isascii() and value.isdigit() and len(value) < 6 and 1 <= int(value) <= MOST):
            raise misused("cli.ask.limit", given=short(value), most=MOST)
    elif isinstance(hint, EnumType):
        known = [str(each.value) for each in typing.cast(Any, hint)]
        if value not in known:
            raise misused("cli.ask.choice", name=name, given=short(value), known=", ".join(known))
    elif hint == date | None:
        try:
            day(value)
        except ValueError:
            raise misused("cli.usage.day", given=short(value)) from None
    elif hint == tuple[str, ...]:
        return [each for each in value.split(",") if each]
    elif typing.get_origin(hint) is tuple:
        return _commands(name, value)
    return value


def _commands(name: str, value: str) -> JSON:
    """A list of commands in JSON, each with its act."""
    try:
        told: JSON = json.loads(value)
    except ValueError:
        told = None
    if not (isinstance(told, list) and all(isinstance(each, dict) and "act" in each for each in told)):
        raise misused("cli.ask.value", name=name, given=short(value))
    return told
