"""Notices onto paper: how they are written, and the printer or folder that they go to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from data.model.notice import Notice, Paper
from data.model.notice_facts import NoticeFacts
from data.texts import Language, texts

if TYPE_CHECKING:
    from data.notices.book import NoticeBook

Way: TypeAlias = Literal["printer", "file", "pdf"]
WAIT = 15.0
"""Seconds that a print command may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Where the notices of a window go.

    `command` takes the text on its standard input, such as `lp -d hall`; without one a notice goes to a file
    in `folder`. `paper` is what the printer has in it, `templates` a hall's own templates.
    """

    command: tuple[str, ...] = ()
    folder: Path | None = None
    paper: Paper = Paper.PAGE
    templates: Path | None = None

    @property
    def usual(self) -> Way:
        """The way that a notice goes where nobody says another."""
        return "printer" if self.command else "file"


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a notice could not be written or printed: a key of the texts and its facts, nothing personal."""

    key: str
    facts: Mapping[str, str] = field(default_factory=dict)


class Scribe:
    """Writes notices and puts them out. Its methods block: none of them is for the screen's own thread."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self._book: NoticeBook | None = None

    def write(self, told: NoticeFacts, language: Language, paper: Paper) -> Notice | Failed:
        """The notice on that paper; one that has not been issued says where its number would stand."""
        from data.notices.book import NoticeBook
        from data.notices.notice_error import NoticeError

        numbered = told if told.number else replace(told, number=texts(language)("notices.on_issue"))
        try:
            self._book = self._book or NoticeBook(self.output.templates)
            return self._book.write(numbered, language, paper)
        except NoticeError as error:
            return Failed(error.key, error.facts)

    def put_out(self, notice: Notice, way: Way, at: datetime) -> Failed | None:
        """Print it, or write it to a new file of the folder; what is wrong, or None once it is done."""
        from data.notices import printing
        from data.notices.notice_error import NoticeError

        try:
            if way == "printer":
                printing.to_command(self.output.command, notice.text, timeout=WAIT)
                return None
            folder = self.output.folder
            if folder is None:
                return Failed("notices.no_folder")
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if way == "file":
                printing.to_file(folder / printing.file_name(notice), notice.text)
            else:
                from data.notices.pdf import pdf

                printing.to_file(folder / printing.file_name(notice, ".pdf"), pdf([notice], at))
        except NoticeError as error:
            return Failed(error.key, error.facts)
        except OSError as error:
            return Failed("notices.folder_failed", {"problem": error.strerror or type(error).__name__})
        return None
