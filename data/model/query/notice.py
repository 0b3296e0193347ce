"""Queries about notices."""

from __future__ import annotations

from dataclasses import dataclass

from data.model.command import CaseAct
from data.model.notice_facts import NoticeFacts
from data.model.query.base import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class AskNotice(Query[NoticeFacts | None]):
    """What a notice of a case tells, by its number: what was known when it was issued.

    `copy` of the answer is 0 where it has never been printed. None where the case has no such notice.
    """

    code: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDraft(Query[tuple[NoticeFacts, ...]]):
    """What the notices would tell that commands about one case would issue; their numbers are blank.

    The commands are tried in their order and nothing is written. The answer ends before the first that would
    be refused.
    """

    commands: tuple[CaseAct, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCollection(Query[NoticeFacts | None]):
    """The list of results that one applicant collects at a window, all departments together (Art. 44).

    Its number is that of the first case's proof of delivery, blank before it is handed out. None where
    none of the cases was granted, or where they are not one applicant's.
    """

    codes: tuple[str, ...]
    window: str = ""
    handler: str = ""
