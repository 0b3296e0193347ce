"""Server-sent events out of bytes, however they are cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.remote.event_stream import EventReader, ServerEvent, TooLong


def events(*parts: bytes) -> list[ServerEvent]:
    """The events in bytes that come in these parts."""
    reader = EventReader()
    return [event for part in parts for event in reader.take(part)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"data: a\n\n", [ServerEvent("", "a")]),
        (b"data:a\n\n", [ServerEvent("", "a")]),
        (b"data:  a\n\n", [ServerEvent("", " a")]),
        (b"data: a\ndata: b\n\n", [ServerEvent("", "a\nb")]),
        (b"id: 7\ndata: a\n\ndata: b\n\n", [ServerEvent("7", "a"), ServerEvent("7", "b")]),
        (b": alive\n\n: alive\n\n", []),
        (b": alive\nid: 7\n\n", [ServerEvent("7", "")]),
        (b"id: 7\0\ndata: a\n\n", [ServerEvent("", "a")]),
        (b"event: x\nretry: 5\nunknown: y\ndata: a\n\n", [ServerEvent("", "a")]),
        (b"\xef\xbb\xbfdata: a\n\n", [ServerEvent("", "a")]),
        ("data: 一\u2028二\u0085三\n\n".encode(), [ServerEvent("", "一\u2028二\u0085三")]),
        (b"data: a\n", []),
        (b"data\n\n", [ServerEvent("", "")] * 0),
        (b"data: \xff\n\n", [ServerEvent("", "\ufffd")]),
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_events_are_read_as_the_standard_says(text: bytes, told: list[ServerEvent], end: bytes) -> None:
    assert events(text.replace(b"\n", end)) == told


@given(st.data())
def test_where_the_bytes_are_cut_changes_nothing(data: st.DataObject) -> None:
    pieces = st.sampled_from(
        [b"data: x", b"id: 5", b"\r", b"\n", b"\r\n", b": c", b"\xef\xbb\xbf", "长".encode()]
    )
    text = b"".join(data.draw(st.lists(pieces, max_size=30)))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    places = [0, *cuts, len(text)]
    parts = [text[start:end] for start, end in pairwise(places)]
    assert events(*parts) == events(text)


@pytest.mark.parametrize("part", [b"data: " + b"x" * 64, b"data: x\n" * 8, b"x" * 64])
def test_what_never_ends_is_not_kept(part: bytes) -> None:
    reader = EventReader(most_bytes=1000)
    told = (event for each in [part] * 100 for event in reader.take(each))
    with pytest.raises(TooLong):
        list(told)
