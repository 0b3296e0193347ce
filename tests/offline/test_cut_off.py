"""The window cut off: what goes on, what does not and why, and that nothing is lost on the way back."""

from __future__ import annotations

import stat
from dataclasses import replace

import pytest

from data.model.case import Status, Verdict
from data.model.command import (
    Accept,
    CallNext,
    CheckMaterials,
    Finding,
    FinishStep,
    FinishTicket,
    OpenCase,
    TakeTicket,
    Withdraw,
)
from data.model.hall import HALL
from data.model.offline.journal import Wait, Way
from data.model.outcome import Conflict, Receipt, Refusal
from data.model.query import AskCase, AskCounts, AskDepartments, AskEntries, AskItems, AskWindow
from data.port.errors import HallUnavailable
from data.store.upkeep.verify import verify
from tests.support.offline.far_window import LI, AtWindow, receipt
from tests.support.sitting import VENUE
from tests.support.story import FOOD, WANG


def test_a_case_is_received_checked_and_accepted_alone_and_is_the_halls_on_return(window: AtWindow) -> None:
    here = window.here
    ticket = here.serving()
    window.seen()
    window.cable.pull()

    case = here.opened(ticket=ticket)
    here.all_there(case)
    accepted = here.done(Accept, case=case)
    here.done(FinishTicket, ticket=ticket)

    standing = window.hall.standing()
    assert (standing.connected, standing.waiting, standing.unsettled) == (False, 4, 0)
    assert not window.did(accepted.command)

    window.back()
    assert window.hall.standing().connected
    assert window.hall.standing().waiting == 0
    file = window.far.ask(AskCase(code=case))
    assert file is not None
    assert file.line.status is Status.ACCEPTED
    assert file.line.clerk == "张敏"
    # The code given while cut off is the one that the hall gives; the notices are numbered there.
    assert [notice.kind.value for notice in file.notices] == ["receipt", "acceptance"]
    assert verify(window.folder / "hall" / "hall.db").problems == ()


def test_a_moment_is_the_one_at_which_it_was_done_here(window: AtWindow) -> None:
    window.cable.pull()
    case = window.here.opened()
    done_at = window.clock.now()
    window.here.later(3600)
    window.back()
    lines = [line for line in window.log() if line.stream == case]
    assert {line.at for line in lines} == {done_at}
    assert {line.recorded for line in lines} == {window.clock.now()}


def test_what_needs_the_hall_is_refused_with_the_reason(window: AtWindow) -> None:
    window.here.take()
    case = window.here.accepted()
    window.seen()
    window.cable.pull()
    window.hall.ask(AskCounts(window="3"))
    for act, fields in (
        (CallNext, {}),
        (TakeTicket, {"zone": "market"}),
        (FinishStep, {"case": case, "step": FOOD.steps[1].code}),
    ):
        outcome = window.here.do(act, **fields)
        assert isinstance(outcome, Refusal)
        assert outcome.reason == "cut_off"
    view = window.hall.ask(AskWindow(window="3"))
    refused = {line.act: line.refusal.reason for line in view.acts if line.refusal}
    assert refused["call_next"] == "cut_off"
    assert window.hall.standing().waiting == 0


@pytest.mark.parametrize("query", [AskEntries(), AskDepartments()])
def test_what_only_the_whole_hall_can_tell_is_not_made_up(window: AtWindow, query: AskEntries) -> None:
    window.cable.pull()
    with pytest.raises(HallUnavailable, match="needs_hall"):
        window.hall.ask(query)


def test_every_item_can_be_found_alone(window: AtWindow) -> None:
    there = window.far.ask(AskItems())
    window.cable.pull()
    assert window.hall.ask(AskItems()) == there


def test_no_notice_is_numbered_alone(window: AtWindow) -> None:
    window.cable.pull()
    case = window.here.accepted()
    file = window.hall.ask(AskCase(code=case))
    assert file is not None
    assert file.notices == ()


