"""Compiles every `.po` below `locale` into the `.mo` beside it (needs babel, a developer's package)."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from data.texts import LOCALE

WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""One date for every catalogue, so that the same texts always give the same bytes."""


def compiled(source: Path) -> bytes:
    """The `.mo` bytes of a `.po` file."""
    with source.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    catalogue.creation_date = WRITTEN
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def main() -> None:
    """Compile all catalogues in place."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        source.with_suffix(".mo").write_bytes(compiled(source))


if __name__ == "__main__":
    main()
