"""The route and the lanes as they look at 40 and 60 columns, in Chinese and in English."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from data.law.supervision_code import make
from data.model.applicant import MaskedApplicant
from data.model.awaited import Awaited, Whom
from data.model.case import Channel, Need, Status
from data.model.item import ApplicantKind, ItemKind, StepKind
from data.model.legal.clock import Light
from data.model.view import CaseFile, CaseLine, LaneLine, StepLine
from data.texts import Language, texts
from data.time_source import at
from tests.support.stage import Stage
from widgets.base.brief import brief, tail
from widgets.base.ink import Palette
from widgets.case.route import Route

NINE = at(date(2026, 3, 16), 9)
CODE = str(make("500102", date(2026, 3, 16), "A01", 1))
MARKET = ("涪陵区市场监督管理局", "Fuling District Administration for Market Regulation", "涪市监")
FIRE = ("涪陵区消防救援大队", "Fuling District Fire and Rescue Brigade", "涪消")
PICTURES = Path(__file__).parent / "pictures"


def step(code: str, name: str, name_en: str, kind: StepKind, department: tuple[str, str, str]) -> StepLine:
    """A step that has not begun."""
    return StepLine(
        case=CODE,
        code=code,
        name=name,
        name_en=name_en,
        kind=kind,
        department=department[2],
        department_name=department[0],
        department_name_en=department[1],
        department_short=department[2],
        people=1,
        ready=False,
        parallel=False,
        started=None,
        finished=None,
        by="",
        agrees=None,
        light=Light.NONE,
        left=None,
        due=None,
    )


def begun(line: StepLine, light: Light, left: int, *, days: int = 0, holder: str = "") -> StepLine:
    """The step in somebody's hands."""
    return replace(line, started=NINE + timedelta(days=days), light=light, left=left, holder=holder)


def done(line: StepLine, by: str, *, days: int = 0, agrees: bool = True, note: str = "") -> StepLine:
    """The step finished."""
    moment = NINE + timedelta(days=days)
    return replace(line, started=moment, finished=moment, by=by, agrees=agrees, note=note)


RECEIVE = step("receive", "收件", "Receive", StepKind.RECEIVE, MARKET)
EXAMINE = step("examine", "审查", "Examine", StepKind.EXAMINE, MARKET)
CONSULT = replace(step("fire", "消防会商", "Fire", StepKind.CONSULT, FIRE), parallel=True)
VISIT = replace(step("visit", "现场核查", "Site visit", StepKind.SITE_VISIT, MARKET), people=2, parallel=True)
DECIDE = step("decide", "决定", "Decide", StepKind.DECIDE, MARKET)
DELIVER = step("deliver", "送达", "Deliver", StepKind.DELIVER, MARKET)


def line(code: str, item: str, item_en: str, status: Status = Status.ACCEPTED) -> CaseLine:
    """A case in a list."""
    return CaseLine(
        code=code,
        seq=1,
        status=status,
        item=item,
        item_name=item,
        item_name_en=item_en,
        department=MARKET[2],
        department_name=MARKET[0],
        department_name_en=MARKET[1],
        applicant="王*",
        ticket="",
        window="3",
        clerk="张敏",
        received=NINE.date(),
        light=Light.GREEN,
        left=5,
        due=date(2026, 3, 23),
        provisional=False,
    )


def file_of(
    *route: StepLine,
    awaiting: tuple[Awaited, ...] = (),
    lanes: tuple[LaneLine, ...] = (),
    joint: str = "",
    status: Status = Status.ACCEPTED,
) -> CaseFile:
    """A case with that route."""
    return CaseFile(
        line=line(CODE, "食品经营许可", "Food licence", status),
        applicant=MaskedApplicant(
            name="王*", kind=ApplicantKind.PERSON, id_number="5001**********0010", phone="", agent=""
        ),
        channel=Channel.WINDOW,
        kind=ItemKind.PROMISED,
        version="1",
        result="",
        result_en="",
        licence="",
        valid_to=None,
        accepted=NINE.date(),
        deemed=False,
        clocks=(),
        checklist=(),
        route=route,
        timeline=(),
        acts=(),
        joint=joint,
        lanes=lanes,
        awaiting=awaiting,
    )


