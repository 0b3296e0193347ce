"""docs/links.md is true: its examples are read as it says they are."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

from data.link.answer import read_answer, read_reply
from data.link.callback import FATES
from data.link.links_file import LinkConfig, read_links
from data.link.signatures import Key
from data.link.taking import Fate
from data.link.task import Task, TaskApplicant, TaskMaterial
from data.time_source import at
from tests.support.link.linked import BECAUSE
from tests.support.sitting import OPENED

PAGE = (Path(__file__).parents[2] / "docs/links.md").read_text("utf-8")


def example(kind: str) -> str:
    """The one example of that kind."""
    (found,) = re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def test_the_configuration_is_read_and_names_every_field(tmp_path: Path) -> None:
    path = tmp_path / "links.toml"
    path.write_text(example("toml"), encoding="utf-8")
    (linked,) = read_links(path, {"FIRE_LINK_KEY": "k" * 32})
    assert linked.config == LinkConfig(
        department="fire", url="https://fire.example/tasks", key_env="FIRE_LINK_KEY"
    )
    assert [each.name for each in fields(LinkConfig) if each.name not in PAGE] == []


def test_a_task_has_the_fields_that_it_is_said_to_have() -> None:
    task = json.loads(example("json task"))
    assert set(task) == {each.name for each in fields(Task)}
    assert set(task["applicant"]) == {each.name for each in fields(TaskApplicant)}
    assert set(task["materials"][0]) == {each.name for each in fields(TaskMaterial)}


def test_a_reply_and_an_answer_are_read() -> None:
    task = json.loads(example("json task"))
    answer = read_answer(example("json answer").encode())
    assert read_reply(example("json reply").encode()).task == answer.task == task["id"]
    assert (answer.case, answer.step) == (task["case"], task["step"])


def test_the_signature_is_that_of_the_example() -> None:
    headers = Key("fire", b"0123456789abcdef0123456789abcdef").headers(
        "POST", "/answers", at(OPENED.date(), 9, 40), b'{"id":"1"}'
    )
    shown = dict(line.split(": ") for line in example("http").splitlines()[1:])
    assert headers == {name.lower(): value for name, value in shown.items()}


def test_every_fate_and_every_lateness_is_told() -> None:
    for fate in Fate:
        assert f"| {FATES[fate].value} | `{fate.value}` |" in PAGE
    assert [each for each in BECAUSE if f"`{each}`" not in PAGE] == []
