"""`account`: who may sign in at the hall's server, and the PIN of a desk on this machine."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from getpass import getpass
from typing import TYPE_CHECKING, Final

from clerk_tui.cli.connect.os_user import is_owner, os_user
from clerk_tui.cli.connect.session import Session, line, record
from clerk_tui.cli.exits import Exit, Failure, misused
from clerk_tui.cli.parser import Parser
from data.law.identifier import shown
from data.model.account import Role
from data.model.legal.time_zone import shanghai
from data.model.outcome import Refusal
from data.time_source import RealClock
from widgets.base.cells import cells, fit

if TYPE_CHECKING:
    from data.accounts.account_database import AccountDatabase
    from data.accounts.administration import Account, Administration, Made

ROLES: Final = tuple(role.value for role in Role)
LONGEST: Final = 1_024
"""The longest secret that is read, in characters."""
MOST_ENTRIES: Final = 100_000


def declare_account(parser: Parser) -> None:
    """Its arguments."""
    text, add = parser.texts, parser.own.add_argument
    known = ", ".join(ACTIONS)
    add("action", metavar="ACTION", choices=tuple(ACTIONS), help=text("cli.account.action", known=known))
    add("account", metavar="USER", nargs="?", default="", help=text("cli.account.user"))
    add("--name", metavar="NAME", default=None, help=text("cli.account.name"))
    known = ", ".join(ROLES)
    add("--role", choices=ROLES, action="append", default=None, help=text("cli.account.role", known=known))
    add("--windows", metavar="CODES", default=None, help=text("cli.account.windows"))
    add("--departments", metavar="CODES", default=None, help=text("cli.account.departments"))
    add("--password-stdin", action="store_true", help=text("cli.account.stdin"))
    add("--remove", action="store_true", help=text("cli.account.remove"))
    most = parser.number(1, MOST_ENTRIES)
    add("--last", metavar="N", type=most, default=20, help=text("cli.account.last"))


def run_account(session: Session, arguments: Namespace) -> Exit:
    """Do one thing with the accounts of the session's hall, or show them."""
    action: str = arguments.action
    named = bool(arguments.account)
    if not named and action not in (*SHOWN, "pin"):
        raise misused("cli.account.no_user", action=action)
    if named and action in SHOWN:
        raise misused("cli.usage.unknown", what=arguments.account)
    with _database(session) as database:
        ACTIONS[action](session, arguments, database)
    return Exit.DONE


@contextmanager
def _database(session: Session) -> Iterator[AccountDatabase]:
    from data.accounts.account_database import AccountDatabase

    database = AccountDatabase.at(session.place, RealClock(), district=session.district)
    try:
        yield database
    finally:
        database.close()


def _administration(database: AccountDatabase) -> Administration:
    from data.accounts.administration import Administration

    return Administration(database, os_user())


def _make(session: Session, arguments: Namespace, database: AccountDatabase) -> None:
    from data.accounts.administration import Wanted

    password = _secrets(session, arguments)("cli.account.password") if arguments.password_stdin else ""
    wanted = Wanted(
        name=arguments.name or "",
        roles=_roles(arguments) or (Role.CLERK,),
        windows=_codes(arguments.windows) or (),
        departments=_codes(arguments.departments) or (),
    )
    made = _done(_administration(database).make(arguments.account, wanted, password))
    _tell_password(session, made, "cli.account.made")


def _change(session: Session, arguments: Namespace, database: AccountDatabase) -> None:
    from data.accounts.administration import Wanted

    wanted = Wanted(
        name=arguments.name,
        roles=_roles(arguments),
        windows=_codes(arguments.windows),
        departments=_codes(arguments.departments),
    )
    if wanted == Wanted():
        raise misused("cli.account.nothing")
    _done(_administration(database).change(arguments.account, wanted))
    _tell(session, "changed", arguments.account)


def _password(session: Session, arguments: Namespace, database: AccountDatabase) -> None:
    password = _secrets(session, arguments)("cli.account.password") if arguments.password_stdin else ""
    made = _done(_administration(database).set_password(arguments.account, password))
    _tell_password(session, made, "cli.account.password_set")


def _simply(do: Callable[[Administration, str], Refusal | None], done: str) -> Action:
    """An action on one account that has nothing to tell but that it is done."""

    def act(session: Session, arguments: Namespace, database: AccountDatabase) -> None:
        _done(do(_administration(database), arguments.account))
        _tell(session, done, arguments.account)

    return act


def _list(session: Session, _arguments: Namespace, database: AccountDatabase) -> None:
    accounts = _administration(database).accounts()
    if session.json:
        for each in accounts:
            record(_fields(each))
        return
    text = session.texts
    rows = [
        (
            shown(each.user),
            shown(each.name),
            " ".join(text(f"role.{role}") for role in each.roles),
            _scope(session, each),
            " ".join(_marks(session, each)),
        )
        for each in accounts
    ]
    _table(rows)
    if not rows:
        session.say("cli.account.none")


def _sittings(session: Session, _arguments: Namespace, database: AccountDatabase) -> None:
    sittings = _administration(database).sittings()
    for each in sittings:
        since = shanghai(each.since)
        if session.json:
            told = {"window": each.window, "user": each.user, "name": each.name}
            record({**told, "since": since.isoformat()})
        else:
            facts = {"window": each.window, "user": each.user, "since": f"{since:%m-%d %H:%M}"}
            session.say("cli.account.sits", **facts)
    if not sittings and not session.json:
        session.say("cli.account.nobody")


