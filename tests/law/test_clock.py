"""The clocks of a case, one test a rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from data.law.calendar.working_days import published
from data.law.clocks import clocks, deemed_on
from data.law.ledger import Ledger, StepDates
from data.law.light import gravest
from data.model.case import Correction, Debt, Suspension
from data.model.item import SuspensionKind
from data.model.legal.article import LOCAL, licensing
from data.model.legal.clock import Clock, ClockKind, Light, Running

CALENDAR = published()
MONDAY = date(2026, 3, 2)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def filed(on: date = MONDAY, at: time = time(9, 0)) -> Ledger:
    return Ledger(received=datetime.combine(on, at), promised=10, statutory=20)


def accepted(**changes: object) -> Ledger:
    return replace(filed(), accepted=MONDAY, **changes)  # type: ignore[arg-type]


def suspension(noticed: str, resumed: str | None = None, days: int = 5) -> Suspension:
    return Suspension(
        kind=SuspensionKind.TESTING,
        noticed=day(noticed),
        days=days,
        resumed=day(resumed) if resumed else None,
    )


def correction(told: str, answered: str | None = None) -> Correction:
    return Correction(
        number=1, told=day(told), materials=("a",), answered=day(answered) if answered else None
    )


def the(kind: ClockKind, ledger: Ledger, today: str) -> Clock:
    found = [each for each in clocks(ledger, day(today), CALENDAR) if each.kind is kind]
    assert len(found) == 1
    return found[0]


def kinds(ledger: Ledger, today: str) -> list[ClockKind]:
    return [each.kind for each in clocks(ledger, day(today), CALENDAR)]


class TestAcceptance:
    def test_five_working_days_from_receipt(self) -> None:
        clock = the(ClockKind.ACCEPTANCE, filed(), "03-03")
        assert (clock.due, clock.left, clock.limit) == (day("03-09"), 4, 5)
        assert clock.article == licensing("32(4)")
        assert (clock.running, clock.light) == (Running.RUNNING, Light.GREEN)

    def test_the_handling_does_not_run_before_acceptance(self) -> None:
        assert kinds(filed(), "03-09") == [ClockKind.ACCEPTANCE]

    def test_yellow_on_the_last_days_and_on_the_due_day_itself(self) -> None:
        assert the(ClockKind.ACCEPTANCE, filed(), "03-05").light is Light.GREEN
        assert the(ClockKind.ACCEPTANCE, filed(), "03-06").light is Light.YELLOW
        today = the(ClockKind.ACCEPTANCE, filed(), "03-09")
        assert (today.left, today.light) == (0, Light.YELLOW)

    def test_silence_for_five_days_is_acceptance_as_of_receipt(self) -> None:
        assert deemed_on(filed(), day("03-09"), CALENDAR) is None
        assert deemed_on(filed(), day("03-10"), CALENDAR) == MONDAY
        clock = the(ClockKind.ACCEPTANCE, filed(), "03-10")
        assert (clock.running, clock.light, clock.ended) == (Running.DEEMED, Light.NONE, day("03-09"))

    def test_the_handling_clock_of_a_deemed_acceptance_back_dates_to_receipt(self) -> None:
        clock = the(ClockKind.PROMISED, filed(), "03-10")
        assert (clock.start, clock.due, clock.left) == (MONDAY, day("03-16"), 4)

    def test_a_short_promise_may_be_broken_on_the_day_of_the_deemed_acceptance(self) -> None:
        ledger = replace(filed(), promised=3)
        assert gravest(clocks(ledger, day("03-09"), CALENDAR)) is Light.YELLOW
        assert gravest(clocks(ledger, day("03-10"), CALENDAR)) is Light.RED

    def test_an_acceptance_after_the_five_days_is_dated_back_all_the_same(self) -> None:
        late = replace(filed(), accepted=day("03-12"))
        assert the(ClockKind.PROMISED, late, "03-12").start == MONDAY
        assert the(ClockKind.ACCEPTANCE, late, "03-12").running is Running.DEEMED

    def test_acceptance_in_time_ends_the_clock_and_starts_the_handling_that_day(self) -> None:
        ledger = replace(filed(), accepted=day("03-04"))
        clock = the(ClockKind.ACCEPTANCE, ledger, "03-20")
        assert (clock.running, clock.ended, clock.left) == (Running.FINISHED, day("03-04"), 3)
        assert the(ClockKind.PROMISED, ledger, "03-20").start == day("03-04")

    def test_declining_or_withdrawing_ends_every_clock(self) -> None:
        ledger = replace(filed(), ended=day("03-04"))
        assert gravest(clocks(ledger, day("03-31"), CALENDAR)) is Light.NONE
        assert deemed_on(ledger, day("03-31"), CALENDAR) is None
        assert kinds(ledger, "03-31") == [ClockKind.ACCEPTANCE]

    def test_an_accepted_case_is_not_deemed_accepted_again(self) -> None:
        assert deemed_on(accepted(), day("05-29"), CALENDAR) is None


class TestCorrection:
    def test_while_a_correction_is_open_no_clock_runs(self) -> None:
        ledger = replace(filed(), corrections=(correction("03-04"),))
        clock = the(ClockKind.ACCEPTANCE, ledger, "05-29")
        assert (clock.running, clock.light, clock.ended) == (Running.FINISHED, Light.NONE, day("03-04"))
        assert deemed_on(ledger, day("05-29"), CALENDAR) is None

    def test_five_new_days_run_from_the_day_on_which_everything_has_arrived(self) -> None:
        ledger = replace(filed(), corrections=(correction("03-04", "03-16"),))
        clock = the(ClockKind.ACCEPTANCE, ledger, "03-17")
        assert (clock.start, clock.due) == (day("03-16"), day("03-23"))

    def test_silence_after_the_answer_is_acceptance_as_of_the_answer(self) -> None:
        ledger = replace(filed(), corrections=(correction("03-04", "03-16"),))
        assert deemed_on(ledger, day("03-24"), CALENDAR) == day("03-16")

    def test_a_correction_told_after_the_five_days_comes_too_late(self) -> None:
        ledger = replace(filed(), corrections=(correction("03-10"),))
        assert deemed_on(ledger, day("03-10"), CALENDAR) == MONDAY
        assert the(ClockKind.PROMISED, ledger, "03-11").start == MONDAY

    def test_a_correction_told_on_the_last_day_is_in_time(self) -> None:
        ledger = replace(filed(), corrections=(correction("03-09"),))
        assert deemed_on(ledger, day("05-29"), CALENDAR) is None


class TestHandling:
    def test_promised_and_statutory_run_from_acceptance(self) -> None:
        assert the(ClockKind.PROMISED, accepted(), "03-03").due == day("03-16")
        statutory = the(ClockKind.STATUTORY, accepted(), "03-03")
        assert (statutory.due, statutory.article) == (day("03-30"), licensing("42"))

    def test_past_the_promise_is_red_and_past_the_law_is_graver(self) -> None:
        assert gravest(clocks(accepted(), day("03-13"), CALENDAR)) is Light.YELLOW
        assert gravest(clocks(accepted(), day("03-17"), CALENDAR)) is Light.RED
        assert gravest(clocks(accepted(), day("03-30"), CALENDAR)) is Light.RED
        assert gravest(clocks(accepted(), day("03-31"), CALENDAR)) is Light.LAW
        promised = the(ClockKind.PROMISED, accepted(), "03-31")
        assert (promised.light, promised.left) == (Light.RED, -11)

    def test_the_statutory_clock_warns_only_where_nothing_is_promised(self) -> None:
        assert the(ClockKind.STATUTORY, accepted(), "03-30").light is Light.GREEN
        alone = accepted(promised=None)
        assert the(ClockKind.STATUTORY, alone, "03-30").light is Light.YELLOW
        assert ClockKind.PROMISED not in kinds(alone, "03-30")

    def test_without_any_limit_there_is_no_light(self) -> None:
        assert gravest(clocks(accepted(promised=None, statutory=None), day("06-30"), CALENDAR)) is Light.NONE

    def test_a_joint_handling_has_forty_five_days_under_its_own_name(self) -> None:
        ledger = replace(
            filed(date(2026, 9, 17)), accepted=date(2026, 9, 17), joint=True, statutory=45, promised=None
        )
        clock = the(ClockKind.JOINT, ledger, "09-18")
        assert (clock.limit, clock.due) == (45, day("11-25"))

    def test_a_preliminary_review_has_twenty_days_of_its_own(self) -> None:
        clock = the(ClockKind.PRELIMINARY, accepted(preliminary=True, statutory=60), "03-31")
        assert (clock.due, clock.light, clock.article) == (day("03-30"), Light.LAW, licensing("43"))

    def test_an_extension_moves_both_limits(self) -> None:
        ledger = accepted(extension=10)
        promised, statutory = (
            the(kind, ledger, "03-03") for kind in (ClockKind.PROMISED, ClockKind.STATUTORY)
        )
        assert (promised.limit, promised.extension) == (10, 10)
        assert promised.due == CALENDAR.add(MONDAY, 20)
        assert statutory.due == CALENDAR.add(MONDAY, 30)

    def test_the_decision_ends_the_handling(self) -> None:
        ledger = accepted(decided=day("03-10"), granted=True)
        clock = the(ClockKind.PROMISED, ledger, "03-31")
        assert (clock.running, clock.light, clock.left) == (Running.FINISHED, Light.NONE, 4)

    def test_the_hall_or_the_item_sets_the_lead_of_the_yellow_light(self) -> None:
        assert the(ClockKind.PROMISED, accepted(warn_days=3), "03-11").light is Light.YELLOW
        assert the(ClockKind.PROMISED, accepted(warn_days=0), "03-13").light is Light.GREEN
        assert the(ClockKind.PROMISED, accepted(warn_days=0), "03-16").light is Light.YELLOW

    def test_on_the_day_off_after_the_due_day_the_light_is_red_with_no_working_day_overrun(self) -> None:
        ledger = accepted(promised=4)
        clock = the(ClockKind.PROMISED, ledger, "03-07")
        assert (clock.due, clock.left, clock.light) == (day("03-06"), 0, Light.RED)


class TestSuspension:
    def test_days_after_the_notice_up_to_the_resumption_are_not_counted(self) -> None:
        ledger = accepted(promised=20, suspensions=(suspension("03-05", "03-19"),))
        assert the(ClockKind.PROMISED, ledger, "03-19").due == day("04-14")
        assert the(ClockKind.PROMISED, ledger, "03-20").left == 16

    def test_while_it_is_open_the_due_date_is_unknown_and_the_days_left_stand_still(self) -> None:
        ledger = accepted(suspensions=(suspension("03-05"),))
        for today in ("03-05", "03-20", "05-29"):
            clock = the(ClockKind.PROMISED, ledger, today)
            assert (clock.due, clock.left, clock.light) == (None, 7, Light.FROZEN)
            assert clock.running is Running.FROZEN

    def test_its_own_announced_length_lights_up_while_the_case_is_frozen(self) -> None:
        ledger = accepted(suspensions=(suspension("03-05", days=5),))
        assert gravest(clocks(ledger, day("03-09"), CALENDAR)) is Light.FROZEN
        assert gravest(clocks(ledger, day("03-11"), CALENDAR)) is Light.YELLOW
        assert gravest(clocks(ledger, day("03-13"), CALENDAR)) is Light.RED
        own = the(ClockKind.SUSPENSION, ledger, "03-13")
        assert (own.due, own.subject, own.article) == (day("03-12"), "testing", licensing("45"))

    def test_one_noticed_after_the_limit_has_run_out_does_not_hide_the_red(self) -> None:
        ledger = accepted(suspensions=(suspension("03-17"),))
        clock = the(ClockKind.PROMISED, ledger, "03-18")
        assert (clock.due, clock.light, clock.running) == (day("03-16"), Light.RED, Running.RUNNING)

    def test_one_noticed_on_the_due_day_leaves_nothing_to_stop(self) -> None:
        ledger = accepted(suspensions=(suspension("03-16"),))
        assert the(ClockKind.PROMISED, ledger, "03-16").light is Light.YELLOW
        assert the(ClockKind.PROMISED, ledger, "03-17").light is Light.RED
        assert the(ClockKind.STATUTORY, ledger, "03-17").light is Light.FROZEN

    def test_one_resumed_on_the_day_of_its_notice_takes_out_nothing(self) -> None:
        ledger = accepted(suspensions=(suspension("03-05", "03-05"),))
        assert the(ClockKind.PROMISED, ledger, "03-06").due == day("03-16")


class TestStep:
    def test_a_step_has_its_own_limit_from_its_own_start(self) -> None:
        ledger = accepted(steps=(StepDates(step="examine", started=day("03-04"), limit=3),))
        clock = the(ClockKind.STEP, ledger, "03-10")
        assert (clock.due, clock.light, clock.subject) == (day("03-09"), Light.RED, "examine")
        assert clock.article == LOCAL

    def test_its_light_is_its_own_even_while_the_whole_is_on_time(self) -> None:
        ledger = accepted(steps=(StepDates(step="examine", started=day("03-04"), limit=3),))
        assert gravest(clocks(ledger, day("03-10"), CALENDAR)) is Light.GREEN

    def test_it_stands_still_with_the_case(self) -> None:
        step = StepDates(step="examine", started=day("03-06"), limit=3)
        ledger = accepted(steps=(step,), suspensions=(suspension("03-05"),))
        clock = the(ClockKind.STEP, ledger, "03-31")
        assert (clock.due, clock.left, clock.light) == (None, 3, Light.FROZEN)

    def test_an_extension_of_the_case_does_not_lengthen_a_step(self) -> None:
        step = StepDates(step="examine", started=day("03-04"), limit=3)
        assert the(ClockKind.STEP, accepted(steps=(step,), extension=10), "03-05").due == day("03-09")

    def test_without_a_limit_it_has_no_clock_and_finished_no_light(self) -> None:
        without = StepDates(step="examine", started=day("03-04"))
        assert ClockKind.STEP not in kinds(accepted(steps=(without,)), "03-31")
        done = StepDates(step="examine", started=day("03-04"), finished=day("03-05"), limit=3)
        assert the(ClockKind.STEP, accepted(steps=(done,)), "03-31").light is Light.NONE


class TestDebt:
    def test_a_tolerated_material_is_due_from_acceptance(self) -> None:
        ledger = accepted(debts=(Debt(material="health", days=3),))
        clock = the(ClockKind.DEBT, ledger, "03-06")
        assert (clock.due, clock.light, clock.subject) == (day("03-05"), Light.RED, "health")

    def test_it_is_never_due_past_the_promised_limit(self) -> None:
        ledger = accepted(debts=(Debt(material="health", days=30),))
        assert the(ClockKind.DEBT, ledger, "03-06").due == the(ClockKind.PROMISED, ledger, "03-06").due

    def test_it_follows_the_extension_of_the_promise(self) -> None:
        ledger = accepted(debts=(Debt(material="health", days=30),), extension=5)
        assert the(ClockKind.DEBT, ledger, "03-06").due == CALENDAR.add(MONDAY, 15)

    def test_excluded_time_of_the_agency_does_not_stop_the_applicants_clock(self) -> None:
        ledger = accepted(debts=(Debt(material="health", days=5),), suspensions=(suspension("03-05"),))
        assert the(ClockKind.DEBT, ledger, "03-10").light is Light.RED

    def test_it_ends_when_the_material_arrives_but_not_with_a_grant(self) -> None:
        granted = accepted(debts=(Debt(material="health", days=3),), decided=day("03-04"), granted=True)
        assert the(ClockKind.DEBT, granted, "03-06").light is Light.RED
        settled = replace(granted, debts=(Debt(material="health", days=3, settled=day("03-05")),))
        assert the(ClockKind.DEBT, settled, "03-06").light is Light.NONE
        refused = replace(granted, granted=False)
        assert the(ClockKind.DEBT, refused, "03-06").light is Light.NONE


class TestDelivery:
    def test_a_decision_is_delivered_within_ten_days(self) -> None:
        ledger = accepted(decided=day("03-10"), granted=True)
        clock = the(ClockKind.DELIVERY, ledger, "03-23")
        assert (clock.due, clock.light, clock.article) == (day("03-24"), Light.YELLOW, licensing("44"))

    def test_past_them_the_law_is_broken(self) -> None:
        ledger = accepted(decided=day("03-10"), granted=True)
        assert gravest(clocks(ledger, day("03-25"), CALENDAR)) is Light.LAW

    def test_delivered_nothing_is_lit(self) -> None:
        ledger = accepted(decided=day("03-10"), granted=True, delivered=day("03-12"), ended=day("03-12"))
        assert gravest(clocks(ledger, day("05-29"), CALENDAR)) is Light.NONE


class TestInstant:
    def instant(self, on: str, at: time) -> Ledger:
        return Ledger(received=datetime.combine(day(on), at), instant=True, statutory=None)

    @pytest.mark.parametrize(
        ("on", "at", "due"),
        [
            ("03-02", time(9, 0), "03-02"),
            ("03-02", time(17, 30), "03-02"),
            ("03-02", time(17, 30, 1), "03-03"),
            ("03-06", time(18, 0), "03-09"),
            ("03-07", time(9, 0), "03-09"),
            ("02-14", time(9, 0), "02-14"),
            ("09-30", time(18, 0), "10-08"),
        ],
    )
    def test_due_the_same_day_or_filed_after_closing_or_on_a_day_off_the_next(
        self, on: str, at: time, due: str
    ) -> None:
        assert the(ClockKind.INSTANT, self.instant(on, at), on).due == day(due)

    def test_it_has_no_clock_of_acceptance_or_handling(self) -> None:
        assert kinds(self.instant("03-02", time(9, 0)), "03-31") == [ClockKind.INSTANT]
        assert deemed_on(self.instant("03-02", time(9, 0)), day("03-31"), CALENDAR) is None

    def test_green_before_its_day_yellow_on_it_red_after(self) -> None:
        ledger = self.instant("03-07", time(9, 0))
        lights = [the(ClockKind.INSTANT, ledger, each).light for each in ("03-08", "03-09", "03-10")]
        assert lights == [Light.GREEN, Light.YELLOW, Light.RED]

    def test_the_hour_is_that_of_shanghai(self) -> None:
        ledger = Ledger(received=datetime(2026, 3, 2, 9, 31, tzinfo=UTC), instant=True)
        assert the(ClockKind.INSTANT, ledger, "03-02").due == day("03-03")

    def test_a_correction_stops_it_and_the_answer_makes_it_due_that_day(self) -> None:
        ledger = self.instant("03-02", time(9, 0))
        waiting = replace(ledger, corrections=(correction("03-02"),))
        assert the(ClockKind.INSTANT, waiting, "03-31").light is Light.NONE
        answered = replace(ledger, corrections=(correction("03-02", "03-16"),))
        assert the(ClockKind.INSTANT, answered, "03-16").due == day("03-16")


class TestHorizon:
    def test_a_due_date_beyond_the_published_years_is_provisional(self) -> None:
        ledger = replace(filed(date(2026, 12, 21)), accepted=date(2026, 12, 21), statutory=5)
        assert the(ClockKind.PROMISED, ledger, "12-22").provisional
        assert not the(ClockKind.STATUTORY, ledger, "12-22").provisional
        assert not the(ClockKind.ACCEPTANCE, ledger, "12-22").provisional
