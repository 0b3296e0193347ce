"""The hall's server on PostgreSQL beside a bare FastAPI with psycopg: commands and list reads a second.

    python -m bench.server_bench [ROUNDS [REQUESTS]]

Both are one process over the same local PostgreSQL, loaded by the same client over the same number of
connections, in turn. The bare one parses a body, inserts a row and commits, or selects the same hundred cases
and writes them as JSON: no rules, no log, no rights. Desks read pages of their windows' lists that the server
has to make anew ("lists"), or one again and again that has not changed, which it has kept ("unchanged").
Ratios last, rates do not; medians of the rounds.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from statistics import median
from typing import Final

import httpx
import psycopg

from bench.loading import Request, Took, load, request
from data.accounts.account_database import AccountDatabase
from data.accounts.administration import Administration, Wanted
from data.catalogue.files import read_catalogue
from data.demo.demo_place import CARD
from data.model.account import Role
from data.model.applicant import Applicant, IdKind
from data.model.case import Verdict
from data.model.command import CheckMaterials, Finding, OpenCase
from data.model.item import ApplicantKind, Item
from data.model.outcome import Receipt
from data.model.settings import Window
from data.port.codec import write_command
from data.store.backends.opening import store_at
from data.store.sql_hall import SqlHall
from data.time_source import RealClock
from tests.support import postgres
from tests.support.halls.setting_up import install
from tests.support.server.running import as_process, free_port

DESKS: Final = 16
OPEN_CASES: Final = 2_000
PASSWORD: Final = "correct-horse-battery"
COMPANY: Final = Applicant(
    name="重庆某某机械有限公司",
    kind=ApplicantKind.ENTERPRISE,
    id_kind=IdKind.CREDIT_CODE,
    id_number="91350100M000100Y43",
)
SELECT: Final = """SELECT c.code, c.seq, c.status, c.item, i.name, i.name_en, c.department, d.name AS dn,
 d.name_en AS dne, c.applicant, c.ticket, c."window", c.clerk, c.received, c.due, c.law_due, c.yellow_from,
 c.red_from, c.step
 FROM (SELECT district, code FROM case_row WHERE district = '500102' AND open = 1
       ORDER BY due, code LIMIT 100) f
 JOIN case_row c ON c.district = f.district AND c.code = f.code
 JOIN item i ON i.district = c.district AND i.code = c.item AND i.version = c.version
 JOIN department d ON d.district = c.district AND d.code = c.department ORDER BY c.due, c.code"""
NUMBERS: Final = count(1)


def now() -> datetime:
    """This moment."""
    return RealClock().now()


def an_item() -> Item:
    """An item with materials to check, for organisations."""
    return next(
        each
        for each in read_catalogue().items
        if each.materials
        and not each.questions
        and not each.lanes
        and ApplicantKind.ENTERPRISE in each.applicants
    )


def filled(url: str, item: Item) -> list[str]:
    """A hall of `DESKS` windows and their clerks, with open cases; a case of each window."""
    hall = SqlHall.at(url, RealClock())
    windows = [Window(code=str(number), name=f"{number}号窗口") for number in range(1, DESKS + 1)]
    install(hall, read_catalogue(), CARD, windows)
    commands = [
        OpenCase(
            id=f"open-{number}",
            at=now(),
            user="bench",
            window=str(number % DESKS + 1),
            item=item.code,
            applicant=COMPANY,
            again=True,
        )
        for number in range(OPEN_CASES)
    ]
    codes: dict[str, str] = {}
    for begin in range(0, OPEN_CASES, 50):
        for command, outcome in zip(
            commands[begin : begin + 50], hall.do_many(commands[begin : begin + 50]), strict=True
        ):
            assert isinstance(outcome, Receipt), outcome
            codes[command.window] = outcome.stream
    store = store_at(url)
    people = Administration(AccountDatabase(store, RealClock(), CARD.region), by="bench")
    for window in windows:
        people.make(f"clerk{window.code}", Wanted(roles=(Role.CLERK,), windows=(window.code,)), PASSWORD)
    store.close()
    hall.close()
    with psycopg.connect(url, autocommit=True) as connection:
        # Both sides have what the database's own upkeep would give them by and by.
        connection.execute("VACUUM ANALYZE")
    return [codes[window.code] for window in windows]


def tokens(url: str) -> list[str]:
    """Every clerk signed in at their window."""
    signed = []
    with httpx.Client(base_url=url, timeout=60) as client:
        for number in range(1, DESKS + 1):
            body = {"user": f"clerk{number}", "password": PASSWORD, "window": str(number)}
            response = client.post("/v1/sign-in", json=body)
            assert response.status_code == 200, response.text
            signed.append(str(response.json()["token"]))
    return signed


def checks(item: Item, codes: list[str], signed: list[str], host: str, each: int) -> list[list[Request]]:
    """For every desk so many commands about its case."""
    material = item.materials[0].code
    lanes = []
    for desk, (code, token) in enumerate(zip(codes, signed, strict=True), start=1):
        lane = []
        for number in range(each):
            verdict = Verdict.THERE if number % 2 else Verdict.MISSING
            command = CheckMaterials(
                id=f"check-{next(NUMBERS)}",
                at=now(),
                user=f"clerk{desk}",
                window=str(desk),
                case=code,
                findings=(Finding(material=material, verdict=verdict),),
            )
            headers = [("Authorization", f"Bearer {token}")]
            lane.append(request("POST", "/v1/commands", host, write_command(command).encode(), headers))
        lanes.append(lane)
    return lanes


def lists(signed: list[str], host: str, each: int, *, fresh: bool) -> list[list[Request]]:
    """For every desk so many readings of its own window's list: each another page, or all of them one.

    The other pages are of 51 to 150 lines, a hundred in the middle: nothing kept can be used.
    """
    lanes = []
    for desk, token in enumerate(signed, start=1):
        key = [("Authorization", f"Bearer {token}")]
        sizes = [51 + number % 100 if fresh else 100 for number in range(each)]
        lanes.append(
            [
                request("GET", f"/v1/cases?tab=open&window={desk}&limit={size}", host, b"", key)
                for size in sizes
            ]
        )
    return lanes


@contextmanager
def bare(url: str) -> Iterator[int]:
    """The floor's port."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.bare_server", url, str(port), SELECT])
    try:
        for _ in range(200):
            try:
                httpx.get(f"http://127.0.0.1:{port}/list", timeout=60)
                break
            except httpx.ConnectError:
                if process.poll() is not None:
                    raise
        yield port
    finally:
        process.terminate()
        process.wait()


