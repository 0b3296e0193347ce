"""A hall as a whole before it is set up: catalogue, windows and stations held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.catalogue.files import read_catalogue
from data.catalogue.founding.hall_file import HallPlan, read_hall_file
from data.catalogue.problem import CatalogueError, Problem, Remark
from data.catalogue.reading import read_frame
from data.catalogue.report import Report
from data.model.item import Catalogue, Department, Zone

_REGION_OF_A_CODE = slice(2, 8)
_STATE = "100000"


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeHall:
    """A hall that fits together, and what is odd about it."""

    catalogue: Catalogue
    plan: HallPlan
    remarks: tuple[Remark, ...] = ()


def read_whole(folder: Path | None, told: Path | HallPlan, over: Mapping[str, str]) -> WholeHall:
    """The hall of a catalogue's folder (None: our own) and of a file, or of a plan that is known already.

    `over` goes before what the file says of the hall: `name`, `region`, `code`.

    Raises:
        CatalogueError: every problem of the folder, of the file, and of what they are together.
    """
    problems: list[Problem] = []
    plan = _plan(told, over, problems)
    catalogue, departments, zones = _catalogue(folder, problems)
    if plan is not None and folder is None and _foreign(departments, plan.card.region):
        ours = departments[0].code[_REGION_OF_A_CODE]
        facts = {"ours": ours, "region": plan.card.region}
        problems = [
            Problem(file=plan.file, line=0, field="region", reason="catalogue.hall.ours", facts=facts)
        ]
        raise CatalogueError(tuple(problems))
    if plan is not None:
        problems += _of_departments(departments, plan.card.region)
        problems += _of_zones(plan, zones)
    if problems or plan is None or catalogue is None:
        raise CatalogueError(tuple(problems))
    return WholeHall(catalogue=catalogue, plan=plan, remarks=tuple(_remarks(plan, zones)))


def _plan(told: Path | HallPlan, over: Mapping[str, str], problems: list[Problem]) -> HallPlan | None:
    if isinstance(told, HallPlan):
        return told
    report = Report(told.name)
    plan = read_hall_file(told, report, over)
    problems += report.problems
    return plan


def _catalogue(
    folder: Path | None, problems: list[Problem]
) -> tuple[Catalogue | None, tuple[Department, ...], tuple[Zone, ...]]:
    """The catalogue; where only its items are wrong, at least its departments and zones."""
    if folder is not None and not folder.is_dir():
        problems.append(Problem(file=folder.name, line=0, field="", reason="catalogue.no_folder"))
        return None, (), ()
    if folder is not None and not any(folder.glob("*.yaml")):
        problems.append(Problem(file=folder.name, line=0, field="", reason="catalogue.empty_folder"))
        return None, (), ()
    try:
        catalogue = read_catalogue(folder)
    except CatalogueError as error:
        problems += error.problems
    else:
        return catalogue, catalogue.departments, catalogue.zones
    try:
        frame = read_frame(folder)
    except CatalogueError:
        return None, (), ()
    return None, tuple(dict.fromkeys(frame.departments.values())), tuple(frame.zones.values())


def _foreign(departments: Iterable[Department], region: str) -> list[Department]:
    """The departments whose credit codes (GB 32100) are of neither the region nor one that it lies in."""
    allowed = {region, f"{region[:4]}00", f"{region[:2]}0000", _STATE}
    return [each for each in departments if each.code[_REGION_OF_A_CODE] not in allowed]


def _of_departments(departments: Iterable[Department], region: str) -> Iterable[Problem]:
    for each in _foreign(departments, region) if region else ():
        facts = {"name": each.name, "of": each.code[_REGION_OF_A_CODE], "region": region}
        field = f"departments[{each.code}].code"
        yield Problem(
            file="departments.yaml", line=0, field=field, reason="catalogue.hall.foreign", facts=facts
        )


def _of_zones(plan: HallPlan, zones: tuple[Zone, ...]) -> Iterable[Problem]:
    """Zones that there are not, and zones whose tickets nobody would call."""
    known = {each.code for each in zones}
    served: set[str] = set()
    for window in plan.windows:
        served |= set(window.zones) or known
        for zone in window.zones:
            if zones and zone not in known:
                field, reason = f"window[{window.code}].zones", "catalogue.unknown.zone"
                yield Problem(file=plan.file, line=0, field=field, reason=reason, facts={"value": zone})
    for each in zones if plan.windows else ():
        if each.code not in served:
            facts = {"value": each.code, "name": each.name}
            yield Problem(
                file=plan.file, line=0, field="window", reason="catalogue.hall.unserved", facts=facts
            )


def _remarks(plan: HallPlan, zones: tuple[Zone, ...]) -> Iterable[Remark]:
    """Zones that are served at several places: whoever waits at one may be called to another."""
    shared = [
        zone.code
        for zone in zones
        if len({each.station for each in plan.windows if not each.zones or zone.code in each.zones}) > 1
    ]
    if shared:
        facts = {"zones": "、".join(shared)}
        yield Remark(field="", reason="catalogue.remark.places", facts=facts)
