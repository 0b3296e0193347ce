"""How failed tries to sign in are slowed down, without locking anybody out for ever.

Tries are counted before they are looked at, so that a thousand at once are no more than a thousand in turn.
Three counts are kept, all of them forgotten after a quiet day:

- of a user from an address: a few are free, then the next is looked at only after a delay that doubles;
- of a user from wherever: slowed down a little, against many machines that try one name;
- of an address: how many users it has tried in vain, against one machine that tries many names.

Who has signed in from an address before is held back there by their own failures alone. So neither somebody
who tries a colleague's name, nor a machine that tries every name, keeps a desk from its day.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from data.store import failed_tries
from data.store.engine.database import Database
from data.store.failed_tries import ANY, Tries

FORGOTTEN: Final = timedelta(days=1)
KNOWN: Final = timedelta(days=30)
"""How long an address counts as one from which the user has come in."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries are free; the delay after the next one is `first`, and doubles up to `longest`."""

    free: int
    first: timedelta
    longest: timedelta

    def delay(self, failures: int) -> timedelta:
        """How long the next try waits after so many have failed."""
        over = failures - self.free
        if over < 0:
            return timedelta(0)
        return min(self.first * (1 << min(over, 32)), self.longest)


OF_BOTH: Final = Limit(5, timedelta(seconds=2), timedelta(minutes=15))
OF_USER: Final = Limit(20, timedelta(seconds=2), timedelta(minutes=1))
OF_ADDRESS: Final = Limit(30, timedelta(seconds=2), timedelta(minutes=1))


def mark_of(district: str, text: str) -> str:
    """The digest by which a user or an address is counted."""
    return hashlib.sha256(f"{district}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Guard:
    """The guard over one user's tries from one address."""

    district: str
    user: str
    address: str

    def admit(self, connection: Database, now: datetime) -> timedelta:
        """Count a try; nothing where it may be looked at, else how long until one may."""
        both = self._tries(connection, self._user, self._address, now)
        anywhere = self._tries(connection, self._user, ANY, now)
        anybody = self._tries(connection, ANY, self._address, now)
        known = _is_known(both, now)
        asked = (both,) if known else (both, anywhere, anybody)
        wait = max((each.until - now for each in asked if each.until is not None), default=timedelta(0))
        if wait > timedelta(0):
            return wait
        self._put(connection, self._user, self._address, _failed(both, OF_BOTH, now), now)
        if not known:
            self._put(connection, self._user, ANY, _failed(anywhere, OF_USER, now), now)
            if not both.failures:
                self._put(connection, ANY, self._address, _failed(anybody, OF_ADDRESS, now), now)
        return timedelta(0)

    def welcome(self, connection: Database, now: datetime) -> None:
        """Take back what the user's tries from here have counted: the last one was right."""
        both = self._tries(connection, self._user, self._address, now)
        if not _is_known(both, now):
            for user, address, own in ((self._user, ANY, both.failures), (ANY, self._address, 1)):
                tries = self._tries(connection, user, address, now)
                left = max(tries.failures - own, 0)
                self._put(connection, user, address, replace(tries, failures=left, until=None), now)
        self._put(connection, self._user, self._address, Tries(last=now, good=now), now)

    @property
    def _user(self) -> str:
        return mark_of(self.district, self.user)

    @property
    def _address(self) -> str:
        return mark_of(self.district, self.address)

    def _tries(self, connection: Database, user: str, address: str, now: datetime) -> Tries:
        tries = failed_tries.tries_of(connection, self.district, user, address)
        if tries.last is None or tries.last < now - FORGOTTEN:
            return Tries(good=tries.good)
        return tries

    def _put(self, connection: Database, user: str, address: str, tries: Tries, now: datetime) -> None:
        failed_tries.put_tries(connection, self.district, user, address, tries, now)


def _is_known(tries: Tries, now: datetime) -> bool:
    return tries.good is not None and tries.good > now - KNOWN


def _failed(tries: Tries, limit: Limit, now: datetime) -> Tries:
    failures = tries.failures + 1
    delay = limit.delay(failures)
    until = now + delay if delay else None
    return replace(tries, failures=failures, until=until, last=now)