def _entries(session: Session, arguments: Namespace, database: AccountDatabase) -> None:
    for each in reversed(_administration(database).entries(arguments.last)):
        at = shanghai(each.at)
        if session.json:
            told = {"at": at.isoformat(), "by": each.by, "user": each.user, "act": each.act}
            record({**told, **each.facts})
            continue
        facts = " ".join(f"{name}={value}" for name, value in each.facts.items())
        said = session.texts(f"account_act.{each.act}")
        parts = (f"{at:%Y-%m-%d %H:%M:%S}", each.by or "-", said, each.user, facts)
        line("  ".join(shown(part) for part in parts if part))


def _pin(session: Session, arguments: Namespace, database: AccountDatabase) -> None:
    """Set one's own PIN or take it away, by the old one; another's only its file's owner takes away."""
    from data.accounts.pins import Pins

    path, own = session.database, os_user()
    user: str = arguments.account or own
    pins = Pins(database)
    if user != own:
        if not arguments.remove:
            raise misused("cli.account.pin_own")
        if not is_owner(path):
            raise Failure(Exit.REFUSED, "account.not_owner")
    read = _secrets(session, arguments)
    if user == own and pins.has(own) and not pins.check(own, read("cli.account.pin_old")):
        raise Failure(Exit.REFUSED, "account.pin_wrong")
    pin = "" if arguments.remove else read("cli.account.pin_new")
    if pin and not arguments.password_stdin and read("cli.account.pin_again") != pin:
        raise misused("cli.account.pin_differ")
    _done(pins.put(user, pin, own))
    _tell(session, "pin_set" if pin else "pin_removed", user)


Action = Callable[[Session, Namespace, "AccountDatabase"], None]
SHOWN: Final = ("list", "sittings", "entries")
ACTIONS: Final[Mapping[str, Action]] = {
    "make": _make,
    "list": _list,
    "change": _change,
    "disable": _simply(lambda admin, user: admin.disable(user), "disabled"),
    "enable": _simply(lambda admin, user: admin.enable(user), "enabled"),
    "password": _password,
    "revoke": _simply(lambda admin, user: admin.revoke(user), "revoked"),
    "unlock": _simply(lambda admin, user: admin.unlock(user), "unlocked"),
    "sittings": _sittings,
    "entries": _entries,
    "pin": _pin,
}


def _done(outcome: Made | Refusal | None) -> Made | None:
    """What came of it.

    Raises:
        Failure: it was refused.
    """
    if isinstance(outcome, Refusal):
        raise Failure(Exit.REFUSED, f"refusal.{outcome.reason}", **outcome.facts)
    return outcome


def _tell(session: Session, act: str, user: str) -> None:
    if session.json:
        record({"act": act, "user": user})
    else:
        session.say("cli.account.done", act=session.texts(f"account_act.{act}"), user=user)


def _tell_password(session: Session, made: Made | None, key: str) -> None:
    assert made is not None
    if session.json:
        record({"user": made.user, **({"password": made.password} if made.password else {})})
        return
    session.say(key, user=made.user)
    if made.password:
        session.say("cli.account.first", password=made.password)


def _secrets(session: Session, arguments: Namespace) -> Callable[[str], str]:
    """How a password or a PIN is read: a line of standard input, or typed unseen; never an argument."""
    stdin: bool = arguments.password_stdin
    if not stdin and not sys.stdin.isatty():
        raise misused("cli.account.no_terminal")

    def read(prompt: str) -> str:
        if stdin:
            secret = sys.stdin.readline(LONGEST + 2).removesuffix("\n")
        else:
            secret = getpass(session.texts(prompt))
        if not secret or len(secret) > LONGEST:
            raise misused("cli.account.blank")
        return secret

    return read


def _roles(arguments: Namespace) -> tuple[Role, ...] | None:
    given: list[str] | None = arguments.role
    return None if given is None else tuple(Role(each) for each in dict.fromkeys(given))


def _codes(given: str | None) -> tuple[str, ...] | None:
    """Codes with commas between them; of a blank text none."""
    if given is None:
        return None
    return tuple(dict.fromkeys(code for each in given.split(",") if (code := each.strip())))


def _scope(session: Session, account: Account) -> str:
    text = session.texts
    parts = []
    if account.windows:
        parts.append(text("cli.account.at_windows", codes=",".join(account.windows)))
    if account.departments:
        parts.append(text("cli.account.of_departments", codes=",".join(account.departments)))
    return " ".join(parts)


def _marks(session: Session, account: Account) -> Iterator[str]:
    text = session.texts
    if account.disabled:
        yield text("cli.account.is_disabled")
    if account.must_change:
        yield text("cli.account.must_change")
    if account.locked is not None:
        yield text("cli.account.locked", until=f"{shanghai(account.locked):%H:%M:%S}")


def _fields(account: Account) -> dict[str, object]:
    return {
        "user": account.user,
        "name": account.name,
        "roles": [role.value for role in account.roles],
        "windows": list(account.windows),
        "departments": list(account.departments),
        "disabled": account.disabled,
        "must_change": account.must_change,
        "changed": shanghai(account.changed).isoformat(),
        "locked": None if account.locked is None else shanghai(account.locked).isoformat(),
    }


def _table(rows: Sequence[tuple[str, ...]]) -> None:
    """Rows in columns as wide as what is in them."""
    widths = [
        max((cells(row[place]) for row in rows), default=0) for place in range(len(rows[0]) if rows else 0)
    ]
    for row in rows:
        line("  ".join(fit(part, width) for part, width in zip(row, widths, strict=True) if width).rstrip())
