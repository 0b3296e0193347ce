"""`verify`: the database examined."""

from __future__ import annotations

from argparse import Namespace

from clerk_tui.cli.connect.session import Session, line, record
from clerk_tui.cli.exits import Exit, Failure
from clerk_tui.cli.parser import Parser
from clerk_tui.shell.sentences import sentence


def declare_verify(_parser: Parser) -> None:
    """It has no arguments of its own."""


def run_verify(session: Session, _arguments: Namespace) -> Exit:
    """Examine the database: counts and the head of the chain, or a line for every problem."""
    from data.store.upkeep.verify import verify

    found = verify(session.place)
    problems = [sentence(session.texts, f"verify.{each.key}", each.facts) for each in found.problems]
    if session.json:
        record(
            {
                "whole": found.whole,
                "events": found.events,
                "cases": found.cases,
                "tickets": found.tickets,
                "receipts": found.receipts,
                "head": found.head,
                "problems": [
                    {"key": each.key, **each.facts, "message": message}
                    for each, message in zip(found.problems, problems, strict=True)
                ],
            }
        )
    elif found.whole:
        counts = {"events": found.events, "cases": found.cases, "tickets": found.tickets}
        session.say("cli.verify.whole", **counts, head=found.head)
    else:
        for message in problems:
            line(message)
    if not found.whole:
        raise Failure(Exit.REFUSED, "cli.verify.broken", count=len(problems))
    return Exit.DONE
