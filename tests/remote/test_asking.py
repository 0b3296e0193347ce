"""How a far hall is asked: what may stand in an address, and what is not sent twice."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs

import httpx
import pytest

from data.model.applicant import IdKind
from data.model.query import (
    AskCase,
    AskCases,
    AskCollection,
    AskCounts,
    AskFiled,
    AskItems,
    AskSteps,
    Query,
    Tab,
)
from data.model.view import Counts
from data.port.codec import write
from data.port.queries import NAMES
from tests.support.remote.far_answers import SIGNED_IN, always, answering, problem, reason_of, told

COUNTS = Counts(
    today=date(2026, 3, 18),
    lights=(),
    tabs=(),
    waiting=1,
    longest=2,
    received_today=3,
    decided_today=4,
)
PERSON = "王小明"
NUMBER = "500102199003070010"


def counts(mark: str) -> httpx.Response:
    """The answer with a mark."""
    return told(json.loads(write(COUNTS)), etag=mark)


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        (AskCounts(), {}),
        (AskCounts(window="3", today=date(2026, 3, 17)), {"window": "3", "today": "2026-03-17"}),
        (
            AskCases(tab=Tab.LIGHTS, limit=20, after='["a",1]'),
            {"tab": "lights", "limit": "20", "after": '["a",1]'},
        ),
        (AskItems(find="食品 &=?#"), {"find": "食品 &=?#"}),
        (AskCase(code="5001022603"), {"code": "5001022603"}),
    ],
)
def test_what_is_nobody_s_stands_in_the_address(query: Query[object], fields: dict[str, str]) -> None:
    far = answering(problem(400, "json"))
    reason_of(lambda: far.hall.ask(query))
    (request,) = far.heard
    assert request.method == "GET"
    assert request.url.path == f"/v1/{NAMES[type(query)]}"
    assert {name: each for name, (each,) in parse_qs(request.url.query.decode()).items()} == fields
    assert request.content == b""


@pytest.mark.parametrize(
    "query",
    [
        AskCases(find=PERSON),
        AskSteps(find=NUMBER),
        AskFiled(id_kind=IdKind.RESIDENT_ID, id_number=NUMBER, name=PERSON),
        AskCollection(codes=("a", "b"), handler=PERSON),
    ],
)
def test_what_may_be_somebody_s_never_stands_in_an_address(query: Query[object]) -> None:
    far = answering(problem(400, "json"))
    reason_of(lambda: far.hall.ask(query))
    (request,) = far.heard
    assert request.method == "POST"
    assert request.url.query == b""
    assert PERSON in request.content.decode() or NUMBER in request.content.decode()


def test_an_answer_that_still_holds_is_not_sent_again() -> None:
    far = answering(counts('W/"1"'), httpx.Response(304), counts('W/"2"'), httpx.Response(304))
    answers = [far.hall.ask(AskCounts()) for _ in range(4)]
    assert answers == [COUNTS] * 4
    assert [request.headers.get("if-none-match") for request in far.heard] == [
        None,
        'W/"1"',
        'W/"1"',
        'W/"2"',
    ]


def test_another_question_has_a_mark_of_its_own() -> None:
    far = answering(counts('W/"1"'))
    far.hall.ask(AskCounts())
    far.hall.ask(AskCounts(window="3"))
    assert [request.headers.get("if-none-match") for request in far.heard] == [None, None]


def test_an_answer_to_one_user_is_not_given_to_the_next() -> None:
    far = answering(counts('W/"1"'))
    far.hall.ask(AskCounts())
    signed_in = json.loads(write(SIGNED_IN))
    far.says[0] = always(told({**signed_in, "token": "u" * 43, "hall": {}}))
    far.gate.sign_in("lisi", "secret", "4")
    far.says[0] = always(counts('W/"1"'))
    far.hall.ask(AskCounts())
    assert "if-none-match" not in far.heard[-1].headers
    assert far.heard[-1].headers["authorization"] == f"Bearer {'u' * 43}"


def test_every_request_shows_the_token_and_no_cookie() -> None:
    far = answering(told(json.loads(write(COUNTS)), set_cookie="a=b"))
    for _ in range(2):
        far.hall.ask(AskCounts())
    for request in far.heard:
        assert request.headers["authorization"] == f"Bearer {SIGNED_IN.token}"
        assert "cookie" not in request.headers
