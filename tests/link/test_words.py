"""The timeline says in words what passed between the hall and a department's own system."""

from __future__ import annotations

import pytest

from data.model.event import LinkAnswered, LinkFailed
from data.model.link import LinkProblem, Opinion
from data.texts import Language, texts
from widgets.case.timeline import link_words

LATE = LinkAnswered(
    step="fire", task="t", answer="1", opinion=Opinion.DISAGREE, note="", taken=False, because="step_silent"
)
TAKEN = LinkAnswered(step="fire", task="t", answer="1", opinion=Opinion.AGREE, note="", taken=True)
FAILED = LinkFailed(step="fire", task="t", problem=LinkProblem.TIMED_OUT, attempt=3)
SPOILT = LinkFailed(step="fire", task="", problem=LinkProblem.ANSWER_RUBBISH, attempt=1)


@pytest.mark.parametrize(
    ("body", "chinese", "english"),
    [
        (TAKEN, "会商 同意", "会商 agrees"),
        (
            LATE,
            "会商 不同意，未采用：逾期未答，已按同意处理",
            "会商 disagrees, not acted on: the limit passed and silence agreed",
        ),
        (FAILED, "会商：超时无回应（第 3 次）", "会商: no answer in time (attempt 3)"),
        (SPOILT, "会商：送来的答复看不懂", "会商: an answer that makes no sense"),
    ],
    ids=["taken", "late", "failed", "spoilt"],
)
def test_what_happened_is_said(body: LinkFailed | LinkAnswered, chinese: str, english: str) -> None:
    assert link_words(texts(Language.ZH), body, "会商") == chinese
    assert link_words(texts(Language.EN), body, "会商") == english
