"""`link`: steps go to the departments that work in their own systems, their answers come back."""

from __future__ import annotations

import os
import signal
from argparse import Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Event as Stop
from typing import TYPE_CHECKING

from clerk_tui.cli.connect.open_hall import HallClock, hall_at
from clerk_tui.cli.connect.session import Session, complain, record
from clerk_tui.cli.exits import Exit, Failure, misused
from clerk_tui.cli.parser import Parser, short
from clerk_tui.shell import sentences
from data.port.errors import HallUnavailable
from data.port.hall import Hall
from data.time_source import RealClock, TimeSource

if TYPE_CHECKING:
    from data.link.courier import Courier, Round
    from data.link.links_file import Linked

EVERY_SECONDS = 15
LONGEST_PAUSE = 3600
LAST_PORT = 65_535
LEAVE = (signal.SIGTERM, signal.SIGINT)


def declare_link(parser: Parser) -> None:
    """Its arguments."""
    text, add = parser.texts, parser.own.add_argument
    add("--config", metavar="FILE", type=Path, required=True, help=text("cli.link.config"))
    add("--once", action="store_true", help=text("cli.link.once"))
    add("--listen", metavar="HOST:PORT", help=text("cli.link.listen"))
    every = parser.number(1, LONGEST_PAUSE)
    add("--every", metavar="SECONDS", type=every, default=EVERY_SECONDS, help=text("cli.link.every"))


def run_link(session: Session, arguments: Namespace) -> Exit:
    """Send the steps of the linked departments, once or until told to end, and take answers."""
    if arguments.once and arguments.listen is not None:
        raise misused("cli.link.once_listens")
    address = None if arguments.listen is None else _address(arguments.listen)
    links = _links(arguments.config)
    if session.read_only:
        raise HallUnavailable("read_only", path=session.named)
    clock = HallClock(session.clock())
    with ExitStack() as stack:
        hall = stack.enter_context(_owned(session, clock))
        _known(hall, links)
        couriers = stack.enter_context(_couriers(hall, links, clock))
        if arguments.once:
            return _once(session, couriers)
        stop = stack.enter_context(_until_told())
        if address is not None:
            stack.enter_context(_listening(session, hall, links, clock, address))
        return _rounds(session, couriers, stop, arguments.every)


@contextmanager
def _owned(session: Session, clock: HallClock) -> Iterator[Hall]:
    from data.link.owned_hall import OwnedHall

    hall = OwnedHall(lambda: hall_at(session.place, clock, read_only=False, district=session.district))
    try:
        yield hall
    finally:
        hall.close()


@contextmanager
def _couriers(hall: Hall, links: tuple[Linked, ...], clock: TimeSource) -> Iterator[dict[str, Courier]]:
    """A courier for each department, by its code."""
    import stamina.instrumentation

    from data.link.courier import Courier
    from data.link.http_link import HttpLink
    from data.port.patience import Patience

    # What is tried again is told on the case; nobody reads it on this terminal.
    stamina.instrumentation.set_on_retry_hooks(())
    couriers: dict[str, Courier] = {}
    with ExitStack() as stack:
        for each in links:
            config = each.config
            patience = Patience(
                connect=config.connect_seconds,
                read=config.read_seconds,
                total=config.total_seconds,
                tries=config.tries,
            )
            link = HttpLink(config.url, each.key, RealClock(), patience)
            stack.callback(link.close)
            reason = config.reason if config.full else ""
            couriers[config.department] = Courier(hall, link, config.department, clock, reason=reason)
        yield couriers


@contextmanager
def _listening(
    session: Session, hall: Hall, links: tuple[Linked, ...], clock: TimeSource, address: tuple[str, int]
) -> Iterator[None]:
    from data.link.callback import Callback
    from data.link.listener import Listener

    host, port = address
    callback = Callback(hall, {each.key.department: each.key for each in links}, clock, RealClock())

    def unforeseen(kind: str) -> None:
        complain(session.texts("cli.unforeseen", kind=kind))

    try:
        listener = Listener(callback, host, port, unforeseen=unforeseen)
    except OSError as error:
        problem = error.strerror or ""
        raise Failure(
            Exit.UNAVAILABLE, "cli.link.address_taken", address=f"{host}:{port}", problem=problem
        ) from None
    try:
        _say_listening(session, host, listener.port)
        yield
    finally:
        listener.close()


def _say_listening(session: Session, host: str, port: int) -> None:
    if session.json:
        record({"listening": f"{host}:{port}"})
    else:
        session.say("cli.link.listening", address=f"{host}:{port}")


@contextmanager
def _until_told() -> Iterator[Stop]:
    """Set once the program is told to end; what is under way is finished first."""
    stop = Stop()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in LEAVE}
    try:
        yield stop
    finally:
        stop.set()
        for number, handler in before.items():
            signal.signal(number, handler)


def _once(session: Session, couriers: dict[str, Courier]) -> Exit:
    failed = 0
    for department, courier in couriers.items():
        done = courier.round()
        failed += done.failed
        _tell(session, department, done)
    if failed:
        raise Failure(Exit.UNAVAILABLE, "cli.link.failed", count=failed)
    return Exit.DONE


def _rounds(session: Session, couriers: dict[str, Courier], stop: Stop, every: int) -> Exit:
    """Rounds until told to end, each department's in a thread of its own: a slow one holds up no other."""
    with ThreadPoolExecutor(len(couriers), thread_name_prefix="courier") as threads:
        for department, courier in couriers.items():
            threads.submit(_keep_going, session, department, courier.round, stop, every)
        stop.wait()
    return Exit.DONE


def _keep_going(
    session: Session, department: str, go_round: Callable[[], Round], stop: Stop, every: int
) -> None:
    while not stop.is_set():
        try:
            done = go_round()
            if done.sent or done.failed:
                _tell(session, department, done)
        except HallUnavailable as error:
            complain(sentences.unavailable(session.texts, error))
        except Exception as error:
            # The message of an unforeseen error may hold personal data; the next round begins anew.
            complain(session.texts("cli.unforeseen", kind=type(error).__name__))
        stop.wait(every)


def _tell(session: Session, department: str, done: Round) -> None:
    if session.json:
        record({"department": department, **asdict(done)})
    else:
        session.say("cli.link.round", department=department, **asdict(done))


def _links(path: Path) -> tuple[Linked, ...]:
    from data.link.links_file import BadLinks, read_links

    try:
        return read_links(path, os.environ)
    except BadLinks as bad:
        raise misused(f"link.config.{bad.reason}", **bad.facts) from None


def _known(hall: Hall, links: tuple[Linked, ...]) -> None:
    from data.model.query import AskDepartments

    known = {each.code for each in hall.ask(AskDepartments())}
    for each in links:
        if each.config.department not in known:
            raise misused("cli.link.department_unknown", department=each.config.department)


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    number = int(port) if port.isascii() and port.isdigit() and len(port) <= 5 else LAST_PORT + 1
    if not (colon and host and number <= LAST_PORT):
        raise misused("cli.link.address", given=short(text))
    return host, number
