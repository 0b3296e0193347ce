"""`clerk-tui account`: what it prints, what it refuses, and that no secret is ever an argument."""

from __future__ import annotations

import os
import pwd
import re
from contextlib import closing
from pathlib import Path

import pytest

from clerk_tui.cli.commands.server.account import ACTIONS, declare_account
from clerk_tui.cli.main import run
from clerk_tui.cli.parser import Parser
from data.accounts.accounts import Accounts
from data.accounts.pins import Pins
from data.accounts.signed_in import SignedIn
from data.model.account import Role
from data.texts import Language, texts
from data.time_source import RealClock
from tests.support.accounts.people import OTHER, PASSWORD, People
from tests.support.cli.command_line import Cli, Ran

PIN = "284691"
DEPARTMENT = "11500102MBX0000195"


@pytest.fixture
def account(cli: Cli, db: Path) -> Cli:
    """Runs `account` on a hall of its own, in English."""

    def call(*arguments: str | Path, lines: str | bytes = "") -> Ran:
        return cli("account", *arguments, "--db", db, "--lang", "en", lines=lines)

    return call


def signs_in(db: Path, user: str, password: str, window: str = "") -> bool:
    """Whether the hall lets somebody in."""
    with closing(Accounts.at(db, RealClock())) as accounts:
        return isinstance(accounts.sign_in(user, password, window), SignedIn)


def test_a_first_password_is_told_once_and_must_be_changed(account: Cli, db: Path) -> None:
    ran = account("make", "张敏", "--name", "张敏", "--windows", "1,2")
    assert ran.code == 0
    made, told = ran.out.splitlines()
    assert made == "made the account 张敏"
    password = told.rpartition(" ")[2]
    [record] = account("list", "--json").records
    assert record["must_change"] is True
    assert (record["roles"], record["windows"]) == (["clerk"], ["1", "2"])
    with closing(Accounts.at(db, RealClock())) as accounts:
        assert accounts.change_password("张敏", password, OTHER) is None
    assert signs_in(db, "张敏", OTHER, "2")
    assert password not in account("entries").out + account("list").out


def test_a_password_comes_from_standard_input(account: Cli, db: Path) -> None:
    ran = account("make", "lead", "--role", "lead", "--password-stdin", lines=f"{PASSWORD}\n")
    assert (ran.code, ran.out) == (0, "made the account lead\n")
    assert signs_in(db, "lead", PASSWORD)
    assert account("password", "lead", "--password-stdin", lines=f"{OTHER}\n").code == 0
    assert signs_in(db, "lead", OTHER)


def test_what_is_done_is_done(account: Cli, db: Path) -> None:
    account("make", "lead", "--role", "lead", "--password-stdin", lines=f"{PASSWORD}\n")
    assert account("disable", "lead").out == "disabled: lead\n"
    assert not signs_in(db, "lead", PASSWORD)
    assert account("enable", "lead").code == 0
    assert signs_in(db, "lead", PASSWORD)
    ran = account("change", "lead", "--role", "clerk", "--role", "reviewer", "--departments", DEPARTMENT)
    assert ran.code == 0
    [record] = account("list", "--json").records
    assert (record["roles"], record["departments"]) == (["clerk", "reviewer"], [DEPARTMENT])


def test_who_sits_where_is_listed_and_put_out(account: Cli, db: Path) -> None:
    account("make", "zhang", "--password-stdin", lines=f"{PASSWORD}\n")
    assert account("sittings").out == "nobody is signed in at a window\n"
    assert signs_in(db, "zhang", PASSWORD, "3")
    [record] = account("sittings", "--json").records
    assert (record["window"], record["user"]) == ("3", "zhang")
    assert account("revoke", "zhang").code == 0
    assert account("sittings", "--json").records == []
    acts = [each["act"] for each in account("entries", "--json").records]
    assert acts == ["made", "signed_in", "revoked"]


