"""Import of a district's public item table."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.catalogue.problem import CatalogueError
from data.catalogue.table import ImportedTable, read_table
from data.model.item import ItemKind, ItemType

REAL = Path(__file__).parents[3] / "shared" / "data" / "qianfeng-items.csv"
HEADING = "department,main_item,name,item_code,task_type,dept_code\n"


def table(folder: Path, rows: str) -> ImportedTable:
    path = folder / "items.csv"
    path.write_text(HEADING + rows, encoding="utf-8-sig")
    return read_table(path)


def reasons(imported: ImportedTable) -> list[str]:
    return [each.reason.removeprefix("catalogue.remark.") for each in imported.remarks if each.field]


def test_an_item_is_known_by_name_code_type_and_department_only(tmp_path: Path) -> None:
    imported = table(
        tmp_path, '区经信局,未分类,"企业投资项目备案（技术改造,扩建）",511Z-1,1,91350100M000100Y43\n'
    )
    (item,) = imported.items
    assert (item.code, item.name) == ("511Z-1", "企业投资项目备案（技术改造,扩建）")
    assert (item.kind, item.type) == (ItemKind.OTHER, ItemType.LICENCE)
    assert (item.promised_days, item.statutory_days, item.materials) == (None, None, ())
    assert item.initials == "qytzxmbajsgzkj"
    assert [(each.code, each.name) for each in imported.departments] == [("91350100M000100Y43", "区经信局")]
    assert [each.facts["fields"] for each in imported.remarks] == ["main_item"]


def test_items_that_share_a_code_are_not_merged(tmp_path: Path) -> None:
    imported = table(tmp_path, "局,,甲,1,20,1\n局,,乙,1,20,1\n局,,甲,1,20,1\n")
    assert [each.name for each in imported.items] == ["甲", "乙"]
    assert len({each.code for each in imported.items}) == 2
    assert reasons(imported) == ["row_code", "row_twice"]


def test_departments_are_told_apart_by_name(tmp_path: Path) -> None:
    rows = "甲局,,a,1,20,11\n甲局,,b,2,20,91350100M000100Y43\n乙局,,c,3,20,91350100M000100Y43\n"
    imported = table(tmp_path, rows)
    assert [each.code for each in imported.departments] == ["91350100M000100Y43", "乙局"]
    assert reasons(imported) == ["department_codes", "department_shared"]


def test_rows_that_cannot_be_items_are_left_out_and_told_with_their_line(tmp_path: Path) -> None:
    imported = table(tmp_path, "局,,甲,1,20,1\n\n局,,无,2,20,1\n局,,乙\n局,,丙,3,99,1\n")
    assert [each.name for each in imported.items] == ["甲", "丙"]
    assert [(each.reason, each.facts["line"]) for each in imported.remarks[1:]] == [
        ("catalogue.remark.row_empty", "4"),
        ("catalogue.remark.row_cells", "5"),
        ("catalogue.remark.row_type", "6"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "table.columns"),
        (b"name,item_code\n", "table.columns"),
        (HEADING.encode(), "table.empty"),
        ("部门".encode("gbk"), "utf8"),
        (HEADING.encode() + b'"' + b"x" * 200_000, "unreadable"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_line(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "items.csv"
    path.write_bytes(content)
    with pytest.raises(CatalogueError) as caught:
        read_table(path)
    assert [each.reason for each in caught.value.problems] == [f"catalogue.{reason}"]


@pytest.mark.skipif(not REAL.is_file(), reason="the real public table is not here")
def test_the_real_table_goes_in_whole() -> None:
    imported = read_table(REAL)
    assert len(imported.items) == 1135
    assert len({each.code for each in imported.items}) == 1135
    assert len({each.code for each in imported.departments}) == 34
    assert all(each.initials for each in imported.items)
    assert reasons(imported) == ["department_codes", "department_codes"]
