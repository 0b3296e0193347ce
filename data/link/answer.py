"""A department's answer as it comes over the wire: parsed once, here, strictly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import Field, ValidationError

from data.model.link import Opinion
from data.port.codec import read

MOST_BYTES = 65_536
"""The longest answer or reply."""

LINE = r"^[^\x00-\x1f\x7f]*$"
LINES = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
NOT_BLANK = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"

Name = Annotated[str, Field(max_length=100, pattern=NOT_BLANK)]
Prose = Annotated[str, Field(max_length=2_000, pattern=LINES)]

Value = TypeVar("Value")

_STRICT: Any = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a department says of a task: its opinion, and who gave it there.

    `id` is the answer's own number at the department: the same one again is the same answer. Where the step
    asks for two people (Art. 34), `colleague` is the other one.
    """

    __pydantic_config__: ClassVar[Any] = _STRICT

    id: Name
    case: Name
    step: Name
    task: Name
    opinion: Opinion
    by: Name
    note: Prose = ""
    colleague: Annotated[str, Field(max_length=100, pattern=LINE)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a department's system says to a task: which one it has, and its answer if it has one already."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    task: Name
    answer: Answer | None = None


class Rubbish(ValueError):
    """What came is no answer or reply; what it held is not told."""


def read_answer(text: bytes) -> Answer:
    """An answer from JSON.

    Raises:
        Rubbish: not JSON, a field missing, unknown, blank, too long or of the wrong kind.
    """
    return _read(Answer, text)


def read_reply(text: bytes) -> Reply:
    """A reply from JSON.

    Raises:
        Rubbish: as for an answer.
    """
    return _read(Reply, text)


def _read(kind: type[Value], text: bytes) -> Value:
    if len(text) > MOST_BYTES:
        raise Rubbish
    try:
        return read(kind, text)
    except ValidationError:
        raise Rubbish from None