def lane(
    number: int,
    name: str,
    name_en: str,
    status: Status = Status.ACCEPTED,
    *,
    waits_for: tuple[str, ...] = (),
    holder: str = "",
    step: str = "",
    light: Light = Light.GREEN,
    left: int | None = 8,
) -> LaneLine:
    """A lane of a joint case."""
    base = line(str(make("500102", NINE.date(), "A01", number)), name, name_en, status)
    same = {each: getattr(base, each) for each in CaseLine.__dataclass_fields__}
    given = {"light": light, "left": left, "step": step, "step_name": step, "step_name_en": ""}
    return LaneLine(
        **{**same, **given},
        holder=holder,
        since=NINE if step else None,
        step_department_name=MARKET[0],
        step_department_name_en=MARKET[1],
        step_department_short=MARKET[2],
        done=1,
        steps=4,
        waits_for=waits_for,
    )


def department(code: str, who: str, holder: str = "", since: datetime = NINE) -> Awaited:
    """A department that has a step."""
    return Awaited(whom=Whom.DEPARTMENT, code=who, step=code, holder=holder, since=since)


async def drawn(file: CaseFile, width: int, language: Language) -> list[str]:
    """The lines of the route at a width, without blank ones at the end."""
    stage = Stage(Route(texts(language), Palette()))
    async with stage.run_test(size=(width, 16)) as pilot:
        route = stage.widget
        assert isinstance(route, Route)
        route.show_case(file)
        await pilot.pause()
        lines = list(stage.lines)
    while lines and not lines[-1]:
        lines.pop()
    return lines


AT_WORK = file_of(
    done(RECEIVE, "张敏"),
    done(EXAMINE, "沈宁", days=1, note="布局合格"),
    begun(CONSULT, Light.YELLOW, 0, days=1),
    replace(begun(VISIT, Light.RED, -2, days=1, holder="赵强"), needs=Need.MATERIALS, note="缺平面图"),
    DECIDE,
    DELIVER,
    awaiting=(department("fire", "fire"), department("visit", "market", "赵强")),
)
AFTERWARDS = file_of(
    done(RECEIVE, "张敏"),
    replace(begun(EXAMINE, Light.GREEN, 3, holder="沈宁"), returned="面积不符"),
    replace(done(CONSULT, ""), silent=True),
    replace(VISIT, left_out=True),
    done(DECIDE, "周岚", agrees=False, note="选址不合"),
    DELIVER,
    awaiting=(department("examine", "market", "沈宁"),),
)
JOINT = file_of(
    done(RECEIVE, "张敏"),
    DELIVER,
    lanes=(
        lane(2, "营业登记", "Registration", Status.GRANTED, left=None, light=Light.NONE),
        lane(
            3, "食品经营许可（新办）", "Food licence", step="审查", holder="沈宁", light=Light.YELLOW, left=1
        ),
        lane(4, "消防安全检查", "Fire safety", step="会商", left=4),
        lane(5, "户外招牌", "Signboard", Status.PENDING, waits_for=("食品经营许可（新办）", "消防安全检查")),
        lane(6, "排污许可", "Discharge", Status.DROPPED, left=None, light=Light.NONE),
        lane(7, "第六条线", "The sixth lane", step="审查"),
    ),
    awaiting=(
        Awaited(whom=Whom.LANE, code="食品经营许可（新办）"),
        Awaited(whom=Whom.LANE, code="消防安全检查"),
        Awaited(whom=Whom.LANE, code="户外招牌"),
    ),
)
FILES = {"at work": AT_WORK, "afterwards": AFTERWARDS, "joint": JOINT}


@pytest.mark.parametrize("name", FILES)
async def test_the_route_looks_as_it_did(name: str) -> None:
    parts = []
    for language in Language:
        for width in (40, 60):
            lines = await drawn(FILES[name], width, language)
            parts.append("\n".join([f"[{language} {width}]", *lines]))
    picture = "\n\n".join(parts) + "\n"
    path = PICTURES / f"route-{name.replace(' ', '-')}.txt"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(picture, encoding="utf-8")
        pytest.fail(f"there was no {path.name}: look at it, and keep it if it is right")
    assert picture == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [30, 40, 60, 120])
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", Language)
async def test_marks_are_ascii_and_nothing_is_wider_than_the_pane(
    name: str, width: int, language: Language
) -> None:
    for line in await drawn(FILES[name], width, language):
        assert cell_len(line) <= width
        assert all(char.isascii() or unicodedata.east_asian_width(char) in ("W", "F") for char in line)


