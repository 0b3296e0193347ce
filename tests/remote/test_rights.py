"""What a user may not do is dimmed at their desk, for the reason for which the server would refuse it."""

from __future__ import annotations

import json

import pytest

from clerk_tui.desk.access.permission import SPECIMENS, forbidden
from clerk_tui.desk.acts.registry import ACTS, BY_ID, Place
from data.model.account import Authority, Role
from data.model.settings import HallCard
from tests.support.cli.command_line import Cli
from tests.support.remote.far_desk import PASSWORD, desk_at

CARD = HallCard(region="500102", code="A", name="政务服务中心")


def test_every_act_that_writes_is_tried_by_the_hall_or_here() -> None:
    assert set(SPECIMENS) - {"at_once"} == {act.id for act in ACTS if act.writes and not act.hall}


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_who_only_looks_does_nothing(role: Role) -> None:
    authority = Authority(user="chen", roles=(role,))
    assert all(forbidden(act, authority, CARD, "") is not None for act in SPECIMENS)


def test_a_clerk_does_a_clerks_acts_at_their_own_window() -> None:
    clerk = Authority(user="zhangmin", roles=(Role.CLERK,), window="3")
    theirs = {act for act in SPECIMENS if forbidden(act, clerk, CARD, "3") is None}
    assert theirs == set(SPECIMENS) - {"raise_ticket", "close_day", "at_once"}
    elsewhere = forbidden("new_case", clerk, CARD, "4")
    assert elsewhere is not None
    assert elsewhere.reason == "not_your_window"


def test_where_nobody_signs_in_and_in_a_demo_nothing_is_asked() -> None:
    demo = HallCard(region="500102", code="A", name="演示", demo=True)
    trainee = Authority(user="x", roles=(Role.TRAINEE,))
    assert all(forbidden(act, None, CARD, "3") is None for act in SPECIMENS)
    assert all(forbidden(act, trainee, demo, "3") is None for act in SPECIMENS)


async def test_a_supervisor_changes_nothing(cli: Cli, api: str, homes: object) -> None:
    made = ("account", "make", "chen", "--role", "supervisor", "--password-stdin", "--db", f"{homes}/hall.db")
    assert cli(*made, lines=f"{PASSWORD}\n").code == 0
    sign_in = ("sign-in", "--api", api, "--user", "chen", "--password-stdin")
    assert cli(*sign_in, lines=f"{PASSWORD}\n").code == 0
    async with desk_at(api) as desk:
        await desk.until_told("chen")
        screen = desk.app.desk
        for key in ("N", "i", "n", "ctrl+e"):
            await desk.press(key)
            assert desk.app.screen is screen, key
            assert desk.message, key
        assert "N new" not in desk.lines[-1]
        for act in ACTS:
            if act.writes:
                assert screen.hints.why_not(BY_ID[act.id], next(iter(act.places), Place.QUEUE)), act.id
    zone = json.loads(cli("ask", "hall", "--api", api).out)["zones"][0][0]
    ran = cli("do", "--api", api, lines=json.dumps({"act": "take_ticket", "zone": zone}))
    assert (ran.code, ran.records[0]["reason"]) == (1, "role_clerk")
    assert cli("ask", "counts", "--api", api).records[0]["waiting"] == 0
