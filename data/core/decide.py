"""`decide`: one command against what is known, giving events or a refusal with its law."""

from __future__ import annotations

from datetime import timedelta

from data.core.authority import forbids, not_provided_for
from data.core.commands import spec_of
from data.core.context import Decision, Rules, State, refuse
from data.core.streams import kind_for
from data.law.refusal import LawError
from data.model.command import Command


def decide(state: State, command: Command, rules: Rules) -> Decision:
    """The events that a command makes, or the refusal that it meets."""
    try:
        return _decided(state, command, rules)
    except LawError as error:
        return error.refusal


def _decided(state: State, command: Command, rules: Rules) -> Decision:
    spec = spec_of(command)
    if spec is None:
        return not_provided_for(command)
    if command.at > rules.now + timedelta(seconds=rules.settings.ahead_seconds):
        return refuse("from_the_future", now=f"{rules.now:%Y-%m-%d %H:%M}")
    if not command.user.strip():
        return refuse("user_blank")
    if rules.alone and not spec.alone:
        return refuse("cut_off")
    if rules.authority is not None:
        refusal = forbids(rules.authority, rules.hall, state, command)
        if refusal is not None:
            return refusal
    kind = kind_for(command)
    return not_provided_for(command) if kind is None else kind.decide(state, command, rules)
