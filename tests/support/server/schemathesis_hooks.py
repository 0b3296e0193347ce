"""Loaded by schemathesis: commands that get past the door, so that the rules themselves are tried.

What it makes up would otherwise be refused at once: the user is nobody, and the case is not there.
"""

from __future__ import annotations

import json
import os
from itertools import count, cycle
from typing import Any, TypeAlias

import schemathesis

from tests.support.story import FOOD, INSTANT

KNOWN = json.loads(os.environ["CLERK_TUI_TRIED"])
CASES = cycle(KNOWN["cases"])
TICKETS = cycle(KNOWN["tickets"])
ZONES = cycle(("market", "market", "nowhere"))
ITEMS = cycle((FOOD.code, INSTANT.code))
STEPS = cycle([step.code for step in FOOD.steps])
THERE = {"case": CASES, "ticket": TICKETS, "zone": ZONES, "item": ITEMS, "step": STEPS}
NUMBERS = count()
Case: TypeAlias = schemathesis.Case[Any]


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """Put in who has signed in, a moment of today, and cases and tickets that there are."""
    body: Any = case.body
    if not isinstance(body, dict):
        return
    commands = body["commands"] if isinstance(body.get("commands"), list) else [body]
    for command in commands:
        if isinstance(command, dict) and isinstance(command.get("user"), str) and "at" in command:
            put_in(command)


def put_in(command: dict[str, Any]) -> None:
    """Put what there is in the place of what was made up; what is of a wrong type stays so."""
    for name in ("user", "window", "at"):
        if isinstance(command.get(name), str):
            command[name] = KNOWN[name]
    for name, known in (
        ("case", CASES),
        ("ticket", TICKETS),
        ("zone", ZONES),
        ("item", ITEMS),
        ("step", STEPS),
    ):
        if isinstance(command.get(name), str):
            command[name] = next(known)
    if isinstance(command.get("expected"), int):
        command["expected"] = None
    if isinstance(command.get("id"), str) and command["id"].strip():
        command["id"] += f" {next(NUMBERS)}"
