"""Templates: ours hold, a hall's take their place, and a broken one is refused with its line."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.model.applicant import Applicant
from data.model.notice import NoticeKind, Paper
from data.model.notice_facts import LimitFacts, MaterialFacts, NoticeFacts, ResultFacts
from data.notices.book import LONGEST, NoticeBook
from data.notices.layout import cells
from data.notices.notice_error import NoticeError
from data.notices.template_source import TEMPLATES
from data.texts import Language, texts
from tests.support.notices.invented_cases import LATER, PERSON, demo, printed, story_of, told, written

ROOT = Path(__file__).parents[2]
FACTS = {kind: told(kind, story_of(kind)) for kind in NoticeKind}


def hall(folder: Path, source: str, name: str = "receipt.txt") -> NoticeBook:
    """A book with one template of the hall's own."""
    (folder / "zh").mkdir()
    (folder / "zh" / name).write_text(source, encoding="utf-8")
    return NoticeBook(folder)


@pytest.mark.parametrize("language", Language, ids=str)
@pytest.mark.parametrize("paper", Paper, ids=str)
@pytest.mark.parametrize("kind", NoticeKind, ids=str)
def test_every_notice_fits_every_paper(kind: NoticeKind, paper: Paper, language: Language) -> None:
    notice = written(kind, paper, language)
    assert all(cells(line) <= paper.columns for line in notice.lines)
    assert notice.symbol is not None
    assert notice.lines[-1]


@settings(max_examples=150)
@given(
    name=st.text(min_size=1, max_size=200),
    reason=st.text(max_size=300),
    kind=st.sampled_from(NoticeKind),
    paper=st.sampled_from(Paper),
    language=st.sampled_from(Language),
)
def test_no_name_breaks_a_notice(
    name: str, reason: str, kind: NoticeKind, paper: Paper, language: Language
) -> None:
    nasty = told(
        kind, story_of(kind, Applicant(name="甲" + name, id_number=PERSON.id_number, phone=PERSON.phone))
    )
    notice = BOOK.write(replace(nasty, reason=reason), language, paper)
    assert all(cells(line) <= paper.columns for line in notice.lines)
    assert not any(char in notice.text for char in "\x1b\x00\r\f\u202e\u200b\u2028")


BOOK = NoticeBook()


def test_a_name_that_looks_like_a_template_is_only_a_name() -> None:
    facts = replace(FACTS[NoticeKind.ACCEPTANCE], applicant="{{ n.code }}{% raw %}")
    assert "申请人：{{ n.code }}{% raw %}" in BOOK.write(facts).text


def test_our_own_templates_have_no_fault() -> None:
    assert BOOK.check() == ()


def test_both_languages_have_the_same_templates() -> None:
    names = [{path.name for path in (TEMPLATES / each.value).iterdir()} for each in Language]
    assert names[0] == names[1]


@pytest.mark.parametrize("language", Language, ids=str)
def test_every_text_that_a_template_names_exists(language: Language) -> None:
    words = texts(language)
    assert all(f"notice.kind.{kind.value}" in words for kind in NoticeKind)
    assert all(f"notice.paper.{paper.value}" in words for paper in Paper)
    for kind in NoticeKind:
        assert "notice." not in written(kind, language=language).text


def test_english_notices_are_english() -> None:
    text = written(NoticeKind.ACCEPTANCE, language=Language.EN).text
    assert "Notice of acceptance" in text
    assert "Promised limit: 5 working days, to 2026-03-25" in text
    assert "Food operation licence (new)" in text


@pytest.mark.parametrize("kind", NoticeKind, ids=str)
def test_a_demo_notice_says_so_above_and_below(kind: NoticeKind) -> None:
    lines = BOOK.write(told(kind, story_of(kind), demo())).lines
    assert "演示" in lines[0]
    assert "演示" in lines[-1]


def test_a_real_notice_has_no_demo_mark() -> None:
    assert "演示" not in written(NoticeKind.ACCEPTANCE).text


def test_a_reprint_says_which_and_when() -> None:
    story = story_of(NoticeKind.ACCEPTANCE)
    assert "补打" not in BOOK.write(told(NoticeKind.ACCEPTANCE, story)).text
    printed(story, NoticeKind.ACCEPTANCE)
    printed(story, NoticeKind.ACCEPTANCE)
    again = BOOK.write(told(NoticeKind.ACCEPTANCE, story, now=LATER))
    assert "第2次补打 2026年4月2日 15:05" in again.lines[0]
    assert again.copy == 2


def test_a_hall_s_template_takes_the_place_of_ours(tmp_path: Path) -> None:
    book = hall(tmp_path, "# 本厅收件凭证\n申请人： | {{ n.applicant }}\n[qr]\n")
    text = book.write(FACTS[NoticeKind.RECEIPT]).text
    assert text.startswith(" " * 34 + "本厅收件凭证\n申请人：王小明\n")
    assert book.write(FACTS[NoticeKind.ACCEPTANCE]).lines == written(NoticeKind.ACCEPTANCE).lines


def test_a_hall_s_head_goes_on_all_its_notices(tmp_path: Path) -> None:
    book = hall(tmp_path, "# 本厅抬头\n", "head.txt")
    assert all("本厅抬头" in book.write(facts).lines[0] for facts in FACTS.values())


