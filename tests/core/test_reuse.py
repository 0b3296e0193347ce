"""Reuse of licences on file: ticked by themselves, never asked for on paper, and only while they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.model.case import Status, Verdict
from data.model.command import CheckMaterials, Decide, Deliver, Finding, FinishStep, Reveal, Revoke
from data.model.licence import Licence
from tests.support.story import Story

BUSINESS = Licence(number="JY001", kind="business-licence", case="x", issued=date(2025, 1, 6))


def found(story: Story) -> tuple[Verdict, str]:
    """What was found of the business licence, and from which licence."""
    check = story.file.check("licence")
    assert check is not None
    return check.verdict, check.licence


def test_a_licence_on_file_ticks_its_material_by_itself() -> None:
    assert found(Story(licences=(BUSINESS,)).opened()) == (Verdict.REUSED, "JY001")


@pytest.mark.parametrize("verdict", [Verdict.MISSING, Verdict.DEFECTIVE])
def test_what_is_on_file_is_not_asked_for_on_paper(verdict: Verdict) -> None:
    story = Story(licences=(BUSINESS,)).opened()
    finding = Finding(material="licence", verdict=verdict, reason="旧")
    refusal = story.refused(CheckMaterials, findings=(finding,))
    assert (refusal.reason, refusal.facts["licence"]) == ("on_file", "JY001")


@pytest.mark.parametrize(
    "licence",
    [
        replace(BUSINESS, valid_to=date(2026, 3, 17)),
        replace(BUSINESS, revoked=date(2026, 3, 18)),
        replace(BUSINESS, issued=date(2026, 3, 19)),
        replace(BUSINESS, kind="food-licence"),
    ],
    ids=["expired", "revoked", "not yet issued", "of another kind"],
)
def test_a_licence_that_does_not_hold_satisfies_nothing(licence: Licence) -> None:
    assert found(Story(licences=(licence,)).opened()) == (Verdict.UNCHECKED, "")


def test_on_its_last_day_a_licence_still_holds() -> None:
    last = replace(BUSINESS, valid_to=date(2026, 3, 18))
    assert found(Story(licences=(last,)).opened()) == (Verdict.REUSED, "JY001")


def test_article_69_a_licence_is_revoked_for_a_reason_once() -> None:
    story = Story().accepted()
    assert story.refused(Revoke, reason="骗取").reason == "nothing_to_revoke"
    for step in ("examine", "fire", "visit"):
        story.done(FinishStep, step=step, colleague="陈静")
    story.done(Decide, granted=True)
    story.done(FinishStep, step="make")
    story.done(Deliver, recipient="王小明")
    assert story.refused(Revoke, reason=" ").reason == "reason_blank"
    story.done(Revoke, reason="以欺骗手段取得")
    assert story.file.status is Status.REVOKED
    assert story.refused(Revoke, reason="再").reason == "nothing_to_revoke"
    story.done(Reveal, reason="复核")
