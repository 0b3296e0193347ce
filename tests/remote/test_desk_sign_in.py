"""The desk's own form at a real server with real accounts: a first password, and a window that is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from clerk_tui.desk.access.sign_in import SignInScreen
from tests.support.cli.command_line import Cli
from tests.support.remote.far_desk import PASSWORD, desk_at

OWN = "one of my very own"


def first_password(cli: Cli, homes: Path, user: str, *roles: str) -> str:
    """Make an account; the password that it is told once."""
    given = [each for role in roles for each in ("--role", role)]
    ran = cli("account", "make", user, *given, "--db", homes / "hall.db", "--json")
    assert ran.code == 0, ran.err
    return str(ran.records[0]["password"])


async def test_a_clerk_without_a_window_is_asked_for_one(cli: Cli, api: str, homes: Path) -> None:
    async with desk_at(api) as desk:
        assert isinstance(desk.app.screen, SignInScreen)
        await desk.type("zhangmin")
        await desk.press("enter")
        await desk.type(PASSWORD)
        await desk.press("enter")
        await desk.until_told("At which window do you sit?")
        assert PASSWORD not in desk.text
        await desk.press("enter")
        assert "Window is needed" in desk.text
        await desk.type("99")
        await desk.press("enter")
        await desk.until_told("99")
        assert isinstance(desk.app.screen, SignInScreen)
        await desk.press("backspace", "backspace", "3", "enter")
        await desk.until_told("zhangmin")
        assert desk.app.entrance is None
        assert (desk.app.desk.context.user, desk.app.desk.context.window) == ("zhangmin", "3")
    # What was let in without a window on the way is not left behind.
    assert len(list((homes / "state" / "clerk-tui" / "sign-ins").iterdir())) == 1


async def test_a_clerk_who_has_signed_in_without_a_window_is_asked_for_one(cli: Cli, api: str) -> None:
    ran = cli("sign-in", "--api", api, "--user", "zhangmin", "--password-stdin", lines=f"{PASSWORD}\n")
    assert ran.code == 0
    async with desk_at(api) as desk:
        assert isinstance(desk.app.screen, SignInScreen)
        assert "zhangmin" in desk.text


@pytest.mark.parametrize("role", ["supervisor", "lead"])
async def test_who_needs_no_window_is_asked_for_none(cli: Cli, api: str, homes: Path, role: str) -> None:
    made = ("account", "make", "chen", "--role", role, "--password-stdin", "--db", homes / "hall.db")
    assert cli(*made, lines=f"{PASSWORD}\n").code == 0
    async with desk_at(api) as desk:
        await desk.type("chen")
        await desk.press("enter")
        await desk.type(PASSWORD)
        await desk.press("enter")
        await desk.until_told("chen")
        assert desk.app.entrance is None


async def test_a_first_password_is_changed_at_the_desk(cli: Cli, api: str, homes: Path) -> None:
    first = first_password(cli, homes, "lifang", "clerk")
    assert (
        cli(
            "sign-in",
            "--api",
            api,
            "--user",
            "zhoulin",
            "--window",
            "4",
            "--password-stdin",
            lines=f"{PASSWORD}\n",
        ).code
        == 0
    )
    async with desk_at(api, user="lifang", window="4") as desk:
        await desk.type(first)
        await desk.press("enter")
        await desk.until_told("Change the first password")
        await desk.type(OWN)
        await desk.press("enter")
        await desk.type(OWN)
        await desk.press("enter")
        # The password is changed, and the window is somebody else's: only another window is asked for.
        await desk.until_told("at window 4")
        assert isinstance(desk.app.screen, SignInScreen)
        await desk.press("backspace", "3", "enter")
        await desk.until_told("lifang")
        assert desk.app.entrance is None
    again = ("sign-in", "--api", api, "--user", "lifang", "--window", "3", "--password-stdin")
    assert cli(*again, lines=f"{first}\n").code == 4
    assert cli(*again, lines=f"{OWN}\n").code == 0


def test_a_first_password_is_changed_from_the_command_line(cli: Cli, api: str, homes: Path) -> None:
    first = first_password(cli, homes, "lifang", "clerk")
    sign_in = (
        "sign-in",
        "--api",
        api,
        "--user",
        "lifang",
        "--window",
        "3",
        "--password-stdin",
        "--lang",
        "en",
    )
    ran = cli(*sign_in, lines=f"{first}\n")
    assert (ran.code, ran.complaint) == (4, "the first password must be changed now")
    change = ("password", "--api", api, "--user", "lifang", "--password-stdin", "--lang", "en")
    assert cli(*change, lines=f"{first}\n{first}\n").code == 4
    assert cli(*change, lines=f"{first}\n{OWN}\n").code == 0
    assert cli(*sign_in, lines=f"{OWN}\n").code == 0
