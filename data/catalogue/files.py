"""A hall's catalogue from readable files: departments, zones, routes, licences and items.

The folder holds `departments.yaml`, `zones.yaml`, `routes.yaml`, `licences.yaml` and `items/*.yaml`; the
format is told in docs/catalogue.md. Everything is checked before anything is used, and every problem is
told at once: those of the first four files, and once they are sound, those of the items.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from data.catalogue.checks import check_limits, check_route, check_tolerance
from data.catalogue.fields import Fields, Report, read_fields
from data.catalogue.pinyin import initials
from data.catalogue.problem import CatalogueError, Problem
from data.law.identifier import IdentifierError, credit_code
from data.model.item import (
    ApplicantKind,
    Catalogue,
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
    StepKind,
    SuspensionKind,
    Zone,
)

HALL = Path(__file__).parent / "hall"
"""Our own catalogue of a district hall."""

_ROOT_FIELDS = ("zone", "items")
_DEPARTMENT_FIELDS = ("key", "code", "name", "name_en", "abbreviation")
_ZONE_FIELDS = ("code", "letter", "name", "name_en")
_LICENCE_FIELDS = ("code", "name", "name_en")
_ROUTE_FIELDS = ("code", "steps")
_STEP_FIELDS = ("code", "name", "name_en", "kind", "department", "days", "after", "join", "people")
_MATERIAL_FIELDS = tuple(each.name for each in dataclasses.fields(Material))
_LAW_FIELDS = ("title", "clause")
_SPECIAL_FIELDS = ("kind", "days", "law")
_RESULT_FIELDS = ("licence", "name", "name_en", "years")
_ITEM_FIELDS = (
    *(each.name for each in dataclasses.fields(Item) if each.name != "zone"),
    "route",
    "limits",
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What items refer to: departments by key and by code, zones, route templates and licence kinds."""

    departments: Mapping[str, Department]
    zones: Mapping[str, Zone]
    routes: Mapping[str, tuple[Step, ...]]
    licences: Mapping[str, Result]


def read_catalogue(folder: Path | None = None) -> Catalogue:
    """The catalogue in that folder, or our own; its items in the order of the files' names.

    Raises CatalogueError with all problems.
    """
    folder = folder or HALL
    frame = read_frame(folder)
    problems: list[Problem] = []
    items: list[Item] = []
    first: dict[str, str] = {}
    paths = sorted((folder / "items").glob("*.yaml"))
    if not paths:
        problems.append(Problem(file="items", line=0, field="", reason="catalogue.no_items"))
    for path in paths:
        report = Report(f"items/{path.name}")
        items.extend(_read_item_file(path, report, frame, first))
        problems.extend(report.problems)
    if problems:
        raise CatalogueError(tuple(problems))
    departments = tuple(dict.fromkeys(frame.departments.values()))
    return Catalogue(departments=departments, zones=tuple(frame.zones.values()), items=tuple(items))


def read_items(path: Path, folder: Path | None = None) -> tuple[Item, ...]:
    """The items of one file, checked against the departments, zones, routes and licences of `folder`.

    Raises CatalogueError with every problem of the file.
    """
    report = Report(path.name)
    items = _read_item_file(path, report, read_frame(folder), {})
    report.refuse()
    return items


def read_frame(folder: Path | None = None) -> Frame:
    """What the items of that folder, or of our own catalogue, refer to. Raises CatalogueError."""
    folder = folder or HALL
    problems: list[Problem] = []
    departments = _listed(
        folder, "departments", _DEPARTMENT_FIELDS, ("key", "code", "abbreviation"), _department, problems
    )
    frame = Frame(
        departments=departments | {each.code: each for each in departments.values()},
        zones=_listed(folder, "zones", _ZONE_FIELDS, ("code", "letter"), _zone, problems),
        routes=_listed(folder, "routes", _ROUTE_FIELDS, ("code",), _template, problems),
        licences=_listed(folder, "licences", _LICENCE_FIELDS, ("code",), _licence, problems),
    )
    if problems:
        raise CatalogueError(tuple(problems))
    return frame