def told(name: str, ours: list[Took], floor: list[Took]) -> None:
    """One line: both rates, the ratio, the longest of a hundred waits, and what went wrong."""
    wrong = sum(each.wrong for each in (*ours, *floor))
    ratio = median(mine.rate / its.rate for mine, its in zip(ours, floor, strict=True))
    waits = sorted(wait for each in ours for wait in each.waits)
    rates = f"{median(each.rate for each in ours):7.0f}/s of {median(each.rate for each in floor):7.0f}/s"
    late = f"p50 {1000 * waits[len(waits) // 2]:.1f} ms, p99 {1000 * waits[len(waits) * 99 // 100]:.1f} ms"
    size = f"{ours[0].size // max(1, ours[0].answers)} and {floor[0].size // max(1, floor[0].answers)} bytes"
    print(f"{name:<10} {rates}  ratio {ratio:.2f}   {late}   {size}   not 200: {wrong}")


def main(rounds: int, requests: int) -> None:
    """Run it."""
    item = an_item()
    with postgres.database() as url, tempfile.TemporaryDirectory() as folder:
        codes = filled(url, item)
        with as_process(url, Path(folder) / "log") as ours, bare(url) as port:
            host, _, own = ours.address.partition(":")
            signed = tokens(ours.url)
            body = json.dumps({"command": "x" * 20, "body": "y" * 300}).encode()
            each = requests // DESKS
            results: dict[str, tuple[list[Took], list[Took]]] = {
                name: ([], []) for name in ("commands", "lists", "unchanged")
            }
            for _ in range(rounds):
                insert = [[request("POST", "/insert", host, body)] * each for _ in range(DESKS)]
                select = [[request("GET", "/list", host)] * each for _ in range(DESKS)]
                mine, floor = results["commands"]
                mine.append(load(host, int(own), checks(item, codes, signed, host, each)))
                floor.append(load(host, port, insert))
                for name in ("lists", "unchanged"):
                    mine, floor = results[name]
                    asked = lists(signed, host, each, fresh=name == "lists")
                    mine.append(load(host, int(own), asked))
                    floor.append(load(host, port, select))
            told("commands", *results["commands"])
            told("lists", *results["lists"])
            told("unchanged", *results["unchanged"])
    postgres.drop_template()


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(given[0] if given else 5, given[1] if len(given) > 1 else 1_600)
