"""What a reviewer's desk knows: the steps of one department, and the case that the one in view is of."""

from __future__ import annotations

from dataclasses import replace

from clerk_tui.desk.state import PAGE, DeskState, Part
from data.model.outcome import Receipt
from data.model.query import AskDepartments, AskHall, AskStepCounts, AskSteps, StepTab
from data.model.view import CaseFile, DepartmentLine, Page, StepLine
from widgets.queue.ticket_queue import QueueRow


class ReviewerState(DeskState):
    """What a desk knows of a department, named by its code, its abbreviation or a part of its name.

    Until the department is known there are no lists; `known` are those that the hall has.
    """

    department: DepartmentLine | None = None
    known: tuple[DepartmentLine, ...] = ()

    def open(self) -> None:
        """Find the department, then ask for everything."""
        self.tab = StepTab.TO_CLAIM.value
        self._hall.ask(AskHall(), self._hear_view)
        self._hall.ask(AskDepartments(), self._hear_departments)

    def refresh(self, after: Receipt | None = None) -> None:
        """Ask anew for all that is in view, or for what a command can have changed."""
        if self.department is not None:
            super().refresh(after)

    def turn(self, tab: str) -> None:
        """Show another tab."""
        if self.department is not None:
            super().turn(tab)

    def narrow(self, find: str) -> None:
        """Show only what matches."""
        if self.department is not None:
            super().narrow(find)

    def has(self, step: StepLine) -> bool:
        """Whether the step is the department's."""
        return self.department is not None and step.department == self.department.code

    def _ask_window(self) -> None:
        """No tickets are called to a department."""

    def _ask_counts(self) -> None:
        assert self.department is not None
        query = AskStepCounts(department=self.department.code, user=self._desk_context.user, today=self.as_of)
        self._hall.ask(query, self._hear_counts, slot="counts")

    def _ask_rows(self, limit: int, after: str | None) -> None:
        assert self.department is not None
        steps = AskSteps(
            department=self.department.code,
            tab=StepTab(self.tab),
            user=self._desk_context.user,
            find=self.find,
            limit=max(limit, PAGE),
            after=after,
            today=self.as_of,
        )
        self._hall.ask(steps, lambda page: self._hear_steps(page, after), slot="rows")

    def _hear_departments(self, lines: tuple[DepartmentLine, ...]) -> None:
        self.known = lines
        found = find_department(self._desk_context.department, lines)
        if found is not None:
            self.department = found
            self.refresh()
        self._heard(Part.HALL)

    def _hear_steps(self, page: Page[StepLine], after: str | None) -> None:
        self._hear_rows(page, after)

    def _renewed(self, row: QueueRow, file: CaseFile) -> QueueRow:
        if not isinstance(row, StepLine) or row.case != file.line.code:
            return row
        now = next((step for step in file.route if step.code == row.code), None)
        if now is None:
            return row
        return replace(now, item_name=row.item_name, item_name_en=row.item_name_en, applicant=row.applicant)

    def _kept(self, file: CaseFile) -> QueueRow | None:
        return self._renewed(self._last, file) if self._last is not None else None


def find_department(wanted: str, lines: tuple[DepartmentLine, ...]) -> DepartmentLine | None:
    """The department that is meant: by its code or abbreviation, or by a part that one name alone has."""
    sought = wanted.strip().casefold()
    exact = [line for line in lines if sought in (line.code.casefold(), line.short.casefold())]
    if exact:
        return exact[0]
    found = [line for line in lines if sought in line.name.casefold() or sought in line.name_en.casefold()]
    return found[0] if len(found) == 1 and sought else None
