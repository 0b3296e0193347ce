"""The examples of docs/catalogue.md are true."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from data.catalogue.files import read_catalogue, read_item_file
from data.catalogue.reading import HALL, read_frame
from data.law.route import holds, left_out
from data.model.item import ReasonKind

GUIDE = (Path(__file__).parents[2] / "docs" / "catalogue.md").read_text(encoding="utf-8")


def blocks() -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_the_example_item_can_be_read(tmp_path: Path) -> None:
    example = blocks()[0]
    path = tmp_path / "example.yaml"
    path.write_text(example, encoding="utf-8")
    (item,) = read_item_file(path).items
    assert item.code == "food.stall.new"
    assert [step.people for step in item.steps] == [1, 1, 1, 2, 1, 1]
    assert left_out(item, {"place": "market"}) == ("streets",)
    permission = item.material("permission")
    assert permission is not None
    assert not holds(permission.when, {"place": "street"})


def test_the_example_of_reasons_can_be_read(tmp_path: Path) -> None:
    hall = Path(shutil.copytree(HALL, tmp_path / "hall"))
    (hall / "reasons.yaml").write_text(blocks()[1], encoding="utf-8")
    assert [each.code for each in read_frame(hall).reasons] == ["unsigned", "system-down"]


def test_every_kind_of_reason_is_told() -> None:
    table = GUIDE[GUIDE.index("## The list of reasons") : GUIDE.index("## What was checked")]
    assert {each.value for each in ReasonKind} <= set(re.findall(r"`([a-z_]+)`", table))


def test_what_was_checked_names_items_that_there_are() -> None:
    table = GUIDE[GUIDE.index("## What was checked") : GUIDE.index("## Importing other catalogues")]
    codes = {each.code for each in read_catalogue().items}
    named = set(re.findall(r"`([a-z]+(?:\.[a-z]+)+)`", table))
    assert len(named) >= 10
    assert named <= codes


def test_the_numbers_are_those_of_our_own_catalogue() -> None:
    ours = read_catalogue()
    told = re.search(r"(\d+) departments, (\d+) zones and (\d+) items", " ".join(GUIDE.split()))
    assert told is not None
    assert [int(each) for each in told.groups()] == [len(ours.departments), len(ours.zones), len(ours.items)]
