"""Our own joint templates in a hall: licences on file, lists, receipts, versions, and two clocks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.catalogue.files import read_catalogue
from data.demo.demo_place import CARD, WINDOWS
from data.model.awaited import Whom
from data.model.case import Status, Verdict
from data.model.command import Accept, Decide, Deliver, Extend, FinishStep, OpenCase, Revoke, TellSituation
from data.model.item import Item, Material, StepKind
from data.model.query import AskCollection, AskCounts, AskEarlier, AskLicences, AskReady, Tab
from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock
from tests.support.halls.setting_up import install, put_items
from tests.support.sitting import OPENED, Sitting
from tests.support.story import WANG

ITEMS = {item.code: item for item in read_catalogue().items}
RESTAURANT = ITEMS["joint.restaurant"]
ANSWERS = (("business", "catering"), ("way", "inspection"), ("automatic", "none"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Sitting]:
    """A clerk of a hall with our own catalogue."""
    path = tmp_path / "hall.db"
    create(path)
    clock = TravellingClock(OPENED)
    with closing(SqlHall.open(path, clock, durable=False)) as hall:
        install(hall, read_catalogue(), CARD, WINDOWS)
        yield Sitting(hall, clock)
        assert verify(path).whole


def open_lines(desk: Sitting, case: str) -> set[str]:
    """The materials that are still to be handed in."""
    return {line.code for line in desk.file(case).checklist if line.verdict is Verdict.UNCHECKED}


def filed(desk: Sitting, template: Item = RESTAURANT, **fields: Any) -> str:
    """A joint application with everything there, accepted; its code."""
    whole = desk.opened(template, **fields)
    found = dict.fromkeys(open_lines(desk, whole), Verdict.THERE)
    desk.found(whole, **found)
    desk.done(Accept, case=whole)
    return whole


def lanes(desk: Sitting, whole: str) -> dict[str, str]:
    """The code of each lane by its item."""
    return {line.item: line.code for line in desk.file(whole).lanes}


def granted(desk: Sitting, case: str) -> None:
    """A case examined to its end and granted, its licence made."""
    for _ in range(9):
        hand = [step for step in desk.file(case).route if step.started and not step.finished]
        by_hand = [step for step in hand if step.kind not in (StepKind.DECIDE, StepKind.DELIVER)]
        if not by_hand:
            break
        for step in by_hand:
            desk.done(FinishStep, case=case, step=step.code, colleague="李强")
    desk.done(Decide, case=case, granted=True)
    for step in desk.file(case).route:
        if step.kind is StepKind.MAKE_LICENCE:
            desk.done(FinishStep, case=case, step=step.code)


def all_granted(desk: Sitting, whole: str) -> None:
    """Every lane granted, each when its turn has come."""
    for _ in desk.file(whole).lanes:
        for lane in desk.file(whole).lanes:
            if lane.status is Status.ACCEPTED:
                granted(desk, lane.code)


class TestOnFile:
    def owner(self, desk: Sitting) -> str:
        """The applicant's title to the premises, granted by this hall; its number."""
        item = ITEMS["property.transfer"]
        case = desk.opened(item)
        desk.found(case, **dict.fromkeys(open_lines(desk, case), Verdict.THERE))
        desk.done(Accept, case=case)
        granted(desk, case)
        return case

    def test_with_a_licence_on_file_one_material_fewer_is_asked_for(self, desk: Sitting) -> None:
        before = open_lines(desk, desk.opened(RESTAURANT, answers=ANSWERS))
        title = self.owner(desk)
        whole = desk.opened(RESTAURANT, answers=ANSWERS)
        assert before - open_lines(desk, whole) == {"premises"}
        line = next(each for each in desk.file(whole).checklist if each.code == "premises")
        assert (line.verdict, line.licence) == (Verdict.REUSED, title)

    def test_its_number_reaches_every_lane_that_asks_for_it(self, desk: Sitting) -> None:
        title = self.owner(desk)
        whole = filed(desk, answers=ANSWERS)
        codes = lanes(desk, whole)
        granted(desk, codes["individual.new"])
        for item in ("individual.new", "signboard.new"):
            line = next(each for each in desk.file(codes[item]).checklist if each.code == "premises")
            assert (line.verdict, line.licence) == (Verdict.REUSED, title)

    def test_a_revoked_one_is_asked_for_again(self, desk: Sitting) -> None:
        title = self.owner(desk)
        desk.done(Revoke, case=title, reason="以欺骗取得")
        assert "premises" in open_lines(desk, desk.opened(RESTAURANT, answers=ANSWERS))

    def test_everything_a_joint_case_gave_is_on_file_afterwards(self, desk: Sitting) -> None:
        whole = filed(desk, answers=ANSWERS)
        codes = lanes(desk, whole)
        all_granted(desk, whole)
        held = {each.kind: each.number for each in desk.hall.ask(AskLicences(code=whole))}
        assert held == {
            ITEMS[item].result.licence: code  # type: ignore[union-attr]
            for item, code in codes.items()
        }
        food = desk.opened(ITEMS["food.operation.change"])
        reused = {
            line.code: line.licence for line in desk.file(food).checklist if line.verdict is Verdict.REUSED
        }
        assert reused == {
            "food-licence": codes["food.operation.new"],
            "business-licence": codes["individual.new"],
        }


