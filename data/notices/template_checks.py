"""What is wrong with a hall's templates before any case meets them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from data.model.notice import NoticeKind
from data.model.notice_facts import NoticeFacts
from data.notices.notice_error import NoticeError
from data.notices.template_source import NAMES, read_template, syntax_fault
from data.texts import Language

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.nodes import Template

_FIELDS = frozenset(field.name for field in dataclasses.fields(NoticeFacts))


def check_templates(
    language: Language, folders: tuple[Path, ...], environment: Environment
) -> Iterator[NoticeError]:
    """The faults of a language's templates: those that are used, and files that never will be."""
    from jinja2 import TemplateSyntaxError, nodes

    trees: dict[str, Template] = {}
    waiting = [f"{kind.value}.txt" for kind in NoticeKind]
    for name in waiting:
        file = f"{language.value}/{name}"
        try:
            source = read_template(language, name, folders)
            if source is None:
                yield NoticeError("template_missing", file=file, line=0, name=name)
                continue
            trees[name] = environment.parse(source, name)
        except NoticeError as error:
            yield error
        except TemplateSyntaxError as error:
            yield syntax_fault(file, error.lineno, error.message)
        else:
            for include in trees[name].find_all(nodes.Include):
                included = include.template
                if isinstance(included, nodes.Const) and included.value not in waiting:
                    waiting.append(str(included.value))
    stored = {
        each.name for tree in trees.values() for each in tree.find_all(nodes.Name) if each.ctx != "load"
    }
    for name, tree in trees.items():
        yield from _unknown(f"{language.value}/{name}", tree, NAMES | stored)
    for path in sorted((folders[0] / language.value).glob("*")):
        if path.name not in waiting:
            yield NoticeError("template_unused", file=f"{language.value}/{path.name}", line=0)


def _unknown(file: str, tree: Template, known: frozenset[str]) -> Iterator[NoticeError]:
    from jinja2 import nodes

    for used in tree.find_all(nodes.Name):
        if used.ctx == "load" and used.name not in known and used.name != "loop":
            yield NoticeError("template_undefined", file=file, line=used.lineno, name=used.name)
    for part in tree.find_all(nodes.Getattr):
        if isinstance(part.node, nodes.Name) and part.node.name == "n" and part.attr not in _FIELDS:
            yield NoticeError("template_undefined", file=file, line=part.lineno, name=f"n.{part.attr}")
