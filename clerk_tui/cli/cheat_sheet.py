"""The cheat sheet of keys in each language, made from the registries of acts into `docs/`."""

from __future__ import annotations

from pathlib import Path

from clerk_tui.desk.acts.registry import BUILT_IN, DESK_ACTS
from clerk_tui.monitor.wall_acts import SURROUNDINGS, WALL_ACTS
from clerk_tui.shell.acts import Act, Group, Seen
from data.texts import Language, Texts, texts

DOCS = Path(__file__).parents[2] / "docs"
FILES = {Language.EN: "keys.md", Language.ZH: "keys.zh.md"}
FORMS = (
    (("Enter",), "form_next"),
    (("F10", "Ctrl+S"), "form_done"),
    (("Esc",), "form_leave"),
    (("Tab", "S-Tab"), "form_move"),
    (("left", "right", "1-9"), "form_choose"),
)
NAMES = {"question_mark": "?", "slash": "/", "asterisk": "*", "colon": ":", "escape": "Esc", "space": "Space"}


def cheat_sheet(language: Language) -> str:
    """The page in a language."""
    say = texts(language)
    parts = [f"# {say('keys_doc.title')}", say("keys_doc.intro")]
    for group in Group:
        rows = [_row(act, say) for act in DESK_ACTS if act.group is group]
        if group is Group.MOVE:
            rows += [_plain(each.keys, say(each.text)) for each in BUILT_IN]
        parts += [f"## {say(f'group.{group}')}", "\n".join([*_head(say), *rows])]
    rows = [_plain(keys, say(f"keys.{name}")) for keys, name in FORMS]
    parts += [f"## {say('group.form')}", "\n".join([*_head(say), *rows])]
    rows = [_row(act, say) for act in WALL_ACTS]
    rows += [_plain(each.keys, say(each.text)) for each in SURROUNDINGS.built_in]
    parts += [f"## {say('wall.name')}", "\n".join([*_head(say), *rows])]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Write the pages."""
    for language, name in FILES.items():
        (DOCS / name).write_text(cheat_sheet(language), encoding="utf-8")


def _head(say: Texts) -> tuple[str, str]:
    words = (say("keys_doc.key"), say("keys_doc.act"), say("keys_doc.what"))
    return f"| {' | '.join(words)} |", "| --- | --- | --- |"


def _row(act: Act[Seen], say: Texts) -> str:
    keys = " ".join(f"`{_name(key)}`" for key in act.keys)
    what = say(act.sentence)
    if act.places:
        what += (
            f" ({say('keys_doc.where')}: {', '.join(say(f'pane.{place}') for place in sorted(act.places))})"
        )
    return f"| {keys} | {say(act.word)} | {what} |"


def _plain(keys: tuple[str, ...], what: str) -> str:
    return f"| {' '.join(f'`{key}`' for key in keys)} | | {what} |"


def _name(key: str) -> str:
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return NAMES.get(key, key.upper() if key.startswith("f") and len(key) == 2 else key)


if __name__ == "__main__":
    main()