class TestChains:
    @pytest.mark.parametrize("code", ["joint.restaurant", "joint.birth", "joint.industrial"])
    def test_a_chain_goes_from_one_filing_to_one_collection(self, desk: Sitting, code: str) -> None:
        template = ITEMS[code]
        kind = template.applicants[0]
        answers = tuple((each.code, each.answers[0].code) for each in template.questions)
        whole = filed(desk, template, applicant=replace(WANG, kind=kind), answers=answers)
        all_granted(desk, whole)
        file = desk.file(whole)
        assert file.line.status is Status.GRANTED
        assert [each.whom for each in file.awaiting] == [Whom.APPLICANT]
        desk.done(Deliver, case=whole, recipient="王小明")
        assert {lane.status for lane in desk.file(whole).lanes} == {Status.COLLECTED}

    def test_the_collection_list_names_what_every_lane_gives(self, desk: Sitting) -> None:
        whole = filed(desk, answers=ANSWERS)
        codes = lanes(desk, whole)
        all_granted(desk, whole)
        told = desk.hall.ask(AskCollection(codes=(whole,)))
        assert told is not None
        assert (told.plain_code, told.item) == (whole, RESTAURANT.name)
        assert {(each.code.replace(" ", ""), each.granted) for each in told.results} == {
            (code, True) for code in codes.values()
        }

    def test_a_restaurant_s_permits_run_side_by_side_after_its_registration(self, desk: Sitting) -> None:
        whole = filed(desk, answers=ANSWERS)
        waiting = {lane.item: lane.waits_for for lane in desk.file(whole).lanes}
        behind = {"food.operation.new", "fire.venue.opening", "signboard.new"}
        assert waiting == {"individual.new": (), **dict.fromkeys(behind, ("individual.new",))}
        granted(desk, lanes(desk, whole)["individual.new"])
        file = desk.file(whole)
        running = {lane.item for lane in file.lanes if lane.status is Status.ACCEPTED}
        assert running == behind
        assert {lane.item: lane.after for lane in file.lanes if lane.item in behind} == dict.fromkeys(
            behind, ("individual.new",)
        )

    def test_the_situation_is_told_once_and_reaches_the_lane_that_asks(self, desk: Sitting) -> None:
        whole = desk.opened(RESTAURANT, answers=ANSWERS[:1])
        desk.done(TellSituation, case=whole, answers=(("way", "promise"), ("automatic", "none")))
        asked = open_lines(desk, whole)
        assert "pledge" in asked
        assert "fire.venue.opening.application" not in asked
        desk.found(whole, **dict.fromkeys(asked, Verdict.THERE))
        desk.done(Accept, case=whole)
        codes = lanes(desk, whole)
        granted(desk, codes["individual.new"])
        fire = desk.file(codes["fire.venue.opening"])
        assert {each.code: each.answer for each in fire.questions} == {"way": "promise", "automatic": "none"}
        assert [step.code for step in fire.route if step.left_out] == ["visit"]


