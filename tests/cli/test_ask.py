"""`ask`: questions by name, answers as JSON lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clerk_tui.cli.commands.work.ask import NAMES, form_of
from tests.support.cli.command_line import Cli
from tests.support.halls.demo_hall import DAY

ASKED = {
    "item": ("code=food.operation.new",),
    "window": ("window=3",),
    "snapshot": ("window=3", "commands=a,b"),
}
ANSWERED_BY_NOTHING = {
    "notice": ("number=none",),
    "applicant": ("command=none",),
    "collection": (),
    "draft": ("commands=[]",),
    "filed": ("id_kind=resident_id", "id_number=500102199003070010", "name=李小禾"),
}


def is_of_a_case(name: str) -> bool:
    return "code" in form_of(name).names and name != "item"


@pytest.mark.parametrize(
    "name", [name for name in NAMES if not is_of_a_case(name) and name not in ANSWERED_BY_NOTHING]
)
def test_every_query_is_answered(cli: Cli, demo: Path, name: str) -> None:
    ran = cli("ask", "--db", demo, "--today", DAY, name, *ASKED.get(name, ()))
    assert ran.code == 0
    assert ran.records


@pytest.mark.parametrize(
    "name", [name for name in NAMES if is_of_a_case(name) or name in ANSWERED_BY_NOTHING]
)
def test_every_query_about_a_case_is_answered(cli: Cli, demo: Path, name: str) -> None:
    code = first_case(cli, demo)
    named = [f"{each}={code}" for each in ("code", "codes") if each in form_of(name).names]
    ran = cli("ask", "--db", demo, "--today", DAY, name, *named, *ANSWERED_BY_NOTHING.get(name, ()))
    nothing = name in ("notice", "applicant", "collection")
    assert ran.code == (1 if nothing else 0), ran.err
    assert len(ran.err.splitlines()) == nothing


def test_what_is_personal_may_be_told_by_standard_input(cli: Cli, db: Path) -> None:
    line = (
        '{"act": "open_case", "item": "food.operation.new",'
        ' "applicant": {"name": "李小禾", "id_number": "500102199003070010"}}'
    )
    code = cli("do", "--db", db, "--user", "u", "--window", "1", lines=line).records[0]["stream"]
    asked = ("filed", "id_kind=resident_id", "id_number=-", "name=-")
    [told] = cli("ask", "--db", db, *asked, lines="500102199003070010\n李小禾\n").records
    assert told["code"] == code


def test_what_a_notice_would_tell_is_asked_with_the_commands(cli: Cli, demo: Path) -> None:
    code = str(cli("ask", "--db", demo, "--today", DAY, "cases", "limit=1").records[0]["code"])
    envelope = {"id": "x", "at": f"{DAY}T10:00:00+08:00", "user": "u"}
    command = {**envelope, "act": "withdraw", "case": code, "reason": "r"}
    drafts = cli("ask", "--db", demo, "--today", DAY, "draft", f"commands={json.dumps([command])}")
    assert drafts.code == 0, drafts.err
    assert all(each["number"] == "" for each in drafts.records)
    for wrong in ("[", "{}", "[{}]", '[{"act": "withdraw"}]', '[{"act": "burn"}]'):
        ran = cli("ask", "--db", demo, "draft", f"commands={wrong}")
        assert (ran.code, len(ran.err.splitlines())) == (2, 1), wrong


def first_case(cli: Cli, demo: Path) -> str:
    return str(cli("ask", "--db", demo, "--today", DAY, "cases", "limit=1").records[0]["code"])


def test_a_case_is_found_by_its_code_as_it_is_read_out(cli: Cli, demo: Path) -> None:
    code = first_case(cli, demo)
    spoken = f"{code[:6]} {code[6:12]}-{code[12:]}".lower()
    [case] = cli("ask", "--db", demo, "case", f"code={spoken}").records
    assert isinstance(case["line"], dict)
    assert case["line"]["code"] == code


def test_what_else_a_case_s_applicant_has_is_asked_by_the_case(cli: Cli, demo: Path) -> None:
    cases = cli("ask", "--db", demo, "--today", DAY, "cases", "tab=to_collect").records
    ready = next(str(each["code"]) for each in cases if each["light"] != "red")
    assert cli("ask", "--db", demo, "--today", DAY, "earlier", f"code={ready}").code == 0
    told = cli("ask", "--db", demo, "--today", DAY, "results", f"code={ready}").records
    assert all(each["status"] in ("granted", "refused") for each in told)


def test_an_applicant_is_shown_whole_only_to_the_command_that_revealed_it(cli: Cli, db: Path) -> None:
    lines = (
        '{"act": "open_case", "item": "food.operation.new", "applicant":'
        ' {"name": "李小禾", "id_number": "500102199003070010"}}\n'
        '{"act": "reveal", "case": "@case", "reason": "核对电话", "id": "look"}\n'
    )
    done = cli("do", "--db", db, "--user", "u", "--window", "1", lines=lines)
    code = done.records[0]["stream"]
    [applicant] = cli("ask", "--db", db, "applicant", f"code={code}", "command=look").records
    assert applicant["name"] == "李小禾"
    ran = cli("ask", "--db", db, "applicant", f"code={code}", "command=another")
    assert ran.code == 1
    assert not ran.out


def test_a_mistyped_code_is_wrong_use_and_an_unknown_one_is_refused(cli: Cli, demo: Path) -> None:
    code = first_case(cli, demo)
    mistyped = code[:-1] + ("1" if code[-1] != "1" else "2")
    assert cli("ask", "--db", demo, "case", f"code={mistyped}").code == 2
    ran = cli("ask", "--db", demo, "case", "code=500102261122A03000N")
    assert ran.code == 1
    assert "500102261122A03000N" in ran.complaint


def test_pages_asked_one_by_one_give_the_whole_list(cli: Cli, demo: Path) -> None:
    whole = cli("ask", "--db", demo, "--today", DAY, "cases").records
    told: list[dict[str, object]] = []
    after: list[str] = []
    while True:
        *lines, end = cli("ask", "--db", demo, "--today", DAY, "cases", "limit=7", *after).records
        told += lines
        assert end["total"] == len(whole)
        if end["after"] is None:
            break
        after = [f"after={end['after']}"]
    assert told == whole


def test_lights_are_words_and_gravest_first(cli: Cli, demo: Path) -> None:
    order = ["law", "red", "yellow"]
    lights = [str(each["light"]) for each in cli("ask", "--db", demo, "--today", DAY, "lights").records]
    assert set(lights) == set(order)
    assert lights == sorted(lights, key=order.index)


def test_the_numbers_are_those_of_the_lists(cli: Cli, demo: Path) -> None:
    [counts] = cli("ask", "--db", demo, "--today", DAY, "counts").records
    cases = cli("ask", "--db", demo, "--today", DAY, "cases").records
    assert isinstance(counts["lights"], dict)
    for light, number in counts["lights"].items():
        assert number == sum(case["light"] == light for case in cases)


def test_no_answer_holds_anybody_unmasked(cli: Cli, db: Path) -> None:
    line = (
        '{"act": "open_case", "item": "food.operation.new", "applicant":'
        ' {"name": "李小禾", "id_number": "500102199003070010", "phone": "13800001234",'
        ' "agent": {"name": "赵大力", "id_number": "500102199003070010", "authority": "x"}}}'
    )
    code = cli("do", "--db", db, "--user", "u", "--window", "1", lines=line).records[0]["stream"]
    asked = [["cases"], ["case", f"code={code}"], ["steps"], ["lights"], ["entries"], ["queue"]]
    told = "".join(cli("ask", "--db", db, *each).out for each in asked)
    told += cli("export", "--db", db, "cases").out + cli("why", "--db", db, str(code)).out
    assert str(code) in told
    for secret in ("李小禾", "赵大力", "500102199003070010", "13800001234"):
        assert secret not in told


def test_the_window_of_the_session_is_the_question_s(cli: Cli, demo: Path) -> None:
    [window] = cli("ask", "--db", demo, "--window", "2", "window").records
    assert window["code"] == "2"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["weather"], "queue, window, board"),
        (["cases", "colour=red"], "tab, window, department"),
        (["cases", "tab"], "tab"),
        (["cases", "tab=nowhere"], "in_hand"),
        (["cases", "limit=0"], "limit"),
        (["cases", "limit=many"], "limit"),
        (["cases", "after=x"], "after"),
        (["case"], "code"),
        (["item"], "code"),
        (["day", "day=soon"], "soon"),
        (["filed", "id_kind=stamp", "id_number=x"], "resident_id"),
        (["snapshot", "window=3", "have=many"], "have"),
    ],
)
def test_a_question_asked_wrongly_is_told_what_there_is(
    cli: Cli, demo: Path, arguments: list[str], told: str
) -> None:
    ran = cli("ask", "--db", demo, *arguments)
    assert ran.code == 2
    assert told in ran.complaint
    assert not ran.out


def test_a_database_that_is_not_there_is_unavailable(cli: Cli, tmp_path: Path) -> None:
    ran = cli("ask", "--db", tmp_path / "none.db", "counts")
    assert ran.code == 4
    assert "none.db" in ran.complaint
