"""The industrial project from one filing to one collection, line by line of the example in the guide.

On every day of its life each light and date is held against a count of the tests' own. One department is
silent where silence counts as agreed, one where it goes to the supervisor, one asks for a suspension.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from data.catalogue.files import read_catalogue
from data.demo.demo_place import CARD, WINDOWS
from data.model.case import Status, Verdict
from data.model.legal.clock import Light
from data.model.outcome import Receipt
from data.model.query import AskCase, AskSteps
from data.model.view import CaseFile, CaseLine, StepLine
from data.port.codec import read_command
from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock, at
from tests.support.cli.command_line import Cli
from tests.support.halls.setting_up import install
from tests.support.joint.counting import DAY, NOTHING, Shown, due, frozen, left, running, span, works

EXAMPLE = Path(__file__).parents[2] / "docs/examples/industrial-project.jsonl"
SITE, FEASIBILITY, LAND, WORKS, PERMIT = (
    f"construction.{each}" for each in ("site", "feasibility", "land", "works", "permit")
)
LIFE = list(span("03-02/04-20"))


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


STOP = (day("03-04"), day("03-11"))


@dataclass(frozen=True)
class Course:
    """What a lane is to show, as the story tells it: begun, promised, by law, decided."""

    begun: date
    promised: int
    law: int
    decided: date
    stops: tuple[tuple[date, date], ...] = ()


COURSES = {
    SITE: Course(day("03-02"), 8, 20, day("03-13"), (STOP,)),
    FEASIBILITY: Course(day("03-13"), 10, 1000, day("03-23")),
    LAND: Course(day("03-23"), 5, 20, day("03-26")),
    WORKS: Course(day("03-26"), 10, 20, day("04-09")),
    PERMIT: Course(day("04-09"), 3, 7, day("04-13")),
}
COLLECTED = day("04-15")
WHOLE = Course(day("03-02"), 40, 45, day("04-13"), (STOP,))

STEPS = {
    (SITE, "examine"): (day("03-02"), 6, day("03-12"), (STOP,)),
    (SITE, "decide"): (day("03-12"), 2, day("03-13"), ()),
    (FEASIBILITY, "examine"): (day("03-13"), 4, day("03-17"), ()),
    (FEASIBILITY, "planning"): (day("03-17"), 3, day("03-19"), ()),
    (FEASIBILITY, "housing"): (day("03-17"), 3, day("03-23"), ()),
    (LAND, "examine"): (day("03-23"), 3, day("03-25"), ()),
    (LAND, "decide"): (day("03-25"), 1, day("03-26"), ()),
    (LAND, "make"): (day("03-26"), 1, day("03-27"), ()),
    (WORKS, "examine"): (day("03-26"), 4, day("03-31"), ()),
    (WORKS, "fire"): (day("03-31"), 3, day("04-02"), ()),
    (WORKS, "visit"): (day("03-31"), 3, day("04-03"), ()),
    (WORKS, "roads"): (day("03-31"), 3, day("04-08"), ()),
    (WORKS, "decide"): (day("04-08"), 2, day("04-09"), ()),
    (WORKS, "make"): (day("04-09"), 1, day("04-10"), ()),
    (PERMIT, "examine"): (day("04-09"), 1, day("04-10"), ()),
    (PERMIT, "decide"): (day("04-10"), 1, day("04-13"), ()),
    (PERMIT, "make"): (day("04-13"), 1, day("04-14"), ()),
}
"""Every step with a limit that is in hand overnight: since when, its limit, when it was finished."""


@dataclass
class Story:
    """The example, carried out day by day."""

    hall: SqlHall
    clock: TravellingClock
    codes: dict[str, str] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)

    def live(self, today: date, lines: list[dict[str, Any]]) -> None:
        """Carry out the lines of a day, and stay until its evening."""
        for line in lines:
            fields = {"user": "张敏", "window": "3", "id": f"e{len(self.receipts)}", **line}
            if "case" in fields:
                fields["case"] = self.codes[fields["case"]]
            self.clock.travel(datetime.fromisoformat(fields["at"]))
            outcome = self.hall.do(read_command(json.dumps(fields)))
            assert isinstance(outcome, Receipt), outcome
            self.receipts.append(outcome)
            if fields["act"] == "open_case":
                self.codes["@case"] = outcome.stream
                lanes = self.file("@case", today).lanes
                assert [lane.code for lane in lanes] == [each.stream for each in outcome.others]
                self.codes |= {f"@case:{lane.item}": lane.code for lane in lanes}
        self.clock.travel(at(today, 20))

    def file(self, name: str, today: date) -> CaseFile:
        file = self.hall.ask(AskCase(code=self.codes[name], today=today))
        assert file is not None
        return file


def told_by_day() -> dict[date, list[dict[str, Any]]]:
    """The lines of the example by their days."""
    lines = [json.loads(line) for line in EXAMPLE.read_text("utf-8").splitlines() if line.startswith("{")]
    return {today: list(own) for today, own in groupby(lines, key=lambda line: day(line["at"][5:10]))}


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    path = tmp_path / "hall.db"
    create(path)
    clock = TravellingClock(at(LIFE[0], 8))
    with closing(SqlHall.open(path, clock, durable=False)) as hall:
        install(hall, read_catalogue(), CARD, WINDOWS)
        yield Story(hall, clock)


def shown(line: CaseLine | StepLine) -> Shown:
    return Shown(line.light.key, line.due, line.left)


def expected_lane(course: Course, today: date) -> Shown:
    """What a lane shows on the evening of a day."""
    if not course.begun <= today < course.decided:
        return NOTHING
    if any(noticed <= today < ended for noticed, ended in course.stops):
        return frozen(course.begun, course.promised, STOP[0])
    stops = [stop for stop in course.stops if stop[1] <= today]
    return running(today, course.begun, course.promised, course.law, 1, stops)


def expected_whole(today: date) -> Shown:
    """What the whole shows: its handling, then the ten days in which it must be handed out (Art. 44)."""
    if today >= COLLECTED:
        return NOTHING
    if today >= WHOLE.decided:
        until = due(WHOLE.decided, 10)
        return Shown("yellow" if left(today, until) <= 1 else "green", until, left(today, until))
    if STOP[0] <= today < STOP[1]:
        return frozen(WHOLE.begun, WHOLE.promised, STOP[0])
    stops = [stop for stop in WHOLE.stops if stop[1] <= today]
    return running(today, WHOLE.begun, WHOLE.promised, WHOLE.law, 3, stops)


def expected_step(step: tuple[str, str], today: date) -> Shown:
    """What a step that is in hand shows on the evening of a day."""
    begun, limit, _, stops = STEPS[step]
    if any(noticed <= today < ended for noticed, ended in stops):
        return frozen(begun, limit, STOP[0])
    ended = [stop for stop in stops if stop[1] <= today]
    until = due(begun, limit, ended)
    remaining = left(today, until, ended)
    return Shown("red" if today > until else "yellow" if remaining <= 1 else "green", until, remaining)


def test_every_light_and_date_on_every_day_is_as_counted_by_hand(story: Story) -> None:
    told = told_by_day()
    assert told.keys() <= set(LIFE)
    for today in LIFE:
        story.live(today, told.get(today, []))
        file = story.file("@case", today)
        assert shown(file.line) == expected_whole(today), today
        assert {lane.item: shown(lane) for lane in file.lanes} == {
            item: expected_lane(course, today) for item, course in COURSES.items()
        }, today
        in_hand = {
            (lane.item, line.code): shown(line)
            for lane in file.lanes
            for line in story.file(f"@case:{lane.item}", today).route
            if line.started and not line.finished and line.light is not Light.NONE
        }
        wanted = [step for step, (begun, _, done, _) in STEPS.items() if begun <= today < done]
        assert in_hand == {step: expected_step(step, today) for step in wanted}, today
    assert verify(story.hall.store.name).whole


def test_silence_counts_as_agreed_for_one_department_and_lights_red_for_the_other(story: Story) -> None:
    told = told_by_day()
    urban = next(each for each in read_catalogue().departments if each.abbreviation == "涪城管")
    for today in LIFE:
        story.live(today, told.get(today, []))
        if today == day("03-23"):
            route = {line.code: line for line in story.file(f"@case:{FEASIBILITY}", today).route}
            assert (route["housing"].silent, route["housing"].by) == (True, "")
            assert (route["planning"].silent, route["planning"].by) == (False, "陈规")
        if today == day("04-07"):
            (line,) = story.hall.ask(AskSteps(department=urban.code, today=today)).lines
            assert (line.code, line.light, line.due) == ("roads", Light.RED, day("04-03"))
            file = story.file("@case", today)
            assert file.line.light is Light.GREEN
            assert [(each.whom.value, each.code) for each in file.awaiting] == [
                ("lane", WORKS),
                ("lane", PERMIT),
            ]
            works_file = story.file(f"@case:{WORKS}", today)
            assert [(each.code, each.step) for each in works_file.awaiting] == [(urban.code, "roads")]


def test_of_the_union_of_materials_none_is_asked_twice(story: Story) -> None:
    told = told_by_day()
    for today in LIFE:
        story.live(today, told.get(today, []))
    file = story.file("@case", LIFE[-1])
    names = [line.name for line in file.checklist]
    assert len(names) == len(set(names))
    lanes = [story.file(f"@case:{item}", LIFE[-1]) for item in COURSES]
    in_lanes = [
        line for lane in lanes for line in lane.checklist if line.verdict is not Verdict.NOT_APPLICABLE
    ]
    asked = [line for line in file.checklist if line.verdict is not Verdict.NOT_APPLICABLE]
    reused = {(line.name, line.licence) for line in in_lanes if line.verdict is Verdict.REUSED}
    assert (len(in_lanes), len(asked)) == (24, 18)
    assert all(line.verdict in (Verdict.THERE, Verdict.PROMISED, Verdict.REUSED) for line in in_lanes)
    codes = story.codes
    assert reused == {
        ("建设项目用地预审与选址意见书", codes[f"@case:{SITE}"]),
        ("项目批准、核准或者备案文件", codes[f"@case:{FEASIBILITY}"]),
        ("建设用地规划许可证", codes[f"@case:{LAND}"]),
        ("建设工程规划许可证", codes[f"@case:{WORKS}"]),
    }


def test_one_collection_hands_out_five_results(story: Story) -> None:
    told = told_by_day()
    for today in LIFE:
        story.live(today, told.get(today, []))
    file = story.file("@case", LIFE[-1])
    assert file.line.status is Status.COLLECTED
    assert {lane.status for lane in file.lanes} == {Status.COLLECTED}
    assert len({file.line.code, *(lane.code for lane in file.lanes)}) == 6
    assert file.awaiting == ()


def test_the_example_is_carried_out_by_the_command_line(cli: Cli, db: Path) -> None:
    ran = cli("do", "--db", db, "--user", "张敏", "--window", "3", EXAMPLE)
    assert ran.code == 0, ran.out
    assert {each["outcome"] for each in ran.records} == {"receipt"}
    cases = cli("ask", "--db", db, "cases", "tab=all").records
    assert [each["status"] for each in cases] == ["collected"] * 6
    assert cli("verify", "--db", db, "--json").records[0]["whole"] is True


def test_the_count_of_the_tests_is_the_calendar_of_the_year() -> None:
    year = [date(2026, 1, 1) + DAY * number for number in range(365)]
    assert sum(works(each) for each in year) == 248
    assert due(date(2026, 3, 2), 20, [(day("03-05"), day("03-19"))]) == day("04-14")
    assert due(date(2026, 9, 17), 45) == day("11-25")
