"""What every hall's lists show: the gravest light first, page by page, and the same as the cases' clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.law.light import gravest
from data.model.applicant import Applicant, IdKind
from data.model.case import Status, Verdict
from data.model.command import Accept, AskCorrection, FinishStep, Suspend, TakeTicket, Withdraw
from data.model.item import ApplicantKind, SuspensionKind
from data.model.legal.clock import Light
from data.model.query import (
    AskCases,
    AskCounts,
    AskDepartments,
    AskEntries,
    AskHall,
    AskItems,
    AskSteps,
    Tab,
)
from data.model.view import CaseLine
from data.store.engine.paging import BadPageKey
from data.time_source import TravellingClock
from tests.support.halls.small_hall import OpenHall, sqlite_hall
from tests.support.sitting import CARD, CATALOGUE, OPENED, WINDOWS, Sitting
from tests.support.story import FOOD, INSTANT, WANG

COMPANY = Applicant(
    name="重庆市涪陵区渝味餐饮有限公司",
    kind=ApplicantKind.ENTERPRISE,
    id_kind=IdKind.CREDIT_CODE,
    id_number="91350100M000100Y43",
)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    """A hall in the middle of things: cases of many days in every status and light."""
    clock = TravellingClock(OPENED)
    desk = Sitting(sqlite_hall(clock, tmp_path_factory.mktemp("busy")), clock)
    for number, day in enumerate(
        ("02-24", "03-02", "03-09", "03-10", "03-12", "03-13", "03-16", "03-17", "03-18")
    ):
        desk.on(f"2026-{day}")
        window = "34"[number % 2]
        desk.opened(window=window)
        desk.opened(INSTANT, window=window)
        case = desk.accepted(window=window, applicant=COMPANY)
        if number % 3 == 0:
            kind = SuspensionKind.INSPECTION
            desk.done(Suspend, case=case, kind=kind, days=10, reason="检验", window=window)
        if number % 4 == 0:
            desk.granted()
        if number % 5 == 0:
            desk.collected()
            missing = desk.opened()
            desk.found(missing, **{each.code: Verdict.MISSING for each in FOOD.materials})
            desk.done(AskCorrection, case=missing)
        if number % 2 == 0:
            desk.done(Withdraw, case=desk.opened(), reason="改日")
    yield desk
    desk.hall.close()


def all_pages(desk: Sitting, **fields: object) -> list[CaseLine]:
    """Every line of a list, read three at a time."""
    lines: list[CaseLine] = []
    after = None
    while True:
        page = desk.hall.ask(AskCases(limit=3, after=after, **fields))  # type: ignore[arg-type]
        lines += page.lines
        after = page.after
        if after is None:
            assert page.total == len(lines)
            return lines


@pytest.mark.parametrize("days", range(0, 40, 3))
def test_the_light_of_a_list_is_the_gravest_of_the_cases_own_clocks(busy: Sitting, days: int) -> None:
    today = date(2026, 3, 18) + timedelta(days=days)
    for line in all_pages(busy, tab=Tab.OPEN, today=today):
        file = busy.file(line.code, today)
        assert line.light is gravest(file.clocks)
        assert file.line == line


@pytest.mark.parametrize("days", [0, 1, 5, 30, 300])
def test_the_counts_are_those_of_the_lists(busy: Sitting, days: int) -> None:
    today = date(2026, 3, 18) + timedelta(days=days)
    for window in ("", "3", "4"):
        counts = busy.hall.ask(AskCounts(window=window, today=today))
        lines = all_pages(busy, tab=Tab.OPEN, window=window, today=today)
        assert Counter(line.light for line in lines) == dict(counts.lights)
        for tab, count in counts.tabs:
            assert len(all_pages(busy, tab=Tab(tab), window=window, today=today)) == count, tab


def test_every_light_is_seen_in_the_busy_hall(busy: Sitting) -> None:
    lights = {line.light for line in all_pages(busy, tab=Tab.OPEN, today=date(2026, 3, 18))}
    assert lights == set(Light)


@pytest.mark.parametrize("tab", list(Tab))
def test_a_list_is_ordered_by_light_then_due_date_then_code(busy: Sitting, tab: Tab) -> None:
    lines = all_pages(busy, tab=tab)
    places = [(-line.light, line.due or date.max, line.code) for line in lines]
    assert places == sorted(places)
    assert len({line.code for line in lines}) == len(lines)


def test_the_tabs_hold_what_their_names_say(busy: Sitting) -> None:
    def statuses(tab: Tab) -> set[Status]:
        return {line.status for line in all_pages(busy, tab=tab)}

    assert statuses(Tab.IN_HAND) == {Status.RECEIVED}
    assert statuses(Tab.DEPARTMENTS) == {Status.ACCEPTED, Status.SUSPENDED}
    assert statuses(Tab.TO_COLLECT) == {Status.GRANTED}
    assert not any(status.ended for status in statuses(Tab.OPEN))
    assert Status.WITHDRAWN in statuses(Tab.ALL)
    assert min(line.light for line in all_pages(busy, tab=Tab.LIGHTS)) >= Light.YELLOW


def test_an_ended_case_shows_no_light(busy: Sitting) -> None:
    ended = [line for line in all_pages(busy, tab=Tab.ALL, today=date(2027, 1, 1)) if line.status.ended]
    assert ended
    assert {(line.light, line.due, line.left) for line in ended} == {(Light.NONE, None, None)}


def test_a_case_is_found_by_code_applicant_item_initials_and_ticket(desk: Sitting) -> None:
    ticket = desk.serving()
    case = desk.opened(ticket=ticket)
    other = desk.opened(INSTANT, applicant=COMPANY)
    for text in (
        f"{case[:6]} {case[6:12]} {case[12:]}",
        case[-7:].lower(),
        "小明",
        "食品经营",
        "A001",
        "a001",
    ):
        assert desk.codes(Tab.ALL, find=text) == [case], text
    for text in ("渝味", "参保", other):
        assert desk.codes(Tab.ALL, find=text) == [other], text
    for text in ("%", "_", "\\", "'", "没有"):
        assert desk.codes(Tab.ALL, find=text) == [], text


def test_a_person_is_masked_in_a_list_and_an_organisation_is_not(desk: Sitting) -> None:
    desk.opened()
    desk.opened(INSTANT, applicant=COMPANY)
    assert {line.applicant for line in desk.lines()} == {"王*", COMPANY.name}


def test_the_lists_of_a_window_and_of_a_department_are_their_own(busy: Sitting) -> None:
    for window in ("3", "4"):
        assert {line.window for line in all_pages(busy, tab=Tab.ALL, window=window)} == {window}
    lines = all_pages(busy, tab=Tab.OPEN, department="insurance")
    assert {line.item for line in lines} == {INSTANT.code}


def test_a_page_goes_on_after_the_last_line_though_cases_have_come_between(desk: Sitting) -> None:
    codes = {desk.opened() for _ in range(4)}
    first = desk.hall.ask(AskCases(limit=2))
    desk.opened()
    rest = desk.hall.ask(AskCases(after=first.after))
    seen = [line.code for line in (*first.lines, *rest.lines)]
    assert codes <= set(seen)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("key", ["", "x", "[]", "[1]", '["a","b","c"]', "[1,2,3]", "{}", "null"])
def test_a_page_key_of_another_list_is_refused(desk: Sitting, key: str) -> None:
    with pytest.raises(BadPageKey):
        desk.hall.ask(AskCases(after=key))


def test_a_department_sees_the_steps_in_its_hands(desk: Sitting) -> None:
    case = desk.accepted()
    assert [line.code for line in desk.hall.ask(AskSteps(department="fire")).lines] == ["fire"]
    both = desk.hall.ask(AskSteps())
    assert [(line.case, line.code, line.parallel) for line in both.lines] == [
        (case, "fire", True),
        (case, "examine", True),
    ]
    desk.done(FinishStep, case=case, step="fire")
    assert desk.hall.ask(AskSteps(department="fire")).total == 0
    late = desk.hall.ask(AskSteps(today=date(2026, 4, 1))).lines[0]
    assert (late.light, late.due) == (Light.RED, date(2026, 3, 23))


def test_a_step_and_a_case_have_each_their_own_light(desk: Sitting) -> None:
    desk.accepted()
    today = date(2026, 3, 23)
    assert {line.code: line.light for line in desk.hall.ask(AskSteps(today=today)).lines} == {
        "fire": Light.RED,
        "examine": Light.YELLOW,
    }
    assert [line.light for line in desk.hall.ask(AskCases(today=today)).lines] == [Light.GREEN]


def test_departments_come_with_their_cases_by_light_the_worst_first(busy: Sitting) -> None:
    today = date(2026, 3, 18)
    lines = busy.hall.ask(AskDepartments(today=today))
    assert {line.code for line in lines} == {"market", "fire", "insurance"}
    for line in lines:
        lights = Counter(
            each.light for each in all_pages(busy, tab=Tab.OPEN, department=line.code, today=today)
        )
        assert (line.open, line.yellow, line.red, line.law, line.frozen) == (
            lights.total(),
            lights[Light.YELLOW],
            lights[Light.RED],
            lights[Light.LAW],
            lights[Light.FROZEN],
        )
    assert [(line.law, line.red, line.yellow) for line in lines] == sorted(
        ((line.law, line.red, line.yellow) for line in lines), reverse=True
    )


def test_items_are_found_by_characters_and_by_letters(desk: Sitting) -> None:
    def found(text: str) -> list[str]:
        return [line.code for line in desk.hall.ask(AskItems(find=text)).lines]

    assert found("经营") == [FOOD.code]
    assert found("insurance") == [INSTANT.code]
    assert set(found("")) == {each.code for each in CATALOGUE.items}
    assert found("%") == []


def test_the_day_s_numbers_count_what_was_received_and_decided(desk: Sitting) -> None:
    desk.granted()
    desk.opened(window="4")
    counts = desk.hall.ask(AskCounts())
    assert (counts.received_today, counts.decided_today) == (2, 1)
    assert desk.hall.ask(AskCounts(window="4")).received_today == 1
    assert desk.hall.ask(AskCounts(today=date(2026, 3, 19))).received_today == 0


def test_the_longest_wait_is_counted_in_whole_minutes(desk: Sitting) -> None:
    desk.done(TakeTicket, zone="insurance")
    desk.later(59 * 60)
    desk.take("market")
    desk.later(119)
    assert (desk.hall.ask(AskCounts()).waiting, desk.hall.ask(AskCounts()).longest) == (2, 61)
    assert desk.hall.ask(AskCounts(window="4")).longest == 1


def test_the_hall_says_who_it_is(desk: Sitting) -> None:
    view = desk.hall.ask(AskHall())
    assert (view.card, view.windows) == (CARD, WINDOWS)
    assert [zone[0] for zone in view.zones] == [zone.code for zone in CATALOGUE.zones]
    assert view.reasons == CATALOGUE.reasons


def test_the_audit_log_is_read_page_by_page(desk: Sitting) -> None:
    case = desk.accepted()
    desk.take()
    seen, after = [], None
    while True:
        page = desk.hall.ask(AskEntries(stream=case, limit=2, after=after))
        seen += [entry.seq for entry in page.lines]
        after = page.after
        if after is None:
            break
    assert seen == list(range(1, page.total + 1))
    assert page.total < desk.events()


def test_two_halls_do_not_know_of_each_other(open_hall: OpenHall, tmp_path: Path) -> None:
    clock = TravellingClock(OPENED)
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    one, two = (Sitting(open_hall(clock, folder), clock) for folder in folders)
    case = one.opened()
    assert two.codes(Tab.ALL) == []
    assert two.refused(Accept, case=case) == "case_unknown"
    for desk in (one, two):
        desk.hall.close()


def test_an_applicant_s_cases_are_found_by_name(desk: Sitting) -> None:
    cases = {desk.opened(applicant=WANG), desk.opened(INSTANT, applicant=WANG)}
    assert set(desk.codes(find="王小明")) == cases
