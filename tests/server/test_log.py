"""The log tells of every request, and of no person; the metrics tell the numbers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.port.codec import write
from data.server.http import request_log as lines_module
from data.server.http.request_log import Lines, Pseudonyms
from data.store.sql_hall import SqlHall
from tests.support.server.knowing import PASSWORD
from tests.support.server.served import Served
from tests.support.story import FOOD, WANG
from tests.support.waiting import until

PERSONAL = (WANG.name, WANG.id_number, WANG.phone, PASSWORD, "张敏", "李强", "缺章某某")


def everything(served: Served) -> None:
    """Requests full of personal data, in every place where somebody may put it."""
    applicant = json.loads(write(WANG))
    opened = served.send(served.command("open_case", item=FOOD.code, applicant=applicant))
    case = opened.json()["stream"]
    served.send(served.command("open_case", item=FOOD.code, applicant={**applicant, "kind": WANG.name}))
    served.send(served.command("take_ticket", zone=WANG.name, holder=WANG.id_number))
    served.send({**served.command("take_ticket", zone="market"), WANG.name: 1})
    served.send({**served.command("withdraw", case=case, reason="缺章某某"), "id": WANG.id_number})
    served.send({**served.command("withdraw", case=case, reason="x"), "act": WANG.name})
    served.post("cases", {"find": WANG.name})
    served.post("filed", {"id_kind": "resident_id", "id_number": WANG.id_number, "name": WANG.name})
    served.ask("cases", find=WANG.name)
    served.ask("case", code=WANG.name)
    served.ask("queue", **{WANG.name: WANG.phone})
    served.client.get(f"/v1/{WANG.name}")
    served.client.request("PURGE", f"/v1/cases/{WANG.id_number}")
    served.client.get("/v1/cases", headers={"x-request-id": WANG.phone, "user-agent": WANG.id_number})
    served.client.post("/v1/sign-in", json={"user": "李强", "password": PASSWORD, "window": "4"})
    served.client.post("/v1/sign-in", json={"user": WANG.name, "password": WANG.phone})
    served.client.post("/v1/commands", content=WANG.name.encode(), headers=served.headers())


def test_nothing_of_a_person_is_in_the_log_or_the_metrics(served: Served) -> None:
    everything(served)
    until(lambda: len(served.running.records()) == 17)
    told = "".join(served.running.lines) + served.client.get("/metrics").text
    for each in PERSONAL:
        assert each not in told, each
        assert each not in json.loads(json.dumps(told)).encode("ascii", "backslashreplace").decode()
        assert "".join(f"\\u{ord(sign):04x}" for sign in each) not in told


def test_a_line_tells_what_happened(served: Served) -> None:
    served.take()
    served.send(served.command("call_next"))
    served.ask("queue")
    served.client.get("/v1/nowhere")
    until(lambda: len(served.running.records()) == 4)
    take, call, ask, nowhere = served.running.records()
    assert take["at"] == "2026-03-18T09:40:00.000+08:00"
    assert (take["method"], take["route"], take["status"]) == ("POST", "/v1/commands", 200)
    assert (take["act"], take["outcome"]) == ("take_ticket", "receipt")
    assert isinstance(take["ms"], float)
    assert (call["act"], call["outcome"]) == ("call_next", "receipt")
    assert (ask["method"], ask["route"]) == ("GET", "/v1/queue")
    assert take["user"] == ask["user"] != "张敏"
    assert (nowhere["route"], nowhere["status"]) == ("-", 404)
    assert len({each["id"] for each in (take, call, ask, nowhere)}) == 4


def test_an_error_that_should_not_be_is_told_by_its_kind_alone(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise KeyError(WANG.name)

    monkeypatch.setattr(SqlHall, "_answer", broken)
    response = served.ask("queue")
    assert (response.status_code, response.json()["reason"]) == (500, "unforeseen")
    until(lambda: len(served.running.records()) == 2)
    assert served.running.records()[0]["unforeseen"] == "KeyError"
    told = response.text + "".join(served.running.lines) + served.client.get("/metrics").text
    assert WANG.name not in told
    assert 'clerk_unforeseen_total{kind="KeyError"} 1.0' in told


def test_the_metrics_count(served: Served) -> None:
    served.take()
    served.take()
    served.send(served.command("raise", ticket="x", reason="x"))
    served.ask("queue")
    page = served.client.get("/metrics").text
    assert 'clerk_commands_total{act="take_ticket",outcome="receipt"} 2.0' in page
    assert 'clerk_commands_total{act="raise",outcome="refusal"} 1.0' in page
    assert 'clerk_requests_total{method="GET",route="/v1/queue",status="200"} 1.0' in page
    assert "clerk_batch_commands_count 3.0" in page
    assert 'clerk_waiting{queue="commands"} 0.0' in page


def test_a_user_has_another_name_every_day() -> None:
    names = Pseudonyms(b"key")
    first, second = date(2026, 3, 16), date(2026, 3, 17)
    assert names.of("张敏", first) == names.of("张敏", first)
    assert names.of("张敏", first) != names.of("张敏", second)
    assert names.of("张敏", first) != names.of("李强", first)
    assert names.of("张敏", first) != Pseudonyms(b"other").of("张敏", first)


def test_lines_that_nobody_takes_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_module, "MOST_WAITING", 3)
    written: list[str] = []
    lines = Lines(written.append)
    for number in range(5):
        lines.add(number=number)
    lines.start()
    lines.close(60)
    records = [json.loads(line) for line in "".join(written).splitlines()]
    assert records == [{"number": 0}, {"number": 1}, {"number": 2}, {"dropped": 2}]


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    def full(_: str) -> None:
        raise OSError

    lines = Lines(full)
    lines.start()
    lines.add(number=1)
    lines.close(60)
    lines.add(number=2)
