"""Tickets written to their rows."""

from __future__ import annotations

from data.model.ticket import Ticket
from data.store.engine.database import Database
from data.store.engine.statement import Put
from data.store.schema.rows import ticket_row
from data.store.schema.tables import TICKET

_PUT = Put(TICKET)


def put(connection: Database, district: str, ticket: Ticket) -> None:
    """Write a ticket's row."""
    _PUT.run(connection, **ticket_row(district, ticket))
