"""A notice as a PDF with its Chinese font embedded; needs the extra `pdf` (fpdf2 and a font under the OFL).

The page is the 80-column one, a grid of cells, so that paper, preview and PDF show the same lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from data.model.notice import Notice, Paper
from data.notices.layout import cells
from data.notices.notice_error import NoticeError
from data.notices.symbol import picture

if TYPE_CHECKING:
    from fpdf import FPDF

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
MARGIN = 20.0
CELL = (PAGE_WIDTH - 2 * MARGIN) / Paper.PAGE.columns
LINE = 5.2
"""Millimetres: A4, its margins, the width of a cell and the height of a line."""

SYMBOL = 30.0
POINTS = 72 / 25.4
WIDEST = 110.0
"""The most that Latin text is widened, in percent."""

_FAMILY = "notice"
_SIGNATURES = frozenset({b"\0\1\0\0", b"OTTO", b"true", b"ttcf"})


def pdf(notices: Sequence[Notice], written: datetime, font: Path | None = None) -> bytes:
    """The notices as one document, each from a new page; the same notices give the same bytes.

    `font` is a TrueType or OpenType file; None takes the one that comes with the extra. Notices are those
    laid out for the page of 80 columns.

    Raises:
        NoticeError: the extra is not installed, or the font cannot be used or lacks a character.
        ValueError: a notice laid out for a roll, or none at all.
    """
    if not notices or any(notice.paper is not Paper.PAGE for notice in notices):
        raise ValueError("a PDF is made of notices laid out for the page")
    document = _document(font, written)
    _require_glyphs(document, notices)
    for notice in notices:
        _draw(document, notice)
    return bytes(document.output())


def _document(font: Path | None, written: datetime) -> FPDF:
    try:
        from fpdf import FPDF
        from fpdf.errors import FPDFException

        if font is None:
            from pylopdf_fonts_zh_cn import sans_path

            font = sans_path()
    except ImportError:
        raise NoticeError("pdf_missing") from None
    from fontTools.ttLib import TTLibError  # type: ignore[import-untyped]

    document = FPDF(unit="mm", format="A4")
    document.set_margin(MARGIN)
    document.c_margin = 0
    document.set_auto_page_break(auto=False)
    document.set_creation_date(written)
    try:
        known = _is_font(font)
        if known:
            document.add_font(_FAMILY, fname=font)
    except (FPDFException, TTLibError, OSError, ValueError, KeyError) as error:
        raise NoticeError("pdf_font", font=f"{font.name} ({type(error).__name__})") from None
    if not known:
        raise NoticeError("pdf_font", font=font.name)
    document.set_font(_FAMILY, size=2 * CELL * POINTS)
    return document


def _is_font(font: Path) -> bool:
    with font.open("rb") as file:
        return file.read(4) in _SIGNATURES


def _require_glyphs(document: FPDF, notices: Sequence[Notice]) -> None:
    from fpdf.fonts import TTFFont

    font = document.current_font
    if not isinstance(font, TTFFont):
        raise NoticeError("pdf_font", font=_FAMILY)
    used: set[str] = set()
    for notice in notices:
        first, end = notice.symbol or (0, 0)
        used.update(*notice.lines[:first], *notice.lines[end:])
    lacking = [char for char in used if ord(char) not in font.cmap]
    if lacking:
        raise NoticeError("pdf_glyphs", count=len(lacking))


def _draw(document: FPDF, notice: Notice) -> None:
    document.add_page()
    top = MARGIN
    first, end = notice.symbol or (-1, -1)
    for number, line in enumerate(notice.lines):
        if first <= number < end:
            top = _symbol(document, notice.code, top) if number == first else top
            continue
        if top + LINE > PAGE_HEIGHT - MARGIN:
            document.add_page()
            top = MARGIN
        if line and not line.strip("-"):
            document.line(MARGIN, top + LINE / 2, PAGE_WIDTH - MARGIN, top + LINE / 2)
        else:
            for column, run in _runs(line):
                _write(document, MARGIN + column * CELL, top, run)
        top += LINE


def _symbol(document: FPDF, code: str, top: float) -> float:
    if top + SYMBOL > PAGE_HEIGHT - MARGIN:
        document.add_page()
        top = MARGIN
    document.image(BytesIO(picture(code)), x=(PAGE_WIDTH - SYMBOL) / 2, y=top, w=SYMBOL)
    return top + SYMBOL


def _runs(line: str) -> Iterator[tuple[int, str]]:
    """The pieces of a line without gaps, each a wide character or a run of narrow ones, with its column."""
    column, start, run = 0, 0, ""
    for char in line:
        width = cells(char)
        if char == " " or width == 2:
            if run:
                yield start, run
            run = ""
            if char != " ":
                yield column, char
        else:
            start, run = (start, run + char) if run else (column, char)
        column += width
    if run:
        yield start, run


def _write(document: FPDF, left: float, top: float, run: str) -> None:
    """Draw a run, narrowed to its cells or widened towards them."""
    document.set_stretching(100)
    room, width = cells(run) * CELL, document.get_string_width(run)
    document.set_stretching(min(WIDEST, 100 * room / width) if width else 100)
    document.set_xy(left, top)
    document.cell(w=0, h=LINE, text=run)
