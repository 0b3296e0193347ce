"""Import of a district's public item table: names and codes for finding items, nothing to handle them by.

A CSV file with a heading, in UTF-8, with or without a byte order mark.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.catalogue.exchange.record import Remarks, failure, plain
from data.catalogue.exchange.records import ZONE, default_route, item_code
from data.catalogue.pinyin import initials
from data.catalogue.problem import Remark
from data.law.identifier import IdentifierError, credit_code
from data.model.item import ApplicantKind, Department, Item, ItemKind, ItemType

COLUMNS = ("department", "name", "item_code", "task_type", "dept_code")
"""The columns that are read; others are named in a remark."""

_TYPES = {each.value: each for each in ItemType}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedTable:
    """The items and departments of a table, and everything that was odd about it."""

    items: tuple[Item, ...]
    departments: tuple[Department, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    line: int
    department: str
    name: str
    code: str
    type: ItemType
    department_code: str


def read_table(path: Path) -> ImportedTable:
    """The items of a table with the columns `COLUMNS`.

    A table does not tell materials, limits, statutes, results or who may apply: the items are of kind
    other with neither limit nor material, open to anybody, on the default route of their department.
    Raises CatalogueError with one problem where the file is not UTF-8, lacks a column or has no rows.
    """
    remarks = Remarks()
    rows = list(_rows(path, remarks))
    if not rows:
        raise failure(path, "catalogue.table.empty")
    departments = _departments(rows, remarks)
    items: dict[str, Item] = {}
    for row in rows:
        code = row.code
        if code in items and items[code].name != row.name:
            remarks.add("item_code", "catalogue.remark.row_code", line=row.line, code=code)
            code = item_code(code, row.name)
        if code in items:
            remarks.add("item_code", "catalogue.remark.row_twice", line=row.line, code=code)
            continue
        items[code] = _item(row, code, departments[row.department])
    return ImportedTable(
        items=tuple(items.values()), departments=tuple(departments.values()), remarks=remarks.all()
    )


def _rows(path: Path, remarks: Remarks) -> Iterator[_Row]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise failure(path, "catalogue.unreadable", why=error.strerror or "") from None
    except UnicodeDecodeError:
        raise failure(path, "catalogue.utf8") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    heading = [cell.strip() for cell in next(_cells(path, reader), [])]
    missing = [column for column in COLUMNS if column not in heading]
    if missing:
        raise failure(path, "catalogue.table.columns", line=1, columns=", ".join(missing))
    unused = [column for column in heading if column not in COLUMNS]
    if unused:
        remarks.add("", "catalogue.remark.not_used", fields=", ".join(unused))
    for cells in _cells(path, reader):
        if not any(cells):
            continue
        if len(cells) != len(heading):
            remarks.add("", "catalogue.remark.row_cells", line=reader.line_num)
            continue
        values = {column: plain(cell) for column, cell in zip(heading, cells, strict=True)}
        if not (values["name"] and values["item_code"] and values["department"]):
            remarks.add("", "catalogue.remark.row_empty", line=reader.line_num)
            continue
        yield _row(values, reader.line_num, remarks)


def _cells(path: Path, reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise failure(path, "catalogue.unreadable", why=str(error)) from None


def _row(values: dict[str, str], line: int, remarks: Remarks) -> _Row:
    type_ = _TYPES.get(_ascii(values["task_type"]).zfill(2))
    if type_ is None:
        remarks.add("task_type", "catalogue.remark.row_type", line=line, value=values["task_type"])
    return _Row(
        line=line,
        department=values["department"],
        name=values["name"],
        code=_ascii(values["item_code"]),
        type=type_ or ItemType.OTHER,
        department_code=_ascii(values["dept_code"]),
    )


def _departments(rows: list[_Row], remarks: Remarks) -> dict[str, Department]:
    """The departments by name; one with several codes gets the first valid one, else the first.

    One whose code another department has already goes by its name.
    """
    codes: dict[str, dict[str, None]] = {}
    for row in rows:
        codes.setdefault(row.department, {}).setdefault(row.department_code or row.department)
    departments: dict[str, Department] = {}
    for name, found in codes.items():
        used = next((code for code in found if _is_credit_code(code)), next(iter(found)))
        if len(found) > 1:
            remarks.add(
                "dept_code",
                "catalogue.remark.department_codes",
                department=name,
                codes=", ".join(found),
                used=used,
            )
        other = next((each for each in departments.values() if each.code == used), None)
        if other is not None:
            remarks.add(
                "dept_code",
                "catalogue.remark.department_shared",
                department=name,
                other=other.name,
                code=used,
            )
            used = name
        departments[name] = Department(code=used, name=name, abbreviation=name)
    return departments


def _item(row: _Row, code: str, department: Department) -> Item:
    return Item(
        code=code,
        version="1",
        name=row.name,
        department=department.code,
        zone=ZONE,
        kind=ItemKind.OTHER,
        type=row.type,
        applicants=tuple(ApplicantKind),
        steps=default_route(ItemKind.OTHER, department.code),
        initials=initials(row.name),
    )


def _is_credit_code(code: str) -> bool:
    try:
        return credit_code(code) == code
    except IdentifierError:
        return False


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
