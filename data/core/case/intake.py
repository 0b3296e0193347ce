"""Decisions from receipt to acceptance: checklist, correction told once, acceptance, non-acceptance."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from data.core.case.steps import first_steps
from data.core.context import CaseState, Decided, Decision, Rules, refuse
from data.law import identifier, supervision_code
from data.law.reuse import on_file
from data.law.route import holds
from data.model.applicant import Applicant, IdKind
from data.model.case import Case, Check, Status, Trust, Verdict
from data.model.command import (
    Accept,
    CheckMaterials,
    Decline,
    Finding,
    OpenCase,
    TellSituation,
    Withdraw,
)
from data.model.event import (
    Body,
    CaseAccepted,
    CaseDeclined,
    CaseOpened,
    CaseWithdrawn,
    CorrectionAnswered,
    CorrectionAsked,
    MaterialChecked,
    SituationTold,
)
from data.model.item import Item, Material
from data.model.legal.article import LOCAL, Article, licensing
from data.model.legal.time_zone import day_of
from data.model.licence import Licence
from data.model.outcome import Refusal
from data.model.settings import HallCard
from data.model.ticket import TicketStatus

ONCE = licensing("32(4)")
ACCEPTANCE = licensing("32(5)")
FAULTS = frozenset({Verdict.MISSING, Verdict.DEFECTIVE})
WANTING = FAULTS | {Verdict.TOLERATED, Verdict.PROMISED}
MOST_COPIES = 9_999
IDENTIFIERS = {
    IdKind.RESIDENT_ID: Article("GB11643", ""),
    IdKind.CREDIT_CODE: Article("GB32100", ""),
}


def open_case(command: OpenCase, state: CaseState, rules: Rules) -> Decision:
    """Receive an application under the newest version of its item, and give it its supervision code."""
    window = rules.window(command.window)
    if window is None:
        return refuse("window_unknown", window=command.window)
    item = state.item
    if item is None:
        return refuse("item_unknown", item=command.item)
    if command.ticket:
        refusal = _at_this_window(command, state)
        if refusal is not None:
            return refusal
    applicant = _applicant(command, item)
    if isinstance(applicant, Refusal):
        return applicant
    day = day_of(command.at)
    try:
        code = supervision_code.make(rules.hall.region, day, source_of(rules.hall, window.code), state.serial)
    except supervision_code.SupervisionCodeError:
        return refuse("codes_used_up", LOCAL, window=window.code)
    if state.same and not command.again:
        return refuse("open_already", LOCAL, case=state.same)
    wrong = _unasked(command.answers, item)
    if wrong is not None:
        return wrong
    opened = CaseOpened(
        item=item.code,
        version=item.version,
        applicant=applicant,
        channel=command.channel,
        ticket=command.ticket,
        materials=tuple(each.code for each in item.materials),
        steps=tuple(each.code for each in item.steps),
        answers=command.answers,
    )
    unchecked = {each.code: Verdict.UNCHECKED for each in item.materials}
    away = _fallen_away(item, command.answers, unchecked)
    fallen = {each.material for each in away}
    needed = [each for each in item.materials if each.code not in fallen]
    return Decided(str(code), (opened, *away, *_reused(needed, state.licences, day)))


def source_of(hall: HallCard, window: str) -> str:
    """The source in the supervision codes of a window: the hall's character and two of the window's."""
    return hall.code + window.rjust(2, "0")


def check_materials(
    command: CheckMaterials, case: Case, item: Item, licences: tuple[Licence, ...] = ()
) -> Decision:
    """Record findings; when the last material that was asked for has come, the correction is answered."""
    day = day_of(command.at)
    if case.status not in (Status.RECEIVED, Status.CORRECTION):
        return refuse("checklist_closed", status=case.status)
    if not command.findings:
        return refuse("nothing_found")
    found: dict[str, Verdict] = {}
    bodies: list[Body] = []
    for finding in command.findings:
        material = item.material(finding.material)
        check = case.check(finding.material)
        if material is None or check is None:
            return refuse("material_unknown", material=finding.material)
        refusal = _unfounded(finding, material) or _needless(finding, material, licences, day)
        if refusal is not None:
            return refusal
        found[finding.material] = finding.verdict
        bodies.append(_found(finding, material, check))
    bodies += _reused(_unchecked(case, item, found), licences, day)
    correction = case.open_correction
    if correction is not None and all(
        _handed_in(case, material, found.get(material)) for material in correction.materials
    ):
        bodies.append(CorrectionAnswered(number=correction.number))
    return Decided(case.code, tuple(bodies))


def tell_situation(
    command: TellSituation, case: Case, item: Item, licences: tuple[Licence, ...] = ()
) -> Decision:
    """Answer the item's questions: what does not apply falls away, what applies after all is unchecked.

    What applies after all and is on file is ticked by itself again.
    """
    if case.status is not Status.RECEIVED or case.corrections:
        return refuse("checklist_closed", status=case.status)
    if not command.answers:
        return refuse("nothing_answered")
    wrong = _unasked(command.answers, item)
    if wrong is not None:
        return wrong
    answers = tuple({**dict(case.situation), **dict(command.answers)}.items())
    verdicts = {check.material: check.verdict for check in case.checks}
    changed = _fallen_away(item, answers, verdicts)
    back = {each.material for each in changed if each.verdict is Verdict.UNCHECKED}
    day = day_of(command.at)
    reused = _reused((each for each in item.materials if each.code in back), licences, day)
    return Decided(case.code, (SituationTold(answers=answers), *changed, *reused))


def _unchecked(case: Case, item: Item, found: Collection[str]) -> Iterator[Material]:
    """The materials that nobody has looked at yet: a licence may have been issued since the case came in."""
    for material in item.materials:
        check = case.check(material.code)
        if check is not None and check.verdict is Verdict.UNCHECKED and material.code not in found:
            yield material


def _unasked(answers: tuple[tuple[str, str], ...], item: Item) -> Refusal | None:
    for code, answer in answers:
        question = item.question(code)
        if question is None or answer not in {each.code for each in question.answers}:
            return refuse("answer_unknown", question=code, answer=answer)
    return None


def _fallen_away(
    item: Item, answers: tuple[tuple[str, str], ...], verdicts: Mapping[str, Verdict]
) -> tuple[MaterialChecked, ...]:
    """The checklist lines that the situation changes: not applicable, or to be checked after all."""
    told = dict(answers)
    bodies = []
    for material in item.materials:
        if not material.when:
            continue
        away = verdicts.get(material.code) is Verdict.NOT_APPLICABLE
        if holds(material.when, told) == away:
            verdict = Verdict.UNCHECKED if away else Verdict.NOT_APPLICABLE
            bodies.append(MaterialChecked(material=material.code, verdict=verdict))
    return tuple(bodies)


def ask_correction(case: Case) -> Decision:
    """Tell everything missing or defective in one notice, once (Art. 32(4)).

    A second notice names only defects in what was handed in after the first.
    """
    if case.status is Status.CORRECTION:
        return refuse("correction_open", ONCE)
    if case.status is not Status.RECEIVED:
        return refuse("accepted_already", ONCE)
    unchecked = [check for check in case.checks if check.verdict is Verdict.UNCHECKED]
    if unchecked:
        return refuse("unchecked", ONCE, count=len(unchecked))
    faults = [check for check in case.checks if check.verdict in FAULTS]
    if not faults:
        return refuse("nothing_to_correct")
    late = [check for check in faults if case.corrections and not check.renewed]
    if late:
        return refuse("told_once", ONCE, material=late[0].material, count=len(late))
    named = tuple(check.material for check in faults)
    return Decided(case.code, (CorrectionAsked(number=len(case.corrections) + 1, materials=named),))


def accept(command: Accept, case: Case, item: Item) -> Decision:
    """Accept what is complete: as of today, or as of the day the last material asked for arrived."""
    if case.status is Status.CORRECTION:
        return refuse("correction_open", ACCEPTANCE)
    if case.status is not Status.RECEIVED:
        return refuse("accepted_already")
    needed = {each.code for each in item.materials if each.necessary}
    unchecked = [
        check for check in case.checks if check.material in needed and check.verdict is Verdict.UNCHECKED
    ]
    if unchecked:
        return refuse("unchecked", ACCEPTANCE, count=len(unchecked))
    faults = [check for check in case.checks if check.material in needed and check.verdict in FAULTS]
    if faults:
        return refuse("materials_faulty", ACCEPTANCE, material=faults[0].material, count=len(faults))
    tolerated = [check for check in case.checks if check.verdict is Verdict.TOLERATED]
    if tolerated and not command.signed_promise:
        return refuse("promise_unsigned", LOCAL, count=len(tolerated))
    on = day_of(command.at)
    if case.corrections:
        on = case.corrections[-1].answered or on
    debts = tuple((check.material, _debt_days(check, item)) for check in tolerated)
    return Decided(case.code, (CaseAccepted(on=on, debts=debts), *first_steps(case, item)))


def decline(command: Decline, case: Case) -> Decision:
    """Decide that the case is not this authority's, saying whose, or that no licence is needed (Art. 32)."""
    article = licensing("32(2)" if command.ground == "not_our_authority" else "32(1)")
    if case.status not in (Status.RECEIVED, Status.CORRECTION):
        return refuse("accepted_already", article)
    if not command.reason.strip():
        return refuse("reason_blank", article)
    if command.ground == "not_our_authority" and not command.go_to.strip():
        return refuse("go_to_blank", article)
    body = CaseDeclined(ground=command.ground, reason=command.reason, go_to=command.go_to)
    return Decided(case.code, (body,))


