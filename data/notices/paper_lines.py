"""Template output to lines of a paper: the marks of a line say how it is laid out.

    # text              in the middle          > text        at the right edge
    ---                 a rule                 [qr]          the QR code
    label | text        text beside its label  a || b        two halves, folded on narrow paper
    text >> more        more at the right      any other     a paragraph; leading spaces indent it

What comes from a case is never a mark: `plain` hides it from this module until the marks are read.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.law.identifier import shown
from data.notices.layout import cells, centred, flush_right, wrap

_DATA = "\x02"
_HIDDEN = {"|": "\x01", ">": "\x03"}
_HIDE = str.maketrans(_HIDDEN)
_REVEAL = str.maketrans({_DATA: "", **{hidden: mark for mark, hidden in _HIDDEN.items()}})
_LEAST_LEFT = 24
_LEAST_HANGING = 12
_GAP = 2


@dataclass(frozen=True, slots=True)
class Laid:
    """The lines of a page, and which of them draw the QR code: the first and the one after the last."""

    lines: tuple[str, ...]
    symbol: tuple[int, int] | None


def plain(text: str) -> str:
    """The text so that nothing in it is taken for a mark; twice is the same as once."""
    return _DATA + shown(text.translate(_REVEAL)).translate(_HIDE)


def lay_out(source: str, columns: int, symbol: tuple[str, ...]) -> Laid:
    """The lines of a template's output, none wider than the columns; `symbol` are those of the QR code."""
    lines: list[str] = []
    place: tuple[int, int] | None = None
    for raw in source.split("\n"):
        line = raw.rstrip()
        if line == "[qr]":
            place = (len(lines), len(lines) + len(symbol)) if symbol else place
            lines += symbol
        elif line or (lines and lines[-1]):
            lines += _laid(line, columns)
    while lines and not lines[-1]:
        lines.pop()
    return Laid(tuple(line.rstrip() for line in lines), place)


def _laid(line: str, columns: int) -> list[str]:
    if line == "---":
        return ["-" * columns]
    if line.startswith("# "):
        return centred(_text(line[2:]), columns)
    if line.startswith("> "):
        return flush_right(_text(line[2:]), columns)
    if "||" in line:
        return _halves(line.split("||"), columns)
    if ">>" in line:
        left, _, right = line.partition(">>")
        return _flushed(left, _text(right), columns)
    return _block(line, columns)


def _halves(parts: list[str], columns: int) -> list[str]:
    blocks = [_block(part.strip(), columns) for part in parts]
    half = columns // 2
    if len(blocks) == 2 and all(len(block) == 1 for block in blocks):
        left, right = blocks[0][0], blocks[1][0]
        if cells(left) <= half - _GAP and cells(right) <= columns - half:
            return [left + " " * (half - cells(left)) + right]
    return [line for block in blocks for line in block]


def _flushed(left: str, right: str, columns: int) -> list[str]:
    room = columns - cells(right) - _GAP
    if room < _LEAST_LEFT:
        return _block(left, columns) + flush_right(right, columns)
    first, *rest = _block(left, room)
    return [first + " " * (columns - cells(first) - cells(right)) + right, *rest]


def _block(part: str, columns: int) -> list[str]:
    """A paragraph or a label with its text, the following lines under the text where there is room."""
    if "|" in part:
        label, _, rest = part.partition("|")
        return _labelled(_indent(label), _text(label), _text(rest), columns)
    indent, text = _indent(part), _text(part)
    wide = indent.startswith("\u3000")
    lines = wrap(text, columns - cells(indent), columns if wide else columns - cells(indent))
    return [(indent if not wide or number == 0 else "") + line for number, line in enumerate(lines)]


def _labelled(indent: str, label: str, text: str, columns: int) -> list[str]:
    label = indent + label + (" " if label and cells(label[-1]) == 1 else "")
    hang = cells(label)
    if columns - hang < _LEAST_HANGING:
        hang = len(indent) + _GAP
        first, *rest = wrap((label + text).strip(), columns - cells(indent), columns - hang)
        return [indent + first, *(" " * hang + line for line in rest)]
    lines = wrap(text, columns - hang, columns - hang)
    if len(lines) > 1 and hang >= columns // 4 and cells(text) <= columns - cells(indent) - _GAP:
        # A date or a code stays whole under its label rather than broken beside it.
        return [label.rstrip(), indent + " " * _GAP + text]
    first, *rest = lines
    return [label + first, *(" " * hang + line for line in rest)]


def _indent(part: str) -> str:
    """The spaces that a part begins with, at most eight cells."""
    spaces = part[: len(part) - len(part.lstrip(" \u3000"))]
    return spaces[: 4 if spaces.startswith("\u3000") else 8]


def _text(part: str) -> str:
    return shown(part.replace("\t", " ").translate(_REVEAL)).strip(" \u3000")
