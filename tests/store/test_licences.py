"""The register of licences: written by grants and revocations, verified, and brought along by an upgrade."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from data.model.applicant import Applicant, IdKind
from data.model.case import Verdict
from data.model.command import CheckMaterials, Decide, Finding, Revoke, TellSituation
from data.model.item import Answer, Condition, Department, Item, Question
from data.model.licence import Licence
from data.store.loading.licences import licences_of
from data.store.schema.account_tables import EVERY
from data.store.schema.tables import HALL
from data.store.schema.upgrade import upgrade
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from tests.support.halls.setting_up import put_items
from tests.support.joint.project import ITEMS
from tests.support.sitting import Sitting
from tests.support.store.grounds import ground
from tests.support.store.hall_file import raw
from tests.support.story import WANG

TRAVELLER = Applicant(name="Ana Ruiz", id_kind=IdKind.PASSPORT, id_number="XD1234567")
TWIN = replace(TRAVELLER, name="Ana Luz")
PLAN = ITEMS["plan"]


def granted(desk: Sitting, applicant: Applicant = WANG) -> str:
    """A land licence granted to somebody; its case, which is also its number."""
    assert isinstance(desk.hall, SqlHall)
    departments = [Department(code=code, name=code, abbreviation=code) for code in ITEMS]
    put_items(desk.hall, ITEMS.values(), departments)
    case = desk.accepted(ITEMS["land"], applicant=applicant)
    desk.handled(case, ITEMS["land"])
    desk.done(Decide, case=case, granted=True)
    return case


def found(desk: Sitting, case: str) -> tuple[Verdict, str]:
    """What was found of the land licence that a plan asks for."""
    line = next(each for each in desk.file(case).checklist if each.code == "land")
    return line.verdict, line.licence


def held(path: Path, applicant: Applicant = WANG) -> tuple[Licence, ...]:
    """The applicant's licences in the register."""
    with raw(path) as connection:
        return licences_of(connection, "500102", applicant)


def test_a_grant_is_registered_and_a_revocation_noted(path: Path) -> None:
    with ground(path).sitting() as desk:
        case = granted(desk)
        issued = Licence(number=case, kind="land-licence", case=case, issued=date(2026, 3, 18))
        assert held(path) == (issued,)
        desk.on("2026-04-01")
        desk.done(Revoke, case=case, reason="以欺骗取得")
        assert held(path) == (replace(issued, revoked=date(2026, 4, 1)),)
    assert verify(path).whole


def test_the_register_does_not_say_who_holds_what(path: Path) -> None:
    with ground(path).sitting() as desk:
        granted(desk)
    with raw(path) as connection:
        (row,) = connection.execute("SELECT * FROM licence").fetchall()
    assert not {WANG.name, WANG.id_number, WANG.phone} & {str(value) for value in row}


def test_a_passport_s_number_is_one_person_s_only_with_the_name(path: Path) -> None:
    with ground(path).sitting() as desk:
        case = granted(desk, TRAVELLER)
        assert found(desk, desk.opened(PLAN, TRAVELLER)) == (Verdict.REUSED, case)
        assert found(desk, desk.opened(PLAN, TWIN)) == (Verdict.UNCHECKED, "")
        assert found(desk, desk.opened(PLAN)) == (Verdict.UNCHECKED, "")


def test_a_licence_issued_while_the_case_waits_is_ticked_at_the_next_look(path: Path) -> None:
    with ground(path).sitting() as desk:
        granted(desk, TRAVELLER)
        plan = desk.opened(PLAN)
        case = granted(desk)
        assert found(desk, plan) == (Verdict.UNCHECKED, "")
        desk.done(CheckMaterials, case=plan, findings=(Finding(material="form", verdict=Verdict.THERE),))
        assert found(desk, plan) == (Verdict.REUSED, case)


def asking() -> Item:
    """A plan that asks for the land licence in one situation only."""
    question = Question(
        code="new", text="新地", answers=(Answer(code="yes", text="是"), Answer(code="no", text="否"))
    )
    form, land = PLAN.materials
    when = (Condition(question="new", answers=("yes",)),)
    return replace(PLAN, version="2", questions=(question,), materials=(form, replace(land, when=when)))


def test_what_applies_after_all_is_ticked_again(path: Path) -> None:
    with ground(path).sitting() as desk:
        case = granted(desk)
        assert isinstance(desk.hall, SqlHall)
        put_items(desk.hall, [asking()])
        plan = desk.opened(PLAN, answers=(("new", "no"),))
        assert found(desk, plan)[0] is Verdict.NOT_APPLICABLE
        desk.done(TellSituation, case=plan, answers=(("new", "yes"),))
        assert found(desk, plan) == (Verdict.REUSED, case)


@pytest.mark.parametrize("column", ["number", "kind", "holder", "issued"])
def test_a_changed_entry_is_found(path: Path, column: str) -> None:
    with ground(path).sitting() as desk:
        granted(desk)
    with raw(path) as connection:
        connection.execute(f"UPDATE licence SET {column} = 'x'")
    assert {each.key for each in verify(path).problems} & {"row_differs", "row_missing"}


def test_an_older_file_has_its_licences_registered(path: Path) -> None:
    with ground(path).sitting() as desk:
        first = granted(desk)
        granted(desk, TRAVELLER)
        desk.on("2026-04-01")
        desk.done(Revoke, case=first, reason="以欺骗取得")
    before = held(path), held(path, TRAVELLER)
    with raw(path) as connection:
        connection.execute("DROP TABLE licence")
        for table in set(EVERY.sorted_tables) - set(HALL):
            connection.execute(f"DROP TABLE {table.name}")
        connection.execute("ALTER TABLE window DROP COLUMN station")
        connection.execute("UPDATE alembic_version SET version_num = '0005'")
    upgrade(path)
    assert (held(path), held(path, TRAVELLER)) == before
    assert len(before[0]) == len(before[1]) == 1
    assert verify(path).whole


def test_a_desk_that_has_looked_before_knows_what_another_has_granted_or_revoked_since(path: Path) -> None:
    with ground(path).sitting() as ours, ground(path).sitting() as theirs:
        theirs.ids = count(10_000_000)
        assert isinstance(ours.hall, SqlHall)
        put_items(
            ours.hall, ITEMS.values(), [Department(code=code, name=code, abbreviation=code) for code in ITEMS]
        )
        before = ours.opened(PLAN, applicant=WANG)
        assert found(ours, before) == (Verdict.UNCHECKED, "")
        licence = granted(theirs)
        assert found(ours, ours.opened(PLAN, applicant=WANG)) == (Verdict.REUSED, licence)
        theirs.done(Revoke, case=licence, reason="以欺骗取得")
        assert found(ours, ours.opened(PLAN, applicant=WANG)) == (Verdict.UNCHECKED, "")


def test_a_desk_s_own_grant_and_revocation_are_known_to_it_at_once(path: Path) -> None:
    with ground(path).sitting() as desk:
        licence = granted(desk)
        assert found(desk, desk.opened(PLAN, applicant=WANG)) == (Verdict.REUSED, licence)
        desk.done(Revoke, case=licence, reason="以欺骗取得")
        assert found(desk, desk.opened(PLAN, applicant=WANG)) == (Verdict.UNCHECKED, "")
