"""The connection itself: kept, bounded in time, cut when unwanted; and only to the server that is meant."""

from __future__ import annotations

import socket
import ssl
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from data.port.errors import HallUnavailable
from data.remote.address import read_address
from data.remote.pin import NoCertificate, pin_of
from data.remote.request import Patience, Request, client, wired
from data.remote.skew import Skew
from data.remote.transport import Bounds
from data.time_source import RealClock
from tests.support.remote.certificates import Pair, make, renewed
from tests.support.remote.far_answers import reason_of
from tests.support.remote.listening import Listening, always, answer, head_of, listening
from tests.support.waiting import PATIENCE

TOKEN = "t" * 43
SHORT = Patience(connect=1.0, read=0.4, total=0.8, tries=2, wait=0.01)
QUICK = Patience(connect=5.0, read=10.0, total=15.0, tries=2, wait=0.01)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pair]:
    """Certificates."""
    folder = tmp_path_factory.mktemp("certificates")
    hall = make(folder, "hall")
    return {
        "hall": hall,
        "renewed": renewed(folder, "renewed", hall),
        "rsa": make(folder, "rsa", kind="rsa"),
        "other": make(folder, "other"),
        "elsewhere": make(folder, "elsewhere", names="subjectAltName=DNS:elsewhere.example.cn"),
        "desk": make(folder, "desk"),
    }


