"""Loosely written JSON records: numbers as text, objects for lists, and many ways to say nothing.

Reads one value at a time and remembers which fields were read, so that what has no place with us can be
told. Odd values become remarks; only a file that is no record at all becomes a problem.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from data.catalogue.problem import CatalogueError, Problem, Remark

_NOTHING = frozenset({"", "无", "暂无", "/", "\\", "-", "--", "—", "null"})
_NUMBER = re.compile(r"[0-9]{1,9}(\.0+)?")
_BRACKETS = {")": "(", "》": "《", "〉": "〈", ">": "<", "】": "【", "]": "[", "〕": "〔", "」": "「"}


class Remarks:
    """The remarks on one record, in the order in which they were made."""

    def __init__(self) -> None:
        self._remarks: list[Remark] = []

    def add(self, field: str, reason: str, **facts: object) -> None:
        """Note something odd; `reason` is a key of the texts."""
        told = {key: str(fact) for key, fact in facts.items()}
        self._remarks.append(Remark(field=field, reason=reason, facts=told))

    def all(self) -> tuple[Remark, ...]:
        """Every remark."""
        return tuple(self._remarks)


class Record:
    """One object of the exchange, such as an AUDIT_MATERIAL; `part` is that name."""

    def __init__(self, part: str, values: Mapping[str, object], remarks: Remarks) -> None:
        self.part = part
        self.remarks = remarks
        self._values = values
        self._read: set[str] = set()

    def text(self, name: str) -> str:
        """The text with its white space made single blanks; empty where the record says nothing.

        A list or an object is no text: it counts as nothing and gets a remark.
        """
        self._read.add(name)
        value = self._values.get(name)
        if isinstance(value, dict | list) and value:
            self.remarks.add(f"{self.part}.{name}", "catalogue.remark.not_text")
            return ""
        return plain(value)

    def code(self, name: str) -> str:
        """A code: the text in its ASCII form where it has one."""
        return unicodedata.normalize("NFKC", self.text(name)).strip()

    def name(self, name: str) -> str:
        """A text in which brackets should match; a remark says where they do not."""
        text = self.text(name)
        if not brackets_match(text):
            self.remarks.add(f"{self.part}.{name}", "catalogue.remark.brackets", value=text)
        return text

    def number(self, name: str) -> int | None:
        """A whole number, also written as text or in full-width digits; None for nothing.

        What is no such number is nothing, too, and gets a remark.
        """
        code = self.code(name)
        if not code:
            return None
        if not _NUMBER.fullmatch(code):
            self.remarks.add(f"{self.part}.{name}", "catalogue.remark.not_number", value=code)
            return None
        return int(float(code))

    def unused(self) -> set[str]:
        """The fields that say something and that nobody has read."""
        return {name for name, value in self._values.items() if name not in self._read and plain(value)}


def plain(value: object) -> str:
    """A JSON value as text; empty for null, for an empty list or object, and for words like 暂无."""
    if value is None or value == [] or value == {}:
        return ""
    text = " ".join(str(value).split())
    return "" if text in _NOTHING else text


def brackets_match(text: str) -> bool:
    """True if every bracket is closed by its own kind, full-width or not."""
    opened: list[str] = []
    for char in unicodedata.normalize("NFKC", text):
        if char in _BRACKETS.values():
            opened.append(char)
        elif char in _BRACKETS and (not opened or opened.pop() != _BRACKETS[char]):
            return False
    return not opened


def read_document(path: Path) -> dict[str, object]:
    """The JSON object that is the whole of a file. Raises CatalogueError with one problem."""
    try:
        document: object = json.loads(path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_unique)
    except OSError as error:
        raise failure(path, "catalogue.unreadable", why=error.strerror or "") from None
    except UnicodeDecodeError:
        raise failure(path, "catalogue.utf8") from None
    except json.JSONDecodeError as error:
        raise failure(path, "catalogue.json", line=error.lineno, why=error.msg) from None
    except (KeyError, RecursionError) as error:
        raise failure(path, "catalogue.json", why=str(error)) from None
    if not isinstance(document, dict):
        raise failure(path, "catalogue.shape", part="AUDIT_ITEM")
    return document


def one(path: Path, document: Mapping[str, object], part: str, remarks: Remarks) -> Record | None:
    """The one object of that part, or None where there is none.

    Raises CatalogueError where there are several: which one was meant cannot be known.
    """
    value = document.get(part)
    if isinstance(value, list):
        if len(value) > 1:
            raise failure(path, "catalogue.several", field=part, count=len(value))
        if value:
            remarks.add(part, "catalogue.remark.as_list")
        value = value[0] if value else None
    return Record(part, value, remarks) if isinstance(value, dict) and value else None


def many(document: Mapping[str, object], part: str, remarks: Remarks) -> list[Record]:
    """The objects of that part in file order; an object that should be a list counts as a list of one."""
    value = document.get(part)
    if isinstance(value, dict):
        remarks.add(part, "catalogue.remark.as_object")
        value = [value]
    records: list[Record] = []
    for index, each in enumerate(value if isinstance(value, list) else [], start=1):
        if isinstance(each, dict):
            records.append(Record(part, each, remarks))
        else:
            remarks.add(part, "catalogue.remark.entry_skipped", index=index)
    return records


def failure(path: Path, reason: str, *, line: int = 0, field: str = "", **facts: object) -> CatalogueError:
    """The error of one problem with that file."""
    told = {key: str(fact) for key, fact in facts.items()}
    return CatalogueError((Problem(file=path.name, line=line, field=field, reason=reason, facts=told),))


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object, refusing a key that occurs twice instead of forgetting one of them."""
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        raise KeyError(next(name for name in names if names.count(name) > 1))
    return values
