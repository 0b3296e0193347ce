"""Signing in at the desk: when its hall says that somebody must, at the start or when their time is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from clerk_tui.desk.access.cover import Answer, Entrance
from clerk_tui.desk.access.lock import told
from clerk_tui.shell import sentences
from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.forms.fields import TextField, Values
from clerk_tui.shell.hall_thread import HallThread
from data.port.errors import HallUnavailable

SignIn: TypeAlias = Callable[[str, str, str], None]
"""Signs a user in with a password at a window, or at none where it is blank.

Blocks. Raises `HallUnavailable`: sign_in_wrong, sign_in_locked, window_taken, must_change, window_needed (who
can do nothing without one), or whatever else stands in the way.
"""
ChangePassword: TypeAlias = Callable[[str, str, str], None]
"""Gives a user another password in the place of the old one; raises `HallUnavailable` like `SignIn`."""

MUST_CHANGE = "must_change"
WINDOW_NEEDED = "window_needed"
SHORTEST = 10
"""The characters of a password at the least, as the hall will say, too."""
FIRST = ("user", "password", "window")
NEW = ("new", "again")
WHERE = ("window",)


class SignInScreen(Entrance):
    """User, password and window; or, for whose time is over, the password: another quits and starts anew.

    A first password is changed on the way, and a window asked for that is needed. `signed_in` is told who has
    come in, and where.
    """

    def __init__(
        self,
        context: DeskContext,
        hall: HallThread,
        sign_in: SignIn,
        change: ChangePassword | None,
        where: str,
        signed_in: Callable[[str, str], None],
        *,
        again: bool,
    ) -> None:
        texts = context.texts
        self._hall, self._sign_in, self._change, self._signed_in = hall, sign_in, change, signed_in
        self._old = self._password = ""
        self._needs_window = False
        whose = texts("lock.whose", where=where, user=context.user) if where else context.user
        window = "" if context.department else context.window
        fields = (
            TextField(name="user", label=texts("sign_in.user"), value=context.user, required=True),
            TextField(name="password", label=texts("sign_in.password"), required=True),
            TextField(
                name="window",
                label=texts("sign_in.window"),
                value=window,
                hint=texts("sign_in.no_window"),
            ),
            TextField(name="new", label=texts("sign_in.new"), required=True),
            TextField(name="again", label=texts("sign_in.again_new"), required=True),
        )
        asked = ("password",) if again else FIRST
        super().__init__(
            context,
            texts("sign_in.title"),
            (whose, texts("sign_in.again"), texts("sign_in.kept")) if again else (texts("sign_in.first"),),
            fields,
            self._come_in,
            hint=texts("sign_in.hint"),
            busy=texts("sign_in.under_way"),
            secrets=frozenset({"password", *NEW}),
            later=frozenset({*FIRST, *NEW} - {*asked}),
        )

    def _come_in(self, values: Values, answer: Answer) -> None:
        """Sign in, in a thread of its own; with a new password where the first one had to be changed."""
        texts = self._desk_context.texts
        user, window, old, new = values["user"].strip(), values["window"].strip(), self._old, values["new"]
        password = new if old else self._password or values["password"]
        if old and new != values["again"]:
            answer(texts("sign_in.differ"))
            return
        if self._needs_window and not window:
            answer(texts("sign_in.required", label=texts("sign_in.window")))
            return

        def come_in() -> bool:
            if old and self._change is not None:
                self._change(user, old, new)
                self._old, self._password = "", new
            self._sign_in(user, password, window)
            return True

        def heard(found: bool | HallUnavailable) -> None:
            if not isinstance(found, HallUnavailable):
                answer("")
                self._signed_in(user, window)
            elif found.reason == MUST_CHANGE and self._change is not None and not self._password:
                self._ask_new(password, answer)
            elif found.reason == WINDOW_NEEDED:
                self._ask_window(password, answer)
            else:
                if old and not self._old:
                    # The password is changed; what stands in the way now is something else.
                    self.show_fields(WHERE, ())
                answer(sentences.unavailable(texts, found))

        self._hall.beside(lambda: told(come_in), heard)

    def _ask_new(self, old: str, answer: Answer) -> None:
        """Have the first password changed."""
        self._old = old
        answer("")
        self.show_fields(NEW, (self._desk_context.texts("sign_in.must_change", shortest=SHORTEST),))

    def _ask_window(self, password: str, answer: Answer) -> None:
        """Have the window told that was left blank."""
        self._password, self._needs_window = password, True
        answer("")
        self.show_fields(WHERE, (self._desk_context.texts("sign_in.which_window"),))
