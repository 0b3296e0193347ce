"""`links.toml`: which departments work in their own systems, where, with which key, how patiently."""

from __future__ import annotations

import json
import os
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from pydantic import Field, TypeAdapter, ValidationError

from data.link.signatures import SHORTEST_KEY, Key

_STRICT: Any = {"extra": "forbid", "strict": True}

Text = Annotated[str, Field(min_length=1, max_length=500)]
Seconds = Annotated[float, Field(gt=0, le=120)]


class BadLinks(ValueError):
    """A configuration that cannot be used; `reason` is a key of the texts (`link.config.<reason>`)."""

    def __init__(self, reason: str, **facts: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkConfig:
    """One department's own system.

    The key is in the environment variable `key_env` or in `key_file` (mode 0600, relative to this file).
    With `full` the department is told who applies, for the `reason` given; else the applicant is masked.
    Seconds to connect, between bytes, and for a task altogether; `tries` within them.
    """

    __pydantic_config__: ClassVar[Any] = _STRICT

    department: Text
    url: Text
    key_env: str = ""
    key_file: str = ""
    full: bool = False
    reason: str = ""
    connect_seconds: Seconds = 3.0
    read_seconds: Seconds = 10.0
    total_seconds: Seconds = 30.0
    tries: Annotated[int, Field(ge=1, le=10)] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A department's link as configured, with its key."""

    config: LinkConfig
    key: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    __pydantic_config__: ClassVar[Any] = _STRICT

    link: Annotated[tuple[LinkConfig, ...], Field(min_length=1)]


def read_links(path: Path, environment: Mapping[str, str]) -> tuple[Linked, ...]:
    """The links of a file, with their keys.

    Raises:
        BadLinks: unreadable, not TOML, a field that is unknown, missing or wrong, a department named twice, a
            URL that is neither https nor this machine's own, no reason for telling the applicant in full, a
            key that is missing, too short, or in a file that others can read.
    """
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadLinks("unreadable", path=str(path), problem=error.strerror or "") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise BadLinks("not_toml", path=str(path)) from None
    try:
        file = TypeAdapter(_File).validate_json(json.dumps(fields, default=str))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        raise BadLinks("field", field=".".join(str(part) for part in first["loc"])) from None
    seen: set[str] = set()
    for each in file.link:
        if each.department in seen:
            raise BadLinks("twice", department=each.department)
        seen.add(each.department)
    return tuple(_linked(each, path.parent, environment) for each in file.link)


def _linked(config: LinkConfig, folder: Path, environment: Mapping[str, str]) -> Linked:
    if not _safe(config.url):
        raise BadLinks("url", department=config.department)
    if config.full and not config.reason.strip():
        raise BadLinks("no_reason", department=config.department)
    secret = _secret(config, folder, environment)
    if len(secret) < SHORTEST_KEY:
        raise BadLinks("key_short", department=config.department, least=str(SHORTEST_KEY))
    return Linked(config=config, key=Key(config.department, secret))


def _secret(config: LinkConfig, folder: Path, environment: Mapping[str, str]) -> bytes:
    if bool(config.key_env) == bool(config.key_file):
        raise BadLinks("one_key", department=config.department)
    if config.key_env:
        return environment.get(config.key_env, "").strip().encode()
    try:
        with (folder / config.key_file).open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if stat.S_IMODE(mode) & (stat.S_IRWXG | stat.S_IRWXO):
                raise BadLinks("key_open", department=config.department)
            return file.read().strip()
    except OSError as error:
        raise BadLinks("key_unreadable", department=config.department, problem=error.strerror or "") from None


def _safe(url: str) -> bool:
    """Whether what is sent there is sealed on the way, or does not leave the machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.fragment or not url.isascii():
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _own(host))


def _own(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
