"""The desk's lock: it hides everything at once, keeps what was typed, and opens by a PIN or a password."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from clerk_tui.desk.access.cover import Answer, Entrance
from clerk_tui.shell import sentences
from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.forms.fields import TextField, Values
from clerk_tui.shell.hall_thread import HallThread
from data.port.errors import HallUnavailable

Unlocker: TypeAlias = Callable[[str], bool]
"""Whether it is the secret that opens the desk. Blocks; raises `HallUnavailable` where it cannot tell now."""

SIGN_IN = "sign_in"
"""The reason for which a hall does not answer until somebody has signed in."""


class Secret(StrEnum):
    """What opens a desk."""

    PIN = "pin"
    PASSWORD = "password"


class Lock:
    """How one desk locks and opens.

    Without `unlock` nothing is secret: the screen is covered, and Enter uncovers it. `after` so long without
    a key it locks by itself, if it is not nothing. `marker` is a file that is there while the desk is locked:
    one that was left or killed meanwhile is still locked when it is next opened. `closed`: it opens locked.
    """

    def __init__(
        self,
        unlock: Unlocker | None = None,
        secret: Secret = Secret.PIN,
        *,
        after: timedelta = timedelta(0),
        marker: Path | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.unlock, self.secret, self.after = unlock, secret, after
        self.marker, self._monotonic = marker, monotonic
        self.closed = marker is not None and marker.exists()
        self._touched = monotonic()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._monotonic()

    @property
    def is_due(self) -> bool:
        """Whether nobody has been there for so long that it locks by itself."""
        waits = self.unlock is not None and bool(self.after) and not self.closed
        return waits and self._monotonic() - self._touched >= self.after.total_seconds()

    def close(self) -> None:
        """It is locked from now on."""
        self.closed = True
        if self.marker is not None and self.unlock is not None:
            with suppress(OSError):
                self.marker.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self.marker.touch(mode=0o600)

    def open(self) -> None:
        """It is open from now on."""
        self.closed = False
        self.touch()
        if self.marker is not None:
            with suppress(OSError):
                self.marker.unlink(missing_ok=True)


class LockScreen(Entrance):
    """The locked desk. `opened` is told once it may be seen again, `signed_out` if one must sign in."""

    def __init__(
        self,
        context: DeskContext,
        lock: Lock,
        hall: HallThread,
        where: str,
        opened: Callable[[], None],
        signed_out: Callable[[], bool],
    ) -> None:
        texts = context.texts
        self._lock, self._hall = lock, hall
        self._opened, self._signed_out = opened, signed_out
        whose = texts("lock.whose", where=where, user=context.user) if where else context.user
        field = TextField(name="secret", label=texts(f"lock.{lock.secret}"), required=True)
        secret = lock.unlock is not None
        super().__init__(
            context,
            texts("lock.title" if secret else "lock.covered"),
            (whose, *((texts("lock.kept"),) if secret else (texts("lock.no_pin"), texts("lock.set_pin")))),
            (field,) if secret else (),
            self._check,
            hint=texts("lock.hint"),
            busy=texts("lock.checking") if secret else "",
            secrets=frozenset({"secret"}),
        )

    def _check(self, values: Values, answer: Answer) -> None:
        """Ask, in a thread of its own, whether it is the secret."""
        unlock = self._lock.unlock
        if unlock is None:
            answer("")
            self._opened()
            return

        def heard(found: bool | HallUnavailable) -> None:
            if found is True:
                answer("")
                self._opened()
            elif isinstance(found, HallUnavailable):
                if found.reason != SIGN_IN or not self._signed_out():
                    answer(sentences.unavailable(self._desk_context.texts, found))
            else:
                answer(self._desk_context.texts(f"lock.wrong_{self._lock.secret}"))

        self._hall.beside(lambda: told(lambda: unlock(values["secret"])), heard)


def told(ask: Callable[[], bool]) -> bool | HallUnavailable:
    """What was found, or why nothing could be; never an error that might show a secret."""
    try:
        return ask()
    except HallUnavailable as error:
        return error
    except Exception as error:
        return HallUnavailable("failed", problem=type(error).__name__)
