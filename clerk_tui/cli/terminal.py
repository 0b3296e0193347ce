"""What stands between the program and the eye: the terminal, its encoding, its colours."""

from __future__ import annotations

import codecs
import os
import sys

from clerk_tui.cli.exits import misused

DUMB = frozenset({"", "dumb", "unknown"})


def require_screen() -> None:
    """Refuse to draw a screen where it cannot be drawn or its keys cannot be read.

    Raises:
        Failure: no terminal, an encoding that is not UTF-8, or a terminal that can only print.
    """
    if not has_terminal():
        raise misused("cli.desk.no_terminal")
    if not is_utf8(encoding()):
        raise misused("cli.desk.encoding", encoding=encoding())
    if too_dumb():
        raise misused("cli.desk.dumb", term=term() or "-")


def has_terminal() -> bool:
    """Whether both the keys and the screen are a terminal's."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def term() -> str:
    """The kind of terminal."""
    return os.environ.get("TERM", "")


def too_dumb() -> bool:
    """Whether the terminal can only print lines: colours and cursor movements would be shown as rubbish."""
    return term() in DUMB


def encoding() -> str:
    """The encoding of the terminal's text: what the locale names, or else what Python found.

    The locale's own word goes first: where it names an encoding that is not installed, Python falls back
    to another, but the terminal keeps sending what was meant.
    """
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        value = os.environ.get(name)
        if value:
            named = value.partition(".")[2].partition("@")[0]
            if named:
                return named
            break
    return sys.stdin.encoding or "ascii"


def is_utf8(name: str) -> bool:
    """Whether an encoding is UTF-8, by whatever name."""
    try:
        return codecs.lookup(name).name == "utf-8"
    except LookupError:
        return False
