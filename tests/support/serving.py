"""A hall's real server in this process, and a crowd: whoever a command names has signed in."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event as Stop
from typing import TypeVar

from data.accounts.signed_in import Session, SignedIn, SignInRefused
from data.model.account import Authority, Role
from data.model.command import Command
from data.model.outcome import Outcome
from data.model.query import Query
from data.port.patience import Patience
from data.port.status import Change, HallStatus
from data.remote.address import read_address
from data.remote.gate import Gate
from data.remote.remote_hall import RemoteHall
from data.remote.tokens import TokenFile
from data.server.http.limits import Limits
from data.server.process import Tls
from data.server.service import OpenAccess
from data.store.sql_hall import SqlHall
from data.time_source import TimeSource
from tests.support.halls.setting_up import ADMINISTRATOR
from tests.support.server.running import in_thread

Answer = TypeVar("Answer")

DEPARTMENTS = ("market", "fire", "insurance")
QUICK = Patience(connect=5.0, read=20.0, total=30.0, tries=3, wait=0.01)
EVER = timedelta(days=365 * 400)
ANY_AGE = Limits(oldest=EVER, readers=1, sign_ins=1)
"""A server that takes commands of any age: in the contract, days pass as they are wanted."""


class EverybodyIsIn:
    """Accounts by which a token says who its bearer is and where they sit; they may do everything there.

    The hall's configuration is the administrator's.
    """

    def __init__(self, clock: TimeSource) -> None:
        self._clock = clock

    def session_of(self, token: str, *, using: bool = True) -> Session | None:
        """Whom the token names."""
        user, window = json.loads(urlsafe_b64decode(token))
        roles: tuple[Role, ...] = (Role.CLERK, Role.REVIEWER, Role.LEAD)
        if user == ADMINISTRATOR:
            roles = (*roles, Role.ADMINISTRATOR)
        authority = Authority(user=user, roles=roles, departments=DEPARTMENTS, window=window)
        return Session(authority=authority, expires=self._clock.now() + EVER)

    def sign_in(
        self, user: str, password: str, window: str = "", *, take_over: bool = False, address: str = ""
    ) -> SignedIn | SignInRefused:
        """Nobody has to."""
        return SignInRefused(reason="sign_in_wrong")

    def sign_out(self, token: str) -> None:
        """Nobody can."""

    def check_password(self, token: str, password: str, *, address: str = "") -> SignInRefused | None:
        """Nobody has one."""
        return SignInRefused(reason="sign_in_wrong")

    def change_password(
        self, user: str, old: str, new: str, *, address: str = "", keep: str = ""
    ) -> SignInRefused | None:
        """Nobody has one."""
        return SignInRefused(reason="sign_in_wrong")

    def close(self) -> None:
        """Nothing is held."""


def token_of(user: str, window: str) -> str:
    """The token of somebody at a window."""
    return urlsafe_b64encode(json.dumps([user, window]).encode()).decode("ascii")


@contextmanager
def served(
    place: str | Path,
    clock: TimeSource,
    access: OpenAccess | None = None,
    *,
    limits: Limits = ANY_AGE,
    tls: Tls | None = None,
) -> Iterator[str]:
    """The server of a hall in a thread of this process, until the end of the block; its URL."""

    def open_hall(read_only: bool) -> SqlHall:
        return SqlHall.at(place, clock, read_only=read_only)

    entrance = access or (lambda: EverybodyIsIn(clock))
    with in_thread(open_hall, entrance, clock, limits=limits, tls=tls) as running:
        yield running.url


class CrowdDoor(Gate):
    """A door through which somebody else comes each time."""

    who = ("张敏", "3")

    @property
    def token(self) -> str:
        """The token of who comes now."""
        return token_of(*self.who)


@dataclass
class Crowd:
    """A far hall at which whoever a command names sits at the window that it names."""

    hall: RemoteHall
    gate: CrowdDoor

    def do(self, command: Command) -> Outcome:
        """Carry out a command in the name of its user."""
        self.gate.who = (command.user, command.window)
        return self.hall.do(command)

    def ask(self, query: Query[Answer]) -> Answer:
        """Ask in the name of the last user."""
        return self.hall.ask(query)

    def watch(self, stop: Stop, since: int | None = None) -> Iterator[Change]:
        """Watch in the name of the last user."""
        return self.hall.watch(stop, since)

    def standing(self) -> HallStatus:
        """How the desk stands."""
        return self.hall.standing()

    def close(self) -> None:
        """Let go."""
        self.hall.close()


def crowd_at(url: str, clock: TimeSource) -> Crowd:
    """Whoever comes to a server at which everybody is in."""
    gate = CrowdDoor(read_address(url), TokenFile(None), clock, patience=QUICK)
    return Crowd(RemoteHall(gate), gate)