def test_a_lost_answer_to_what_can_be_done_alone_is_done_once(window: AtWindow) -> None:
    window.cable.lose_answers = 1
    outcome = receipt(window.here.do(OpenCase, item=FOOD.code, applicant=WANG))
    assert window.did(outcome.command)
    assert window.hall.standing().waiting == 1
    window.back()
    assert window.hall.standing().waiting == 0
    assert sum(line.kind == "case_opened" for line in window.log()) == 1


def test_a_lost_answer_to_a_call_is_known_on_return(window: AtWindow) -> None:
    window.here.take()
    window.cable.lose_answers = 1
    with pytest.raises(HallUnavailable, match="lost_answer"):
        window.here.do(CallNext)
    assert window.hall.standing().waiting == 1
    window.back()
    assert window.hall.standing().waiting == 0
    view = window.hall.ask(AskWindow(window="3"))
    assert view.active is not None


def test_a_call_that_never_arrived_is_not_made_later_unasked(window: AtWindow) -> None:
    window.here.take()
    window.cable.lose_commands = 1
    with pytest.raises(HallUnavailable, match="lost_answer"):
        window.here.do(CallNext)
    window.back()
    (unsent,) = window.hall.unsent()
    assert (unsent.wait, unsent.problem, unsent.here) == (Wait.SETTLING, "never_arrived", None)
    assert window.hall.ask(AskWindow(window="3")).active is None
    assert window.hall.settle(unsent.id, Way.DROP, "已经走了") == "dropped"
    assert window.hall.unsent() == ()


@pytest.mark.parametrize("way", Way)
def test_a_call_that_arrives_late_is_neither_given_up_nor_made_twice(window: AtWindow, way: Way) -> None:
    window.here.take()
    window.here.take()
    call = window.here.make(CallNext)
    window.cable.lose_commands = 1
    with pytest.raises(HallUnavailable, match="lost_answer"):
        window.hall.do(call)
    window.back()
    (unsent,) = window.hall.unsent()
    assert unsent.problem == "never_arrived"
    arrived = receipt(window.far.do(call))
    assert window.hall.settle(unsent.id, way, "已经走了") == "done"
    assert window.hall.do(call) == arrived
    assert sum(line.kind == "ticket_called" for line in window.log()) == 1
    assert window.hall.unsent() == ()


def test_only_what_the_hall_was_asked_about_is_taken_never_to_have_arrived(window: AtWindow) -> None:
    window.here.take()
    window.cable.lose_answers = 1
    with pytest.raises(HallUnavailable, match="lost_answer"):
        window.here.do(CallNext)
    # The answer to a question that was asked before this command was lost.
    window.hall.sending.learn((), {})
    assert (window.hall.standing().waiting, window.hall.standing().unsettled) == (1, 0)
    window.back()
    assert (window.hall.standing().waiting, window.hall.standing().unsettled) == (0, 0)


def test_the_same_command_again_gives_the_same_receipt_alone(window: AtWindow) -> None:
    window.cable.pull()
    command = window.here.make(OpenCase, item=FOOD.code, applicant=WANG)
    first = window.hall.do(command)
    assert isinstance(first, Receipt)
    assert window.hall.do(command) == first
    window.back()
    assert receipt(window.hall.do(command)).stream == first.stream
    assert sum(line.kind == "case_opened" for line in window.log()) == 1


