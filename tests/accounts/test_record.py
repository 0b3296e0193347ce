"""The record of accounts: what was done and tried, by whom; never a secret, never changed."""

from __future__ import annotations

import pytest

from data.accounts.administration import Wanted
from data.model.account import Role
from data.port.errors import HallUnavailable
from tests.support.accounts.people import CLERKS, LEAD, OTHER, PASSWORD, People

ZHANG, LI = CLERKS


def test_what_is_done_to_accounts_is_recorded(people: People) -> None:
    people.admin.change(ZHANG, Wanted(roles=(Role.CLERK, Role.LEAD), windows=("3",)))
    people.refused(ZHANG, "3", OTHER)
    people.refused("nobody", "3", OTHER)
    token = people.sign_in(ZHANG, "3").token
    people.accounts.sign_out(token)
    people.admin.disable(ZHANG)
    told = [(each.by, each.user, each.act, dict(each.facts)) for each in reversed(people.admin.entries(6))]
    assert told == [
        ("root", ZHANG, "changed", {"roles": "clerk,lead", "windows": "3"}),
        (ZHANG, ZHANG, "sign_in_refused", {}),
        ("", "", "sign_in_refused", {}),
        (ZHANG, ZHANG, "signed_in", {"window": "3"}),
        (ZHANG, ZHANG, "signed_out", {"window": "3"}),
        ("root", ZHANG, "disabled", {}),
    ]


def test_the_record_tells_no_secret(people: People) -> None:
    token = people.sign_in(ZHANG, "3").token
    people.accounts.change_password(ZHANG, PASSWORD, OTHER, keep=token)
    made = people.admin.set_password(LI)
    kept = str(people.admin.entries())
    assert "password_changed" in kept
    for secret in (token, PASSWORD, OTHER, getattr(made, "password")):  # noqa: B009
        assert secret not in kept


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE account_entry SET act = 'nothing'",
        "DELETE FROM account_entry",
        'INSERT INTO account_entry SELECT district, 1, at, by, "user", act, facts FROM account_entry LIMIT 1',
    ],
)
def test_the_database_itself_keeps_the_record(people: People, sql: str) -> None:
    before = people.admin.entries()
    with pytest.raises(HallUnavailable), people.database.writing() as connection:
        connection.execute(sql)
    assert people.admin.entries() == before


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (Wanted(roles=()), "account_without_role"),
        (Wanted(windows=("9",)), "window_unknown"),
        (Wanted(departments=("nowhere",)), "account_department"),
        (Wanted(roles=(Role.REVIEWER,)), "account_reviewer"),
    ],
)
def test_what_does_not_fit_the_hall_is_refused(people: People, wanted: Wanted, reason: str) -> None:
    before = people.admin.accounts()
    refused = people.admin.change(ZHANG, wanted)
    assert refused is not None
    assert refused.reason == reason
    assert people.admin.accounts() == before


@pytest.mark.parametrize("user", ["", " ", " x", "x" * 65, "a\nb", "a\x1b[31m", "\u202ex"])
def test_a_name_that_cannot_be_one_is_refused(people: People, user: str) -> None:
    refused = people.admin.make(user, Wanted(roles=(Role.CLERK,)), PASSWORD)
    assert getattr(refused, "reason", "") == "account_name"


def test_an_account_is_made_once(people: People) -> None:
    refused = people.admin.make(ZHANG, Wanted(roles=(Role.LEAD,)), OTHER)
    assert getattr(refused, "reason", "") == "account_exists"
    people.sign_in(ZHANG)


def test_nobody_is_nobody(people: People) -> None:
    for act in (people.admin.disable, people.admin.enable, people.admin.revoke, people.admin.unlock):
        refused = act("nobody")
        assert refused is not None
        assert refused.reason == "account_unknown"


def test_a_disabled_account_can_be_disabled_though_its_window_is_gone(people: People) -> None:
    with people.database.writing() as connection:
        connection.execute("DELETE FROM \"window\" WHERE code = '3'")
    assert people.admin.disable(ZHANG) is None
    people.refused(ZHANG)


def test_who_sits_where_is_told(people: People) -> None:
    people.sign_in(ZHANG, "3")
    people.sign_in(LEAD)
    assert [(each.window, each.user) for each in people.admin.sittings()] == [("3", ZHANG)]
