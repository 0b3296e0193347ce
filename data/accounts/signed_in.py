"""What signing in comes to: a session with its token, or why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from data.model.account import Authority

WRONG = "sign_in_wrong"
LOCKED = "sign_in_locked"
MUST_CHANGE = "must_change"
TAKEN = "window_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who is signed in with a token, until when at most."""

    authority: Authority
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Signed in. The token is told here and never again."""

    token: str = field(repr=False)
    expires: datetime
    authority: Authority


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRefused:
    """Not signed in, or a password not taken; `reason` is a key of the texts (`unavailable.<reason>`).

    `sign_in_wrong`: user or password, and nobody is told which. `sign_in_locked`: too many have failed, the
    next is looked at after `retry_after` seconds. `must_change`: the password is right, and has to be changed
    first. `window_taken`: somebody else sits at the window. Others: the window or the role is not theirs, or
    the new password is too weak.
    """

    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)
    retry_after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Who sits at a window, and since when."""

    window: str
    user: str
    name: str
    since: datetime
