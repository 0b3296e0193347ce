"""Joint applications: filed once, a lane for each item, results reused between lanes, one collection."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data.core.possible import case_acts
from data.law.calendar.working_days import published
from data.law.clocks import clocks
from data.law.ledger import ledger_of
from data.law.light import signals
from data.model.case import Status, Verdict
from data.model.command import (
    Accept,
    CheckMaterials,
    Decide,
    Deliver,
    Extend,
    Finding,
    FinishStep,
    OpenCase,
    Resume,
    Revoke,
    SettleDebt,
    Suspend,
    TellSituation,
    Withdraw,
)
from data.model.item import (
    Answer,
    Condition,
    Lane,
    Question,
    Step,
    SuspensionKind,
)
from data.model.legal.clock import ClockKind, Signals
from data.model.settings import Settings
from tests.support.joint.project import FORM, ITEMS, LAND, PLAN, PROJECT, RULES, Project
from tests.support.story import WANG


class TestFiling:
    def test_one_code_for_the_whole_and_one_for_each_lane(self) -> None:
        project = Project().filed()
        assert len(project.cases) == 5
        assert {case.joint for case in project.cases.values() if not case.lanes} == {
            project.case("project").code
        }

    def test_of_the_union_of_materials_none_is_asked_for_twice(self) -> None:
        project = Project().filed()
        assert [check.material for check in project.case("project").checks] == ["form", "map", "exits"]

    def test_accepted_with_the_whole_begin_the_lanes_that_wait_for_nothing(self) -> None:
        assert Project().filed().status() == {
            "project": Status.ACCEPTED,
            "land": Status.ACCEPTED,
            "plan": Status.PENDING,
            "fire": Status.ACCEPTED,
            "build": Status.PENDING,
        }

    def test_a_lane_that_begins_has_its_materials_from_the_whole(self) -> None:
        project = Project().filed()
        assert [check.verdict for check in project.case("land").checks] == [Verdict.THERE, Verdict.THERE]

    def test_a_lane_that_waits_has_no_clock_and_no_light(self) -> None:
        lane = Project().filed().case("plan")
        ledger = ledger_of(lane, PLAN, Settings())
        assert signals(ledger, published()) == Signals()
        assert Project().filed().refused("plan", FinishStep, step="examine") == "lane_pending"


class TestReuse:
    def test_a_lane_s_result_satisfies_the_next_lane_the_moment_it_is_granted(self) -> None:
        project = Project().filed().on("2026-03-06").granted("land")
        check = project.case("plan").check("land")
        assert check is not None
        assert (check.verdict, check.licence) == (Verdict.REUSED, project.case("land").code)
        assert project.case("plan").accepted == date(2026, 3, 6)

    def test_a_lane_begins_when_all_it_waits_for_is_granted(self) -> None:
        project = Project().filed().on("2026-03-06").granted("land", "plan")
        assert project.case("build").status is Status.PENDING
        project.granted("fire")
        assert project.status()["build"] is Status.ACCEPTED


class TestLimits:
    def test_article_42_the_whole_has_forty_five_working_days(self) -> None:
        project = Project().filed()
        running = clocks(
            ledger_of(project.case("project"), PROJECT, Settings()), date(2026, 3, 2), published()
        )
        assert [(clock.due, clock.limit) for clock in running if clock.kind is ClockKind.JOINT] == [
            (date(2026, 5, 8), 45)
        ]

    def test_article_42_the_whole_is_extended_by_fifteen_at_the_most(self) -> None:
        project = Project().filed()
        assert (
            project.refused("project", Extend, days=16, approver="区长", reason="复杂")
            == "extension_too_long"
        )
        project.done("project", Extend, days=15, approver="区长", reason="复杂")

    def test_a_suspended_lane_stops_the_whole_and_the_last_one_resumed_lets_it_go_on(self) -> None:
        project = Project().filed().on("2026-03-04")
        for lane in ("land", "fire"):
            project.done(lane, Suspend, kind=SuspensionKind.APPRAISAL, days=10, reason="鉴定")
        assert project.case("project").open_suspension is not None
        project.on("2026-03-10").done("land", Resume)
        assert project.case("project").open_suspension is not None
        project.on("2026-03-12").done("fire", Resume)
        whole = project.case("project")
        assert [(each.noticed, each.resumed) for each in whole.suspensions] == [
            (date(2026, 3, 4), date(2026, 3, 12))
        ]
        assert (
            project.refused("project", Suspend, kind=SuspensionKind.HEARING, days=1, reason="听证")
            == "suspend_a_lane"
        )


def verdict(project: Project, item: str, material: str) -> tuple[Verdict, str]:
    """What was found of a material of a lane, and from which licence."""
    check = project.case(item).check(material)
    assert check is not None
    return check.verdict, check.licence


class TestResultsBetweenLanes:
    """Lane "plan" does not wait for "land", though it needs its result."""

    SIDE_BY_SIDE = replace(
        PROJECT, lanes=(Lane(item="land"), Lane(item="plan"), Lane(item="fire"), PROJECT.lanes[3])
    )

    def test_a_result_satisfies_a_running_lane_the_moment_it_is_granted(self) -> None:
        project = Project(template=self.SIDE_BY_SIDE).filed().on("2026-03-04")
        assert verdict(project, "plan", "land") == (Verdict.UNCHECKED, "")
        project.granted("land")
        assert verdict(project, "plan", "land") == (Verdict.REUSED, project.case("land").code)

    def test_before_that_the_lane_that_needs_it_is_not_granted(self) -> None:
        project = Project(template=self.SIDE_BY_SIDE).filed().on("2026-03-04")
        project.done("plan", FinishStep, step="examine")
        assert project.refused("plan", Decide, granted=True) == "result_awaited"
        project.granted("land")
        project.done("plan", Decide, granted=True)

    def test_without_it_the_lane_can_still_be_refused(self) -> None:
        project = Project(template=self.SIDE_BY_SIDE).filed().on("2026-03-04")
        for lane in ("land", "plan"):
            project.done(lane, FinishStep, step="examine")
        project.done("land", Decide, granted=False, reasons="不符合规划")
        assert project.refused("plan", Decide, granted=True) == "result_awaited"
        project.done("plan", Decide, granted=False, reasons="用地未获批准")

    def test_a_revoked_result_satisfies_no_lane_any_more(self) -> None:
        project = Project().filed().on("2026-03-06").granted("land")
        project.done("plan", FinishStep, step="examine")
        project.done("land", Revoke, reason="以欺骗取得")
        assert verdict(project, "plan", "land") == (Verdict.UNCHECKED, "")
        assert project.refused("plan", Decide, granted=True) == "result_awaited"

    def test_behind_a_revoked_result_no_lane_begins_and_the_whole_still_ends(self) -> None:
        project = Project().filed().on("2026-03-06").granted("land", "plan")
        project.done("plan", Revoke, reason="以欺骗取得")
        assert project.status()["build"] is Status.DROPPED
        project.granted("fire")
        assert project.case("project").status is Status.REFUSED
        project.done("project", Deliver, recipient="王小明")


class TestDeemed:
    def test_a_department_goes_on_with_a_joint_case_that_nobody_accepted_in_time(self) -> None:
        project = Project()
        project.done("", OpenCase, item="project", applicant=WANG)
        project.on("2026-03-10")
        assert project.refused("plan", FinishStep, step="examine") == "lane_pending"
        project.done("land", FinishStep, step="examine")
        assert project.case("project").deemed
        assert project.case("fire").accepted == date(2026, 3, 2)
        assert project.case("land").run("examine").finished is not None  # type: ignore[union-attr]


class TestDebts:
    TOLERANT = replace(
        PROJECT,
        materials=(
            FORM,
            PROJECT.materials[1],
            replace(PROJECT.materials[2], tolerable=True, tolerance_days=5),
        ),
    )

    def owing(self) -> Project:
        """A project in which the fire plan is to follow."""
        project = Project(template=self.TOLERANT)
        project.done("", OpenCase, item="project", applicant=WANG)
        found = {"form": Verdict.THERE, "map": Verdict.THERE, "exits": Verdict.TOLERATED}
        findings = tuple(Finding(material=code, verdict=each) for code, each in found.items())
        project.done("project", CheckMaterials, findings=findings)
        project.done("project", Accept, signed_promise=True)
        return project.on("2026-03-04")

    def test_what_arrives_for_the_whole_arrives_for_its_lanes(self) -> None:
        project = self.owing()
        assert verdict(project, "fire", "exits") == (Verdict.TOLERATED, "")
        project.done("project", SettleDebt, material="exits")
        assert verdict(project, "fire", "exits") == (Verdict.THERE, "")

    def test_a_granted_lane_is_not_handed_out_while_its_material_is_owing(self) -> None:
        project = self.owing()
        project.done("land", FinishStep, step="examine")
        project.done("land", Decide, granted=False, reasons="不符合规划")
        project.granted("fire")
        assert project.case("project").status is Status.REFUSED
        assert project.refused("project", Deliver, recipient="王小明") == "debt_open"
        project.done("project", SettleDebt, material="exits")
        project.done("project", Deliver, recipient="王小明")


class TestSituation:
    ASKING = replace(
        LAND,
        questions=(
            Question(
                code="way", text="方式", answers=(Answer(code="a", text="甲"), Answer(code="b", text="乙"))
            ),
        ),
        materials=(FORM, replace(LAND.materials[1], when=(Condition(question="way", answers=("a",)),))),
        steps=(
            *LAND.steps[:2],
            Step(
                code="more",
                name="会商",
                after=("receive",),
                when=(Condition(question="way", answers=("a",)),),
            ),
            replace(LAND.steps[2], after=("examine", "more")),
            *LAND.steps[3:],
        ),
    )
    ASKED = replace(
        PROJECT,
        questions=(replace(ASKING.questions[0], code="land.way"),),
        materials=(
            FORM,
            replace(PROJECT.materials[1], when=(Condition(question="land.way", answers=("a",)),)),
            PROJECT.materials[2],
        ),
    )

    def test_what_is_answered_for_the_whole_is_the_situation_of_its_lanes(self) -> None:
        project = Project(template=self.ASKED, items={**ITEMS, "land": self.ASKING})
        project.done("", OpenCase, item="project", applicant=WANG)
        project.done("project", TellSituation, answers=(("land.way", "b"),))
        findings = tuple(Finding(material=code, verdict=Verdict.THERE) for code in ("form", "exits"))
        project.done("project", CheckMaterials, findings=findings)
        project.done("project", Accept)
        land = project.case("land")
        assert land.situation == (("way", "b"),)
        assert verdict(project, "land", "map") == (Verdict.NOT_APPLICABLE, "")
        run = land.run("more")
        assert run is not None
        assert run.left_out


class TestEnd:
    def test_after_the_last_lane_the_whole_is_granted_and_all_is_handed_out_at_once(self) -> None:
        project = Project().filed().on("2026-03-06").granted("land", "plan", "fire")
        assert project.refused("project", Decide, granted=True) == "joint_decides_itself"
        project.done("build", FinishStep, step="examine")
        project.done("build", Decide, granted=True)
        assert project.case("project").status is Status.GRANTED
        assert project.refused("project", Deliver, recipient="王小明") == "lane_unready"
        project.done("build", FinishStep, step="make")
        project.done("project", Deliver, recipient="王小明")
        assert set(project.status().values()) == {Status.COLLECTED}

    def test_a_refused_lane_drops_what_waited_for_it_and_the_rest_goes_on(self) -> None:
        project = Project().filed().on("2026-03-06")
        project.done("land", FinishStep, step="examine")
        project.done("land", Decide, granted=False, reasons="不符合规划")
        assert project.status()["plan"] is project.status()["build"] is Status.DROPPED
        assert project.case("project").decision is None
        project.granted("fire")
        assert project.case("project").status is Status.REFUSED

    def test_what_is_granted_is_collected_though_the_rest_is_withdrawn(self) -> None:
        project = Project().filed().on("2026-03-06").granted("land")
        project.done("project", Withdraw, reason="不办了")
        assert project.status() == {
            "project": Status.REFUSED,
            "land": Status.GRANTED,
            "plan": Status.WITHDRAWN,
            "fire": Status.WITHDRAWN,
            "build": Status.WITHDRAWN,
        }
        assert project.refused("land", Deliver, recipient="王小明") == "lane_of_joint"
        project.done("project", Deliver, recipient="王小明")
        assert project.status()["land"] is Status.COLLECTED

    def test_article_44_the_clock_of_delivery_is_the_whole_s(self) -> None:
        project = Project().filed().on("2026-03-06").granted("land", "plan", "fire", "build")
        running = {
            code: [
                clock.due
                for clock in clocks(
                    ledger_of(project.case(code), item, Settings()), date(2026, 3, 9), published()
                )
                if clock.kind is ClockKind.DELIVERY
            ]
            for code, item in (("land", LAND), ("project", PROJECT))
        }
        assert running == {"land": [], "project": [date(2026, 3, 20)]}

    def test_the_whole_is_withdrawn_with_all_its_lanes_and_no_lane_alone(self) -> None:
        project = Project().filed()
        assert project.refused("land", Withdraw, reason="不办了") == "lane_of_joint"
        project.done("project", Withdraw, reason="不办了")
        assert set(project.status().values()) == {Status.WITHDRAWN}

    def test_at_every_point_somebody_can_act(self) -> None:
        project = Project().filed()
        for lane in ("land", "plan", "fire", "build"):
            family = project.family
            possible = [
                line.act
                for case in project.cases.values()
                for line in case_acts(
                    case,
                    {**ITEMS, "project": PROJECT}[case.item],
                    replace(RULES, now=project.now),
                    project.now,
                    family,
                )
                if line.refusal is None
            ]
            assert "finish_step" in possible
            project.granted(lane)
        assert project.case("project").status is Status.GRANTED
