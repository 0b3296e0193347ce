"""A hall's own numbers from a file: what is named changes, the rest stays, nothing half done."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from data.model.settings import Settings
from data.store.sql_hall import SqlHall
from data.time_source import RealClock
from tests.support.cli.command_line import Cli


def settings_of(db: Path) -> Settings:
    """What the hall of a file sets for itself."""
    with closing(SqlHall.open(db, RealClock(), read_only=True)) as hall:
        return hall.settings


def test_what_the_file_names_is_set_and_the_rest_stays(cli: Cli, tmp_path: Path) -> None:
    db, file = tmp_path / "hall.db", tmp_path / "own.toml"
    assert cli("init", "--db", db).code == 0
    file.write_text("[settings]\nwarn_days = 3\nclosing = 17:00:00\n", encoding="utf-8")
    assert cli("import", file, "--db", db).code == 0
    file.write_text("[settings]\ncorrection_days = 10\n", encoding="utf-8")
    assert cli("import", file, "--db", db).code == 0
    own = settings_of(db)
    assert (own.warn_days, own.closing.hour, own.correction_days) == (3, 17, 10)
    assert own.skip_calls == Settings().skip_calls


@pytest.mark.parametrize(
    "content",
    [
        "[settings]\nwarn_day = 3\n",
        "[settings]\nwarn_days = -1\n",
        '[settings]\nwarn_days = "3"\n',
        "[settings]\nclosing = 17\n",
        "[settings]\nwarn_days = true\n",
        "settings = 3\n",
        "other = 1\n[settings]\nwarn_days = 3\n",
    ],
)
def test_what_does_not_fit_is_told_in_one_line_and_changes_nothing(
    cli: Cli, tmp_path: Path, content: str
) -> None:
    db, file = tmp_path / "hall.db", tmp_path / "own.toml"
    assert cli("init", "--db", db).code == 0
    file.write_text(content, encoding="utf-8")
    ran = cli("import", file, "--db", db)
    assert ran.code == 1
    assert "own.toml" in ran.err.splitlines()[0]
    assert settings_of(db) == Settings()
