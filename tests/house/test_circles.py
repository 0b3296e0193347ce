"""No file needs, by whatever way round, a file that needs it: nor where only types are needed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.support.tree import ROOMS, modules, name_of, parsed


def imported(tree: ast.Module, own: frozenset[str]) -> Iterator[str]:
    """Which of our own modules a module imports, wherever in it, `TYPE_CHECKING` included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in own)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for each in node.names:
                within = f"{node.module}.{each.name}"
                if within in own:
                    yield within
                elif node.module in own:
                    yield node.module


def circle(needs: Mapping[str, set[str]]) -> list[str]:
    """The names of one circle, the first again as the last; nothing where there is none."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def test_no_file_needs_one_that_needs_it() -> None:
    paths = modules(*ROOMS)
    own = frozenset(name_of(path) for path in paths)
    needs = {name_of(path): set(imported(parsed(path), own)) - {name_of(path)} for path in paths}
    assert sum(map(len, needs.values())) > len(needs)
    assert circle(needs) == []


@pytest.mark.parametrize(
    "source",
    [
        "from house import b",
        "import house.b",
        "from house.b import name",
        "if TYPE_CHECKING:\n    from house.b import name",
        "def function():\n    from house import b",
    ],
)
def test_a_circle_is_seen_however_it_is_imported(source: str) -> None:
    own = frozenset({"house", "house.a", "house.b"})
    needs = {
        "house.a": set(imported(ast.parse(source), own)),
        "house.b": set(imported(ast.parse("from house.a import other"), own)),
    }
    assert needs["house.a"] == {"house.b"}
    assert set(circle(needs)) == {"house.a", "house.b"}
