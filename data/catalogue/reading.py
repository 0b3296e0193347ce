"""What the items of a catalogue refer to: departments, zones, licences, route templates; and the reasons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from data.catalogue.problem import CatalogueError, Problem
from data.catalogue.report import Report
from data.catalogue.route import read_steps
from data.catalogue.situation import NOTHING_ASKED
from data.catalogue.yaml_fields import Fields, read_fields
from data.law.identifier import IdentifierError, credit_code
from data.model.item import Department, Reason, ReasonKind, Result, Step, Zone

HALL = Path(__file__).parent / "hall"
"""Our own catalogue of a district hall."""

_DEPARTMENT_FIELDS = ("key", "code", "name", "name_en", "abbreviation")
_ZONE_FIELDS = ("code", "letter", "name", "name_en")
_LICENCE_FIELDS = ("code", "name", "name_en")
_ROUTE_FIELDS = ("code", "steps")
LONGEST_NAME = 80
"""How many characters the name of a hall, a window, a station, a zone or a department may have."""
_LONGEST_ABBREVIATION = 10
_REASON_FIELDS = ("code", "text", "text_en", "kinds")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What items refer to: departments by key and by code, zones, route templates and licence kinds.

    `reasons` are the hall's standard phrases, which no item refers to.
    """

    departments: Mapping[str, Department]
    zones: Mapping[str, Zone]
    routes: Mapping[str, tuple[Step, ...]]
    licences: Mapping[str, Result]
    reasons: tuple[Reason, ...] = ()


def read_frame(folder: Path | None = None) -> Frame:
    """What the items of that folder, or of our own catalogue, refer to. Raises CatalogueError."""
    folder = folder or HALL
    problems: list[Problem] = []
    reasons: Mapping[str, Reason] = {}
    if (folder / "reasons.yaml").exists():
        reasons = _listed(folder, "reasons", _REASON_FIELDS, ("code",), _reason, problems)
    departments = _listed(
        folder, "departments", _DEPARTMENT_FIELDS, ("key", "code", "abbreviation"), _department, problems
    )
    frame = Frame(
        departments=departments | {each.code: each for each in departments.values()},
        zones=_listed(folder, "zones", _ZONE_FIELDS, ("code", "letter"), _zone, problems),
        routes=_listed(folder, "routes", _ROUTE_FIELDS, ("code",), _template, problems),
        licences=_listed(folder, "licences", _LICENCE_FIELDS, ("code",), _licence, problems),
        reasons=tuple(reasons.values()),
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
        name=fields.text("name", most=LONGEST_NAME),
        name_en=fields.text("name_en", "", 2 * LONGEST_NAME),
        abbreviation=fields.text("abbreviation", most=_LONGEST_ABBREVIATION),
    )


def _zone(fields: Fields) -> Zone:
    letter = fields.text("letter")
    if letter and not (len(letter) == 1 and letter.isascii() and letter.isupper()):
        fields.problem("letter", "catalogue.letter", value=letter)
    return Zone(
        code=fields.text("code"),
        letter=letter,
        name=fields.text("name", most=LONGEST_NAME),
        name_en=fields.text("name_en", "", 2 * LONGEST_NAME),
    )


def _licence(fields: Fields) -> Result:
    return Result(licence=fields.text("code"), name=fields.text("name"), name_en=fields.text("name_en", ""))


def _reason(fields: Fields) -> Reason:
    kinds = fields.choices("kinds", ReasonKind, ())
    fields.require("kinds")
    if "kinds" in fields and fields.sound and not kinds:
        fields.problem("kinds", "catalogue.empty")
    return Reason(
        code=fields.text("code"), text=fields.text("text"), text_en=fields.text("text_en", ""), kinds=kinds
    )


def _template(fields: Fields) -> tuple[Step, ...]:
    """A route template: its steps leave the department, and usually the limits, to the item."""
    fields.require("code")
    return read_steps(fields, {}, "", NOTHING_ASKED)
