"""The file of a joint case of five lanes beside that of a single case.

    python -m bench.joint_bench [ROUNDS]

Both are accepted and in a department's hands; of the joint case two lanes are granted. Medians of the rounds
are told; ratios last, times do not.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from datetime import date, datetime
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypedDict

from data.catalogue.files import read_catalogue
from data.demo.demo_place import CARD, WINDOWS
from data.model.applicant import Applicant, IdKind
from data.model.case import Verdict
from data.model.command import Accept, CheckMaterials, Command, Decide, Finding, FinishStep, OpenCase
from data.model.item import ApplicantKind
from data.model.outcome import Receipt
from data.model.query import AskCase
from data.model.view import CaseFile
from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock, at
from tests.support.halls.setting_up import install

MOMENT = at(date(2026, 3, 18), 9)
COMPANY = Applicant(
    name="重庆某某机械有限公司",
    kind=ApplicantKind.ENTERPRISE,
    id_kind=IdKind.CREDIT_CODE,
    id_number="91350100M000100Y43",
)
NUMBERS = count(1)


class Who(TypedDict):
    """What every command carries."""

    id: str
    at: datetime
    user: str
    window: str


def who() -> Who:
    """The next command's envelope."""
    return Who(id=str(next(NUMBERS)), at=MOMENT, user="张敏", window="3")


def done(hall: SqlHall, command: Command) -> Receipt:
    """Send a command that must be carried out."""
    outcome = hall.do(command)
    assert isinstance(outcome, Receipt), outcome
    return outcome


def file_of(hall: SqlHall, case: str) -> CaseFile:
    """The file of a case."""
    file = hall.ask(AskCase(code=case))
    assert file is not None
    return file


def accepted(hall: SqlHall, item: str) -> str:
    """A case of an item with everything there."""
    case = done(hall, OpenCase(**who(), item=item, applicant=COMPANY)).stream
    lines = file_of(hall, case).checklist
    findings = tuple(Finding(material=line.code, verdict=Verdict.THERE) for line in lines)
    done(hall, CheckMaterials(**who(), case=case, findings=findings))
    done(hall, Accept(**who(), case=case))
    return case


def milliseconds(hall: SqlHall, case: str, rounds: int) -> float:
    """The median time of asking for a case."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        file_of(hall, case)
        times.append((perf_counter() - start) * 1000)
    return median(times)


def main() -> None:
    """Print both times and their ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hall.db"
        create(path)
        with closing(SqlHall.open(path, TravellingClock(MOMENT), durable=False)) as hall:
            install(hall, read_catalogue(), CARD, WINDOWS)
            single = accepted(hall, "construction.works")
            whole = accepted(hall, "joint.industrial")
            site, feasibility, *_ = (lane.code for lane in file_of(hall, whole).lanes)
            for case, steps in ((site, ("examine",)), (feasibility, ("examine", "planning", "housing"))):
                for step in steps:
                    done(hall, FinishStep(**who(), case=case, step=step))
                done(hall, Decide(**who(), case=case, granted=True))
            lanes = len(file_of(hall, whole).lanes)
            alone, joint = milliseconds(hall, single, rounds), milliseconds(hall, whole, rounds)
            lane = milliseconds(hall, file_of(hall, whole).lanes[2].code, rounds)
            print(f"{'AskCase, a single case':44}{alone:8.2f} ms")
            print(f"{f'AskCase, a joint case of {lanes} lanes':44}{joint:8.2f} ms {joint / alone:6.2f} x")
            print(f"{'AskCase, one of its lanes':44}{lane:8.2f} ms {lane / alone:6.2f} x")


if __name__ == "__main__":
    main()
