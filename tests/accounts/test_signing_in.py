"""Signing in and out: who, where, for how long; tokens at rest are digests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from argon2.profiles import CHEAPEST

from data.accounts.accounts import Accounts, digest_of
from data.accounts.administration import Made, Wanted
from data.accounts.hashing import Hashing
from data.accounts.signed_in import SignedIn, SignInRefused
from data.model.account import Authority, Role
from tests.support.accounts.people import (
    CLERKS,
    FRESH,
    LEAD,
    OTHER,
    PASSWORD,
    REVIEWER,
    SUPERVISOR,
    TRAINEE,
    People,
)

ZHANG, LI = CLERKS
RENEWED = replace(CHEAPEST, time_cost=2)
"""Other parameters than those of the accounts' first hashes."""


def test_who_signs_in_may_do_what_the_account_says(people: People) -> None:
    signed = people.sign_in(ZHANG, "3")
    wanted = Authority(user=ZHANG, roles=(Role.CLERK,), windows=("3", "4"), window="3")
    assert signed.authority == wanted
    session = people.accounts.session_of(signed.token)
    assert session is not None
    assert session.authority == wanted
    assert session.expires == signed.expires


@pytest.mark.parametrize(
    ("user", "password"), [(ZHANG, "wrong password"), ("nobody", PASSWORD), ("", ""), (ZHANG, "")]
)
def test_what_is_wrong_is_not_told(people: People, user: str, password: str) -> None:
    assert people.refused(user, "3", password).reason == "sign_in_wrong"


def test_a_disabled_account_is_as_good_as_none(people: People) -> None:
    people.admin.disable(ZHANG)
    assert people.refused(ZHANG, "3") == people.refused("nobody", "3")


def test_whoever_it_is_the_same_work_is_done(people: People) -> None:
    people.admin.disable(LI)
    for user, password in ((ZHANG, PASSWORD), (ZHANG, OTHER), (LI, PASSWORD), ("nobody", PASSWORD)):
        before = people.hashing.checked
        people.accounts.sign_in(user, password)
        assert people.hashing.checked == before + 1


def test_two_who_sign_in_while_the_hash_is_renewed_both_come_in(people: People) -> None:
    """The second has checked the old hash when the first writes the new one."""
    first = Accounts(people.database, hashing=Hashing(RENEWED), terms=FRESH)

    class Overtaken(Hashing):
        def hash(self, secret: str) -> str:
            assert isinstance(first.sign_in(ZHANG, PASSWORD), SignedIn)
            return super().hash(secret)

    second = Accounts(people.database, hashing=Overtaken(RENEWED), terms=FRESH)
    assert isinstance(second.sign_in(ZHANG, PASSWORD, "3"), SignedIn)


def test_who_has_checked_a_password_that_is_changed_meanwhile_stays_out(people: People) -> None:
    class Overtaken(Hashing):
        def hash(self, secret: str) -> str:
            people.later(seconds=1)
            assert isinstance(people.admin.set_password(ZHANG, OTHER), Made)
            return super().hash(secret)

    late = Accounts(people.database, hashing=Overtaken(RENEWED), terms=FRESH)
    assert late.sign_in(ZHANG, PASSWORD, "3") == SignInRefused(reason="sign_in_wrong")


def test_a_window_has_one_clerk_at_a_time(people: People) -> None:
    people.sign_in(ZHANG, "3")
    refused = people.refused(LI, "3")
    assert (refused.reason, refused.facts) == ("window_taken", {"window": "3", "by": ZHANG})
    assert people.refused(LI, "3", take_over=True).reason == "window_taken"
    people.sign_in(LI, "4")


def test_a_lead_takes_a_window_over(people: People) -> None:
    first = people.sign_in(ZHANG, "3")
    assert people.refused(LEAD, "3").reason == "window_taken"
    people.sign_in(LEAD, "3", take_over=True)
    assert people.accounts.session_of(first.token) is None
    assert people.refused(ZHANG, "3").reason == "window_taken"
    assert [entry.act for entry in people.admin.entries(3)] == [
        "sign_in_refused",
        "signed_in",
        "taken_over",
    ]