class TestLists:
    def test_a_window_has_the_whole_and_the_departments_have_the_lanes(self, desk: Sitting) -> None:
        whole = filed(desk, answers=ANSWERS)
        codes = set(lanes(desk, whole).values())
        assert desk.codes(Tab.DEPARTMENTS, window="3") == [whole]
        assert set(desk.codes(Tab.DEPARTMENTS)) == {whole, *codes}
        all_granted(desk, whole)
        assert desk.codes(Tab.TO_COLLECT) == desk.codes(Tab.TO_COLLECT, window="3") == [whole]
        assert set(desk.codes(Tab.DEPARTMENTS)) == codes
        counts = desk.hall.ask(AskCounts())
        assert (counts.tab(Tab.TO_COLLECT), counts.tab(Tab.DEPARTMENTS)) == (1, len(codes))
        assert counts.received_today == 1

    def test_the_lists_and_their_counts_agree(self, desk: Sitting) -> None:
        whole = filed(desk, answers=ANSWERS)
        granted(desk, lanes(desk, whole)["individual.new"])
        desk.opened(ITEMS["food.operation.new"])
        for window in ("", "3"):
            counts = desk.hall.ask(AskCounts(window=window))
            for tab in (Tab.IN_HAND, Tab.CORRECTION, Tab.DEPARTMENTS, Tab.TO_COLLECT):
                assert counts.tab(tab) == len(desk.codes(tab, window=window)), tab

    def test_what_may_be_collected_and_what_was_filed_is_told_of_the_whole(self, desk: Sitting) -> None:
        whole = filed(desk, answers=ANSWERS)
        all_granted(desk, whole)
        assert [line.code for line in desk.hall.ask(AskReady(code=whole))] == [whole]
        later = desk.opened(ITEMS["food.operation.change"])
        assert [line.code for line in desk.hall.ask(AskEarlier(code=later))] == [whole]


class TestCommands:
    def test_a_receipt_names_every_case_that_the_command_touched(self, desk: Sitting) -> None:
        receipt = desk.done(OpenCase, item=RESTAURANT.code, applicant=WANG, answers=ANSWERS)
        codes = lanes(desk, receipt.stream)
        assert [each.stream for each in receipt.others] == list(codes.values())
        assert {(each.seq, each.events) for each in receipt.others} == {(1, ("case_opened",))}
        asked = open_lines(desk, receipt.stream)
        desk.found(receipt.stream, **dict.fromkeys(asked, Verdict.THERE))
        began = desk.done(Accept, case=receipt.stream).others
        assert [(each.stream, each.events[0]) for each in began] == [(codes["individual.new"], "lane_began")]

    def test_a_case_s_time_does_not_run_backwards_through_another_s_clock(self, desk: Sitting) -> None:
        whole = filed(desk, answers=ANSWERS)
        codes = lanes(desk, whole)
        for item in ("individual.new", "food.operation.new", "fire.venue.opening"):
            granted(desk, codes[item])
        sign = codes["signboard.new"]
        for step in ("examine", "visit"):
            desk.done(FinishStep, case=sign, step=step, colleague="李强")
        slow = Sitting(desk.hall, TravellingClock(desk.clock.now()), ids=desk.ids)
        desk.later(240)
        desk.done(Extend, case=whole, days=5, approver="区长", reason="复杂")
        slow.done(Decide, case=sign, granted=True)
        file = desk.file(whole)
        assert file.line.status is Status.GRANTED
        moments = [line.at for line in file.timeline]
        assert moments == sorted(moments)

    def test_joint_cases_keep_the_versions_that_the_template_was_made_of(self, desk: Sitting) -> None:
        assert isinstance(desk.hall, SqlHall)
        old = ITEMS["signboard.new"]
        new = replace(old, version="2", materials=(*old.materials, Material(code="new", name="新材料")))
        put_items(desk.hall, [new])
        whole = filed(desk, answers=ANSWERS)
        assert desk.file(lanes(desk, whole)["signboard.new"]).version == "1"
        assert desk.file(desk.opened(new)).version == "2"

    def test_a_lane_counts_as_an_open_case_of_its_item(self, desk: Sitting) -> None:
        filed(desk, answers=ANSWERS)
        again = {"item": "signboard.new", "applicant": WANG}
        assert desk.refused(OpenCase, **again) == "open_already"
        other = replace(WANG, name="李四海", id_number="11010519491231002X")
        desk.done(OpenCase, item="signboard.new", applicant=other)
