"""The wall changes nothing: the data refuses, the keys of a desk say so, and what cannot be read is told."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from clerk_tui.desk.acts.registry import DESK_ACTS
from clerk_tui.monitor.wall_acts import SURROUNDINGS, WALL_ACTS, Place
from data.model.command import CallNext
from data.model.query import AskEntries
from data.port.errors import HallUnavailable
from data.port.hall import Hall
from data.store.sql_hall import SqlHall
from data.texts import Language, texts
from data.time_source import TravellingClock
from tests.support.monitor.wall import Stand

BUILT_IN = [key for each in SURROUNDINGS.built_in for key in each.keys]


async def test_the_hall_of_the_wall_refuses_to_write(
    stand: Stand, demo: Path, clock: TravellingClock
) -> None:
    opened: list[SqlHall] = []

    def open_hall() -> Hall:
        opened.append(SqlHall.open(demo, clock, read_only=True))
        return opened[0]

    async with stand(open_hall=open_hall):
        with pytest.raises(HallUnavailable) as refused:
            opened[0].do(CallNext(id=uuid4().hex, at=clock.now(), user="李督", window="3"))
        assert refused.value.reason == "read_only"


async def test_no_key_of_a_desk_changes_anything_and_each_says_why(stand: Stand, desk: SqlHall) -> None:
    before = desk.ask(AskEntries(limit=1)).total
    async with stand() as wall:
        mine = {key for act in WALL_ACTS.at(Place.BOARD) for key in act.keys} | set(BUILT_IN)
        keys = {key: act.id for act in DESK_ACTS if act.writes for key in act.keys if key not in mine}
        assert {"a", "c", "n", "g"} <= set(keys)
        for key, act in keys.items():
            await wall.press(key)
            word = texts(Language.ZH)(f"act.{act}")
            assert wall.message == f"监察墙只读，不能“{word}”；办理请到窗口"
    assert desk.ask(AskEntries(limit=1)).total == before


async def test_a_hall_that_cannot_be_opened_is_told_in_the_first_lines(stand: Stand) -> None:
    def open_hall() -> Hall:
        raise HallUnavailable("missing", path="x.db")

    async with stand(open_hall=open_hall) as wall:
        assert "已断开" in wall.lines[0]
        assert "没有数据库“x.db”" in wall.lines[1]
        await wall.press("down", "enter", "t", "f5", "space", "space")
        assert wall.app.screen is wall.app.board


@pytest.mark.parametrize("language", list(Language))
def test_every_act_has_its_texts(language: Language) -> None:
    say = texts(language)
    wanted = [SURROUNDINGS.about(place) for place in Place] + [each.text for each in SURROUNDINGS.built_in]
    wanted += [key for act in WALL_ACTS for key in (act.word, act.sentence, act.initials)]
    assert [key for key in wanted if key not in say] == []


def test_a_key_means_one_thing_on_a_screen() -> None:
    for place in Place:
        keys = [key for act in WALL_ACTS.at(place) for key in act.keys]
        assert len(keys) == len(set(keys))
        assert not set(keys) & set(BUILT_IN)


def test_both_languages_have_the_same_keys() -> None:
    folder = Path(__file__).parents[2] / "data" / "texts" / "locale"
    keys = [
        {
            line
            for line in (folder / language / "LC_MESSAGES" / "monitor.po").read_text("utf-8").splitlines()
            if line.startswith("msgid")
        }
        for language in ("zh_CN", "en")
    ]
    assert keys[0] == keys[1]