def test_somebody_else_acted_meanwhile_and_both_versions_stay_in_view(window: AtWindow) -> None:
    here = window.here
    case = here.opened()
    here.all_there(case)
    file = window.hall.ask(AskCase(code=case))
    assert file is not None
    window.seen()
    window.cable.pull()
    here.done(Accept, case=case, expected=file.line.seq)
    window.there.done(Withdraw, case=case, reason="申请人撤回")
    window.back()

    assert window.hall.standing().connected
    assert window.hall.standing().unsettled == 1
    (unsent,) = window.hall.unsent()
    assert isinstance(unsent.outcome, Conflict)
    assert unsent.here is not None
    assert unsent.here.status == "status.accepted"
    assert unsent.there is not None
    assert unsent.there.status == "status.withdrawn"
    assert unsent.there.events == ("case_withdrawn",)
    assert unsent.there.by == "李强"

    # Nothing is done on that case before it is settled.
    outcome = here.do(Withdraw, case=case, reason="再撤")
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "unsettled_first"
    # Given again, the hall refuses it, and it is still in view.
    assert window.hall.settle(unsent.id, Way.AGAIN, "再试") == "still"
    (unsent,) = window.hall.unsent()
    assert isinstance(unsent.outcome, Refusal)
    assert unsent.outcome.reason == "case_ended"
    window.again()
    assert window.hall.standing().unsettled == 1
    assert window.hall.settle(unsent.id, Way.DROP, "已撤回") == "dropped"
    assert window.hall.standing().unsettled == 0
    window.again()
    assert window.hall.standing().unsettled == 0


def test_what_follows_a_refused_command_waits_and_other_cases_go_on(window: AtWindow) -> None:
    here = window.here
    first, second = here.opened(), here.opened(applicant=LI)
    window.seen()
    window.cable.pull()
    seq = _seq(window, first)
    here.done(CheckMaterials, case=first, expected=seq, findings=_all(Verdict.THERE))
    held = here.done(Accept, case=first, expected=_seq(window, first))
    here.all_there(second)
    free = here.done(Accept, case=second)
    window.there.found(first, **{FOOD.materials[0].code: Verdict.MISSING})
    window.back()
    assert not window.did(held.command)
    assert window.did(free.command)
    checked, accepted = window.hall.unsent()
    assert (checked.wait, checked.behind) == (Wait.SETTLING, 1)
    assert accepted.wait is Wait.BEHIND

    # The clerk has seen both, and gives the findings again: what waited behind goes with them.
    assert window.hall.settle(checked.id, Way.AGAIN, "材料齐") == "done"
    assert window.hall.unsent() == ()
    assert window.did(held.command)
    file = window.far.ask(AskCase(code=first))
    assert file is not None
    assert file.line.status is Status.ACCEPTED


def test_a_code_that_another_desk_has_got_meanwhile_is_followed_through(window: AtWindow) -> None:
    here = window.here
    window.cable.pull()
    case = here.opened()
    here.all_there(case)
    accepted = here.done(Accept, case=case)
    # A lead sits at the same window, at another desk.
    window.there.window = "3"
    taken = window.there.opened(applicant=LI)
    assert taken == case
    window.back()
    assert window.hall.unsent() == ()
    carried = window.hall.carried()
    ((old, new),) = carried.renamed
    assert (old, carried.sent) == (case, 3)
    file, other = window.far.ask(AskCase(code=new)), window.far.ask(AskCase(code=case))
    assert file is not None
    assert other is not None
    assert (file.line.status, other.line.status) == (Status.ACCEPTED, Status.RECEIVED)
    assert any(line.command == accepted.command and line.stream == new for line in window.log())


def test_an_application_that_the_hall_has_already_is_settled_by_the_clerk(window: AtWindow) -> None:
    here = window.here
    window.cable.pull()
    case = receipt(here.do(OpenCase, item=FOOD.code, applicant=WANG)).stream
    here.all_there(case)
    received_at = here.hall.ask(AskCase(code=case))
    window.there.opened()
    here.later(600)
    window.back()
    opened, checked = window.hall.unsent()
    assert isinstance(opened.outcome, Refusal)
    assert opened.outcome.reason == "open_already"
    assert (opened.code, opened.behind, checked.wait) == ("", 1, Wait.BEHIND)
    assert window.hall.settle(opened.id, Way.AGAIN, "另一店铺") == "done"
    assert window.hall.unsent() == ()
    files = [window.far.ask(AskCase(code=line.stream)) for line in window.log() if line.kind == "case_opened"]
    assert len(files) == 2
    assert received_at is not None


