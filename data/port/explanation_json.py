"""What scripts are told of a clock and of a limit: the members of a JSON object."""

from __future__ import annotations

from data.model.legal.due import Due
from data.model.legal.explanation import DayLine, Explanation


def explanation_json(explanation: Explanation) -> dict[str, object]:
    """The explanation as JSON can hold it: days as ISO dates, `due` null while frozen."""
    clock = explanation.clock
    return {
        "clock": clock.kind.value,
        "subject": clock.subject,
        "today": explanation.today.isoformat(),
        "light": clock.light.key,
        "running": clock.running.value,
        "start": clock.start.isoformat(),
        "began": explanation.began.value,
        "lapsed": explanation.lapsed.isoformat() if explanation.lapsed is not None else None,
        "limit": clock.limit,
        "extension": clock.extension,
        "excluded": explanation.excluded,
        "due": clock.due.isoformat() if clock.due is not None else None,
        "left": clock.left,
        "ended": clock.ended.isoformat() if clock.ended is not None else None,
        "provisional": clock.provisional,
        "law": clock.article.law,
        "article": clock.article.number,
        "horizon": explanation.horizon.isoformat(),
        "calendar": explanation.calendar,
        "changes": [change.value for change in explanation.changes],
        "lines": [_line(line) for line in explanation.lines],
    }


def due_json(answer: Due) -> dict[str, object]:
    """The answer as JSON can hold it: days as ISO dates, `due` null while frozen."""
    return {
        "due": answer.due.isoformat() if answer.due is not None else None,
        "provisional": answer.provisional,
        "frozen": answer.frozen,
        "left": answer.left if answer.frozen else None,
        "start": answer.start.isoformat(),
        "days": answer.days,
        "extension": answer.extension,
        "excluded": answer.excluded,
        "horizon": answer.horizon.isoformat(),
        "calendar": answer.calendar,
        "lines": [_line(line) for line in answer.lines],
    }


def _line(line: DayLine) -> dict[str, object]:
    """A line of days as JSON can hold it."""
    return {
        "first": line.first.isoformat(),
        "last": line.last.isoformat(),
        "kind": line.kind.value,
        "number": line.number,
        "working": line.working,
        "holiday": line.holiday,
        "name": line.name,
        "provisional": line.provisional,
    }
