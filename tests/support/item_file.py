"""A small item file, and what is told when it is read with a mistake in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.catalogue.files import read_items
from data.catalogue.problem import CatalogueError, Problem

ITEM = """\
zone: food
items:
  - code: stall.new
    version: "1"
    name: 食品摊贩备案
    department: market
    promised_days: 5
    statutory_days: 10
    materials:
      - {code: form, name: 申请书}
      - {code: card, name: 健康证明, tolerable: true, tolerance_days: 3}
    route: standard
"""


def read(folder: Path, text: str | bytes) -> tuple[Problem, ...]:
    """The problems of an item file of that text, against our own hall."""
    path = folder / "stall.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(CatalogueError) as caught:
        read_items(path)
    return caught.value.problems


def only(problems: tuple[Problem, ...]) -> tuple[int, str, str]:
    assert len(problems) == 1, problems
    return problems[0].line, problems[0].field, problems[0].reason