def test_what_hangs_on_an_application_given_up_is_given_up_with_it(window: AtWindow) -> None:
    window.cable.pull()
    case = receipt(window.here.do(OpenCase, item=FOOD.code, applicant=WANG)).stream
    window.here.all_there(case)
    window.there.opened()
    window.back()
    opened, _ = window.hall.unsent()
    with pytest.raises(HallUnavailable, match="reason_needed"):
        window.hall.settle(opened.id, Way.DROP, " ")
    assert window.hall.settle(opened.id, Way.DROP, "重复") == "dropped"
    assert window.hall.unsent() == ()
    assert sum(line.kind == "case_opened" for line in window.log()) == 1


def test_the_desk_opens_without_its_hall_and_goes_on(window: AtWindow) -> None:
    window.cable.pull()
    case = window.here.opened()
    window.again()
    assert window.hall.standing().waiting == 1
    file = window.hall.ask(AskCase(code=case))
    assert file is not None
    window.here.all_there(case)
    window.again()
    window.here.done(Accept, case=case)
    window.back()
    assert window.hall.unsent() == ()
    file = window.far.ask(AskCase(code=case))
    assert file is not None
    assert file.line.status is Status.ACCEPTED


def test_what_was_done_just_before_the_cut_is_there_though_the_picture_had_not_come(window: AtWindow) -> None:
    case = window.here.opened()
    window.cable.pull()
    window.here.all_there(case)
    window.here.done(Accept, case=case)
    window.back()
    assert window.hall.unsent() == ()
    file = window.far.ask(AskCase(code=case))
    assert file is not None
    assert file.line.status is Status.ACCEPTED


def test_a_case_received_just_before_the_cut_is_there_though_its_call_is_not(window: AtWindow) -> None:
    case = window.here.opened(ticket=window.here.serving())
    window.cable.pull()
    window.here.all_there(case)
    window.here.done(Accept, case=case)
    window.back()
    assert window.hall.unsent() == ()
    file = window.far.ask(AskCase(code=case))
    assert file is not None
    assert (file.line.status, file.line.ticket[:1]) == (Status.ACCEPTED, "A")


def test_cut_again_while_sending_nothing_is_sent_twice(window: AtWindow) -> None:
    window.cable.pull()
    cases = [window.here.opened(applicant=replace(WANG, name=f"王{n}")) for n in range(4)]
    for case in cases:
        window.here.all_there(case)
    for lost in (1, 2, 1, 3):
        window.cable.plug()
        window.cable.lose_answers = lost
        with pytest.raises(HallUnavailable):
            window.catch_up()
        window.again()
    window.back()
    assert window.hall.unsent() == ()
    assert sum(line.kind == "case_opened" for line in window.log()) == 4
    commands = [line.command for line in window.log() if line.stream != HALL]
    order = list(dict.fromkeys(commands))
    assert order == sorted(order, key=lambda each: int(each[1:]))


def test_files_are_their_owners_alone_and_hold_nothing_of_other_windows(window: AtWindow) -> None:
    other = window.there.opened(applicant=LI, item=VENUE)
    window.here.opened()
    window.seen()
    folder = window.folder / "window"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    window.cable.pull()
    assert window.hall.ask(AskCase(code=other)) is None
    window.hall.close()
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert WANG.id_number.encode() in kept
    assert LI.id_number.encode() not in kept
    window.hall = window.here.hall = window.opened


def _seq(window: AtWindow, case: str) -> int:
    file = window.hall.ask(AskCase(code=case))
    assert file is not None
    return file.line.seq


def _all(verdict: Verdict) -> tuple[Finding, ...]:
    return tuple(Finding(material=each.code, verdict=verdict) for each in FOOD.materials)
