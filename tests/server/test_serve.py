"""`clerk-tui serve` as a program: how it begins, what it refuses, how it ends, and in how many processes."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import ssl
import subprocess
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from clerk_tui.cli.main import run
from data.accounts.account_database import AccountDatabase
from data.accounts.administration import Administration, Wanted
from data.model.account import Role
from data.server.process import listening_at
from data.time_source import RealClock
from tests.support.server.running import as_process, free_port
from tests.support.server.sockets import heard, parsed
from tests.support.waiting import PATIENCE, until

SECRET = "十二个字的密码才算长"


@pytest.fixture
def db(hall_file: Path) -> Path:
    """A hall's file with one account."""
    database = AccountDatabase.at(hall_file, RealClock(), durable=False)
    Administration(database, "管理员").make("zhangmin", Wanted(roles=(Role.CLERK, Role.LEAD)), SECRET)
    database.close()
    return hall_file


def signed_in(url: str) -> dict[str, str]:
    """The header of who has signed in."""
    with httpx.Client(base_url=url, timeout=PATIENCE) as client:
        tried = {"user": "zhangmin", "password": SECRET, "window": "3"}
        token = client.post("/v1/sign-in", json=tried).json()["token"]
    return {"authorization": f"Bearer {token}"}


def open_stream(address: str, headers: dict[str, str]) -> socket.socket:
    """A stream of changes on a bare connection, begun."""
    host, _, port = address.rpartition(":")
    connection = socket.create_connection((host, int(port)), PATIENCE)
    lines = [f"{name}: {value}" for name, value in headers.items()]
    connection.sendall("\r\n".join(["GET /v1/changes HTTP/1.1", "host: x", *lines, "", ""]).encode())
    begun = b""
    while b": alive" not in begun:
        part = connection.recv(4_096)
        assert part, begun
        begun += part
    return connection


def test_it_ends_when_told_to_although_streams_are_open(db: Path, tmp_path: Path) -> None:
    with as_process(db, tmp_path / "log") as server, ExitStack() as stack:
        headers = signed_in(server.url)
        streams = [stack.enter_context(open_stream(server.address, headers)) for _ in range(20)]
        server.end()
        for stream in streams:
            assert heard(stream).endswith(b"0\r\n\r\n")
        assert server.process.wait(PATIENCE) == 0
        assert "Traceback" not in (tmp_path / "log").read_text("utf-8")
        assert len([each for each in server.records() if each.get("route") == "/v1/changes"]) == 20


def test_told_twice_it_ends_at_once(db: Path, tmp_path: Path) -> None:
    with as_process(db, tmp_path / "log") as server:
        headers = signed_in(server.url)
        host, _, port = server.address.rpartition(":")
        # A request whose body does not come would be waited for.
        with socket.create_connection((host, int(port)), PATIENCE) as connection:
            lines = [f"{name}: {value}" for name, value in headers.items()]
            head = ["POST /v1/commands HTTP/1.1", "host: x", "content-type: application/json", *lines]
            connection.sendall("\r\n".join([*head, "content-length: 100", "", "{"]).encode())
            server.end()
            server.end()
            assert server.process.wait(PATIENCE) == 0


def test_what_was_acknowledged_survives_the_kill(db: Path, tmp_path: Path) -> None:
    with as_process(db, tmp_path / "log") as server:
        headers = signed_in(server.url)
        with httpx.Client(base_url=server.url, timeout=PATIENCE, headers=headers) as client:
            at = client.get("/v1/health").json()["now"]
            command = {"at": at, "user": "zhangmin", "window": "3", "act": "take_ticket", "zone": "market"}
            receipts = [
                client.post("/v1/commands", json={**command, "id": f"k{number}"}).json()
                for number in range(5)
            ]
        server.kill()
    with (
        as_process(db, tmp_path / "log") as server,
        httpx.Client(base_url=server.url, timeout=PATIENCE, headers=headers) as client,
    ):
        for number, receipt in enumerate(receipts):
            again = client.post("/v1/commands", json={**command, "id": f"k{number}"})
            assert again.json() == receipt
        assert client.get("/v1/queue").json()["total"] == 5


def test_several_processes_serve_one_socket_and_one_that_falls_is_started_again(
    db: Path, tmp_path: Path
) -> None:
    with as_process(db, tmp_path / "log", "--workers", "2") as server:
        headers = signed_in(server.url)
        until(lambda: len(children(server.process.pid)) == 2)
        first, second = children(server.process.pid)
        os.kill(first, signal.SIGKILL)
        with httpx.Client(base_url=server.url, timeout=PATIENCE, headers=headers) as client:
            assert client.get("/v1/me").status_code == 200
        until(lambda: len(children(server.process.pid)) == 2 and first not in children(server.process.pid))
        assert second in children(server.process.pid)
        workers = children(server.process.pid)
        server.end()
        assert server.process.wait(PATIENCE) == 0
        until(lambda: not any(Path(f"/proc/{each}").exists() for each in workers))


