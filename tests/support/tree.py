"""The project's own files: its modules, by the path they have and the name that others import them by."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = ("clerk_tui", "widgets", "data")
ROOMS = (*PROGRAM, "tests", "bench")


def modules(*rooms: str) -> tuple[Path, ...]:
    """Every module of the rooms, by its path from the root."""
    return tuple(path.relative_to(ROOT) for room in rooms for path in sorted((ROOT / room).rglob("*.py")))


@cache
def parsed(path: Path) -> ast.Module:
    """A module's syntax."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """The name by which a module is imported."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")
