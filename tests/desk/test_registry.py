"""One registry of acts: every key means one thing, every act has its words and does something."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from clerk_tui.desk.acts.registry import ACTS, BUILT_IN, Group, Place
from clerk_tui.shell.cheat_sheet import DOCS, FILES, cheat_sheet
from data.texts import Language, texts
from tests.support.desk.seat import Sit

ROOT = Path(__file__).parents[2]
KINDS = ("act", "act_short", "act_initials", "act_help")


def test_a_key_means_one_thing() -> None:
    keys = [key for act in ACTS for key in act.keys]
    assert len(keys) == len(set(keys))
    assert not set(keys) & {key for built_in, _ in BUILT_IN for key in built_in}


@pytest.mark.parametrize("language", Language)
def test_every_act_has_its_words(language: Language) -> None:
    say = texts(language)
    wanted = [f"{kind}.{act.id}" for kind in KINDS for act in ACTS]
    wanted += [f"group.{group}" for group in Group] + [f"pane.{place}" for place in Place]
    wanted += [f"keys.{name}" for _, name in BUILT_IN]
    assert [key for key in wanted if key not in say] == []


def keys_written_in(folder: str) -> set[str]:
    """The whole keys of texts that stand as literals in the code of a folder."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = ast.unparse(node.func).rsplit(".", 1)[-1]
                value = node.args[0].value
                if name in ("texts", "say") and isinstance(value, str):
                    found.add(value)
    return found


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("folder", ["clerk_tui/desk", "widgets"])
def test_every_text_used_is_there(folder: str, language: Language) -> None:
    used = keys_written_in(folder)
    assert len(used) > 5
    assert {key for key in used if key not in texts(language)} == set()


def test_both_languages_have_the_same_texts_with_the_same_fields() -> None:
    def fields(language: Language) -> dict[str, set[str]]:
        path = ROOT / f"data/texts/locale/{language.locale}/LC_MESSAGES/desk.po"
        pairs = re.findall(r'msgid "(.+)"\nmsgstr "(.*)"', path.read_text(encoding="utf-8"))
        return {key: set(re.findall(r"{(\w+)}", text)) for key, text in pairs}

    assert fields(Language.ZH) == fields(Language.EN)


@pytest.mark.parametrize("language", Language)
def test_the_cheat_sheet_is_current(language: Language) -> None:
    assert (DOCS / FILES[language]).read_text(encoding="utf-8") == cheat_sheet(language)


async def test_every_act_does_something(sit: Sit) -> None:
    async with sit() as seat:
        assert set(seat.app.desk._handlers) == {act.id for act in ACTS}


async def test_no_character_is_drawn_wide_by_some_terminals_only(sit: Sit) -> None:
    import unicodedata

    async with sit() as seat:
        for keys in ((), ("2",), ("question_mark",), ("escape",), ("w",), ("escape",), ("N",)):
            await seat.press(*keys)
            ambiguous = {char for char in seat.text if unicodedata.east_asian_width(char) == "A"}
            assert ambiguous <= set("“”·")
