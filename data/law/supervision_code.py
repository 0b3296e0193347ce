"""The service supervision code (服务监管码): one per case, the case's identity card.

Nineteen characters: region (6 digits of GB/T 2260), day of filing (yymmdd), source (3: the hall and the
window), serial (3) and the check character of ISO 7064 MOD 37,36 over all before it. Unique without a
central server, as long as no two windows of a district share a source and each counts its own serials.

Read over the telephone, O is heard for 0 and I for 1, so neither letter is ever used, not even as the
check character. MOD 37,36 misses one swap of neighbours in some 650: two characters of neighbouring
value, in one state of the computation. Such a swap changes the parity of the sum of the values at odd
positions. Only serials that make this sum even are therefore given out, and every code's is checked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

LENGTH = 19
ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CHECKS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = {char: value for value, char in enumerate(_CHECKS)}
_MODULUS = len(_CHECKS)
# Of the 34 last characters of a serial at least 14 give an even sum and a check other than I or O:
# 18 check characters have the right parity, two are lost to I and O as checks and two as last characters.
_ENDINGS = 14
SERIALS = len(ALPHABET) ** 2 * _ENDINGS
"""How many codes a source can give out in a day: 16,184."""

_FORM = re.compile(rf"[0-9]{{12}}[{ALPHABET}]{{7}}")


class SupervisionCodeError(ValueError):
    """Text that is no supervision code; `key` names the text to show, `facts` fill it in."""

    def __init__(self, key: str, facts: Mapping[str, str] | None = None) -> None:
        self.key = key
        self.facts: Mapping[str, str] = MappingProxyType(dict(facts or {}))
        super().__init__(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionCode:
    """A supervision code taken apart; `str` gives the nineteen characters.

    `serial` counts the codes of that source on that day, from 0.
    """

    region: str
    day: date
    source: str
    serial: int
    text: str

    def __str__(self) -> str:
        return self.text


def make(region: str, day: date, source: str, serial: int) -> SupervisionCode:
    """The code of the `serial`-th case, from 0, that this source files on that day.

    `region` is six digits, `source` three of 0-9 and A-Z without I and O. Different arguments give
    different codes within a century. Raises SupervisionCodeError where an argument is out of range; a
    source that has used up its 16,184 codes of the day needs a second source.
    """
    if not re.fullmatch("[0-9]{6}", region):
        raise SupervisionCodeError("code.region")
    if not re.fullmatch(f"[{ALPHABET}]{{3}}", source):
        raise SupervisionCodeError("code.source")
    if not 2000 <= day.year <= 2099:
        raise SupervisionCodeError("code.day")
    if not 0 <= serial < SERIALS:
        raise SupervisionCodeError("code.serial", {"limit": str(SERIALS - 1)})
    high, ending = divmod(serial, _ENDINGS)
    first, second = divmod(high, len(ALPHABET))
    stem = f"{region}{day:%y%m%d}{source}{ALPHABET[first]}{ALPHABET[second]}"
    return SupervisionCode(
        region=region, day=day, source=source, serial=serial, text=stem + _endings(stem)[ending]
    )


def parse(text: str) -> SupervisionCode:
    """The code as typed, pasted or taken down over the telephone.

    Accepts spaces, hyphens, lower case, full-width characters, O for 0 and I for 1. Catches every single
    wrong character and every swap of two neighbours. Raises SupervisionCodeError otherwise.
    """
    code = _folded(text)
    if len(code) != LENGTH:
        raise SupervisionCodeError("code.length", {"length": str(len(code)), "wanted": str(LENGTH)})
    if not _FORM.fullmatch(code):
        raise SupervisionCodeError("code.characters")
    stem, end = code[:17], code[17:]
    try:
        day = date(2000 + int(code[6:8]), int(code[8:10]), int(code[10:12]))
    except ValueError:
        raise SupervisionCodeError("code.day") from None
    endings = _endings(stem)
    if end not in endings:
        raise SupervisionCodeError("code.check")
    high = ALPHABET.index(code[15]) * len(ALPHABET) + ALPHABET.index(code[16])
    return SupervisionCode(
        region=code[:6],
        day=day,
        source=code[12:15],
        serial=high * _ENDINGS + endings.index(end),
        text=code,
    )


def grouped(code: SupervisionCode | str) -> str:
    """The code in the groups in which it is read out: 500102 260318 A03 0007. Never raises."""
    text = _folded(str(code))
    return " ".join(part for part in (text[:6], text[6:12], text[12:15], text[15:]) if part)


def _folded(text: str) -> str:
    """Upper-case ASCII without separators, the mistakable letters read as digits."""
    folded = unicodedata.normalize("NFKC", text).upper().replace("O", "0").replace("I", "1")
    return re.sub(r"[\s\-‐-―−_.·]", "", folded)


def _endings(stem: str) -> list[str]:
    """The pairs of last serial character and check that the first 17 characters allow, in order."""
    state = _MODULUS // 2
    for char in stem:
        state = (_doubled(state) + _VALUES[char]) % _MODULUS
    odd_sum = sum(_VALUES[char] for char in stem[::2])
    endings: list[str] = []
    for last in ALPHABET:
        check = (1 - _doubled((_doubled(state) + _VALUES[last]) % _MODULUS)) % _MODULUS
        char = _CHECKS[check]
        if char in ALPHABET and (odd_sum + check) % 2 == 0:
            endings.append(last + char)
    return endings[:_ENDINGS]


def _doubled(state: int) -> int:
    """The product step of ISO 7064's hybrid systems: nought counts as the modulus."""
    return (state or _MODULUS) * 2 % (_MODULUS + 1)
