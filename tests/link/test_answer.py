"""What comes from outside is an answer in every field, or rubbish; nothing between."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.link.answer import MOST_BYTES, Answer, Rubbish, read_answer, read_reply
from data.model.link import Opinion
from data.port.codec import write

ANSWER: dict[str, Any] = {
    "id": "1",
    "case": "500102260318A03001Z",
    "step": "fire",
    "task": "0" * 32,
    "opinion": "agree",
    "by": "周立",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=100).filter(str.strip)


@given(
    st.builds(
        Answer,
        id=LINES,
        case=LINES,
        step=LINES,
        task=LINES,
        opinion=st.sampled_from(Opinion),
        by=LINES,
        note=st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=300),
        colleague=st.just("") | LINES,
    )
)
def test_an_answer_is_read_as_it_was_written(answer: Answer) -> None:
    assert read_answer(write(answer).encode()) == answer
    assert (
        read_reply(json.dumps({"task": "t", "answer": json.loads(write(answer))}).encode()).answer == answer
    )


@given(st.binary(max_size=200))
def test_bytes_are_rubbish(text: bytes) -> None:
    with pytest.raises(Rubbish):
        read_answer(text)


@given(st.sampled_from(sorted(ANSWER)), JSON)
def test_a_field_that_holds_something_else_is_told_or_read_as_given(field: str, value: object) -> None:
    text = json.dumps({**ANSWER, field: value}).encode()
    try:
        answer = read_answer(text)
    except Rubbish:
        return
    assert getattr(answer, field) == value


@pytest.mark.parametrize("field", sorted(ANSWER))
def test_every_field_is_needed(field: str) -> None:
    with pytest.raises(Rubbish):
        read_answer(json.dumps({name: value for name, value in ANSWER.items() if name != field}).encode())


def test_none_is_too_much() -> None:
    with pytest.raises(Rubbish):
        read_answer(json.dumps({**ANSWER, "more": 1}).encode())
    with pytest.raises(Rubbish):
        read_answer(json.dumps(ANSWER).encode() + b" " * MOST_BYTES)


@pytest.mark.parametrize("text", ["\u0000", "\u0007", "\u001b[2J", "a\nb", " ", ""])
def test_names_have_no_control_characters_and_are_not_blank(text: str) -> None:
    with pytest.raises(Rubbish):
        read_answer(json.dumps({**ANSWER, "by": text}).encode())
