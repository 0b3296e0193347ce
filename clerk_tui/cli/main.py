"""The program from its arguments to its exit code; whatever fails, fails in one line."""

from __future__ import annotations

import os
import sys
from argparse import REMAINDER, SUPPRESS, Namespace
from collections.abc import Callable
from importlib import import_module
from io import TextIOWrapper

from clerk_tui.cli.connect.session import NAME, Session, complain, language_of, session_of
from clerk_tui.cli.exits import Exit, Failure, misused
from clerk_tui.cli.parser import Parser, short
from clerk_tui.shell import sentences
from data.law.refusal import LawError
from data.port.errors import HallUnavailable, NotAllowed
from data.texts import Language, Texts, texts

DESK = "desk"

MODULES = {
    DESK: "screens.desk",
    "demo": "screens.demo",
    "monitor": "screens.monitor",
    "board": "screens.board",
    "init": "hall.init",
    "import": "hall.import_",
    "export": "hall.export",
    "do": "work.do",
    "ask": "work.ask",
    "close-day": "hall.close_day",
    "due": "work.due",
    "why": "work.why",
    "notice": "work.notice",
    "link": "server.link",
    "serve": "server.serve",
    "sign-in": "server.sign_in",
    "sign-out": "server.sign_out",
    "password": "server.password",
    "verify": "hall.verify",
    "account": "server.account",
    "doctor": "hall.doctor",
    "backup": "hall.backup",
}
"""Each subcommand and the module of `commands` that declares it and runs it, loaded when it is meant."""


def run(argv: list[str]) -> int:
    """Carry out one command line; answers its exit code. Prints no traceback."""
    language = language_of(argv, os.environ)
    _never_fail_to_print()
    try:
        code = _carry_out(argv, language)
        sys.stdout.flush()
    except Exception as error:
        code, message = _ending(error, texts(language))
        complain(message)
    except KeyboardInterrupt:
        complain(texts(language)("cli.interrupted"))
        code = Exit.UNAVAILABLE
    except SystemExit as left:
        # argparse leaves like this after --help.
        code = Exit(left.code) if isinstance(left.code, int) else Exit.DONE
    return int(code)


def _carry_out(argv: list[str], language: Language) -> Exit:
    text = texts(language)
    first = _first_parser(text).parse_args(argv)
    name: str = first.command or DESK
    if name not in MODULES:
        raise misused("cli.usage.command", given=short(name), known=", ".join(MODULES))
    module = import_module(f"clerk_tui.cli.commands.{MODULES[name]}")
    of = name.replace("-", "_")
    declare: Callable[[Parser], None] = getattr(module, f"declare_{of}")
    carry_out: Callable[[Session, Namespace], Exit] = getattr(module, f"run_{of}")
    parser = Parser(text, f"{NAME} {name}", description=text(f"cli.about.{name}"))
    declare(parser)
    parser.common()
    arguments = parser.parse_args(first.rest, first)
    return carry_out(session_of(arguments, language), arguments)


def _first_parser(text: Texts) -> Parser:
    """What stands before the subcommand: common options, or none of them and no subcommand either."""
    parser = Parser(
        text,
        NAME,
        usage=text("cli.usage.line", prog=NAME),
        description=text("cli.about"),
        epilog=_list_of_subcommands(text),
    )
    parser.add_argument("command", nargs="?", help=SUPPRESS)
    parser.add_argument("rest", nargs=REMAINDER, help=SUPPRESS)
    parser.common()
    return parser


def _list_of_subcommands(text: Texts) -> str:
    lines = (f"  {name:<10}{text(f'cli.about.{name}')}" for name in MODULES)
    return "\n".join((text("cli.group.subcommands"), *lines, "", text("cli.epilog", prog=NAME)))


def _ending(error: Exception, text: Texts) -> tuple[Exit, str]:
    """The exit code and the one line for something that went wrong."""
    match error:
        case Failure():
            return error.code, sentences.sentence(text, error.key, error.facts)
        case LawError():
            return Exit.REFUSED, sentences.refusal(text, error.refusal)
        case NotAllowed():
            return Exit.REFUSED, sentences.refusal(text, error.refusal)
        case HallUnavailable():
            code = Exit.WRONG_USE if error.reason == "exists" else Exit.UNAVAILABLE
            return code, sentences.unavailable(text, error)
        case BrokenPipeError():
            # What is left in the buffer would fail once more when the interpreter closes it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return Exit.UNAVAILABLE, text("cli.broken_pipe")
        case OSError():
            return Exit.UNAVAILABLE, text("cli.os_error", problem=error.strerror or type(error).__name__)
        case _:
            # The message of an unforeseen error may hold personal data: only its kind is told.
            return Exit.UNAVAILABLE, text("cli.unforeseen", kind=type(error).__name__)


def _never_fail_to_print() -> None:
    """Characters that the terminal's encoding does not have are printed as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