def _listed(
    folder: Path,
    name: str,
    known: Collection[str],
    unique: tuple[str, ...],
    read: Callable[[Fields], T],
    problems: list[Problem],
) -> dict[str, T]:
    """The entries of a file that is one list, by the first of their unique fields, in file order."""
    report = Report(f"{name}.yaml")
    root = read_fields(folder / f"{name}.yaml", report, (name,))
    entries: dict[str, T] = {}
    taken: set[tuple[str, str]] = set()
    if root is not None:
        root.require(name)
        for fields in root.mappings(name, known):
            entry = read(fields)
            keys = [(field, fields.written(field)) for field in unique]
            for field, value in keys:
                if value and (field, value) in taken:
                    fields.problem(field, "catalogue.duplicate.code", value=value)
            taken.update(keys)
            entries[keys[0][1]] = entry
    problems.extend(report.problems)
    return entries


def _department(fields: Fields) -> Department:
    fields.require("key")
    code = fields.text("code")
    try:
        code = credit_code(code) if code else code
    except IdentifierError as error:
        fields.problem("code", error.key, **error.facts)
    return Department(
        code=code,
        name=fields.text("name"),
        name_en=fields.text("name_en", ""),
        abbreviation=fields.text("abbreviation"),
    )


def _zone(fields: Fields) -> Zone:
    letter = fields.text("letter")
    if letter and not (len(letter) == 1 and letter.isascii() and letter.isupper()):
        fields.problem("letter", "catalogue.letter", value=letter)
    return Zone(
        code=fields.text("code"), letter=letter, name=fields.text("name"), name_en=fields.text("name_en", "")
    )


def _licence(fields: Fields) -> Result:
    return Result(licence=fields.text("code"), name=fields.text("name"), name_en=fields.text("name_en", ""))


def _template(fields: Fields) -> tuple[Step, ...]:
    """A route template: its steps leave the department, and usually the limits, to the item."""
    fields.require("code")
    return _steps(fields, {}, "")


def _read_item_file(path: Path, report: Report, frame: Frame, first: dict[str, str]) -> tuple[Item, ...]:
    """The items of a file; `first` remembers in which file each code came first."""
    root = read_fields(path, report, _ROOT_FIELDS)
    if root is None:
        return ()
    zone = root.text("zone")
    if zone and zone not in frame.zones:
        root.problem("zone", "catalogue.unknown.zone", value=zone)
    root.require("items")
    items: list[Item] = []
    for fields in root.mappings("items", _ITEM_FIELDS):
        item = _item(fields, zone, frame)
        if item.code in first:
            fields.problem("code", "catalogue.duplicate.item", value=item.code, file=first[item.code])
        first.setdefault(item.code, report.file)
        items.append(item)
    return tuple(items)


def _item(fields: Fields, zone: str, frame: Frame) -> Item:
    kind = fields.choice("kind", ItemKind, ItemKind.PROMISED)
    type_ = fields.choice("type", ItemType, ItemType.LICENCE)
    joint = fields.flag("joint")
    promised = fields.whole_or_none("promised_days")
    statutory = fields.whole_or_none("statutory_days")
    warn = fields.whole_or_none("warn_days")
    if fields.sound:
        check_limits(fields, kind, type_, joint, promised, statutory)
    department = _department_code(fields, frame.departments, "")
    name = fields.text("name")
    return Item(
        code=fields.text("code"),
        version=fields.text("version"),
        name=name,
        name_en=fields.text("name_en", ""),
        department=department,
        zone=zone,
        kind=kind,
        type=type_,
        applicants=fields.choices(
            "applicants", ApplicantKind, (ApplicantKind.PERSON, ApplicantKind.ENTERPRISE)
        ),
        promised_days=promised,
        statutory_days=statutory,
        extension_days=fields.whole("extension_days", 15 if joint else 10),
        joint=joint,
        warn_days=warn,
        law=tuple(
            LawRef(title=each.text("title"), clause=each.text("clause", ""))
            for each in fields.mappings("law", _LAW_FIELDS)
        ),
        materials=_materials(fields, kind, promised, frame),
        steps=_route(fields, department, frame),
        special=tuple(_special(each) for each in fields.mappings("special", _SPECIAL_FIELDS)),
        result=_result(fields, frame),
        initials=fields.text("initials", "") or initials(name),
    )


