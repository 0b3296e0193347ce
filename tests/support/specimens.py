"""Commands and queries with anything in them, by anybody; and such as somebody has invented."""

from __future__ import annotations

import dataclasses
from typing import Any, Final, Literal, cast

from data.model import command as c
from data.model import query as q
from data.model.account import Authority, Role
from data.model.command.envelope import Envelope
from tests.support.sitting import CARD, OPENED

DEMO: Final = dataclasses.replace(CARD, demo=True)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BurnFiles(Envelope):
    """A command that somebody has added, and provided for nowhere."""

    act: Literal["burn_files"] = "burn_files"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AskEverything(q.Query[str]):
    """A query that somebody has added, and provided for nowhere."""

    window: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AskMore(q.AskCases):
    """Not even a class that is made from one with a line of its own stands on that line."""


BURN = cast("c.Command", BurnFiles(id="x", at=OPENED, user="张敏", window="3"))
INVENTED: tuple[q.Query[Any], ...] = (AskEverything(window="3"), AskMore(window="3"))


def made(kind: type[Any], who: Authority) -> Any:
    """A command or query of a class, by somebody, with anything in it."""
    given = {
        "id": "x",
        "at": OPENED,
        "user": who.user,
        "window": who.window,
        "department": "market",
        "commands": (),
        "codes": (),
    }
    fields = dataclasses.fields(kind)
    blank = {each.name: "-" for each in fields if each.default is dataclasses.MISSING}
    return kind(**blank | {each.name: given[each.name] for each in fields if each.name in given})


def of(role: Role) -> Authority:
    """Somebody of one role, where it is theirs to act: at window 3, of the department."""
    window = "3" if role is Role.CLERK else ""
    return Authority(user="somebody", roles=(role,), window=window, departments=("market",))
