"""A hall to be tortured: eight windows with their clerks' accounts, and desks that sign in for real."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from data.accounts.account_database import AccountDatabase
from data.accounts.administration import Administration, Made, Wanted
from data.model.account import Role
from data.model.settings import Window
from data.port.patience import Patience
from data.remote.address import read_address
from data.remote.gate import Gate
from data.remote.tokens import TokenFile
from data.store.backends.opening import is_address
from data.store.sql_hall import SqlHall
from data.time_source import RealClock
from tests.support.halls.setting_up import founded_at, install
from tests.support.sitting import CARD, CATALOGUE

CLERKS = {
    "1": "张敏",
    "2": "李强",
    "3": "王芳",
    "4": "刘洋",
    "5": "陈静",
    "6": "杨波",
    "7": "赵丽",
    "8": "周涛",
}
"""Who sits at which window."""
PASSWORD = "a long enough password"
HASTY = Patience(connect=2.0, read=2.0, total=8.0, tries=3, wait=0.02)
"""What a request may take here: a network that swallows it is found out after two seconds."""


def founded(place: str | Path) -> str | Path:
    """A new hall with its windows and accounts in a file, or in a database that has our tables."""
    windows = tuple(Window(code=code, name=f"{code}号窗口") for code in CLERKS)
    if is_address(place):
        with closing(SqlHall.at(place, RealClock())) as hall:
            install(hall, CATALOGUE, CARD, windows)
    else:
        founded_at(place, CATALOGUE, CARD, windows)
    database = AccountDatabase.at(place, RealClock())
    try:
        people = Administration(database, "root")
        for window, clerk in CLERKS.items():
            wanted = Wanted(roles=(Role.CLERK,), windows=(window,))
            assert isinstance(people.make(clerk, wanted, PASSWORD), Made)
    finally:
        database.close()
    return place


def signed_in(url: str, window: str, folder: Path) -> Gate:
    """A server's door through which a window's clerk has come in, with patience; what follows is hasty."""
    address, tokens = read_address(url), TokenFile(folder / f"sign-in-{window}.json")
    Gate(address, tokens, RealClock()).sign_in(CLERKS[window], PASSWORD, window)
    return Gate(address, tokens, RealClock(), patience=HASTY)
