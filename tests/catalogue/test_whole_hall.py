# ruff: noqa: E501  (a table of mistakes reads best a line each)
"""A hall told in a folder and a file: what is read, and how everything that does not fit is told."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from data.catalogue.files import read_catalogue
from data.catalogue.founding.whole_hall import WholeHall, read_whole
from data.catalogue.problem import CatalogueError, Problem
from data.catalogue.toml_table import MOST_BYTES
from data.model.settings import Settings, Station, StationLevel

EXAMPLE = Path(__file__).parents[2] / "docs/examples/yuzhong"
FILE = (EXAMPLE / "windows.toml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the example, to be spoilt."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "yuzhong"))


def whole(folder: Path, **over: str) -> WholeHall:
    return read_whole(folder / "catalogue", folder / "windows.toml", over)


def problems(folder: Path, content: str | bytes | None = None, **over: str) -> tuple[Problem, ...]:
    """What is told of the folder, with another file of windows in it where one is given."""
    if content is not None:
        given = content.encode() if isinstance(content, str) else content
        (folder / "windows.toml").write_bytes(given)
    with pytest.raises(CatalogueError) as caught:
        whole(folder, **over)
    assert all("\n" not in str(each) for each in caught.value.problems)
    return caught.value.problems


def told(problem: Problem) -> tuple[str, str, str]:
    return problem.file, problem.field, problem.reason.removeprefix("catalogue.").removeprefix("cli.")


def test_the_example_is_read_with_everything_the_file_says() -> None:
    hall = whole(EXAMPLE)
    card = hall.plan.card
    assert (card.name, card.region, card.code, card.demo) == ("渝中区政务服务中心", "500103", "Y", False)
    assert {each.code: (each.zones, each.station) for each in hall.plan.windows} == {
        "1": (("business", "food", "people"), ""),
        "2": (("business",), ""),
        "3": (("food",), ""),
        "J1": (("jiefangbei",), "jiefangbei"),
        "D1": (("daping",), "daping"),
        "M1": (("majiabao",), "majiabao"),
    }
    assert hall.plan.stations[2] == Station(
        code="majiabao",
        name="马家堡社区便民服务站",
        name_en="Majiabao Community Service Station",
        level=StationLevel.VILLAGE,
        parent="daping",
    )
    assert [each.level for each in hall.plan.stations[:2]] == [StationLevel.TOWNSHIP] * 2
    assert hall.plan.settings == Settings(warn_days=2)
    assert hall.remarks == ()


def test_the_example_promises_within_the_limits_of_the_same_items_in_our_own_catalogue() -> None:
    ours = {each.code: each for each in read_catalogue().items}
    items = [each for each in whole(EXAMPLE).catalogue.items if not each.lanes]
    assert len(items) == 8
    for item in items:
        same = ours[item.code]
        assert (item.statutory_days, item.law, item.kind) == (same.statutory_days, same.law, same.kind)


def test_what_is_given_beside_the_file_goes_before_it() -> None:
    card = whole(EXAMPLE, name="渝中大厅", code="Z").plan.card
    assert (card.name, card.code, card.region) == ("渝中大厅", "Z", "500103")


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ('name = "渝中区政务服务中心"\n', "", "hall.name", "missing"),
        ("渝中区政务服务中心", " ", "hall.name", "empty"),
        ("渝中区政务服务中心", "渝" * 81, "hall.name", "long"),
        ("渝中区政务服务中心", "渝中\\u001b[2J", "hall.name", "control"),
        ("渝中区政务服务中心", "渝中\\u202e", "hall.name", "control"),
        ('"渝中区政务服务中心"', "5", "hall.name", "type.text"),
        ('"渝中区政务服务中心"', "false", "hall.name", "type.text"),
        ('region = "500103"', 'region = "50010"', "hall.region", "hall.region"),
        ('region = "500103"', 'region = "５００１０３"', "hall.region", "hall.region"),
        ('region = "500103"', "region = 500103", "hall.region", "type.text"),
        ('code = "Y"', 'code = "O"', "hall.code", "hall.code"),
        ('code = "Y"', 'code = "YZ"', "hall.code", "hall.code"),
        ("phone =", "demo = true\nphone =", "hall.demo", "unknown.field"),
        ("[settings]", "[doors]\n[settings]", "doors", "unknown.field"),
        ('code = "2"', 'code = "1"', "window[1].code", "duplicate.code"),
        ('code = "2"', 'code = "01"', "window[01].code", "duplicate.code"),
        ('code = "2"', 'code = "a"', "window[a].code", "hall.window_code"),
        ('code = "2"', 'code = "123"', "window[123].code", "hall.window_code"),
        ('code = "2"', 'code = "I"', "window[I].code", "hall.window_code"),
        ('code = "2"\n', "", "window[1].code", "missing"),
        ('name = "2号企业开办窗口"\n', "", "window[2].name", "missing"),
        ('zones = ["business"]', 'zones = ["moon"]', "window[2].zones", "unknown.zone"),
        ('zones = ["business"]', 'zones = "business"', "window[2].zones", "type.list"),
        ('zones = ["business"]', "zones = [1]", "window[2].zones[0]", "type.text"),
        ('zones = ["business"]', 'zones = ["food", "food"]', "window[2].zones[1]", "duplicate.entry"),
        ('zones = ["business"]', 'zone = "business"', "window[2].zone", "unknown.field"),
        ('zones = ["business"]', 'station = "moon"', "window[2].station", "unknown.station"),
        ('zones = ["jiefangbei"]', 'zones = ["jiefangbei"]\nstation = "daping"', "window[J1].station", "hall.two_stations"),
        ('windows = ["J1"]', 'windows = ["D1"]', "station[daping].windows", "hall.two_stations"),
        ('windows = ["J1"]', 'windows = ["9"]', "station[jiefangbei].windows", "unknown.window"),
        ('code = "majiabao"', 'code = "daping"', "station[daping].code", "duplicate.code"),
        ('code = "majiabao"', 'code = "马家堡"', "station[马家堡].code", "hall.station_code"),
        ('level = "village"', 'level = "city"', "station[majiabao].level", "choice"),
        ('parent = "daping"', 'parent = "moon"', "station[majiabao].parent", "unknown.station"),
        ('parent = "daping"', 'parent = "majiabao"', "station[majiabao].parent", "hall.village_parent"),
        ('parent = "daping"\n', "", "station[majiabao].parent", "missing"),
        ("warn_days = 2", "warn_days = -2", "settings.warn_days", "settings.wrong"),
        ("warn_days = 2", "warn_day = 2", "settings.warn_day", "settings.unknown"),
        ("warn_days = 2", 'closing = "noon"', "settings.closing", "settings.wrong"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_field_and_reason(
    folder: Path, old: str, new: str, field: str, reason: str
) -> None:
    assert old in FILE
    assert ("windows.toml", field, reason) in [
        told(each) for each in problems(folder, FILE.replace(old, new, 1))
    ]


def test_stations_that_go_round_in_a_circle_are_refused(folder: Path) -> None:
    circle = FILE.replace(
        'level = "township"\nwindows = ["D1"]', 'level = "village"\nparent = "majiabao"\nwindows = ["D1"]'
    )
    assert circle != FILE
    assert [told(each) for each in problems(folder, circle)] == [
        ("windows.toml", "station[daping].parent", "hall.village_parent"),
        ("windows.toml", "station[majiabao].parent", "hall.village_parent"),
    ]


def test_a_township_has_no_parent(folder: Path) -> None:
    content = FILE.replace('level = "township"', 'level = "township"\nparent = "majiabao"', 1)
    assert [told(each) for each in problems(folder, content)] == [
        ("windows.toml", "station[jiefangbei].parent", "hall.township_parent")
    ]


def test_a_zone_that_nobody_calls_is_told_by_its_name(folder: Path) -> None:
    [problem] = problems(folder, FILE.replace('"food", "people"', '"food"'))
    assert told(problem) == ("windows.toml", "window", "hall.unserved")
    assert problem.facts == {"value": "people", "name": "民政公安区"}


def test_a_window_for_every_zone_serves_them_all_and_what_is_called_at_two_places_is_remarked_on(
    folder: Path,
) -> None:
    (folder / "windows.toml").write_text(FILE.replace('zones = ["business"]\n', "", 1), encoding="utf-8")
    [remark] = whole(folder).remarks
    assert remark.facts["zones"] == "jiefangbei、daping、majiabao"


def test_a_hall_without_windows_is_refused(folder: Path) -> None:
    content = '[hall]\nname = "甲"\nregion = "500103"\ncode = "Y"\n'
    assert [told(each) for each in problems(folder, content)] == [("windows.toml", "window", "missing")]


def test_a_file_that_says_nothing_misses_everything(folder: Path) -> None:
    assert [told(each) for each in problems(folder, "")] == [
        ("windows.toml", "hall.region", "missing"),
        ("windows.toml", "hall.code", "missing"),
        ("windows.toml", "hall.name", "missing"),
        ("windows.toml", "window", "missing"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[hall\n", "toml"),
        ("hall = 1\nwindow = 2\n", "type.map"),
        ("window = [1]\n", "type.map"),
        ("a = " + "[" * 20_000, "toml"),
        (FILE.encode("gbk"), "utf8"),
        (b"\0" * 10, "toml"),
        (b"#" * (MOST_BYTES + 1), "too_long"),
    ],
)
def test_a_file_that_is_none_of_a_hall_is_told(folder: Path, content: str | bytes, reason: str) -> None:
    assert f"catalogue.{reason}" in {each.reason for each in problems(folder, content)}


def test_a_pipe_a_device_and_what_is_not_there_are_told_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    for path, reason in (
        (folder / "pipe", "no_file"),
        (Path("/dev/zero"), "no_file"),
        (folder, "no_file"),
        (folder / "none.toml", "unreadable"),
    ):
        with pytest.raises(CatalogueError) as caught:
            read_whole(folder / "catalogue", path, {})
        assert [told(each) for each in caught.value.problems] == [(path.name, "", reason)]


@pytest.mark.parametrize("name", ["departments.yaml", "zones.yaml", "items/food.yaml", "joint/eatery.yaml"])
def test_a_pipe_in_the_catalogue_is_told_and_not_waited_for(folder: Path, name: str) -> None:
    path = folder / "catalogue" / name
    path.unlink()
    os.mkfifo(path)
    assert [told(each) for each in problems(folder)] == [(name, "", "no_file")]


def test_a_folder_that_holds_no_catalogue_is_told_in_one_line(folder: Path) -> None:
    (folder / "empty").mkdir()
    for path, reason in (
        (folder / "empty", "empty_folder"),
        (folder / "none", "no_folder"),
        (folder / "windows.toml", "no_folder"),
    ):
        with pytest.raises(CatalogueError) as caught:
            read_whole(path, folder / "windows.toml", {})
        assert [told(each) for each in caught.value.problems] == [(path.name, "", reason)]


def test_faults_of_the_folder_and_of_the_file_are_told_at_once(folder: Path) -> None:
    food = folder / "catalogue/items/food.yaml"
    food.write_text(food.read_text("utf-8").replace("promised_days: 5", "promised_days: 11", 1), "utf-8")
    content = FILE.replace('"business", "food"', '"busines", "food"').replace(
        'parent = "daping"', 'parent = "d"'
    )
    assert [told(each) for each in problems(folder, content)] == [
        ("windows.toml", "station[majiabao].parent", "unknown.station"),
        ("items/food.yaml", "items[food.operation.new].promised_days", "over_statutory"),
        ("windows.toml", "window[1].zones", "unknown.zone"),
    ]


def test_a_joint_template_of_an_item_that_there_is_not_is_told(folder: Path) -> None:
    joint = folder / "catalogue/joint/eatery.yaml"
    joint.write_text(joint.read_text("utf-8").replace("signboard.new", "signboard.old"), "utf-8")
    [problem] = problems(folder)
    assert (problem.file, problem.reason) == ("joint/eatery.yaml", "catalogue.unknown.item")


def test_departments_of_another_region_are_named(folder: Path) -> None:
    found = problems(folder, region="500112")
    assert {each.reason for each in found} == {"catalogue.hall.foreign"}
    assert len(found) == 6
    assert found[0].facts == {"name": "渝中区市场监督管理局", "of": "500103", "region": "500112"}


@pytest.mark.parametrize("region", ["500103", "500100", "500000", "100000"])
def test_a_department_of_the_region_or_of_one_that_it_lies_in_fits(folder: Path, region: str) -> None:
    from stdnum.cn import uscc

    path = folder / "catalogue/departments.yaml"
    own = "11500103MBY0000616"
    code = own[:2] + region + own[8:17]
    text = path.read_text("utf-8").replace(own, code + uscc.calc_check_digit(code))
    path.write_text(text, "utf-8")
    assert len(whole(folder).catalogue.departments) == 6


def test_our_own_catalogue_is_for_its_own_region_only(folder: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_whole(None, folder / "windows.toml", {})
    assert [told(each) for each in caught.value.problems] == [("windows.toml", "region", "hall.ours")]


def test_names_in_the_catalogue_have_their_sizes(folder: Path) -> None:
    path = folder / "catalogue/zones.yaml"
    path.write_text(path.read_text("utf-8").replace("食品卫生区", "食" * 81), "utf-8")
    assert ("zones.yaml", "zones[food].name", "long") in [told(each) for each in problems(folder)]