@pytest.mark.parametrize(
    ("arguments", "lines", "code", "said"),
    [
        (("make", ""), "", 2, "which account"),
        (("make",), "", 2, "which account"),
        (("make", "x", "--password-stdin"), "short\n", 1, "10 to 256 characters"),
        (("make", "x", "--password-stdin"), "", 2, "nothing was given"),
        (("make", "x", "--role", "king"), "", 2, "king"),
        (("make", "x", "--role", "reviewer"), "", 1, "needs a department"),
        (("make", "x", "--windows", "77"), "", 1, "77"),
        (("make", "a\x1bb"), "", 1, "user name"),
        (("disable", "nobody"), "", 1, "no account"),
        (("change", "nobody"), "", 2, "nothing to change"),
        (("list", "somebody"), "", 2, "somebody"),
        (("frobnicate",), "", 2, "frobnicate"),
        (("pin", "other"), "", 2, "own user"),
        (("pin",), "", 2, "--password-stdin"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    account: Cli, arguments: tuple[str, ...], lines: str, code: int, said: str
) -> None:
    ran = account(*arguments, lines=lines)
    assert ran.code == code
    assert said in ran.complaint
    assert account("list", "--json").records == []


def test_no_option_takes_a_secret() -> None:
    parser = Parser(texts(Language.EN), "clerk-tui account", description="")
    declare_account(parser)
    options = [(option, each.nargs) for each in parser._actions for option in each.option_strings]
    assert ("--password-stdin", 0) in options
    assert [option for option, takes in options if takes != 0 and "password" in option] == []


def test_a_pin_is_set_changed_and_removed_by_the_old_one(account: Cli, db: Path) -> None:
    own = pwd.getpwuid(os.getuid()).pw_name
    assert account("pin", "--password-stdin", lines=f"{PIN}\n").out == f"PIN set: {own}\n"
    wrong = account("pin", "--password-stdin", lines="999999\n120934\n")
    assert (wrong.code, wrong.complaint) == (1, "the PIN is wrong")
    assert account("pin", "--password-stdin", lines=f"{PIN}\n120934\n").code == 0
    with closing(People(db)) as people:
        pins = Pins(people.database)
        assert pins.check(own, "120934")
    assert account("pin", "--remove", "--password-stdin", lines="120934\n").code == 0
    with closing(People(db)) as people:
        assert not Pins(people.database).has(own)


def test_another_users_pin_only_the_files_owner_takes_away(
    account: Cli, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(People(db)) as people:
        Pins(people.database, hashing=people.hashing).put("other", PIN, "other")
    monkeypatch.setattr("os.geteuid", lambda: db.stat().st_uid + 1)
    ran = account("pin", "other", "--remove", "--password-stdin")
    assert (ran.code, "owner" in ran.complaint) == (1, True)
    monkeypatch.undo()
    with closing(People(db)) as people:
        assert Pins(people.database).has("other")


def test_the_name_is_the_operating_systems_whatever_the_environment_says(
    cli: Cli, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "mayor")
    monkeypatch.setenv("LOGNAME", "mayor")
    assert cli("account", "make", "x", "--db", db).code == 0
    [record] = cli("account", "entries", "--json", "--db", db).records
    assert record["by"] == pwd.getpwuid(os.getuid()).pw_name
    assert cli("do", "--db", db, "--window", "1", lines=TAKE).code == 0
    *_, entry = cli("ask", "entries", "--db", db).records
    assert entry["user"] == record["by"]


TAKE = '{"act": "take_ticket", "zone": "general"}\n'


def test_another_name_is_only_for_who_owns_the_file(
    cli: Cli, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("do", "--db", db, "--user", "张敏", "--window", "1", lines=TAKE).code == 0
    owner = db.stat().st_uid
    monkeypatch.setattr("os.geteuid", lambda: owner + 1)
    ran = cli("do", "--db", db, "--user", "张敏", "--window", "1", "--lang", "en", lines=TAKE)
    assert ran.code == 1
    assert "your own name" in ran.complaint
    assert cli("do", "--db", db, "--window", "1", lines=TAKE).code == 0
    assert cli("ask", "counts", "--db", db, "--user", "张敏").code == 0


@pytest.mark.parametrize("language", Language)
def test_every_role_act_and_reason_has_its_words(language: Language) -> None:
    say = texts(language)
    reasons = (
        "account_name account_exists account_unknown account_without_role account_department account_reviewer"
        " no_window window_unknown not_your_window demo_only password_length password_plain password_same"
        " pin_length pin_plain"
    )
    acts = (
        "made changed disabled enabled password_set password_changed revoked unlocked signed_in signed_out"
        " sign_in_refused taken_over pin_set pin_removed"
    )
    wanted = [f"role.{role}" for role in Role]
    wanted += [f"refusal.{reason}" for reason in reasons.split()]
    wanted += [f"account_act.{act}" for act in acts.split()]
    wanted += ["unavailable.sign_in_wrong", "unavailable.sign_in_locked", "unavailable.window_taken"]
    wanted += ["unavailable.must_change"]
    assert [key for key in wanted if key not in say] == []
    assert set(reasons.split()) >= reasons_in_the_code()
    assert all(action in say("cli.account.action", known=", ".join(ACTIONS)) for action in ACTIONS)


def reasons_in_the_code() -> set[str]:
    """The reasons of refusals that the accounts' room gives."""
    room = Path(__file__).parents[2] / "data/accounts"
    return {
        reason
        for path in room.glob("*.py")
        for reason in re.findall(r'Refusal\(reason="(\w+)"', path.read_text("utf-8"))
    }


def test_the_program_itself_knows_the_subcommand() -> None:
    assert run(["account", "list", "--db", "/nowhere/hall.db"]) == 4
