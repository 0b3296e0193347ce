"""Identifiers of people and organisations: normalised, checked, masked and made safe to show.

Checked: the resident ID of GB 11643 (ISO 7064 MOD 11-2), the unified social credit code of GB 32100
(weights 3^i mod 31), telephone numbers and passports. Region codes are not looked up: abolished and new
ones occur in valid numbers. Errors carry a text key and facts which never hold a piece of the number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from data.model.applicant import IdKind
from data.model.item import ApplicantKind

RESIDENT_ID_LENGTH = 18
CREDIT_CODE_LENGTH = 18
OLDEST_AGE = 150
OTHER_LONGEST = 50

_CREDIT_ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
_DIGITS = frozenset("0123456789")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})([0-9]{7,8})")
_PASSPORT = re.compile(r"[A-Z0-9]{5,20}")
# Category Cf holds the bidi controls, most zero-width characters and the tag characters; the listed
# ones are drawn as nothing though Unicode calls them marks or letters.
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_DRAWN_AS_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
_PERSONAL = frozenset({ApplicantKind.PERSON, ApplicantKind.OTHER})


class IdentifierError(ValueError):
    """An identifier that cannot be right; `key` names the text to show, `facts` fill it in.

    Neither the message nor the facts hold any part of the identifier, so the error may be logged.
    """

    def __init__(self, key: str, facts: Mapping[str, str] | None = None) -> None:
        self.key = key
        self.facts: Mapping[str, str] = MappingProxyType(dict(facts or {}))
        super().__init__(key)


def normalise(text: str) -> str:
    """The identifier as the registers write it: ASCII where NFKC gives it, upper case, without spaces.

    Full-width characters become ASCII; white space, control and invisible characters are dropped.
    Never raises, and normalising twice changes nothing.
    """
    folded = unicodedata.normalize("NFKC", _without_gaps(unicodedata.normalize("NFKC", text)).upper())
    return unicodedata.normalize("NFKC", _without_gaps(folded))


def resident_id(text: str, today: date) -> str:
    """The 18 characters of a resident ID (GB 11643), normalised.

    Accepts every region code: abolished ones, old Sichuan's, residence permits of 81, 82 and 83 and
    permanent residents' of 9. Raises IdentifierError on a wrong length, characters, check character, a
    birth date that no calendar has or that lies more than 150 years back, or one after `today`
    (a date in Asia/Shanghai).
    """
    number = normalise(text)
    _require_length(number, RESIDENT_ID_LENGTH)
    for position, char in enumerate(number, start=1):
        if char not in _DIGITS and not (char == "X" and position == RESIDENT_ID_LENGTH):
            raise IdentifierError("identifier.characters", {"position": str(position)})
    birth = _birth_date(number)
    if birth is None or today.year - birth.year > OLDEST_AGE:
        raise IdentifierError("identifier.birth_impossible")
    if birth > today:
        raise IdentifierError("identifier.birth_future")
    # stdnum costs some 50 ms to import, which a desk should not pay before its first identifier.
    from stdnum.iso7064 import mod_11_2

    if mod_11_2.calc_check_digit(number[:-1]) != number[-1]:
        raise IdentifierError("identifier.check")
    return number


def credit_code(text: str) -> str:
    """The 18 characters of a unified social credit code (GB 32100), normalised; hyphens are dropped.

    The first two characters may be letters, as those of village co-operatives and lawyers' offices are.
    Raises IdentifierError on a wrong length, characters (I, O, S, V and Z do not occur) or check.
    """
    code = normalise(text).replace("-", "")
    _require_length(code, CREDIT_CODE_LENGTH)
    for position, char in enumerate(code, start=1):
        if char not in (_DIGITS if 3 <= position <= 8 else _CREDIT_ALPHABET):
            raise IdentifierError("identifier.characters", {"position": str(position)})
    from stdnum.cn import uscc

    if uscc.calc_check_digit(code[:-1]) != code[-1]:
        raise IdentifierError("identifier.check")
    return code


def phone(text: str) -> str:
    """A telephone number of the mainland: 11 digits of a mobile, or area code, hyphen and number.

    Accepts +86 or 0086 before it, spaces, hyphens and brackets. Raises IdentifierError on anything else.
    """
    number = re.sub(r"[-()‐-―]", "", normalise(text))
    number = re.sub(r"^(\+86|0086)", "", number)
    if _MOBILE.fullmatch(number):
        return number
    landline = _LANDLINE.fullmatch(number)
    if landline is None:
        raise IdentifierError("identifier.phone")
    return f"{landline[1]}-{landline[2]}"


def check(kind: IdKind, text: str, today: date) -> str:
    """The identifier of that kind, normalised.

    Passports are 5 to 20 letters and digits. Other identifiers have no form to check: 1 to 50 characters.
    Raises IdentifierError.
    """
    if kind is IdKind.RESIDENT_ID:
        return resident_id(text, today)
    if kind is IdKind.CREDIT_CODE:
        return credit_code(text)
    number = normalise(text)
    if kind is IdKind.PASSPORT and not _PASSPORT.fullmatch(number):
        raise IdentifierError("identifier.passport")
    if not number:
        raise IdentifierError("identifier.empty")
    if len(number) > OTHER_LONGEST:
        raise IdentifierError("identifier.too_long", {"limit": str(OTHER_LONGEST)})
    return number


def mask_id(text: str, kind: IdKind = IdKind.RESIDENT_ID) -> str:
    """The identifier as screens, print-outs and logs may show it (PIPL Art. 51).

    Of 18 characters the first and last four remain, which hides the birth date; of shorter ones a
    quarter at either end. A credit code is public and stays whole. Takes unchecked text; never raises.
    """
    if kind is IdKind.CREDIT_CODE:
        return shown(text)
    number = normalise(text)
    kept = min(len(number) // 4, 4)
    hidden = "*" * (len(number) - 2 * kept)
    return number[:kept] + hidden + number[len(number) - kept :] if kept else hidden


def mask_phone(text: str) -> str:
    """The number with its middle hidden: 138****1234. Takes unchecked text; never raises."""
    number = normalise(text).replace("-", "")
    if len(number) < 8:
        return "*" * len(number)
    return f"{number[:3]}****{number[-4:]}"


def mask_name(name: str, kind: ApplicantKind = ApplicantKind.PERSON) -> str:
    """The first character of a person's name and a star, also of double surnames: 王*.

    The name of an organisation is public and stays whole. Control and invisible characters are shown,
    see `shown`. Never raises.
    """
    if kind not in _PERSONAL:
        return shown(name)
    visible = _without_gaps(name)
    return f"{visible[0]}*" if visible else ""


def shown(text: str) -> str:
    r"""The text with nothing in it that a terminal would obey or a reader would not see.

    Every C0 or C1 control, bidi control, zero-width or otherwise invisible character, line or paragraph
    separator and lone surrogate becomes its escape in ASCII, such as \x1b or \u202e. An escape rather
    than a dot, because · stands in many people's names. Line feeds too: split lines before. Never raises.
    """
    if text.isprintable() and _DRAWN_AS_NOTHING.isdisjoint(text):
        return text
    return "".join(_escape(each) if _is_unsafe(each) else each for each in text)


def _without_gaps(text: str) -> str:
    return "".join(each for each in text if not each.isspace() and not _is_unsafe(each))


def _is_unsafe(char: str) -> bool:
    return unicodedata.category(char) in _UNSAFE_CATEGORIES or char in _DRAWN_AS_NOTHING


def _escape(char: str) -> str:
    point = ord(char)
    if point <= 0xFF:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def _require_length(text: str, length: int) -> None:
    if len(text) != length:
        raise IdentifierError("identifier.length", {"length": str(len(text)), "wanted": str(length)})


def _birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
