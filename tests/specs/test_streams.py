"""Every kind of stream has its line and its rows; every command writes to one, every event has its words."""

from __future__ import annotations

import dataclasses
import typing
from collections import Counter

import pytest

from data.core.broken_history import BrokenHistory
from data.core.commands import COMMAND_SPECS
from data.core.streams import KINDS, kind_begun_by
from data.model.event import Body
from data.store.write.projection import PROJECTIONS
from data.texts import Language, texts

KINDS_OF_EVENTS = {
    str(field.default)
    for body in typing.get_args(Body)
    for field in dataclasses.fields(body)
    if field.name == "kind"
}


def test_every_command_writes_to_one_kind_of_stream() -> None:
    assert Counter(command for kind in KINDS for command in kind.commands) == Counter(COMMAND_SPECS.keys())


def test_every_kind_of_stream_has_its_rows() -> None:
    assert set(PROJECTIONS) == {kind.name for kind in KINDS}
    assert len(PROJECTIONS) == len(KINDS)


def test_a_stream_is_known_by_its_first_event_alone() -> None:
    begins = [kind.begins for kind in KINDS]
    assert len(set(begins)) == len(KINDS)
    assert set(begins) < KINDS_OF_EVENTS
    for event in KINDS_OF_EVENTS - set(begins):
        with pytest.raises(BrokenHistory):
            kind_begun_by(event)


@pytest.mark.parametrize("language", list(Language))
def test_every_event_has_its_words(language: Language) -> None:
    assert sorted(kind for kind in KINDS_OF_EVENTS if f"event.{kind}" not in texts(language)) == []
