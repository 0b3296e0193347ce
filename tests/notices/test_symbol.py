"""The printed QR code is read back: the very text that goes to the printer, turned into ink."""

from __future__ import annotations

import io
from datetime import date

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from data.law.supervision_code import make
from data.model.notice import NoticeKind, Paper
from data.notices.layout import cells
from data.notices.symbol import Ink, picture, symbol
from tests.support.notices.invented_cases import PERSON, story_of, told, written

WIDE, HIGH = 4, 8
CODES = st.builds(
    lambda region, day, window, serial: str(make(f"{region:06}", day, f"A{window:02}", serial)),
    st.integers(110000, 659999),
    st.dates(date(2020, 1, 1), date(2099, 12, 31)),
    st.integers(0, 99),
    st.integers(0, 16_183),
)


def ink(lines: tuple[str, ...] | list[str], columns: int) -> memoryview:
    """The lines on light paper, a cell twice as high as wide; what is no block is a blot in its cell."""
    width, height = columns * WIDE, len(lines) * HIGH
    paper = bytearray(b"\xff" * (width * height))

    def blacken(left: int, right: int, top: int, bottom: int) -> None:
        for y in range(top, bottom):
            paper[y * width + left : y * width + right] = b"\0" * (right - left)

    for row, line in enumerate(lines):
        column = 0
        for char in line:
            left, top = column * WIDE, row * HIGH
            if char in "▀█#":
                blacken(left, left + WIDE, top, top + HIGH // 2)
            if char in "▄█#":
                blacken(left, left + WIDE, top + HIGH // 2, top + HIGH)
            elif char not in " ▀█#":
                blacken(left + 1, left + WIDE - 1, top + 2, top + HIGH - 2)
            column += cells(char)
    return memoryview(bytes(paper)).cast("B", (height, width))


def read(pixels: memoryview) -> list[str]:
    """What a reader finds."""
    return [found.text for found in zxingcpp.read_barcodes(pixels, try_invert=False)]


@pytest.mark.parametrize("paper", Paper, ids=str)
@pytest.mark.parametrize("kind", NoticeKind, ids=str)
def test_the_code_of_a_printed_notice_is_read_from_its_text(kind: NoticeKind, paper: Paper) -> None:
    notice = written(kind, paper)
    assert read(ink(notice.lines, paper.columns)) == [notice.code]


@settings(max_examples=60)
@given(code=CODES, paper=st.sampled_from(Paper))
def test_every_supervision_code_is_read_from_blocks(code: str, paper: Paper) -> None:
    lines = symbol(code, paper.columns)
    assert max(map(len, lines)) <= paper.columns
    assert read(ink(lines, paper.columns)) == [code]


@pytest.mark.parametrize("paper", [Paper.PAGE, Paper.ROLL_80], ids=str)
def test_a_printer_without_blocks_gets_a_code_that_is_read(paper: Paper) -> None:
    notice = written(NoticeKind.RECEIPT, paper, ink=Ink.ASCII)
    first, end = notice.symbol or (0, 0)
    lines = notice.lines[first:end]
    assert all(line.isascii() for line in lines)
    assert read(ink(lines, paper.columns)) == [notice.code]


def test_a_58_mm_roll_without_blocks_has_the_code_in_words_only() -> None:
    notice = written(NoticeKind.RECEIPT, Paper.ROLL_58, ink=Ink.ASCII)
    assert notice.symbol is None
    assert "500102 260318 A03 001Z" in notice.text


def test_the_picture_is_read() -> None:
    code = told(NoticeKind.RECEIPT, story_of(NoticeKind.RECEIPT, PERSON)).plain_code
    image = Image.open(io.BytesIO(picture(code))).convert("L")
    pixels = memoryview(image.tobytes()).cast("B", (image.height, image.width))
    assert read(pixels) == [code]
