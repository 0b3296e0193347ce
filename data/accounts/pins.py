"""The PIN by which a desk on this machine opens: the lock of a screen, not of the hall's file."""

from __future__ import annotations

import math
from typing import Final

from data.accounts.account_database import AccountDatabase
from data.accounts.guard import Guard
from data.accounts.hashing import Hashing
from data.accounts.policy import weak_pin
from data.model.outcome import Refusal
from data.port.errors import HallUnavailable
from data.store import accounts

HERE: Final = "this machine"
"""The address of the tries at a PIN."""


class Pins:
    """The PINs of a hall's file, each the operating system's user's own."""

    def __init__(self, database: AccountDatabase, *, hashing: Hashing | None = None) -> None:
        self._database = database
        self._hashing = hashing or Hashing()

    def has(self, user: str) -> bool:
        """Whether a user has a PIN."""
        return self._database.has_pin(user)

    def check(self, user: str, pin: str) -> bool:
        """Whether it is the user's PIN. In a database that cannot be written, wrong ones are not counted.

        Raises:
            HallUnavailable: sign_in_locked with the seconds to wait, after too many wrong ones; busy.
        """
        if self._database.read_only:
            with self._database.reading() as connection:
                stored = accounts.pin_of(connection, self._database.district, user)
            return self._hashing.fits(pin, stored)
        guard = Guard(self._database.district, f"pin of {user}", HERE)
        with self._database.writing() as connection:
            wait = guard.admit(connection, self._database.now())
            stored = accounts.pin_of(connection, self._database.district, user)
        if wait:
            raise HallUnavailable("sign_in_locked", seconds=str(max(math.ceil(wait.total_seconds()), 1)))
        if not self._hashing.fits(pin, stored):
            return False
        with self._database.writing() as connection:
            guard.welcome(connection, self._database.now())
        return True

    def put(self, user: str, pin: str, by: str) -> Refusal | None:
        """Set a user's PIN; a blank one removes it. Whoever may do it has been asked before."""
        refused = weak_pin(pin) if pin else None
        if refused is not None:
            return refused
        hashed = self._hashing.hash(pin) if pin else ""
        with self._database.writing() as connection:
            district, now = self._database.district, self._database.now()
            accounts.put_pin(connection, district, user, hashed, now)
            act = "pin_set" if pin else "pin_removed"
            accounts.record(connection, district, now, by=by, user=user, act=act)
        return None
