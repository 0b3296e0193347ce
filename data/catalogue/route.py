"""The steps of an item's route, written out or taken from a template; and the department a field names."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from data.catalogue.item_checks import check_route, check_silence
from data.catalogue.situation import Situation, read_when
from data.catalogue.yaml_fields import Fields
from data.model.item import Department, Silence, Step, StepKind

_STEP_FIELDS = tuple(each.name for each in dataclasses.fields(Step))


def read_route(
    fields: Fields,
    department: str,
    departments: Mapping[str, Department],
    templates: Mapping[str, tuple[Step, ...]],
    situation: Situation,
) -> tuple[Step, ...]:
    """The item's own steps, or those of a template with the item's department and limits."""
    if "steps" in fields:
        if "route" in fields or "limits" in fields:
            fields.problem("steps", "catalogue.two_routes")
        return read_steps(fields, departments, department, situation)
    code = fields.text("route")
    template = templates.get(code, ())
    if code and not template:
        fields.problem("route", "catalogue.unknown.route", value=code)
    steps = [dataclasses.replace(step, department=department) for step in template]
    limits = fields.mapping("limits", [step.code for step in template])
    if limits is not None:
        steps = [
            dataclasses.replace(step, days=limits.whole_or_none(step.code)) if step.code in limits else step
            for step in steps
        ]
    for step in steps:
        check_silence(fields, step)
    return tuple(steps)


def read_steps(
    fields: Fields, departments: Mapping[str, Department], department: str, situation: Situation
) -> tuple[Step, ...]:
    """The steps written out in a mapping; those of a template leave the department and limits open."""
    steps: dict[str, Step] = {}
    places: dict[str, Fields] = {}
    sound = True
    for each in fields.mappings("steps", _STEP_FIELDS):
        step = Step(
            code=each.text("code"),
            name=each.text("name"),
            name_en=each.text("name_en", ""),
            kind=each.choice("kind", StepKind, StepKind.EXAMINE),
            department=department_code(each, departments, department),
            days=each.whole_or_none("days"),
            after=each.texts("after"),
            join=each.whole_or_none("join"),
            people=each.whole("people", 1),
            role=each.text("role", ""),
            when=read_when(each, situation),
            silence=each.choice("silence", Silence, Silence.SUPERVISOR),
        )
        if step.people < 1:
            each.problem("people", "catalogue.nobody")
        if each.sound and departments:
            check_silence(each, step)
        if step.code in steps:
            each.problem("code", "catalogue.duplicate.code", value=step.code)
        sound = sound and each.sound
        steps[step.code] = step
        places[step.code] = each
    if sound:
        check_route(fields, tuple(steps.values()), places)
    return tuple(steps.values())


def department_code(fields: Fields, departments: Mapping[str, Department], default: str) -> str:
    """The code of the department that is named by its key or its code."""
    if "department" not in fields and (default or not departments):
        return default
    key = fields.text("department")
    if key in departments:
        return departments[key].code
    if key:
        fields.problem("department", "catalogue.unknown.department", value=key)
    return default
