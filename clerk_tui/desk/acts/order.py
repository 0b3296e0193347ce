"""The desk's acts as somebody needs them in a pane, and what its help says besides."""

from __future__ import annotations

from collections.abc import Iterator

from clerk_tui.desk.acts.circumstances import DeskCircumstances
from clerk_tui.desk.acts.registry import BUILT_IN, DESK_ACTS, Place
from clerk_tui.shell.acts import Act, Group
from clerk_tui.shell.hints import Surroundings
from widgets.queue.ticket_queue import WAITING


def surroundings(now: DeskCircumstances) -> Surroundings[DeskCircumstances]:
    """What the desk's hints take besides its acts."""
    return Surroundings(
        order=lambda place: in_order(now, place),
        offered=lambda place: DESK_ACTS,
        about=lambda place: "help.steps" if now.reviewing and place == Place.QUEUE else f"help.{place}",
        built_in=BUILT_IN,
        lights="help",
    )


def in_order(now: DeskCircumstances, place: str) -> Iterator[Act[DeskCircumstances]]:
    """The acts as they are needed in a pane: those of its list first, then looking about."""
    acts = [act for act in DESK_ACTS if act.at_review or not now.reviewing]
    tickets, steps, materials, look = (
        [act for act in acts if act.group is group]
        for group in (Group.TICKET, Group.STEP, Group.MATERIAL, Group.LOOK)
    )
    cases = [act for act in acts if act.group is Group.CASE and act.needs_case]
    receive = [act for act in acts if act.group is Group.CASE and not act.needs_case]
    if place == Place.CHECKLIST and not now.reviewing:
        here = sorted((*materials, *cases), key=lambda act: not act.is_expected(now))
        yield from (*here, *look)
    elif place == Place.QUEUE and not now.reviewing and (now.tab == WAITING or now.called):
        yield from (*tickets, *receive, *look)
    elif place == Place.QUEUE and not now.reviewing:
        yield from (*(act for act in tickets if act.often), *receive, *cases, *look)
    elif now.reviewing or place == Place.ROUTE:
        yield from (*steps[:1], *cases, *steps[1:], *look)
    else:
        yield from (*cases, *look)
