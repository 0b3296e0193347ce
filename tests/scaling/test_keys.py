"""What a distributed database needs of us: the district in every key and every statement, and no sequence."""

from __future__ import annotations

import gc
import importlib
import pkgutil
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import ForeignKeyConstraint, Table, UniqueConstraint
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.elements import BinaryExpression
from sqlalchemy.sql.schema import Column
from sqlalchemy.sql.selectable import Alias

import data.store
from data.store.account_tables import EVERY
from data.store.statement import Put, Statement
from tests.contract import test_cases, test_lists, test_once, test_tickets
from tests.support.scaling.kept import of_a_desk
from tests.support.store.grounds import founded

WHOLE = {
    "SELECT setting.district": "which districts there are: asked once, when a hall is opened unnamed",
    "SELECT event.district, event.position": "verify walks the logs of all districts, one after the other",
    "SELECT receipt.district, receipt.command": "verify looks for receipts without events, of all districts",
    "SELECT count(*) AS count_1 \nFROM receipt": "verify counts the receipts of all districts",
    "DELETE FROM overlay": "a window's own copy of its hall is a file of one district",
}
"""Statements about the whole database, by how they begin, and why each may be."""


@pytest.mark.parametrize("table", EVERY.sorted_tables, ids=lambda table: table.name)
class TestTables:
    def test_the_district_begins_every_key(self, table: Table) -> None:
        assert next(iter(table.primary_key)).name == "district"
        for constraint in table.constraints:
            if isinstance(constraint, UniqueConstraint | ForeignKeyConstraint):
                assert next(iter(constraint.columns)).name == "district"
            if isinstance(constraint, ForeignKeyConstraint):
                assert constraint.elements[0].column.name == "district"
        for index in table.indexes:
            assert next(iter(index.columns)).name == "district"

    def test_no_sequence_gives_out_its_numbers(self, table: Table, postgres_url: str) -> None:
        with psycopg.connect(postgres_url) as connection:
            owned = connection.execute("SELECT count(*) FROM pg_class WHERE relkind = 'S'").fetchall()
            identities = connection.execute(
                "SELECT count(*) FROM pg_attribute WHERE attrelid = %s::regclass AND attidentity <> ''",
                [f'"{table.name}"'],
            ).fetchall()
        assert owned == identities == [(0,)]


@pytest.fixture(scope="module")
def statements(tmp_path_factory: pytest.TempPathFactory) -> list[Statement]:
    """Every statement that there is once a good part of the contract has been kept, on whichever database."""
    for module in pkgutil.iter_modules(data.store.__path__, "data.store."):
        if not module.ispkg:
            importlib.import_module(module.name)
    for kept in of_a_desk(test_cases, test_once, test_lists, test_tickets)[::2]:
        with founded(tmp_path_factory.mktemp("kept") / "hall.db").sitting() as desk:
            kept(desk)
    # A desk that was opened in this process before has put what there was out of the collector's sight.
    gc.unfreeze()
    return [each for each in gc.get_objects() if isinstance(each, Statement)]


def tables_without_district(statement: Statement) -> Iterator[str]:
    """The tables of a statement whose district it does not name."""
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


def test_every_statement_names_the_district_of_every_table(statements: list[Statement]) -> None:
    assert len(statements) > 60
    nameless = {
        statement.sql: sorted(found)
        for statement in statements
        if (found := set(tables_without_district(statement)))
    }
    unexplained = {sql: found for sql, found in nameless.items() if not sql.startswith(tuple(WHOLE))}
    assert unexplained == {}
    assert all(any(sql.startswith(begin) for sql in nameless) for begin in WHOLE)
