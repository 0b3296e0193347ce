"""What a distributed database needs of us: the district in every key and every statement, and no sequence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import ForeignKeyConstraint, Table, UniqueConstraint

from data.store.schema.account_tables import EVERY
from tests.support.scaling.statements import PLUGIN, STATEMENTS, Statements, read_statements

ROOT = Path(__file__).parents[2]
KEPT = ("test_cases.py", "test_once.py", "test_lists.py", "test_tickets.py")
WHOLE = {
    "SELECT setting.district": "which districts there are: asked once, when a hall is opened unnamed",
    "SELECT event.district, event.position": "verify walks the logs of all districts, one after the other",
    "SELECT receipt.district, receipt.command": "verify looks for receipts without events, of all districts",
    "SELECT count(*) AS count_1 \nFROM receipt": "verify counts the receipts of all districts",
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
def statements(tmp_path_factory: pytest.TempPathFactory) -> Statements:
    """Every statement that there is once a good part of the contract has been kept."""
    told = tmp_path_factory.mktemp("kept") / "statements.json"
    arguments = [
        "-p",
        PLUGIN,
        "-n",
        "0",
        "-m",
        "",
        "-k",
        "[sqlite]",
        *(f"tests/contract/{each}" for each in KEPT),
    ]
    environment = {**os.environ, STATEMENTS: str(told)}
    kept = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert kept.returncode == 0, kept.stdout + kept.stderr
    return read_statements(told)


def test_every_statement_names_the_district_of_every_table(statements: Statements) -> None:
    assert len(statements) > 60
    nameless = {sql: tables for sql, tables in statements.items() if tables}
    unexplained = {sql: tables for sql, tables in nameless.items() if not sql.startswith(tuple(WHOLE))}
    assert unexplained == {}
    assert all(any(sql.startswith(begin) for sql in nameless) for begin in WHOLE)
