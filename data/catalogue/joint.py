"""Joint templates (关联事项联合申报) from files: the lanes, their order, and their one checklist."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeAlias

from data.catalogue.item_checks import JOINT_DAYS
from data.catalogue.pinyin import initials
from data.catalogue.problem import Remark
from data.catalogue.reading import Frame
from data.catalogue.route import department_code
from data.catalogue.union import Union, union_of
from data.catalogue.yaml_fields import Fields
from data.model.item import ApplicantKind, Item, Lane, LawRef, Material, Step, StepKind

Known: TypeAlias = Callable[[str], Item | None]
"""The item of a code, in the version that new cases are filed under, or None."""

JOINT_FIELDS = (
    "code",
    "version",
    "name",
    "name_en",
    "initials",
    "department",
    "applicants",
    "promised_days",
    "extension_days",
    "warn_days",
    "law",
    "lanes",
)
EXTENSION_DAYS = 15
FEWEST_LANES = 2
_LANE_FIELDS = ("item", "after")
_LAW_FIELDS = ("title", "clause")


def read_joint(fields: Fields, zone: str, frame: Frame, known: Known, remarks: list[Remark]) -> Item:
    """One joint template. Problems are noted with its fields; `remarks` gets what is merely odd.

    The limits are those of Art. 42 for joint handling: forty-five working days and one extension of fifteen.
    """
    promised = fields.whole_or_none("promised_days")
    extension = fields.whole("extension_days", EXTENSION_DAYS)
    _check_limits(fields, promised, extension)
    department = department_code(fields, frame.departments, "")
    lanes, items = _lanes(fields, known)
    union = Union(questions=(), materials=(), shared=(), anyway=())
    if fields.sound:
        union = union_of(lanes, items)
    name = fields.text("name")
    template = Item(
        code=fields.text("code"),
        version=fields.text("version"),
        name=name,
        name_en=fields.text("name_en", ""),
        department=department,
        zone=zone,
        applicants=_applicants(fields, items),
        promised_days=promised,
        statutory_days=JOINT_DAYS,
        extension_days=extension,
        joint=True,
        warn_days=fields.whole_or_none("warn_days"),
        law=tuple(
            LawRef(title=each.text("title"), clause=each.text("clause", ""))
            for each in fields.mappings("law", _LAW_FIELDS)
        ),
        questions=union.questions,
        materials=_within(union, promised),
        steps=(
            Step(
                code="receive", name="收件", name_en="Receive", kind=StepKind.RECEIVE, department=department
            ),
            Step(
                code="deliver",
                name="送达",
                name_en="Deliver",
                kind=StepKind.DELIVER,
                department=department,
                after=("receive",),
            ),
        ),
        lanes=lanes,
        shared=union.shared,
        initials=fields.text("initials", "") or initials(name),
    )
    if union.anyway:
        told = "、".join(union.anyway)
        remarks.append(Remark(field=template.code, reason="catalogue.remark.anyway", facts={"names": told}))
    return template


def _check_limits(fields: Fields, promised: int | None, extension: int) -> None:
    fields.require("promised_days")
    if promised is not None and promised > JOINT_DAYS:
        fields.problem("promised_days", "catalogue.over_statutory", promised=promised, statutory=JOINT_DAYS)
    if extension > EXTENSION_DAYS:
        fields.problem("extension_days", "catalogue.joint.extension", days=extension, most=EXTENSION_DAYS)


def _lanes(fields: Fields, known: Known) -> tuple[tuple[Lane, ...], Mapping[str, Item]]:
    """The lanes with the versions of their items, and those items."""
    fields.require("lanes")
    lanes: dict[str, Lane] = {}
    places: dict[str, Fields] = {}
    items: dict[str, Item] = {}
    for each in fields.mappings("lanes", _LANE_FIELDS):
        code = each.text("item")
        item = known(code) if code else None
        if code and item is None:
            each.problem("item", "catalogue.unknown.item", value=code)
        elif item is not None and item.lanes:
            each.problem("item", "catalogue.joint.nested", value=code)
        if code in lanes:
            each.problem("item", "catalogue.duplicate.code", value=code)
        lanes[code] = Lane(item=code, after=each.texts("after"), version=item.version if item else "")
        places[code] = each
        if item is not None:
            items[code] = item
    for code, lane in lanes.items():
        for before in lane.after:
            if before not in lanes:
                places[code].problem("after", "catalogue.joint.no_lane", value=before)
    if "lanes" in fields and fields.sound and len(lanes) < FEWEST_LANES:
        fields.problem("lanes", "catalogue.joint.few", count=len(lanes), fewest=FEWEST_LANES)
    if fields.sound:
        try:
            TopologicalSorter({code: lane.after for code, lane in lanes.items()}).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1]
            places[circle[0]].problem("after", "catalogue.circle", steps=" > ".join(circle))
    return tuple(lanes.values()), items


def _applicants(fields: Fields, items: Mapping[str, Item]) -> tuple[ApplicantKind, ...]:
    """Who may apply for every lane; those that the template names must be among them."""
    admitted = [kind for kind in ApplicantKind if all(kind in item.applicants for item in items.values())]
    given = fields.choices("applicants", ApplicantKind, tuple(admitted))
    for kind in given:
        if kind not in admitted:
            item = next(item.code for item in items.values() if kind not in item.applicants)
            fields.problem("applicants", "catalogue.joint.applicant", kind=kind.value, item=item)
    if fields.sound and not given:
        fields.problem("lanes", "catalogue.joint.nobody")
    return given


def _within(union: Union, promised: int | None) -> tuple[Material, ...]:
    """The materials, with what may follow later following within the promise of the whole."""
    return tuple(
        dataclasses.replace(each, tolerance_days=min(each.tolerance_days, promised))
        if each.tolerance_days is not None and promised is not None
        else each
        for each in union.materials
    )
