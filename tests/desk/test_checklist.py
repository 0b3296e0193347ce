"""The checklist under the fingers: reasons by number, counts, trust, everything at once, what is spared."""

from __future__ import annotations

from data.model.case import Trust, Verdict
from data.model.view import MaterialLine
from tests.support.desk.by_keys import receive
from tests.support.desk.seat import Seat, Sit


def lines(seat: Seat) -> tuple[MaterialLine, ...]:
    """The checklist as the desk knows it."""
    file = seat.app.desk.state.file
    assert file is not None
    return file.checklist


async def test_a_defect_is_named_by_its_number_in_the_hall_s_list(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("d")
        assert "1 缺签字或者盖章" in seat.text
        await seat.press("1", "enter")
        assert (lines(seat)[0].verdict, lines(seat)[0].reason) == (Verdict.DEFECTIVE, "缺签字或者盖章")


async def test_a_defect_of_one_s_own_words_and_one_beyond_what_fits(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("d")
        await seat.type("第3页缺公章")
        await seat.press("enter", "d")
        await seat.type("20")
        assert "20 经营范围与申请事项不符" in seat.text
        await seat.press("enter")
        reasons = [line.reason for line in lines(seat)[:2]]
        assert reasons == ["第3页缺公章", "经营范围与申请事项不符"]


async def test_only_the_reasons_for_the_act_are_offered(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("z")
        assert "可以联网核验" in seat.text
        assert "缺签字" not in seat.text


async def test_the_counts_handed_in_are_changed(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("C", "ctrl+u")
        await seat.type("x")
        await seat.press("f10")
        assert "整数" in seat.text
        await seat.press("ctrl+u")
        await seat.type("3")
        await seat.press("tab", "ctrl+u")
        await seat.type("2")
        await seat.press("f10")
        first = lines(seat)[0]
        assert (first.verdict, first.originals, first.copies) == (Verdict.THERE, 3, 2)
        assert "原3复2" in seat.text


async def test_trust_goes_round_and_the_cursor_stays(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        seen = []
        for _ in range(5):
            await seat.press("equals_sign")
            seen.append(lines(seat)[0].trust)
        start = list(Trust).index(seen[0] or Trust.A)
        assert seen == [list(Trust)[(start + step) % 4] for step in range(5)]
        assert lines(seat)[0].verdict is Verdict.THERE


async def test_everything_unchecked_is_missing_in_one_key_and_that_is_undone_in_one(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("space", "U")
        assert [line.verdict for line in lines(seat)] == [Verdict.THERE, *[Verdict.MISSING] * 7]
        assert "缺7" in seat.text
        await seat.press("u")
        assert [line.verdict for line in lines(seat)][1:] == [Verdict.UNCHECKED] * 7


async def test_a_spared_material_says_which_question_spares_it(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("Q", "3", "enter")
        [spared] = [line for line in lines(seat) if line.spared_by]
        assert spared.code == "process"
        assert "经营哪一类食品业务" in seat.text


async def test_a_tolerated_material_is_a_debt_with_its_day_and_light_until_it_has_come(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("A", "end", "t", "a", "y")
        health = lines(seat)[-1]
        assert (health.verdict, health.light.key) == (Verdict.TOLERATED, "green")
        assert "至 03-24" in seat.text
        assert "绿4" in seat.text
        await seat.press("D")
        assert lines(seat)[-1].verdict is Verdict.THERE
