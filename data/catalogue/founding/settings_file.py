"""A hall's own numbers from a TOML file: one table `[settings]` with names of `data.model.settings`."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from datetime import time
from pathlib import Path

from data.model.settings import Settings

MOST = 100_000


class SettingsError(ValueError):
    """A file that holds no settings; `reason` is a key of the texts, `facts` fill it in."""

    def __init__(self, reason: str, **facts: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


def holds_settings(path: Path) -> bool:
    """Whether a TOML file is one of settings; a file that cannot be read is not."""
    try:
        return "settings" in tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return False


def read_settings(path: Path, before: Settings) -> Settings:
    """The settings before, with those of the file over them.

    Raises:
        SettingsError: another table beside, an unknown name, a value of another type, a number below 0 or
            above 100,000.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    given = tables.pop("settings")
    if tables or not isinstance(given, dict):
        raise SettingsError("cli.settings.unknown", name=next(iter(tables), "settings"))
    for error in wrong_settings(given):
        raise error
    return settings_with(before, given)


def wrong_settings(given: Mapping[str, object]) -> Iterator[SettingsError]:
    """What does not fit in a table of settings: unknown names first, then values."""
    known = {field.name for field in fields(Settings)}
    yield from (SettingsError("cli.settings.unknown", name=name) for name in given if name not in known)
    for name, value in given.items():
        number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST
        if name in known and not (isinstance(value, time) if name == "closing" else number):
            yield SettingsError("cli.settings.wrong", name=name)


def settings_with(before: Settings, given: Mapping[str, object]) -> Settings:
    """The settings before, with those given over them, which must fit."""
    from data.port.codec import read

    values = {**asdict(before), **given}
    return read(Settings, json.dumps(values, default=lambda value: value.isoformat()))
