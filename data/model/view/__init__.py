"""What the hall shows: list lines and the file of one case, personal data masked already."""

from __future__ import annotations

from data.model.view.case import ActLine, CaseCourse, CaseFile, MaterialLine, QuestionLine, TimelineLine
from data.model.view.hall import Entry, HallView, ItemLine
from data.model.view.lists import CaseLine, Counts, DepartmentLine, LaneLine, StepLine
from data.model.view.page import Line, Page
from data.model.view.queue import BoardCall, BoardView, BoardZone, DayView, TicketLine, WindowDay, WindowView

__all__ = [
    "ActLine",
    "BoardCall",
    "BoardView",
    "BoardZone",
    "CaseCourse",
    "CaseFile",
    "CaseLine",
    "Counts",
    "DayView",
    "DepartmentLine",
    "Entry",
    "HallView",
    "ItemLine",
    "LaneLine",
    "Line",
    "MaterialLine",
    "Page",
    "QuestionLine",
    "StepLine",
    "TicketLine",
    "TimelineLine",
    "WindowDay",
    "WindowView",
]
