"""Every command and every query has its line in one table, and all that follows from it is the same set."""

from __future__ import annotations

import dataclasses
import inspect
import typing
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, cast

import pytest

from clerk_tui.cli.commands.work.ask import NAMES as ASK_NAMES
from clerk_tui.cli.commands.work.ask import SHORTHANDS
from data.core import commands, permission, queries
from data.core.commands import COMMAND_SPECS, CommandSpec
from data.core.permission import of_everybody
from data.core.queries import QUERY_SPECS, Offline, QuerySpec
from data.model import command as c
from data.model import query as q
from data.model.command.envelope import Envelope
from data.port.queries import QUERIES
from data.server.routes.openapi import document
from data.server.routes.queries import QUERY_ROUTES
from data.store.answers import READERS
from tests.support.specimens import AskEverything, BurnFiles

DOCS = Path(__file__).parents[2] / "docs"


def classes(package: ModuleType, base: type[Any]) -> set[type[Any]]:
    """The classes of a package, whichever of its modules they stand in, without the base itself."""
    inside = (import_module(f"{package.__name__}.{each.name}") for each in iter_modules(package.__path__))
    found = (each for module in (package, *inside) for each in vars(module).values())
    return {each for each in found if inspect.isclass(each) and issubclass(each, base)} - {base}


def command_classes() -> set[type[Any]]:
    """Every class of commands: whatever bears an act."""
    return {
        each
        for each in classes(c, Envelope)
        if any(field.name == "act" for field in dataclasses.fields(each))
    }


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
