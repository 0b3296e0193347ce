"""The catalogue, the windows and the calendar: written once, versioned, and cases follow."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from data.law.calendar.overlay import LocalDay, Overlay
from data.law.calendar.working_days import Calendar
from data.model.command import OpenCase, setting_up
from data.model.legal.clock import Light
from data.model.outcome import Receipt, Refusal
from data.model.query import AskHall, AskItem, AskItems, AskSnapshot
from data.model.settings import HallCard, Settings, Station, StationLevel, Window
from data.store.sql_hall import SqlHall
from data.store.upkeep.founding import found
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock
from tests.support.halls.setting_up import ADMINISTRATOR, FOUNDED, install, lay_calendar, put_items
from tests.support.sitting import CARD, CATALOGUE, OPENED, WINDOWS, Sitting
from tests.support.store.grounds import ground
from tests.support.story import FOOD, INSTANT, WANG

SPRING_2027 = MappingProxyType(
    {date(2027, 1, 1) + timedelta(days=day): LocalDay(False, "元旦") for day in range(3)}
)
SPRING_2029 = MappingProxyType({date(2029, 1, 1): LocalDay(False, "元旦")})
YEAR_2027 = Overlay("2027-1", SPRING_2027, (2027,))


def hall_of(desk: Sitting) -> SqlHall:
    """The hall at which somebody sits."""
    assert isinstance(desk.hall, SqlHall)
    return desk.hall


def test_installing_again_changes_nothing(path: Path) -> None:
    with ground(path).sitting() as desk:
        done = install(hall_of(desk), CATALOGUE, CARD, WINDOWS)
        assert isinstance(done, Refusal)
        assert done.reason == "nothing_changes"


def test_a_hall_keeps_its_region(path: Path) -> None:
    with ground(path).sitting() as desk:
        desk.opened()
        other = HallCard(region="500105", code="A", name="别处")
        done = install(hall_of(desk), CATALOGUE, other, WINDOWS)
        assert isinstance(done, Refusal)
        assert done.reason == "other_hall"
        assert desk.hall.ask(AskHall()).card == CARD
        desk.opened()


def test_windows_that_supervision_codes_cannot_hold_are_refused(path: Path) -> None:
    with ground(path).sitting() as desk:
        for codes in (("123",), ("1", "01"), ("I",), ("a",), ("",), ("3", "3")):
            windows = [Window(code=code, name=code) for code in codes]
            done = install(hall_of(desk), CATALOGUE, CARD, windows)
            assert isinstance(done, Refusal), codes
            assert done.reason == "window_codes"
        assert desk.hall.ask(AskHall()).windows == WINDOWS


def test_new_windows_are_seen_by_who_sits_there_already(path: Path) -> None:
    with ground(path).sitting() as desk, ground(path).sitting() as other:
        assert desk.refused(OpenCase, item=FOOD.code, applicant=WANG, window="8") == "window_unknown"
        install(hall_of(other), CATALOGUE, CARD, (*WINDOWS, Window(code="8", name="8号窗口")))
        assert desk.opened(window="8")


STATIONS = (
    Station(code="street", name="某街道便民服务中心", level=StationLevel.TOWNSHIP),
    Station(code="village", name="某村便民服务站", level=StationLevel.VILLAGE, parent="street"),
)


def test_stations_and_where_windows_stand_are_kept_with_the_hall_s_own_numbers(tmp_path: Path) -> None:
    path = tmp_path / "stations.db"
    windows = (*WINDOWS, Window(code="V1", name="村窗口", zones=WINDOWS[0].zones, station="village"))
    command = setting_up(
        CATALOGUE,
        CARD,
        windows,
        Settings(warn_days=4),
        STATIONS,
        id="1",
        at=FOUNDED,
        user=ADMINISTRATOR,
        reason="设立大厅",
    )
    assert isinstance(found(path, command), Receipt)
    with closing(SqlHall.open(path, TravellingClock(OPENED))) as hall:
        view = hall.ask(AskHall())
        assert (view.stations, view.windows) == (STATIONS, windows)
        assert hall.settings == Settings(warn_days=4)
        fittings = hall.ask(AskSnapshot(window="V1")).fittings
        assert fittings is not None
        assert (fittings.stations, fittings.windows) == (STATIONS, windows)
    assert verify(path).whole


def test_a_case_keeps_the_version_of_its_item_and_the_next_gets_the_new_one(path: Path) -> None:
    slower = replace(FOOD, version="2", promised_days=10, materials=FOOD.materials[:2])
    with ground(path).sitting() as desk:
        old = desk.accepted()
        assert isinstance(put_items(hall_of(desk), [slower]), Receipt)
        new = desk.accepted(slower)
        assert (desk.file(old).version, desk.file(old).line.left) == ("1", 5)
        assert (desk.file(new).version, desk.file(new).line.left) == ("2", 10)
        assert len(desk.file(old).checklist) == 5
        assert desk.hall.ask(AskItem(code=FOOD.code)) == slower
        assert desk.hall.ask(AskItem(code=FOOD.code, version="1")) == FOOD
        assert desk.hall.ask(AskItems()).total == len(CATALOGUE.items)
    assert verify(path).whole


def test_new_cases_are_filed_under_the_highest_version_in_whatever_order_versions_came(path: Path) -> None:
    with ground(path).sitting() as desk:
        for version in ("10", "9", "2"):
            put_items(hall_of(desk), [replace(FOOD, version=version)])
        newest = desk.hall.ask(AskItem(code=FOOD.code))
        assert newest is not None
        assert newest.version == "10"
        assert [line.version for line in desk.hall.ask(AskItems(find="食品")).lines] == ["10"]


def test_a_version_cannot_get_another_content(path: Path) -> None:
    new = replace(INSTANT, code="new.item")
    with ground(path).sitting() as desk:
        done = put_items(hall_of(desk), [new, replace(FOOD, promised_days=1)])
        assert isinstance(done, Refusal)
        assert (done.reason, done.facts) == ("item_version_taken", {"item": FOOD.code, "version": "1"})
        assert desk.hall.ask(AskItem(code=new.code)) is None


def test_an_item_of_an_unknown_department_is_refused(path: Path) -> None:
    with ground(path).sitting() as desk:
        done = put_items(hall_of(desk), [replace(FOOD, code="x", department="nobody")])
        assert isinstance(done, Refusal)
        assert done.reason == "item_department_unknown"


def test_a_due_date_is_computed_anew_when_its_year_is_published(path: Path) -> None:
    with ground(path).sitting() as desk:
        desk.on("2026-12-28")
        case = desk.accepted()
        line = desk.file(case).line
        assert (line.due, line.provisional) == (date(2027, 1, 4), True)
        assert isinstance(lay_calendar(hall_of(desk), YEAR_2027), Receipt)
        line = desk.file(case).line
        # 2027-01-01 is a Friday: as a holiday it moves the due date by a day.
        assert (line.due, line.provisional) == (date(2027, 1, 5), False)
    assert verify(path).whole


def test_due_dates_follow_when_the_published_calendar_itself_grows(path: Path) -> None:
    with ground(path).sitting() as desk:
        desk.on("2026-12-28")
        case = desk.accepted()
    calendar = Calendar(YEAR_2027)
    clock = TravellingClock(OPENED)
    with closing(SqlHall.open(path, clock, calendar=calendar)) as hall:
        line = Sitting(hall, clock).file(case).line
        assert (line.due, line.provisional) == (date(2027, 1, 5), False)
    assert verify(path, calendar).whole


def test_a_local_day_moves_the_dates_of_open_cases(path: Path) -> None:
    closed = MappingProxyType({date(2026, 3, 20): LocalDay(False, "停电")})
    with ground(path).sitting() as desk:
        case = desk.accepted()
        assert desk.file(case).line.due == date(2026, 3, 25)
        lay_calendar(hall_of(desk), Overlay("local-1", closed))
        assert desk.file(case).line.due == date(2026, 3, 26)
        assert desk.lines(today=date(2026, 3, 25))[0].light is Light.YELLOW
        lay_calendar(
            hall_of(desk), Overlay("local-2", MappingProxyType({date(2026, 3, 20): LocalDay(True, "照常")}))
        )
        assert desk.file(case).line.due == date(2026, 3, 25)
    assert verify(path).whole


def test_an_overlay_is_put_once_and_years_come_in_their_order(path: Path) -> None:
    with ground(path).sitting() as desk:
        hall = hall_of(desk)
        assert isinstance(lay_calendar(hall, YEAR_2027), Receipt)
        again = lay_calendar(hall, YEAR_2027)
        assert isinstance(again, Refusal)
        assert again.reason == "nothing_changes"
        taken = lay_calendar(hall, replace(YEAR_2027, published=()))
        assert isinstance(taken, Refusal)
        assert taken.reason == "overlay_taken"
        early = lay_calendar(hall, Overlay("2029-1", SPRING_2029, (2029,)))
        assert isinstance(early, Refusal)
        assert early.reason == "year_missing"
        desk.accepted()
    with ground(path).sitting() as desk:
        assert len(desk.lines()) == 1


def test_another_warning_lead_lights_open_cases_earlier(path: Path) -> None:
    with ground(path).sitting() as desk:
        case = desk.accepted()
        assert desk.file(case).line.light is Light.GREEN
        install(hall_of(desk), CATALOGUE, CARD, WINDOWS, Settings(warn_days=5))
        assert desk.file(case).line.light is Light.YELLOW
        assert desk.lines()[0].light is Light.YELLOW
    assert verify(path).whole
