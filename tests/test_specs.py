"""Every command and every query has its line in one table, and all that follows from it is the same set.

What has none (an invented class) is refused everywhere: by the rules, by a hall on a file, over the network,
by a window that is cut off. So a new one that nobody has provided for cannot be given or asked by anybody.
"""

from __future__ import annotations

import dataclasses
import inspect
import sys
import typing
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Literal, cast

import pytest

from clerk_tui.cli.commands.work.ask import NAMES as ASK_NAMES
from clerk_tui.cli.commands.work.ask import SHORTHANDS
from clerk_tui.desk.acts.registry import ACTS
from clerk_tui.desk.dialogs.unsent_commands import act_word
from data.core import commands, permission, queries
from data.core.authority import FORBIDDEN, forbids, may_not_ask, unregistered
from data.core.commands import COMMAND_SPECS, CommandSpec
from data.core.context import Rules, State
from data.core.decide import decide
from data.core.permission import Attempt, Permission, of_everybody, of_role
from data.core.queries import QUERY_SPECS, Offline, QuerySpec, answered_alone
from data.law.calendar.working_days import published
from data.model import command as c
from data.model import query as q
from data.model.account import Authority, Role
from data.model.command.envelope import Envelope
from data.model.outcome import Refusal
from data.model.settings import HallCard, Settings
from data.port.errors import NotAllowed
from data.port.hall import Hall
from data.port.queries import QUERIES
from data.server.routes.openapi import document
from data.server.routes.queries import QUERY_ROUTES
from data.store.answers import READERS
from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.texts import Language, texts
from data.time_source import TravellingClock
from tests.contract.sitting import CARD, CATALOGUE, OPENED, WINDOWS
from tests.offline.window import at_window
from tests.remote.far import always, answering, problem, reason_of
from tests.server.conftest import Served, hall_file, made_hall, served

__all__ = ["hall_file", "made_hall", "served"]

DEMO = dataclasses.replace(CARD, demo=True)
DOCS = Path(__file__).parents[1] / "docs"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BurnFiles(Envelope):
    """A command that somebody has added, and provided for nowhere."""

    act: Literal["burn_files"] = "burn_files"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AskEverything(q.Query[str]):
    """A query that somebody has added, and provided for nowhere."""

    window: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AskMore(q.AskCases):
    """Not even a class that is made from one with a line of its own stands on that line."""


BURN = cast("c.Command", BurnFiles(id="x", at=OPENED, user="张敏", window="3"))
INVENTED: tuple[q.Query[Any], ...] = (AskEverything(window="3"), AskMore(window="3"))


def classes(module: object, base: type[Any]) -> set[type[Any]]:
    """The classes that a module offers, without the base itself."""
    found = (each for each in vars(module).values() if inspect.isclass(each) and issubclass(each, base))
    return {each for each in found if each is not base and not inspect.isabstract(each)}


def command_classes() -> set[type[Any]]:
    """Every class of commands: whatever bears an act."""
    return {
        each
        for each in classes(c, Envelope)
        if any(field.name == "act" for field in dataclasses.fields(each))
    }


# Each has its line.


def test_every_class_of_commands_has_one_line() -> None:
    assert command_classes() == set(COMMAND_SPECS) == set(typing.get_args(c.Command))
    assert len({spec.act for spec in COMMAND_SPECS.values()}) == len(COMMAND_SPECS)
    assert len(commands._COMMANDS) == len(COMMAND_SPECS)


def test_every_class_of_queries_has_one_line() -> None:
    assert classes(q, q.Query) == set(QUERY_SPECS)
    assert len({spec.name for spec in QUERY_SPECS.values()}) == len(QUERY_SPECS)
    assert len(queries._QUERIES) == len(QUERY_SPECS)


def test_all_that_follows_from_the_queries_is_the_same_set() -> None:
    names = {spec.name for spec in QUERY_SPECS.values()}
    paths = {f"/v1/{name}" for name in names}
    asked = {
        path
        for path, methods in document()["paths"].items()
        for method in methods.values()
        if method["operationId"].startswith(("ask_", "tell_"))
    }
    assert {route.name for route in QUERY_ROUTES} == names == set(QUERIES)
    assert asked == paths == {route.path for route in QUERY_ROUTES}
    assert set(ASK_NAMES) - set(SHORTHANDS) == names
    assert {whole for whole, _ in SHORTHANDS.values()} <= names
    assert set(READERS) == set(QUERY_SPECS)


