"""Import of one item record in the national exchange shape (AUDIT_ITEM, AUDIT_MATERIAL, …).

Keeps what is meant, remarks on what is odd, and never merges two items: sub-items share a code and differ
by name, so our code is theirs and a short hash of the name. Nothing is guessed that the law would hold us
to: limits in calendar days and special procedures outside Art. 45 are reported, not used.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from data.catalogue.exchange.record import Record, Remarks, failure, many, one, read_document
from data.catalogue.item_checks import LICENCE_DAYS
from data.catalogue.pinyin import initials
from data.catalogue.problem import Remark
from data.catalogue.reading import read_frame
from data.law.identifier import IdentifierError, credit_code
from data.model.item import (
    ApplicantKind,
    Department,
    Form,
    Item,
    ItemKind,
    ItemType,
    LawRef,
    Material,
    Result,
    Source,
    SpecialProcedure,
    Step,
    SuspensionKind,
)

ZONE = "general"
"""The zone of imported items; a hall moves them where they belong."""

_KINDS = {"1": ItemKind.INSTANT, "2": ItemKind.PROMISED}
_TYPES = {each.value: each for each in ItemType}
_FORMS = {"1": Form.PAPER, "2": Form.ELECTRONIC, "3": Form.EITHER}
_SOURCES = {"10": Source.APPLICANT, "20": Source.GOVERNMENT, "99": Source.OTHER}
_NEEDS = {"1": (True, False), "2": (False, False), "3": (True, True)}
_AMOUNTS = {"1": (1, 0), "2": (0, 1), "3": (1, 1)}
_MATERIAL_TYPES = {"1": "catalogue.kind.original", "2": "catalogue.kind.copy", "3": "catalogue.kind.both"}
_WORKING, _CALENDAR = "1", "2"
_SPECIAL_WORDS = {
    "评审": SuspensionKind.EXPERT_REVIEW,
    "听证": SuspensionKind.HEARING,
    "招标": SuspensionKind.TENDER,
    "拍卖": SuspensionKind.AUCTION,
    "检验": SuspensionKind.INSPECTION,
    "检测": SuspensionKind.TESTING,
    "检疫": SuspensionKind.QUARANTINE,
    "鉴定": SuspensionKind.APPRAISAL,
}
_OTHER_SPECIAL = "9"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedItem:
    """An item of another catalogue, its department, and everything that was odd about its record.

    The department's abbreviation is not in the record, so it is the department's name.
    """

    item: Item
    department: Department
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    kind: ItemKind
    promised: int | None
    statutory: int | None


def read_exchange(path: Path) -> ImportedItem:
    """The item of one exchange record, in JSON.

    Limits are working days. Anybody may apply, since the record's target groups have no place with us.
    Materials that may follow later are due with the promised limit. Raises CatalogueError with one problem
    where the file is no such record or does not say the item's code, name or department.
    """
    document = read_document(path)
    remarks = Remarks()
    record = one(path, document, "AUDIT_ITEM", remarks)
    if record is None:
        raise failure(path, "catalogue.shape", part="AUDIT_ITEM")
    extend = one(path, document, "AUDIT_ITEM_EXTEND", remarks)
    for name in ("task_code", "task_name", "dept_code", "dept_name"):
        if not record.text(name):
            raise failure(path, "catalogue.missing", field=f"AUDIT_ITEM.{name}")
    department = _department(record)
    name = record.name("task_name")
    code = item_code(record.code("task_code"), name)
    type_ = _coded(record, "task_type", _TYPES, ItemType.OTHER)
    limits = _limits(record, type_)
    materials = many(document, "AUDIT_MATERIAL", remarks)
    laws = many(document, "AUDIT_ITEM_BYLAW", remarks)
    special = many(document, "AUDIT_ITEM_SPECIAL", remarks)
    item = Item(
        code=code,
        version=_version(record),
        name=name,
        department=department.code,
        zone=ZONE,
        kind=limits.kind,
        type=type_,
        applicants=tuple(ApplicantKind),
        promised_days=limits.promised,
        statutory_days=limits.statutory,
        law=_laws(laws, remarks),
        materials=_materials(materials, limits.promised, remarks),
        steps=default_route(limits.kind, department.code),
        special=_specials(special, limits.promised),
        result=_result(extend, code),
        initials=initials(name),
    )
    _tell_unused(document, [record, *([extend] if extend else []), *materials, *laws, *special], remarks)
    return ImportedItem(item=item, department=department, remarks=remarks.all())


def item_code(task_code: str, name: str) -> str:
    """Our code of an item: theirs and a hash of its name, since sub-items share a code.

    Names that differ only in full-width forms or white space are the same name.
    """
    folded = "".join(unicodedata.normalize("NFKC", name).split())
    return f"{task_code}-{hashlib.sha256(folded.encode()).hexdigest()[:8]}"


def _department(record: Record) -> Department:
    code, name = record.code("dept_code"), record.name("dept_name")
    try:
        code = credit_code(code)
    except IdentifierError:
        record.remarks.add("AUDIT_ITEM.dept_code", "catalogue.remark.department_code", value=code)
    return Department(code=code, name=name, abbreviation=name)


def _version(record: Record) -> str:
    version = record.code("task_version")
    if not version:
        record.remarks.add("AUDIT_ITEM.task_version", "catalogue.remark.no_version")
    return version or "1"


def _limits(record: Record, type_: ItemType) -> _Limits:
    """The kind and the limits that can be relied on, in working days."""
    kind = _coded(record, "project_type", _KINDS, ItemKind.OTHER)
    statutory = _working_days(record, "anticipate", type_)
    promised = _working_days(record, "promise", type_)
    if kind is ItemKind.INSTANT:
        for name, days in (("anticipate_day", statutory), ("promise_day", promised)):
            if days:
                record.remarks.add(f"AUDIT_ITEM.{name}", "catalogue.remark.instant_limit", days=days)
        return _Limits(kind=kind, promised=None, statutory=None)
    field = "AUDIT_ITEM.promise_day"
    if promised is not None and statutory is not None and promised > statutory:
        record.remarks.add(field, "catalogue.remark.over_statutory", promised=promised, statutory=statutory)
        promised = statutory
    if statutory is not None and statutory > LICENCE_DAYS and type_ is ItemType.LICENCE:
        record.remarks.add("AUDIT_ITEM.anticipate_day", "catalogue.remark.over_licence_law", days=statutory)
    if promised is None and statutory is not None:
        record.remarks.add(field, "catalogue.remark.no_promise", days=statutory)
        promised = statutory
    if promised is None and kind is ItemKind.PROMISED:
        record.remarks.add(field, "catalogue.remark.no_limit")
        kind = ItemKind.OTHER
    return _Limits(kind=kind, promised=promised, statutory=statutory)


def _working_days(record: Record, name: str, type_: ItemType) -> int | None:
    """The limit if it is in working days, which Art. 82 presumes where the record does not say.

    A limit in calendar days is not used: how many working days it holds depends on where it falls, and a
    number made up for it would sooner or later end after the law's. The remark leaves it to a person.
    """
    days, unit = record.number(f"{name}_day"), record.code(f"{name}_type")
    if days is None or unit in (_WORKING, ""):
        return days
    field = f"AUDIT_ITEM.{name}_day"
    if unit != _CALENDAR:
        record.remarks.add(field, "catalogue.remark.limit_unit", days=days, code=unit)
    elif name == "anticipate" and type_ is ItemType.LICENCE:
        record.remarks.add(field, "catalogue.remark.calendar_licence", days=days)
    else:
        record.remarks.add(field, "catalogue.remark.calendar", days=days)
    return None


def _materials(records: list[Record], promised: int | None, remarks: Remarks) -> tuple[Material, ...]:
    """The checklist in the order of `ordernum`; equal numbers, and those without, stay in file order."""
    numbers = [record.number("ordernum") for record in records]
    order = sorted(range(len(records)), key=lambda at: _last_if_none(numbers[at]))
    if order != list(range(len(records))):
        remarks.add("AUDIT_MATERIAL.ordernum", "catalogue.remark.material_order")
    materials: list[Material] = []
    for at in order:
        material = _material(records[at], f"m{len(materials) + 1:02d}", promised)
        if material is None:
            remarks.add("AUDIT_MATERIAL.material_name", "catalogue.remark.material_unnamed", index=at + 1)
            continue
        if any(each.name == material.name for each in materials):
            remarks.add(
                "AUDIT_MATERIAL.material_name", "catalogue.remark.material_twice", material=material.name
            )
        materials.append(material)
    return tuple(materials)


def _material(record: Record, code: str, promised: int | None) -> Material | None:
    name = record.name("material_name")
    if not name:
        return None
    originals, copies = _amounts(record, name)
    necessary, tolerable = _coded(record, "is_need", _NEEDS, (True, False))
    if tolerable and promised is None:
        record.remarks.add("AUDIT_MATERIAL.is_need", "catalogue.remark.material_tolerance", material=name)
        tolerable = False
    return Material(
        code=code,
        name=name,
        originals=originals,
        copies=copies,
        necessary=necessary,
        form=_coded(record, "material_form", _FORMS, Form.EITHER),
        source=_coded(record, "source_type", _SOURCES, Source.OTHER),
        tolerable=tolerable,
        tolerance_days=promised if tolerable else None,
        standard="；".join(part for part in (record.text("accept_stand"), record.text("sign_ask")) if part),
        law=record.name("by_law"),
        note=record.text("remark"),
    )


def _amounts(record: Record, name: str) -> tuple[int, int]:
    """Originals and copies as counted; the material's type only where they are not counted."""
    type_ = record.code("material_type")
    usual = _AMOUNTS.get(type_, (1, 0))
    counted = (record.number("original_amount"), record.number("copy_amount"))
    if counted == (None, None):
        return usual
    originals, copies = counted[0] or 0, counted[1] or 0
    field = "AUDIT_MATERIAL.material_type"
    if originals == copies == 0:
        record.remarks.add(field, "catalogue.remark.material_none", material=name)
        return 1, 0
    if type_ in _AMOUNTS and (originals > 0, copies > 0) != (usual[0] > 0, usual[1] > 0):
        kind = _MATERIAL_TYPES[type_]
        record.remarks.add(
            field,
            "catalogue.remark.material_amounts",
            material=name,
            kind=kind,
            originals=originals,
            copies=copies,
        )
    return originals, copies


