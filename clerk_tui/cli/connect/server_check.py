"""What `doctor` finds of a hall's server: does it answer, is it the one that is meant, who has signed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from clerk_tui.cli.connect.open_hall import gate_of
from clerk_tui.cli.connect.session import Session
from clerk_tui.cli.finding import Finding
from clerk_tui.shell import sentences
from data.model.legal.time_zone import to_the_minute
from data.port.errors import HallUnavailable
from data.port.patience import Patience
from data.remote.address import Address
from data.remote.gate import Gate
from data.remote.remote_hall import RemoteHall


def examined(session: Session, server: Address) -> Iterator[Finding]:
    """What is found, a thing at a time; what cannot be examined without the one before is left out."""
    text = session.texts
    try:
        gate = gate_of(session, server)
        _healthy(gate)
    except HallUnavailable as error:
        state = sentences.unavailable(text, error)
        yield Finding("server", False, text("cli.doctor.server", server=server.url, state=state))
        return
    state = text("cli.doctor.answers")
    yield Finding("server", True, text("cli.doctor.server", server=server.url, state=state))
    trust = "plain" if not server.secure else "pinned" if server.pins else "certificate"
    state = text(f"cli.doctor.trust.{trust}")
    yield Finding("trust", True, text("cli.doctor.trust", state=state))
    yield _clock(session, gate)
    yield _sign_in(session, gate)


def _healthy(gate: Gate) -> None:
    """Hear whether a hall's server lives there.

    Raises:
        HallUnavailable: it does not.
    """
    line = gate.line(Patience(tries=1, total=10.0))
    try:
        reply = line.call("GET", "/v1/health")
    finally:
        line.close()
    if not isinstance(reply.fields.get("now"), str):
        raise HallUnavailable("not_a_hall")


def _clock(session: Session, gate: Gate) -> Finding:
    ahead = gate.skew.ahead
    seconds = f"{abs(ahead).total_seconds():.1f}"
    key = "cli.doctor.ahead" if ahead >= timedelta(0) else "cli.doctor.behind"
    return Finding("clock", not gate.skew.apart, session.texts(key, seconds=seconds))


def _sign_in(session: Session, gate: Gate) -> Finding:
    text = session.texts
    if gate.signed_in is None:
        return Finding("sign-in", False, text("cli.doctor.not_signed_in"))
    try:
        RemoteHall.open(gate).close()
    except HallUnavailable as error:
        if error.reason == "sign_in":
            return Finding("sign-in", False, text("cli.doctor.signed_out"))
        return Finding("sign-in", False, sentences.unavailable(text, error))
    signed_in = gate.signed_in
    if signed_in is None:
        return Finding("sign-in", False, text("cli.doctor.signed_out"))
    until = to_the_minute(signed_in.expires)
    return Finding("sign-in", True, text("cli.doctor.signed_in", user=signed_in.authority.user, until=until))
