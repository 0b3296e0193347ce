"""The file in which the sign-in at a server outlives the program: its owner alone may read it."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Final, Protocol

from pydantic import TypeAdapter, ValidationError

from data.model.account import Authority
from data.port.errors import HallUnavailable

LONGEST: Final = 65_536
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Somebody has signed in: the token that says so, until when, and what they may do."""

    token: str = field(repr=False)
    expires: datetime
    authority: Authority


class Keeps(Protocol):
    """What keeps a sign-in for the next run."""

    def read(self) -> SignedIn | None:
        """The sign-in that is kept."""
        ...

    def keep(self, signed_in: SignedIn) -> None:
        """Keep a sign-in instead."""
        ...

    def forget(self, token: str) -> None:
        """Keep the one with that token no more."""
        ...


class TokenFile:
    """Where one sign-in is kept; None keeps it as long as the program runs."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    @property
    def path(self) -> Path | None:
        """The file."""
        return self._path

    def read(self) -> SignedIn | None:
        """The sign-in that is kept; None where there is none, or nothing that could be one.

        Raises:
            HallUnavailable: token_open, where others can read the file, or it is another's.
        """
        if self._path is None:
            return None
        try:
            handle = os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        except OSError:
            # A link, a folder, or what may not be read: no file of ours.
            raise HallUnavailable("token_open", path=str(self._path)) from None
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(file.fileno())
            if found.st_mode & OTHERS or found.st_uid != os.geteuid() or not stat.S_ISREG(found.st_mode):
                raise HallUnavailable("token_open", path=str(self._path))
            text = file.read(LONGEST + 1)
        try:
            signed_in = _SIGNED_IN.validate_json(text)
        except ValidationError:
            return None
        return signed_in if signed_in.expires.tzinfo is not None else None

    def keep(self, signed_in: SignedIn) -> None:
        """Keep a sign-in instead of the one before; whoever reads meanwhile sees one of them, whole.

        Raises:
            HallUnavailable: folder, where the file cannot be written.
        """
        if self._path is None:
            return
        beside = self._path.with_name(f".{self._path.name}.{os.getpid()}.{token_hex(4)}")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(
                beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
            )
            with os.fdopen(handle, "wb") as file:
                file.write(_SIGNED_IN.dump_json(signed_in))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path)
        except OSError:
            with suppress(OSError):
                beside.unlink()
            raise HallUnavailable("folder", path=str(self._path.parent)) from None

    def forget(self, token: str = "") -> None:
        """Keep none; where a token is told, that one no more: somebody may have signed in anew meanwhile."""
        if self._path is None or (token and self._holds_another(token)):
            return
        with suppress(OSError):
            self._path.unlink()

    def _holds_another(self, token: str) -> bool:
        try:
            kept = self.read()
        except HallUnavailable:
            return False
        return kept is not None and kept.token != token


_SIGNED_IN: TypeAdapter[SignedIn] = TypeAdapter(SignedIn)


def read_signed_in(fields: Mapping[str, object]) -> SignedIn:
    """What a server answers to a sign-in.

    Raises:
        HallUnavailable: not_understood.
    """
    known = {name: fields.get(name) for name in ("token", "expires", "authority")}
    try:
        signed_in = _SIGNED_IN.validate_python(known)
    except ValidationError:
        raise HallUnavailable("not_understood") from None
    if signed_in.expires.tzinfo is None or not signed_in.token.isascii() or not signed_in.token.isprintable():
        raise HallUnavailable("not_understood")
    return signed_in
