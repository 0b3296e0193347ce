"""The sign-ins that are kept on this machine for one server: one a window, one for each without a window."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Final

from data.remote.tokens import SignedIn, TokenFile
from data.time_source import TimeSource

FOLDER: Final = "sign-ins"


class SeveralSignIns(Exception):
    """It must be told which one is meant; `known` are their windows, or their users where they have none."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__("several")
        self.known = tuple(sorted(known))


class SignIns:
    """The files of one server's sign-ins below the user's folder; no name of one tells what it is of."""

    def __init__(self, folder: Path, url: str, clock: TimeSource) -> None:
        self._folder, self._clock = folder / FOLDER, clock
        self._server = _digest(url)

    def at(self, window: str, user: str) -> TokenFile:
        """Where the sign-in at a window is kept; or that of a user at none."""
        seat = _digest(window if window else f"\n{user}")
        return TokenFile(self._folder / f"{self._server}-{seat}.json")

    def meant(self, window: str, user: str) -> TokenFile | None:
        """The file of the sign-in that a run is to use; None where nobody has signed in.

        At a `window` it is the one there, else one without a window: a lead stands anywhere. Where no window
        is told, it is the one without, else the only one. `user` decides among several.

        Raises:
            SeveralSignIns: which one is not clear.
            HallUnavailable: token_open, where others can read one of the files.
        """
        there = self.at(window, user) if window else None
        if there is not None and self._valid(there) is not None:
            return there
        kept = [(file, found) for file in self._files() if (found := self._valid(file)) is not None]
        kept = [each for each in kept if each[1].authority.user == user] or kept
        loose = [each for each in kept if not each[1].authority.window]
        those = loose if window or len(loose) == 1 else kept
        if len(those) > 1:
            raise SeveralSignIns(found.authority.window or found.authority.user for _, found in those)
        return those[0][0] if those else None

    def _files(self) -> list[TokenFile]:
        return [TokenFile(path) for path in sorted(self._folder.glob(f"{self._server}-*.json"))]

    def _valid(self, file: TokenFile) -> SignedIn | None:
        """The sign-in of a file, if its time is not over."""
        found = file.read()
        return found if found is not None and found.expires > self._clock.now() else None


class KeptSignIn:
    """The one sign-in of a run: read where it was kept, kept where its window has it from then on."""

    def __init__(self, all_: SignIns, file: TokenFile | None) -> None:
        self._all, self._file = all_, file

    def read(self) -> SignedIn | None:
        """The sign-in; None where nobody has signed in.

        Raises:
            HallUnavailable: token_open, where others can read the file.
        """
        return self._file.read() if self._file is not None else None

    def keep(self, signed_in: SignedIn) -> None:
        """Keep a sign-in in the file of its window.

        Raises:
            HallUnavailable: folder, where the file cannot be written.
        """
        self._file = self._all.at(signed_in.authority.window, signed_in.authority.user)
        self._file.keep(signed_in)

    def forget(self, token: str) -> None:
        """Keep it no more."""
        if self._file is not None:
            self._file.forget(token)


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=12).hexdigest()
