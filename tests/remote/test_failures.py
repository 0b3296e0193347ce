"""Whatever a network or a server does, a desk hears one of a few reasons, and never what was in it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from time import monotonic

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.law.refusal import LawError
from data.model.command import TakeTicket
from data.model.outcome import Conflict, Receipt, Refusal
from data.model.query import AskCases, AskCounts, AskHall
from data.port.errors import BadPageKey, HallUnavailable, NotAllowed
from data.remote.request import AWAY, SPREAD, Request
from data.remote.skew import Skew
from data.texts import Language, texts
from tests.support.remote.far_answers import HURRIED, MORNING, Far, answering, page, problem, reason_of, told

TAKE = TakeTicket(id="c1", at=MORNING, user="zhangmin", window="3", zone="market")
COUNTS = {"today": "2026-03-18", "lights": [], "tabs": [], "waiting": 0, "open": 0}
SECRET = "王小明 500102199003070010"

BROKEN: list[tuple[httpx.Response | Exception, str]] = [
    (httpx.ConnectError("refused"), "unreachable"),
    (httpx.ConnectTimeout("slow"), "unreachable"),
    (httpx.ReadTimeout("slow"), "timeout"),
    (httpx.WriteTimeout("slow"), "timeout"),
    (httpx.PoolTimeout("slow"), "timeout"),
    (httpx.ReadError("cut"), "unreachable"),
    (httpx.WriteError("cut"), "unreachable"),
    (httpx.RemoteProtocolError("cut"), "unreachable"),
    (problem(408, "slow"), "overloaded"),
    (problem(429, "too_many"), "overloaded"),
    (problem(503, "busy"), "overloaded"),
    (problem(503, "late"), "overloaded"),
    (problem(503, "hall_unreachable", retry_after="1"), "no_database"),
    (problem(503, "hall_failed", retry_after="1"), "no_database"),
    (problem(500, "unforeseen", x_request_id="abc-1"), "server"),
    (page(500), "gateway"),
    (page(502), "gateway"),
    (page(504), "gateway"),
]
SETTLED: list[tuple[httpx.Response, str | None]] = [
    (problem(503, "hall_read_only"), "read_only"),
    (problem(503, "hall_disk_full"), "disk_full"),
    (problem(429, "too_many", retry_after="30"), "overloaded"),
    (problem(400, "json"), "not_understood"),
    (problem(404, "no_such_path"), "not_understood"),
    (problem(405, "no_such_method"), "not_understood"),
    (problem(413, "too_large"), "asked_too_much"),
    (problem(415, "not_json"), "not_understood"),
    (problem(422, "field", {"field": "at", "kind": "datetime"}), "not_understood"),
    (problem(403, "odd"), "not_understood"),
    (problem(409, "odd"), "not_understood"),
    (page(), "not_a_hall"),
    (page(401), "not_a_hall"),
    (page(403), "not_a_hall"),
    (page(404), "not_a_hall"),
    (httpx.Response(301, headers={"location": "https://elsewhere.example.cn/"}), "not_a_hall"),
    (httpx.Response(307, headers={"location": "/v2"}), "not_a_hall"),
    (httpx.Response(304), "not_a_hall"),
    (httpx.Response(204), "not_a_hall"),
    (told({"outcome": "receipt", "secret": SECRET}), "not_understood"),
    (httpx.Response(200, content=b"{", headers={"content-type": "application/json"}), None),
    (httpx.Response(200, content=b"[1]", headers={"content-type": "application/json"}), None),
    (told({"outcome": "elsewhere"}), None),
]
RUNS: list[Callable[[Far], object]] = [
    lambda far: far.hall.do(TAKE),
    lambda far: far.hall.ask(AskCounts()),
    lambda far: far.hall.ask(AskCases(find=SECRET)),
]


@pytest.mark.parametrize("run", RUNS, ids=["do", "get", "post"])
@pytest.mark.parametrize(("says", "reason"), BROKEN)
def test_what_may_be_gone_a_moment_later_is_tried_again_and_then_told(
    says: httpx.Response | Exception, reason: str, run: Callable[[Far], object]
) -> None:
    far = answering(says)
    assert reason_of(lambda: run(far)) == reason
    assert len(far.heard) == HURRIED.tries
    assert len({request.content for request in far.heard}) == 1
    assert far.hall.standing().connected is (reason not in AWAY)


@pytest.mark.parametrize("run", RUNS, ids=["do", "get", "post"])
@pytest.mark.parametrize(("says", "reason"), SETTLED)
def test_what_trying_again_does_not_change_is_told_at_once(
    says: httpx.Response, reason: str | None, run: Callable[[Far], object]
) -> None:
    far = answering(says)
    found = reason_of(lambda: run(far))
    assert found in ({reason} if reason else {"not_a_hall", "not_understood"})
    assert len(far.heard) == 1
    assert far.hall.standing().connected is (found not in AWAY)


@pytest.mark.parametrize("says", [each for each, _ in BROKEN])
def test_a_command_whose_answer_was_lost_is_sent_again_with_its_id(says: httpx.Response | Exception) -> None:
    receipt = {"command": "c1", "stream": "s", "seq": 1, "events": ["x"], "at": MORNING.isoformat()}
    far = answering(says, told({"outcome": "receipt", **receipt}))
    assert far.hall.do(TAKE) == Receipt(command="c1", stream="s", seq=1, events=("x",), at=MORNING)
    assert [json.loads(request.content)["id"] for request in far.heard] == ["c1", "c1"]


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited each time: in no time."""
    waits: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waits.append)
    return waits


