"""A notice (文书): which kind it is, its number, the paper it is laid out for, and its printed lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    """The notices that a hall hands out or keeps, by the act that they tell of."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    CORRECTION = "correction"
    NON_ACCEPTANCE = "non_acceptance"
    NOT_REQUIRED = "not_required"
    TOLERANCE = "tolerance"
    SUSPENSION = "suspension"
    EXTENSION = "extension"
    GRANT = "grant"
    REFUSAL = "refusal"
    DELIVERY = "delivery"
    COLLECTION = "collection"


MARKS = {
    NoticeKind.RECEIPT: "收",
    NoticeKind.ACCEPTANCE: "受",
    NoticeKind.CORRECTION: "补",
    NoticeKind.NON_ACCEPTANCE: "不受",
    NoticeKind.NOT_REQUIRED: "免",
    NoticeKind.TOLERANCE: "容",
    NoticeKind.SUSPENSION: "特",
    NoticeKind.EXTENSION: "延",
    NoticeKind.GRANT: "准",
    NoticeKind.REFUSAL: "不准",
    NoticeKind.DELIVERY: "送",
    NoticeKind.COLLECTION: "领",
}
"""The characters of a kind in its numbers, which are the same in every language."""


class Paper(StrEnum):
    """What a notice is printed on: a page of 80 columns, or a roll of 80 or 58 millimetres."""

    PAGE = "page"
    ROLL_80 = "roll80"
    ROLL_58 = "roll58"

    @property
    def columns(self) -> int:
        """The cells of a line, a Chinese character taking two."""
        return _COLUMNS[self]


_COLUMNS = {Paper.PAGE: 80, Paper.ROLL_80: 48, Paper.ROLL_58: 32}


def number(abbreviation: str, kind: NoticeKind, year: int, serial: int) -> str:
    """The number of a notice, such as 涪市监受〔2026〕17号; serials count from 1 within kind and year.

    Raises:
        ValueError: no abbreviation, or a serial below 1.
    """
    if not abbreviation.strip() or serial < 1:
        raise ValueError("a notice's number needs an abbreviation and a serial from 1 on")
    return f"{abbreviation.strip()}{MARKS[kind]}〔{year}〕{serial}号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice laid out for its paper.

    `copy` is 0 for the original and n for the n-th reprint; `code` is the case's supervision code.
    `symbol` says which of the lines draw the QR code, as the first and the one after the last.
    It names the applicant in full: print it or hand it over, but never log it.
    """

    kind: NoticeKind
    number: str
    copy: int
    code: str
    paper: Paper
    lines: tuple[str, ...]
    symbol: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The lines as a printer takes them."""
        return "\n".join(self.lines) + "\n"
