"""YAML read field by field: each value with its type, each problem with its file, line and field.

Works on composed nodes rather than constructed values, because only nodes know their lines and keep the
second of two equal keys. Text is taken as written, so that `no` and `1.10` stay what somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml

from data.catalogue.plain_file import read_plain
from data.catalogue.report import Report

E = TypeVar("E", bound=StrEnum)

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}
_NULL = "tag:yaml.org,2002:null"
MOST_BYTES = 8 * 1024 * 1024
LONGEST_TEXT = 2_000
# libyaml's parser is ten times as fast as PyYAML's own and reports the same marks.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Fields:
    """One YAML mapping. Every read that fails notes a problem and gives the default instead."""

    def __init__(
        self,
        node: yaml.Node,
        report: Report,
        path: str,
        known: Collection[str],
        unknown: str = "catalogue.unknown.field",
    ) -> None:
        self.report = report
        self.path = path
        self._unknown = unknown
        self._line = _line(node)
        self._nodes: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        self._before = len(report.problems)
        # The fields of something that is no mapping are not missed one by one as well.
        self._told = not isinstance(node, yaml.MappingNode)
        if not isinstance(node, yaml.MappingNode):
            report.add(self._line, path, "catalogue.type.map")
            return
        for key, value in node.value:
            self._take(key, value, known)

    def _take(self, key: yaml.Node, value: yaml.Node, known: Collection[str]) -> None:
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        place = f"{self.path}.{name}" if self.path else name
        if name in self._nodes:
            self.report.add(_line(key), place, "catalogue.duplicate.key", first=self._lines[name])
        elif name not in known:
            self.report.add(_line(key), place, self._unknown, value=name)
        else:
            self._nodes[name] = value
            self._lines[name] = _line(key)

    @property
    def sound(self) -> bool:
        """True while nothing has been reported since this mapping was begun."""
        return len(self.report.problems) == self._before

    def __contains__(self, name: str) -> bool:
        return name in self._nodes

    @property
    def names(self) -> tuple[str, ...]:
        """The known fields that the mapping has, in the order of the file."""
        return tuple(self._nodes)

    def problem(self, name: str, reason: str, **facts: object) -> None:
        """Note a problem with that field, at its line, or at the mapping's where the field is absent."""
        if self._told:
            return
        line = self._lines.get(name, self._line)
        self.report.add(line, self._place(name), reason, **facts)

    def text(self, name: str, default: str | None = None, most: int = LONGEST_TEXT) -> str:
        """The text as written, without white space around it; required unless a default is given.

        It has at most `most` characters.
        """
        value = self._scalar(name, "catalogue.type.text", required=default is None)
        if value is None:
            return default or ""
        if not value.strip():
            self.problem(name, "catalogue.empty")
        if len(value) > most:
            self.problem(name, "catalogue.long", most=most)
        return value.strip()

    def written(self, name: str) -> str:
        """The text in a field that is read and checked elsewhere; empty where there is none."""
        node = self._nodes.get(name)
        return node.value.strip() if isinstance(node, yaml.ScalarNode) else ""

    def whole(self, name: str, default: int = 0) -> int:
        """A whole number that is not negative."""
        value = self.whole_or_none(name)
        return default if value is None else value

    def whole_or_none(self, name: str) -> int | None:
        """A whole number that is not negative, or None where the field is absent."""
        value = self._scalar(name, "catalogue.type.number")
        if value is None:
            return None
        if not _INTEGER.fullmatch(value):
            self.problem(name, "catalogue.type.number")
            return None
        if int(value) < 0:
            self.problem(name, "catalogue.negative", value=value)
            return None
        return int(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false."""
        value = self._scalar(name, "catalogue.type.flag")
        if value is None:
            return default
        if value.lower() not in _BOOLEANS:
            self.problem(name, "catalogue.type.flag")
            return default
        return _BOOLEANS[value.lower()]

    def choice(self, name: str, kind: type[E], default: E) -> E:
        """One of the values of an enumeration, by its value or, as readable, its name in lower case."""
        value = self._scalar(name, "catalogue.type.text")
        if value is None:
            return default
        return self._chosen(name, value, kind) or default

    def choices(self, name: str, kind: type[E], default: tuple[E, ...]) -> tuple[E, ...]:
        """A list of values of an enumeration."""
        if name not in self._nodes:
            return default
        chosen = (self._chosen(name, value, kind) for value in self.texts(name))
        return tuple(each for each in chosen if each is not None)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, each once."""
        values: list[str] = []
        for index, node in enumerate(self._items(name)):
            place = f"{self._place(name)}[{index}]"
            if not isinstance(node, yaml.ScalarNode) or node.tag == _NULL:
                self.report.add(_line(node), place, "catalogue.type.text")
            elif node.value in values:
                self.report.add(_line(node), place, "catalogue.duplicate.entry", value=node.value)
            else:
                values.append(node.value)
        return tuple(values)

    def mappings(self, name: str, known: Collection[str]) -> Iterator[Fields]:
        """The mappings of a list, named by their `code` where they have one."""
        for index, node in enumerate(self._items(name)):
            yield Fields(node, self.report, f"{self._place(name)}[{_label(node, index)}]", known)

    def mapping(
        self, name: str, known: Collection[str], unknown: str = "catalogue.unknown.field"
    ) -> Fields | None:
        """The mapping in that field, or None where the field is absent; `unknown` tells of other keys."""
        node = self._nodes.get(name)
        return None if node is None else Fields(node, self.report, self._place(name), known, unknown)

    def require(self, name: str) -> None:
        """Note a problem where the field is absent."""
        if name not in self._nodes:
            self.problem(name, "catalogue.missing")

    def _items(self, name: str) -> list[yaml.Node]:
        node = self._nodes.get(name)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.problem(name, "catalogue.type.list")
            return []
        items: list[yaml.Node] = node.value
        return items

    def _scalar(self, name: str, reason: str, *, required: bool = False) -> str | None:
        node = self._nodes.get(name)
        if node is None:
            if required:
                self.problem(name, "catalogue.missing")
            return None
        if not isinstance(node, yaml.ScalarNode) or node.tag == _NULL:
            self.problem(name, reason)
            return None
        value: str = node.value
        return value

    def _chosen(self, name: str, value: str, kind: type[E]) -> E | None:
        for each in kind:
            if value in (each.value, each.name.lower()):
                return each
        self.problem(
            name, "catalogue.choice", value=value, choices=", ".join(each.name.lower() for each in kind)
        )
        return None

    def _place(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def read_fields(path: Path, report: Report, known: Collection[str]) -> Fields | None:
    """The mapping that is the whole of a YAML file, or None after noting why there is none.

    The file must be UTF-8 (a byte order mark is allowed), of 8 MiB at most, and hold one document.
    """
    text = read_plain(path, report, MOST_BYTES)
    if text is None:
        return None
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        report.add(line, "", "catalogue.yaml", why=error.problem or error.context or "")
        return None
    except yaml.reader.ReaderError as error:
        # libyaml gives the place in bytes and PyYAML in characters, so the place is looked up again.
        refused = error.character if isinstance(error.character, str) else chr(error.character)
        line = text.count("\n", 0, max(text.find(refused), 0)) + 1
        report.add(line, "", "catalogue.yaml", why=error.reason)
        return None
    except (yaml.YAMLError, RecursionError) as error:
        report.add(0, "", "catalogue.yaml", why=str(error).splitlines()[0])
        return None
    finally:
        loader.dispose()
    if node is None:
        report.add(0, "", "catalogue.no_content")
        return None
    return Fields(node, report, "", known)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _label(node: yaml.Node, index: int) -> str:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "code" and isinstance(value, yaml.ScalarNode) and value.value:
                return str(value.value)
    return str(index)
