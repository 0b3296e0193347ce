"""The tests' own order: helpers in tests/support, fixtures in conftests, properties tried without a clock."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
MODULES = sorted(TESTS.rglob("*.py"))
SUPPORT = TESTS / "support"
MOST_MODULES = 16


def tree(path: Path) -> ast.Module:
    """What is written in a module."""
    return ast.parse(path.read_text("utf-8"), str(path))


def is_test(path: Path) -> bool:
    """Whether pytest looks for tests in a module."""
    return path.name.startswith("test_")


def imported(module: ast.Module) -> Iterator[str]:
    """Every module, and every name of a module, that is imported anywhere in this one."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)


def is_fixture_or_hook(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is for pytest to call."""
    return node.name.startswith("pytest_") or any(
        "fixture" in ast.unparse(each) for each in node.decorator_list
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TESTS)))
def test_nothing_is_imported_from_a_test_or_a_conftest(path: Path) -> None:
    of_tests = [name.split(".") for name in imported(tree(path)) if name.startswith("tests.")]
    named = [
        ".".join(each) for each in of_tests if any(p == "conftest" or p.startswith("test_") for p in each)
    ]
    assert named == []


@pytest.mark.parametrize(
    "path", sorted(TESTS.rglob("conftest.py")), ids=lambda path: str(path.relative_to(TESTS))
)
def test_a_conftest_has_fixtures_and_hooks_alone(path: Path) -> None:
    others = [
        node.name
        for node in tree(path).body
        if isinstance(node, ast.ClassDef)
        or (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not is_fixture_or_hook(node))
    ]
    assert others == []


def test_what_is_no_test_is_in_the_support() -> None:
    others = {
        str(path.relative_to(TESTS))
        for path in MODULES
        if not is_test(path)
        and path.name not in ("__init__.py", "conftest.py")
        and SUPPORT not in path.parents
    }
    assert not others
    assert not [path for path in SUPPORT.rglob("*.py") if is_test(path) or path.name == "conftest.py"]


def test_one_name_of_a_helping_module_means_one_thing() -> None:
    names = Counter(path.stem for path in SUPPORT.rglob("*.py") if path.stem != "__init__")
    assert [name for name, times in names.items() if times > 1] == []


def test_no_folder_has_more_helping_modules_than_one_can_look_over() -> None:
    folders = Counter(path.parent for path in MODULES if not is_test(path) and path.name != "__init__.py")
    assert {str(folder): many for folder, many in folders.items() if many > MOST_MODULES} == {}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TESTS)))
def test_no_property_has_a_deadline_of_its_own(path: Path) -> None:
    if path == TESTS / "conftest.py":
        return
    calls = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "settings"
    ]
    assert [ast.unparse(each) for each in calls if any(key.arg == "deadline" for key in each.keywords)] == []
