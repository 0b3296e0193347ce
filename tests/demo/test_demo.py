"""The demo hall: lawful, the same for the same seed and day, with every state and light to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from data.catalogue.files import read_catalogue
from data.demo.demo_clock import DaylightClock, MorningClock
from data.demo.demo_database import make_database, open_made
from data.demo.demo_hall import DemoRefused, plan
from data.demo.demo_place import CLERKS, FIRST_DAY, LAST_DAY, TRAINEE_WINDOW, WINDOWS, morning_of
from data.demo.people import applicant
from data.law import identifier
from data.law.calendar.working_days import published
from data.model.applicant import IdKind
from data.model.case import Status
from data.model.item import ApplicantKind, Catalogue
from data.model.legal.clock import Light
from data.model.legal.time_zone import SHANGHAI
from data.model.query import AskCases, AskCounts, AskQueue, AskWindow, Tab
from data.port.errors import HallUnavailable
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock, at

DAY = date(2026, 3, 18)
SUNDAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture(scope="module", params=[DAY, SUNDAY], ids=["wednesday", "sunday"])
def hall(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlHall]:
    day: date = request.param
    clock = MorningClock(morning_of(day))
    made, _ = open_made(tmp_path_factory.mktemp("demo") / "hall.db", clock, today=day, durable=False)
    yield made
    made.close()


def test_the_same_seed_day_and_number_give_the_same_commands(catalogue: Catalogue) -> None:
    def planned(seed: int, day: date = DAY, cases: int = 40) -> object:
        return plan(catalogue, today=day, cases=cases, seed=seed, calendar=published())

    assert planned(1) == planned(1)
    assert planned(1) != planned(2)
    assert planned(1) != planned(1, SUNDAY)
    assert planned(1) != planned(1, DAY, 41)


def test_commands_stand_in_the_order_of_time_and_none_is_later_than_the_demo(catalogue: Catalogue) -> None:
    commands = plan(catalogue, today=DAY, cases=72, seed=1, calendar=published())
    moments = [command.at for command in commands]
    assert moments == sorted(moments)
    assert moments[-1] <= morning_of(DAY)
    assert len({command.id for command in commands}) == len(commands)


# Each example makes a whole hall: shrinking one that fails would take minutes and tell no more.
@settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@example(seed=849, cases=1, today=date(2072, 12, 11))
@given(seed=st.integers(0, 10**9), cases=st.integers(1, 60), today=st.dates(FIRST_DAY, LAST_DAY))
def test_every_demo_is_lawful_and_whole(seed: int, cases: int, today: date) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "hall.db"
        made = make_database(path, today=today, cases=cases, seed=seed)
        found = verify(path)
        assert found.problems == ()
        assert found.cases == made.cases == cases


def test_every_state_is_there_save_those_of_joint_applications(hall: SqlHall) -> None:
    cases = hall.ask(AskCases(tab=Tab.ALL, limit=500)).lines
    assert {case.status for case in cases} == set(Status) - {Status.PENDING, Status.DROPPED}


def test_every_light_is_there(hall: SqlHall) -> None:
    cases = hall.ask(AskCases(tab=Tab.ALL, limit=500)).lines
    assert {case.light for case in cases} == set(Light)


def test_every_list_of_the_desk_has_something_to_show(hall: SqlHall) -> None:
    for tab in (Tab.IN_HAND, Tab.CORRECTION, Tab.DEPARTMENTS, Tab.TO_COLLECT, Tab.LIGHTS):
        assert hall.ask(AskCases(tab=tab, window=TRAINEE_WINDOW)).lines or hall.ask(AskCases(tab=tab)).lines


def test_about_a_dozen_people_wait_and_the_trainee_s_window_is_free(hall: SqlHall) -> None:
    queue = hall.ask(AskQueue(window=TRAINEE_WINDOW))
    assert 6 <= queue.total <= 25
    assert hall.ask(AskWindow(window=TRAINEE_WINDOW)).active is None
    counts = hall.ask(AskCounts())
    assert 5 <= counts.longest <= 45
    busy = [code for code in CLERKS if hall.ask(AskWindow(window=code)).active is not None]
    assert busy


def test_nobody_is_called_twice_at_once(catalogue: Catalogue) -> None:
    commands = plan(catalogue, today=DAY, cases=9, seed=3, calendar=published())
    tickets = Counter(command.at for command in commands if command.act == "call_next")
    assert max(tickets.values()) == 1


@given(seed=st.integers(), today=st.dates(FIRST_DAY, LAST_DAY), kind=st.sampled_from(ApplicantKind))
def test_people_are_invented_and_their_numbers_valid_in_form(
    seed: int, today: date, kind: ApplicantKind
) -> None:
    somebody = applicant(Random(seed), (kind,), today)
    assert identifier.check(somebody.id_kind, somebody.id_number, today) == somebody.id_number
    assert identifier.phone(somebody.phone).startswith("1380000")
    if somebody.agent is not None:
        assert identifier.resident_id(somebody.agent.id_number, today)
    person = kind is ApplicantKind.PERSON
    assert (somebody.id_kind is IdKind.RESIDENT_ID) is person


def test_some_names_are_hard_to_show() -> None:
    names = {applicant(Random(seed), (ApplicantKind.ENTERPRISE,), DAY).name for seed in range(200)}
    assert any("[" in name for name in names)
    assert max(map(len, names)) > 30


def test_every_window_has_its_clerk() -> None:
    assert set(CLERKS) == {window.code for window in WINDOWS}


def test_a_catalogue_that_does_not_fit_is_told_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(*_: object, **__: object) -> object:
        commands = plan(read_catalogue(), today=DAY, cases=1, seed=1, calendar=published())
        return tuple(reversed(commands))

    monkeypatch.setattr("data.demo.demo_hall.plan", nowhere)
    with pytest.raises(DemoRefused):
        make_database(tmp_path / "hall.db", today=DAY)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    path.write_text("mine")
    with pytest.raises(HallUnavailable):
        make_database(path, today=DAY)
    assert path.read_text() == "mine"


def test_the_morning_clock_stands_until_it_is_started_and_then_goes_on() -> None:
    clock = MorningClock(morning_of(DAY))
    clock.travel(at(DAY, 9))
    assert clock.now() == at(DAY, 9)
    clock.start()
    assert at(DAY, 9) <= clock.now() <= clock.now() < at(DAY, 10)


@given(st.lists(st.integers(0, 86_399), min_size=2, max_size=20).map(sorted))
def test_by_daylight_it_is_never_before_the_morning_and_time_never_goes_back(seconds: list[int]) -> None:
    told = []
    for second in seconds:
        moment = datetime.combine(DAY, datetime.min.time(), SHANGHAI) + timedelta(seconds=second)
        told.append(DaylightClock(TravellingClock(moment)).now())
    assert told == sorted(told)
    assert len(set(told)) == len(set(seconds))
    assert told[0] >= morning_of(DAY)
    assert {moment.date() for moment in told} == {DAY}
