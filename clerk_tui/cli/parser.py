"""The parser of the command line: argparse, in two languages, with errors of one line."""

from __future__ import annotations

import re
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from clerk_tui.cli.exits import misused
from data.law.identifier import shown
from data.texts import Language, Texts

Value = TypeVar("Value")
POSTGRES = ("postgresql://", "postgres://")
THEMES = ("dark", "light", "mono")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST_SHOWN = 60

# argparse words its own errors in English; these are the ones that a user can bring about.
_ARGUMENT = "argument (?P<where>.*?): "
_ERRORS = (
    ("unrecognized arguments: (?P<what>.*)", "cli.usage.unknown"),
    ("the following arguments are required: (?P<what>.*)", "cli.usage.required"),
    (_ARGUMENT + "expected .*argument.*", "cli.usage.value_missing"),
    (_ARGUMENT + r"invalid choice: (?P<what>.*?) \(choose from .*", "cli.usage.choice"),
    (_ARGUMENT + "ignored explicit argument (?P<what>.*)", "cli.usage.no_value"),
    (_ARGUMENT + "(?P<what>.*)", "cli.usage.value"),
)


class Parser(ArgumentParser):
    """A parser whose words come from the texts and whose errors are failures of one line."""

    def __init__(
        self,
        texts: Texts,
        prog: str,
        *,
        description: str,
        usage: str | None = None,
        epilog: str | None = None,
    ) -> None:
        self.texts = texts
        prefix = texts("cli.usage.prefix") + " "

        class Formatter(RawDescriptionHelpFormatter):
            def add_usage(
                self,
                usage: str | None,
                actions: Iterable[Any],
                groups: Iterable[Any],
                prefix: str | None = prefix,
            ) -> None:
                super().add_usage(usage, actions, groups, prefix)

        super().__init__(
            prog=prog,
            usage=usage,
            description=description,
            epilog=epilog,
            formatter_class=Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self.own = self.add_argument_group(texts("cli.group.own"))

    def error(self, message: str) -> NoReturn:
        """Fail with argparse's message in the run's language."""
        for pattern, key in _ERRORS:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                raise misused(key, **{name: short(value) for name, value in found.groupdict().items()})
        raise misused("cli.usage.other", what=short(message))

    def typed(self, read: Callable[[str], Value], key: str) -> Callable[[str], Value]:
        """A converter which refuses what `read` cannot read with the text of `key`."""

        def convert(text: str) -> Value:
            try:
                return read(text)
            except ValueError:
                raise ArgumentTypeError(self.texts(key, given=short(text))) from None

        return convert

    def day(self) -> Callable[[str], date]:
        """A converter of YYYY-MM-DD."""
        return self.typed(day, "cli.usage.day")

    def number(self, least: int | None = None, most: int | None = None) -> Callable[[str], int]:
        """A converter of whole numbers, between two where they are given."""

        def read(text: str) -> int:
            value = int(text) if len(text) <= 12 else _refused()
            if (least is not None and value < least) or (most is not None and value > most):
                raise ValueError
            return value

        if least is None or most is None:
            return self.typed(read, "cli.usage.number")
        limits = {"least": least, "most": most}

        def convert(text: str) -> int:
            try:
                return read(text)
            except ValueError:
                raise ArgumentTypeError(
                    self.texts("cli.usage.number_between", given=short(text), **limits)
                ) from None

        return convert

    def common(self) -> None:
        """Add the options that every subcommand knows, before its name or after it."""
        group = self.add_argument_group(self.texts("cli.group.common"))
        text = self.texts
        group.add_argument("-h", "--help", action="help", help=text("cli.help.help"), default=SUPPRESS)
        group.add_argument("--db", metavar="DB", type=place, default=SUPPRESS, help=text("cli.help.db"))
        group.add_argument("--district", metavar="CODE", default=SUPPRESS, help=text("cli.help.district"))
        for name in ("user", "window"):
            group.add_argument(
                f"--{name}", metavar=name.upper(), default=SUPPRESS, help=text(f"cli.help.{name}")
            )
        group.add_argument(
            "--today", metavar="DATE", type=self.day(), default=SUPPRESS, help=text("cli.help.today")
        )
        languages = [each.value for each in Language]
        group.add_argument("--lang", choices=languages, default=SUPPRESS, help=text("cli.help.lang"))
        group.add_argument(
            "--theme", metavar="THEME", default=SUPPRESS, help=text("cli.help.theme", known=", ".join(THEMES))
        )
        for name in ("thin", "read-only", "json"):
            key = name.replace("-", "_")
            group.add_argument(
                f"--{name}", action="store_true", default=SUPPRESS, help=text(f"cli.help.{key}")
            )
        self._server()

    def _server(self) -> None:
        """Add the options that tell of a hall's server."""
        group = self.add_argument_group(self.texts("cli.group.server"))
        text = self.texts
        group.add_argument("--api", metavar="URL", default=SUPPRESS, help=text("cli.help.api"))
        for name in ("ca", "client-cert", "client-key"):
            key = name.replace("-", "_")
            group.add_argument(f"--{name}", metavar="FILE", default=SUPPRESS, help=text(f"cli.help.{key}"))
        group.add_argument(
            "--pin", metavar="PIN", action="append", default=SUPPRESS, help=text("cli.help.pin")
        )
        group.add_argument(
            "--plain-http", action="store_true", default=SUPPRESS, help=text("cli.help.plain_http")
        )


def day(text: str) -> date:
    """A date as YYYY-MM-DD. Raises ValueError for anything else."""
    if not _DAY.fullmatch(text):
        return _refused()
    return date.fromisoformat(text)


def place(text: str) -> Path | str:
    """A file, or the URL of a PostgreSQL database as it was written."""
    return text if text.startswith(POSTGRES) else Path(text)


def short(text: str) -> str:
    """What was typed, safe to show and not longer than a line needs."""
    safe = shown(text)
    return safe if len(safe) <= _LONGEST_SHOWN else safe[:_LONGEST_SHOWN] + ".."


def _refused() -> NoReturn:
    raise ValueError
