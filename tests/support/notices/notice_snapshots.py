"""Every notice as a text file to compare with, and the flag that writes them anew.

`python -m tests.support.notices.notice_snapshots --write` replaces the files; look at the difference
before keeping it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from data.model.notice import NoticeKind, Paper
from tests.support.notices.invented_cases import FIRM, PERSON, written

SNAPSHOTS = Path(__file__).parents[2] / "notices" / "snapshots"
TAKEN = [(kind, paper) for kind in NoticeKind for paper in (Paper.PAGE, Paper.ROLL_58)]


def snapshot(kind: NoticeKind, paper: Paper) -> tuple[Path, str]:
    """Where the notice's picture is, and what the notice is now; one is for a firm with its agent."""
    applicant = FIRM if kind is NoticeKind.ACCEPTANCE else PERSON
    return SNAPSHOTS / f"{kind.value}-{paper.value}.txt", written(kind, paper, applicant=applicant).text


def main(arguments: list[str]) -> int:
    """Write every snapshot, if told to."""
    if arguments != ["--write"]:
        return 2
    for kind, paper in TAKEN:
        path, text = snapshot(kind, paper)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
