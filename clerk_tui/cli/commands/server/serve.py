"""`serve`: the hall at one address, for many desks."""

from __future__ import annotations

import os
import ssl
import sys
from argparse import Namespace
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from clerk_tui.cli.connect.open_hall import HallClock
from clerk_tui.cli.connect.session import Session, record
from clerk_tui.cli.exits import Exit, Failure, misused
from clerk_tui.cli.parser import Parser, place, short
from data.time_source import RealClock, ShiftedClock

if TYPE_CHECKING:
    import socket

    from data.server.process import HallServer, Tls

ADDRESS = "127.0.0.1:8480"
MOST_WORKERS = 64
MOST_DAYS = 365
LAST_PORT = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What every serving process is told: plain values, so that they can be handed to another process."""

    db: Path | str
    accounts: Path | str
    district: str | None
    today: date | None
    read_only: bool
    oldest: timedelta
    host: str = ""
    port: int = 0
    file: Path | None = None
    tls: Tls | None = None
    metrics: tuple[str, int] | None = None
    key: bytes = b""

    @property
    def address(self) -> str:
        """Where it listens."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"unix:{self.file}" if self.file is not None else f"{host}:{self.port}"


def declare_serve(parser: Parser) -> None:
    """Its arguments."""
    text, add = parser.texts, parser.own.add_argument
    add("--listen", metavar="ADDRESS", default=ADDRESS, help=text("cli.serve.listen"))
    workers, days = parser.number(1, MOST_WORKERS), parser.number(1, MOST_DAYS)
    add("--workers", metavar="N", type=workers, default=1, help=text("cli.serve.workers"))
    add("--cert", metavar="FILE", type=Path, help=text("cli.serve.cert"))
    add("--key", metavar="FILE", type=Path, help=text("cli.serve.key"))
    add("--client-ca", metavar="FILE", type=Path, help=text("cli.serve.client_ca"))
    add("--plain", action="store_true", help=text("cli.serve.plain"))
    add("--metrics", metavar="HOST:PORT", help=text("cli.serve.metrics"))
    add("--accounts", metavar="DB", type=place, help=text("cli.serve.accounts"))
    add("--oldest", metavar="DAYS", type=days, default=7, help=text("cli.serve.oldest"))


def run_serve(session: Session, arguments: Namespace) -> Exit:
    """Serve until told to end.

    Raises:
        Failure: wrong use; the address is taken, or a file of TLS cannot be used.
        HallUnavailable: the hall or its accounts cannot be opened.
    """
    try:
        import data.server.app  # noqa: F401
    except ModuleNotFoundError as error:
        raise misused("cli.serve.no_server", package=error.name or "") from None
    plan = _plan(session, arguments)
    _try_out(plan)
    listener = _listener(plan)
    with listener:
        if plan.file is None:
            plan = replace(plan, port=listener.getsockname()[1])
        _say_serving(session, plan, arguments.workers)
        if arguments.workers == 1:
            return _serve(plan, listener, 0)
        from data.server.process_group import keep_serving

        if not keep_serving(_serve, plan, listener, arguments.workers):
            raise Failure(Exit.UNAVAILABLE, "cli.serve.fell")
    return Exit.DONE


def _plan(session: Session, arguments: Namespace) -> Plan:
    given: str = arguments.listen
    metrics = None if arguments.metrics is None else _host_and_port(arguments.metrics)
    plan = Plan(
        db=session.place,
        accounts=arguments.accounts or session.place,
        district=session.district,
        today=session.today,
        read_only=session.read_only,
        oldest=timedelta(days=arguments.oldest),
        tls=_tls(arguments),
        metrics=metrics,
        key=os.urandom(32),
    )
    from data.server.process import UNIX, is_local

    if given.startswith(UNIX) and len(given) > len(UNIX):
        return replace(plan, file=Path(given.removeprefix(UNIX)))
    host, port = _host_and_port(given)
    if plan.tls is None and not arguments.plain and not is_local(host):
        raise misused("cli.serve.not_local", address=short(given))
    return replace(plan, host=host, port=port)


def _tls(arguments: Namespace) -> Tls | None:
    from data.server.process import Tls

    if arguments.cert is None:
        if arguments.key is not None or arguments.client_ca is not None:
            raise misused("cli.serve.key_alone")
        return None
    tls = Tls(certificate=arguments.cert, key=arguments.key, client_ca=arguments.client_ca)
    try:
        tls.context()
    except (OSError, ssl.SSLError) as error:
        problem = error.reason if isinstance(error, ssl.SSLError) else error.strerror
        raise misused("cli.serve.certificate", problem=problem or type(error).__name__) from None
    return tls


def _host_and_port(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    number = int(port) if port.isascii() and port.isdigit() and len(port) <= 5 else LAST_PORT + 1
    if not (colon and host and number <= LAST_PORT):
        raise misused("cli.serve.address", given=short(text))
    return host, number


def _listener(plan: Plan) -> socket.socket:
    from data.server.process import listening_at, listening_in

    try:
        return listening_in(plan.file) if plan.file is not None else listening_at(plan.host, plan.port)
    except OSError as error:
        # What the library adds to the system's words is there already.
        problem = os.strerror(error.errno) if error.errno else type(error).__name__
        raise Failure(Exit.UNAVAILABLE, "cli.serve.taken", address=plan.address, problem=problem) from None


def _try_out(plan: Plan) -> None:
    """Open the hall and the accounts once, so that what is wrong is told before anybody is served."""
    from data.accounts.accounts import Accounts
    from data.model.query import AskHall
    from data.store.sql_hall import SqlHall

    clock = _clock(plan)
    hall = SqlHall.at(plan.db, clock, read_only=plan.read_only, district=plan.district)
    try:
        hall.ask(AskHall())
    finally:
        hall.close()
    Accounts.at(plan.accounts, clock, district=plan.district).close()


def _clock(plan: Plan) -> HallClock:
    return HallClock(RealClock() if plan.today is None else ShiftedClock(plan.today))


def _serve(plan: Plan, listener: socket.socket, number: int) -> Exit:
    """Serve in this process, the one of that number, until told to end."""
    from data.server.process import prepare

    prepare()
    server = _server(plan, number)
    server.run(sockets=[listener])
    return Exit.DONE


def _server(plan: Plan, number: int) -> HallServer:
    from data.accounts.accounts import Accounts
    from data.model.query import AskHall
    from data.server.app import make_app
    from data.server.http.limits import Limits
    from data.server.process import server_of
    from data.store.sql_hall import SqlHall

    clock = _clock(plan)

    def open_hall(read_only: bool) -> SqlHall:
        return SqlHall.at(plan.db, clock, read_only=read_only or plan.read_only, district=plan.district)

    hall = open_hall(True)
    try:
        if hall.ask(AskHall()).card.demo:
            clock.never_before_the_morning()
    finally:
        hall.close()
    limits = Limits(oldest=plan.oldest)
    app = make_app(
        open_hall,
        lambda: Accounts.at(plan.accounts, clock, district=plan.district),
        clock,
        limits=limits,
        write=sys.stderr.write,
        key=plan.key,
        metrics=plan.metrics is None,
    )
    if plan.metrics is not None:
        host, port = plan.metrics
        app.state.service.metrics.serve(host, port + number)
    return server_of(app, clock, limits, tls=plan.tls, behind_socket=plan.file is not None)


def _say_serving(session: Session, plan: Plan, workers: int) -> None:
    if session.json:
        record({"serving": plan.address, "workers": workers})
    else:
        session.say("cli.serve.listening", address=plan.address)
    sys.stdout.flush()
