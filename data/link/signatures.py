"""Signatures on what passes between the hall and a department: HMAC-SHA256 with a key that both hold."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

SCHEME: Final = "clerk-link-v1"
DEPARTMENT: Final = "x-clerk-department"
TIMESTAMP: Final = "x-clerk-timestamp"
SIGNATURE: Final = "x-clerk-signature"
WINDOW: Final = timedelta(minutes=5)
"""How far the moment of a signature may be from the reader's clock, either way."""
SHORTEST_KEY: Final = 32
"""The shortest key, in bytes."""

REPLY: Final = "REPLY"
"""Stands for the method where a reply is signed: no request can be passed off as one."""


@dataclass(frozen=True, slots=True)
class Key:
    """A department's code, and the secret that it shares with the hall."""

    department: str
    secret: bytes = field(repr=False)

    def headers(self, method: str, path: str, moment: datetime, body: bytes) -> dict[str, str]:
        """The headers that sign a message sent at a moment; `path` is with its query."""
        timestamp = str(int(moment.timestamp()))
        return {
            DEPARTMENT: self.department,
            TIMESTAMP: timestamp,
            SIGNATURE: self._signature(method, path, timestamp, body),
        }

    def signed(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, moment: datetime
    ) -> bool:
        """Whether the message is the department's own and was signed within the window around the moment.

        `headers` has its names in lower case.
        """
        timestamp = headers.get(TIMESTAMP, "")
        given = headers.get(SIGNATURE, "").encode("utf-8", "replace")
        expected = self._signature(method, path, timestamp, body).encode()
        if not hmac.compare_digest(given, expected) or headers.get(DEPARTMENT) != self.department:
            return False
        if not re.fullmatch("[0-9]{1,12}", timestamp):
            return False
        return abs(moment.timestamp() - int(timestamp)) <= WINDOW.total_seconds()

    def _signature(self, method: str, path: str, timestamp: str, body: bytes) -> str:
        digest = sha256(body).hexdigest()
        text = "\n".join((SCHEME, self.department, method.upper(), path, timestamp, digest))
        return "v1=" + hmac.new(self.secret, text.encode("utf-8", "surrogateescape"), sha256).hexdigest()