def _laws(records: list[Record], remarks: Remarks) -> tuple[LawRef, ...]:
    laws: list[LawRef] = []
    for record in records:
        title = record.name("law_name")
        whole = re.fullmatch(r"《([^《》]*)》", title)
        if title:
            laws.append(LawRef(title=whole[1] if whole else title, clause=record.text("clause_number")))
    if not laws:
        remarks.add("AUDIT_ITEM_BYLAW", "catalogue.remark.no_law")
    return tuple(laws)


def _specials(records: list[Record], promised: int | None) -> tuple[SpecialProcedure, ...]:
    """The special procedures that Art. 45 knows, each kind once with its longest time."""
    found: dict[SuspensionKind, SpecialProcedure] = {}
    for record in records:
        procedure = _special(record)
        if procedure is None:
            continue
        kind, field = f"suspension.{procedure.kind.value}", "AUDIT_ITEM_SPECIAL.special_date"
        if promised is not None and procedure.days > promised:
            record.remarks.add(
                field, "catalogue.remark.special_long", kind=kind, days=procedure.days, promised=promised
            )
        other = found.get(procedure.kind)
        if other is not None:
            procedure = max(other, procedure, key=lambda each: each.days)
            record.remarks.add(field, "catalogue.remark.special_twice", kind=kind, days=procedure.days)
        found[procedure.kind] = procedure
    return tuple(found.values())