def test_a_hall_s_template_cannot_hide_that_a_notice_is_a_demo_or_a_reprint(tmp_path: Path) -> None:
    facts = replace(FACTS[NoticeKind.RECEIPT], demo=True, copy=1, printed=LATER)
    lines = hall(tmp_path, "甲\n").write(facts).lines
    assert [line.strip() for line in lines] == [
        "*** 演示 仅供实训 无法律效力 ***",
        "*** 第1次补打 2026年4月2日 15:05 ***",
        "甲",
        "*** 演示 仅供实训 无法律效力 ***",
    ]


BROKEN = {
    "a tag that is not closed": ("甲\n{% if n.demo %}\n乙\n", "template_syntax", "3"),
    "a field that is not there": ("甲\n\n{{ n.applicnt }}\n", "template_undefined", "3"),
    "a name that is not there": ("{{ applicant }}\n", "template_undefined", "1"),
    "a template that is not there": ("甲\n{% include 'kopf.txt' %}\n", "template_missing", "2"),
    "a way out of the folder": ("{% include '../../book.py' %}\n", "template_missing", "1"),
    "a way into the program": ("甲\n{{ n.__class__.__mro__ }}\n", "template_forbidden", "2"),
    "a sum that cannot be": ("{{ n.applicant + 1 }}\n", "template_failed", "1"),
    "a text to be turned into a number": ("甲\n{{ 1 / 0 }}\n", "template_failed", "2"),
}


@pytest.mark.parametrize(("source", "reason", "line"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_template_is_refused_with_file_and_line(
    tmp_path: Path, source: str, reason: str, line: str
) -> None:
    with pytest.raises(NoticeError) as refused:
        hall(tmp_path, source).write(FACTS[NoticeKind.RECEIPT])
    error = refused.value
    assert error.key == f"notice.error.{reason}"
    assert (error.facts["file"], error.facts["line"]) == ("zh/receipt.txt", line)
    assert "\n" not in str(error)
    assert "王小明" not in str(error) + repr(dict(error.facts))
    for language in Language:
        sentence = texts(language)(error.key, **error.facts)
        assert "zh/receipt.txt" in sentence
        assert line in sentence


def test_a_fault_in_an_included_file_names_that_file(tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match=r"^zh/foot\.txt:2: template_undefined \(name=seal\)$"):
        hall(tmp_path, "甲\n{{ n.seal }}\n", "foot.txt").write(FACTS[NoticeKind.GRANT])


def test_a_template_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "receipt.txt").write_bytes("甲\n收件凭证".encode("gb18030"))
    with pytest.raises(NoticeError, match=r"^zh/receipt\.txt:1: template_not_utf8"):
        NoticeBook(tmp_path).write(FACTS[NoticeKind.RECEIPT])


def test_a_notice_that_grows_beyond_bounds_is_refused(tmp_path: Path) -> None:
    source = "{% for a in 'x' * 1000 %}{% for b in 'x' * 1000 %}甲{% endfor %}{% endfor %}"
    with pytest.raises(NoticeError, match=f"too_long.*{LONGEST}"):
        hall(tmp_path, source).write(FACTS[NoticeKind.RECEIPT])


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match="folder_missing"):
        NoticeBook(tmp_path / "none")


def test_a_hall_s_folder_is_checked_without_a_case(tmp_path: Path) -> None:
    book = hall(
        tmp_path, "甲\n{{ n.applicnt }}\n{{ applicant }}\n{% for m in n.materials %}{{ m.name }}{% endfor %}"
    )
    (tmp_path / "zh" / "acceptence.txt").write_text("甲", encoding="utf-8")
    (tmp_path / "zh" / "grant.txt").write_text("{% if %}", encoding="utf-8")
    (tmp_path / "zh" / "refusal.txt").write_text("甲\n{% include 'kopf.txt' %}", encoding="utf-8")
    found = sorted(str(problem) for problem in book.check())
    assert [each.partition(" (")[0] for each in found] == [
        "zh/acceptence.txt:0: template_unused",
        "zh/grant.txt:1: template_syntax",
        "zh/kopf.txt:0: template_missing",
        "zh/receipt.txt:2: template_undefined",
        "zh/receipt.txt:3: template_undefined",
    ]


def test_the_room_loads_without_what_it_rarely_needs() -> None:
    code = (
        "import data.notices.book, data.notices.history, data.notices.printing, data.notices.pdf, sys;"
        "print('\\n'.join(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert "data" in loaded
    assert not loaded & {"jinja2", "segno", "fpdf", "textual", "rich", "sqlite3", "sqlmodel", "pydantic"}


def test_the_documentation_names_every_field_and_its_template_works(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "notices.md").read_text(encoding="utf-8")
    told_there = set(re.findall(r"`([a-z_]+)`", page))
    parts = (NoticeFacts, MaterialFacts, LimitFacts, ResultFacts)
    assert {field.name for part in parts for field in dataclasses.fields(part)} <= told_there
    assert {kind.value for kind in NoticeKind} <= told_there
    (example,) = re.findall(r"```\n(# .+?)```", page, re.S)
    book = hall(tmp_path, example)
    assert book.check() == ()
    assert "1. 食品经营许可申请书" in book.write(FACTS[NoticeKind.RECEIPT]).text
