"""Answers that are kept: the last used ones, within bounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from data.remote.answer_cache import Kept, KeptAnswers


def test_who_was_used_longest_ago_goes_first() -> None:
    kept = KeptAnswers(most_bytes=40)
    for name in "abcd":
        kept.put(name, Kept("1", name, 10))
    kept.get("a")
    kept.put("e", Kept("1", "e", 10))
    assert kept.get("b") is None
    assert [name for name in "acde" if kept.get(name)] == list("acde")


def test_a_large_answer_drives_nobody_out() -> None:
    kept = KeptAnswers(most_bytes=40)
    kept.put("a", Kept("1", "a", 10))
    kept.put("b", Kept("1", "b", 11))
    assert kept.get("b") is None
    assert kept.get("a") is not None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30)), max_size=60))
def test_there_is_never_more_than_the_bound(puts: list[tuple[int, int]]) -> None:
    kept = KeptAnswers(most_bytes=100)
    sizes: dict[str, int] = {}
    for name, size in puts:
        kept.put(str(name), Kept("1", name, size))
        sizes[str(name)] = size
        held = [each for each in sizes if kept.get(each) is not None]
        assert sum(sizes[each] for each in held) <= 100
        if size <= 25:
            assert str(name) in held


def test_nothing_is_left_for_somebody_else() -> None:
    kept = KeptAnswers()
    kept.put("a", Kept("1", "a", 10))
    kept.clear()
    assert kept.get("a") is None
