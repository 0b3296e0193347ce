"""A hall's configuration is changed by commands alone: in the log with who and why, and not by everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypedDict

import pytest

from data.core.commands import COMMAND_SPECS
from data.law.calendar.overlay import LocalDay, Overlay, layer_of
from data.model.account import Authority, Role
from data.model.command import (
    ChangeSettings,
    Command,
    HallAct,
    HallCommand,
    LayCalendar,
    PutItems,
    SetUpHall,
    SetWindows,
    setting_up,
)
from data.model.hall import HALL
from data.model.legal.clock import Light
from data.model.outcome import Outcome, Receipt, Refusal
from data.model.query import AskEntries, AskHall, AskItem
from data.model.settings import Settings, Window
from data.store.sql_hall import SqlHall
from tests.support.halls.setting_up import ADMINISTRATOR
from tests.support.sitting import CARD, CATALOGUE, WINDOWS, Sitting
from tests.support.story import FOOD

WHY = "按市局通知"
CLERK = Authority(user="张敏", roles=(Role.CLERK, Role.REVIEWER, Role.LEAD), window="3")
SLOWER = replace(FOOD, version="2", promised_days=10)
WIDER = (*WINDOWS, Window(code="8", name="8号窗口"))


Kind = type[HallAct]
KINDS: tuple[Kind, ...] = (ChangeSettings, SetWindows, PutItems, LayCalendar, SetUpHall)


class Who(TypedDict):
    """What each command carries."""

    at: datetime
    user: str
    reason: str


def change(desk: Sitting, kind: Kind, user: str) -> HallAct:
    """A command of that kind which would change the hall."""
    who = Who(at=desk.clock.now(), user=user, reason=WHY)
    name = f"{kind.__name__}-{user}"
    if kind is ChangeSettings:
        return ChangeSettings(**who, id=name, settings=Settings(warn_days=5))
    if kind is SetWindows:
        return SetWindows(**who, id=name, windows=WIDER)
    if kind is PutItems:
        return PutItems(**who, id=name, items=(SLOWER,))
    if kind is LayCalendar:
        power_cut = Overlay("local-1", {who["at"].date(): LocalDay(False, "停电")})
        return LayCalendar(**who, id=name, layer=layer_of(power_cut))
    return setting_up(CATALOGUE, replace(CARD, name="新的名字"), WIDER, **who, id=name)


def given(desk: Sitting, command: Command, authority: Authority | None = None) -> Outcome:
    """A command given by somebody who has signed in; behind a server the token says who."""
    if isinstance(desk.hall, SqlHall):
        return desk.hall.do(command, authority)
    return desk.hall.do(command)


def test_every_command_about_the_hall_is_tried_here() -> None:
    assert set(KINDS) == {kind for kind in COMMAND_SPECS if issubclass(kind, HallCommand)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_clerk_changes_nothing_of_the_hall(desk: Sitting, kind: Kind) -> None:
    before = desk.position()
    outcome = given(desk, change(desk, kind, CLERK.user), CLERK)
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "role_administrator"
    assert desk.position() == before


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_administrator_changes_stands_in_the_log_with_the_reason(desk: Sitting, kind: Kind) -> None:
    command = change(desk, kind, ADMINISTRATOR)
    outcome = given(desk, command)
    assert isinstance(outcome, Receipt)
    entries = desk.hall.ask(AskEntries(stream=HALL, limit=500)).lines
    own = [each for each in entries if each.command == command.id]
    assert [each.kind for each in own] == list(outcome.events)
    assert {(each.user, each.reason) for each in own} == {(ADMINISTRATOR, WHY)}
    again = given(desk, replace(command, id=f"{command.id}-again"))
    assert isinstance(again, Refusal)
    assert again.reason == "nothing_changes"
    assert given(desk, command) == outcome


def test_lists_and_offers_follow_at_once(desk: Sitting) -> None:
    case = desk.accepted()
    assert desk.file(case).line.light is Light.GREEN
    assert isinstance(given(desk, change(desk, ChangeSettings, ADMINISTRATOR)), Receipt)
    assert desk.file(case).line.light is Light.YELLOW
    assert desk.lines()[0].light is Light.YELLOW
    assert isinstance(given(desk, change(desk, PutItems, ADMINISTRATOR)), Receipt)
    assert desk.hall.ask(AskItem(code=FOOD.code)) == SLOWER
    assert desk.file(case).version == FOOD.version
    assert isinstance(given(desk, change(desk, SetWindows, ADMINISTRATOR)), Receipt)
    assert [each.code for each in desk.hall.ask(AskHall()).windows][-1] == "8"


@pytest.mark.parametrize(
    ("window", "reason"),
    [
        (Window(code="12345", name="远"), "window_codes"),
        (Window(code="1", name="一", zones=("nowhere",)), "window_zone_unknown"),
        (Window(code="1", name="一", station="nowhere"), "window_station_unknown"),
    ],
)
def test_windows_that_a_hall_cannot_have_are_refused(desk: Sitting, window: Window, reason: str) -> None:
    before = desk.position()
    wanted = change(desk, SetWindows, ADMINISTRATOR)
    assert isinstance(wanted, SetWindows)
    outcome = given(desk, replace(wanted, windows=(window,)))
    assert isinstance(outcome, Refusal)
    assert outcome.reason == reason
    assert desk.position() == before


def test_nothing_is_changed_without_a_reason(desk: Sitting) -> None:
    outcome = given(desk, replace(change(desk, PutItems, ADMINISTRATOR), reason=" "))
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "reason_blank"
