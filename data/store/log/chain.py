"""The chain: each event's hash covers all its columns and the hash of the event before it."""

from __future__ import annotations

import hashlib
import json
from typing import NamedTuple

_CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

FIRST_PREV = ""
"""What stands for the hash before the first event."""


class Link(NamedTuple):
    """One event as the log holds it, in the order of the columns; moments and body are the stored texts."""

    district: str
    position: int
    stream: str
    seq: int
    at: str
    recorded: str
    user: str
    window: str
    command: str
    kind: str
    body: str
    prev: str
    hash: str = ""


def hash_of(link: Link) -> str:
    """The SHA-256 over every column but the hash itself, as a JSON list in UTF-8; 64 hexadecimal digits."""
    return hashlib.sha256(_CANONICAL.encode(link[:-1]).encode("utf-8", "surrogatepass")).hexdigest()


def sealed(link: Link) -> Link:
    """The event with its hash."""
    return link._replace(hash=hash_of(link))
