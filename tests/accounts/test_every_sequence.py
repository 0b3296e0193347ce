"""Whatever is done in whatever order: one clerk at a window, and no token of whom nobody lets in."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from data.accounts.signed_in import SignedIn
from data.model.account import Role
from tests.support.accounts.people import CLERKS, LEAD, OTHER, PASSWORD, SUPERVISOR, People
from tests.support.halls.small_hall import small_hall_file

USERS = st.sampled_from((*CLERKS, LEAD, SUPERVISOR))
PLACES = st.sampled_from(("", "3", "4"))


@cache
def template() -> Path:
    """A hall's file with everybody's account."""
    folder = Path(tempfile.mkdtemp(prefix="clerk-tui-accounts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "hall.db"
    small_hall_file(file)
    with closing(People(file)) as people:
        people.settle()
    return file


class Comings(RuleBasedStateMachine):
    """People come and go, leads take over, administrators let in and out, time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="clerk-tui-accounts-")
        file = Path(self.folder.name) / "hall.db"
        shutil.copy(template(), file)
        self.people = People(file)
        self.given: list[SignedIn] = []
        self.ended: set[str] = set()
        self.disabled: set[str] = set()

    @rule(user=USERS, window=PLACES, right=st.booleans(), take_over=st.booleans())
    def sign_in(self, user: str, window: str, right: bool, take_over: bool) -> None:
        password = PASSWORD if right else OTHER
        done = self.people.accounts.sign_in(user, password, window, take_over=take_over, address="desk")
        if isinstance(done, SignedIn):
            assert right
            assert user not in self.disabled
            self.given.append(done)

    @rule(pick=st.integers(0, 1000))
    def sign_out(self, pick: int) -> None:
        if self.given:
            token = self.given[pick % len(self.given)].token
            self.people.accounts.sign_out(token)
            self.ended.add(token)

    @rule(user=USERS, act=st.sampled_from(("disable", "revoke")))
    def put_out(self, user: str, act: str) -> None:
        acts: dict[str, Callable[[str], object]] = {
            "disable": self.people.admin.disable,
            "revoke": self.people.admin.revoke,
        }
        assert acts[act](user) is None
        self.ended |= {each.token for each in self.given if each.authority.user == user}
        self.disabled |= {user} if act == "disable" else set()

    @rule(user=USERS)
    def enable(self, user: str) -> None:
        assert self.people.admin.enable(user) is None
        self.disabled.discard(user)

    @rule(minutes=st.integers(1, 200))
    def wait(self, minutes: int) -> None:
        self.people.later(minutes=minutes)

    @invariant()
    def holds(self) -> None:
        alive = [each for each in self.given if self.people.accounts.session_of(each.token) is not None]
        at_windows = [each.authority for each in alive if each.authority.window]
        assert len({each.window for each in at_windows}) == len(at_windows), "two clerks at one window"
        assert len({each.user for each in at_windows}) == len(at_windows), "one clerk at two windows"
        assert not {each.token for each in alive} & self.ended
        assert not {each.authority.user for each in alive} & self.disabled
        assert all(self.people.clock.now() < each.expires for each in alive)
        assert all(each.authority.has(Role.CLERK, Role.LEAD) for each in alive if each.authority.window)
        sitting = {(each.window, each.user) for each in self.people.admin.sittings()}
        assert sitting == {(each.window, each.user) for each in at_windows}

    def teardown(self) -> None:
        self.people.close()
        self.folder.cleanup()


Comings.TestCase.settings = settings(max_examples=30, stateful_step_count=25)
TestComings = Comings.TestCase