@pytest.mark.parametrize("language", Language)
async def test_the_light_or_the_opinion_of_every_step_is_seen_at_40_columns(language: Language) -> None:
    say = texts(language)
    screen = "\n".join(await drawn(AT_WORK, 40, language) + await drawn(AFTERWARDS, 40, language))
    for key in ("agreed", "done", "disagreed", "silent", "left_out", "waits"):
        assert say(f"route.{key}") in screen
    assert ("黄今" if language is Language.ZH else "Y0") in screen
    assert ("红-2" if language is Language.ZH else "R-2") in screen


@pytest.mark.parametrize(
    ("status", "awaited", "said"),
    [
        (
            Status.RECEIVED,
            Awaited(whom=Whom.WINDOW, code="3", holder="张敏"),
            "下一步 窗口 张敏 核材料、受理",
        ),
        (Status.CORRECTION, Awaited(whom=Whom.APPLICANT), "下一步 申请人 补正材料"),
        (Status.GRANTED, Awaited(whom=Whom.APPLICANT), "下一步 申请人 领取结果"),
        (Status.SUSPENDED, Awaited(whom=Whom.DEPARTMENT, code="涪市监"), "特别程序结束后恢复"),
        (Status.PENDING, Awaited(whom=Whom.WHOLE, code=CODE), "下一步 联办整件 等受理"),
    ],
)
async def test_the_last_line_says_who_must_act(status: Status, awaited: Awaited, said: str) -> None:
    file = file_of(RECEIVE, EXAMINE, awaiting=(awaited,), status=status)
    assert said in (await drawn(file, 60, Language.ZH))[-1]


async def test_an_ended_case_waits_for_nobody() -> None:
    file = file_of(done(RECEIVE, "张敏"), done(DELIVER, "张敏"), status=Status.COLLECTED)
    assert not any("下一步" in line for line in await drawn(file, 60, Language.ZH))


async def test_a_lane_says_which_lane_must_be_granted_first() -> None:
    lanes = (lane(2, "用地预审", "Site", step="审查"), lane(3, "立项", "Approval", Status.PENDING))
    file = file_of(
        RECEIVE,
        lanes=lanes,
        joint=CODE,
        awaiting=(Awaited(whom=Whom.LANE, code="用地预审"),),
        status=Status.PENDING,
    )
    lines = await drawn(file, 60, Language.ZH)
    assert "属联合申报" in lines[1]
    assert "0 看整件" in lines[1]
    assert lines[-1].strip() == "下一步 先办用地预审"


@pytest.mark.parametrize(
    ("name", "width", "short"),
    [
        ("Fuling District Fire and Rescue Brigade", 40, "Fuling District Fire and Rescue Brigade"),
        ("Fuling District Fire and Rescue Brigade", 20, "..and Rescue Brigade"),
        ("Fuling District Fire and Rescue Brigade", 9, "..Brigade"),
        ("Fuling District Fire and Rescue Brigade", 6, "Brig.."),
        ("", 6, ""),
    ],
)
def test_a_long_english_name_keeps_its_last_words(name: str, width: int, short: str) -> None:
    assert tail(name, width) == short


def test_a_chinese_department_goes_by_its_abbreviation_where_its_name_does_not_fit() -> None:
    say = texts(Language.ZH)
    assert brief(say, *MARKET, 20) == MARKET[0]
    assert brief(say, *MARKET, 19) == "涪市监"
    assert brief(say, *MARKET[:2], "", 10) == "涪陵区市.."
    assert brief(say, "涪陵区税务局", "", "涪税", 16) == "涪税"
    assert brief(say, "涪陵区税务局", "", "", 16) == "涪陵区税务局"
    assert brief(say, "某局", "", "某", 1) == "."