def test_a_busy_server_is_asked_again_when_it_wants_to_be(waited: list[float]) -> None:
    receipt = {"command": "c1", "stream": "s", "seq": 1, "events": ["x"], "at": MORNING.isoformat()}
    busy = problem(503, "busy", retry_after="2")
    far = answering(*[busy] * 5, told({"outcome": "receipt", **receipt}))
    assert isinstance(far.hall.do(TAKE), Receipt)
    assert len(waited) == 5
    assert all(2 <= wait <= 2 + SPREAD for wait in waited)
    assert far.hall.standing().connected


def test_a_busy_server_is_not_waited_for_beyond_the_deadline(
    waited: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    far = answering(problem(503, "late", retry_after="1"))
    began = monotonic()
    monkeypatch.setattr("data.remote.transport.monotonic", lambda: began + sum(waited))
    monkeypatch.setattr("data.remote.request.monotonic", lambda: began + sum(waited))
    assert reason_of(lambda: far.hall.do(TAKE)) == "overloaded"
    assert HURRIED.total - 1 - SPREAD <= sum(waited) < HURRIED.total
    assert len(far.heard) == len(waited) + 1
    assert not far.hall.standing().connected


def test_outcomes_come_as_they_are() -> None:
    refusal = {"outcome": "refusal", "article": None}
    far = answering(told({**json.loads(problem(409, "window_busy", {"a": "b"}).content), **refusal}, 409))
    assert far.hall.do(TAKE) == Refusal(reason="window_busy", facts={"a": "b"})
    far = answering(told({**json.loads(problem(403, "not_yourself").content), **refusal}, 403))
    assert far.hall.do(TAKE) == Refusal(reason="not_yourself")
    lost = {"stream": "s", "expected": 1, "actual": 2, "by": "u", "at": MORNING.isoformat(), "events": []}
    far = answering(
        told({**json.loads(problem(409, "conflict").content), **lost, "outcome": "conflict"}, 409)
    )
    assert far.hall.do(TAKE) == Conflict(stream="s", expected=1, actual=2, by="u", at=MORNING, events=())


def test_a_question_may_not_be_one_s_own_or_ask_for_what_is_not() -> None:
    refusal = {"outcome": "refusal", "article": None}
    far = answering(told({**json.loads(problem(403, "role", {"roles": "lead"}).content), **refusal}, 403))
    with pytest.raises(NotAllowed) as refused:
        far.hall.ask(AskCounts())
    assert refused.value.refusal == Refusal(reason="role", facts={"roles": "lead"})
    far = answering(told({**json.loads(problem(409, "before_calendar").content), **refusal}, 409))
    with pytest.raises(LawError):
        far.hall.ask(AskCounts())
    far = answering(problem(404, "page_key", {"field": "after", "kind": "page_key"}))
    with pytest.raises(BadPageKey):
        far.hall.ask(AskCases(after="x"))


def test_a_token_that_is_worth_nothing_is_forgotten_and_not_shown_again() -> None:
    far = answering(problem(401, "sign_in"))
    assert reason_of(lambda: far.hall.ask(AskCounts())) == "sign_in"
    assert far.tokens.signed_in is None
    assert reason_of(lambda: far.hall.do(TAKE)) == "sign_in"
    assert len(far.heard) == 1
    assert far.hall.standing().connected
    assert far.hall.standing().authority is None


def test_a_sign_in_that_is_over_by_the_hall_s_clock_is_not_tried() -> None:
    far = answering(told(COUNTS))
    far.clock.advance(timedelta(hours=13))
    assert reason_of(lambda: far.hall.ask(AskCounts())) == "sign_in"
    assert far.heard == []


@pytest.mark.parametrize("packed", [False, True])
def test_a_gigantic_answer_is_not_read_to_its_end(packed: bool) -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        part = gzip.compress(b" " * 2_000_000) if packed else b" " * 50_000
        while True:
            read += 1
            yield part
            part = b"" if packed else part

    headers = {"content-type": "application/json", **({"content-encoding": "gzip"} if packed else {})}
    far = answering(lambda _: httpx.Response(200, headers=headers, content=endless()))
    line = Request(
        far.gate.address, far.clock, Skew(), transport=httpx.MockTransport(far._answer), most_bytes=1_000_000
    )
    assert reason_of(lambda: line.call("GET", "/v1/hall")) == "too_large"
    assert read <= 22
    line.close()


def test_a_packed_answer_is_unpacked_and_a_cut_or_strange_one_is_none() -> None:
    packed = gzip.compress(json.dumps({"now": "x"}).encode())

    def says(body: bytes, encoding: str) -> Far:
        headers = {"content-type": "application/json", "content-encoding": encoding}
        return answering(lambda _: httpx.Response(200, headers=headers, stream=httpx.ByteStream(body)))

    def line(far: Far) -> Request:
        return Request(far.gate.address, far.clock, Skew(), transport=httpx.MockTransport(far._answer))

    assert line(says(packed, "gzip")).call("GET", "/").fields == {"now": "x"}
    for body, encoding in ((packed[:-9], "gzip"), (b"{}", "gzip"), (b"{}", "br"), (b"{}", "deflate")):
        assert reason_of(lambda: line(says(body, encoding)).call("GET", "/")) == "not_a_hall"  # noqa: B023


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
SAID = texts(Language.ZH)
MEMBERS = st.dictionaries(
    st.sampled_from(
        ["outcome", "reason", "facts", "article", "at", "stream", "lines", "after", "total", "kind"]
    ),
    ANYTHING | st.sampled_from(["receipt", "refusal", "conflict", "page_key", "nul"]),
)


@settings(max_examples=200)
@given(
    st.sampled_from([200, 201, 204, 206, 304, 400, 403, 404, 409, 422, 451]),
    MEMBERS | ANYTHING,
    st.sampled_from(["application/json", "application/problem+json", "text/plain", ""]),
)
def test_any_answer_is_an_outcome_a_refusal_or_one_of_the_reasons(
    status: int, value: object, kind: str
) -> None:
    body = json.dumps(value).encode()
    for run in RUNS:
        far = answering(
            lambda _: httpx.Response(status, headers={"content-type": kind}, stream=httpx.ByteStream(body))
        )
        failed: HallUnavailable | None = None
        try:
            run(far)
        except (NotAllowed, BadPageKey, LawError):
            continue
        except HallUnavailable as error:
            failed = error
        assert failed is None or (f"unavailable.{failed.reason}" in SAID and failed.__cause__ is None)


@pytest.mark.parametrize("language", list(Language))
def test_every_reason_has_its_words(language: Language) -> None:
    said = texts(language)
    reasons = {reason for _, reason in [*BROKEN, *SETTLED] if reason} | AWAY
    assert not [reason for reason in reasons if f"unavailable.{reason}" not in said]


def test_no_failure_says_what_was_asked_or_answered() -> None:
    for says, _ in [*BROKEN, *SETTLED]:
        far = answering(says)
        with pytest.raises(HallUnavailable) as failed:
            far.hall.ask(AskCases(find=SECRET))
        shown = f"{failed.value!r} {failed.value.facts} {failed.value.__cause__!r}"
        assert SECRET not in shown
        assert "t" * 43 not in shown


def test_the_clocks_are_compared_with_every_answer() -> None:
    far = answering(problem(404, "no_such_path"))
    far.clock.advance(timedelta(minutes=3))
    reason_of(lambda: far.hall.ask(AskHall()))
    assert far.hall.standing().ahead == timedelta(minutes=3)
    assert far.gate.clock.now() == MORNING