def children(pid: int) -> list[int]:
    """The processes that serve: those that a process has started and that are its equals."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [each for each in map(int, text.split()) if b"spawn_main" in cmdline(each)]


def cmdline(pid: int) -> bytes:
    """How a process was started; nothing where it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_it_serves_in_a_socket_file(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "hall.sock"
    for _ in range(2):
        with as_process(db, tmp_path / "log", listen=f"unix:{path}") as server:
            assert path.stat().st_mode & 0o777 == 0o660
            with httpx.Client(
                transport=httpx.HTTPTransport(uds=str(path)), base_url="http://hall", timeout=PATIENCE
            ) as client:
                assert client.get("/v1/ready").status_code == 200
            server.kill()


async def test_small_answers_are_sent_at_once() -> None:
    with listening_at("127.0.0.1", 0) as listener:
        seen: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def come(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            seen.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(come, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            assert await asyncio.wait_for(seen, PATIENCE) != 0
            writer.close()


def test_the_metrics_have_an_address_of_their_own(db: Path, tmp_path: Path) -> None:
    port = free_port()
    with as_process(db, tmp_path / "log", "--metrics", f"127.0.0.1:{port}") as server:
        assert httpx.get(f"{server.url}/metrics").status_code == 404
        page = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        assert 'clerk_requests_total{method="GET",route="/v1/ready",status="200"} 1.0' in page


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority and what it has signed: the server's certificate and a client's."""
    folder = tmp_path_factory.mktemp("certificates")

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    new = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")
    openssl(*new, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=hall authority")
    for name in ("server", "client"):
        openssl(
            *new,
            *("-CA", "ca.pem", "-CAkey", "ca.key", "-keyout", f"{name}.key", "-out", f"{name}.pem"),
            *("-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-addext", "basicConstraints=critical,CA:FALSE"),
        )
    return folder


def test_it_speaks_tls_and_lets_in_only_known_clients(db: Path, tmp_path: Path, certificates: Path) -> None:
    options = ("--cert", certificates / "server.pem", "--key", certificates / "server.key")
    known = ("--client-ca", certificates / "ca.pem")
    with as_process(db, tmp_path / "log", *options, *known, scheme="https") as server:
        trusting = ssl.create_default_context(cafile=certificates / "ca.pem")
        with httpx.Client(verify=trusting, timeout=PATIENCE) as stranger, pytest.raises(httpx.TransportError):
            stranger.get(f"{server.url}/v1/health")
        trusting.load_cert_chain(certificates / "client.pem", certificates / "client.key")
        with httpx.Client(verify=trusting, timeout=PATIENCE) as client:
            assert client.get(f"{server.url}/v1/health").status_code == 200
        host, _, port = server.address.rpartition(":")
        with socket.create_connection((host, int(port)), PATIENCE) as plain:
            plain.sendall(b"GET /v1/health HTTP/1.1\r\nhost: x\r\n\r\n")
            assert parsed(heard(plain)).status == 0


def complaint(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    """The exit code and the one line of a run that does not come to serving."""
    code = run(["serve", "--lang", "en", *map(str, arguments)])
    out, err = capfd.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return code, err.removeprefix("clerk-tui: ").strip()


def test_what_cannot_be_is_told_in_one_line(
    db: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        code, line = complaint(capfd, "--db", db, "--listen", address)
    assert (code, line) == (4, f"cannot listen at {address}: Address already in use")
    code, line = complaint(capfd, "--db", tmp_path / "nowhere.db")
    assert code == 4
    assert "nowhere.db" in line
    code, line = complaint(capfd, "--db", db, "--listen", "0.0.0.0:0")
    assert code == 2
    assert "--cert" in line
    for bad in ("x", "1:2:3", "host:99999", "unix:", ":80"):
        code, line = complaint(capfd, "--db", db, "--listen", bad)
        assert code == 2, bad
    code, line = complaint(capfd, "--db", db, "--cert", tmp_path / "none.pem")
    assert (code, line) == (2, "the certificate or its key cannot be used: No such file or directory")
    rubbish = tmp_path / "rubbish.pem"
    rubbish.write_text("rubbish", "ascii")
    code, line = complaint(capfd, "--db", db, "--cert", rubbish)
    assert code == 2
    assert line.startswith("the certificate or its key cannot be used")
    code, line = complaint(capfd, "--db", db, "--key", rubbish)
    assert (code, line) == (2, "--key and --client-ca need --cert")
    code, line = complaint(capfd, "--db", "postgresql://nobody@127.0.0.1:1/none")
    assert code == 4
