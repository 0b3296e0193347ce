"""Each notice in Chinese, line by line, at 80 columns and on a 58 mm roll."""

from __future__ import annotations

import pytest

from data.model.notice import NoticeKind, Paper
from tests.support.notices.notice_snapshots import SNAPSHOTS, TAKEN, snapshot


@pytest.mark.parametrize(("kind", "paper"), TAKEN, ids=str)
def test_the_notice_is_as_it_was(kind: NoticeKind, paper: Paper) -> None:
    path, text = snapshot(kind, paper)
    assert text == path.read_text(encoding="utf-8")


def test_no_snapshot_is_left_over() -> None:
    assert {path.name for path in SNAPSHOTS.iterdir()} == {snapshot(*each)[0].name for each in TAKEN}