def _materials(fields: Fields, kind: ItemKind, promised: int | None, frame: Frame) -> tuple[Material, ...]:
    materials: dict[str, Material] = {}
    for each in fields.mappings("materials", _MATERIAL_FIELDS):
        licences = each.texts("licences")
        for licence in licences:
            if licence not in frame.licences:
                each.problem("licences", "catalogue.unknown.licence", value=licence)
        material = Material(
            code=each.text("code"),
            name=each.text("name"),
            name_en=each.text("name_en", ""),
            originals=each.whole("originals", 1),
            copies=each.whole("copies", 0),
            necessary=each.flag("necessary", True),
            form=each.choice("form", Form, Form.PAPER),
            source=each.choice("source", Source, Source.APPLICANT),
            tolerable=each.flag("tolerable"),
            tolerance_days=each.whole_or_none("tolerance_days"),
            promise=each.flag("promise"),
            licences=licences,
            standard=each.text("standard", ""),
            law=each.text("law", ""),
            note=each.text("note", ""),
        )
        if each.sound:
            check_tolerance(each, material, kind, promised)
        if material.code in materials:
            each.problem("code", "catalogue.duplicate.code", value=material.code)
        materials[material.code] = material
    return tuple(materials.values())


def _route(fields: Fields, department: str, frame: Frame) -> tuple[Step, ...]:
    """The item's own steps, or those of a template with the item's department and limits."""
    if "steps" in fields:
        if "route" in fields or "limits" in fields:
            fields.problem("steps", "catalogue.two_routes")
        return _steps(fields, frame.departments, department)
    code = fields.text("route")
    template = frame.routes.get(code, ())
    if code and not template:
        fields.problem("route", "catalogue.unknown.route", value=code)
    steps = [dataclasses.replace(step, department=department) for step in template]
    limits = fields.mapping("limits", [step.code for step in template])
    if limits is None:
        return tuple(steps)
    return tuple(
        dataclasses.replace(step, days=limits.whole_or_none(step.code) if step.code in limits else step.days)
        for step in steps
    )


def _steps(fields: Fields, departments: Mapping[str, Department], department: str) -> tuple[Step, ...]:
    steps: dict[str, Step] = {}
    places: dict[str, Fields] = {}
    sound = True
    for each in fields.mappings("steps", _STEP_FIELDS):
        step = Step(
            code=each.text("code"),
            name=each.text("name"),
            name_en=each.text("name_en", ""),
            kind=each.choice("kind", StepKind, StepKind.EXAMINE),
            department=_department_code(each, departments, department),
            days=each.whole_or_none("days"),
            after=each.texts("after"),
            join=each.whole_or_none("join"),
            people=each.whole("people", 1),
        )
        if step.people < 1:
            each.problem("people", "catalogue.nobody")
        if step.code in steps:
            each.problem("code", "catalogue.duplicate.code", value=step.code)
        sound = sound and each.sound
        steps[step.code] = step
        places[step.code] = each
    if sound:
        check_route(fields, tuple(steps.values()), places)
    return tuple(steps.values())


def _department_code(fields: Fields, departments: Mapping[str, Department], default: str) -> str:
    """The code of the department that is named by its key or its code."""
    if "department" not in fields and (default or not departments):
        return default
    key = fields.text("department")
    if key in departments:
        return departments[key].code
    if key:
        fields.problem("department", "catalogue.unknown.department", value=key)
    return default


def _special(fields: Fields) -> SpecialProcedure:
    fields.require("kind")
    fields.require("days")
    return SpecialProcedure(
        kind=fields.choice("kind", SuspensionKind, SuspensionKind.HEARING),
        days=fields.whole("days"),
        law=fields.text("law", ""),
    )


def _result(fields: Fields, frame: Frame) -> Result | None:
    result = fields.mapping("result", _RESULT_FIELDS)
    if result is None:
        return None
    code = result.text("licence")
    licence = frame.licences.get(code)
    if licence is None:
        if code:
            result.problem("licence", "catalogue.unknown.licence", value=code)
        return None
    return Result(
        licence=code,
        name=result.text("name", licence.name),
        name_en=result.text("name_en", licence.name_en),
        years=result.whole_or_none("years"),
    )
