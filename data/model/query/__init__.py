"""Queries to the hall: each names its answer's type; `today` asks as of another day (None: the hall's)."""

from __future__ import annotations

from data.model.query.base import Answer, Query
from data.model.query.case import (
    AskApplicant,
    AskCase,
    AskCourse,
    AskEarlier,
    AskFiled,
    AskLicences,
    AskReady,
    AskWhy,
)
from data.model.query.hall import AskEntries, AskHall, AskItem, AskItems, AskSnapshot
from data.model.query.lists import AskCases, AskCounts, AskDepartments, AskStepCounts, AskSteps, StepTab, Tab
from data.model.query.notice import AskCollection, AskDraft, AskNotice
from data.model.query.queue import AskBoard, AskDay, AskQueue, AskWindow

__all__ = [
    "Answer",
    "AskApplicant",
    "AskBoard",
    "AskCase",
    "AskCases",
    "AskCollection",
    "AskCounts",
    "AskCourse",
    "AskDay",
    "AskDepartments",
    "AskDraft",
    "AskEarlier",
    "AskEntries",
    "AskFiled",
    "AskHall",
    "AskItem",
    "AskItems",
    "AskLicences",
    "AskNotice",
    "AskQueue",
    "AskReady",
    "AskSnapshot",
    "AskStepCounts",
    "AskSteps",
    "AskWhy",
    "AskWindow",
    "Query",
    "StepTab",
    "Tab",
]