def test_who_signs_in_again_has_one_desk(people: People) -> None:
    first, second = people.sign_in(ZHANG, "3"), people.sign_in(ZHANG, "3")
    third = people.sign_in(ZHANG, "4")
    alive = [people.accounts.session_of(each.token) is not None for each in (first, second, third)]
    assert alive == [False, False, True]
    people.sign_in(LI, "3")


def test_a_window_is_free_when_its_clerk_has_gone(people: People) -> None:
    people.accounts.sign_out(people.sign_in(ZHANG, "3").token)
    people.sign_in(LI, "3")
    people.admin.revoke(LI)
    people.sign_in(ZHANG, "3")
    people.admin.disable(ZHANG)
    people.sign_in(LI, "3")
    people.later(hours=3)
    people.admin.enable(ZHANG)
    people.sign_in(ZHANG, "3")


@pytest.mark.parametrize(
    ("user", "window", "reason"),
    [
        (ZHANG, "9", "window_unknown"),
        (ZHANG, "3'; DROP TABLE account; --", "window_unknown"),
        (REVIEWER, "3", "no_window"),
        (SUPERVISOR, "3", "no_window"),
        (TRAINEE, "", "demo_only"),
        (TRAINEE, "3", "demo_only"),
    ],
)
def test_everybody_has_their_place(people: People, user: str, window: str, reason: str) -> None:
    assert people.refused(user, window).reason == reason


def test_a_clerk_keeps_to_the_windows_of_their_scope(people: People) -> None:
    assert people.admin.change(ZHANG, Wanted(windows=("4",))) is None
    refused = people.refused(ZHANG, "3")
    assert (refused.reason, refused.facts) == ("not_your_window", {"window": "3", "own": "4"})
    people.sign_in(ZHANG, "4")
    people.sign_in(LEAD, "3")


@pytest.mark.parametrize("user", [REVIEWER, SUPERVISOR, ZHANG])
def test_no_window_is_needed_to_sign_in(people: People, user: str) -> None:
    assert people.sign_in(user).authority.window == ""


def test_a_token_ends_after_a_working_day(people: People) -> None:
    signed = people.sign_in(ZHANG, "3")
    for _ in range(11):
        people.later(hours=1)
        assert people.accounts.session_of(signed.token) is not None
    people.later(minutes=59)
    assert people.accounts.session_of(signed.token) is not None
    people.later(minutes=1)
    assert people.accounts.session_of(signed.token) is None


def test_a_token_that_is_not_used_ends_sooner(people: People) -> None:
    signed = people.sign_in(ZHANG, "3")
    people.later(minutes=119)
    assert people.accounts.session_of(signed.token, using=False) is not None
    people.later(minutes=1)
    assert people.accounts.session_of(signed.token) is None


@pytest.mark.parametrize("act", ["disable", "revoke", "set_password", "change", "sign_out"])
def test_a_token_ends_with_what_is_done_to_its_account(people: People, act: str) -> None:
    signed = people.sign_in(ZHANG, "3")
    acts: dict[str, Callable[[], object]] = {
        "disable": lambda: people.admin.disable(ZHANG),
        "revoke": lambda: people.admin.revoke(ZHANG),
        "set_password": lambda: people.admin.set_password(ZHANG, OTHER),
        "change": lambda: people.admin.change(ZHANG, Wanted(roles=(Role.LEAD,))),
        "sign_out": lambda: people.accounts.sign_out(signed.token),
    }
    acts[act]()
    assert people.accounts.session_of(signed.token) is None
    people.admin.enable(ZHANG)
    assert people.accounts.session_of(signed.token) is None


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "é" * 43, "\x00", "a" * 10_000_000, "' OR 1=1"])
def test_what_is_no_token_opens_nothing(people: People, token: str) -> None:
    people.sign_in(ZHANG, "3")
    assert people.accounts.session_of(token) is None


def test_a_token_is_kept_as_its_digest_alone(people: People) -> None:
    signed = people.sign_in(ZHANG, "3")
    with people.database.reading() as connection:
        tables = ("account", "token", "sitting", "sign_in_guard", "pin", "account_entry")
        kept = str([connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables])
    assert digest_of(signed.token) in kept
    assert signed.token not in kept
    assert PASSWORD not in kept
    assert signed.token not in repr(signed)