def test_every_field_of_a_line_is_a_field_of_its_class() -> None:
    for kind, spec in QUERY_SPECS.items():
        fields = {each.name for each in dataclasses.fields(cast(Any, kind))}
        assert set(spec.unspoken) <= fields, spec.name
        assert spec.of_case in {"", *fields}, spec.name
        if fields & {"code", "codes"} and kind is not q.AskItem:
            assert spec.of_case, f"{spec.name} names a case, which nobody may see by it unasked"
        if spec.offline is Offline.OF_A_WINDOW:
            assert "window" in fields, spec.name


NEEDS = {
    permission.at_window: "window",
    permission.own_window: "window",
    permission.of_department_named: "department",
    permission.of_step: "step",
}


@pytest.mark.parametrize(
    "spec", [*COMMAND_SPECS.values(), *QUERY_SPECS.values()], ids=lambda spec: spec.kind.__name__
)
def test_what_a_check_looks_at_is_there(spec: CommandSpec | QuerySpec) -> None:
    fields = {each.name for each in dataclasses.fields(spec.kind)}
    assert {NEEDS[check] for check in spec.permission.checks if check in NEEDS} <= fields
    if permission.shown in spec.permission.checks and isinstance(spec, QuerySpec):
        assert spec.of_case


# Who may, by the answers that are given.


def made(kind: type[Any], who: Authority) -> Any:
    """A command or query of a class, by somebody, with anything in it."""
    given = {
        "id": "x",
        "at": OPENED,
        "user": who.user,
        "window": who.window,
        "department": "market",
        "commands": (),
        "codes": (),
    }
    fields = dataclasses.fields(kind)
    blank = {each.name: "-" for each in fields if each.default is dataclasses.MISSING}
    return kind(**blank | {each.name: given[each.name] for each in fields if each.name in given})


def of(role: Role) -> Authority:
    """Somebody of one role, where it is theirs to act: at window 3, of the department."""
    window = "3" if role is Role.CLERK else ""
    return Authority(user="somebody", roles=(role,), window=window, departments=("market",))


def answer(kind: type[Any], role: Role, hall: HallCard) -> Refusal | None:
    """What the hall's own rule says to a role about a class."""
    who = of(role)
    if kind in COMMAND_SPECS:
        return forbids(who, hall, State(), made(kind, who))
    return may_not_ask(who, hall, made(kind, who), None, None)


def named(spec: CommandSpec | QuerySpec) -> str:
    """The name by which a command or query is known outside."""
    return spec.act if isinstance(spec, CommandSpec) else spec.name


def permitted(permission: Permission) -> set[Role]:
    """The roles that a permission names; a trainee is none of them."""
    return set(permission.freely) | (set(permission.roles) or (set(Role) - {Role.TRAINEE}))


STAFF = frozenset(Role) - {Role.TRAINEE}
WHO_MAY = {
    frozenset({Role.CLERK}): "call_next call_ticket recall serve skip revive hold unhold finish_ticket"
    " open_case check_materials tell_situation ask_correction accept decline withdraw settle_debt deliver"
    " filed snapshot",
    frozenset({Role.LEAD}): "raise close_ticket",
    frozenset({Role.CLERK, Role.LEAD}): "take_ticket transfer",
    frozenset({Role.REVIEWER}): "claim_step hand_back_step hand_over_step say_need return_step finish_step"
    " suspend resume decide revoke note_link take_opinion",
    frozenset({Role.REVIEWER, Role.LEAD}): "extend",
    frozenset({Role.CLERK, Role.REVIEWER, Role.LEAD}): "print_notice reveal applicant",
    frozenset({Role.LEAD, Role.SUPERVISOR, Role.ADMINISTRATOR}): "entries",
    STAFF: "queue window board day cases case course why earlier results notice draft collection licences"
    " steps step-counts counts departments items item hall",
}
"""Who may, said once more by hand: whoever adds a command or a query has to say it here, too."""

SPECS: tuple[CommandSpec | QuerySpec, ...] = (*COMMAND_SPECS.values(), *QUERY_SPECS.values())


