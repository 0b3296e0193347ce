"""A hall's catalogue from readable files: departments, zones, routes, licences and items.

The folder holds `departments.yaml`, `zones.yaml`, `routes.yaml`, `licences.yaml`, `items/*.yaml`, and may
hold `reasons.yaml` and `joint/*.yaml`; the format is told in docs/catalogue.md and docs/joint.md. Everything
is checked before anything is used, and every problem is told at once: those of the other files, once they
are sound those of the items, and once these are, those of the joint templates.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from data.catalogue.exchange.pace import over_promise
from data.catalogue.item_checks import check_limits, check_tolerance
from data.catalogue.joint import JOINT_FIELDS, Known, read_joint
from data.catalogue.pinyin import initials
from data.catalogue.problem import CatalogueError, Problem, Remark
from data.catalogue.reading import HALL, Frame, read_frame
from data.catalogue.report import Report
from data.catalogue.route import department_code, read_route
from data.catalogue.situation import Situation, check_asked_for, read_questions, read_when
from data.catalogue.yaml_fields import Fields, read_fields
from data.model.item import (
    ApplicantKind,
    Catalogue,
    Form,
    Item,
    ItemKind,
    ItemType,
    LawRef,
    Material,
    Result,
    Source,
    SpecialProcedure,
    SuspensionKind,
)

_ROOT_FIELDS = ("zone", "items", "joint")
_MATERIAL_FIELDS = tuple(each.name for each in dataclasses.fields(Material))
_LAW_FIELDS = ("title", "clause")
_SPECIAL_FIELDS = ("kind", "days", "law")
_RESULT_FIELDS = ("licence", "name", "name_en", "years")
_ITEM_FIELDS = (
    *(each.name for each in dataclasses.fields(Item) if each.name not in ("zone", "lanes", "shared")),
    "route",
    "limits",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFile:
    """What one file holds, and what is odd about it: items, and joint templates after them."""

    items: tuple[Item, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A file whose items are read, and whose joint templates wait for all the items to be."""

    report: Report
    zone: str
    items: tuple[Item, ...] = ()
    joint: tuple[Fields, ...] = ()


def read_catalogue(folder: Path | None = None) -> Catalogue:
    """The catalogue in that folder, or our own; its items in the order of the files' names.

    Raises CatalogueError with all problems.
    """
    folder = folder or HALL
    frame = read_frame(folder)
    first: dict[str, str] = {}
    paths = sorted((folder / "items").glob("*.yaml"))
    if not paths:
        raise CatalogueError((Problem(file="items", line=0, field="", reason="catalogue.no_items"),))
    paths += sorted((folder / "joint").glob("*.yaml"))
    drafts = [_draft(path, Report(f"{path.parent.name}/{path.name}"), frame, first) for path in paths]
    _refuse(drafts)
    items = {item.code: item for draft in drafts for item in draft.items}
    templates = [each for draft in drafts for each in _joint(draft, frame, items.get, first, [])]
    _refuse(drafts)
    return Catalogue(
        departments=tuple(dict.fromkeys(frame.departments.values())),
        zones=tuple(frame.zones.values()),
        items=(*items.values(), *templates),
        reasons=frame.reasons,
    )


def read_item_file(path: Path, folder: Path | None = None, known: Known | None = None) -> ItemFile:
    """The items and joint templates of one file, and what is odd about them.

    It is checked against the departments, zones, routes and licences of `folder`. Lanes are of items in
    the file itself, or else of those that `known` knows: the catalogue of `folder` unless another is
    given. Raises CatalogueError with every problem of the file.
    """
    frame = read_frame(folder)
    first: dict[str, str] = {}
    draft = _draft(path, Report(path.name), frame, first)
    draft.report.refuse()
    items = {item.code: item for item in draft.items}
    if draft.joint and known is None:
        known = {item.code: item for item in read_catalogue(folder).items}.get

    def found(code: str) -> Item | None:
        return items.get(code) or (known(code) if known is not None else None)

    remarks: list[Remark] = []
    templates = _joint(draft, frame, found, first, remarks)
    draft.report.refuse()
    for item in (*draft.items, *templates):
        lanes = {lane.item: each for lane in item.lanes if (each := found(lane.item)) is not None}
        remark = over_promise(item, lanes)
        if remark is not None:
            remarks.append(remark)
    return ItemFile(items=(*draft.items, *templates), remarks=tuple(remarks))


def _refuse(drafts: Iterable[_Draft]) -> None:
    problems = tuple(problem for draft in drafts for problem in draft.report.problems)
    if problems:
        raise CatalogueError(problems)


def _draft(path: Path, report: Report, frame: Frame, first: dict[str, str]) -> _Draft:
    """A file as far as it stands alone; `first` remembers in which file each code came first."""
    root = read_fields(path, report, _ROOT_FIELDS)
    if root is None:
        return _Draft(report, "")
    zone = root.text("zone")
    if zone and zone not in frame.zones:
        root.problem("zone", "catalogue.unknown.zone", value=zone)
    if "joint" not in root:
        root.require("items")
    items: list[Item] = []
    for fields in root.mappings("items", _ITEM_FIELDS):
        item = _item(fields, zone, frame)
        _once(item.code, fields, report.file, first)
        items.append(item)
    return _Draft(report, zone, tuple(items), tuple(root.mappings("joint", JOINT_FIELDS)))


def _joint(
    draft: _Draft, frame: Frame, known: Known, first: dict[str, str], remarks: list[Remark]
) -> tuple[Item, ...]:
    templates: list[Item] = []
    for fields in draft.joint:
        template = read_joint(fields, draft.zone, frame, known, remarks)
        _once(template.code, fields, draft.report.file, first)
        templates.append(template)
    return tuple(templates)


def _once(code: str, fields: Fields, file: str, first: dict[str, str]) -> None:
    if code in first:
        fields.problem("code", "catalogue.duplicate.item", value=code, file=first[code])
    first.setdefault(code, file)


def _item(fields: Fields, zone: str, frame: Frame) -> Item:
    kind = fields.choice("kind", ItemKind, ItemKind.PROMISED)
    type_ = fields.choice("type", ItemType, ItemType.LICENCE)
    joint = fields.flag("joint")
    promised = fields.whole_or_none("promised_days")
    statutory = fields.whole_or_none("statutory_days")
    warn = fields.whole_or_none("warn_days")
    if fields.sound:
        check_limits(fields, kind, type_, joint, promised, statutory)
    department = department_code(fields, frame.departments, "")
    name = fields.text("name")
    situation = read_questions(fields)
    materials = _materials(fields, kind, promised, frame, situation)
    steps = read_route(fields, department, frame.departments, frame.routes, situation)
    if fields.sound:
        conditions = (each.when for each in materials), (each.when for each in steps)
        check_asked_for(situation, chain.from_iterable(chain(*conditions)))
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
        two_people=fields.flag("two_people"),
        warn_days=warn,
        law=tuple(
            LawRef(title=each.text("title"), clause=each.text("clause", ""))
            for each in fields.mappings("law", _LAW_FIELDS)
        ),
        questions=tuple(situation.questions.values()),
        materials=materials,
        steps=steps,
        special=tuple(_special(each) for each in fields.mappings("special", _SPECIAL_FIELDS)),
        result=_result(fields, frame),
        initials=fields.text("initials", "") or initials(name),
    )


def _materials(
    fields: Fields, kind: ItemKind, promised: int | None, frame: Frame, situation: Situation
) -> tuple[Material, ...]:
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
            when=read_when(each, situation),
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
