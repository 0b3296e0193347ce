"""TOML read field by field: each value with its type, each problem with its file and field."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from data.catalogue.plain_file import read_plain
from data.catalogue.report import Report
from data.law.identifier import shown

MOST_BYTES = 1024 * 1024


class Table:
    """One TOML table. Every read that fails notes a problem and gives what is empty instead."""

    def __init__(
        self, values: Mapping[str, object], report: Report, path: str, known: Collection[str]
    ) -> None:
        self.report = report
        self.path = path
        self._values = values
        for name in values:
            if name not in known:
                self.problem(name, "catalogue.unknown.field")

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def problem(self, name: str, reason: str, /, **facts: object) -> None:
        """Note a problem with that field."""
        self.report.add(0, self._place(name), reason, **facts)

    def text(self, name: str, most: int, *, required: bool = True) -> str:
        """A text of one line and at most `most` characters, without white space around it."""
        if name not in self._values:
            if required:
                self.problem(name, "catalogue.missing")
            return ""
        value = self._values[name]
        if not isinstance(value, str):
            self.problem(name, "catalogue.type.text")
            return ""
        value = value.strip()
        if required and not value:
            self.problem(name, "catalogue.empty")
        elif len(value) > most:
            self.problem(name, "catalogue.long", most=most)
        elif shown(value) != value:
            self.problem(name, "catalogue.control", value=value)
        else:
            return value
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, each once."""
        values: list[str] = []
        for index, value in enumerate(self._list(name)):
            place = f"{name}[{index}]"
            if not isinstance(value, str):
                self.problem(place, "catalogue.type.text")
            elif value in values:
                self.problem(place, "catalogue.duplicate.entry", value=value)
            else:
                values.append(value)
        return tuple(values)

    def tables(self, name: str, known: Collection[str]) -> Iterator[Table]:
        """The tables of a list, named by their `code` where they have one."""
        for index, value in enumerate(self._list(name)):
            if not isinstance(value, dict):
                self.problem(f"{name}[{index}]", "catalogue.type.map")
                continue
            code = value.get("code")
            label = code if isinstance(code, str) and code else index
            yield Table(value, self.report, self._place(f"{name}[{label}]"), known)

    def values(self, name: str) -> Mapping[str, object]:
        """A table as it was written; empty where there is none."""
        value = self._values.get(name, {})
        if isinstance(value, dict):
            return value
        self.problem(name, "catalogue.type.map")
        return {}

    def table(self, name: str, known: Collection[str]) -> Table:
        """A table; empty where there is none."""
        return Table(self.values(name), self.report, self._place(name), known)

    def _list(self, name: str) -> list[object]:
        value = self._values.get(name, [])
        if isinstance(value, list):
            return value
        self.problem(name, "catalogue.type.list")
        return []

    def _place(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def read_table(path: Path, report: Report, known: Collection[str]) -> Table | None:
    """The whole of a TOML file, or None after noting why there is none.

    The file must be UTF-8 (a byte order mark is allowed), and of 1 MiB at most.
    """
    text = read_plain(path, report, MOST_BYTES)
    if text is None:
        return None
    try:
        return Table(tomllib.loads(text), report, "", known)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        report.add(0, "", "catalogue.toml", why=error)
        return None
