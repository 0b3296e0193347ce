"""The book of notice templates: our own, and a hall's in place of any of them.

A hall's folder holds `zh/<kind>.txt` and `en/<kind>.txt`, and whatever these include. Templates are Jinja2
in its sandbox: they see the facts as `n` and the few functions below, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from data.model.notice import Notice, Paper
from data.model.notice_facts import NoticeFacts
from data.notices.notice_error import NoticeError
from data.notices.paper_lines import lay_out, plain
from data.notices.symbol import Ink, symbol
from data.notices.template_checks import check_templates
from data.notices.template_source import TEMPLATES, read_template, syntax_fault
from data.texts import Language, Texts, texts

if TYPE_CHECKING:
    from jinja2 import Environment

LONGEST = 100_000
"""The most characters that a template may come to."""

_FRAME = re.compile(r"(?:zh|en)/[a-z][a-z0-9_]*\.txt")
_NAMED = re.compile(r"^'([A-Za-z_]\w*)' is undefined$|has no attribute '([A-Za-z_]\w*)'$", re.ASCII)
_FAILURES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class NoticeBook:
    """The templates of one hall, read as they are needed and kept.

    Raises:
        NoticeError: the folder is not there.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if folder is not None and not folder.is_dir():
            raise NoticeError("folder_missing", folder=folder.name)
        self._folders = (TEMPLATES,) if folder is None else (folder, TEMPLATES)
        self._environments: dict[Language, Environment] = {}

    def write(
        self,
        facts: NoticeFacts,
        language: Language = Language.ZH,
        paper: Paper = Paper.PAGE,
        ink: Ink = Ink.BLOCKS,
    ) -> Notice:
        """The notice that tells these facts, laid out for the paper.

        That it is a demo or a reprint is said whatever the template says.

        Raises:
            NoticeError: a fault of a template, with its file and line.
        """
        source = self._render(facts, language)
        words = texts(language)
        above = []
        if facts.demo:
            above.append(f"# {words('notice.demo')}")
        if facts.copy:
            printed = _moment(words, facts.printed)
            above.append(f"# {words('notice.reprint', copy=facts.copy, printed=printed)}")
        below = above[:1] if facts.demo else []
        code = facts.plain_code
        laid = lay_out(
            "\n".join([*above, source.rstrip("\n"), *below]), paper.columns, symbol(code, paper.columns, ink)
        )
        return Notice(
            kind=facts.kind,
            number=facts.number,
            copy=facts.copy,
            code=code,
            paper=paper,
            lines=laid.lines,
            symbol=laid.symbol,
        )

    def check(self) -> tuple[NoticeError, ...]:
        """Every fault that can be found without a case: syntax, unknown names and fields, unused files."""
        return tuple(
            problem
            for language in Language
            for problem in check_templates(language, self._folders, self._environment(language))
        )

    def _render(self, facts: NoticeFacts, language: Language) -> str:
        from jinja2 import TemplateError, TemplateSyntaxError

        name = f"{facts.kind.value}.txt"
        file = f"{language.value}/{name}"
        you = texts(language)("notice.you.person" if facts.person else "notice.you.organisation")
        try:
            template = self._environment(language).get_template(name)
            return _joined(template.generate(n=facts, you=you), file)
        except NoticeError:
            raise
        except TemplateSyntaxError as error:
            raise syntax_fault(error.filename or file, error.lineno, error.message) from None
        except (*_FAILURES, TemplateError) as error:
            raise _fault(error, file) from None

    def _environment(self, language: Language) -> Environment:
        if language not in self._environments:
            self._environments[language] = _made(language, self._folders)
        return self._environments[language]


def _made(language: Language, folders: tuple[Path, ...]) -> Environment:
    # Jinja costs more to import than all that is printed before the first notice.
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def load(name: str) -> tuple[str, str | None, Callable[[], bool] | None] | None:
        source = read_template(language, name, folders)
        return None if source is None else (source, f"{language.value}/{name}", None)

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )
    words = texts(language)
    environment.globals.clear()
    environment.globals.update(
        t=words,
        day=lambda day: _day(words, day),
        moment=lambda moment: _moment(words, moment),
        until=lambda limit: _until(words, limit.due, provisional=limit.provisional),
    )
    return environment


def _joined(pieces: Iterable[str], file: str) -> str:
    """The pieces as one text, given up where it grows beyond every notice."""
    kept: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > LONGEST:
            raise NoticeError("too_long", file=file, line=0, most=LONGEST)
        kept.append(piece)
    return "".join(kept)


def _finalize(value: object) -> str:
    return "" if value is None else plain(str(value))


def _day(words: Texts, day: date) -> str:
    return words("notice.day", year=day.year, month=day.month, day=day.day)


def _moment(words: Texts, moment: datetime) -> str:
    return words("notice.moment", day=_day(words, moment.date()), time=f"{moment:%H:%M}")


def _until(words: Texts, due: date | None, *, provisional: bool) -> str:
    """The last day of a limit, saying where it may still move."""
    if due is None:
        return words("notice.stopped")
    told = _day(words, due)
    return words("notice.provisional", day=told, year=due.year) if provisional else told


def _fault(error: Exception, file: str) -> NoticeError:
    """A template's fault while it runs: where, and which name; never what a value held."""
    from jinja2 import TemplateNotFound
    from jinja2.exceptions import SecurityError

    where, line = _last_line(error.__traceback__, file)
    if isinstance(error, TemplateNotFound):
        return NoticeError("template_missing", file=where, line=line, name=error.name or "")
    if isinstance(error, SecurityError):
        return NoticeError("template_forbidden", file=where, line=line)
    named = _NAMED.search(str(error))
    if named:
        return NoticeError("template_undefined", file=where, line=line, name=named[1] or named[2])
    return NoticeError("template_failed", file=where, line=line, problem=type(error).__name__)


def _last_line(trace: TracebackType | None, file: str) -> tuple[str, int]:
    """The innermost line of a template in a traceback."""
    where, line = file, 0
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if _FRAME.fullmatch(name):
            where, line = name, trace.tb_lineno
        trace = trace.tb_next
    return where, line
