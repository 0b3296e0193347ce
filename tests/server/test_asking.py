"""Questions over HTTP: each by its name, the same answer as in the hall, and nothing twice that is known."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from data.core.queries import QUERY_SPECS
from data.model.account import Authority, Role
from data.model.query import AskCases, AskHall, AskQueue
from data.model.settings import Settings
from data.port.codec import write
from data.port.queries import QUERIES, UNSPOKEN, answer_adapter
from data.server.routes.queries import QUERY_ROUTES
from data.store.sql_hall import SqlHall
from tests.support.halls.setting_up import put_settings
from tests.support.server.served import Served
from tests.support.story import FOOD, WANG

NEEDED = {"window": "3", "code": "500102260318A03001Z", "number": "1", "command": "x"}
BODIES: dict[str, dict[str, Any]] = {
    "cases": {"find": WANG.name},
    "steps": {"find": WANG.name},
    "filed": {"id_kind": "resident_id", "id_number": WANG.id_number},
    "draft": {"commands": []},
    "collection": {"codes": ["500102260318A03001Z"], "handler": WANG.name},
    "snapshot": {"window": "3", "commands": ["h1"]},
}


def opened(served: Served) -> str:
    """An application is received; its code."""
    command = served.command("open_case", item=FOOD.code, applicant=json.loads(write(WANG)))
    code: str = served.send(command).json()["stream"]
    return code


def test_every_question_has_a_way() -> None:
    assert {each.name for each in QUERY_ROUTES} == set(QUERIES)
    assert all(each.by_address or each.by_body for each in QUERY_ROUTES)
    assert {each.name for each in QUERY_ROUTES if each.by_body} == set(BODIES)


@pytest.mark.parametrize("question", QUERY_ROUTES, ids=lambda each: each.name)
def test_every_answer_is_the_hall_s(served: Served, question: Any) -> None:
    code = opened(served)
    token = served.access.of("全能", "3", roles=tuple(Role))
    authority = Authority(user="全能", roles=tuple(Role), window="3")
    fields = {name: value for name, value in NEEDED.items() if name in question.fields}
    if "code" in fields:
        fields["code"] = code
    bodies = [fields] if question.by_address else []
    bodies += [BODIES[question.name]] if question.by_body else []
    hall = SqlHall.open(served.path, served.clock, read_only=True)
    try:
        for body in bodies:
            by_address = body is fields and question.by_address
            response = (
                served.ask(question.name, token, **body)
                if by_address
                else served.post(question.name, body, token)
            )
            assert response.status_code == 200, response.text
            adapter = answer_adapter(question.kind)
            query = question.kind(**adapted(question.kind, body))
            assert adapter.validate_json(response.content) == hall.ask(query, authority)
    finally:
        hall.close()


def adapted(kind: Any, body: dict[str, Any]) -> dict[str, Any]:
    """The fields of a body as the question's class takes them."""
    from data.port.queries import query_adapter

    query = query_adapter(kind).validate_python(body)
    return {name: getattr(query, name) for name in body}


def test_a_list_comes_in_pages_by_key(served: Served) -> None:
    for _ in range(5):
        served.take()
    seen: list[str] = []
    fields: dict[str, Any] = {"limit": 2}
    while True:
        page = served.told("queue", **fields)
        assert page["total"] == 5
        seen += [line["number"] for line in page["lines"]]
        if page["after"] is None:
            break
        fields["after"] = page["after"]
    assert seen == ["A001", "A002", "A003", "A004", "A005"]


@pytest.mark.parametrize("key", ["x", "[]", "[1,2,3,4]", '["a"]', "null"])
def test_a_page_key_that_is_none_is_told_so(served: Served, key: str) -> None:
    response = served.ask("queue", after=key)
    assert (response.status_code, response.json()["reason"]) == (404, "page_key")


