"""Where the text of a template comes from: a hall's own folder before ours."""

from __future__ import annotations

import re
from pathlib import Path

from data.notices.notice_error import NoticeError
from data.texts import Language

TEMPLATES = Path(__file__).parent / "templates"
"""Our own templates, by language."""

NAMES = frozenset({"n", "t", "day", "moment", "until", "you"})
"""What every template sees: docs/notices.md tells of each."""

_FILE = re.compile(r"[a-z][a-z0-9_]*\.txt")


def syntax_fault(file: str, line: int, problem: str | None) -> NoticeError:
    """A template that cannot be read; the problem is Jinja's sentence about the template's own text."""
    return NoticeError("template_syntax", file=file, line=line, problem=" ".join((problem or "").split()))


def read_template(language: Language, name: str, folders: tuple[Path, ...]) -> str | None:
    """The text of a template from the first folder that has it, or None.

    Raises:
        NoticeError: the file cannot be read or is not UTF-8.
    """
    if not _FILE.fullmatch(name):
        return None
    for folder in folders:
        path = folder / language.value / name
        try:
            return path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            continue
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise NoticeError("template_not_utf8", file=f"{language.value}/{name}", line=line) from None
        except OSError as error:
            raise NoticeError(
                "template_unreadable", file=f"{language.value}/{name}", line=0, problem=error.strerror
            ) from None
    return None
