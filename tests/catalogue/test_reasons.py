"""The hall's list of reasons: what is offered, and how a mistake in it is told."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from data.catalogue.files import read_catalogue
from data.catalogue.problem import CatalogueError
from data.catalogue.reading import HALL
from data.model.item import Reason, ReasonKind

FILE = """\
reasons:
  - {code: unsigned, text: 缺签字, text_en: Unsigned, kinds: [defect]}
  - {code: untrue, text: 材料虚假, kinds: [refusal, defect]}
"""


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HALL, tmp_path / "hall"))


def write(hall: Path, text: str) -> None:
    (hall / "reasons.yaml").write_text(text, encoding="utf-8")


def test_reasons_are_read_in_their_order(hall: Path) -> None:
    write(hall, FILE)
    assert read_catalogue(hall).reasons == (
        Reason(code="unsigned", text="缺签字", text_en="Unsigned", kinds=(ReasonKind.DEFECT,)),
        Reason(code="untrue", text="材料虚假", kinds=(ReasonKind.REFUSAL, ReasonKind.DEFECT)),
    )


def test_a_hall_may_have_no_list_of_reasons(hall: Path) -> None:
    (hall / "reasons.yaml").unlink()
    assert read_catalogue(hall).reasons == ()


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ("code: untrue", "code: unsigned", "reasons[unsigned].code", "duplicate.code"),
        ("text: 缺签字, ", "", "reasons[unsigned].text", "missing"),
        (", kinds: [defect]", "", "reasons[unsigned].kinds", "missing"),
        ("kinds: [defect]", "kinds: []", "reasons[unsigned].kinds", "empty"),
        ("kinds: [defect]", "kinds: [mood]", "reasons[unsigned].kinds", "choice"),
        ("kinds: [defect]", "kinds: defect", "reasons[unsigned].kinds", "type.list"),
        ("text_en", "text_fr", "reasons[unsigned].text_fr", "unknown.field"),
    ],
)
def test_a_mistake_in_a_reason_is_told(hall: Path, old: str, new: str, field: str, reason: str) -> None:
    assert old in FILE
    write(hall, FILE.replace(old, new, 1))
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(hall)
    (problem,) = caught.value.problems
    assert (problem.file, problem.field, problem.reason) == ("reasons.yaml", field, f"catalogue.{reason}")
    assert problem.line == (3 if "unsigned" in new else 2)


def test_our_own_list_has_reasons_of_every_kind_in_both_languages() -> None:
    reasons = read_catalogue().reasons
    kinds = Counter(kind for each in reasons for kind in each.kinds)
    assert set(kinds) == set(ReasonKind)
    assert min(kinds.values()) >= 3
    assert kinds[ReasonKind.DEFECT] >= 14
    assert all(each.text and each.text_en and each.text_en.isascii() for each in reasons)
    assert len({each.text for each in reasons}) == len(reasons)
