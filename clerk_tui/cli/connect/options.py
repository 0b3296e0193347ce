"""Which server a run works on, if any: told by options, else by the environment, else by a file."""

from __future__ import annotations

import tomllib
from argparse import Namespace
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clerk_tui.cli.exits import misused
from clerk_tui.cli.parser import short

if TYPE_CHECKING:
    from data.remote.address import Address

FILE: Final = "server.toml"
KNOWN: Final[dict[str, type | tuple[type, ...]]] = {
    "api": str,
    "ca": str,
    "pin": (str, list),
    "client-cert": str,
    "client-key": str,
    "plain-http": bool,
}
"""What the file may tell."""

Place = Path | str
"""A file, or the URL of a PostgreSQL database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A server's URL and by what it is known, as it was told; what was not told is empty."""

    url: str = ""
    ca: str = ""
    pins: tuple[str, ...] = ()
    certificate: str = ""
    key: str = ""
    plain: bool = False


UNTOLD: Final = Connection()


def connection_of(arguments: Namespace) -> Connection:
    """What the options tell."""
    given = vars(arguments)
    return Connection(
        url=given.get("api", ""),
        ca=given.get("ca", ""),
        pins=tuple(given.get("pin", ())),
        certificate=given.get("client_cert", ""),
        key=given.get("client_key", ""),
        plain=given.get("plain_http", False),
    )


def chosen(
    options: Connection, db: Place | None, environment: Mapping[str, str], file: Path
) -> Address | None:
    """The server to work on; None where the run works on a database.

    What options tell goes before the environment, and that before the file, each thing by itself. A database
    that is named goes before a server that only the environment or the file names.

    Raises:
        Failure: a server and a database are named, or what is told cannot be used (wrong use).
    """
    if db is not None:
        if options.url:
            raise misused("cli.api_and_db")
        return None
    sources: tuple[Connection, ...] = (options, _of_environment(environment), _of_file(file))
    naming = next((number for number, each in enumerate(sources) if each.url), None)
    if naming is None:
        if options != UNTOLD:
            raise misused("cli.no_api")
        return None
    if sources[naming].url.startswith("http:"):
        # What is told elsewhere of a server with TLS is of another one.
        sources = sources[: naming + 1]
    return _address(
        Connection(
            url=sources[naming].url,
            ca=_first(each.ca for each in sources),
            pins=next((each.pins for each in sources if each.pins), ()),
            certificate=_first(each.certificate for each in sources),
            key=_first(each.key for each in sources),
            plain=any(each.plain for each in sources),
        )
    )


def _first(told: Iterable[str]) -> str:
    return next(filter(None, told), "")


def _address(told: Connection) -> Address:
    from data.remote.address import AddressError, read_address

    try:
        return read_address(
            told.url,
            ca=Path(told.ca) if told.ca else None,
            pins=told.pins,
            certificate=Path(told.certificate) if told.certificate else None,
            key=Path(told.key) if told.key else None,
            plain=told.plain,
        )
    except AddressError as error:
        raise misused(f"address.{error.reason}", **error.facts) from None


def _of_environment(environment: Mapping[str, str]) -> Connection:
    def get(name: str) -> str:
        return environment.get(f"CLERK_TUI_{name}", "").strip()

    return Connection(
        url=get("API"),
        ca=get("CA"),
        pins=tuple(get("PIN").split()),
        certificate=get("CLIENT_CERT"),
        key=get("CLIENT_KEY"),
        plain=get("PLAIN_HTTP") == "1",
    )


def _of_file(file: Path) -> Connection:
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Connection()
    except OSError as error:
        raise misused("cli.file_unreadable", file=file, problem=error.strerror or "") from None
    except ValueError:
        raise misused("cli.server_file.no_toml", file=file) from None
    for name, value in told.items():
        if not isinstance(value, KNOWN.get(name, ())) or not _texts(value):
            raise misused("cli.server_file.wrong", file=file, name=short(name))
    pins = told.get("pin", [])
    return Connection(
        url=told.get("api", ""),
        ca=told.get("ca", ""),
        pins=(pins,) if isinstance(pins, str) else tuple(pins),
        certificate=told.get("client-cert", ""),
        key=told.get("client-key", ""),
        plain=told.get("plain-http", False),
    )


def _texts(value: object) -> bool:
    return not isinstance(value, list) or all(isinstance(each, str) for each in value)