def withdraw(command: Withdraw, case: Case) -> Decision:
    """Give the application back before it is decided."""
    if case.decision is not None:
        return refuse("decided_already")
    if not command.reason.strip():
        return refuse("reason_blank")
    return Decided(case.code, (CaseWithdrawn(reason=command.reason),))


def _at_this_window(command: OpenCase, state: CaseState) -> Refusal | None:
    ticket = state.ticket
    if ticket is None:
        return refuse("ticket_unknown", ticket=command.ticket)
    if ticket.window != command.window:
        return refuse("ticket_elsewhere", number=ticket.number, window=ticket.window)
    if ticket.status is not TicketStatus.SERVING:
        return refuse("ticket_not_serving", number=ticket.number)
    return None


def _applicant(command: OpenCase, item: Item) -> Applicant | Refusal:
    applicant = command.applicant
    if not applicant.name.strip():
        return refuse("name_blank")
    if applicant.kind not in item.applicants:
        return refuse("applicant_kind", kind=applicant.kind)
    today = day_of(command.at)
    agent = applicant.agent
    try:
        number = identifier.check(applicant.id_kind, applicant.id_number, today)
        phone = identifier.phone(applicant.phone) if applicant.phone.strip() else ""
        if agent is not None:
            agent = replace(agent, id_number=identifier.check(agent.id_kind, agent.id_number, today))
    except identifier.IdentifierError as error:
        return Refusal(reason=error.key, facts=error.facts, article=IDENTIFIERS.get(applicant.id_kind))
    if agent is not None and not (agent.name.strip() and agent.authority.strip()):
        return refuse("agent_unproven", licensing("29"))
    return replace(applicant, id_number=number, phone=phone, agent=agent)


