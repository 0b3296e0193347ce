"""What every subcommand is told: the hall, who sits where, the day, the language, how to answer."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from clerk_tui.cli.connect.options import FILE, UNTOLD, Connection, Place, chosen, connection_of
from clerk_tui.cli.connect.os_user import os_user
from clerk_tui.cli.exits import misused
from data.law.identifier import shown
from data.model.legal.time_zone import day_of
from data.texts import Language, Texts, texts
from data.time_source import RealClock, ShiftedClock, TimeSource

if TYPE_CHECKING:
    from data.remote.address import Address
    from data.remote.sign_ins import KeptSignIn, SignIns
    from data.remote.tokens import SignedIn

NAME = "clerk-tui"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The common options of one run. `db` None: a server, or else the database in the user's data folder.

    `district` names one of several halls in a database.
    """

    language: Language
    db: Place | None = None
    district: str | None = None
    connection: Connection = UNTOLD
    user: str = ""
    window: str = ""
    today: date | None = None
    theme: str = ""
    thin: bool = False
    read_only: bool = False
    json: bool = False

    @property
    def texts(self) -> Texts:
        """The texts of the run's language."""
        return texts(self.language)

    @property
    def server(self) -> Address | None:
        """The server to work on; None where the run works on a database.

        Raises:
            Failure: what is told of it cannot be used (wrong use).
        """
        return chosen(self.connection, self.db, os.environ, config_folder() / FILE)

    @property
    def place(self) -> Place:
        """The database to work on, wherever it is.

        Raises:
            Failure: the run works on a server (wrong use).
        """
        if self.server is not None:
            raise misused("cli.no_far")
        return self.db if self.db is not None else default_database()

    @property
    def named(self) -> str:
        """The database as it may be shown: a path, or an address without its password.

        Raises:
            HallUnavailable: bad_address.
        """
        place = self.place
        if not isinstance(place, str):
            return str(place)
        from data.store.backends.opening import name_of

        return name_of(place)

    @property
    def database(self) -> Path:
        """The file to work on.

        Raises:
            Failure: the run works on a server, or on a database that is no file (wrong use).
        """
        place = self.place
        if isinstance(place, str):
            raise misused("cli.no_file")
        return place

    @property
    def clerk(self) -> str:
        """Who acts: `--user`, else who has signed in at the server, else the operating system's user.

        At a server where nobody has signed in it is nobody.
        """
        if self.user:
            return self.user
        if self.server is None:
            return os_user()
        signed_in = self.signed_in
        return signed_in.authority.user if signed_in is not None else ""

    @property
    def seat(self) -> str:
        """At which window: `--window`, else where somebody has signed in at the server; empty for none."""
        signed_in = None if self.window else self.signed_in
        return self.window if signed_in is None else signed_in.authority.window

    @property
    def signed_in(self) -> SignedIn | None:
        """Who has signed in at the server; None where nobody has, or where there is no server.

        Raises:
            HallUnavailable: the file of the sign-in can be read by others.
            Failure: several have, and it is not told which one is meant (wrong use).
        """
        server = self.server
        return self.sign_in_kept(server).read() if server is not None else None

    def sign_in_kept(self, server: Address) -> KeptSignIn:
        """The sign-in at a server that `--window` and `--user` mean; without them, the only one.

        Raises:
            HallUnavailable: the file of the sign-in can be read by others.
            Failure: several have signed in, and it is not told which one is meant (wrong use).
        """
        from data.remote.sign_ins import KeptSignIn, SeveralSignIns

        kept = sign_ins_at(server)
        try:
            return KeptSignIn(kept, kept.meant(self.window, self.user))
        except SeveralSignIns as several:
            raise misused("cli.which_sign_in", known=", ".join(several.known)) from None

    def clock(self) -> TimeSource:
        """The machine's clock, on the day of `--today` where one is given."""
        return RealClock() if self.today is None else ShiftedClock(self.today)

    def day(self) -> date:
        """The day of the run in Asia/Shanghai."""
        return day_of(self.clock().now())

    def say(self, key: str, /, **facts: object) -> None:
        """Print the text of a key as one line."""
        line(self.texts(key, **{name: shown(str(value)) for name, value in facts.items()}))


def session_of(arguments: Namespace, language: Language) -> Session:
    """The session that parsed arguments ask for."""
    given = vars(arguments)
    return Session(
        language=language,
        db=given.get("db"),
        district=given.get("district"),
        connection=connection_of(arguments),
        user=given.get("user", ""),
        window=given.get("window", ""),
        today=given.get("today"),
        theme=given.get("theme", ""),
        thin=given.get("thin", False),
        read_only=given.get("read_only", False),
        json=given.get("json", False),
    )


def default_database() -> Path:
    """The database in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path(NAME, appauthor=False) / "hall.db"


def config_folder() -> Path:
    """Where the user says what holds for every run."""
    from platformdirs import user_config_path

    return user_config_path(NAME, appauthor=False)


def state_folder() -> Path:
    """Where the program keeps what must outlive a run and is of this machine."""
    from platformdirs import user_state_path

    return user_state_path(NAME, appauthor=False)


def sign_ins_at(server: Address) -> SignIns:
    """Every sign-in at a server that is kept for the user of this machine."""
    from data.remote.sign_ins import SignIns

    return SignIns(state_folder(), server.url, RealClock())


def language_of(arguments: list[str], environment: Mapping[str, str]) -> Language:
    """The language of a run, before its arguments are parsed: `--lang`, else the locale, else Chinese."""
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            wanted = value if equals else "".join(arguments[place + 1 : place + 2])
            if wanted in tuple(Language):
                return Language(wanted)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return Language.EN if environment[name].startswith("en") else Language.ZH
    return Language.ZH


def line(text: str) -> None:
    """Print one line."""
    sys.stdout.write(text + "\n")


def record(value: object) -> None:
    """Print a value as one line of JSON, always in UTF-8, and let it go at once."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    line(json.dumps(value, ensure_ascii=False))
    sys.stdout.flush()


def complain(text: str) -> None:
    """Say what is wrong, in one line beside the answer."""
    try:
        sys.stderr.write(f"{NAME}: {' '.join(text.splitlines())}\n")
        sys.stderr.flush()
    except OSError:
        # Nobody is there to read it; the exit code still tells.
        return
