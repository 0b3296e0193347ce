"""The lines of a column, shared among its panes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clerk_tui.shell.pane_layout import LEAST, Want, share

WANTS = st.lists(
    st.tuples(st.integers(2, 40), st.integers(2, 40)).map(
        lambda pair: Want(needs=max(pair), folded=min(pair))
    ),
    min_size=1,
    max_size=4,
)


@given(st.integers(0, 100), WANTS)
def test_the_shares_make_up_the_room(room: int, wants: list[Want]) -> None:
    assert sum(share(room, wants)) == room


@given(st.integers(8, 100), WANTS)
def test_no_pane_loses_its_heading_and_a_line(room: int, wants: list[Want]) -> None:
    assert min(share(room, wants)) >= LEAST


@given(st.integers(8, 100), WANTS, st.data())
def test_the_pane_with_the_keys_has_what_it_needs_before_the_others(
    room: int, wants: list[Want], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(wants) - 1))
    wants[place] = Want(needs=wants[place].needs, folded=wants[place].folded, focused=True)
    given_lines = share(room, wants)
    others = [lines for at, lines in enumerate(given_lines) if at != place]
    assert given_lines[place] >= min(wants[place].needs, room - LEAST * len(others))


def test_what_matters_comes_before_what_is_nice_to_see() -> None:
    wants = [Want(needs=10, folded=3), Want(needs=8, folded=5), Want(needs=6, folded=2)]
    assert share(12, wants) == (5, 5, 2)
    assert share(30, wants) == (10, 8, 12)