def _unfounded(finding: Finding, material: Material) -> Refusal | None:
    """Why a finding cannot be recorded, if it cannot."""
    counts = (finding.originals or 0, finding.copies or 0, finding.pages or 0)
    if min(counts) < 0 or max(counts) > MOST_COPIES:
        return refuse("count_impossible", most=MOST_COPIES)
    verdict, name = finding.verdict, material.name
    if verdict is Verdict.DEFECTIVE and not finding.reason.strip():
        return refuse("defect_unexplained", ONCE, material=name)
    if verdict is Verdict.TOLERATED and not material.tolerable:
        return refuse("not_tolerable", LOCAL, material=name)
    if verdict is Verdict.PROMISED and not material.promise:
        return refuse("not_promisable", LOCAL, material=name)
    if verdict is Verdict.REUSED and not (material.licences and finding.licence.strip()):
        return refuse("not_reusable", LOCAL, material=name)
    if verdict is Verdict.NOT_APPLICABLE and not finding.reason.strip():
        return refuse("reason_blank")
    short = (finding.originals is not None and finding.originals < material.originals) or (
        finding.copies is not None and finding.copies < material.copies
    )
    if verdict is Verdict.THERE and short:
        return refuse("too_few", material=name, originals=material.originals, copies=material.copies)
    return None


def _needless(
    finding: Finding, material: Material, licences: tuple[Licence, ...], day: date
) -> Refusal | None:
    """The refusal to ask on paper for what the hall has on file itself."""
    held = on_file(material, licences, day)
    if held is None or finding.verdict not in WANTING:
        return None
    return refuse("on_file", LOCAL, material=material.name, licence=held.number)


def _reused(
    materials: Iterable[Material], licences: tuple[Licence, ...], day: date
) -> tuple[MaterialChecked, ...]:
    """The materials that licences on file satisfy, ticked by themselves."""
    held = ((material, on_file(material, licences, day)) for material in materials)
    return tuple(
        MaterialChecked(material=material.code, verdict=Verdict.REUSED, trust=Trust.A, licence=licence.number)
        for material, licence in held
        if licence is not None
    )


def _found(finding: Finding, material: Material, check: Check) -> MaterialChecked:
    there = finding.verdict in (Verdict.THERE, Verdict.DEFECTIVE)
    originals = finding.originals if finding.originals is not None else (material.originals if there else 0)
    copies = finding.copies if finding.copies is not None else (material.copies if there else 0)
    return MaterialChecked(
        material=material.code,
        verdict=finding.verdict,
        originals=originals,
        copies=copies,
        pages=finding.pages if finding.pages is not None else (check.pages if there else 0),
        trust=finding.trust or _trust(finding.verdict, check),
        reason=finding.reason,
        licence=finding.licence,
    )


def _trust(verdict: Verdict, check: Check) -> Trust | None:
    match verdict:
        case Verdict.THERE:
            return check.trust or Trust.B
        case Verdict.REUSED:
            return Trust.A
        case Verdict.PROMISED:
            return Trust.D
        case _:
            return None


def _handed_in(case: Case, material: str, verdict: Verdict | None) -> bool:
    check = case.check(material)
    if verdict is not None:
        return verdict not in (Verdict.MISSING, Verdict.UNCHECKED)
    return check is not None and check.renewed


def _debt_days(check: Check, item: Item) -> int:
    material = item.material(check.material)
    days = material.tolerance_days if material is not None else None
    limit = item.promised_days or item.statutory_days or 0
    return min(days, limit) if days is not None and limit else days or limit
