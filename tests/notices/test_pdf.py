"""The PDF: the font is in it, the text can be found in it, and what it cannot draw is refused."""

from __future__ import annotations

import re
import sys
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.model.notice import Notice, NoticeKind, Paper
from data.notices.notice_error import NoticeError
from data.notices.pdf import pdf
from data.time_source import at
from tests.support.notices.invented_cases import written

WRITTEN = at(date(2026, 3, 18), 9, 40)
NOTICE = written(NoticeKind.ACCEPTANCE)


def opened(document: bytes) -> bytes:
    """The document with its streams unpacked."""
    found = [document]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.S):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)


def test_the_font_is_embedded_and_the_code_drawn() -> None:
    document = pdf([NOTICE], WRITTEN)
    assert document.startswith(b"%PDF-")
    assert b"/FontFile3" in opened(document)
    assert b"/Subtype /Image" in document


def test_every_character_of_the_notice_is_drawn_with_its_meaning() -> None:
    unpacked = opened(pdf([NOTICE], WRITTEN)).decode("latin-1").lower()
    first, end = NOTICE.symbol or (0, 0)
    text = "".join(NOTICE.lines[:first] + NOTICE.lines[end:])
    missing = {char for char in text if char not in " \u3000-" and f"{ord(char):04x}" not in unpacked}
    assert missing == set()


def test_each_notice_begins_a_page_and_a_long_one_goes_on() -> None:
    long = replace(NOTICE, lines=NOTICE.lines * 3)
    document = pdf([NOTICE, long], WRITTEN)
    assert len(re.findall(rb"/Type /Page\b", document)) > 2


def test_the_same_notice_gives_the_same_bytes() -> None:
    assert pdf([NOTICE], WRITTEN) == pdf([NOTICE], WRITTEN)


def test_a_character_that_the_font_lacks_is_refused_rather_than_left_out() -> None:
    with pytest.raises(NoticeError) as refused:
        pdf([replace(NOTICE, lines=(*NOTICE.lines, "申请人：\U000323af"))], WRITTEN)
    assert dict(refused.value.facts) == {"count": "1"}


@pytest.mark.parametrize("notices", [[], [written(NoticeKind.RECEIPT, Paper.ROLL_58)]], ids=["none", "roll"])
def test_only_pages_become_a_pdf(notices: list[Notice]) -> None:
    with pytest.raises(ValueError, match="laid out for the page"):
        pdf(notices, WRITTEN)


def test_a_font_that_is_none_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "font.ttf").write_bytes(b"not a font")
    with pytest.raises(NoticeError, match=r"pdf_font \(font=font\.ttf\)"):
        pdf([NOTICE], WRITTEN, tmp_path / "font.ttf")


def test_without_the_extra_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fpdf", None)
    with pytest.raises(NoticeError, match="pdf_missing"):
        pdf([NOTICE], WRITTEN)
