"""The supervision code as a QR code: in text for any printer, and as a picture."""

from __future__ import annotations

from enum import StrEnum
from io import BytesIO

QUIET = 4
"""Light modules that the standard wants around the code; a roll's own margin may give some of them."""

LEAST_QUIET = 1
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


class Ink(StrEnum):
    """What the text draws a QR code with: half blocks, two modules a character, or ## for one module."""

    BLOCKS = "blocks"
    ASCII = "ascii"


def symbol(code: str, columns: int, ink: Ink = Ink.BLOCKS) -> tuple[str, ...]:
    """The lines of the QR code with its quiet zone, in the middle of so many columns.

    A filled character is a dark module: dark ink on light paper. None where the columns do not suffice:
    a supervision code takes 23 columns at least, in ASCII 46.
    """
    modules = _modules(code)
    across = 1 if ink is Ink.BLOCKS else 2
    quiet = min(QUIET, (columns // across - len(modules)) // 2)
    if quiet < LEAST_QUIET:
        return ()
    margin = " " * ((columns - len(modules) * across) // 2)
    blank = (False,) * len(modules)
    rows = (*(blank,) * quiet, *modules, *(blank,) * quiet)
    if ink is Ink.ASCII:
        return tuple((margin + "".join("##" if dark else "  " for dark in row)).rstrip() for row in rows)
    if len(rows) % 2:
        rows = (*rows, blank)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return tuple(
        (margin + "".join(_HALVES[half] for half in zip(*pair, strict=True))).rstrip() for pair in pairs
    )


def picture(code: str, scale: int = 8) -> bytes:
    """The QR code with its quiet zone as a PNG, so many pixels a module."""
    import segno

    target = BytesIO()
    segno.make(code, error="m", micro=False).save(target, kind="png", scale=scale, border=QUIET)
    return target.getvalue()


def _modules(code: str) -> tuple[tuple[bool, ...], ...]:
    """The dark and light modules. Error correction M is what a 58 mm roll has room for."""
    import segno

    return tuple(
        tuple(bool(module) for module in row) for row in segno.make(code, error="m", micro=False).matrix
    )
