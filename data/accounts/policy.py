"""The rules of accounts: what a password or a PIN must be, who may sit where, how long a token is good."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from data.accounts.hashing import LONGEST
from data.model.account import Role
from data.model.outcome import Refusal
from data.model.settings import HallCard
from data.store.accounts import StoredAccount, StoredToken

SHORTEST_PASSWORD: Final = 10
LEAST_DIFFERENT: Final = 5
SHORTEST_PIN: Final = 6
LONGEST_PIN: Final = 12
LONGEST_NAME: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long things are good.

    A token is good for a working day, and ends sooner when it is not used; its use is noted at most once in
    `noted`. What was found about a token is believed for `believed` without looking again.
    """

    day: timedelta = timedelta(hours=12)
    idle: timedelta = timedelta(hours=2)
    noted: timedelta = timedelta(minutes=1)
    believed: timedelta = timedelta(seconds=2)
    kept: timedelta = timedelta(days=30)


def is_alive(token: StoredToken, account: StoredAccount, now: datetime, terms: Terms) -> bool:
    """Whether a token opens the hall: neither revoked nor over nor long unused, and its account good."""
    if token.revoked is not None or account.disabled or account.must_change:
        return False
    return now < token.expires and now - token.used < terms.idle


def wrong_name(user: str) -> Refusal | None:
    """Why a user's name cannot be one; None where it can."""
    plain = user == unicodedata.normalize("NFC", user.strip()) and all(
        unicodedata.category(each)[0] != "C" for each in user
    )
    if user and plain and len(user) <= LONGEST_NAME:
        return None
    return Refusal(reason="account_name", facts={"longest": str(LONGEST_NAME)})


def weak_password(password: str, user: str) -> Refusal | None:
    """Why a password is not taken: too short, too long, too plain or the user's own name; None where it is.

    Length and not a mixture of kinds makes a password hard to guess (NIST SP 800-63B, 5.1.1.2).
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST:
        facts = {"shortest": str(SHORTEST_PASSWORD), "longest": str(LONGEST)}
        return Refusal(reason="password_length", facts=facts)
    folded = password.casefold()
    if len(set(folded)) < LEAST_DIFFERENT or _is_run(folded) or (user and user.casefold() in folded):
        return Refusal(reason="password_plain")
    return None


def weak_pin(pin: str) -> Refusal | None:
    """Why a PIN is not taken: other than digits, too short, one digit or a run of them; None where it is."""
    if not (pin.isascii() and pin.isdecimal() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        facts = {"shortest": str(SHORTEST_PIN), "longest": str(LONGEST_PIN)}
        return Refusal(reason="pin_length", facts=facts)
    if len(set(pin)) == 1 or _is_run(pin):
        return Refusal(reason="pin_plain")
    return None


def _is_run(text: str) -> bool:
    """Whether each character is the next of the one before, or the one before it, all along."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1})


def may_not_sit(account: StoredAccount, card: HallCard, window: str, *, there: bool) -> Refusal | None:
    """Why an account may not sign in at a window, or at none where it is blank; None where it may.

    A clerk sits at the windows of their scope, a lead at any; a reviewer, a supervisor and an administrator
    have no window; a trainee has a place only in a demo hall. `there`: the hall has that window.
    """
    if account.roles == (Role.TRAINEE,) and not card.demo:
        return Refusal(reason="demo_only")
    if not window:
        return None
    if not there:
        return Refusal(reason="window_unknown", facts={"window": window})
    if Role.LEAD in account.roles:
        return None
    if Role.CLERK not in account.roles and not (card.demo and Role.TRAINEE in account.roles):
        return Refusal(reason="no_window")
    if account.windows and window not in account.windows:
        return Refusal(reason="not_your_window", facts={"window": window, "own": ", ".join(account.windows)})
    return None
