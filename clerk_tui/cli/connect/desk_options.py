"""What a desk is told besides its hall: where its notices go, and where its drafts are kept."""

from __future__ import annotations

import os
import shlex
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from clerk_tui.cli.connect.options import Place
from clerk_tui.cli.connect.session import NAME, state_folder
from clerk_tui.cli.exits import misused
from clerk_tui.cli.parser import Parser, short
from data.model.notice import Paper

if TYPE_CHECKING:
    from clerk_tui.shell.drafts import DraftsOf
    from clerk_tui.shell.notice_output import Output

PAPERS = tuple(paper.value for paper in Paper)


def declare_output(parser: Parser) -> None:
    """Where the notices of a desk go."""
    text, add = parser.texts, parser.own.add_argument
    add("--printer", metavar="CMD", default=None, help=text("cli.help.printer"))
    add("--folder", metavar="DIR", type=Path, default=None, help=text("cli.help.folder"))
    add("--paper", choices=PAPERS, default=None, help=text("cli.help.paper"))
    add("--templates", metavar="DIR", type=Path, default=None, help=text("cli.help.templates"))


def output_of(arguments: Namespace, environment: Mapping[str, str], folder: Path) -> Output:
    """Where a desk's notices go: its options, else the environment, else files in `folder`.

    Raises:
        Failure: a printer's command that cannot be read, or a paper that there is not (wrong use).
    """
    from clerk_tui.shell.notice_output import Output

    printer = arguments.printer if arguments.printer is not None else environment.get("CLERK_TUI_PRINTER", "")
    paper = arguments.paper or environment.get("CLERK_TUI_PAPER", "") or Paper.PAGE.value
    if paper not in PAPERS:
        raise misused("cli.bad_paper", given=short(paper), known=", ".join(PAPERS))
    kept = arguments.folder or environment.get("CLERK_TUI_FOLDER", "")
    templates = arguments.templates or environment.get("CLERK_TUI_TEMPLATES", "")
    return Output(
        command=argv_of(printer) if printer else (),
        folder=Path(kept) if kept else folder,
        paper=Paper(paper),
        templates=Path(templates) if templates else None,
    )


def notice_folder() -> Path:
    """Where a desk's notices go as files where nobody says another folder."""
    from platformdirs import user_data_path

    return user_data_path(NAME, appauthor=False) / "notices"


def drafts_at(hall: Place) -> DraftsOf:
    """The files of the drafts of a hall, which is a file or known by its URL."""
    from clerk_tui.shell.drafts import draft_file

    where = hall if isinstance(hall, str) else os.fspath(hall.absolute())
    return lambda user, seat: draft_file(state_folder(), where, user, seat)


def argv_of(command: str) -> tuple[str, ...]:
    """A command's words as a shell would split them; no shell runs it.

    Raises:
        Failure: there are none, or quotes do not close (wrong use).
    """
    try:
        argv = tuple(shlex.split(command))
    except ValueError:
        argv = ()
    if not argv:
        raise misused("cli.bad_command", given=short(command))
    return argv
