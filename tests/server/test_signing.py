"""Who comes in, who is turned away, and that nobody else notices."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from data.accounts.account_database import AccountDatabase
from data.accounts.accounts import Accounts
from data.accounts.administration import Administration, Wanted
from data.accounts.hashing import Hashing
from data.model.account import Role
from data.server.http.limits import Limits
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.server.knowing import PASSWORD
from tests.support.server.running import in_thread
from tests.support.server.served import Served, serve_file
from tests.support.sitting import OPENED
from tests.support.waiting import PATIENCE

SECRET = "十二个字的密码才算长"
WINDOW = {"user": "张敏", "password": PASSWORD, "window": "3"}


def sign_in(served: Served, **fields: Any) -> httpx.Response:
    """Try to sign in."""
    return served.client.post("/v1/sign-in", json={**WINDOW, **fields})


def test_who_signs_in_gets_a_token_and_the_hall(served: Served) -> None:
    response = sign_in(served)
    assert response.status_code == 200
    body = response.json()
    assert body["authority"] == {
        "user": "张敏",
        "roles": ["clerk"],
        "windows": ["3"],
        "departments": [],
        "window": "3",
    }
    assert body["expires"] == "2026-03-18T21:40:00+08:00"
    assert body["hall"]["region"] == "500102"
    assert response.headers["cache-control"] == "no-store"
    me = served.client.get("/v1/me", headers=served.headers(body["token"])).json()
    assert me == {name: body[name] for name in ("authority", "expires")}


@pytest.mark.parametrize("fields", [{"password": "falsch"}, {"user": "谁也不是"}, {"password": "x" * 1_024}])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(served: Served, fields: dict[str, str]) -> None:
    response = sign_in(served, **fields)
    assert (response.status_code, response.json()["reason"]) == (401, "sign_in_wrong")
    assert response.json()["facts"] == {}
    assert not set(fields.values()) & set(response.text.split('"'))


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"user": "张敏"},
        {"user": "张敏", "password": ""},
        {"user": "张敏", "password": ["x"]},
        {"user": "张敏", "password": "x" * 2_000},
        {"user": "x" * 200, "password": "x"},
        {"user": "a\0b", "password": "x"},
        {**WINDOW, "take_over": "yes"},
        {**WINDOW, "more": 1},
    ],
    ids=lambda each: ",".join(each) or "nothing",
)
def test_what_is_no_sign_in_is_422_and_shows_nothing(served: Served, body: dict[str, Any]) -> None:
    response = served.client.post("/v1/sign-in", json=body)
    assert response.status_code == 422
    assert PASSWORD not in response.text


def test_a_window_that_is_taken_is_409_and_names_nobody(served: Served) -> None:
    response = sign_in(served, user="李强")
    assert (response.status_code, response.json()["reason"]) == (409, "window_taken")
    assert "张敏" not in response.text
    assert sign_in(served, user="李强", take_over=True).status_code == 409


def test_a_lead_takes_a_window_over(served: Served) -> None:
    assert sign_in(served, user="周琳").status_code == 409
    assert sign_in(served, user="周琳", take_over=True).status_code == 200


def test_who_was_signed_out_is_nobody(served: Served) -> None:
    assert served.client.post("/v1/sign-out", headers=served.headers()).status_code == 204
    assert served.ask("queue").status_code == 401
    assert served.take().status_code == 401
    assert served.events() == 0


def test_a_token_that_has_expired_is_worth_nothing(served: Served) -> None:
    assert served.ask("queue").status_code == 200
    served.clock.advance(timedelta(hours=13))
    response = served.ask("queue")
    assert (response.status_code, response.json()["reason"]) == (401, "sign_in")
    assert response.headers["www-authenticate"] == "Bearer"


def test_a_revoked_token_is_worth_nothing_soon_after(hall_file: Path) -> None:
    with serve_file(hall_file, Limits(readers=1, token_seconds=0.0)) as served:
        assert served.ask("queue").status_code == 200
        served.access.end(served.token)
        assert served.ask("queue").status_code == 401


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer",
        "Basic eDp5",
        "Bearer x y",
        "bearer nobody",
        "Bearer " + "x" * 5_000,
        "Token x",
    ],
)
def test_what_is_no_token_is_401(served: Served, value: str) -> None:
    assert served.client.get("/v1/me", headers={"authorization": value}).status_code == 401


def test_two_tokens_in_one_request_are_none(served: Served) -> None:
    twice = [("authorization", f"Bearer {served.token}")] * 2
    assert served.client.get("/v1/me", headers=twice).status_code == 401


def test_a_locked_desk_opens_by_the_password_alone(served: Served) -> None:
    assert served.post("unlock", {"password": PASSWORD}).status_code == 204
    assert served.post("unlock", {"password": "falsch"}).status_code == 401
    assert served.client.post("/v1/unlock", json={"password": PASSWORD}).status_code == 401
    assert served.ask("queue").status_code == 200


def test_a_new_password_needs_the_old_one(served: Served) -> None:
    assert served.post("password", {"old": "falsch", "new": "Neues Passwort 7"}).status_code == 401
    assert served.post("password", {"old": PASSWORD, "new": "Neues Passwort 7"}).status_code == 204
    assert sign_in(served).status_code == 401
    assert sign_in(served, password="Neues Passwort 7").status_code == 200


def test_a_new_password_is_one_s_own(served: Served) -> None:
    body = {"old": PASSWORD, "new": "Neues Passwort 7"}
    assert served.post("password", {**body, "user": "李强"}).status_code == 403
    assert served.client.post("/v1/password", json=body).status_code == 401
    assert served.client.post("/v1/password", json={**body, "user": "李强"}).status_code == 204


def test_a_thousand_wrong_passwords_are_put_off_and_the_others_go_on(served: Served) -> None:
    def fail(number: int) -> int:
        return sign_in(served, user="李强", password=f"falsch{number}", window="4").status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(fail, range(1_000)))
        assert served.take().status_code == 200
    assert set(statuses) == {401, 429}
    assert statuses.count(401) <= 20
    response = sign_in(served, user="李强", window="4")
    assert (response.status_code, response.json()["reason"]) == (429, "sign_in_locked")
    assert int(response.headers["retry-after"]) > 0
    assert sign_in(served).status_code == 200


def test_the_real_accounts_behind_the_real_server(hall_file: Path) -> None:
    clock = TravellingClock(OPENED)
    database = AccountDatabase.at(hall_file, clock, durable=False)
    made = Administration(database, "管理员")
    made.make("zhangmin", Wanted(name="张敏", roles=(Role.CLERK,), windows=("3",)), SECRET)
    made.make("new", Wanted(name="新人", roles=(Role.CLERK,)))
    database.close()

    def open_hall(read_only: bool) -> SqlHall:
        return SqlHall.open(hall_file, clock, read_only=read_only, durable=False)

    def open_accounts() -> Accounts:
        return Accounts(AccountDatabase.at(hall_file, clock, durable=False), hashing=Hashing())

    with (
        in_thread(open_hall, open_accounts, clock) as running,
        httpx.Client(base_url=running.url, timeout=PATIENCE) as client,
    ):
        tried = {"user": "zhangmin", "password": SECRET, "window": "3"}
        assert client.post("/v1/sign-in", json={**tried, "password": "falsch"}).status_code == 401
        other = client.post("/v1/sign-in", json={**tried, "window": "4"})
        assert (other.status_code, other.json()["reason"]) == (403, "not_your_window")
        token = client.post("/v1/sign-in", json=tried).json()["token"]
        bearer = {"authorization": f"Bearer {token}"}
        assert client.get("/v1/me", headers=bearer).json()["authority"]["window"] == "3"
        assert client.post("/v1/unlock", json={"password": SECRET}, headers=bearer).status_code == 204
        command = {"id": "a1", "at": OPENED.isoformat(), "user": "zhangmin", "window": "3"}
        take = {**command, "act": "take_ticket", "zone": "market"}
        assert client.post("/v1/commands", json=take, headers=bearer).status_code == 200
        again = client.post("/v1/sign-in", json=tried).json()["token"]
        assert client.post("/v1/sign-out", headers={"authorization": f"Bearer {again}"}).status_code == 204
        assert client.get("/v1/me", headers={"authorization": f"Bearer {again}"}).status_code == 401
        text = "".join(running.lines)
        assert SECRET not in text
        assert token not in text
        assert "zhangmin" not in text
    assert SECRET.encode() not in hall_file.read_bytes()
    assert token.encode() not in hall_file.read_bytes()
