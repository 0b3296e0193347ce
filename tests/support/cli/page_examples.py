"""The examples of a page of docs/, and whether the command line prints what they say."""

from __future__ import annotations

import re
import shlex

from tests.support.cli.command_line import Cli


def examples(page: str) -> list[tuple[str, list[str]]]:
    """Every command of a page with the lines that it is said to print."""
    told: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ clerk-tui "):
                told.append((line.removeprefix("$ clerk-tui "), []))
            else:
                told[-1][1].append(line)
    return told


def fits(printed: list[str], said: list[str]) -> bool:
    """Whether the lines are as the page says, `...` standing for anything."""
    pattern = "\n".join(re.escape(line).replace(re.escape("..."), ".*") for line in said)
    return re.fullmatch(pattern, "\n".join(printed), re.DOTALL) is not None


def check_examples(cli: Cli, page: str) -> int:
    """Type every command of a page; how many there were, each of which did what the page says."""
    found = examples(page)
    for command, said in found:
        ran = cli(*shlex.split(command))
        assert fits((ran.out + ran.err).splitlines(), said), f"{command}\n{ran.out}{ran.err}"
        assert (ran.code == 0) is not said[0].startswith("clerk-tui: ")
    return len(found)
