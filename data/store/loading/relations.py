"""What belongs to a case beside itself: the others of its joint application, and of its applicant."""

from __future__ import annotations

from collections.abc import Mapping

from data.core.broken_history import BrokenHistory
from data.core.context import Family, Member
from data.model.applicant import Applicant
from data.model.case import Case
from data.model.item import Item
from data.store.engine.database import Database
from data.store.loading.folded import Folded
from data.store.loading.licences import ONE_PERSONS


def same_applicant(one: Applicant, other: Applicant) -> bool:
    """Whether two applications are by the same person or organisation."""
    if (one.id_kind, one.id_number) != (other.id_kind, other.id_number):
        return False
    return one.id_kind in ONE_PERSONS or one.name == other.name


def family_of(connection: Database, folded: Folded, case: Case) -> Family | None:
    """The joint application that a case is the whole or a lane of, or None.

    Raises:
        BrokenHistory: one of its cases is not there.
    """
    if not case.joint and not case.lanes:
        return None
    whole = _member(connection, folded, case.joint or case.code)
    return Family(whole, tuple(_member(connection, folded, code) for _, code in whole.case.lanes))


def lane_items(connection: Database, folded: Folded, item: Item | None) -> Mapping[str, Item]:
    """The items of a joint template, in the versions that it was put together from."""
    found = {}
    for lane in item.lanes if item else ():
        if lane.version:
            ours = folded.item(connection, lane.item, lane.version)
        else:
            ours = folded.newest(connection, lane.item)
        if ours is not None:
            found[lane.item] = ours
    return found


def _member(connection: Database, folded: Folded, code: str) -> Member:
    case = folded.case(connection, code)
    item = folded.item(connection, case.item, case.version) if case else None
    if case is None or item is None:
        raise BrokenHistory(code)
    return Member(case, item)
