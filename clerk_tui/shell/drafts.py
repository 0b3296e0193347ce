"""What has been typed and not yet been used: kept on disk, so that neither a crash nor a kill loses it.

One file for each who sits somewhere, which its owner alone may read; nothing personal is in its name. A draft
is gone from it as soon as what was typed has been put to use.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

DraftsOf: TypeAlias = Callable[[str, str], Path]
"""The file of the drafts of a user at a window or in a department."""


class Draft(MutableMapping[str, str]):
    """The fields of one form as they were typed; `changed` is told of every change."""

    def __init__(self, fields: Mapping[str, str], changed: Callable[[], None]) -> None:
        self._fields, self._changed = dict(fields), changed

    def __getitem__(self, name: str) -> str:
        return self._fields[name]

    def __setitem__(self, name: str, value: str) -> None:
        self.keep({**self._fields, name: value})

    def __delitem__(self, name: str) -> None:
        self.keep({each: value for each, value in self._fields.items() if each != name})

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def keep(self, fields: Mapping[str, str]) -> None:
        """Keep these fields instead."""
        if self._fields != fields:
            self._fields = dict(fields)
            self._changed()

    def clear(self) -> None:
        """Forget them."""
        self.keep({})


class Drafts:
    """The drafts of whoever sits here, by the names of their forms.

    Whose they are is known once `turn_to` has told; until then, and without `file_of`, they are kept as long
    as the program runs.
    """

    def __init__(self, file_of: DraftsOf | None = None) -> None:
        self._file_of = file_of
        self._kept = _Kept(None)

    def turn_to(self, user: str, seat: str) -> None:
        """From now on they are those of a user at a window, or in a department.

        The same again changes nothing. A form that is open goes on with the drafts of whom it was opened for.
        """
        path = self._file_of(user, seat) if self._file_of is not None else None
        if path != self._kept.path:
            self._kept = _Kept(path)

    def of(self, name: str) -> Draft:
        """What was typed into the form of that name."""
        return self._kept.of(name)

    def names(self) -> tuple[str, ...]:
        """The forms that something was typed into."""
        return self._kept.names()


class _Kept:
    """The drafts of one file; without one they are kept until the end."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._drafts = {name: Draft(fields, self._save) for name, fields in _read(path).items()}

    def of(self, name: str) -> Draft:
        if name not in self._drafts:
            self._drafts[name] = Draft({}, self._save)
        return self._drafts[name]

    def names(self) -> tuple[str, ...]:
        return tuple(name for name, draft in self._drafts.items() if any(draft.values()))

    def _save(self) -> None:
        """Write all drafts beside the old file, then in its place; a disk that cannot is no error."""
        path = self.path
        if path is None:
            return
        kept = {name: dict(draft) for name, draft in self._drafts.items() if any(draft.values())}
        with suppress(OSError):
            if not kept:
                path.unlink(missing_ok=True)
                return
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=".draft-", dir=path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(kept, file, ensure_ascii=False)
            Path(temporary).replace(path)


def draft_file(folder: Path, hall: str, user: str, seat: str) -> Path:
    """The file of a user at a window, or in a department, of a hall; its name tells none of them."""
    mark = blake2b(f"{hall}\n{seat}\n{user}".encode(), digest_size=8).hexdigest()
    return folder / f"draft-{mark}.json"


def _read(path: Path | None) -> Mapping[str, Mapping[str, str]]:
    """The drafts of a file; none where there is no file or somebody else has written into it."""
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        name: {field: value for field, value in fields.items() if isinstance(value, str)}
        for name, fields in found.items()
        if isinstance(fields, dict)
    }
