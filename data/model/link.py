"""What passes between the hall and a department that works in its own system."""

from __future__ import annotations

from enum import StrEnum


class Opinion(StrEnum):
    """What a department says about a step: done with it, for or against; or what it needs first."""

    AGREE = "agree"
    DISAGREE = "disagree"
    NEED_SUSPENSION = "need_suspension"
    NEED_MATERIALS = "need_materials"


class LinkProblem(StrEnum):
    """What went wrong on a link. The first six keep a task from being sent, the others spoil an answer.

    `UNREACHABLE` no connection, or it broke; `TIMED_OUT` no answer in time; `REFUSED` the other system will
    not have it; `FAILED` it broke down or is overloaded; `RUBBISH` its reply cannot be read; `UNSIGNED` its
    reply holds an answer without its signature. `ANSWER_RUBBISH` an answer that cannot be read;
    `ANSWER_REFUSED` one that a rule of the hall refuses; `ANSWER_CHANGED` one that says something else under
    the number of an earlier one.
    """

    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    REFUSED = "refused"
    FAILED = "failed"
    RUBBISH = "rubbish"
    UNSIGNED = "unsigned"
    ANSWER_RUBBISH = "answer_rubbish"
    ANSWER_REFUSED = "answer_refused"
    ANSWER_CHANGED = "answer_changed"