def test_every_role_is_answered_as_the_table_says() -> None:
    answers = {spec.kind: {role: answer(spec.kind, role, CARD) for role in Role} for spec in SPECS}
    lines = [f"{'':16}{' '.join(f'{role:13}' for role in Role)}"]
    for spec in SPECS:
        told = (refusal.reason if refusal else "may" for refusal in answers[spec.kind].values())
        lines.append(f"{named(spec):16}{' '.join(f'{each:13.13}' for each in told)}")
    sys.stdout.write("\n".join(("", *lines, "")))
    for spec in SPECS:
        may = {role for role, refusal in answers[spec.kind].items() if refusal is None}
        assert may == permitted(spec.permission), spec.kind
        assert named(spec) in WHO_MAY[frozenset(may)].split(), spec.kind
        for role, refusal in answers[spec.kind].items():
            assert refusal is None or refusal.reason in FORBIDDEN, (spec.kind, role)


@pytest.mark.parametrize("role", list(Role))
def test_in_a_demo_hall_every_role_may_do_and_ask_whatever_is_provided_for(role: Role) -> None:
    assert all(answer(spec.kind, role, DEMO) is None for spec in SPECS)


@pytest.mark.parametrize("language", list(Language))
def test_every_act_and_every_reason_has_its_words(language: Language) -> None:
    said = texts(language)
    at_the_desk = {act.hall for act in ACTS}
    for spec in COMMAND_SPECS.values():
        assert spec.act in at_the_desk or f"did.{spec.act}" in said, spec.act
        assert act_word(said, spec.act)
    assert not [reason for reason in FORBIDDEN if f"refusal.{reason}" not in said]


def test_an_administrator_s_own_needs_one_word() -> None:
    own = of_role(Role.ADMINISTRATOR)
    asked = made(q.AskHall, of(Role.CLERK))
    refused = own.refusal(Attempt(of(Role.CLERK), asked))
    assert refused is not None
    assert refused.reason == "role_administrator"
    assert own.refusal(Attempt(of(Role.ADMINISTRATOR), asked)) is None
    assert of_everybody().refusal(Attempt(of(Role.TRAINEE), asked)) == Refusal(reason="demo_only", facts={})


# What has no line is refused.


def rules(hall: HallCard, authority: Authority | None = None, *, alone: bool = False) -> Rules:
    """The rules of a hall, for somebody or for whoever the operating system has let in."""
    return Rules(
        calendar=published(),
        settings=Settings(),
        hall=hall,
        windows=WINDOWS,
        now=OPENED + timedelta(minutes=1),
        authority=authority,
        alone=alone,
    )


def is_unregistered(outcome: object) -> bool:
    """Whether something was refused as what nobody has provided for."""
    return isinstance(outcome, Refusal) and outcome.reason == "unregistered"


@pytest.mark.parametrize("authority", [None, *(of(role) for role in Role)], ids=str)
@pytest.mark.parametrize("hall", [CARD, DEMO], ids=["hall", "demo"])
def test_an_invented_class_is_refused_by_the_rules(hall: HallCard, authority: Authority | None) -> None:
    for alone in (False, True):
        assert is_unregistered(decide(State(), BURN, rules(hall, authority, alone=alone)))
    if authority is not None:
        assert is_unregistered(forbids(authority, hall, State(), BURN))
    for query in INVENTED:
        assert is_unregistered(may_not_ask(authority, hall, query, None, None))
        assert is_unregistered(unregistered(query))
        assert not answered_alone(query)


def asked(hall: Hall, query: q.Query[Any]) -> Refusal | None:
    """The refusal that a hall answers a query by."""
    try:
        hall.ask(query)
    except NotAllowed as error:
        return error.refusal
    return None


