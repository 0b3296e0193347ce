"""A thousand wrong passwords lock their own source; everybody else's day goes on."""

from __future__ import annotations

import threading
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from data.accounts.guard import OF_ADDRESS, OF_BOTH, OF_USER, Limit
from data.accounts.signed_in import SignedIn, SignInRefused
from tests.support.accounts.people import CLERKS, LEAD, OTHER, PASSWORD, SUPERVISOR, People

ZHANG, LI = CLERKS


def test_a_thousand_wrong_passwords_are_hardly_looked_at(people: People) -> None:
    before = people.hashing.checked
    for _ in range(1000):
        people.refused(ZHANG, "3", OTHER, address="thief")
    assert people.hashing.checked - before == OF_BOTH.free
    refused = people.refused(ZHANG, "3", PASSWORD, address="thief")
    assert refused.reason == "sign_in_locked"
    assert refused.retry_after == OF_BOTH.first.total_seconds()


def test_others_go_on_from_the_same_address(people: People) -> None:
    for _ in range(1000):
        people.refused(ZHANG, "3", OTHER, address="hall")
    people.sign_in(LI, "4", address="hall")
    people.sign_in(LEAD, address="hall")


def test_the_user_goes_on_from_elsewhere_after_a_little_while_at_most(people: People) -> None:
    for number in range(1000):
        people.refused(ZHANG, "3", OTHER, address=f"thief {number}")
    refused = people.refused(ZHANG, "3", address="a new desk")
    assert 0 < refused.retry_after <= OF_USER.longest.total_seconds()
    people.later(seconds=refused.retry_after)
    people.sign_in(ZHANG, "3", address="a new desk")


def test_who_has_come_in_from_here_before_is_not_kept_out_by_others(people: People) -> None:
    people.sign_in(ZHANG, "3", address="desk 3")
    for number in range(1000):
        people.refused(ZHANG, "3", OTHER, address=f"thief {number}")
    people.sign_in(ZHANG, "3", address="desk 3")
    for number in range(1000):
        people.refused(f"nobody {number}", "3", OTHER, address="desk 3")
    people.sign_in(ZHANG, "3", address="desk 3")


def test_a_machine_that_tries_many_names_is_slowed_down(people: People) -> None:
    before = people.hashing.checked
    for number in range(1000):
        people.refused(f"nobody {number}", "", OTHER, address="thief")
    assert people.hashing.checked - before == OF_ADDRESS.free
    people.sign_in(LI, "4", address="desk 4")


def test_a_lock_passes_by_itself_and_grows_if_it_goes_on(people: People) -> None:
    waits = []
    for _ in range(30):
        done = people.refused(ZHANG, "3", OTHER, address="thief")
        if done.reason == "sign_in_locked":
            waits.append(done.retry_after)
            people.later(seconds=done.retry_after)
    assert waits[:5] == [2, 4, 8, 16, 32]
    assert waits == sorted(waits)
    assert waits[-1] == OF_BOTH.longest.total_seconds()
    people.later(seconds=waits[-1])
    people.sign_in(ZHANG, "3", address="thief")


def test_what_was_right_is_forgiven_what_was_wrong(people: People) -> None:
    for _ in range(20):
        for _ in range(OF_BOTH.free - 1):
            people.refused(ZHANG, "3", OTHER)
        people.sign_in(ZHANG, "3")
    people.refused(ZHANG, "3", OTHER)
    people.sign_in(ZHANG, "3", address="another desk")


def test_a_quiet_day_forgets(people: People) -> None:
    for _ in range(100):
        people.refused(ZHANG, "3", OTHER)
    people.later(days=1, seconds=1)
    for _ in range(OF_BOTH.free):
        assert people.refused(ZHANG, "3", OTHER).reason == "sign_in_wrong"


def test_an_administrator_unlocks(people: People) -> None:
    for _ in range(100):
        people.refused(ZHANG, "3", OTHER)
    [locked] = [each for each in people.admin.accounts() if each.locked is not None]
    assert locked.user == ZHANG
    people.admin.unlock(ZHANG)
    assert all(each.locked is None for each in people.admin.accounts())
    people.sign_in(ZHANG, "3")


def test_what_was_typed_as_a_name_is_kept_nowhere(people: People) -> None:
    people.refused("my secret passphrase", "3", OTHER)
    with people.database.reading() as connection:
        kept = [
            connection.execute(f"SELECT * FROM {table}").fetchall()
            for table in ("sign_in_guard", "account_entry")
        ]
    assert "my secret passphrase" not in str(kept)
    assert len(kept[0]) == 3


def test_a_thousand_at_once_are_no_more_than_one_after_the_other(people: People) -> None:
    before = people.hashing.checked
    told: list[SignedIn | SignInRefused] = []

    def tries() -> None:
        for _ in range(25):
            told.append(people.accounts.sign_in(ZHANG, OTHER, "3", address="thief"))

    threads = [threading.Thread(target=tries) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 200
    assert people.hashing.checked - before == OF_BOTH.free


def test_an_unlock_is_guarded_like_a_sign_in(people: People) -> None:
    token = people.sign_in(SUPERVISOR).token
    reasons = []
    for _ in range(OF_BOTH.free + 1):
        refused = people.accounts.check_password(token, OTHER, address="desk")
        assert refused is not None
        reasons.append(refused.reason)
    assert reasons == ["sign_in_wrong"] * OF_BOTH.free + ["sign_in_locked"]


@given(
    free=st.integers(0, 50),
    first=st.timedeltas(timedelta(milliseconds=1), timedelta(minutes=1)),
    longest=st.timedeltas(timedelta(minutes=1), timedelta(days=1)),
    failures=st.integers(0, 10**9),
)
def test_a_delay_grows_and_never_beyond_its_longest(
    free: int, first: timedelta, longest: timedelta, failures: int
) -> None:
    limit = Limit(free, first, longest)
    assert limit.delay(failures) <= limit.delay(failures + 1) <= longest
    assert (limit.delay(failures) == timedelta(0)) is (failures < free)
