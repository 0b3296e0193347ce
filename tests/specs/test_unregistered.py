"""What has no line is refused: by the rules, by a hall on a file, over the network, by a window cut off.

So a command or query that somebody has added without saying who may can be given or asked by nobody.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from data.core.authority import forbids, may_not_ask, unregistered
from data.core.context import CaseState, Rules
from data.core.decide import decide
from data.core.queries import QUERY_SPECS, Offline, answered_alone
from data.law.calendar.working_days import published
from data.model import query as q
from data.model.account import Authority, Role
from data.model.outcome import Refusal
from data.model.settings import HallCard, Settings
from data.port.errors import NotAllowed
from data.port.hall import Hall
from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.halls.setting_up import install
from tests.support.halls.small_hall import small_hall_file
from tests.support.offline.far_window import at_window
from tests.support.remote.far_answers import always, answering, problem, reason_of
from tests.support.server.served import Served, serve_file
from tests.support.sitting import CARD, CATALOGUE, OPENED, WINDOWS
from tests.support.specimens import BURN, DEMO, INVENTED, made, of


def rules(hall: HallCard, authority: Authority | None = None, *, alone: bool = False) -> Rules:
    """The rules of a hall, for somebody or for whoever the operating system has let in."""
    return Rules(
        calendar=published(),
        settings=Settings(),
        hall=hall,
        windows=WINDOWS,
        now=OPENED + timedelta(minutes=1),
        authority=authority,
        alone=alone,
    )


def is_unregistered(outcome: object) -> bool:
    """Whether something was refused as what nobody has provided for."""
    return isinstance(outcome, Refusal) and outcome.reason == "unregistered"


@pytest.mark.parametrize("authority", [None, *(of(role) for role in Role)], ids=str)
@pytest.mark.parametrize("hall", [CARD, DEMO], ids=["hall", "demo"])
def test_an_invented_class_is_refused_by_the_rules(hall: HallCard, authority: Authority | None) -> None:
    for alone in (False, True):
        assert is_unregistered(decide(CaseState(), BURN, rules(hall, authority, alone=alone)))
    if authority is not None:
        assert is_unregistered(forbids(authority, hall, CaseState(), BURN))
    for query in INVENTED:
        assert is_unregistered(may_not_ask(authority, hall, query, None, None))
        assert is_unregistered(unregistered(query))
        assert not answered_alone(query)


def asked(hall: Hall, query: q.Query[Any]) -> Refusal | None:
    """The refusal that a hall answers a query by."""
    try:
        hall.ask(query)
    except NotAllowed as error:
        return error.refusal
    return None


@pytest.fixture(params=["hall", "demo"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlHall]:
    """A hall in a file on this machine, where nobody is asked for a role."""
    path = tmp_path / "file.db"
    create(path)
    hall = SqlHall.open(path, TravellingClock(OPENED), durable=False)
    install(hall, CATALOGUE, CARD if request.param == "hall" else DEMO, WINDOWS)
    yield hall
    hall.close()


def test_an_invented_class_is_refused_by_a_hall_in_a_file(hall: SqlHall) -> None:
    before = hall.mark()
    assert is_unregistered(hall.do(BURN))
    assert is_unregistered(hall.do(BURN, of(Role.ADMINISTRATOR)))
    assert all(is_unregistered(asked(hall, query)) for query in INVENTED)
    assert hall.mark() == before
    assert hall.ask(q.AskCases(window="3")).total == 0


def test_an_invented_class_never_leaves_a_desk() -> None:
    far = answering(always(problem(404, "no_such_path")))
    assert is_unregistered(far.hall.do(BURN))
    assert all(is_unregistered(asked(far.hall, query)) for query in INVENTED)
    assert not far.heard


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A small hall of this test's own, served."""
    with serve_file(small_hall_file(tmp_path / "served.db")) as served:
        yield served


def test_an_invented_class_has_no_way_to_a_server(served: Served) -> None:
    for path in ("everything", "ask-everything", "more"):
        for response in (served.ask(path), served.post(path, {"window": "3"})):
            assert (response.status_code, response.json()["reason"]) == (404, "no_such_path")
    response = served.send(served.command("burn_files"))
    assert (response.status_code, response.json()["reason"]) == (422, "act")
    assert served.events() == 0


def test_an_invented_class_is_refused_by_a_window_that_is_cut_off(tmp_path: Path) -> None:
    window = at_window(tmp_path)
    try:
        window.here.take()
        for pulled in (False, True):
            if pulled:
                window.cable.pull()
            assert is_unregistered(window.hall.do(BURN))
            assert all(is_unregistered(asked(window.hall, query)) for query in INVENTED)
        assert window.hall.unsent() == ()
        assert window.hall.ask(q.AskHall()).card == CARD
    finally:
        window.close()


def test_a_window_that_is_cut_off_answers_what_the_table_says(tmp_path: Path) -> None:
    window = at_window(tmp_path)
    try:
        window.cable.pull()
        for kind, spec in QUERY_SPECS.items():
            query = made(kind, of(Role.CLERK))
            if spec.offline is Offline.NEVER:
                assert reason_of(partial(window.hall.ask, query)) == "needs_hall", spec.name
            else:
                window.hall.ask(query)
            if spec.offline is Offline.OF_A_WINDOW:
                whole = dataclasses.replace(cast(Any, query), window="")
                assert reason_of(partial(window.hall.ask, whole)) == "needs_hall", spec.name
    finally:
        window.close()
