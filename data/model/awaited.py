"""Who a case waits for: never nobody, until it has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Whom(StrEnum):
    """Who can go on with a case: WHOLE and LANE are the other cases of a joint application."""

    WINDOW = "window"
    APPLICANT = "applicant"
    DEPARTMENT = "department"
    WHOLE = "whole"
    LANE = "lane"


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """One of those a case waits for, named by `code`.

    That is the window's, the department's, the lane's item or the whole's supervision code; blank for the
    applicant. A department has `step` in hand since `since`; `holder` is the person who has claimed it.
    """

    whom: Whom
    code: str = ""
    step: str = ""
    holder: str = ""
    since: datetime | None = None