def tls_of(pair: Pair, client_ca: Pair | None = None) -> ssl.SSLContext:
    """What the server shows, and whom it lets in."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    if client_ca is not None:
        context.load_verify_locations(client_ca.certificate)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def line_to(url: str, patience: Patience = QUICK, **known_by: Any) -> Request:
    """A connection to a server."""
    return Request(read_address(url, **known_by), RealClock(), Skew(), patience=patience)


def heard_at(url: str, patience: Patience = QUICK, **known_by: Any) -> str:
    """Why a server that is to be sent a token is not; blank where it is."""
    try:
        line = line_to(url, patience, **known_by)
    except HallUnavailable as error:
        return error.reason
    try:
        line.call("GET", "/v1/me", token=TOKEN)
    except HallUnavailable as error:
        return error.reason
    finally:
        line.close()
    return ""


class TestWhoIsBelieved:
    def test_whom_an_authority_vouches_for(self, pairs: dict[str, Pair]) -> None:
        with listening(always(b"{}"), tls_of(pairs["hall"])) as server:
            assert heard_at(server.url, ca=pairs["hall"].certificate) == ""
            assert heard_at(server.url) == "certificate"
            assert heard_at(server.url, ca=pairs["other"].certificate) == "certificate"
        assert len(server.heard) == 1

    def test_only_under_its_own_name(self, pairs: dict[str, Pair]) -> None:
        with listening(always(b"{}"), tls_of(pairs["elsewhere"])) as server:
            assert heard_at(server.url, ca=pairs["elsewhere"].certificate) == "certificate"
        assert server.heard == []

    @pytest.mark.parametrize("name", ["hall", "rsa", "renewed"])
    def test_who_shows_the_key_that_is_pinned(self, pairs: dict[str, Pair], name: str) -> None:
        pin = pairs["hall" if name == "renewed" else name].pin
        with listening(always(b"{}"), tls_of(pairs[name])) as server:
            assert heard_at(server.url, ca=pairs[name].certificate, pins=(pin,)) == ""
            assert heard_at(server.url, ca=pairs[name].certificate, pins=(pairs["other"].pin, pin)) == ""

    def test_nothing_is_sent_to_who_shows_another_key(self, pairs: dict[str, Pair]) -> None:
        with listening(always(b"{}"), tls_of(pairs["hall"])) as server:
            assert heard_at(server.url, ca=pairs["hall"].certificate, pins=(pairs["other"].pin,)) == "pin"
        assert server.heard == []
        assert server.came == 1

    def test_a_pin_does_not_stand_for_a_certificate(self, pairs: dict[str, Pair]) -> None:
        with listening(always(b"{}"), tls_of(pairs["hall"])) as server:
            assert heard_at(server.url, pins=(pairs["hall"].pin,)) == "certificate"
        assert server.heard == []

    def test_every_new_connection_is_looked_at(self, pairs: dict[str, Pair]) -> None:
        """The server is another from the second connection on."""

        def once(connection: socket.socket, told: Listening) -> None:
            told.heard.append(head_of(connection))
            connection.sendall(answer(b"{}", "application/json", "connection: close"))

        context = tls_of(pairs["hall"])
        with listening(once, context) as server:
            line = line_to(server.url, ca=pairs["hall"].certificate, pins=(pairs["hall"].pin,))
            line.call("GET", "/v1/me", token=TOKEN)
            context.load_cert_chain(pairs["other"].certificate, pairs["other"].key)
            assert reason_of(lambda: line.call("GET", "/v1/me", token=TOKEN)) == "certificate"
            line.close()
        assert len(server.heard) == 1

    def test_a_server_that_wants_to_know_the_desk(self, pairs: dict[str, Pair]) -> None:
        desk: dict[str, Any] = {"certificate": pairs["desk"].certificate, "key": pairs["desk"].key}
        with listening(always(b"{}"), tls_of(pairs["hall"], client_ca=pairs["desk"])) as server:
            assert heard_at(server.url, ca=pairs["hall"].certificate, **desk) == ""
            assert heard_at(server.url, ca=pairs["hall"].certificate) in ("tls", "unreachable")
        assert len(server.heard) == 1

    def test_tls_is_not_spoken_to_who_speaks_none(self, pairs: dict[str, Pair]) -> None:
        with listening(always(b"{}")) as server:
            url = server.url.replace("http:", "https:")
            assert heard_at(url, SHORT, ca=pairs["hall"].certificate) in ("tls", "unreachable")
        assert not any(TOKEN.encode() in head for head in server.heard)

    def test_a_file_that_holds_no_certificate_is_told(self, tmp_path: Path) -> None:
        empty = tmp_path / "empty.pem"
        empty.write_text("nothing")
        unusable: list[dict[str, Any]] = [
            {"ca": tmp_path / "absent.pem"},
            {"ca": empty},
            {"certificate": empty},
        ]
        for known_by in unusable:
            assert heard_at("https://127.0.0.1:1", **known_by) == "certificate_file"


@pytest.mark.parametrize(
    "data", [b"", b"\x30", b"\x30\x80", b"\x30\x82\xff\xff", b"\x30\x03\x30\x01\x02", b"x" * 99]
)
def test_bytes_that_are_no_certificate_have_no_pin(data: bytes) -> None:
    with pytest.raises(NoCertificate):
        pin_of(data)


class TestTime:
    def test_a_connection_is_used_again(self) -> None:
        with listening(always(b"{}")) as server:
            line = line_to(server.url)
            for _ in range(5):
                line.call("GET", "/v1/me")
            line.close()
        assert (server.came, len(server.heard)) == (1, 5)

    def test_one_that_the_server_has_closed_meanwhile_is_made_anew(self) -> None:
        def once(connection: socket.socket, told: Listening) -> None:
            told.heard.append(head_of(connection))
            connection.sendall(answer(b"{}"))

        with listening(once) as server:
            line = line_to(server.url)
            for _ in range(3):
                assert line.call("GET", "/v1/me").status == 200
            line.close()
        assert len(server.heard) == 3

    @pytest.mark.parametrize("dripping", ["head", "body", "nothing", "chunks"])
    def test_a_server_that_drips_does_not_hold_a_desk(self, dripping: str) -> None:
        """Each byte comes within the limit of one; the whole would take minutes."""

        def drip(connection: socket.socket, told: Listening) -> None:
            head_of(connection)
            if dripping == "body":
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n"
                )
            if dripping == "chunks":
                connection.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
            text = b"1\r\nx\r\n" * 999 if dripping == "chunks" else b"HTTP/1.1 200 OK\r\nx: " + b"x" * 9999
            for byte in text if dripping != "nothing" else b"":
                if told.over.wait(0.1):
                    return
                connection.sendall(bytes([byte]))
            told.over.wait(PATIENCE)

        with listening(drip) as server:
            line = line_to(server.url, SHORT)
            assert reason_of(lambda: line.call("GET", "/v1/me")) == "timeout"
            line.close()

    @pytest.mark.parametrize(
        "cut", [b"", b"HTTP/1.1 200", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc", b"SSH-2.0\r\n\r\n"]
    )
    def test_an_answer_that_is_cut_is_none(self, cut: bytes) -> None:
        def serve(connection: socket.socket, told: Listening) -> None:
            told.heard.append(head_of(connection))
            connection.sendall(cut)

        with listening(serve) as server:
            line = line_to(server.url)
            assert reason_of(lambda: line.call("POST", "/v1/commands", body=b"{}")) == "unreachable"
            line.close()
        assert len(server.heard) == QUICK.tries

    def test_nobody_listens(self) -> None:
        with listening(always(b"{}")) as server:
            pass
        assert heard_at(server.url) == "unreachable"

    @pytest.mark.parametrize("secure", [False, True])
    def test_what_nobody_wants_any_more_is_cut_while_it_is_waited_for(
        self, pairs: dict[str, Pair], secure: bool
    ) -> None:
        asked = threading.Event()

        def silent(connection: socket.socket, told: Listening) -> None:
            head_of(connection)
            asked.set()
            told.over.wait(PATIENCE)

        stop, failed = threading.Event(), threading.Event()
        with listening(silent, tls_of(pairs["hall"]) if secure else None) as server:
            address = read_address(server.url, ca=pairs["hall"].certificate if secure else None)
            http = client(wired(address, Bounds(stop)))

            def wait() -> None:
                try:
                    http.get(server.url, timeout=httpx.Timeout(2 * PATIENCE))
                except httpx.TransportError:
                    failed.set()

            thread = threading.Thread(target=wait)
            thread.start()
            assert asked.wait(PATIENCE)
            assert not failed.is_set()
            stop.set()
            assert failed.wait(PATIENCE)
            thread.join(PATIENCE)
            http.close()