def test_what_has_not_changed_is_not_sent_again(served: Served) -> None:
    served.take()
    first = served.ask("queue")
    tag = first.headers["etag"]
    again = served.client.get("/v1/queue", headers={**served.headers(), "if-none-match": f'"x", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag


@pytest.mark.parametrize("change", ["event", "minute", "user", "question", "configuration"])
def test_what_has_changed_is_sent(served: Served, change: str) -> None:
    served.take()
    tag = served.ask("queue").headers["etag"]
    token, fields = None, {}
    match change:
        case "event":
            served.take()
        case "minute":
            served.clock.advance(timedelta(minutes=1))
        case "user":
            token = served.access.of("李强", "4")
        case "question":
            fields = {"window": "3"}
        case _:
            hall = SqlHall.open(served.path, served.clock)
            put_settings(hall, Settings(warn_days=5))
            hall.close()
    headers = {**served.headers(token), "if-none-match": tag}
    assert served.client.get("/v1/queue", params=fields, headers=headers).status_code == 200


def test_a_receipt_is_never_followed_by_an_older_list(served: Served) -> None:
    for number in range(1, 30):
        served.take()
        assert served.told("queue")["total"] == number


@pytest.mark.parametrize(
    "question", [each for each in QUERY_ROUTES if QUERY_SPECS[each.kind].shared], ids=lambda each: each.name
)
def test_what_is_kept_is_the_same_for_all_who_may_ask(served: Served, question: Any) -> None:
    code = opened(served)
    served.take()
    body = {name: value for name, value in NEEDED.items() if name in question.fields} | {"code": code}
    query = question.kind(**{name: value for name, value in body.items() if name in question.fields})
    askers = [
        Authority(user="全能", roles=tuple(Role), window="3"),
        Authority(user="孙平", roles=(Role.SUPERVISOR,)),
        None,
    ]
    hall = SqlHall.open(served.path, served.clock, read_only=True)
    try:
        assert len({write(hall.ask(query, authority)) for authority in askers}) == 1
    finally:
        hall.close()


def test_what_tells_what_one_may_do_is_made_for_each(served: Served) -> None:
    code = opened(served)
    clerk = served.told("case", code=code)
    reader = served.told("case", served.access.of("孙平"), code=code)
    assert clerk["line"] == reader["line"]
    assert clerk["acts"] != reader["acts"]


def test_what_is_kept_is_kept_from_who_may_not_ask(served: Served) -> None:
    assert served.told("entries", served.access.of("孙平"))["total"] == served.set_up
    assert served.ask("entries").status_code == 403


def test_what_is_kept_is_made_once_until_something_changes(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    answer = SqlHall._answer

    def counted(hall: SqlHall, query: Any, *others: Any) -> Any:
        made.append(type(query).__name__)
        return answer(hall, query, *others)

    monkeypatch.setattr(SqlHall, "_answer", counted)
    first = served.told("queue")
    assert served.told("queue", served.access.of("李强", "4")) == first
    assert made == ["AskQueue"]
    served.told("queue", limit=5)
    served.clock.advance(timedelta(seconds=1))
    served.told("queue")
    assert made == ["AskQueue"] * 3
    served.take()
    assert served.told("queue")["total"] == 1
    assert made == ["AskQueue"] * 4


def test_a_large_answer_is_packed_and_a_small_one_is_not(served: Served) -> None:
    code = opened(served)
    large, small = served.ask("case", code=code), served.ask("queue")
    assert large.headers["content-encoding"] == "gzip"
    assert large.json()["line"]["code"] == code
    assert "content-encoding" not in small.headers
    headers = {**served.headers(), "accept-encoding": "identity"}
    plain = served.client.get("/v1/case", params={"code": code}, headers=headers)
    assert "content-encoding" not in plain.headers
    assert plain.json() == large.json()


@pytest.mark.parametrize(
    ("name", "field"), [(name, field) for name, fields in UNSPOKEN.items() for field in fields]
)
def test_what_may_be_personal_never_stands_in_an_address(served: Served, name: str, field: str) -> None:
    response = served.ask(name, **{field: WANG.name})
    assert response.status_code in (400, 405)
    assert WANG.name not in response.text
    assert WANG.name not in "".join(served.running.lines)


@pytest.mark.parametrize(
    ("query", "field", "kind"),
    [
        ("limit=0", "limit", "range"),
        ("limit=10001", "limit", "range"),
        ("limit=x", "limit", "int_parsing"),
        ("limit=1_0", "limit", "int_parsing"),
        ("limit=99999999999999999999", "limit", "int_parsing"),
        ("today=0", "today", "date_parsing"),
        ("today=2026-02-30", "today", "date_from_datetime_parsing"),
        ("more=1", "more", "unexpected_keyword_argument"),
        ("window=3&window=4", "window", "twice"),
        ("window=%00", "window", "nul"),
        ("window=%ff", "-", "query"),
        ("&".join(["window=3"] * 30), "-", "query"),
    ],
)
def test_an_address_that_does_not_fit_is_told_by_its_field(
    served: Served, query: str, field: str, kind: str
) -> None:
    response = served.client.get(f"/v1/queue?{query}", headers=served.headers())
    assert response.status_code == 422
    assert response.json()["facts"]["field"] == field
    if kind != "date_from_datetime_parsing":
        assert response.json()["facts"]["kind"] == kind


def test_a_question_that_is_not_one_s_own_is_403(served: Served) -> None:
    response = served.ask("entries")
    assert response.status_code == 403
    assert response.json()["outcome"] == "refusal"
    assert served.told("entries", served.access.of("孙平"))["total"] == served.set_up


def test_another_department_s_case_is_hidden(served: Served) -> None:
    code = opened(served)
    stranger = served.access.of("外人", roles=(Role.REVIEWER,))
    response = served.ask("case", stranger, code=code)
    assert (response.status_code, response.json()["reason"]) == (403, "not_your_department")
    assert served.told("case", code=code)["line"]["code"] == code


def test_a_case_that_there_is_not_is_null(served: Served) -> None:
    assert served.told("case", code="500102260318A03999Z") is None


def test_a_day_past_is_answered_as_it_was(served: Served) -> None:
    served.take()
    served.clock.advance(timedelta(days=1))
    served.token = served.access.of("张敏", "3")
    served.take()
    assert served.told("queue", today="2026-03-18")["total"] == 1
    assert served.told("queue", today="2026-03-17")["total"] == 0


def test_answers_are_kept_by_nobody_else(served: Served) -> None:
    by_address, by_body = served.ask("queue"), served.post("cases", {"find": "x"})
    assert by_address.headers["cache-control"] == "private, no-cache"
    assert "Authorization" in by_address.headers["vary"]
    assert by_body.headers["cache-control"] == "no-store"


def test_the_head_of_an_answer_can_be_asked_for(served: Served) -> None:
    head = served.client.head("/v1/queue", headers=served.headers())
    whole = served.ask("queue")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-length"] == whole.headers["content-length"]


def test_the_adapters_are_those_of_the_model() -> None:
    names = {each.kind for each in QUERY_ROUTES}
    assert {AskQueue, AskCases, AskHall} < names
