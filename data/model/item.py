"""What a hall offers: items with their materials, route steps, limits and results.

An item (事项) is what an applicant may apply for. A case keeps the version of the item under which
it was filed, so every value here is immutable and complete in itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ItemKind(StrEnum):
    """How an item is handled (GB/T 39046-2020: 1 instant, 2 promised, 9 other)."""

    INSTANT = "instant"
    PROMISED = "promised"
    OTHER = "other"


class ItemType(StrEnum):
    """The type of power exercised, by its GB/T 39046-2020 code."""

    LICENCE = "01"
    PAYMENT = "05"
    CONFIRMATION = "07"
    REWARD = "08"
    ADJUDICATION = "09"
    OTHER = "10"
    PUBLIC_SERVICE = "20"


class ApplicantKind(StrEnum):
    """Who may apply (GB/T 39046-2020: 1 person … 6 other)."""

    PERSON = "person"
    ENTERPRISE = "enterprise"
    INSTITUTION = "institution"
    SOCIAL = "social"
    AGENCY = "agency"
    OTHER = "other"


class Form(StrEnum):
    """The form in which a material is handed in."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    EITHER = "either"


class Source(StrEnum):
    """Where a material comes from."""

    APPLICANT = "applicant"
    GOVERNMENT = "government"
    OTHER = "other"


class SuspensionKind(StrEnum):
    """The eight kinds of excluded time of Art. 45; there is no ninth."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"


class Silence(StrEnum):
    """What it means that a department says nothing within a step's limit (the item's own setting)."""

    SUPERVISOR = "supervisor"
    AGREED = "agreed"


class StepKind(StrEnum):
    """What a step of the route does."""

    RECEIVE = "receive"
    EXAMINE = "examine"
    SITE_VISIT = "site_visit"
    CONSULT = "consult"
    DECIDE = "decide"
    MAKE_LICENCE = "make_licence"
    DELIVER = "deliver"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRef:
    """The statute an item, a material or a refusal rests on, as people cite it.

    `title` is the law's name without 《》, `clause` the article in words, such as 第三十五条.
    """

    title: str
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer that a question about the case's situation may have."""

    code: str
    text: str
    text_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the clerk asks to know which materials the case's situation (情形) needs."""

    code: str
    text: str
    text_en: str = ""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Holds when the question was answered by one of these answers, or has not been answered yet."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One line of an item's checklist (申请材料).

    `tolerable` materials may follow later within `tolerance_days` working days of acceptance (容缺受理);
    `promise` allows a signed promise instead of proof (告知承诺);
    `licences` names the kinds of licence whose being on file satisfies the material (结果互认);
    with `when` it is asked for only in a situation in which all the conditions hold.
    """

    code: str
    name: str
    name_en: str = ""
    originals: int = 1
    copies: int = 0
    necessary: bool = True
    form: Form = Form.PAPER
    source: Source = Source.APPLICANT
    tolerable: bool = False
    tolerance_days: int | None = None
    promise: bool = False
    licences: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    standard: str = ""
    law: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step (环节) of an item's route.

    `days` is the step's own limit in working days from its start, or None for none.
    The step may start once the steps named in `after` are finished: all of them, or any `join` of them.
    `people` is how many staff must take part (Art. 34 asks for two in a substantive verification), `role`
    who of the department does it, blank for anybody there.
    With `when` the step belongs to the route only in a situation in which all the conditions hold.
    `silence` AGREED counts a step that is not finished within its limit as agreed to on the day after.
    """

    code: str
    name: str
    name_en: str = ""
    kind: StepKind = StepKind.EXAMINE
    department: str = ""
    days: int | None = None
    after: tuple[str, ...] = ()
    join: int | None = None
    people: int = 1
    role: str = ""
    when: tuple[Condition, ...] = ()
    silence: Silence = Silence.SUPERVISOR


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialProcedure:
    """A suspension that this item's handling may need, and its usual length in working days."""

    kind: SuspensionKind
    days: int
    law: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a grant hands out: a kind of licence, and for how many years (None: without end)."""

    licence: str
    name: str
    name_en: str = ""
    years: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One item of a joint template; it begins once the items named in `after` are granted.

    `version` is the one that the template was put together from, blank for the newest.
    """

    item: str
    after: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Which material of a lane's item a material of the joint checklist stands for."""

    material: str
    item: str
    lane_material: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that can be applied for, in one version.

    Limits are in working days. `statutory_days` None means that no law sets one and Art. 42's twenty
    days hold for a licence; instant items have neither limit. `warn_days` overrides the hall's lead of
    the yellow light, in working days. With `two_people` nobody decides what they received. `initials` is
    the pinyin index by which a clerk finds the item. A joint template (关联事项联合申报) has `lanes`; its
    materials are their union, each asked for once, and `shared` says whose they are.
    """

    code: str
    version: str
    name: str
    name_en: str = ""
    department: str
    zone: str
    kind: ItemKind = ItemKind.PROMISED
    type: ItemType = ItemType.LICENCE
    applicants: tuple[ApplicantKind, ...] = (ApplicantKind.PERSON, ApplicantKind.ENTERPRISE)
    promised_days: int | None = None
    statutory_days: int | None = None
    extension_days: int = 10
    joint: bool = False
    two_people: bool = False
    warn_days: int | None = None
    law: tuple[LawRef, ...] = ()
    questions: tuple[Question, ...] = ()
    materials: tuple[Material, ...] = ()
    steps: tuple[Step, ...] = ()
    special: tuple[SpecialProcedure, ...] = ()
    result: Result | None = None
    lanes: tuple[Lane, ...] = ()
    shared: tuple[Shared, ...] = ()
    initials: str = ""

    def material(self, code: str) -> Material | None:
        """The material of that code, or None."""
        return next((each for each in self.materials if each.code == code), None)

    def lane(self, item: str) -> Lane | None:
        """The lane of that item, or None."""
        return next((each for each in self.lanes if each.item == item), None)

    def question(self, code: str) -> Question | None:
        """The question of that code, or None."""
        return next((each for each in self.questions if each.code == code), None)

    def step(self, code: str) -> Step | None:
        """The step of that code, or None."""
        return next((each for each in self.steps if each.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department that takes part in the hall; `abbreviation` begins its notices' numbers."""

    code: str
    name: str
    name_en: str = ""
    abbreviation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A functional zone of the hall; its `letter` begins the numbers of its tickets."""

    code: str
    letter: str
    name: str
    name_en: str = ""


class ReasonKind(StrEnum):
    """What a standard phrase of the hall gives the reason of."""

    DEFECT = "defect"
    NOT_APPLICABLE = "not_applicable"
    DECLINE = "decline"
    NOT_REQUIRED = "not_required"
    WITHDRAWAL = "withdrawal"
    SUSPENSION = "suspension"
    EXTENSION = "extension"
    REFUSAL = "refusal"
    RETURN = "return"
    REVOCATION = "revocation"
    OUT_OF_ORDER = "out_of_order"
    RAISE = "raise"
    HOLD = "hold"
    TRANSFER = "transfer"
    REVEAL = "reveal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One entry of the hall's list of reasons: a standard phrase, and the acts that it may be given for."""

    code: str
    text: str
    text_en: str = ""
    kinds: tuple[ReasonKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Departments, zones and items that belong together and have been checked against each other.

    `reasons` are the hall's standard phrases, in the order in which they are offered.
    """

    departments: tuple[Department, ...]
    zones: tuple[Zone, ...]
    items: tuple[Item, ...]
    reasons: tuple[Reason, ...] = ()
