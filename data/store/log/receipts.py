"""The receipts of commands: the same id again is answered by the same receipt."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from sqlalchemy import bindparam, insert, select

from data.model.command import Command
from data.model.outcome import Receipt
from data.port.codec import read as read_value
from data.port.codec import write, write_command
from data.store.engine.database import Database
from data.store.engine.statement import Row, Statement
from data.store.schema.tables import RECEIPT

NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_RECEIPT = Statement(
    select(RECEIPT.c.fingerprint, RECEIPT.c.body).where(
        RECEIPT.c.district == bindparam("district"), RECEIPT.c.command == bindparam("command")
    )
)
_GIVE = Statement(
    insert(RECEIPT).values({name: bindparam(name) for name in ("district", "command", "fingerprint", "body")})
)


def canonical(command: Command) -> str:
    """What makes a command the same when it is sent again: everything but the moment of sending.

    A script that is run again has another moment in the lines whose moment it left to the program.
    """
    fields = json.loads(write_command(command))
    del fields["at"]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def fingerprint(text: str) -> str:
    """The digest of a command's canonical text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def holds_nul(text: str) -> bool:
    """Whether a canonical text holds the character that PostgreSQL cannot keep and no person writes."""
    return "\\u0000" in text and NUL.search(text) is not None


def receipt_of(connection: Database, district: str, command: str) -> tuple[str, Receipt] | None:
    """The fingerprint and the receipt of a command's id, or None where it has not been carried out."""
    return Receipts(connection, district).of(command)


class Receipts:
    """The receipts of the commands of one write transaction: those there were, and those it gives."""

    def __init__(self, connection: Database, district: str, expected: Iterable[str] = ()) -> None:
        """Look up the expected commands at once."""
        self._connection = connection
        self._district = district
        # All queries first, then all answers: PostgreSQL is waited for once.
        asked = {
            each: _RECEIPT.run(connection, district=district, command=each)
            for each in dict.fromkeys(expected)
        }
        self._given = {each: _receipt(cursor.fetchone()) for each, cursor in asked.items()}

    def of(self, command: str) -> tuple[str, Receipt] | None:
        """The fingerprint and the receipt of a command's id, or None where it has not been carried out."""
        if command not in self._given:
            row = _RECEIPT.one(self._connection, district=self._district, command=command)
            self._given[command] = _receipt(row)
        return self._given[command]

    def give(self, receipt: Receipt, mark: str) -> None:
        """Write a command's receipt."""
        _GIVE.run(
            self._connection,
            district=self._district,
            command=receipt.command,
            fingerprint=mark,
            body=write(receipt),
        )
        self._given[receipt.command] = mark, receipt


def _receipt(row: Row | None) -> tuple[str, Receipt] | None:
    return None if row is None else (row[0], read_value(Receipt, row[1]))
