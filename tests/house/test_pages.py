"""The page of the house names only what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("docs/architecture.md", "CONTRIBUTING.md")
A_PATH = re.compile(r"`((?:clerk_tui|widgets|data|tests|bench|docs)/[\w./]+)`")
A_MODULE = re.compile(r"`((?:clerk_tui|widgets|data|bench)(?:\.\w+)+)`")


@pytest.mark.parametrize("page", PAGES)
def test_every_path_is_there(page: str) -> None:
    told = A_PATH.findall((ROOT / page).read_text("utf-8"))
    assert len(told) > 5
    assert [path for path in told if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_dotted_name_is_there(page: str) -> None:
    for name in A_MODULE.findall((ROOT / page).read_text("utf-8")):
        place = ROOT / name.replace(".", "/")
        module = place.with_suffix(".py")
        inside = place.parent.with_suffix(".py")
        known = module.exists() or place.is_dir()
        assert known or place.name in inside.read_text("utf-8"), name


def test_the_readme_in_chinese_says_the_same_commands() -> None:
    english, chinese = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))
    shown = re.compile(r"```(?:sh|console)\n(.+?)\n```", re.DOTALL)
    assert shown.findall(chinese) == shown.findall(english)
    assert len(re.findall("^## ", chinese, re.MULTILINE)) == len(re.findall("^## ", english, re.MULTILINE))
    linked = re.compile(r"\]\((docs/[\w.-]+|[A-Z]+\.md)\)")
    assert set(linked.findall(chinese)) - set(linked.findall(english)) <= {"docs/keys.zh.md", "README.md"}
    assert all((ROOT / page).exists() for page in linked.findall(chinese))
