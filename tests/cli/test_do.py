"""`do`: commands as JSON lines in, one outcome a line out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.support.cli.command_line import Cli

ROOT = Path(__file__).parents[2]
ONE_CASE = ROOT / "docs/examples/one-case.jsonl"
ID_NUMBER = "500102199003070010"
WHO = ("--user", "张敏", "--window", "3")


def command(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


def opening(**changes: object) -> str:
    applicant = {"name": "李小禾", "id_number": ID_NUMBER, **changes}
    return command(act="open_case", item="food.operation.new", applicant=applicant)


def test_a_script_carries_one_case_from_its_ticket_to_its_collection(cli: Cli, db: Path) -> None:
    ran = cli("do", "--db", db, *WHO, ONE_CASE)
    assert ran.code == 0, ran.out
    assert {each["outcome"] for each in ran.records} == {"receipt"}
    [case] = cli("ask", "--db", db, "cases", "tab=all").records
    assert case["status"] == "collected"
    whole = cli("verify", "--db", db, "--json").records[0]
    assert whole["whole"] is True
    assert whole["cases"] == 1


def test_what_a_line_leaves_out_is_filled_in(cli: Cli, db: Path) -> None:
    ran = cli("do", "--db", db, *WHO, "--today", "2026-03-18", lines=command(act="take_ticket", zone="food"))
    [receipt] = ran.records
    [entry] = cli("ask", "--db", db, "entries", f"stream={receipt['stream']}").records
    assert entry["user"] == "张敏"
    assert entry["window"] == "3"
    assert str(entry["at"]).startswith("2026-03-18")
    assert entry["command"] == receipt["command"]


def test_blank_lines_and_comments_are_passed_over_and_lines_keep_their_numbers(cli: Cli, db: Path) -> None:
    lines = "# taken at the machine\n\n" + command(act="take_ticket", zone="food") + "\n"
    [receipt] = cli("do", "--db", db, *WHO, lines=lines).records
    assert receipt["line"] == 3


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "json"),
        ("[1]", "object"),
        ('"text"', "object"),
        (command(zone="food"), "act"),
        (command(act="fly"), "act"),
        (command(act="take_ticket"), "field"),
        (command(act="take_ticket", zone="food", colour="red"), "field"),
        (command(act="take_ticket", zone=3), "field"),
        (command(act="take_ticket", zone="food", at="2026-03-18T09:00:00"), "field"),
        (command(act="take_ticket", zone="food", id=" "), "field"),
        ('{"act": "take_ticket", "zone": NaN}', "json"),
        (command(act="take_ticket", zone="x" * 70_000), "too_long"),
        ("[" * 60_000, "json"),
        (command(act="accept", case="@case"), "nothing_before"),
        (command(act="serve", ticket="@ticket"), "nothing_before"),
    ],
)
def test_a_broken_line_is_told_and_the_next_is_carried_out(
    cli: Cli, db: Path, line: str, reason: str
) -> None:
    ran = cli("do", "--db", db, *WHO, lines=f"{line}\n{command(act='take_ticket', zone='food')}\n")
    invalid, receipt = ran.records
    assert (invalid["outcome"], invalid["line"], invalid["reason"]) == ("invalid", 1, reason)
    assert invalid["message"] not in ("", f"command.{reason}")
    assert receipt["outcome"] == "receipt"
    assert ran.code == 2


def test_bytes_that_are_not_utf8_are_a_broken_line(cli: Cli, db: Path) -> None:
    text = command(act="take_ticket", zone="许可").encode("gbk")
    ran = cli("do", "--db", db, *WHO, lines=text)
    assert ran.records[0]["reason"] == "json"
    assert ran.code == 2


def test_an_endless_line_does_not_hide_the_next(cli: Cli, db: Path) -> None:
    lines = b"x" * 1_000_000 + b"\n" + command(act="take_ticket", zone="food").encode()
    ran = cli("do", "--db", db, *WHO, lines=lines)
    assert [each["outcome"] for each in ran.records] == ["invalid", "receipt"]
    assert ran.records[1]["line"] == 2


def test_stop_stops_at_the_first_command_that_is_not_done(cli: Cli, db: Path) -> None:
    lines = "\n".join([command(act="take_ticket", zone="nowhere"), command(act="take_ticket", zone="food")])
    ran = cli("do", "--db", db, *WHO, "--stop", lines=lines)
    assert [each["outcome"] for each in ran.records] == ["refusal"]
    assert ran.code == 1


def test_a_refusal_says_why_by_which_law_and_ends_with_one(cli: Cli, db: Path) -> None:
    lines = "\n".join([opening(), command(act="accept", case="@case")])
    ran = cli("do", "--db", db, *WHO, "--lang", "en", lines=lines)
    refusal = ran.records[1]
    assert refusal["outcome"] == "refusal"
    assert refusal["reason"] == "unchecked"
    assert "Administrative Licensing Law" in str(refusal["message"])
    assert ran.code == 1


def test_an_unknown_item_is_refused(cli: Cli, db: Path) -> None:
    line = command(act="open_case", item="no.such", applicant={"name": "李小禾", "id_number": ID_NUMBER})
    ran = cli("do", "--db", db, *WHO, lines=line)
    assert ran.records[0]["reason"] == "item_unknown"
    assert ran.code == 1


def test_a_wrong_identifier_is_refused_in_words_that_do_not_hold_it(cli: Cli, db: Path) -> None:
    wrong = ID_NUMBER[:-1] + "1"
    ran = cli("do", "--db", db, *WHO, lines=opening(id_number=wrong))
    assert ran.records[0]["reason"] == "identifier.check"
    assert "GB 11643" in str(ran.records[0]["message"])
    assert wrong not in ran.out + ran.err
    assert "李小禾" not in ran.out + ran.err


def test_a_field_of_the_wrong_kind_is_named_and_what_it_held_is_not(cli: Cli, db: Path) -> None:
    ran = cli("do", "--db", db, *WHO, lines=opening(phone=13800001234))
    assert "applicant.phone" in str(ran.records[0]["message"])
    assert "13800001234" not in ran.out + ran.err


def test_who_comes_second_is_told_of_the_conflict(cli: Cli, db: Path) -> None:
    lines = [opening(), command(act="withdraw", case="@case", reason="-", expected=1)]
    ran = cli("do", "--db", db, *WHO, lines="\n".join(lines))
    assert ran.records[1]["outcome"] == "conflict"
    assert ran.code == 3


def test_the_gravest_outcome_gives_the_exit_code(cli: Cli, db: Path) -> None:
    lines = [opening(), command(act="withdraw", case="@case", reason="-", expected=1), "{", "{}"]
    assert cli("do", "--db", db, *WHO, lines="\n".join(lines)).code == 3


def test_the_same_id_again_gives_the_first_receipt_again(cli: Cli, db: Path) -> None:
    line = command(act="take_ticket", zone="food", id="once", at="2026-03-18T09:00:00+08:00")
    first = cli("do", "--db", db, *WHO, lines=line).records[0]
    again = cli("do", "--db", db, *WHO, lines=line).records[0]
    assert again == first
    assert len(cli("ask", "--db", db, "queue", "--today", "2026-03-18").records) == 1


def test_a_read_only_hall_carries_nothing_out(cli: Cli, db: Path) -> None:
    lines = "\n".join([command(act="take_ticket", zone="food")] * 2)
    ran = cli("do", "--db", db, *WHO, "--read-only", lines=lines)
    assert [each["outcome"] for each in ran.records] == ["unavailable"]
    assert ran.records[0]["reason"] == "read_only"
    assert ran.code == 4


def test_a_command_file_that_is_not_there_is_wrong_use(cli: Cli, db: Path) -> None:
    ran = cli("do", "--db", db, "nothing.jsonl")
    assert "nothing.jsonl" in ran.complaint
    assert ran.code == 2


def test_the_schema_is_sound_and_fits_the_commands_of_the_example(cli: Cli) -> None:
    ran = cli("do", "--schema")
    [schema] = ran.records
    validator = jsonschema.Draft202012Validator
    validator.check_schema(schema)
    filled = {"id": "1", "at": "2026-03-18T09:00:00+08:00", "user": "张敏", "window": "3"}
    lines = [line for line in ONE_CASE.read_text("utf-8").splitlines() if line and line[0] != "#"]
    for line in lines:
        validator(schema).validate(filled | json.loads(line))
    with pytest.raises(jsonschema.ValidationError):
        validator(schema).validate(filled | {"act": "fly"})


def test_every_outcome_is_told_before_the_next_command_is_read(db: Path) -> None:
    arguments = [sys.executable, "-m", "clerk_tui", "do", "--db", str(db), *WHO]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        for number in (1, 2, 3):
            process.stdin.write(command(act="take_ticket", zone="food") + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["number"] == f"D{number:03}"
        process.stdin.close()
        assert process.wait() == 0
