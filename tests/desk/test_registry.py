"""One registry of acts: every key means one thing, every act has its words and does something."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from clerk_tui.cli.cheat_sheet import DOCS, FILES, cheat_sheet
from clerk_tui.desk.acts.registry import BUILT_IN, DESK_ACTS, Place
from clerk_tui.shell.acts import Group, Registry, UnknownAct
from data.model.command import Command
from data.texts import Language, texts
from tests.support.desk.seat import Sit

ROOT = Path(__file__).parents[2]
KINDS = ("act", "act_short", "act_initials", "act_help")


def test_a_key_means_one_thing() -> None:
    keys = [key for act in DESK_ACTS for key in act.keys]
    assert len(keys) == len(set(keys))
    assert not set(keys) & {key for each in BUILT_IN for key in each.keys}


@pytest.mark.parametrize("language", Language)
def test_every_act_has_its_words(language: Language) -> None:
    say = texts(language)
    wanted = [f"{kind}.{act.id}" for kind in KINDS for act in DESK_ACTS]
    wanted += [f"group.{group}" for group in Group] + [f"pane.{place}" for place in Place]
    wanted += [each.text for each in BUILT_IN]
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
        assert set(seat.app.desk._handlers) == {act.id for act in DESK_ACTS}


def test_every_act_of_the_hall_is_a_command() -> None:
    commands = {field.default for each in get_args(Command) for field in fields(each) if field.name == "act"}
    assert "call_next" in commands
    assert {act.hall for act in DESK_ACTS if act.hall} <= commands


def test_what_does_not_need_the_hall_to_say_whose_act_it_is_has_a_specimen() -> None:
    assert [act.id for act in DESK_ACTS if act.writes and not act.hall and act.specimen is None] == []


class TestAnActThatIsNotRegistered:
    def test_has_no_binding(self) -> None:
        with pytest.raises(UnknownAct):
            DESK_ACTS.binding("j", "invented")

    def test_is_not_handled(self) -> None:
        handlers = {act.id: lambda: None for act in DESK_ACTS}
        assert set(DESK_ACTS.bound(handlers)) == set(handlers)
        with pytest.raises(UnknownAct):
            DESK_ACTS.bound({**handlers, "invented": lambda: None})

    async def test_is_not_done(self, sit: Sit) -> None:
        async with sit() as seat:
            with pytest.raises(UnknownAct):
                seat.app.desk.perform("invented")


def test_an_act_that_nothing_does_is_refused() -> None:
    with pytest.raises(ValueError, match="accept"):
        DESK_ACTS.bound({act.id: lambda: None for act in DESK_ACTS if act.id != "accept"})


def test_an_act_is_registered_once() -> None:
    with pytest.raises(ValueError, match="one id"):
        Registry((*DESK_ACTS, DESK_ACTS["accept"]))


async def test_no_character_is_drawn_wide_by_some_terminals_only(sit: Sit) -> None:
    import unicodedata

    async with sit() as seat:
        for keys in ((), ("2",), ("question_mark",), ("escape",), ("w",), ("escape",), ("N",)):
            await seat.press(*keys)
            ambiguous = {char for char in seat.text if unicodedata.east_asian_width(char) == "A"}
            assert ambiguous <= set("“”·")
