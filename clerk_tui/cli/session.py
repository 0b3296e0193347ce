"""What every subcommand is told: the database, who sits where, the day, the language, how to answer."""

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

from data.clock import Clock, RealClock, ShiftedClock
from data.law.identifier import shown
from data.model.zone import SHANGHAI
from data.texts import Language, Texts, texts

NAME = "clerk-tui"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The common options of one run. `db` None: the database in the user's data folder."""

    language: Language
    db: Path | None = None
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
    def database(self) -> Path:
        """The database to work on."""
        return self.db if self.db is not None else default_database()

    @property
    def clerk(self) -> str:
        """Who acts: `--user`, or else the name of the account."""
        return self.user or os.environ.get("USER") or os.environ.get("LOGNAME") or ""

    def clock(self) -> Clock:
        """The machine's clock, on the day of `--today` where one is given."""
        return RealClock() if self.today is None else ShiftedClock(self.today)

    def day(self) -> date:
        """The day of the run in Asia/Shanghai."""
        return self.clock().now().astimezone(SHANGHAI).date()

    def say(self, key: str, /, **facts: object) -> None:
        """Print the text of a key as one line."""
        line(self.texts(key, **{name: shown(str(value)) for name, value in facts.items()}))


def session_of(arguments: Namespace, language: Language) -> Session:
    """The session that parsed arguments ask for."""
    given = vars(arguments)
    return Session(
        language=language,
        db=given.get("db"),
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
