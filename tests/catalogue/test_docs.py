"""The examples of docs/catalogue.md are true."""

from __future__ import annotations

import re
from pathlib import Path

from data.catalogue.files import read_catalogue, read_items

GUIDE = (Path(__file__).parents[2] / "docs" / "catalogue.md").read_text(encoding="utf-8")


def test_the_example_item_can_be_read(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    path = tmp_path / "example.yaml"
    path.write_text(example, encoding="utf-8")
    (item,) = read_items(path)
    assert item.code == "food.stall.new"
    assert [step.people for step in item.steps] == [1, 1, 1, 2, 1, 1]


def test_the_numbers_are_those_of_our_own_catalogue() -> None:
    ours = read_catalogue()
    told = re.search(r"(\d+) departments, (\d+) zones and (\d+) items", " ".join(GUIDE.split()))
    assert told is not None
    assert [int(each) for each in told.groups()] == [len(ours.departments), len(ours.zones), len(ours.items)]
