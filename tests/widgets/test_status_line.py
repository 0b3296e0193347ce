"""The status line: at any width it can be read which hall it is, where and who, and what is the matter."""

from __future__ import annotations

from datetime import date

import pytest

from data.model.legal.clock import Light
from data.model.view import Counts
from data.texts import Language, texts
from data.time_source import at
from tests.support.stage import Stage
from widgets.base.cells import cells
from widgets.base.ink import Palette
from widgets.base.status_line import StatusFacts, StatusLine

TODAY = date(2026, 3, 18)
LIGHTS = ((Light.GREEN, 128), (Light.YELLOW, 12), (Light.RED, 3), (Light.FROZEN, 7))
HALLS = {Language.ZH: "重庆市涪陵区政务服务中心", Language.EN: "Fuling District Government Service Centre"}
WINDOWS = {Language.ZH: "12号窗口", Language.EN: "Window 12"}


def cut_off(language: Language, *, many: bool) -> StatusFacts:
    """A window that is cut off for long, or just so."""
    words = texts(language)
    parts = [
        words("offline.away"),
        words("offline.hours" if many else "offline.minutes", count=12),
        words("offline.waiting", count=117 if many else 3),
    ]
    return StatusFacts(
        hall=HALLS[language],
        window=WINDOWS[language],
        user="欧阳建国" if language is Language.ZH else "Ouyang Jianguo",
        counts=Counts(
            today=TODAY,
            lights=LIGHTS if many else LIGHTS[:1],
            tabs=(),
            waiting=0,
            longest=0,
            received_today=4,
            decided_today=2,
        ),
        queue=False,
        away=" ".join(parts),
        unsettled=words("offline.unsettled", count=14) if many else "",
        moment=at(TODAY, 15, 42),
    )


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("many", [False, True])
async def test_cut_off_it_still_says_which_hall_where_and_who(
    width: int, language: Language, many: bool
) -> None:
    facts = cut_off(language, many=many)
    line = StatusLine(texts(language), Palette())
    async with Stage(line).run_test(size=(width, 3)) as pilot:
        line.show(facts)
        await pilot.pause()
        shown = pilot.app.lines[0]  # type: ignore[attr-defined]
    assert cells(shown) <= width
    for part in (facts.window, facts.user, facts.away, facts.unsettled):
        assert part in shown, shown
    assert shown.strip()[:4] == facts.hall[:4], shown
    if width == 120:
        assert facts.hall[:12] in shown
        assert "15:42" in shown
        assert "128" in shown


async def test_where_all_fits_nothing_is_left_out() -> None:
    words = texts(Language.ZH)
    line = StatusLine(words, Palette())
    async with Stage(line).run_test(size=(80, 3)) as pilot:
        line.show(StatusFacts(hall="政务服务中心", window="3号窗口", user="张敏", moment=at(TODAY, 9, 40)))
        await pilot.pause()
        shown = pilot.app.lines[0]  # type: ignore[attr-defined]
    assert shown.startswith(" 政务服务中心 3号窗口 张敏")
    assert shown.rstrip().endswith(f"{TODAY:%m-%d} 09:40")
