"""The people of a hall: accounts with cheap hashes, a clock that is moved, and short ways to sign in."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from argon2.profiles import CHEAPEST

from data.accounts.account_database import AccountDatabase
from data.accounts.accounts import Accounts
from data.accounts.administration import Administration, Made, Wanted
from data.accounts.hashing import Hashing
from data.accounts.policy import Terms
from data.accounts.signed_in import SignedIn, SignInRefused
from data.model.account import Role
from data.time_source import TravellingClock, at

OPENED = at(date(2026, 3, 18), 9, 40)
PASSWORD = "a long enough password"
OTHER = "quite another password"
CLERKS = ("张敏", "李强")
LEAD, REVIEWER, SUPERVISOR, TRAINEE = "王主任", "赵审批", "孙监察", "小实"
FRESH = Terms(believed=timedelta(0))
"""Nothing found about a token is believed for longer than the question."""


class CountingHashing(Hashing):
    """Hashes that cost nothing, and how often one was checked."""

    def __init__(self) -> None:
        super().__init__(CHEAPEST)
        self.checked = 0

    def fits(self, secret: str, stored: str) -> bool:
        self.checked += 1
        return super().fits(secret, stored)


class People:
    """The accounts of one hall as the tests use them."""

    def __init__(self, place: str | Path, terms: Terms = FRESH) -> None:
        self.place = place
        self.clock = TravellingClock(OPENED)
        self.hashing = CountingHashing()
        self.database = AccountDatabase.at(place, self.clock, durable=False)
        self.accounts = Accounts(self.database, hashing=self.hashing, terms=terms)
        self.admin = Administration(self.database, "root", hashing=self.hashing, terms=terms)

    def settle(self) -> None:
        """Make an account for everybody."""
        for user in CLERKS:
            self.make(user, Role.CLERK, windows=("3", "4"))
        self.make(LEAD, Role.LEAD)
        self.make(REVIEWER, Role.REVIEWER, departments=("market",))
        self.make(SUPERVISOR, Role.SUPERVISOR)
        self.make(TRAINEE, Role.TRAINEE)

    def make(
        self,
        user: str,
        *roles: Role,
        windows: tuple[str, ...] = (),
        departments: tuple[str, ...] = (),
        password: str = PASSWORD,
    ) -> str:
        """Make an account; its first password where none is given."""
        wanted = Wanted(name=user, roles=roles, windows=windows, departments=departments)
        made = self.admin.make(user, wanted, password)
        assert isinstance(made, Made), made
        return made.password

    def sign_in(
        self,
        user: str,
        window: str = "",
        password: str = PASSWORD,
        *,
        take_over: bool = False,
        address: str = "desk",
    ) -> SignedIn:
        """Sign in, which works."""
        done = self.accounts.sign_in(user, password, window, take_over=take_over, address=address)
        assert isinstance(done, SignedIn), done
        return done

    def refused(
        self,
        user: str,
        window: str = "",
        password: str = PASSWORD,
        *,
        take_over: bool = False,
        address: str = "desk",
    ) -> SignInRefused:
        """Sign in, which does not work."""
        done = self.accounts.sign_in(user, password, window, take_over=take_over, address=address)
        assert isinstance(done, SignInRefused), done
        return done

    def later(self, **by: float) -> None:
        """Let time pass."""
        self.clock.advance(timedelta(**by))

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()
