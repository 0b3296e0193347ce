"""Passwords and PINs as argon2id hashes: one set of parameters, and a bound on the memory used at once."""

from __future__ import annotations

import os
import unicodedata
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from data.port.errors import HallUnavailable

PARAMETERS: Final = RFC_9106_LOW_MEMORY
"""RFC 9106, section 4, the second recommended option: 64 MiB, 3 passes, 4 lanes, a tag of 256 bits. It is
above OWASP's least (19 MiB, 2 passes, 1 lane)."""
AT_ONCE: Final = 2
"""How many hashes one process works on at the same time: 128 MiB in all."""
WAIT_SECONDS: Final = 10.0
"""How long one waits for its turn."""
LONGEST: Final = 256
"""The characters of a secret beyond which none is looked at."""


class Hashing:
    """Makes and checks hashes. Any thread may use it; it blocks while others are at work."""

    def __init__(self, parameters: Parameters = PARAMETERS, at_once: int = AT_ONCE) -> None:
        self._hasher = PasswordHasher.from_parameters(parameters)
        self._turn = BoundedSemaphore(at_once)
        salt, tag = (
            b64encode(os.urandom(length)).decode().rstrip("=")
            for length in (parameters.salt_len, parameters.hash_len)
        )
        costs = f"m={parameters.memory_cost},t={parameters.time_cost},p={parameters.parallelism}"
        self._nobodys = f"$argon2id$v={parameters.version}${costs}${salt}${tag}"

    def hash(self, secret: str) -> str:
        """The hash of a secret, with its parameters and a salt of its own.

        Raises:
            HallUnavailable: busy, where too many others are at work.
        """
        with self._at_work():
            return self._hasher.hash(_bytes(secret))

    def fits(self, secret: str, stored: str) -> bool:
        """Whether a secret is the one that a hash was made of.

        Of nobody's hash (blank) the same work is done, so that the time taken does not tell who exists.

        Raises:
            HallUnavailable: busy, where too many others are at work.
        """
        with self._at_work():
            try:
                fits = self._hasher.verify(stored or self._nobodys, _bytes(secret))
            except (VerificationError, InvalidHashError):
                return False
        return bool(stored) and fits and len(secret) <= LONGEST

    def is_outdated(self, stored: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise HallUnavailable("busy")
        try:
            yield
        finally:
            self._turn.release()


def _bytes(secret: str) -> bytes:
    """A secret as its bytes: composed the same way whatever keyboard it came from (RFC 8265)."""
    return unicodedata.normalize("NFC", secret[: LONGEST + 1]).encode("utf-8", "surrogatepass")
