"""A plugin of pytest: after the tests, every statement and the tables whose district it leaves out."""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Table
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.elements import BinaryExpression
from sqlalchemy.sql.schema import Column
from sqlalchemy.sql.selectable import Alias

import data.store
from data.store.engine.statement import Put, Statement

PLUGIN = __name__
STATEMENTS = "CLERK_TUI_STATEMENTS"
"""The variable that names the file to tell it in."""
Statements: TypeAlias = dict[str, list[str]]


def pytest_sessionfinish() -> None:
    """Write them down."""
    for module in pkgutil.walk_packages(data.store.__path__, "data.store."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    # A desk that was opened in this process before has put what there was out of the collector's sight.
    gc.unfreeze()
    found = [each for each in gc.get_objects() if isinstance(each, Statement)]
    told = {each.sql: sorted(set(_tables_without_district(each))) for each in found}
    Path(os.environ[STATEMENTS]).write_text(json.dumps(told), encoding="utf-8")


def read_statements(path: Path) -> Statements:
    """What was written down: statements, and the tables whose district they do not name."""
    told: Statements = json.loads(path.read_text("utf-8"))
    return told


def _tables_without_district(statement: Statement) -> Iterator[str]:
    expression = statement._expression
    if isinstance(expression, Insert):
        if isinstance(statement, Put):
            return
        named = {getattr(column, "name", column) for column in (expression._values or {})}
        if named and "district" not in named:
            yield expression.table.name
        return
    tables: set[object] = set()
    compared: set[object] = set()
    for element in visitors.iterate(expression):  # type: ignore[arg-type]
        if isinstance(element, Table | Alias):
            tables.add(element)
        if isinstance(element, BinaryExpression) and element.operator is operators.eq:
            compared |= {
                side.table
                for side in (element.left, element.right)
                if isinstance(side, Column) or hasattr(side, "table")
                if getattr(side, "name", "") == "district"
            }
    aliased = {each.element for each in tables if isinstance(each, Alias)}
    for table in tables - compared - (aliased - compared):
        yield str(getattr(table, "name", table))
