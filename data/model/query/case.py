"""Queries about one case, and about an applicant's."""

from __future__ import annotations

from dataclasses import dataclass

from data.model.applicant import Applicant, IdKind
from data.model.legal.explanation import Explanation
from data.model.licence import Licence
from data.model.query.base import Query
from data.model.view import (
    CaseCourse,
    CaseFile,
    CaseLine,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCase(Query[CaseFile | None]):
    """One case by its supervision code; None where there is none."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCourse(Query[CaseCourse | None]):
    """What has become of one case, for who has nothing to do with it; None where there is none."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWhy(Query[tuple[Explanation, ...]]):
    """Why each clock of a case that runs shows what it shows, the one that gives the light first.

    Empty where there is no such case or no clock runs.
    """

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEarlier(Query[tuple[CaseLine, ...]]):
    """What the applicant of a case had filed before it, newest first, 20 cases at most; in every status.

    Empty where there is no such case.
    """

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFiled(Query[tuple[CaseLine, ...]]):
    """What a person or organisation has filed, newest first, 20 cases at most; in every status.

    Known by the kind and number of their identifier; of one that is not a resident's or a credit code the
    name counts too. Empty where the identifier is not valid.
    """

    id_kind: IdKind
    id_number: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskReady(Query[tuple[CaseLine, ...]]):
    """Every result of a case's applicant that may be handed out now, over all departments, oldest first.

    The case's own is among them if it is ready. Empty where there is no such case.
    """

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLicences(Query[tuple[Licence, ...]]):
    """Every licence that the hall has issued to a case's applicant, the oldest first; revoked ones say so.

    Empty where there is no such case.
    """

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskApplicant(Query[Applicant | None]):
    """The applicant unmasked: only for the command that revealed it; None where there is no such reveal."""

    code: str
    command: str
