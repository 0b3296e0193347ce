"""Loaded by schemathesis: commands that get past the door, so that the rules themselves are tried.

What it makes up would otherwise be refused at once: the user is nobody, and the case is not there.
"""

from __future__ import annotations

import json
import os
from itertools import cycle
from typing import Any

import schemathesis

KNOWN = json.loads(os.environ["CLERK_TUI_TRIED"])
CASES = cycle(KNOWN["cases"])
TICKETS = cycle(KNOWN["tickets"])


@schemathesis.hook
def map_body(context: schemathesis.HookContext, body: Any) -> Any:
    """Put in who has signed in, a moment of today, and cases and tickets that there are."""
    if not isinstance(body, dict):
        return body
    commands = body["commands"] if isinstance(body.get("commands"), list) else [body]
    for command in commands:
        if isinstance(command, dict) and isinstance(command.get("user"), str) and "at" in command:
            command.update(user=KNOWN["user"], window=KNOWN["window"], at=KNOWN["at"])
            if isinstance(command.get("case"), str):
                command["case"] = next(CASES)
            if isinstance(command.get("ticket"), str):
                command["ticket"] = next(TICKETS)
            if isinstance(command.get("expected"), int):
                command["expected"] = None
    return body
