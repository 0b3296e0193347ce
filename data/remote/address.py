"""Where a hall's server is, and by what it is known to be that one."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from data.remote.pin import Pin, read_pin

LONGEST: Final = 2_000
_HOST: Final = re.compile(r"[A-Za-z0-9._\-]+|[0-9A-Fa-f:.]+")
_PATH: Final = re.compile(r"[A-Za-z0-9._~\-/]*")


class AddressError(ValueError):
    """An address that is not used; `reason` is a key of the texts (`address.<reason>`) with `facts`."""

    def __init__(self, reason: str, **facts: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A server by its URL, without a slash at its end.

    `ca` is the file of the authorities that are believed instead of the system's, `pins` are the keys of
    which the server must show one, `certificate` and `key` what this desk shows of itself.
    """

    url: str
    ca: Path | None = None
    pins: tuple[Pin, ...] = ()
    certificate: Path | None = None
    key: Path | None = None

    @property
    def secure(self) -> bool:
        """Whether what is sent there is sent by TLS."""
        return self.url.startswith("https://")


def read_address(
    url: str,
    *,
    ca: Path | None = None,
    pins: tuple[str, ...] = (),
    certificate: Path | None = None,
    key: Path | None = None,
    plain: bool = False,
) -> Address:
    """The address that is meant; `plain` allows HTTP without TLS to another machine.

    Raises:
        AddressError: not a URL, another scheme than http and https, a user, a password or a question in it;
            plain HTTP beyond this machine without being told so; a pin that is none; a pin, an authority or
            a certificate where there is no TLS; a key without its certificate.
    """
    written = _written(url)
    if not written.startswith("https://"):
        if not plain and not _here(urlsplit(written).hostname or ""):
            raise AddressError("plain", url=written)
        if ca or pins or certificate or key:
            raise AddressError("no_tls", url=written)
    if key is not None and certificate is None:
        raise AddressError("key_alone")
    return Address(
        url=written, ca=ca, pins=tuple(_pin(each) for each in pins), certificate=certificate, key=key
    )


def _written(url: str) -> str:
    """The URL in one way of writing: host in small letters, the usual port and the last slash left out."""
    try:
        sound = len(url) <= LONGEST and url.isascii() and url.isprintable()
        parts = urlsplit(url.strip()) if sound else None
        port = parts.port if parts is not None else None
    except ValueError:
        parts, port = None, None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise AddressError("not_a_url")
    if parts.username is not None or parts.password is not None:
        raise AddressError("secret_inside")
    if (
        parts.query
        or parts.fragment
        or not _PATH.fullmatch(parts.path)
        or not _HOST.fullmatch(parts.hostname)
    ):
        raise AddressError("not_a_url")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    where = host if port in (None, usual) else f"{host}:{port}"
    return f"{parts.scheme}://{where}{parts.path.rstrip('/')}"


def _here(host: str) -> bool:
    """Whether the host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _pin(text: str) -> Pin:
    try:
        return read_pin(text)
    except ValueError:
        raise AddressError("pin") from None
