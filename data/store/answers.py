"""What answers each query: one line for each class, from the query to whoever reads its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeAlias, TypeVar

from data.model import query as q
from data.store.loading.context import StoreContext
from data.store.read import applicants, case, case_lists, entries, hall, items, notices, queue, queue_day
from data.store.read.case_lists import Reader, reader_of
from data.store.replica import snapshot

Asked = TypeVar("Asked", bound=q.Query[Any])
Reads: TypeAlias = Callable[[StoreContext, Asked, date], object]
"""Reads the answer to a query as of a day."""


def _answers(kind: type[Asked], reads: Reads[Asked]) -> tuple[type[q.Query[Any]], Reads[Any]]:
    """A line of the table: whoever reads takes the very class that is asked."""
    return kind, reads


def _listed(reads: Callable[[Reader, Asked, date], object]) -> Reads[Asked]:
    """An answer from the rows of the lists alone."""
    return lambda work, query, today: reads(reader_of(work), query, today)


def _with_lists(reads: Callable[[StoreContext, Reader, Asked, date], object]) -> Reads[Asked]:
    """An answer that tells lines of the lists too."""
    return lambda work, query, today: reads(work, reader_of(work), query, today)


def _on_any_day(reads: Callable[[StoreContext, Asked], object]) -> Reads[Asked]:
    """An answer that is the same whatever day it is."""
    return lambda work, query, _: reads(work, query)


_READERS: Final = (
    _answers(q.AskQueue, queue.queue),
    _answers(q.AskWindow, queue.window_view),
    _answers(q.AskBoard, lambda work, _, today: queue_day.board(work, today)),
    _answers(q.AskDay, lambda work, query, today: queue_day.day(work, query.day or today)),
    _answers(q.AskCases, _listed(case_lists.cases)),
    _answers(q.AskCase, _with_lists(case.one_case)),
    _answers(q.AskCourse, _with_lists(case.course)),
    _answers(q.AskWhy, case.why),
    _answers(q.AskEarlier, _with_lists(applicants.earlier)),
    _answers(q.AskFiled, _with_lists(applicants.filed)),
    _answers(q.AskReady, _with_lists(applicants.ready)),
    _answers(q.AskNotice, _on_any_day(notices.issued)),
    _answers(q.AskDraft, _on_any_day(notices.drafts)),
    _answers(q.AskCollection, _on_any_day(notices.collection)),
    _answers(q.AskLicences, _on_any_day(applicants.held)),
    _answers(q.AskApplicant, _on_any_day(case.applicant)),
    _answers(q.AskSteps, _listed(case_lists.steps)),
    _answers(q.AskStepCounts, _listed(case_lists.step_counts)),
    _answers(q.AskCounts, _with_lists(queue.counts)),
    _answers(q.AskDepartments, lambda work, _, today: case_lists.departments(reader_of(work), today)),
    _answers(q.AskItems, _on_any_day(items.items)),
    _answers(q.AskItem, _on_any_day(items.one_item)),
    _answers(q.AskHall, lambda work, _, __: hall.hall_view(work)),
    _answers(q.AskEntries, _on_any_day(entries.entries)),
    _answers(q.AskSnapshot, snapshot.snapshot),
)

READERS: Final[Mapping[type[q.Query[Any]], Reads[Any]]] = MappingProxyType(dict(_READERS))
"""Who reads the answer to the queries of each class."""
