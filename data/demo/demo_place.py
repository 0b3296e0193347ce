"""The demo hall itself: its card, its windows and those who work there, all invented."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TypedDict

from data.model.settings import HallCard, Window
from data.time_source import at as moment_of

CARD = HallCard(
    region="500102",
    code="A",
    name="涪陵区政务服务中心",
    name_en="Fuling District Government Service Centre",
    phone="023-00000000",
    demo=True,
)
"""The card of the demo hall; its telephone number is nobody's."""

WINDOWS = (
    Window(code="1", name="1号综合窗口", name_en="Window 1, general"),
    Window(code="2", name="2号综合窗口", name_en="Window 2, general"),
    Window(code="3", name="3号综合窗口", name_en="Window 3, general"),
    Window(code="4", name="4号综合窗口", name_en="Window 4, general"),
    Window(code="5", name="5号企业开办窗口", name_en="Window 5, business", zones=("business", "tax")),
    Window(code="6", name="6号工程建设窗口", name_en="Window 6, construction", zones=("construction",)),
    Window(code="7", name="7号食品许可窗口", name_en="Window 7, food", zones=("food",)),
    Window(code="8", name="8号卫生健康窗口", name_en="Window 8, health", zones=("health",)),
    Window(code="9", name="9号交通运输窗口", name_en="Window 9, transport", zones=("transport",)),
    Window(code="10", name="10号人社民政窗口", name_en="Window 10, people", zones=("labour", "civil")),
    Window(code="11", name="11号社保医保窗口", name_en="Window 11, insurance", zones=("insurance",)),
    Window(code="12", name="12号不动产窗口", name_en="Window 12, property", zones=("property",)),
)
"""The windows: four that take every business, and eight of their own zones."""

CLERKS = {
    "1": "周岚",
    "2": "何静",
    "3": "张敏",
    "4": "罗成",
    "5": "陈可",
    "6": "彭宇",
    "7": "唐莉",
    "8": "许晴",
    "9": "冯涛",
    "10": "曾好",
    "11": "邓婕",
    "12": "傅远",
}
"""Who sits at which window."""

REVIEWERS = ("杨审", "郭严", "沈宁", "程立", "袁方", "吕正")
"""Those who examine and decide in the departments."""

FOUNDER = "管理员"
FOUNDED = "演示大厅开设"
"""Who has set the demo hall up, and why."""

TRAINEE_WINDOW = "3"
TRAINEE = CLERKS[TRAINEE_WINDOW]

FIRST_DAY, LAST_DAY = date(2004, 4, 1), date(2099, 12, 31)
"""Between which a demo can be set: working days are known for the weeks before it, and codes for its year."""

MOST_CASES = 20_000
"""How many cases a demo may have."""

OPENING = time(8, 30)
MORNING = time(9, 42)
"""The time of day at which the demo is entered: its queue is what has come about since the opening."""


class Who(TypedDict):
    """What every command carries; the id is given once all commands stand in their order."""

    id: str
    at: datetime
    user: str
    window: str


def at_window(window: str, at: datetime) -> Who:
    """The clerk of a window at a moment."""
    return Who(id="", at=at, user=CLERKS[window], window=window)


def morning_of(today: date) -> datetime:
    """The moment at which the demo of that day is entered."""
    return moment_of(today, MORNING.hour, MORNING.minute)
