"""Commands over HTTP: every outcome has its status, nothing is done twice, nothing that is not one's own."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from data.port.codec import write
from tests.support.server.served import Served
from tests.support.story import FOOD, WANG

MARKUP = "<b>'; DROP TABLE event; --</b>\x1b[31m\u202e$(reboot){0}%s"


def test_a_receipt_is_200_and_says_so(served: Served) -> None:
    response = served.take()
    assert response.status_code == 200
    body = response.json()
    assert body["outcome"] == "receipt"
    assert body["events"] == ["ticket_taken"]
    assert body["number"] == "A001"
    assert served.events() == 1


def test_the_same_id_again_gives_the_first_receipt(served: Served) -> None:
    command = served.command("take_ticket", zone="market")
    first = served.send(command)
    assert served.send(command).json() == first.json()
    assert served.events() == 1


def test_the_same_id_many_times_at_once_is_done_once(served: Served) -> None:
    command = served.command("take_ticket", zone="market")
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: served.send(command), range(40)))
    assert {each.text for each in answers} == {answers[0].text}
    assert answers[0].status_code == 200
    assert served.events() == 1


def test_the_same_id_with_another_content_is_refused(served: Served) -> None:
    command = served.command("take_ticket", zone="market")
    served.send(command)
    response = served.send({**command, "zone": "insurance"})
    assert response.status_code == 409
    assert response.json()["reason"] == "id_reused"
    assert served.events() == 1


def test_a_refusal_is_409_and_a_problem(served: Served) -> None:
    response = served.send(served.command("call_next"))
    assert response.status_code == 409
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["outcome"] == "refusal"
    assert body["reason"] == "nobody_waiting"
    assert body["status"] == 409
    assert body["detail"]
    assert served.events() == 0


def test_the_problem_is_told_in_english_to_who_asks_for_it(served: Served) -> None:
    served.client.headers["accept-language"] = "en-GB,en;q=0.8"
    assert served.send(served.command("call_next")).json()["title"] == "Not done"


def test_what_is_not_the_sender_s_is_403(served: Served) -> None:
    served.take()
    reviewer = served.access.of("赵刚")
    response = served.send({**served.command("call_next"), "user": "赵刚"}, reviewer)
    assert response.status_code == 403
    assert response.json()["outcome"] == "refusal"
    assert response.json()["reason"] == "role_clerk"
    assert served.events() == 1


def test_nobody_acts_in_another_s_name(served: Served) -> None:
    response = served.send({**served.command("take_ticket", zone="market"), "user": "李强"})
    assert (response.status_code, response.json()["reason"]) == (403, "not_yourself")
    assert served.events() == 0


def test_nobody_acts_at_another_s_window(served: Served) -> None:
    served.take()
    response = served.send({**served.command("call_next"), "window": "4"})
    assert (response.status_code, response.json()["reason"]) == (403, "not_your_window")


def test_a_conflict_is_409_and_tells_who_was_first(served: Served) -> None:
    applicant = json.loads(write(WANG))
    opened = served.send(served.command("open_case", item=FOOD.code, applicant=applicant))
    case = opened.json()["stream"]
    response = served.send(served.command("withdraw", case=case, reason="不办了", expected=7))
    assert response.status_code == 409
    body = response.json()
    assert (body["outcome"], body["stream"], body["expected"], body["by"]) == ("conflict", case, 7, "张敏")


def test_a_command_from_the_future_is_refused(served: Served) -> None:
    later = (served.clock.now() + timedelta(days=1)).isoformat()
    response = served.send({**served.command("take_ticket", zone="market"), "at": later})
    assert (response.status_code, response.json()["reason"]) == (409, "from_the_future")
    assert served.events() == 0


def test_a_command_that_is_too_old_is_refused_unless_it_was_carried_out(served: Served) -> None:
    command = served.command("take_ticket", zone="market")
    receipt = served.send(command).json()
    served.clock.advance(timedelta(days=8))
    served.token = served.access.of("张敏", "3")
    assert served.send(command).json() == receipt
    response = served.send({**command, "id": "another"})
    assert (response.status_code, response.json()["reason"]) == (409, "too_old")
    assert served.events() == 1


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"", 400, "json"),
        (b"{", 400, "json"),
        (b"\xff\xfe", 400, "json"),
        (b"[" * 100_000, 413, "too_long"),
        (b"[" * 60_000, 400, "json"),
        (b'{"a":' * 10_000, 400, "json"),
        (b"[]", 422, "object"),
        (b"null", 422, "object"),
        (b'"take_ticket"', 422, "object"),
        (b"{}", 422, "act"),
        (b'{"act":"drop_table"}', 422, "act"),
        (b'{"act":"call_next"}', 422, "field"),
        (b'{"act":"call_next","id":"x","at":"2026-03-18T09:40:00","user":"u"}', 422, "field"),
        (b'{"act":"call_next","id":" ","at":"2026-03-18T09:40:00Z","user":"u"}', 422, "field"),
        (b'{"act":"call_next","id":"x","at":"2026-03-18T09:40:00Z","user":"u","more":1}', 422, "field"),
        (b'{"act":"call_next","id":1,"at":"2026-03-18T09:40:00Z","user":"u"}', 422, "field"),
        (b'{"act":"call_next","id":"a\\u0000","at":"2026-03-18T09:40:00Z","user":"u"}', 422, "field"),
        (b'{"act":"call_next","id":"\\ud800","at":"2026-03-18T09:40:00Z","user":"u"}', 400, "json"),
        (b'{"act":"call_next","id":NaN,"at":"2026-03-18T09:40:00Z","user":"u"}', 422, "field"),
    ],
    ids=lambda each: repr(each)[:40],
)
def test_what_is_no_command_changes_nothing(served: Served, body: bytes, status: int, reason: str) -> None:
    headers = {**served.headers(), "content-type": "application/json"}
    response = served.client.post("/v1/commands", content=body, headers=headers)
    assert (response.status_code, response.json()["reason"]) == (status, reason)
    assert served.events() == 0


@pytest.mark.parametrize("media", ["text/plain", "application/xml", "", "application/json; charset=gbk"])
def test_anything_but_json_is_415(served: Served, media: str) -> None:
    headers = {**served.headers(), "content-type": media}
    response = served.client.post("/v1/commands", content=b"{}", headers=headers)
    assert response.status_code == 415


@pytest.mark.parametrize("field", ["id", "user", "window", "zone", "holder"])
def test_markup_in_a_field_is_only_text(served: Served, field: str) -> None:
    response = served.send({**served.command("take_ticket", zone="market"), field: MARKUP})
    assert response.status_code in (200, 403, 409)
    assert served.told("queue")["total"] == served.events()


def test_what_is_not_shown_is_not_echoed(served: Served) -> None:
    secret = "11010519491231002X"
    response = served.send({**served.command("take_ticket", zone="market"), "holder": [secret]})
    assert response.status_code == 422
    assert response.json()["facts"]["field"].endswith("holder")
    assert secret not in response.text
