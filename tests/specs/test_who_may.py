"""Who may, by the answers that are really given to every role: the table and what is said by hand agree."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from clerk_tui.desk.acts.registry import DESK_ACTS
from clerk_tui.desk.dialogs.unsent_commands import act_word
from data.core.authority import FORBIDDEN, forbids, may_not_ask
from data.core.commands import COMMAND_SPECS, CommandSpec
from data.core.context import CaseState
from data.core.permission import Attempt, Permission, of_everybody, of_role
from data.core.queries import QUERY_SPECS, QuerySpec
from data.model import query as q
from data.model.account import Role
from data.model.outcome import Refusal
from data.model.settings import HallCard
from data.texts import Language, texts
from tests.support.sitting import CARD
from tests.support.specimens import DEMO, made, of


def answer(kind: type[Any], role: Role, hall: HallCard) -> Refusal | None:
    """What the hall's own rule says to a role about a class."""
    who = of(role)
    if kind in COMMAND_SPECS:
        return forbids(who, hall, CaseState(), made(kind, who))
    return may_not_ask(who, hall, made(kind, who), None, None)


def named(spec: CommandSpec | QuerySpec) -> str:
    """The name by which a command or query is known outside."""
    return spec.act if isinstance(spec, CommandSpec) else spec.name


def permitted(permission: Permission) -> set[Role]:
    """The roles that a permission names; a trainee is none of them."""
    return set(permission.freely) | (set(permission.roles) or (set(Role) - {Role.TRAINEE}))


STAFF = frozenset(Role) - {Role.TRAINEE}
WHO_MAY = {
    frozenset({Role.CLERK}): "call_next call_ticket recall serve skip revive hold unhold finish_ticket"
    " open_case check_materials tell_situation ask_correction accept decline withdraw settle_debt deliver"
    " filed snapshot",
    frozenset({Role.LEAD}): "raise close_ticket",
    frozenset({Role.CLERK, Role.LEAD}): "take_ticket transfer",
    frozenset({Role.REVIEWER}): "claim_step hand_back_step hand_over_step say_need return_step finish_step"
    " suspend resume decide revoke note_link take_opinion",
    frozenset({Role.REVIEWER, Role.LEAD}): "extend",
    frozenset({Role.CLERK, Role.REVIEWER, Role.LEAD}): "print_notice reveal applicant",
    frozenset({Role.ADMINISTRATOR}): "set_up_hall change_settings set_windows put_items lay_calendar",
    frozenset({Role.LEAD, Role.SUPERVISOR, Role.ADMINISTRATOR}): "entries",
    STAFF: "queue window board day cases case course why earlier results notice draft collection licences"
    " steps step-counts counts departments items item hall",
}
"""Who may, said once more by hand: whoever adds a command or a query has to say it here, too."""

SPECS: tuple[CommandSpec | QuerySpec, ...] = (*COMMAND_SPECS.values(), *QUERY_SPECS.values())


def test_every_role_is_answered_as_the_table_says() -> None:
    answers = {spec.kind: {role: answer(spec.kind, role, CARD) for role in Role} for spec in SPECS}
    lines = [f"{'':16}{' '.join(f'{role:13}' for role in Role)}"]
    for spec in SPECS:
        told = (refusal.reason if refusal else "may" for refusal in answers[spec.kind].values())
        lines.append(f"{named(spec):16}{' '.join(f'{each:13.13}' for each in told)}")
    sys.stdout.write("\n".join(("", *lines, "")))
    for spec in SPECS:
        may = {role for role, refusal in answers[spec.kind].items() if refusal is None}
        assert may == permitted(spec.permission), spec.kind
        assert named(spec) in WHO_MAY[frozenset(may)].split(), spec.kind
        for role, refusal in answers[spec.kind].items():
            assert refusal is None or refusal.reason in FORBIDDEN, (spec.kind, role)


@pytest.mark.parametrize("role", list(Role))
def test_in_a_demo_hall_every_role_may_do_and_ask_whatever_is_provided_for(role: Role) -> None:
    assert all(answer(spec.kind, role, DEMO) is None for spec in SPECS)


@pytest.mark.parametrize("language", list(Language))
def test_every_act_and_every_reason_has_its_words(language: Language) -> None:
    said = texts(language)
    at_the_desk = {act.hall for act in DESK_ACTS}
    for spec in COMMAND_SPECS.values():
        assert spec.act in at_the_desk or f"did.{spec.act}" in said, spec.act
        assert act_word(said, spec.act, {})
    assert not [reason for reason in FORBIDDEN if f"refusal.{reason}" not in said]


def test_an_administrator_s_own_needs_one_word() -> None:
    own = of_role(Role.ADMINISTRATOR)
    asked = made(q.AskHall, of(Role.CLERK))
    refused = own.refusal(Attempt(of(Role.CLERK), asked))
    assert refused is not None
    assert refused.reason == "role_administrator"
    assert own.refusal(Attempt(of(Role.ADMINISTRATOR), asked)) is None
    assert of_everybody().refusal(Attempt(of(Role.TRAINEE), asked)) == Refusal(reason="demo_only", facts={})
