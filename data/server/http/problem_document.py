"""What could not be answered, as a problem document (RFC 9457), in the caller's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from data.core.authority import FORBIDDEN
from data.law.identifier import shown
from data.model.outcome import Conflict, Refusal
from data.port.codec import JSON, plain
from data.port.errors import HallUnavailable
from data.texts import Language, texts

MEDIA: Final = "application/problem+json"
LATER: Final = {"retry-after": "1"}


class ProblemDocument(Exception):
    """A request that ends in a problem. `reason` is a key of the texts (`problem.<reason>`).

    `facts` are never personal data: names of fields, numbers, codes.
    """

    def __init__(
        self,
        status: HTTPStatus,
        reason: str,
        *,
        facts: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, JSON] | None = None,
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.facts = dict(facts or {})
        self.headers = dict(headers or {})
        self.members = dict(members or {})

    def document(self, language: Language) -> dict[str, JSON]:
        """The members of the document."""
        title, detail = _words(language, self.status.value, self.reason)
        facts = {name: shown(value) for name, value in {"reason": self.reason, **self.facts}.items()}
        return {
            "type": f"urn:clerk-tui:problem:{self.reason}",
            "title": title,
            "status": self.status.value,
            "detail": detail.format_map(_Facts(facts)),
            "reason": self.reason,
            "facts": dict(self.facts),
            **self.members,
        }

    def response(self, language: Language) -> Response:
        """The document as a response."""
        body = json.dumps(self.document(language), ensure_ascii=False).encode()
        headers = {"cache-control": "no-store", "content-language": language.value, **self.headers}
        return Response(body, self.status.value, headers, MEDIA)


@cache
def _words(language: Language, status: int, reason: str) -> tuple[str, str]:
    """The title of a status, and the sentence of a reason with its fields open; there are few of them."""
    said = texts(language)
    keys = (f"problem.{reason}", f"refusal.{reason}")
    key = next((key for key in keys if key in said), "problem.other")
    return said(f"problem.status.{status}"), said(key)


class _Facts(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "?"


def refused(refusal: Refusal) -> ProblemDocument:
    """A refusal: 403 where it is not the sender's to do, else 409."""
    status = HTTPStatus.FORBIDDEN if refusal.reason in FORBIDDEN else HTTPStatus.CONFLICT
    members: dict[str, JSON] = {"outcome": "refusal", "article": plain(refusal.article)}
    return ProblemDocument(status, refusal.reason, facts=refusal.facts, members=members)


def conflicting(conflict: Conflict) -> ProblemDocument:
    """Somebody else was first: 409 with what came since."""
    fields = plain(conflict)
    assert isinstance(fields, dict)
    return ProblemDocument(HTTPStatus.CONFLICT, "conflict", members={"outcome": "conflict", **fields})


def unavailable(error: HallUnavailable) -> ProblemDocument:
    """The hall cannot be reached or used now: 503; the facts may name files and stay here."""
    return ProblemDocument(HTTPStatus.SERVICE_UNAVAILABLE, f"hall_{error.reason}", headers=LATER)


def busy() -> ProblemDocument:
    """Too many wait already: 503, soon again."""
    return ProblemDocument(HTTPStatus.SERVICE_UNAVAILABLE, "busy", headers=LATER)


def late() -> ProblemDocument:
    """Not answered in time: 503. A command may have been carried out; its id makes asking again safe."""
    return ProblemDocument(HTTPStatus.SERVICE_UNAVAILABLE, "late", headers=LATER)


def language_of(headers: Mapping[str, str]) -> Language:
    """The caller's language: English where it is asked for first, else Chinese."""
    return Language.EN if headers.get("accept-language", "").lower().startswith("en") else Language.ZH
