"""The problems of one file, gathered while it is read so that all of them can be told at once."""

from __future__ import annotations

from data.catalogue.problem import CatalogueError, Problem


class Report:
    """The problems of one file, in the order in which they were found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, line: int, field: str, reason: str, **facts: object) -> None:
        """Note a problem; `reason` is a key of the texts."""
        told = {key: str(fact) for key, fact in facts.items()}
        self.problems.append(Problem(file=self.file, line=line, field=field, reason=reason, facts=told))

    def refuse(self) -> None:
        """Raise CatalogueError if there is any problem."""
        if self.problems:
            raise CatalogueError(tuple(self.problems))
