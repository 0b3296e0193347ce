"""Why a notice cannot be made or printed: a reason, its facts, and never a word of the notice itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


class NoticeError(ValueError):
    """A notice that cannot be; `key` names the text to show (`notice.error.…`), `facts` fill it in.

    Facts are kinds, file names, lines and field names: nothing personal, so the error may be logged.
    """

    def __init__(self, reason: str, **facts: object) -> None:
        self.key = f"notice.error.{reason}"
        self.facts: Mapping[str, str] = MappingProxyType({name: str(value) for name, value in facts.items()})
        where = f"{self.facts['file']}:{self.facts['line']}: " if {"file", "line"} <= facts.keys() else ""
        told = ", ".join(
            f"{name}={value}"
            for name, value in self.facts.items()
            if name not in ("file", "line") or not where
        )
        super().__init__(f"{where}{reason}" + (f" ({told})" if told else ""))
