"""The ledger of a case: the item's and the hall's limits, and dates that cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from data.law.ledger import (
    Ledger,
    check_ledger,
    check_suspensions,
    latest,
    ledger_of,
    most_extension,
)
from data.law.refusal import LawError
from data.model.applicant import Applicant
from data.model.case import (
    Case,
    Channel,
    Correction,
    Debt,
    Decision,
    Delivery,
    Extension,
    Status,
    StepRun,
    Suspension,
)
from data.model.item import Item, ItemKind, ItemType, Step, SuspensionKind
from data.model.legal.time_zone import SHANGHAI
from data.model.settings import Settings

EVENING = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
"""01:00 of the next day in Shanghai."""

ITEM = Item(
    code="food.operation.new",
    version="1",
    name="食品经营许可",
    department="market",
    zone="market",
    promised_days=10,
    steps=(Step(code="examine", name="审查", days=3), Step(code="decide", name="决定")),
)
CASE = Case(
    code="5001022603020011X",
    seq=1,
    item=ITEM.code,
    version="1",
    status=Status.ACCEPTED,
    channel=Channel.WINDOW,
    applicant=Applicant(name="某某"),
    received=EVENING,
    clerk="li",
    window="A01",
    last=EVENING,
)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def stop(noticed: str, resumed: str | None) -> Suspension:
    return Suspension(
        kind=SuspensionKind.HEARING,
        noticed=day(noticed),
        days=5,
        resumed=day(resumed) if resumed else None,
    )


def test_a_moment_counts_as_the_day_it_is_in_shanghai() -> None:
    started = replace(CASE, steps=(StepRun(step="examine", started=EVENING, finished=EVENING),))
    ledger = ledger_of(started, ITEM, Settings())
    assert ledger.filed == day("03-03")
    assert (ledger.steps[0].started, ledger.steps[0].finished) == (day("03-03"), day("03-03"))


def test_a_licence_without_a_limit_of_its_own_has_the_twenty_days_of_the_law() -> None:
    assert ledger_of(CASE, ITEM, Settings()).statutory == 20
    assert ledger_of(CASE, replace(ITEM, statutory_days=7), Settings()).statutory == 7


def test_the_twenty_days_hold_for_licences_alone() -> None:
    service = replace(ITEM, type=ItemType.PUBLIC_SERVICE)
    assert ledger_of(CASE, service, Settings()).statutory is None
    assert ledger_of(CASE, replace(service, statutory_days=30), Settings()).statutory == 30


def test_a_joint_item_has_forty_five_days_and_an_extension_of_fifteen() -> None:
    joint = ledger_of(CASE, replace(ITEM, joint=True, statutory_days=20, extension_days=15), Settings())
    assert (joint.statutory, joint.joint, joint.most_extension) == (45, True, 15)


def test_an_item_may_allow_a_shorter_extension_but_no_longer_one() -> None:
    assert most_extension(joint=False, item_days=5) == 5
    assert most_extension(joint=False, item_days=30) == 10
    assert most_extension(joint=True) == 15
    assert most_extension(joint=False, item_days=0) == 0


def test_the_items_warning_goes_before_the_halls() -> None:
    settings = Settings(warn_days=2, closing=time(17, 0))
    assert ledger_of(CASE, ITEM, settings).warn_days == 2
    assert ledger_of(CASE, replace(ITEM, warn_days=0), settings).warn_days == 0
    assert ledger_of(CASE, ITEM, settings).closing == time(17, 0)


def test_every_date_of_the_case_is_taken_over() -> None:
    case = replace(
        CASE,
        corrections=(Correction(number=1, told=day("03-04"), materials=("a",), answered=day("03-06")),),
        accepted=day("03-06"),
        suspensions=(stop("03-10", "03-12"),),
        extension=Extension(granted=day("03-13"), days=10, approver="局长", reason="案情复杂"),
        debts=(Debt(material="a", days=3, settled=day("03-09")),),
        steps=(StepRun(step="examine", started=EVENING), StepRun(step="decide")),
        decision=Decision(on=day("03-16"), granted=True),
        delivery=Delivery(on=day("03-17"), recipient="某某", method="window"),
        ended=day("03-17"),
    )
    ledger = ledger_of(case, replace(ITEM, kind=ItemKind.PROMISED), Settings())
    assert (ledger.accepted, ledger.extension, ledger.decided) == (day("03-06"), 10, day("03-16"))
    assert (ledger.granted, ledger.delivered, ledger.ended) == (True, day("03-17"), day("03-17"))
    assert [(each.step, each.limit) for each in ledger.steps] == [("examine", 3)]
    assert (ledger.corrections, ledger.suspensions, ledger.debts) == (
        case.corrections,
        case.suspensions,
        case.debts,
    )
    assert latest(ledger) == day("03-17")


BASE = Ledger(received=datetime(2026, 3, 2, 9, tzinfo=SHANGHAI), accepted=day("03-03"))


@pytest.mark.parametrize(
    ("ledger", "reason", "number"),
    [
        (replace(BASE, suspensions=(stop("03-10", "03-09"),)), "suspension_ends_before_start", "45"),
        (
            replace(BASE, suspensions=(stop("03-10", "03-12"), stop("03-11", None))),
            "suspensions_overlap",
            "45",
        ),
        (replace(BASE, suspensions=(stop("03-10", None), stop("03-11", None))), "suspensions_overlap", "45"),
        (replace(BASE, suspensions=(stop("03-02", None),)), "suspension_before_start", "45"),
        (replace(BASE, extension=11), "extension_beyond_law", "42"),
        (replace(BASE, extension=16, joint=True), "extension_beyond_law", "42"),
        (
            replace(
                BASE,
                corrections=(
                    Correction(number=1, told=day("03-04"), materials=("a",), answered=day("03-03")),
                ),
            ),
            "answer_before_notice",
            "32(4)",
        ),
        (
            replace(BASE, corrections=(Correction(number=1, told=day("02-27"), materials=("a",)),)),
            "correction_overlaps",
            "32(4)",
        ),
        (
            replace(
                BASE,
                corrections=(
                    Correction(number=1, told=day("03-03"), materials=("a",)),
                    Correction(number=2, told=day("03-04"), materials=("a",)),
                ),
            ),
            "correction_overlaps",
            "32(4)",
        ),
    ],
)
def test_dates_that_cannot_be_are_refused_with_their_article(
    ledger: Ledger, reason: str, number: str
) -> None:
    with pytest.raises(LawError) as refused:
        check_ledger(ledger)
    assert (refused.value.reason, refused.value.article.number) == (reason, number)


def test_a_case_with_such_dates_gets_no_ledger() -> None:
    case = replace(CASE, accepted=day("03-03"), suspensions=(stop("03-10", "03-09"),))
    with pytest.raises(LawError):
        ledger_of(case, ITEM, Settings())


def test_a_resume_without_a_suspension_is_refused() -> None:
    with pytest.raises(LawError) as refused:
        check_suspensions([(None, day("03-12"))])
    assert refused.value.reason == "resume_without_suspension"


def test_a_suspension_may_begin_on_the_day_the_one_before_was_resumed() -> None:
    check_ledger(replace(BASE, suspensions=(stop("03-10", "03-12"), stop("03-12", None))))