def _special(record: Record) -> SpecialProcedure | None:
    """A special procedure by the words of its description, or None after remarking why there is none.

    The numbers 1 to 8 stand for Art. 45's kinds in an order that is not published, and 9 for anything
    else, so that no number alone may stop the clock. Titles of statutes do not count as description.
    """
    code, description = record.code("special_name"), record.text("special_desc")
    days, unit = record.number("special_date"), record.code("special_date_type")
    words = re.sub(r"《[^》]*》", "", description)
    kinds = {kind for word, kind in _SPECIAL_WORDS.items() if word in words}
    field, told = "AUDIT_ITEM_SPECIAL.special_name", description or code
    if len(kinds) != 1:
        record.remarks.add(
            field,
            "catalogue.remark.special_several" if kinds else "catalogue.remark.special_unused",
            code=code,
            description=told,
        )
        return None
    if unit not in (_WORKING, ""):
        record.remarks.add(field, "catalogue.remark.special_calendar", days=days or 0, description=told)
        return None
    if not days:
        record.remarks.add(field, "catalogue.remark.special_days", description=told)
        return None
    (kind,) = kinds
    reason = (
        "catalogue.remark.special_recognised" if code == _OTHER_SPECIAL else "catalogue.remark.special_code"
    )
    record.remarks.add(field, reason, code=code, kind=f"suspension.{kind.value}")
    return SpecialProcedure(kind=kind, days=days, law=description)


def _result(extend: Record | None, code: str) -> Result | None:
    name = extend.name("result_name") if extend else ""
    return Result(licence=code, name=name) if name else None


def default_route(kind: ItemKind, department: str) -> tuple[Step, ...]:
    """The route of an imported item, whose record has none: our own template, all by its department."""
    steps = _templates()["instant" if kind is ItemKind.INSTANT else "standard"]
    return tuple(replace(step, department=department) for step in steps)


@cache
def _templates() -> Mapping[str, tuple[Step, ...]]:
    return read_frame().routes


def _tell_unused(document: Mapping[str, object], records: list[Record], remarks: Remarks) -> None:
    """One remark naming every field that says something and has no place with us."""
    unused: dict[str, set[str]] = {}
    for record in records:
        if names := record.unused():
            unused.setdefault(record.part, set()).update(names)
    known = {"AUDIT_ITEM", "AUDIT_ITEM_EXTEND", "AUDIT_MATERIAL", "AUDIT_ITEM_BYLAW", "AUDIT_ITEM_SPECIAL"}
    parts = [part for part, value in document.items() if part not in known and value]
    told = [f"{part} ({', '.join(sorted(names))})" for part, names in unused.items()] + parts
    if told:
        remarks.add("", "catalogue.remark.not_used", fields="; ".join(told))


def _coded(record: Record, name: str, codes: Mapping[str, T], default: T) -> T:
    """The meaning of a code; a remark where it has none, and the default."""
    code = record.code(name)
    if code in codes:
        return codes[code]
    record.remarks.add(f"{record.part}.{name}", "catalogue.remark.code_unknown", value=code)
    return default


def _last_if_none(number: int | None) -> tuple[bool, int]:
    return (number is None, number or 0)