@pytest.fixture(params=["hall", "demo"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlHall]:
    """A hall in a file on this machine, where nobody is asked for a role."""
    path = tmp_path / "file.db"
    create(path)
    hall = SqlHall.open(path, TravellingClock(OPENED), durable=False)
    hall.install(CATALOGUE, CARD if request.param == "hall" else DEMO, WINDOWS)
    yield hall
    hall.close()


def test_an_invented_class_is_refused_by_a_hall_in_a_file(hall: SqlHall) -> None:
    before = hall.mark()
    assert is_unregistered(hall.do(BURN))
    assert is_unregistered(hall.do(BURN, of(Role.ADMINISTRATOR)))
    assert all(is_unregistered(asked(hall, query)) for query in INVENTED)
    assert hall.mark() == before
    assert hall.ask(q.AskCases(window="3")).total == 0


def test_an_invented_class_never_leaves_a_desk() -> None:
    far = answering(always(problem(404, "no_such_path")))
    assert is_unregistered(far.hall.do(BURN))
    assert all(is_unregistered(asked(far.hall, query)) for query in INVENTED)
    assert not far.heard


def test_an_invented_class_has_no_way_to_a_server(served: Served) -> None:
    for path in ("everything", "ask-everything", "more"):
        for response in (served.ask(path), served.post(path, {"window": "3"})):
            assert (response.status_code, response.json()["reason"]) == (404, "no_such_path")
    response = served.send(served.command("burn_files"))
    assert (response.status_code, response.json()["reason"]) == (422, "act")
    assert served.events() == 0


def test_an_invented_class_is_refused_by_a_window_that_is_cut_off(tmp_path: Path) -> None:
    window = at_window(tmp_path)
    try:
        window.here.take()
        for pulled in (False, True):
            if pulled:
                window.cable.pull()
            assert is_unregistered(window.hall.do(BURN))
            assert all(is_unregistered(asked(window.hall, query)) for query in INVENTED)
        assert window.hall.unsent() == ()
        assert window.hall.ask(q.AskHall()).card == CARD
    finally:
        window.close()


def test_a_window_that_is_cut_off_answers_what_the_table_says(tmp_path: Path) -> None:
    window = at_window(tmp_path)
    try:
        window.cable.pull()
        for kind, spec in QUERY_SPECS.items():
            query = made(kind, of(Role.CLERK))
            if spec.offline is Offline.NEVER:
                assert reason_of(partial(window.hall.ask, query)) == "needs_hall", spec.name
            else:
                window.hall.ask(query)
            if spec.offline is Offline.OF_A_WINDOW:
                whole = dataclasses.replace(cast(Any, query), window="")
                assert reason_of(partial(window.hall.ask, whole)) == "needs_hall", spec.name
    finally:
        window.close()


# That the tests above fail when a class is added and nothing else is shown by adding one.


@pytest.mark.parametrize(
    ("module", "invented", "failing"),
    [
        (q, AskEverything, test_every_class_of_queries_has_one_line),
        (c, BurnFiles, test_every_class_of_commands_has_one_line),
    ],
    ids=["query", "command"],
)
def test_a_class_that_is_added_without_a_line_fails(
    module: object, invented: type[Any], failing: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing()
    monkeypatch.setattr(module, invented.__name__, invented, raising=False)
    with pytest.raises(AssertionError):
        failing()


def test_a_line_that_is_added_without_a_reader_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = QuerySpec("everything", AskEverything, of_everybody(), Offline.NEVER)
    monkeypatch.setattr(f"{__name__}.QUERY_SPECS", {**QUERY_SPECS, AskEverything: spec})
    with pytest.raises(AssertionError):
        test_all_that_follows_from_the_queries_is_the_same_set()


# What is written about it.

WAYS = {(True, False): "GET", (True, True): "GET, POST", (False, True): "POST"}
WHO: dict[permission.Check, str] = {
    permission.shown: "who sees the case",
    permission.own_window: "at that window",
    permission.of_department_named: "of that department",
}
ALONE = {Offline.NEVER: "", Offline.OF_A_WINDOW: "for its window", Offline.ALWAYS: "yes"}


def row(spec: QuerySpec) -> str:
    """A query's line in the table of the server's queries."""
    route = next(each for each in QUERY_ROUTES if each.name == spec.name)
    roles = ", ".join(spec.permission.roles) or "everybody"
    only = "".join(f", {WHO[check]}" for check in spec.permission.checks)
    ways = WAYS[route.by_address, route.by_body]
    shared = "yes" if spec.shared else ""
    cells = (f"`{spec.name}`", ways, f"{roles}{only}", shared, ALONE[spec.offline])
    return "| " + " | ".join(cells).replace("|  |", "| |").rstrip() + " |"


def test_the_page_of_the_server_has_every_query() -> None:
    page = (DOCS / "server.md").read_text("utf-8")
    start = page.index("| name | by |")
    told = page[start : page.index("\n\n", start)].splitlines()[2:]
    assert told == [row(spec) for spec in QUERY_SPECS.values()]