def test_two_tokens_have_nothing_in_common(people: People) -> None:
    tokens = {people.sign_in(SUPERVISOR).token for _ in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {43}


def test_a_generated_password_is_changed_before_anything_else(people: People) -> None:
    made = people.admin.set_password(ZHANG)
    assert isinstance(made, Made)
    assert people.refused(ZHANG, "3", made.password).reason == "must_change"
    assert people.accounts.change_password(ZHANG, made.password, OTHER) is None
    people.sign_in(ZHANG, "3", OTHER)
    assert people.refused(ZHANG, "3", made.password).reason == "sign_in_wrong"


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("short", "password_length"),
        ("x" * 257, "password_length"),
        ("aaaaaaaaaaaa", "password_plain"),
        ("0123456789", "password_plain"),
        (f"my name is {ZHANG}", "password_plain"),
        (PASSWORD, "password_same"),
    ],
)
def test_a_weak_password_is_not_taken(people: People, new: str, reason: str) -> None:
    refused = people.accounts.change_password(ZHANG, PASSWORD, new)
    assert refused is not None
    assert refused.reason == reason
    people.sign_in(ZHANG)


def test_another_password_signs_out_everywhere_but_here(people: People) -> None:
    here, there = people.sign_in(SUPERVISOR), people.sign_in(SUPERVISOR)
    assert people.accounts.change_password(SUPERVISOR, PASSWORD, OTHER, keep=here.token) is None
    assert people.accounts.session_of(here.token) is not None
    assert people.accounts.session_of(there.token) is None


def test_nobody_changes_a_password_without_the_old_one(people: People) -> None:
    refused = people.accounts.change_password(ZHANG, "not the old one", OTHER)
    assert refused is not None
    assert refused.reason == "sign_in_wrong"
    people.sign_in(ZHANG)


def test_a_locked_desk_opens_by_its_owners_password(people: People) -> None:
    signed = people.sign_in(ZHANG, "3")
    assert people.accounts.check_password(signed.token, PASSWORD, address="desk") is None
    wrong = people.accounts.check_password(signed.token, OTHER, address="desk")
    assert wrong is not None
    assert wrong.reason == "sign_in_wrong"
    people.accounts.sign_out(signed.token)
    assert people.accounts.check_password(signed.token, PASSWORD, address="desk") is not None


def test_a_password_typed_composed_or_decomposed_is_the_same(people: People) -> None:
    people.make("quỳnh", Role.SUPERVISOR, password="mật khẩu của tôi")
    import unicodedata

    assert isinstance(
        people.accounts.sign_in("quỳnh", unicodedata.normalize("NFD", "mật khẩu của tôi")), SignedIn
    )


def test_what_is_believed_of_a_token_is_believed_for_seconds_only(people: People) -> None:
    from data.accounts.accounts import Accounts
    from data.accounts.policy import Terms

    seconds = 0.0
    other = Accounts(people.database, hashing=people.hashing, terms=Terms(), monotonic=lambda: seconds)
    signed = people.sign_in(ZHANG, "3")
    assert other.session_of(signed.token) is not None
    people.admin.disable(ZHANG)
    assert other.session_of(signed.token) is not None
    seconds = 2.0
    assert other.session_of(signed.token) is None


def test_a_hash_of_older_parameters_is_made_anew(people: People) -> None:
    from dataclasses import replace

    from argon2.profiles import CHEAPEST

    from data.accounts.accounts import Accounts
    from data.accounts.hashing import Hashing
    from data.store import accounts

    dearer = Hashing(replace(CHEAPEST, time_cost=2))
    newer = Accounts(people.database, hashing=dearer)
    assert isinstance(newer.sign_in(ZHANG, PASSWORD), SignedIn)
    with people.database.reading() as connection:
        held = accounts.account_of(connection, people.database.district, ZHANG)
    assert held is not None
    assert not dearer.is_outdated(held.password)
    people.sign_in(ZHANG)
